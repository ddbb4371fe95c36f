#include "common/rpc/privacy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "common/rpc/test_server.h"
#include "common/status/status_macros.h"
#include "tests/support/field_matchers.h"
#include "tests/support/status_matchers.h"

namespace okapi::rpc {
namespace {

using okapi::testing::BadFieldIs;
using okapi::testing::IsOk;
using okapi::testing::ReasonIs;
using okapi::testing::StatusIs;
using status::ErrorReason;
using ::testing::AllOf;

constexpr char kOneRequest[] = "6f0d6a2e-0a43-4b8e-9a4e-3b8f1f6d2c11";
constexpr char kPrivateGoal[] = "organizations/acme/objectives/grow";
constexpr char kAnna[] = "organizations/acme/members/anna";

// Creates an objective as whoever the metadata say, and returns the actor of its record.
absl::StatusOr<std::string> CreateAs(TestServer& server, const std::vector<std::string>& actors,
                                     const CreateObjectiveRequest& request = CreateRequest()) {
  grpc::ClientContext context;
  for (const std::string& actor : actors) context.AddMetadata(kActorKey, actor);
  Objective response;
  const grpc::Status status = server.stub().CreateObjective(&context, request, &response);
  if (!status.ok()) return status::FromGrpc(status);
  const auto records = server.journal().ReadChanges(server.journal().revision() - 1, 1);
  return records.ok() && !records->empty() ? records->front().actor() : "no record";
}

TEST(ActorTest, ItIsWhoTheCallerSaysAndLandsInTheRecord) {
  TestServer server;
  EXPECT_EQ(*CreateAs(server, {}), kAnonymous);
  EXPECT_EQ(*CreateAs(server, {kAnna}), kAnna);
}

TEST(ActorTest, ItIsOneMemberOfTheOrganizationOfTheRequest) {
  TestServer server;
  EXPECT_THAT(CreateAs(server, {"anna"}),
              AllOf(BadFieldIs(kActorKey), ReasonIs(ErrorReason::INVALID_NAME)));
  EXPECT_THAT(CreateAs(server, {""}), BadFieldIs(kActorKey));
  EXPECT_THAT(CreateAs(server, {"organizations/acme/teams/anna"}), BadFieldIs(kActorKey));
  EXPECT_THAT(CreateAs(server, {kAnna, kAnna}),
              AllOf(BadFieldIs(kActorKey), ReasonIs(ErrorReason::INVALID_FIELD)));
  EXPECT_THAT(CreateAs(server, {"organizations/other/members/anna"}),
              AllOf(BadFieldIs(kActorKey), ReasonIs(ErrorReason::INVALID_FIELD)));
  EXPECT_EQ(server.journal().revision(), 0);
}

TEST(ActorTest, ARequestIdIsOfOneActor) {
  TestServer server;
  const CreateObjectiveRequest request = CreateRequest(kOneRequest);
  ASSERT_THAT(CreateAs(server, {kAnna}, request), IsOk());
  ASSERT_THAT(CreateAs(server, {kAnna}, request), IsOk());
  EXPECT_EQ(server.journal().revision(), 1);
  ASSERT_THAT(CreateAs(server, {}, request), IsOk());
  EXPECT_EQ(server.journal().revision(), 2);
}

// Hides everything but from Anna, and changes of more than one resource.
class HideFromOthers final : public Privacy {
 public:
  std::unique_ptr<storage::Veil> VeilFor(const Call& call) const override {
    class All final : public storage::Veil {
     public:
      using Veil::Veil;
      absl::StatusOr<bool> Hides(const storage::Reader&, const storage::Family& family,
                                 absl::string_view) override {
        return family.name == kObjectives.name && viewer() != kAnna;
      }
    };
    return std::make_unique<All>(call.actor);
  }
  absl::StatusOr<std::vector<bool>> Show(
      const Call& call, const storage::Reader&,
      absl::Span<okapi::common::v1::ChangeRecord> records) const override {
    for (auto& record : records) {
      if (call.actor != kAnna) record.clear_changes();
    }
    return std::vector<bool>(records.size(), call.actor == kAnna);
  }
};

TEST(PrivacyTest, ReadsAndWritesGoThroughTheVeilOfTheirCaller) {
  TestServer server;
  const HideFromOthers privacy;
  server.runtime().privacy = &privacy;
  server.service().create = [](journal::Transaction& transaction,
                               const CreateObjectiveRequest& request) -> absl::StatusOr<Objective> {
    OKAPI_ASSIGN_OR_RETURN(const auto seen, transaction.Find(kObjectives, kPrivateGoal));
    OKAPI_ASSIGN_OR_RETURN(const auto whole, transaction.whole().Find(kObjectives, kPrivateGoal));
    const journal::Transaction::Unveiled unveiled(transaction);
    OKAPI_ASSIGN_OR_RETURN(const auto lifted, transaction.Find(kObjectives, kPrivateGoal));
    EXPECT_EQ(whole, lifted);
    if (seen.has_value()) return status::AlreadyExists(kPrivateGoal);
    if (whole.has_value()) return status::NotFound(kPrivateGoal);
    return SmallGoals::Store(transaction, request);
  };
  CreateObjectiveRequest request = CreateRequest();
  request.set_objective_id("grow");
  ASSERT_THAT(CreateAs(server, {}, request), IsOk());
  EXPECT_THAT(CreateAs(server, {}, request), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(CreateAs(server, {kAnna}, request), StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_THAT(server.Get(kPrivateGoal), StatusIs(absl::StatusCode::kNotFound));
}

TEST(PrivacyTest, OfAChangeThatIsNotShownAWatchSaysThatThereWasOne) {
  TestServer server;
  const HideFromOthers privacy;
  server.runtime().privacy = &privacy;
  ASSERT_THAT(CreateAs(server, {kAnna}), IsOk());
  for (const bool sees : {false, true}) {
    grpc::ClientContext context;
    if (sees) context.AddMetadata(kActorKey, kAnna);
    WatchRequest watch;
    watch.set_parent("organizations/acme");
    watch.set_after_revision(0);
    const auto reader = server.stub().Watch(&context, watch);
    WatchResponse response;
    ASSERT_TRUE(reader->Read(&response));
    ASSERT_EQ(response.records_size(), 1);
    EXPECT_EQ(response.revision(), 1);
    EXPECT_EQ(response.records(0).changes_size(), sees ? 1 : 0);
    EXPECT_EQ(response.records(0).actor(), sees ? kAnna : "");
    EXPECT_EQ(response.records(0).hash().empty(), !sees);
    context.TryCancel();
    (void)reader->Finish();
  }
}

}  // namespace
}  // namespace okapi::rpc

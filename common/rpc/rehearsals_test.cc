#include "common/rpc/rehearsals.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/rpc/test_server.h"
#include "common/status/convert.h"
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

constexpr char kOrganization[] = "organizations/acme";
constexpr char kRehearsing[] = "organizations/acme/members/anna";
constexpr char kGrow[] = "organizations/acme/objectives/grow";

class RehearsalsTest : public ::testing::Test {
 protected:
  void SetUp() override { server_.service().create = CreateOnce; }

  // Refuses a second one of the same name.
  static absl::StatusOr<Objective> CreateOnce(journal::Transaction& transaction,
                                              const CreateObjectiveRequest& request) {
    const std::string name = request.parent() + "/objectives/" + request.objective_id();
    const auto there = transaction.Find(kObjectives, name);
    if (there.ok() && there->has_value()) return status::AlreadyExists(name);
    return SmallGoals::Store(transaction, request);
  }

  static Call CallOf(const std::string& actor = kAnonymous,
                     const std::string& organization = kOrganization) {
    Call call;
    call.actor = actor;
    call.organization = organization;
    return call;
  }

  std::string Start(const Call& call = CallOf()) {
    const auto id = server_.runtime().rehearsals.Start(call);
    EXPECT_THAT(id, IsOk());
    return id.value_or("");
  }

  absl::StatusOr<Objective> Create(const std::string& rehearsal, const std::string& id,
                                   bool validate_only = false, const std::string& actor = "",
                                   const std::string& organization = "acme") {
    grpc::ClientContext context;
    context.AddMetadata(kRehearsalKey, rehearsal);
    if (!actor.empty()) context.AddMetadata(kActorKey, actor);
    CreateObjectiveRequest request = CreateRequest("", organization);
    request.set_objective_id(id);
    request.set_validate_only(validate_only);
    Objective response;
    const grpc::Status status = server_.stub().CreateObjective(&context, request, &response);
    if (!status.ok()) return status::FromGrpc(status);
    return response;
  }

  TestServer server_;
};

TEST_F(RehearsalsTest, EachWriteSeesThoseBeforeItAndNothingStays) {
  const std::string rehearsal = Start();
  EXPECT_EQ(Create(rehearsal, "grow")->name(), kGrow);
  EXPECT_THAT(Create(rehearsal, "grow"), ReasonIs(ErrorReason::RESOURCE_EXISTS));
  EXPECT_THAT(server_.Get(kGrow), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_EQ(server_.journal().revision(), 0);
  EXPECT_THAT(Create(Start(), "grow"), IsOk()) << "another one knows nothing of it";
}

TEST_F(RehearsalsTest, ItBeginsWithWhatIsThereAndDoesNotSeeWhatComesAfter) {
  CreateObjectiveRequest request = CreateRequest();
  request.set_objective_id("early");
  ASSERT_THAT(server_.Create(request), IsOk());
  const std::string rehearsal = Start();
  request.set_objective_id("late");
  ASSERT_THAT(server_.Create(request), IsOk());
  EXPECT_THAT(Create(rehearsal, "early"), ReasonIs(ErrorReason::RESOURCE_EXISTS));
  EXPECT_THAT(Create(rehearsal, "late"), IsOk());
}

TEST_F(RehearsalsTest, WhatFailsOrOnlyAsksLeavesNothing) {
  const std::string rehearsal = Start();
  server_.service().create =
      [](journal::Transaction& transaction,
         const CreateObjectiveRequest& request) -> absl::StatusOr<Objective> {
    SmallGoals::Store(transaction, request).IgnoreError();
    return absl::InternalError("after the write");
  };
  EXPECT_THAT(Create(rehearsal, "grow"), StatusIs(absl::StatusCode::kInternal));
  server_.service().create = CreateOnce;
  EXPECT_THAT(Create(rehearsal, "grow", /*validate_only=*/true), IsOk());
  EXPECT_THAT(Create(rehearsal, "grow"), IsOk());
}

TEST_F(RehearsalsTest, TimesAndRevisionsGoOnFromTheStart) {
  ASSERT_THAT(server_.Create(CreateRequest()), IsOk());
  std::vector<int64_t> revisions;
  std::vector<absl::Time> times;
  server_.service().create = [&](journal::Transaction& transaction,
                                 const CreateObjectiveRequest& request) {
    revisions.push_back(transaction.revision());
    times.push_back(transaction.time());
    return SmallGoals::Store(transaction, request);
  };
  const std::string rehearsal = Start();
  const absl::Time start = server_.clock().Now();
  ASSERT_THAT(Create(rehearsal, "a"), IsOk());
  server_.clock().Advance(absl::Seconds(-5));
  ASSERT_THAT(Create(rehearsal, "b"), IsOk());
  EXPECT_EQ(revisions, (std::vector<int64_t>{2, 3}));
  EXPECT_EQ(times, (std::vector<absl::Time>{start, start}));
}

TEST_F(RehearsalsTest, ItIsOfOneCallerAndOneOrganization) {
  const std::string rehearsal = Start(CallOf(kRehearsing));
  EXPECT_THAT(Create(rehearsal, "grow"),
              AllOf(StatusIs(absl::StatusCode::kNotFound), ReasonIs(ErrorReason::REHEARSAL_OVER)));
  EXPECT_THAT(Create(rehearsal, "grow", false, kRehearsing), IsOk());
  EXPECT_THAT(Create(Start(), "grow", false, "", "other"), ReasonIs(ErrorReason::REHEARSAL_OVER));
  auto& rehearsals = server_.runtime().rehearsals;
  EXPECT_THAT(rehearsals.End(CallOf(), rehearsal), ReasonIs(ErrorReason::REHEARSAL_OVER));
  EXPECT_THAT(rehearsals.End(CallOf(kRehearsing), rehearsal), IsOk());
  EXPECT_THAT(Create(rehearsal, "more", false, kRehearsing), ReasonIs(ErrorReason::REHEARSAL_OVER));
}

TEST_F(RehearsalsTest, ThereAreFewAndTheOneLeftAloneGivesWay) {
  auto& rehearsals = server_.runtime().rehearsals;
  const std::string left = Start();
  for (size_t i = 1; i < Rehearsals::kMax; ++i) Start(CallOf(kRehearsing));
  EXPECT_THAT(rehearsals.Start(CallOf()), ReasonIs(ErrorReason::OVERLOADED));
  server_.clock().Advance(Rehearsals::kGivesWay);
  ASSERT_THAT(Create(left, "grow"), IsOk());
  EXPECT_THAT(rehearsals.Start(CallOf()), IsOk());
  EXPECT_THAT(Create(left, "more"), IsOk()) << "it was used last";
}

TEST_F(RehearsalsTest, ManyCallsAtOnceAreAnsweredOneByOne) {
  const std::string rehearsal = Start();
  std::atomic<int> at_once = 0;
  std::atomic<int> most = 0;
  server_.service().create = [&](journal::Transaction& transaction,
                                 const CreateObjectiveRequest& request) {
    most = std::max<int>(most, ++at_once);
    auto stored = SmallGoals::Store(transaction, request);
    --at_once;
    return stored;
  };
  std::vector<std::thread> callers;
  for (int i = 0; i < 16; ++i) {
    callers.emplace_back([&, i] { EXPECT_THAT(Create(rehearsal, absl::StrCat("o", i)), IsOk()); });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(most, 1);
}

TEST_F(RehearsalsTest, ItWritesSoMuchAndNoMore) {
  const std::string rehearsal = Start();
  server_.service().create = [](journal::Transaction& transaction,
                                const CreateObjectiveRequest& request) {
    transaction.Put(kObjectives, request.objective_id(),
                    std::string(Rehearsals::kBytesMax / 2 + 1, 'x'));
    return SmallGoals::Store(transaction, request);
  };
  EXPECT_THAT(Create(rehearsal, "a"), IsOk());
  EXPECT_THAT(Create(rehearsal, "b"), IsOk());
  EXPECT_THAT(Create(rehearsal, "c"), ReasonIs(ErrorReason::REHEARSAL_OVER));
}

TEST_F(RehearsalsTest, AnIdleOneEnds) {
  auto& rehearsals = server_.runtime().rehearsals;
  const std::string used = Start();
  for (size_t i = 1; i < Rehearsals::kMax; ++i) Start();
  server_.clock().Advance(Rehearsals::kIdleMax);
  EXPECT_THAT(Create(used, "grow"), IsOk());
  server_.clock().Advance(absl::Seconds(1));
  rehearsals.EndIdle();
  EXPECT_THAT(Create(used, "more"), IsOk());
  for (size_t i = 1; i < Rehearsals::kMax; ++i) Start();
  EXPECT_THAT(rehearsals.Start(CallOf()), ReasonIs(ErrorReason::OVERLOADED));
}

TEST_F(RehearsalsTest, WhatCannotBeRehearsedRefusesToBe) {
  const std::string rehearsal = Start();
  grpc::ClientContext context;
  context.AddMetadata(kRehearsalKey, rehearsal);
  GetObjectiveRequest request;
  request.set_name(kGrow);
  Objective response;
  EXPECT_THAT(status::FromGrpc(server_.stub().GetObjective(&context, request, &response)),
              BadFieldIs(kRehearsalKey));
  grpc::ClientContext watch_context;
  watch_context.AddMetadata(kRehearsalKey, rehearsal);
  WatchRequest watch;
  watch.set_parent(kOrganization);
  EXPECT_THAT(status::FromGrpc(server_.stub().Watch(&watch_context, watch)->Finish()),
              BadFieldIs(kRehearsalKey));
  EXPECT_THAT(Create("", "grow"), BadFieldIs(kRehearsalKey));
}

}  // namespace
}  // namespace okapi::rpc

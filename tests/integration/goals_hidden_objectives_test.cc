// What other services are told of private objectives: that they are there, and no more.

#include <gmock/gmock.h>

#include "common/status/convert.h"
#include "okapi/goals/v1/privacy_service.grpc.pb.h"
#include "tests/integration/goals_private_fixture.h"
#include "tests/support/field_matchers.h"

namespace okapi::goals {
namespace {

using okapi::testing::BadFieldIs;
using okapi::testing::BadFieldsAre;
using okapi::testing::IsOk;
using okapi::testing::ReasonIs;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class GoalsHiddenObjectivesTest : public GoalsPrivateFixture {
 protected:
  absl::StatusOr<v1::FindHiddenObjectivesResponse> Find(const std::string& request) {
    const auto stub = v1::PrivacyService::NewStub(scene_.channel());
    grpc::ClientContext context;
    scene_.Prepare(context);
    v1::FindHiddenObjectivesResponse found;
    const grpc::Status status = stub->FindHiddenObjectives(
        &context, testing::FromText<v1::FindHiddenObjectivesRequest>(request), &found);
    if (!status.ok()) return status::FromGrpc(status);
    return found;
  }
  static std::string All() {
    return absl::StrCat("parent: 'organizations/o' objectives: '", NameOf(kHidden),
                        "' objectives: '", NameOf(kSeen), "' objectives: '", NameOf("none"), "'");
  }
};

TEST_F(GoalsHiddenObjectivesTest, WhatIsHiddenIsTheCallersAffair) {
  for (const char* caller : {"", "dan", "stranger"}) {
    As(caller);
    const auto found = Find(All());
    ASSERT_THAT(found, IsOk());
    EXPECT_THAT(found->hidden(), ElementsAre(NameOf(kHidden)));
    EXPECT_THAT(found->others(), ElementsAre(NameOf(kSeen), NameOf("none")));
  }
  for (const char* caller : {"anna", "ben", "cleo"}) {
    As(caller);
    const auto found = Find(All());
    ASSERT_THAT(found, IsOk());
    EXPECT_THAT(found->hidden(), IsEmpty());
    EXPECT_EQ(found->others_size(), 3);
  }
}

// Whoever asks learns nothing that creating one does not tell.
TEST_F(GoalsHiddenObjectivesTest, ItTellsThatAnIdIsTakenAsCreatingOneDoes) {
  As("dan");
  const auto found = Find(All());
  ASSERT_THAT(found, IsOk());
  for (const std::string& name : found->hidden()) {
    EXPECT_THAT(CreateObjective(name.substr(name.rfind('/') + 1)),
                ReasonIs(status::ErrorReason::RESOURCE_EXISTS));
  }
  EXPECT_THAT(CreateObjective("none"), IsOk());
}

TEST_F(GoalsHiddenObjectivesTest, WhatIsOpenedIsNotHiddenAnyMore) {
  As("anna");
  ASSERT_THAT(Update(kHidden, "visibility: ORGANIZATION ", "paths: 'visibility'"), IsOk());
  As("");
  EXPECT_THAT(Find(All())->hidden(), IsEmpty());
  ASSERT_THAT(Call(&Goals::DeleteObjective, Named(NameOf(kHidden)) + "force: true"), IsOk());
  EXPECT_THAT(Find(All())->hidden(), IsEmpty());
}

TEST_F(GoalsHiddenObjectivesTest, WhatIsDeletedStaysHiddenFromWhomItWas) {
  As("anna");
  ASSERT_THAT(Call(&Goals::DeleteObjective, Named(NameOf(kHidden)) + "force: true"), IsOk());
  for (const char* caller : {"", "dan"}) {
    As(caller);
    EXPECT_THAT(Find(All())->hidden(), ElementsAre(NameOf(kHidden)));
    EXPECT_THAT(GetObjective(kHidden), ReasonIs(status::ErrorReason::RESOURCE_NOT_FOUND));
  }
  for (const char* caller : {"anna", "ben", "cleo"}) {
    As(caller);
    EXPECT_THAT(Find(All())->hidden(), IsEmpty());
  }
}

// What was said about it would be about the new one.
TEST_F(GoalsHiddenObjectivesTest, ItsIdIsTakenAgainByThoseWhoSawIt) {
  As("anna");
  ASSERT_THAT(Call(&Goals::DeleteObjective, Named(NameOf(kHidden)) + "force: true"), IsOk());
  As("dan");
  EXPECT_THAT(CreateObjective(kHidden), ReasonIs(status::ErrorReason::RESOURCE_EXISTS));
  EXPECT_THAT(Call(&Goals::CopyObjective, Named(NameOf(kSeen)) + "objective_id: 'hushhush'"),
              ReasonIs(status::ErrorReason::RESOURCE_EXISTS));
  As("ben");
  ASSERT_THAT(CreateObjective(kHidden), IsOk());
  As("dan");
  EXPECT_THAT(Find(All())->hidden(), IsEmpty());
  EXPECT_THAT(GetObjective(kHidden), IsOk());
}

TEST_F(GoalsHiddenObjectivesTest, WhatIsCarriedOverDoesNotGetItsId) {
  const std::string copy = absl::StrCat(kSeen, "-q2");
  ASSERT_THAT(CreateCycle("q2",
                          "start_date { year: 2025 month: 4 day: 1 } "
                          "end_date { year: 2025 month: 6 day: 30 }"),
              IsOk());
  ASSERT_THAT(Call(&Organizations::ActivateCycle, Named("organizations/o/cycles/q1")), IsOk());
  As("anna");
  ASSERT_THAT(CreateObjective(copy, Private("anna")), IsOk());
  ASSERT_THAT(Call(&Goals::DeleteObjective, Named(NameOf(copy))), IsOk());
  As("dan");
  const auto closed =
      Call(&Organizations::CloseCycle,
           Named("organizations/o/cycles/q1") + "carry_over_cycle: 'organizations/o/cycles/q2'");
  ASSERT_THAT(closed, IsOk());
  EXPECT_THAT(closed->carried_over(), Not(Contains(NameOf(copy))));
  EXPECT_THAT(closed->carried_over(), SizeIs(2));
}

TEST_F(GoalsHiddenObjectivesTest, EveryWrongNameIsNamed) {
  EXPECT_THAT(Find("parent: 'organizations/o'"), BadFieldIs("objectives"));
  EXPECT_THAT(Find("parent: 'organizations/o' objectives: 'organizations/p/objectives/a' "
                   "objectives: 'organizations/o/objectives/b' "
                   "objectives: 'organizations/q/objectives/c'"),
              BadFieldsAre(std::vector<std::string>{"objectives[0]", "objectives[2]"}));
  EXPECT_THAT(Find("parent: 'organizations/o' objectives: 'organizations/o/teams/a'"),
              BadFieldIs("objectives[0]"));
  std::string many = "parent: 'organizations/o' ";
  for (int i = 0; i <= 1000; ++i) absl::StrAppend(&many, "objectives: '", NameOf("a"), "' ");
  EXPECT_THAT(Find(many), BadFieldIs("objectives"));
  As("");
  EXPECT_THAT(Find("parent: 'organizations/none' objectives: 'organizations/none/objectives/a'"),
              ReasonIs(status::ErrorReason::RESOURCE_NOT_FOUND));
}

}  // namespace
}  // namespace okapi::goals

// What private objectives do to numbers, rules and other writes, over gRPC.

#include <gmock/gmock.h>

#include "absl/strings/str_replace.h"
#include "tests/integration/goals_private_fixture.h"
#include "tests/support/field_matchers.h"

namespace okapi::goals {
namespace {

using okapi::common::v1::Status;
using okapi::testing::BadFieldIs;
using okapi::testing::IsOk;
using okapi::testing::ReasonIs;
using okapi::testing::StatusIs;
using status::ErrorReason;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class GoalsPrivateTest : public GoalsPrivateFixture {
 protected:
  absl::StatusOr<v1::Explanation> Explain(const std::string& name) {
    return Call(&Review::Explain, Named(name));
  }
  int DueCount() {
    const auto due = Call(&Review::ListDue, "parent: 'organizations/o'");
    EXPECT_THAT(due, IsOk());
    return due->due_size();
  }
  absl::StatusOr<v1::CloseCycleResponse> CloseCycle(const std::string& fields = "") {
    return Call(&Organizations::CloseCycle, Named("organizations/o/cycles/q1") + fields);
  }
  // Of an error that does not say which.
  static auto Tells(const std::string& text) {
    return AllOf(ReasonIs(ErrorReason::RESOURCE_IN_USE),
                 StatusIs(absl::StatusCode::kFailedPrecondition,
                          AllOf(HasSubstr(text), Not(HasSubstr(kHidden)))));
  }
};

TEST_F(GoalsPrivateTest, ItCountsForEverybodyAndIsNamedForThoseWhoSeeIt) {
  for (const char* caller : {"", "dan", "ben"}) {
    As(caller);
    const auto top = GetObjective("top");
    ASSERT_THAT(top, IsOk());
    EXPECT_DOUBLE_EQ(top->progress().clamped(),
                     0.5);  // (0.8 + 0.2) / 2: its key result l has none.
    EXPECT_DOUBLE_EQ(top->progress().worst_child_clamped(), 0.2);
    EXPECT_EQ(top->progress().worst_child(), caller == std::string("ben") ? NameOf(kHidden) : "");
  }
}

TEST_F(GoalsPrivateTest, TheAnswerOfAWriteNamesNothingThatIsHiddenEither) {
  As("dan");
  const auto updated = Update("top", "description: 'x' ", "paths: 'description'");
  ASSERT_THAT(updated, IsOk());
  EXPECT_EQ(updated->progress().worst_child(), "");
  EXPECT_DOUBLE_EQ(updated->progress().worst_child_clamped(), 0.2);
  As("anna");
  EXPECT_EQ(Update("top", "description: 'y' ", "paths: 'description'")->progress().worst_child(),
            NameOf(kHidden));
}

TEST_F(GoalsPrivateTest, AnExplanationPutsWhatIsHiddenTogether) {
  As("anna");
  ASSERT_NO_FATAL_FAILURE(CreateWhole("secret2", ForTop() + Private("anna"), 6));
  As("dan");
  const auto told = Explain(kTop);
  ASSERT_THAT(told, IsOk());
  ASSERT_EQ(told->children_size(), 2);
  EXPECT_EQ(told->children(0).name(), NameOf(kSeen));
  const v1::Explanation& rest = told->children(1);
  EXPECT_EQ(rest.name(), "");
  EXPECT_EQ(rest.display_name(), "objectives that you may not see");
  EXPECT_EQ(rest.weight(), 2);
  EXPECT_DOUBLE_EQ(rest.progress().clamped(), 0.4);
  EXPECT_DOUBLE_EQ(rest.contribution(), (0.2 + 0.6) / 3);
  EXPECT_THAT(told->steps(), Not(::testing::Contains(HasSubstr("1 x 0.6"))));
  EXPECT_THAT(told->DebugString(), AllOf(Not(HasSubstr(kHidden)), Not(HasSubstr("secret2"))));
  As("ben");  // Sees one of the two.
  const auto half = Explain(kTop);
  ASSERT_EQ(half->children_size(), 3);
  EXPECT_EQ(half->children(0).name(), NameOf(kHidden));
  EXPECT_EQ(half->children(2).weight(), 1);
  As("cleo");
  EXPECT_EQ(Explain(kTop)->children(1).name(), NameOf("secret2"));
}

TEST_F(GoalsPrivateTest, WhatIsHiddenIsOneByEveryCombination) {
  As("anna");
  ASSERT_NO_FATAL_FAILURE(CreateWhole("secret2", ForTop() + Private("anna"), 6));
  const auto rest_of = [this](const std::string& combination) {
    As("anna");
    EXPECT_THAT(Call(&Goals::UpdateObjective,
                     "objective { " + Named(kTop) + "combination: " + combination + " }"),
                IsOk());
    As("dan");
    const auto told = Explain(kTop);
    EXPECT_THAT(told, IsOk());
    EXPECT_THAT(told->DebugString(), AllOf(Not(HasSubstr(kHidden)), Not(HasSubstr("secret2"))));
    return *told;
  };
  const v1::Explanation least = rest_of("LEAST");
  EXPECT_THAT(least.steps(), ::testing::Contains("raw = clamped = 0.2: that of what has come least "
                                                 "far, one that you may not see"));
  EXPECT_EQ(least.children(0).contribution(), 0);
  EXPECT_EQ(least.children(1).contribution(), 0.2);
  EXPECT_EQ(least.children(1).progress().clamped(), 0.2);
  const v1::Explanation total = rest_of("TOTAL");
  EXPECT_THAT(total.steps(), ::testing::Contains("raw = clamped = min(1, 1 x 0.8 + 2 x 0.4) = 1"));
  EXPECT_DOUBLE_EQ(total.children(0).contribution(), 0.5);
  EXPECT_DOUBLE_EQ(total.children(1).contribution(), 0.5);
  EXPECT_EQ(total.children(1).weight(), 2);
  EXPECT_DOUBLE_EQ(total.children(1).progress().clamped(), 0.4);
}

TEST_F(GoalsPrivateTest, WhoOwesAReportOnItIsKnownToThoseWhoSeeIt) {
  As("");
  ASSERT_THAT(Call(&Organizations::UpdateCycle,
                   "cycle { name: 'organizations/o/cycles/q1' cadence { every: WEEK } } "
                   "update_mask { paths: 'cadence' }"),
              IsOk());
  clock_.Advance(absl::Hours(24 * 20));
  EXPECT_EQ(DueCount(), 2);
  As("ben");
  EXPECT_EQ(DueCount(), 4);
}

TEST_F(GoalsPrivateTest, WhoMakesOnePrivateSeesItAfterwards) {
  As("");
  EXPECT_THAT(CreateObjective("x", Private("anna")), BadFieldIs("objective.visibility"));
  As("dan");
  EXPECT_THAT(CreateObjective("x", Private("anna")), BadFieldIs("objective.visibility"));
  EXPECT_THAT(CreateObjective("x", Private("anna", {"dan"})), IsOk());
  EXPECT_THAT(Update("x", "", "paths: 'readers'"), BadFieldIs("objective.visibility"));
  EXPECT_THAT(
      Update("x", "owner: 'organizations/o/members/dan' ", "paths: 'owner' paths: 'readers'"),
      IsOk());
  As("cleo");  // Sees it in any case.
  EXPECT_THAT(Update("x", "owner: 'organizations/o/members/ben' ", "paths: 'owner'"), IsOk());
  As("dan");
  EXPECT_THAT(GetObjective("x"), ReasonIs(ErrorReason::RESOURCE_NOT_FOUND));
}

TEST_F(GoalsPrivateTest, ReadersAreMembersEachOnce) {
  As("anna");
  EXPECT_THAT(CreateObjective("x", Private("anna", {"ben", "ben"})),
              BadFieldIs("objective.readers[1]"));
  EXPECT_THAT(CreateObjective("x", Private("anna", {"nobody"})),
              ReasonIs(ErrorReason::REFERENCE_NOT_FOUND));
  std::vector<std::string> many(101, "ben");
  for (size_t i = 0; i < many.size(); ++i) many[i] = absl::StrCat("m", i);
  EXPECT_THAT(CreateObjective("x", Private("anna", many)), BadFieldIs("objective.readers"));
  EXPECT_EQ(CreateObjective("y")->visibility(), v1::Objective::ORGANIZATION);
}

TEST_F(GoalsPrivateTest, WhoSeesAnObjectiveSeesWhatItIsFor) {
  As("anna");
  const std::string for_hidden = absl::StrCat("alignments { parent: '", NameOf(kHidden), "' } ");
  EXPECT_THAT(CreateObjective("x", for_hidden), BadFieldIs("objective.alignments[0].parent"));
  EXPECT_THAT(CreateObjective("x", for_hidden + Private("anna", {"dan"})),
              BadFieldIs("objective.alignments[0].parent"));
  ASSERT_THAT(CreateObjective("x", for_hidden + Private("ben", {"anna"})), IsOk());
  EXPECT_THAT(Update(kHidden, "", "paths: 'readers'"),
              AllOf(BadFieldIs("objective.readers"),
                    StatusIs(absl::StatusCode::kInvalidArgument, Not(HasSubstr("objectives/x")))));
  EXPECT_THAT(Update(kHidden, "visibility: ORGANIZATION ", "paths: 'visibility'"), IsOk());
  EXPECT_THAT(Update(kHidden, "visibility: PRIVATE ", "paths: 'visibility'"), IsOk());
  // Its other child is for everybody.
  EXPECT_THAT(Update("top", Private("anna", {"ben"}),
                     "paths: 'visibility' paths: 'owner' paths: 'readers'"),
              BadFieldIs("objective.visibility"));
}

TEST_F(GoalsPrivateTest, ItsIdIsTakenAndStaysAsItIs) {
  As("dan");
  EXPECT_THAT(CreateObjective(kHidden), ReasonIs(ErrorReason::RESOURCE_EXISTS));
  As("ben");
  EXPECT_EQ(GetObjective(kHidden)->owner(), "organizations/o/members/anna");
}

TEST_F(GoalsPrivateTest, WhatItUsesIsNotDeletedAndTheErrorDoesNotNameIt) {
  As("anna");
  ASSERT_THAT(CreateTeam("t"), IsOk());
  ASSERT_THAT(Update(kHidden, "team: 'organizations/o/teams/t' ", "paths: 'team'"), IsOk());
  ASSERT_THAT(Update(kSeen, "", "paths: 'alignments'"), IsOk());
  As("dan");
  EXPECT_THAT(Call(&Organizations::DeleteTeam, Named("organizations/o/teams/t")),
              Tells("something that you may not see"));
  for (const char* member : {"anna", "ben"}) {
    EXPECT_THAT(
        Call(&Organizations::DeleteMember, Named(absl::StrCat("organizations/o/members/", member))),
        Tells("something that you may not see"));
  }
  EXPECT_THAT(Call(&Goals::DeleteObjective, Named(kTop)), Tells("something that you may not see"));
  As("ben");
  EXPECT_THAT(Call(&Goals::DeleteObjective, Named(kTop)),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr(kHidden)));
}

TEST_F(GoalsPrivateTest, AnOrganizationGoesWithEverythingInItWhoeverDeletesIt) {
  As("anna");
  ASSERT_THAT(CreateObjective("gone1", Private("anna")), IsOk());
  ASSERT_THAT(Call(&Goals::DeleteObjective, Named(NameOf("gone1"))), IsOk());
  As("dan");
  ASSERT_THAT(Call(&Organizations::DeleteOrganization, Named("organizations/o") + "force: true"),
              IsOk());
  As("");
  GoalsFixture::SetUp();
  // Neither taken nor private any more.
  ASSERT_THAT(CreateObjective(kHidden), IsOk());
  ASSERT_THAT(CreateObjective("gone1"), IsOk());
  EXPECT_THAT(
      Call(&Goals::ListKeyResults, absl::StrCat("parent: '", NameOf("-"), "'"))->key_results(),
      ::testing::IsEmpty());
}

TEST_F(GoalsPrivateTest, ACopyIsAsPrivateAndForgetsWhoseItIsWhenItIsNot) {
  As("ben");
  const auto copy = Call(&Goals::CopyObjective, Named(NameOf(kHidden)) + "objective_id: 'copy'");
  ASSERT_THAT(copy, IsOk());
  EXPECT_EQ(copy->copied_from(), NameOf(kHidden));
  As("dan");
  EXPECT_THAT(GetObjective("copy"), ReasonIs(ErrorReason::RESOURCE_NOT_FOUND));
  As("anna");
  ASSERT_THAT(Update("copy", "visibility: ORGANIZATION ", "paths: 'visibility'"), IsOk());
  EXPECT_EQ(GetObjective("copy")->copied_from(), "");
}

TEST_F(GoalsPrivateTest, ARequestIdAnswersOnlyWhoUsedIt) {
  const std::string id = "request_id: '6f0d6a2e-0a43-4b8e-9a4e-3b8f1f6d2c11'";
  As("anna");
  const auto created = CreateObjective("x", Private("anna"), id);
  ASSERT_THAT(created, IsOk());
  EXPECT_EQ(CreateObjective("x", Private("anna"), id)->SerializeAsString(),
            created->SerializeAsString());
  As("dan");
  EXPECT_THAT(CreateObjective("x", Private("anna"), id), ReasonIs(ErrorReason::RESOURCE_EXISTS));
}

TEST_F(GoalsPrivateTest, ACycleEndsWithWhatItsCloserDoesNotSee) {
  As("anna");
  ASSERT_THAT(CreateObjective("draft1", Private("anna")), IsOk());
  ASSERT_THAT(CreateCycle("q2",
                          "start_date { year: 2025 month: 4 day: 1 } "
                          "end_date { year: 2025 month: 6 day: 30 }"),
              IsOk());
  ASSERT_THAT(Call(&Organizations::ActivateCycle, Named("organizations/o/cycles/q1")), IsOk());
  // The copy of the hidden one would have this id.
  ASSERT_THAT(CreateObjective("draft1-q2", Private("anna")), IsOk());
  As("dan");
  EXPECT_THAT(CloseCycle(absl::StrCat("scores { objective: '", NameOf(kHidden),
                                      "' score: 1 reason: 'x' }")),
              BadFieldIs("scores[0].objective"));
  const auto closed = CloseCycle("carry_over_cycle: 'organizations/o/cycles/q2'");
  ASSERT_THAT(closed, IsOk());
  EXPECT_THAT(closed->DebugString(), AllOf(Not(HasSubstr(kHidden)), Not(HasSubstr("draft1"))));
  EXPECT_EQ(closed->objectives_size(), 2);
  EXPECT_EQ(closed->hidden_count(), 1);
  EXPECT_EQ(closed->hidden_unstarted_count(), 2);
  EXPECT_EQ(closed->carried_over_size(), 2);
  EXPECT_EQ(closed->hidden_carried_over_count(), 3);
  EXPECT_NEAR(closed->score_mean(), (0.8 + 0.2 + 0.5) / 3, 1e-9);
  const auto result = Call(&Review::GetCycleResult, Named("organizations/o/cycles/q1"));
  ASSERT_THAT(result, IsOk());
  EXPECT_THAT(result->DebugString(), Not(HasSubstr(kHidden)));
  EXPECT_NEAR(result->score_mean(), (0.8 + 0.5) / 2, 1e-9);
  EXPECT_EQ(result->graded_count(), 2);
  EXPECT_EQ(result->grades_size(), 2);
  As("ben");
  const auto hidden = GetObjective(kHidden);
  EXPECT_EQ(hidden->state(), v1::Objective::CLOSED);
  EXPECT_DOUBLE_EQ(hidden->grade().score(), 0.2);
  EXPECT_EQ(GetObjective("hushhush-q2")->visibility(), v1::Objective::PRIVATE);
  EXPECT_EQ(GetObjective("top")->grade().progress().worst_child(), NameOf(kHidden));
  As("dan");
  EXPECT_EQ(GetObjective("top")->grade().progress().worst_child(), "");
}

TEST_F(GoalsPrivateTest, OnlyWhoSeesAnObjectiveWithoutAValueDecidesOnItsScore) {
  As("anna");
  ASSERT_THAT(CreateObjective("novalue", Private("anna") + "rollup: CHILDREN"), IsOk());
  ASSERT_THAT(Call(&Goals::ActivateObjective, Named(NameOf("novalue"))), IsOk());
  ASSERT_THAT(Call(&Organizations::ActivateCycle, Named("organizations/o/cycles/q1")), IsOk());
  As("dan");
  EXPECT_THAT(CloseCycle(),
              AllOf(ReasonIs(ErrorReason::SCORE_REQUIRED),
                    StatusIs(absl::StatusCode::kFailedPrecondition,
                             AllOf(HasSubstr("have no value: 1"), Not(HasSubstr("novalue"))))));
  As("cleo");
  EXPECT_THAT(CloseCycle(), StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("novalue")));
  EXPECT_THAT(CloseCycle(absl::StrCat("scores { objective: '", NameOf("novalue"),
                                      "' score: 1 reason: 'x' }")),
              IsOk());
}

}  // namespace
}  // namespace okapi::goals

// The states of objectives and cycles, policies, retargets and copies, over gRPC.

#include <gmock/gmock.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/calendar/date.h"
#include "tests/integration/goals_fixture.h"
#include "tests/support/field_matchers.h"

namespace okapi::goals {
namespace {

using okapi::common::v1::Status;
using okapi::testing::BadFieldIs;
using okapi::testing::BadFieldsAre;
using okapi::testing::IsOk;
using okapi::testing::ReasonIs;
using status::ErrorReason;
using ::testing::ElementsAre;

class GoalsLifecycleTest : public GoalsFixture {
 protected:
  static std::string A() { return Named("organizations/o/objectives/a"); }
  static std::string Q1() { return Named("organizations/o/cycles/q1"); }

  void SetUp() override {
    GoalsFixture::SetUp();
    ASSERT_THAT(CreateObjective("a"), IsOk());
    ASSERT_THAT(CreateKeyResult("k", kWay), IsOk());
    ASSERT_THAT(CreateKeyResult("l", kWay), IsOk());
  }
  absl::Status SetPolicy(const std::string& policy) {
    return Call(&Organizations::UpdateOrganization,
                "organization { name: 'organizations/o' policy { " + policy +
                    " } } update_mask { paths: 'policy' }")
        .status();
  }
  absl::StatusOr<v1::KeyResult> Retarget(const std::string& fields) {
    return Call(&Goals::RetargetKeyResult, Named(KeyResultName("k")) + fields);
  }
  void ActivateCycle() { ASSERT_THAT(Call(&Organizations::ActivateCycle, Q1()), IsOk()); }
};

TEST_F(GoalsLifecycleTest, EveryStateLeadsWhereItMay) {
  EXPECT_THAT(Call(&Goals::WithdrawObjective, A()), IsOk());  // A draft already.
  EXPECT_EQ(Call(&Goals::ProposeObjective, A())->state(), v1::Objective::PROPOSED);
  EXPECT_EQ(Call(&Goals::WithdrawObjective, A())->state(), v1::Objective::DRAFT);
  EXPECT_EQ(Call(&Goals::ArchiveObjective, A())->state(), v1::Objective::ARCHIVED);
  EXPECT_THAT(Activate(), ReasonIs(ErrorReason::INVALID_STATE));
  EXPECT_THAT(Report("k", "value: 1"), ReasonIs(ErrorReason::INVALID_STATE));
  EXPECT_THAT(Call(&Goals::UpdateObjective, "objective { " + A() + " display_name: 'new' }"),
              ReasonIs(ErrorReason::INVALID_STATE));
  EXPECT_EQ(Call(&Goals::RestoreObjective, A())->state(), v1::Objective::DRAFT);
  EXPECT_THAT(Call(&Goals::RestoreObjective, A()), ReasonIs(ErrorReason::INVALID_STATE));
  EXPECT_THAT(Activate(), IsOk());
  EXPECT_THAT(Call(&Goals::ArchiveObjective, A()), ReasonIs(ErrorReason::INVALID_STATE));
  EXPECT_THAT(Call(&Goals::ProposeObjective, A()), ReasonIs(ErrorReason::INVALID_STATE));
  ASSERT_THAT(Call(&Goals::CloseObjective, A() + "score: 0.5 reason: 'x'"), IsOk());
  EXPECT_EQ(Call(&Goals::ArchiveObjective, A())->state(), v1::Objective::ARCHIVED);
  const auto restored = Call(&Goals::RestoreObjective, A());
  EXPECT_EQ(restored->state(), v1::Objective::CLOSED);
  EXPECT_EQ(restored->grade().score(), 0.5);
}

TEST_F(GoalsLifecycleTest, ListsLeaveOutWhatIsArchived) {
  ASSERT_THAT(Call(&Goals::ArchiveObjective, A()), IsOk());
  EXPECT_EQ(Call(&Goals::ListObjectives, "parent: 'organizations/o'")->objectives_size(), 0);
  EXPECT_EQ(
      Call(&Goals::ListObjectives, "parent: 'organizations/o' states: ARCHIVED")->objectives_size(),
      1);
}

TEST_F(GoalsLifecycleTest, ThePolicyIsKept) {
  EXPECT_THAT(SetPolicy("key_results_min: 3 key_results_max: 2"),
              BadFieldIs("organization.policy.key_results_max"));
  EXPECT_THAT(SetPolicy("early_share: 0.6"), BadFieldIs("organization.policy.early_share"));
  ASSERT_THAT(SetPolicy("key_results_min: 3 key_results_max: 3 proposal_required: true "
                        "objectives_per_team_max: 1"),
              IsOk());
  EXPECT_THAT(Activate(), ReasonIs(ErrorReason::INVALID_STATE));
  ASSERT_THAT(Call(&Goals::ProposeObjective, A()), IsOk());
  EXPECT_THAT(Activate(), ReasonIs(ErrorReason::KEY_RESULT_COUNT));
  ASSERT_THAT(CreateKeyResult("m", kWay), IsOk());
  ASSERT_THAT(CreateTeam("t"), IsOk());
  const std::string of_team = "team: 'organizations/o/teams/t'";
  ASSERT_THAT(Call(&Goals::UpdateObjective, "objective { " + A() + of_team + " }"), IsOk());
  EXPECT_THAT(Activate(), IsOk());
  ASSERT_THAT(CreateObjective("b", of_team + " rollup: CHILDREN"), IsOk());
  const std::string b = Named("organizations/o/objectives/b");
  ASSERT_THAT(Call(&Goals::ProposeObjective, b), IsOk());
  EXPECT_THAT(Call(&Goals::ActivateObjective, b), ReasonIs(ErrorReason::OBJECTIVE_LIMIT));
  const auto advice = Call(&Review::ListFindings, "parent: 'organizations/o/objectives/b'");
  ASSERT_THAT(advice, IsOk());
  EXPECT_EQ(std::count_if(advice->findings().begin(), advice->findings().end(),
                          [](const auto& each) { return each.code() == v1::Finding::TOO_MANY; }),
            1);
}

TEST_F(GoalsLifecycleTest, ARetargetKeepsTheFirstPromise) {
  const std::string further = "from_to { baseline: 0 target: 20 } reason: 'the market grew'";
  EXPECT_THAT(Retarget(further), ReasonIs(ErrorReason::INVALID_STATE));  // A draft is just changed.
  ASSERT_THAT(Activate(), IsOk());
  ASSERT_THAT(Report("k", "value: 5"), IsOk());
  EXPECT_THAT(Retarget("reason: 'x'"), BadFieldIs("measure"));
  EXPECT_THAT(Retarget(std::string(kWay) + "reason: 'x'"), BadFieldIs("measure"));
  EXPECT_THAT(Retarget("from_to { target: 20 }"), BadFieldIs("reason"));
  const auto retargeted = Retarget(further);
  ASSERT_THAT(retargeted, IsOk());
  EXPECT_DOUBLE_EQ(retargeted->progress().raw(), 0.25);
  EXPECT_DOUBLE_EQ(retargeted->first_promise().raw(), 0.5);
  ASSERT_EQ(retargeted->retargets_size(), 1);
  EXPECT_EQ(retargeted->retargets(0).from_to().target(), 10);
  EXPECT_EQ(retargeted->retargets(0).reason(), "the market grew");
  EXPECT_EQ(retargeted->retargets(0).value(), 5);
  EXPECT_EQ(retargeted->retargets(0).raw(), 0.5);
  // An update remembers too, unless it is locked.
  const std::string update =
      "key_result { " + Named(KeyResultName("k")) + "from_to { baseline: 0 target: 40 } }";
  ASSERT_THAT(Call(&Goals::UpdateKeyResult, update), IsOk());
  EXPECT_EQ(GetKeyResult("k")->retargets_size(), 2);
  ASSERT_THAT(SetPolicy("targets_locked: true"), IsOk());
  EXPECT_THAT(Call(&Goals::UpdateKeyResult,
                   "key_result { " + Named(KeyResultName("k")) + "from_to { target: 50 } }"),
              ReasonIs(ErrorReason::INVALID_STATE));
  EXPECT_THAT(Call(&Goals::UpdateKeyResult,
                   "key_result { " + Named(KeyResultName("k")) + "description: 'words' }"),
              IsOk());
  EXPECT_THAT(Retarget("binary {} reason: 'just do it'"), IsOk());
  EXPECT_EQ(GetKeyResult("k")->retargets_size(), 3);
}

TEST_F(GoalsLifecycleTest, TheFirstPromiseRemembersItsMilestones) {
  ASSERT_THAT(CreateKeyResult("m",
                              "milestones { milestones { milestone_id: 'x' } "
                              "milestones { milestone_id: 'y' weight: 3 } }"),
              IsOk());
  ASSERT_THAT(Activate(), IsOk());
  ASSERT_THAT(Report("m", "done_milestones { milestone_ids: 'x' }"), IsOk());
  const auto retargeted =
      Call(&Goals::RetargetKeyResult, Named(KeyResultName("m")) +
                                          "milestones { milestones { milestone_id: 'x' } "
                                          "milestones { milestone_id: 'z' } } reason: 'y is gone'");
  ASSERT_THAT(retargeted, IsOk());
  EXPECT_EQ(retargeted->progress().raw(), 0.5);
  EXPECT_EQ(retargeted->first_promise().raw(), 0.25);
}

// Of initiatives that are due so many weeks after something.
TEST_F(GoalsLifecycleTest, WeeksBecomeDates) {
  auto date = [](int month, int day) {
    return "year: 2025\nmonth: " + std::to_string(month) + "\nday: " + std::to_string(day) + "\n";
  };
  const std::string i = Named("organizations/o/objectives/a/initiatives/i");
  auto update = [&](const std::string& fields) {
    return Call(&Goals::UpdateInitiative, "initiative { " + i + fields + " }");
  };
  auto initiative =
      Call(&Goals::CreateInitiative,
           "parent: 'organizations/o/objectives/a' initiative_id: 'i' initiative { display_name: "
           "'Interview churned customers' due_after_weeks: 6 follow_up_after_weeks: 4 }");
  ASSERT_THAT(initiative, IsOk());
  EXPECT_EQ(initiative->due_date().DebugString(), date(2, 12));
  EXPECT_EQ(initiative->follow_up_date().DebugString(), date(3, 12));
  EXPECT_THAT(update("due_after_weeks: 521 follow_up_after_weeks: -1"),
              BadFieldsAre(std::vector<std::string>{"initiative.due_after_weeks",
                                                    "initiative.follow_up_after_weeks"}));
  // Done on 15 February.
  initiative = update("state: DONE");
  ASSERT_THAT(initiative, IsOk());
  EXPECT_EQ(initiative->follow_up_date().DebugString(), date(3, 15));
  // In another cycle what is left is due by that one.
  ASSERT_THAT(update("state: IN_PROGRESS"), IsOk());
  ASSERT_THAT(CreateCycle("q2",
                          "start_date { year: 2025 month: 4 day: 1 } "
                          "end_date { year: 2025 month: 6 day: 30 }"),
              IsOk());
  ASSERT_THAT(
      Call(&Goals::CopyObjective, Named("organizations/o/objectives/a") +
                                      "objective_id: 'b' cycle: 'organizations/o/cycles/q2'"),
      IsOk());
  initiative = Call(&Goals::GetInitiative, Named("organizations/o/objectives/b/initiatives/i"));
  ASSERT_THAT(initiative, IsOk());
  EXPECT_EQ(initiative->due_date().DebugString(), date(5, 13));
  EXPECT_EQ(initiative->follow_up_date().DebugString(), date(6, 10));
}

TEST_F(GoalsLifecycleTest, WhatIsDueAfterWeeksFollowsWhatItCountsFrom) {
  const auto create = [this](const std::string& id, const std::string& fields) {
    return Call(&Goals::CreateInitiative,
                "parent: 'organizations/o/objectives/a' initiative_id: '" + id +
                    "' initiative { display_name: 'I' " + fields + " }");
  };
  const auto dates = [this](const std::string& id) {
    const auto it =
        Call(&Goals::GetInitiative, Named("organizations/o/objectives/a/initiatives/" + id));
    return absl::StrCat(calendar::FormatDate(it->due_date()), " ",
                        calendar::FormatDate(it->follow_up_date()));
  };
  const std::string day = "_date { year: 2025 month: 3 day: 1 } ";
  ASSERT_THAT(create("weeks", "due_after_weeks: 6 follow_up_after_weeks: 4"), IsOk());
  ASSERT_THAT(create("day", "due" + day + "follow_up_after_weeks: 4"), IsOk());
  ASSERT_THAT(create("done", "due_after_weeks: 6 follow_up_after_weeks: 4 state: DONE"), IsOk());
  EXPECT_EQ(dates("weeks"), "2025-02-12 2025-03-12");
  const auto etag = [this] {
    return Call(&Goals::GetInitiative, Named("organizations/o/objectives/a/initiatives/day"))
        ->etag();
  };
  const std::string untouched = etag();

  ASSERT_THAT(Call(&Organizations::UpdateCycle,
                   "cycle { " + Q1() + "start_date { year: 2025 month: 1 day: 8 } }"),
              IsOk());
  EXPECT_EQ(dates("weeks"), "2025-02-19 2025-03-19");
  EXPECT_EQ(dates("day"), "2025-03-01 2025-03-29");
  EXPECT_EQ(dates("done"), "2025-02-12 2025-03-15");  // As promised; four weeks after it was done.

  ASSERT_THAT(CreateCycle("q2",
                          "start_date { year: 2025 month: 4 day: 1 } "
                          "end_date { year: 2025 month: 6 day: 30 }"),
              IsOk());
  const auto move = Call(&Goals::UpdateObjective,
                         "objective { name: 'organizations/o/objectives/a' "
                         "cycle: 'organizations/o/cycles/q2' }");
  ASSERT_THAT(move, IsOk());
  EXPECT_EQ(dates("weeks"), "2025-05-13 2025-06-10");
  EXPECT_EQ(dates("day"), "2025-03-01 2025-03-29");
  EXPECT_EQ(etag(), untouched);
}

TEST_F(GoalsLifecycleTest, ClosingACycleGradesItAndCarriesOver) {
  const auto close = [&](const std::string& fields = "") {
    return Call(&Organizations::CloseCycle, Q1() + fields);
  };
  ASSERT_THAT(Activate(), IsOk());
  EXPECT_THAT(close(), ReasonIs(ErrorReason::INVALID_STATE));  // Planned only.
  ActivateCycle();
  EXPECT_THAT(close(), ReasonIs(ErrorReason::SCORE_REQUIRED));
  ASSERT_THAT(Report("k", "value: 4"), IsOk());
  ASSERT_THAT(Call(&Goals::CreateInitiative,
                   "parent: 'organizations/o/objectives/a' initiative_id: 'i' initiative { "
                   "display_name: 'I' key_results: '" +
                       KeyResultName("k") + "' due_date { year: 2025 month: 2 day: 1 } }"),
              IsOk());
  ASSERT_THAT(CreateObjective("decided", "rollup: CHILDREN"), IsOk());
  ASSERT_THAT(CreateObjective("never",
                              "alignments { parent: 'organizations/o/objectives/a' } "
                              "alignments { parent: 'organizations/o/objectives/decided' }"),
              IsOk());
  ASSERT_THAT(Call(&Goals::ActivateObjective, Named("organizations/o/objectives/decided")), IsOk());
  EXPECT_THAT(
      close("scores { objective: 'organizations/o/objectives/never' score: 1 reason: 'x' }"),
      BadFieldIs("scores[0].objective"));
  ASSERT_THAT(CreateCycle("q2",
                          "start_date { year: 2025 month: 4 day: 1 } "
                          "end_date { year: 2025 month: 6 day: 30 }"),
              IsOk());
  const std::string all =
      "reason: 'the quarter is over' carry_over_cycle: 'organizations/o/cycles/q2' "
      "scores { objective: 'organizations/o/objectives/decided' score: 1 reason: 'well done' }";
  ASSERT_THAT(close(all + " validate_only: true"), IsOk());
  EXPECT_EQ(GetObjective("a")->state(), v1::Objective::ACTIVE);
  const auto closed = close(all);
  ASSERT_THAT(closed, IsOk());
  EXPECT_EQ(closed->cycle().state(), v1::Cycle::CLOSED);
  ASSERT_EQ(closed->objectives_size(), 2);
  EXPECT_DOUBLE_EQ(closed->objectives(0).grade().score(), 0.4);
  EXPECT_EQ(closed->objectives(0).grade().reason(), "the quarter is over");
  EXPECT_EQ(closed->objectives(1).grade().reason(), "well done");
  EXPECT_DOUBLE_EQ(closed->score_mean(), 0.7);
  EXPECT_EQ(closed->met_count(), 1);
  EXPECT_THAT(closed->unstarted(), ElementsAre("organizations/o/objectives/never"));
  EXPECT_THAT(closed->carried_over(), ElementsAre("organizations/o/objectives/a-q2",
                                                  "organizations/o/objectives/never-q2"));
  const auto copy = GetObjective("a-q2");
  EXPECT_EQ(copy->state(), v1::Objective::DRAFT);
  EXPECT_EQ(copy->copied_from(), "organizations/o/objectives/a");
  EXPECT_FALSE(copy->has_grade());
  const auto key_result =
      Call(&Goals::GetKeyResult, Named("organizations/o/objectives/a-q2/keyResults/k"));
  EXPECT_EQ(key_result->from_to().baseline(), 4);  // From where it had come to.
  EXPECT_EQ(key_result->from_to().target(), 10);
  EXPECT_FALSE(key_result->has_current_value());
  // What was for another one that is carried over too is for its copy.
  const auto child = GetObjective("never-q2");
  ASSERT_EQ(child->alignments_size(), 2);
  EXPECT_EQ(child->alignments(0).parent(), "organizations/o/objectives/a-q2");
  EXPECT_EQ(child->alignments(1).parent(), "organizations/o/objectives/decided");
  const auto initiative =
      Call(&Goals::GetInitiative, Named("organizations/o/objectives/a-q2/initiatives/i"));
  EXPECT_THAT(initiative->key_results(),
              ElementsAre("organizations/o/objectives/a-q2/keyResults/k"));
  EXPECT_FALSE(initiative->has_due_date());
  // Nothing goes into a closed cycle, and no result out of it.
  EXPECT_THAT(Call(&Goals::DeleteObjective, Named("organizations/o/objectives/a") + "force: true"),
              ReasonIs(ErrorReason::INVALID_STATE));
  EXPECT_THAT(CreateObjective("z"), ReasonIs(ErrorReason::INVALID_STATE));
  EXPECT_THAT(Call(&Organizations::UpdateCycle, "cycle { " + Q1() + " display_name: 'new' }"),
              ReasonIs(ErrorReason::INVALID_STATE));
  EXPECT_THAT(close(), ReasonIs(ErrorReason::INVALID_STATE));
  EXPECT_EQ(Call(&Organizations::ReopenCycle, Q1())->state(), v1::Cycle::ACTIVE);
}

TEST_F(GoalsLifecycleTest, WhatCameOfACycleIsOfAllThatWasClosedInIt) {
  ASSERT_THAT(Report("k", "value: 2"), IsOk());
  ASSERT_THAT(Activate(), IsOk());
  ActivateCycle();
  for (const char* id : {"won", "lost"}) {
    ASSERT_THAT(CreateObjective(id, "rollup: CHILDREN"), IsOk());
    const std::string name = Named(absl::StrCat("organizations/o/objectives/", id));
    ASSERT_THAT(Call(&Goals::ActivateObjective, name), IsOk());
    ASSERT_THAT(Call(&Goals::CloseObjective,
                     absl::StrCat(name, "score: ", id[0] == 'w' ? 1 : 0, " reason: 'early'")),
                IsOk());
  }
  ASSERT_THAT(Call(&Goals::ArchiveObjective, Named("organizations/o/objectives/lost")), IsOk());
  const auto result = [this] { return *Call(&Review::GetCycleResult, Q1()); };
  EXPECT_DOUBLE_EQ(result().score_mean(), 0.5);  // So far.
  ASSERT_THAT(CreateCycle("q2",
                          "start_date { year: 2025 month: 4 day: 1 } "
                          "end_date { year: 2025 month: 6 day: 30 }"),
              IsOk());
  const auto closed =
      Call(&Organizations::CloseCycle, Q1() + "carry_over_cycle: 'organizations/o/cycles/q2'");
  ASSERT_THAT(closed, IsOk());
  EXPECT_DOUBLE_EQ(closed->score_mean(), 0.4);
  EXPECT_EQ(closed->met_count(), 1);
  EXPECT_EQ(closed->objectives_size(), 3);
  EXPECT_THAT(closed->carried_over(), ElementsAre("organizations/o/objectives/a-q2"));
  EXPECT_EQ(result().cycle().state(), v1::Cycle::CLOSED);
  EXPECT_EQ(result().score_mean(), closed->score_mean());
  EXPECT_EQ(result().met_count(), 1);
  EXPECT_EQ(result().graded_count(), 3);
  ASSERT_EQ(result().grades_size(), 3);
  EXPECT_EQ(result().grades(1).objective(), "organizations/o/objectives/lost");
  EXPECT_EQ(result().grades(1).band(), okapi::common::v1::RED);
  EXPECT_EQ(Call(&Review::GetCycleResult, "name: 'organizations/o/cycles/q2'")->graded_count(), 0);
}

TEST_F(GoalsLifecycleTest, ACycleEndsAfterThoseWithinIt) {
  ActivateCycle();
  ASSERT_THAT(CreateCycle("jan",
                          "start_date { year: 2025 month: 1 day: 1 } end_date { year: 2025 month: "
                          "1 day: 31 } parent_cycle: 'organizations/o/cycles/q1'"),
              IsOk());
  EXPECT_THAT(Call(&Organizations::CloseCycle, Q1()), ReasonIs(ErrorReason::INVALID_STATE));
  const std::string jan = Named("organizations/o/cycles/jan");
  ASSERT_THAT(Call(&Organizations::ActivateCycle, jan), IsOk());
  ASSERT_THAT(Call(&Organizations::CloseCycle, jan), IsOk());
  ASSERT_THAT(Call(&Organizations::CloseCycle, Q1()), IsOk());
  EXPECT_THAT(Call(&Organizations::ReopenCycle, jan), ReasonIs(ErrorReason::INVALID_STATE));
}

TEST_F(GoalsLifecycleTest, AGoalsLabelsHaveTheirLimits) {
  EXPECT_THAT(CreateObjective("b", "labels { key: '' value: 'x' }"),
              BadFieldIs("objective.labels[\"\"]"));
  ASSERT_THAT(CreateObjective("b", "labels { key: 'theme' value: 'growth' }"), IsOk());
  const auto listed = Call(&Goals::ListObjectives,
                           "parent: 'organizations/o' labels { key: 'theme' value: 'growth' }");
  ASSERT_EQ(listed->objectives_size(), 1);
  EXPECT_EQ(listed->objectives(0).name(), "organizations/o/objectives/b");
  EXPECT_EQ(Call(&Goals::ListObjectives, "parent: 'organizations/o' statuses: NOT_STARTED")
                ->objectives_size(),
            2);
  EXPECT_EQ(Call(&Goals::ListObjectives, "parent: 'organizations/o' statuses: ACHIEVED")
                ->objectives_size(),
            0);
}

TEST_F(GoalsLifecycleTest, AClosedCycleTakesNoOtherCycleIn) {
  const std::string january =
      "start_date { year: 2025 month: 1 day: 1 } end_date { year: 2025 month: 1 day: 31 } ";
  ASSERT_THAT(CreateCycle("early", january), IsOk());
  ActivateCycle();
  ASSERT_THAT(Call(&Organizations::CloseCycle, Q1()), IsOk());
  const std::string within = "parent_cycle: 'organizations/o/cycles/q1' ";
  EXPECT_THAT(CreateCycle("late", january + within), ReasonIs(ErrorReason::INVALID_STATE));
  EXPECT_THAT(Call(&Organizations::UpdateCycle,
                   "cycle { name: 'organizations/o/cycles/early' " + within + "}"),
              ReasonIs(ErrorReason::INVALID_STATE));
}

TEST_F(GoalsLifecycleTest, AKeyResultThatBeginsLateKeepsItsCycle) {
  ASSERT_THAT(
      CreateKeyResult("late", std::string(kWay) + "start_date { year: 2025 month: 3 day: 10 }"),
      IsOk());
  ASSERT_THAT(CreateCycle("q2",
                          "start_date { year: 2025 month: 4 day: 1 } "
                          "end_date { year: 2025 month: 6 day: 30 }"),
              IsOk());
  EXPECT_THAT(Call(&Goals::UpdateObjective,
                   "objective { name: 'organizations/o/objectives/a' "
                   "cycle: 'organizations/o/cycles/q2' } update_mask { paths: 'cycle' }"),
              BadFieldIs("objective.cycle"));
  const auto end_on = [this](int day) {
    return Call(&Organizations::UpdateCycle,
                "cycle { name: 'organizations/o/cycles/q1' end_date { year: 2025 month: 3 day: " +
                    std::to_string(day) + " } } update_mask { paths: 'end_date' }");
  };
  EXPECT_THAT(end_on(9), BadFieldIs("cycle.end_date"));
  EXPECT_THAT(end_on(10), IsOk());
}

}  // namespace
}  // namespace okapi::goals

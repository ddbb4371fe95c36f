// The ways in which a key result can be measured, over gRPC.

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/integration/goals_fixture.h"
#include "tests/support/field_matchers.h"

namespace okapi::goals {
namespace {

using okapi::common::v1::Level;
using okapi::common::v1::Status;
using okapi::testing::BadFieldIs;
using okapi::testing::BadFieldsAre;
using okapi::testing::IsOk;

constexpr char kSteps[] =
    "milestones { milestones { milestone_id: 'plan' } milestones { milestone_id: 'build' weight: 2 "
    "} "
    "milestones { milestone_id: 'ship' } } ";

constexpr char kScale[] =
    "scale { steps { step_id: 'manual' } steps { step_id: 'assisted' display_name: 'with help' } "
    "steps { step_id: 'automatic' } } ";

class GoalsMeasureTest : public GoalsFixture {
 protected:
  void SetUp() override {
    GoalsFixture::SetUp();
    ASSERT_THAT(CreateObjective("a"), IsOk());
  }
  okapi::common::v1::Progress ProgressAfter(const std::string& key_result, double value) {
    EXPECT_THAT(Report(key_result, absl::StrCat("value: ", value)), IsOk());
    return GetKeyResult(key_result)->progress();
  }
};

TEST_F(GoalsMeasureTest, ARangeIsKeptOrNot) {
  ASSERT_THAT(CreateKeyResult("up", "range { min: 99.5 }"), IsOk());
  ASSERT_THAT(CreateKeyResult("band", "range { min: 10 max: 20 strict: true }"), IsOk());
  ASSERT_THAT(Activate(), IsOk());
  const auto kept = ProgressAfter("up", 99.5);
  EXPECT_EQ(kept.clamped(), 1);
  EXPECT_EQ(kept.status(), Status::ON_TRACK);  // It can be lost until the end.
  const auto lost = ProgressAfter("up", 99.4);
  EXPECT_EQ(lost.clamped(), 0);
  EXPECT_EQ(lost.status(), Status::OFF_TRACK);
  EXPECT_EQ(ProgressAfter("band", 20).clamped(), 0);
  EXPECT_EQ(ProgressAfter("band", 19.9).clamped(), 1);

  EXPECT_THAT(CreateKeyResult("x", "range { }"), BadFieldIs("key_result.range.min"));
  EXPECT_THAT(CreateKeyResult("x", "range { min: 2 max: 1 }"), BadFieldIs("key_result.range.max"));
  EXPECT_THAT(CreateKeyResult("x", ""), BadFieldIs("key_result.measure"));
}

TEST_F(GoalsMeasureTest, MilestonesCountByWeight) {
  ASSERT_THAT(CreateKeyResult("m", kSteps), IsOk());
  EXPECT_THAT(Report("m", "value: 0.5"), BadFieldIs("check_in.value"));
  EXPECT_THAT(Report("m", "done_milestones { milestone_ids: 'party' }"),
              BadFieldIs("check_in.done_milestones.milestone_ids[0]"));
  const auto check_in = Report("m", "done_milestones { milestone_ids: 'build' }");
  ASSERT_THAT(check_in, IsOk());
  EXPECT_EQ(check_in->value(), 0.5);
  auto key_result = GetKeyResult("m");
  EXPECT_EQ(key_result->progress().raw(), 0.5);
  EXPECT_TRUE(key_result->milestones().milestones(1).done());
  EXPECT_FALSE(key_result->milestones().milestones(0).done());
  // Nothing is done: that is a value, too.
  ASSERT_THAT(Report("m", "done_milestones { }"), IsOk());
  EXPECT_EQ(GetKeyResult("m")->current_value(), 0);
  EXPECT_FALSE(GetKeyResult("m")->milestones().milestones(1).done());

  EXPECT_THAT(CreateKeyResult("x", "milestones { }"),
              BadFieldIs("key_result.milestones.milestones"));
  EXPECT_THAT(CreateKeyResult("x", "milestones { milestones { milestone_id: 'A b' } }"),
              BadFieldIs("key_result.milestones.milestones[0].milestone_id"));
  EXPECT_THAT(CreateKeyResult("x", "milestones { milestones { milestone_id: 'a' weight: 0 } }"),
              BadFieldIs("key_result.milestones.milestones[0].weight"));
  EXPECT_THAT(
      CreateKeyResult("x", std::string(kSteps) + "kpi_source { kpi: 'organizations/o/kpis/x' }"),
      BadFieldIs("key_result.kpi_source"));
}

TEST_F(GoalsMeasureTest, WhatIsDoneStaysWhenMilestonesAreWeightedAnew) {
  ASSERT_THAT(CreateKeyResult("m", kSteps), IsOk());
  ASSERT_THAT(Report("m", "done_milestones { milestone_ids: 'build' }"), IsOk());
  ASSERT_THAT(Call(&Goals::UpdateKeyResult,
                   "key_result { name: '" + KeyResultName("m") +
                       "' milestones { milestones { milestone_id: 'build' weight: 9 } "
                       "milestones { milestone_id: 'ship' } } } "
                       "update_mask { paths: 'milestones' }"),
              IsOk());
  EXPECT_DOUBLE_EQ(GetKeyResult("m")->current_value(), 0.9);
}

TEST_F(GoalsMeasureTest, ABinaryOneIsDoneOrNot) {
  ASSERT_THAT(CreateKeyResult("b", "binary { }"), IsOk());
  ASSERT_THAT(CreateKeyResult("c", "binary { }"), IsOk());
  ASSERT_THAT(Activate(), IsOk());
  EXPECT_THAT(Report("b", "value: 0.5"), BadFieldIs("check_in.value"));
  EXPECT_THAT(Report("b", "done_milestones { }"), BadFieldIs("check_in.done_milestones"));
  EXPECT_EQ(ProgressAfter("b", 0).clamped(), 0);
  EXPECT_EQ(ProgressAfter("b", 1).status(), Status::ACHIEVED);
}

TEST_F(GoalsMeasureTest, AScaleSaysInWordsWhereItStands) {
  ASSERT_THAT(CreateKeyResult("s", kScale), IsOk());
  ASSERT_THAT(CreateKeyResult("n", kWay), IsOk());
  ASSERT_THAT(Activate(), IsOk());
  EXPECT_EQ(GetKeyResult("s")->progress().status(), Status::NO_DATA);
  const auto check_in = Report("s", "reached_step: 'assisted'");
  ASSERT_THAT(check_in, IsOk());
  EXPECT_EQ(check_in->value(), 0.5);
  EXPECT_EQ(check_in->value_time().seconds(), kNow);
  const auto shown = GetKeyResult("s");
  EXPECT_EQ(shown->current_value(), 0.5);
  EXPECT_EQ(shown->progress().status(), Status::ON_TRACK);
  EXPECT_FALSE(shown->scale().steps(0).reached());
  EXPECT_TRUE(shown->scale().steps(1).reached());
  const auto corrected = Report("s", "reached_step: 'manual' corrects: '" + check_in->name() + "'");
  ASSERT_THAT(corrected, IsOk());
  EXPECT_EQ(GetKeyResult("s")->progress().raw(), 0);
  EXPECT_TRUE(GetKeyResult("s")->scale().steps(0).reached());
  // Taken back: nobody knows any more.
  ASSERT_THAT(Report("s", "comment: 'not looked at' corrects: '" + corrected->name() + "'"),
              IsOk());
  EXPECT_FALSE(GetKeyResult("s")->has_current_value());
  EXPECT_FALSE(GetKeyResult("s")->scale().steps(0).reached());

  EXPECT_THAT(Report("s", "value: 0.5"), BadFieldIs("check_in.value"));
  EXPECT_THAT(Report("s", "reached_step: 'perfect'"), BadFieldIs("check_in.reached_step"));
  EXPECT_THAT(
      Report("s", "value: 1 reached_step: 'perfect' done_milestones {} confidence: 2"),
      BadFieldsAre(std::vector<std::string>{"check_in.value", "check_in.done_milestones",
                                            "check_in.reached_step", "check_in.confidence"}));
  EXPECT_THAT(Report("n", "value: 1 reached_step: 'manual'"), BadFieldIs("check_in.reached_step"));
}

TEST_F(GoalsMeasureTest, AScaleIsInOrder) {
  const auto with = [this](const std::string& steps) {
    return CreateKeyResult("x", "scale { " + steps + " }");
  };
  EXPECT_THAT(with(""), BadFieldIs("key_result.scale.steps"));
  EXPECT_THAT(with("steps { step_id: 'a' }"), BadFieldIs("key_result.scale.steps"));
  EXPECT_THAT(with("steps { step_id: 'a' } steps { step_id: 'B' } steps { step_id: 'a' }"),
              BadFieldsAre(std::vector<std::string>{"key_result.scale.steps[1].step_id",
                                                    "key_result.scale.steps[2].step_id"}));
  EXPECT_THAT(with("steps { step_id: 'a' share: 0.5 } steps { step_id: 'b' } "
                   "steps { step_id: 'c' share: 0.4 } steps { step_id: 'd' share: 0.9 }"),
              BadFieldsAre(std::vector<std::string>{"key_result.scale.steps[1].share",
                                                    "key_result.scale.steps[2].share",
                                                    "key_result.scale.steps[3].share"}));
  std::string many;
  for (int i = 0; i < 21; ++i) absl::StrAppend(&many, "steps { step_id: 's", i, "' } ");
  EXPECT_THAT(with(many), BadFieldIs("key_result.scale.steps"));
  EXPECT_THAT(
      CreateKeyResult("x", std::string(kScale) + "kpi_source { kpi: 'organizations/o/kpis/x' }"),
      BadFieldIs("key_result.kpi_source"));
}

TEST_F(GoalsMeasureTest, AStepIsWorthWhatTheScaleSaysNow) {
  ASSERT_THAT(CreateKeyResult("s", kScale), IsOk());
  ASSERT_THAT(CreateKeyResult("n", kWay), IsOk());
  ASSERT_THAT(Activate(), IsOk());
  ASSERT_THAT(Report("s", "reached_step: 'manual'"), IsOk());
  ASSERT_THAT(Report("s", "reached_step: 'assisted'"), IsOk());
  const auto retarget = [this](const std::string& way) {
    return Call(&Goals::RetargetKeyResult, Named(KeyResultName("s")) + way + " reason: 'r'");
  };
  auto shown = retarget(
      "scale { steps { step_id: 'assisted' share: 0.125 } steps { step_id: 'automatic' share: 1 } "
      "steps { step_id: 'unseen' share: 2 } }");
  ASSERT_THAT(shown, IsOk());
  EXPECT_EQ(shown->current_value(), 0.125);
  EXPECT_EQ(shown->first_promise().raw(), 0.5);
  ASSERT_EQ(shown->retargets_size(), 1);
  EXPECT_EQ(shown->retargets(0).raw(), 0.5);
  EXPECT_FALSE(shown->retargets(0).scale().steps(1).reached());
  // Of its history what is on the scale counts, and for what it is worth now.
  auto pace = Call(&Goals::GetPace, Named(KeyResultName("s")));
  ASSERT_THAT(pace, IsOk());
  ASSERT_EQ(pace->points_size(), 1);
  EXPECT_EQ(pace->points(0).raw(), 0.125);
  EXPECT_FALSE(pace->has_forecast());
  // Where it stands by other words, and in numbers, nobody has said.
  shown = retarget("scale { steps { step_id: 'a' } steps { step_id: 'b' } }");
  ASSERT_THAT(shown, IsOk());
  EXPECT_FALSE(shown->has_current_value());
  EXPECT_EQ(shown->progress().status(), Status::NO_DATA);
  EXPECT_EQ(shown->first_promise().raw(), 0.5);
  shown = retarget(kWay);
  ASSERT_THAT(shown, IsOk());
  EXPECT_FALSE(shown->has_current_value());
  EXPECT_FALSE(shown->first_promise().has_raw());
  EXPECT_EQ(Call(&Goals::GetPace, Named(KeyResultName("s")))->points_size(), 0);
  EXPECT_THAT(retarget("scale { steps { step_id: 'a' } }"), BadFieldIs("key_result.scale.steps"));
}

TEST_F(GoalsMeasureTest, WhatIsCarriedOverBeginsAtItsStep) {
  ASSERT_THAT(CreateKeyResult("even", kScale), IsOk());
  ASSERT_THAT(CreateKeyResult("valued",
                              "scale { steps { step_id: 'a' share: 0 } steps { step_id: 'b' share: "
                              "0.5 } steps { step_id: 'c' share: 0.75 } steps { step_id: 'd' "
                              "share: 1 } steps { step_id: 'e' share: 3 } }"),
              IsOk());
  ASSERT_THAT(CreateKeyResult("silent", kScale), IsOk());
  ASSERT_THAT(CreateKeyResult("found", "find_baseline {}"), IsOk());
  ASSERT_THAT(Report("even", "reached_step: 'assisted'"), IsOk());
  ASSERT_THAT(Report("valued", "reached_step: 'b'"), IsOk());
  ASSERT_THAT(CreateCycle("q2",
                          "start_date { year: 2025 month: 4 day: 1 } "
                          "end_date { year: 2025 month: 6 day: 30 }"),
              IsOk());
  const auto copy = [this](const std::string& id, const std::string& fields) {
    EXPECT_THAT(Call(&Goals::CopyObjective, Named("organizations/o/objectives/a") +
                                                "cycle: 'organizations/o/cycles/q2' "
                                                "objective_id: '" +
                                                id + "' " + fields),
                IsOk());
  };
  const auto steps = [this](const std::string& objective, const std::string& id) {
    const auto key_result = Call(&Goals::GetKeyResult, Named("organizations/o/objectives/" +
                                                             objective + "/keyResults/" + id));
    EXPECT_THAT(key_result, IsOk());
    EXPECT_FALSE(key_result->has_current_value());
    std::string text;
    for (const auto& step : key_result->scale().steps()) {
      EXPECT_FALSE(step.reached());
      absl::StrAppend(&text, step.step_id(), " ");
      if (step.has_share()) absl::StrAppend(&text, step.share(), " ");
    }
    return text;
  };
  copy("whole", "");
  EXPECT_EQ(steps("whole", "even"), "manual assisted automatic ");
  copy("rest", "carry_over: true");
  EXPECT_EQ(steps("rest", "even"), "assisted automatic ");
  EXPECT_EQ(steps("rest", "valued"), "b 0 c 0.5 d 1 e 3 ");
  EXPECT_EQ(steps("rest", "silent"), "manual assisted automatic ");
  EXPECT_EQ(steps("rest", "found"), "");
}

TEST_F(GoalsMeasureTest, ABaselineThatIsToBeFoundIsNeverMissing) {
  ASSERT_THAT(CreateKeyResult("f", "find_baseline {} unit { percent: true }"), IsOk());
  ASSERT_THAT(CreateKeyResult("n", kWay), IsOk());
  ASSERT_THAT(Activate(), IsOk());
  const auto unknown = GetKeyResult("f");
  EXPECT_TRUE(unknown->progress().has_raw());
  EXPECT_EQ(unknown->progress().raw(), 0);
  EXPECT_EQ(unknown->progress().status(), Status::OFF_TRACK);
  EXPECT_FALSE(unknown->has_current_value());
  const auto objective = GetObjective("a")->progress();
  EXPECT_EQ(objective.clamped(), 0);
  EXPECT_EQ(objective.missing_share(), 0.5);  // Of the other one.
  EXPECT_EQ(objective.worst_child(), KeyResultName("f"));
  const auto advice = Call(&Review::ListFindings, "parent: 'organizations/o/objectives/a'");
  ASSERT_THAT(advice, IsOk());
  for (const auto& finding : advice->findings()) {
    if (finding.resource() != KeyResultName("f")) continue;
    EXPECT_EQ(finding.code(), v1::Finding::NO_OWNER) << finding.message();
  }
  EXPECT_THAT(Report("f", "reached_step: 'x'"), BadFieldIs("check_in.reached_step"));
  const auto found = ProgressAfter("f", -0.25);
  EXPECT_EQ(found.raw(), 1);
  EXPECT_EQ(found.status(), Status::ACHIEVED);
  EXPECT_FALSE(Call(&Goals::GetPace, Named(KeyResultName("f")))->has_forecast());
  // From there a way begins.
  const auto way = Call(
      &Goals::RetargetKeyResult,
      Named(KeyResultName("f")) + "from_to { baseline: -0.25 target: 0.25 } reason: 'now we know'");
  ASSERT_THAT(way, IsOk());
  EXPECT_EQ(way->current_value(), -0.25);
  EXPECT_EQ(way->progress().raw(), 0);
  EXPECT_EQ(way->first_promise().raw(), 1);
  EXPECT_TRUE(way->retargets(0).has_find_baseline());
}

TEST_F(GoalsMeasureTest, ABaselineThatWasNotFoundIsGraded0) {
  ASSERT_THAT(CreateKeyResult("f", "find_baseline {}"), IsOk());
  ASSERT_THAT(CreateKeyResult("g", "find_baseline {}"), IsOk());
  ASSERT_THAT(Activate(), IsOk());
  const auto closed =
      Call(&Goals::CloseObjective, Named("organizations/o/objectives/a"));  // Nobody decides.
  ASSERT_THAT(closed, IsOk());
  EXPECT_TRUE(closed->grade().has_computed_score());
  EXPECT_EQ(closed->grade().score(), 0);
  EXPECT_EQ(closed->grade().key_results(0).progress().status(), Status::MISSED);
  EXPECT_FALSE(closed->grade().key_results(0).has_value());
}

TEST_F(GoalsMeasureTest, LevelsStandBesideTheTarget) {
  ASSERT_THAT(CreateKeyResult("l", "from_to { baseline: 0 commit: 5 target: 10 stretch: 12 }"),
              IsOk());
  EXPECT_EQ(ProgressAfter("l", 4).level(), Level::BELOW_COMMIT);
  const auto committed = ProgressAfter("l", 5);
  EXPECT_EQ(committed.level(), Level::COMMIT);
  EXPECT_EQ(committed.clamped(), 0.5);  // Progress is towards the target.
  EXPECT_EQ(ProgressAfter("l", 11).level(), Level::TARGET);
  EXPECT_EQ(ProgressAfter("l", 12).level(), Level::STRETCH);
  EXPECT_THAT(CreateKeyResult("x", "from_to { baseline: 0 commit: 11 target: 10 }"),
              BadFieldIs("key_result.from_to.commit"));
  EXPECT_THAT(CreateKeyResult("x", "from_to { baseline: 10 target: 5 stretch: 6 }"),
              BadFieldIs("key_result.from_to.stretch"));
}

TEST_F(GoalsMeasureTest, NoNumberIsSoLargeThatProgressIsNone) {
  EXPECT_THAT(CreateKeyResult("x", "from_to { baseline: -1.7e308 target: 1.7e308 }"),
              BadFieldsAre(std::vector<std::string>{"key_result.from_to.baseline",
                                                    "key_result.from_to.target"}));
  EXPECT_THAT(CreateKeyResult("x", "relative_change { baseline: 1 change: 1e-20 }"),
              BadFieldIs("key_result.relative_change.change"));
  EXPECT_THAT(CreateKeyResult("x", std::string(kWay) + "weight: 1.7e308"),
              BadFieldIs("key_result.weight"));
  ASSERT_THAT(CreateKeyResult("x", kWay), IsOk());
  EXPECT_THAT(Report("x", "value: -1e101"), BadFieldIs("check_in.value"));
  EXPECT_THAT(Report("x", "value: -1e100"), IsOk());
}

}  // namespace
}  // namespace okapi::goals

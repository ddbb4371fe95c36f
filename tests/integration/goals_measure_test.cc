// The ways in which a key result can be measured, over gRPC.

#include <gmock/gmock.h>

#include "tests/integration/goals_fixture.h"
#include "tests/support/field_matchers.h"

namespace okapi::goals {
namespace {

using okapi::common::v1::Level;
using okapi::common::v1::Status;
using okapi::testing::BadFieldIs;
using okapi::testing::IsOk;

constexpr char kSteps[] =
    "milestones { milestones { milestone_id: 'plan' } milestones { milestone_id: 'build' weight: 2 "
    "} "
    "milestones { milestone_id: 'ship' } } ";

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
              testing::BadFieldsAre(std::vector<std::string>{"key_result.from_to.baseline",
                                                             "key_result.from_to.target"}));
  EXPECT_THAT(CreateKeyResult("x", "relative_change { baseline: 1 change: 1e-20 }"),
              testing::BadFieldIs("key_result.relative_change.change"));
  EXPECT_THAT(CreateKeyResult("x", std::string(kWay) + "weight: 1.7e308"),
              testing::BadFieldIs("key_result.weight"));
  ASSERT_THAT(CreateKeyResult("x", kWay), testing::IsOk());
  EXPECT_THAT(Report("x", "value: -1e101"), testing::BadFieldIs("check_in.value"));
  EXPECT_THAT(Report("x", "value: -1e100"), testing::IsOk());
}

}  // namespace
}  // namespace okapi::goals

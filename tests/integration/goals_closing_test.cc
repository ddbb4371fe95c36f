// How objectives end, over gRPC.

#include <gmock/gmock.h>

#include "tests/integration/goals_fixture.h"
#include "tests/support/field_matchers.h"

namespace okapi::goals {
namespace {

using okapi::common::v1::GradeBand;
using okapi::common::v1::Status;
using okapi::testing::BadFieldIs;
using okapi::testing::IsOk;
using okapi::testing::ReasonIs;
using okapi::testing::StatusIs;
using status::ErrorReason;

class GoalsClosingTest : public GoalsFixture {
 protected:
  void SetUp() override {
    GoalsFixture::SetUp();
    ASSERT_THAT(CreateObjective("a"), IsOk());
    ASSERT_THAT(CreateKeyResult("k", kWay), IsOk());
    ASSERT_THAT(CreateKeyResult("l", kWay), IsOk());
    ASSERT_THAT(Activate(), IsOk());
  }
  absl::StatusOr<v1::Objective> Close(const std::string& fields = "") {
    return Call(&Goals::CloseObjective, Named("organizations/o/objectives/a") + fields);
  }
  absl::StatusOr<v1::Objective> Reopen() {
    return Call(&Goals::ReopenObjective, Named("organizations/o/objectives/a"));
  }
};

TEST_F(GoalsClosingTest, TheGradeIsWhatTheKeyResultsSay) {
  ASSERT_THAT(Report("k", "value: 10"), IsOk());
  ASSERT_THAT(Report("l", "value: 4"), IsOk());
  const auto closed = Close(" reason: 'the quarter is over'");
  ASSERT_THAT(closed, IsOk());
  EXPECT_EQ(closed->state(), v1::Objective::CLOSED);
  const v1::Grade& grade = closed->grade();
  EXPECT_DOUBLE_EQ(grade.score(), 0.7);
  EXPECT_DOUBLE_EQ(grade.computed_score(), 0.7);
  EXPECT_EQ(grade.band(), GradeBand::GREEN);
  EXPECT_FALSE(grade.met());  // It was committed to.
  EXPECT_EQ(grade.reason(), "the quarter is over");
  EXPECT_EQ(grade.grade_time().seconds(), kNow);
  EXPECT_EQ(closed->progress().status(), Status::MISSED);
  ASSERT_EQ(grade.key_results_size(), 2);
  EXPECT_EQ(grade.key_results(0).value(), 10);
  EXPECT_EQ(grade.key_results(0).progress().status(), Status::ACHIEVED);
  EXPECT_EQ(GetKeyResult("l")->progress().status(), Status::MISSED);  // Final before the end.
  EXPECT_EQ(GetObjective("a")->progress().clamped(), closed->progress().clamped());
  EXPECT_THAT(Report("l", "value: 9"), ReasonIs(ErrorReason::INVALID_STATE));
  EXPECT_THAT(Close(), ReasonIs(ErrorReason::INVALID_STATE));
}

TEST_F(GoalsClosingTest, WhatNobodyMeasuredIsNotReached) {
  ASSERT_THAT(Report("k", "value: 10"), IsOk());
  // All that is known is reached, and yet it is not.
  EXPECT_EQ(GetObjective("a")->progress().clamped(), 1);
  EXPECT_EQ(GetObjective("a")->progress().status(), Status::ON_TRACK);
  const auto closed = Close();
  ASSERT_THAT(closed, IsOk());
  EXPECT_EQ(closed->grade().score(), 1);
  EXPECT_EQ(closed->grade().progress().missing_share(), 0.5);
  EXPECT_EQ(closed->progress().status(), Status::NO_DATA);
  EXPECT_FALSE(closed->grade().met());
  const auto result = Call(&Review::GetCycleResult, Named("organizations/o/cycles/q1"));
  EXPECT_EQ(result->met_count(), 0);
  EXPECT_EQ(result->grades(0).missing_share(), 0.5);
  // Whoever knows better says so.
  ASSERT_THAT(Reopen(), IsOk());
  EXPECT_TRUE(Close(" score: 1 reason: 'seen with our own eyes'")->grade().met());
  // One of several ways is enough, also for what that is a part of.
  ASSERT_THAT(Reopen(), IsOk());
  ASSERT_THAT(Call(&Goals::UpdateObjective,
                   "objective { " + Named("organizations/o/objectives/a") + "combination: MOST }"),
              IsOk());
  ASSERT_THAT(CreateObjective("p", "rollup: CHILDREN"), IsOk());
  ASSERT_THAT(Call(&Goals::UpdateObjective, "objective { " + Named("organizations/o/objectives/a") +
                                                "alignments { parent: "
                                                "'organizations/o/objectives/p' } }"),
              IsOk());
  ASSERT_THAT(Call(&Goals::ActivateObjective, Named("organizations/o/objectives/p")), IsOk());
  EXPECT_EQ(GetObjective("p")->progress().missing_share(), 0.5);
  EXPECT_EQ(GetObjective("p")->progress().status(), Status::ACHIEVED);
  const auto most = Close();
  EXPECT_TRUE(most->grade().met());
  EXPECT_EQ(most->progress().status(), Status::ACHIEVED);
}

TEST_F(GoalsClosingTest, WhatWasPromisedFirstIsOverToo) {
  ASSERT_THAT(Report("k", "value: 5"), IsOk());
  ASSERT_THAT(Report("l", "value: 10"), IsOk());
  ASSERT_THAT(Call(&Goals::RetargetKeyResult,
                   Named("organizations/o/objectives/a/keyResults/k") +
                       " from_to { baseline: 0 target: 5 } reason: 'the market shrank'"),
              IsOk());
  EXPECT_NE(GetKeyResult("k")->first_promise().status(), Status::MISSED);
  ASSERT_THAT(Close(), IsOk());
  EXPECT_EQ(GetKeyResult("k")->progress().status(), Status::ACHIEVED);
  EXPECT_EQ(GetKeyResult("k")->first_promise().status(), Status::MISSED);
}

TEST_F(GoalsClosingTest, PeopleMayDecideOtherwiseAndSayWhy) {
  EXPECT_THAT(Close(), BadFieldIs("score"));  // Missing is not zero.
  EXPECT_THAT(Close(" score: 1"), BadFieldIs("reason"));
  EXPECT_THAT(Close(" score: 1.5 reason: 'x'"), BadFieldIs("score"));
  EXPECT_THAT(Close(" score: 1 reason: 'x' author: 'organizations/o/members/nobody'"),
              ReasonIs(ErrorReason::REFERENCE_NOT_FOUND));
  ASSERT_THAT(Report("k", "value: 5"), IsOk());
  const auto closed = Close(" score: 0.3 reason: 'half of it was bought'");
  ASSERT_THAT(closed, IsOk());
  EXPECT_EQ(closed->grade().score(), 0.3);
  EXPECT_EQ(closed->grade().computed_score(), 0.5);
  EXPECT_EQ(closed->grade().band(), GradeBand::RED);
}

TEST_F(GoalsClosingTest, AReopenedOneGoesOnWhereItStopped) {
  ASSERT_THAT(Report("k", "value: 10"), IsOk());
  EXPECT_THAT(Reopen(), ReasonIs(ErrorReason::INVALID_STATE));
  ASSERT_THAT(Close(), IsOk());
  const auto open = Reopen();
  ASSERT_THAT(open, IsOk());
  EXPECT_EQ(open->state(), v1::Objective::ACTIVE);
  EXPECT_FALSE(open->has_grade());
  ASSERT_THAT(Report("k", "value: 2"), IsOk());
  EXPECT_EQ(GetKeyResult("k")->current_value(), 2);
}

}  // namespace
}  // namespace okapi::goals

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "tests/integration/goals_fixture.h"
#include "tests/support/field_matchers.h"

namespace okapi::goals {
namespace {

using okapi::testing::BadFieldIs;
using okapi::testing::BadFieldsAre;
using okapi::testing::IsOk;
using okapi::testing::ReasonIs;
using okapi::testing::StatusIs;
using status::ErrorReason;
using ::testing::ElementsAre;

std::string At(int64_t seconds) {
  return " value_time { seconds: " + std::to_string(seconds) + " } ";
}

// The objective `a` with the key results `k`, which people report on, and `kpi`, which a KPI
// drives.
class GoalsCheckInTest : public GoalsFixture {
 protected:
  void SetUp() override {
    GoalsFixture::SetUp();
    ASSERT_THAT(CreateObjective("a"), IsOk());
    ASSERT_THAT(CreateKeyResult("k", kWay), IsOk());
    ASSERT_THAT(
        CreateKeyResult("kpi", std::string(kWay) + "kpi_source { kpi: 'organizations/o/kpis/x' }"),
        IsOk());
  }

  // The comments of what was reported on `k`, in the order of the list.
  std::vector<std::string> Comments() {
    const auto list = Call(&Goals::ListCheckIns, "parent: '" + KeyResultName("k") + "'");
    EXPECT_THAT(list, IsOk());
    std::vector<std::string> comments;
    if (!list.ok()) return comments;
    for (const auto& check_in : list->check_ins()) comments.push_back(check_in.comment());
    return comments;
  }
};

TEST_F(GoalsCheckInTest, TheValueOfAKpiBackedKeyResultIsNotForPeople) {
  EXPECT_THAT(Report("kpi", "value: 1 confidence: 0.5"), BadFieldIs("check_in.value"));
  EXPECT_FALSE(GetKeyResult("kpi")->has_confidence()) << "half of a refused report was taken";
  EXPECT_THAT(Report("kpi", "confidence: 0.5 comment: 'words'"), IsOk());
  const auto key_result = GetKeyResult("kpi");
  EXPECT_EQ(key_result->confidence(), 0.5);
  EXPECT_FALSE(key_result->has_current_value());
  EXPECT_TRUE(key_result->kpi_link().stale());
}

TEST_F(GoalsCheckInTest, EveryFieldThatIsWrongIsNamedAtOnce) {
  EXPECT_THAT(Report("k", ""), BadFieldIs("check_in"));
  EXPECT_THAT(Report("k", "value: 1 confidence: 1.01" + At(kNow + 3600)),
              BadFieldsAre(std::vector<std::string>{"check_in.value_time", "check_in.confidence"}));
  EXPECT_THAT(Report("k", "confidence: -0.01"), BadFieldIs("check_in.confidence"));
  EXPECT_THAT(Report("k", "confidence: 0.5" + At(kNow)), BadFieldIs("check_in.value_time"));
  EXPECT_THAT(Report("k", "value: nan"), BadFieldIs("check_in.value"));
  EXPECT_THAT(Report("k", "comment: 'x' author: 'organizations/p/members/m'"),
              BadFieldIs("check_in.author"));
  EXPECT_THAT(Report("k", "comment: 'x' author: 'organizations/o/members/m'"),
              ReasonIs(ErrorReason::REFERENCE_NOT_FOUND));
  EXPECT_THAT(Report("none", "value: 1"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Comments(), ElementsAre());
  EXPECT_THAT(Report("k", "confidence: 0"), IsOk());
  EXPECT_THAT(Report("k", "confidence: 1"), IsOk());
}

TEST_F(GoalsCheckInTest, AReportersClockMayBeAMinuteAhead) {
  EXPECT_THAT(Report("k", "value: 1" + At(kNow + 60)), IsOk());
  EXPECT_THAT(Report("k", "value: 2" + At(kNow + 61)), BadFieldIs("check_in.value_time"));
  EXPECT_EQ(GetKeyResult("k")->current_value(), 1);
}

TEST_F(GoalsCheckInTest, TheListHasTheOrderOfReportsAndTheValueThatOfValueTimes) {
  ASSERT_THAT(Report("k", "value: 3 comment: 'first'" + At(kNow - 100)), IsOk());
  ASSERT_THAT(Report("k", "value: 4 comment: 'older'" + At(kNow - 200)), IsOk());
  EXPECT_EQ(GetKeyResult("k")->current_value(), 3);
  ASSERT_THAT(Report("k", "value: 5 comment: 'corrected'" + At(kNow - 100)), IsOk());
  EXPECT_EQ(GetKeyResult("k")->current_value(), 5);
  // Enough for numbers of more digits, which must sort after those of fewer.
  for (int i = 0; i < 12; ++i) ASSERT_THAT(Report("k", "comment: 'words'"), IsOk());
  ASSERT_THAT(Report("k", "value: 6 comment: 'last'" + At(kNow - 1)), IsOk());
  std::vector<std::string> expected = {"first", "older", "corrected"};
  expected.insert(expected.end(), 12, "words");
  expected.push_back("last");
  EXPECT_EQ(Comments(), expected);
  const auto key_result = GetKeyResult("k");
  EXPECT_EQ(key_result->current_value(), 6);
  EXPECT_EQ(key_result->current_value_time().seconds(), kNow - 1);
}

TEST_F(GoalsCheckInTest, ARepeatedReportCountsOnceAlsoAfterARestart) {
  const std::string id = "request_id: '6f0d6a2e-0a43-4b8e-9a4e-3b8f1f6d2c11'";
  const auto first = Report("k", "value: 1 comment: 'once'", id);
  ASSERT_THAT(first, IsOk());
  ASSERT_THAT(Report("k", "value: 2 comment: 'between'"), IsOk());
  scene_.Restart();
  const auto again = Report("k", "value: 1 comment: 'once'", id);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  EXPECT_THAT(Comments(), ElementsAre("once", "between"));
  EXPECT_EQ(GetKeyResult("k")->current_value(), 2) << "the repetition was taken as a newer report";
}

TEST_F(GoalsCheckInTest, ValidateOnlyReportsNothing) {
  EXPECT_THAT(Report("k", "value: 1 confidence: 0.5", "validate_only: true"), IsOk());
  EXPECT_THAT(Comments(), ElementsAre());
  EXPECT_FALSE(GetKeyResult("k")->has_current_value());
  EXPECT_FALSE(GetKeyResult("k")->has_confidence());
  EXPECT_THAT(Report("k", "value: nan", "validate_only: true"), BadFieldIs("check_in.value"));
}

TEST_F(GoalsCheckInTest, AKeyResultOfADeletedOnesNameKnowsNothingOfIt) {
  ASSERT_THAT(Report("k", "value: 9 confidence: 0.9 comment: 'before'"), IsOk());
  EXPECT_THAT(DeleteKeyResult("k"), ReasonIs(ErrorReason::RESOURCE_IN_USE));
  ASSERT_THAT(DeleteKeyResult("k", "force: true"), IsOk());
  ASSERT_THAT(CreateKeyResult("k", kWay), IsOk());
  EXPECT_FALSE(GetKeyResult("k")->has_current_value());
  EXPECT_FALSE(GetKeyResult("k")->has_confidence());
  EXPECT_THAT(Comments(), ElementsAre());
}

TEST_F(GoalsCheckInTest, AReportLeavesTheEtagThatEditsDependOn) {
  const std::string etag = GetKeyResult("k")->etag();
  ASSERT_THAT(Report("k", "value: 1"), IsOk());
  EXPECT_EQ(GetKeyResult("k")->etag(), etag);
}

// What was measured before the cycle holds until something newer is known; after its end the
// verdict is final.
TEST_F(GoalsCheckInTest, AValueMayBeOlderThanItsCycleOrComeAfterItsEnd) {
  ASSERT_THAT(Activate(), IsOk());
  ASSERT_THAT(Report("k", "value: 1" + At(kNow - 365 * 86400)), IsOk());
  EXPECT_EQ(GetKeyResult("k")->current_value(), 1);
  ASSERT_THAT(Report("k", "value: 2" + At(kNow - 366 * 86400)), IsOk());
  EXPECT_EQ(GetKeyResult("k")->current_value(), 1);
  clock_.Advance(absl::Hours(24 * 100));
  ASSERT_THAT(Report("k", "value: 9"), IsOk());
  EXPECT_EQ(GetKeyResult("k")->progress().status(), okapi::common::v1::Status::MISSED);
  ASSERT_THAT(Report("k", "value: 10"), IsOk());
  EXPECT_EQ(GetKeyResult("k")->progress().status(), okapi::common::v1::Status::ACHIEVED);
}

}  // namespace
}  // namespace okapi::goals

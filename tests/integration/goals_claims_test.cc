// What people say beside what the numbers say: whether a finding is true as it is worded.

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/integration/goals_fixture.h"

namespace okapi::goals {
namespace {

using okapi::testing::IsOk;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class GoalsClaimsTest : public GoalsFixture {
 protected:
  void SetUp() override {
    GoalsFixture::SetUp();
    ASSERT_THAT(CreateObjective("a"), IsOk());
    ASSERT_THAT(CreateKeyResult("k", kWay), IsOk());
    ASSERT_THAT(CreateKeyResult("l", kWay), IsOk());
    ASSERT_THAT(Activate(), IsOk());
  }
  // What findings of the code say of the key result.
  std::vector<std::string> Said(v1::Finding::Code code, const std::string& key_result,
                                const std::string& language = "en") {
    const auto found = Call(
        &Review::ListFindings,
        absl::StrCat("parent: 'organizations/o/objectives/a' language_code: '", language, "'"));
    EXPECT_THAT(found, IsOk());
    std::vector<std::string> said;
    for (const auto& finding : found->findings()) {
      const bool of_it = finding.resource() == KeyResultName(key_result);
      if (of_it && finding.code() == code) said.push_back(finding.message());
    }
    return said;
  }
  void ReportAt(int hours_ago, double value, double confidence) {
    ASSERT_THAT(Report("k", absl::StrCat("value: ", value, " confidence: ", confidence,
                                         " value_time { seconds: ", kNow - hours_ago * 3600, " }")),
                IsOk());
  }
  void Drive(const std::string& id, const std::string& filter) {
    ASSERT_THAT(
        CreateKeyResult(
            id, absl::StrCat(kWay, "kpi_source { kpi: 'organizations/o/kpis/x' ", filter, " }")),
        IsOk());
  }
};

TEST_F(GoalsClaimsTest, AConfidenceThatStayedWhileTheValueFell) {
  ReportAt(2, 5, 0.98);
  ReportAt(1, 3, 0.98);
  EXPECT_THAT(Said(v1::Finding::CONFIDENCE_UNMOVED, "k"),
              ElementsAre("The value went from 5 to 3, away from the target, and the confidence "
                          "stayed at 0.98."));
  EXPECT_THAT(Said(v1::Finding::CONFIDENCE_UNMOVED, "k", "vi"),
              ElementsAre("Giá trị đi từ 5 đến 3, xa mục tiêu hơn, mà độ tự tin vẫn là 0.98."));
}

TEST_F(GoalsClaimsTest, AConfidenceThatRoseWhileTheValueFellDidNotStay) {
  ReportAt(2, 5, 0.97);
  ReportAt(1, 3, 0.98);
  EXPECT_THAT(Said(v1::Finding::CONFIDENCE_UNMOVED, "k"),
              ElementsAre("The value went from 5 to 3, away from the target, and the confidence "
                          "rose from 0.97 to 0.98."));
  EXPECT_THAT(Said(v1::Finding::CONFIDENCE_UNMOVED, "k", "vi"),
              ElementsAre("Giá trị đi từ 5 đến 3, xa mục tiêu hơn, mà độ tự tin lại tăng từ 0.97 "
                          "lên 0.98."));
}

TEST_F(GoalsClaimsTest, WhatOneCountsAndAnotherCountsTooIsTheSameMovement) {
  Drive("all", "");
  Drive("to-date", "window: CYCLE_TO_DATE");
  for (const char* id : {"k", "l"}) ASSERT_THAT(DeleteKeyResult(id), IsOk());  // Five at most.
  Drive("north", "filter { key: 'region' value: 'north' }");
  Drive("south", "filter { key: 'region' value: 'south' }");
  EXPECT_THAT(Said(v1::Finding::SAME_MOVEMENT, "all"),
              ElementsAre("It counts numbers of a KPI that a/north counts too.",
                          "It counts numbers of a KPI that a/south counts too.",
                          "It counts the same numbers of the same KPI as a/to-date."));
  EXPECT_THAT(Said(v1::Finding::SAME_MOVEMENT, "north"),
              ElementsAre("It counts numbers of a KPI that a/all counts too.",
                          "It counts numbers of a KPI that a/to-date counts too."));
  EXPECT_THAT(Said(v1::Finding::SAME_MOVEMENT, "north", "vi").front(),
              "Nó tính những con số của một KPI mà a/all cũng tính.");
}

TEST_F(GoalsClaimsTest, AFilterContainsWhatHasMoreLabels) {
  Drive("north", "filter { key: 'region' value: 'north' }");
  Drive("north-web",
        "filter { key: 'channel' value: 'web' } filter { key: 'region' value: 'north' }");
  Drive("south-web",
        "filter { key: 'channel' value: 'web' } filter { key: 'region' value: 'south' }");
  EXPECT_THAT(Said(v1::Finding::SAME_MOVEMENT, "north"),
              ElementsAre("It counts numbers of a KPI that a/north-web counts too."));
  EXPECT_THAT(Said(v1::Finding::SAME_MOVEMENT, "south-web"), IsEmpty());
}

}  // namespace
}  // namespace okapi::goals

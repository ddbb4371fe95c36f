// Key results that are measured in words, or not yet, as rows of a document.

#include "services/reporting/documents/key_result_rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/reporting/documents/progress_remarks.h"
#include "services/reporting/documents/words.h"
#include "tests/support/text_proto.h"

namespace okapi::reporting::documents {
namespace {

using okapi::goals::v1::KeyResult;
using okapi::goals::v1::Objective;
using okapi::testing::FromText;
using ::testing::ElementsAre;

// Where its way begins and goes, and where it is now: words, or a dash for what is no word.
std::vector<std::string> WayIn(const std::string& key_result, size_t row = 0) {
  const auto rows = RowsOf(FromText<KeyResult>(key_result), {}, 0, {}, "en");
  std::vector<std::string> way;
  for (size_t column = 1; column <= 3; ++column) {
    const auto* words = std::get_if<std::string>(&rows.at(row).cells.at(column).content);
    way.push_back(words == nullptr || words->empty() ? "-" : *words);
  }
  return way;
}

TEST(KeyResultRowsTest, AScaleIsItsWords) {
  const std::string scale =
      "scale { steps { step_id: 'manual' display_name: 'by hand' } steps { step_id: 'assisted' "
      "reached: true } steps { step_id: 'automatic' } } ";
  EXPECT_THAT(WayIn(scale + "current_value: 0.5"), ElementsAre("by hand", "automatic", "assisted"));
  EXPECT_THAT(WayIn("scale { steps { step_id: 'a' } steps { step_id: 'b' } }"),
              ElementsAre("a", "b", "-"));
  const std::string retargeted =
      scale +
      "current_value: 0.5 retargets { scale { steps { step_id: 'x' } steps { step_id: 'y' } "
      "} } ";
  EXPECT_THAT(WayIn(retargeted, 1), ElementsAre("x", "y", "assisted"));
}

TEST(KeyResultRowsTest, WhatIsToBeMeasuredHasNoWayButAValue) {
  EXPECT_THAT(WayIn("find_baseline {}"), ElementsAre("-", "-", "-"));
  const auto rows =
      RowsOf(FromText<KeyResult>("find_baseline {} current_value: 37"), {}, 0, {}, "en");
  EXPECT_EQ(std::get<Quantity>(rows.at(0).cells.at(3).content).value, 37);
}

TEST(KeyResultRowsTest, AnObjectiveSaysHowItCombinesItsParts) {
  const auto remarks = [](const char* combination, const char* language) {
    return RemarksOn(FromText<Objective>(std::string("combination: ") + combination), {}, language);
  };
  EXPECT_EQ(remarks("COMBINATION_UNSPECIFIED", "en"), "");
  EXPECT_EQ(remarks("MEAN", "en"), "the mean of its parts");
  EXPECT_EQ(remarks("LEAST", "en"), "as far as the least of its parts");
  EXPECT_EQ(remarks("MOST", "vi"), "tính theo phần xa nhất");
  EXPECT_EQ(remarks("TOTAL", "en"), "its parts add up");
}

TEST(KeyResultRowsTest, AnErrorBudgetIsARemark) {
  const auto remark = [](int spent, const char* language) {
    KeyResult key_result;
    auto& state = *key_result.mutable_error_budget_state();
    state.mutable_budget()->set_seconds(72'000);
    state.mutable_spent()->set_seconds(spent);
    state.mutable_left()->set_seconds(72'000 - spent);
    state.set_spent_share(spent / 72'000.0);
    return RemarksOn(key_result, okapi::goals::v1::Grade(), language);
  };
  EXPECT_EQ(remark(0, "en"), "error budget left: 20 h / 20 h (100 %)");
  EXPECT_EQ(remark(18'000, "en"), "error budget left: 15 h / 20 h (75 %)");
  EXPECT_EQ(remark(79'200, "en"), "error budget used up, and more: 2 h / 20 h (10 %)");
  EXPECT_EQ(remark(18'000, "vi"), "ngân sách lỗi còn lại: 15 giờ / 20 giờ (75 %)");
}

}  // namespace
}  // namespace okapi::reporting::documents

#include "services/cli/convert/okr_names.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "services/cli/convert/okr_unit.h"

namespace okapi::cli {
namespace {

using okapi::goals::v1::Initiative;

TEST(OkrNamesTest, WhateverAProductCallsIt) {
  const std::vector<std::pair<OkrField, std::vector<std::string>>> rows = {
      {OkrField::kTitle,
       {"Title", "TITLE*", "Goal Title", "Objective Title", "name", "Tên mục tiêu", "Goal",
        "Objective(s)", "Mục tiêu", "KR", "key_result_1_title", "Kết quả then chốt 2"}},
      {OkrField::kType, {"Type", "Goal Type", "Loại"}},
      {OkrField::kId, {"ID", "Row ID", "Goal Identifier", "goal_id", "Mã"}},
      {OkrField::kParent,
       {"Parent", "Parent Row IDs", "Parent Goal ID(s)", "Aligned To", "Mục tiêu cha"}},
      {OkrField::kOwner,
       {"Owner", "owners", "Assignee", "KR Owner", "Người phụ trách", "Objective owner"}},
      {OkrField::kOwnerEmail, {"Owner Emails", "Owner_Email_ID", "email", "owner_email"}},
      {OkrField::kTeam, {"Team(s)", "Departments", "Phòng ban", "Bộ phận"}},
      {OkrField::kCycle, {"Time Period", "Goal Cycle", "Quarter", "Chu kỳ", "timePeriod"}},
      {OkrField::kStartDate, {"Start_Date", "Start date", "Ngày bắt đầu"}},
      {OkrField::kEndDate, {"Due_Date", "End Date", "due_at", "Deadline", "Hạn hoàn thành"}},
      {OkrField::kDescription, {"Description", "Notes", "Mô tả", "Ghi chú"}},
      {OkrField::kMetric, {"Metric_Name", "KPI", "Metric"}},
      {OkrField::kMetricType, {"Metric_Type", "Check-In Type", "Unit type"}},
      {OkrField::kUnit, {"Unit", "Đơn vị tính"}},
      {OkrField::kStart, {"Starting Value", "Metric_Start_Value", "Baseline", "Giá trị ban đầu"}},
      {OkrField::kTarget, {"Target", "Metric_Target_Value", "Chỉ tiêu", "KR Target"}},
      {OkrField::kCurrent, {"Current Value", "Actual", "Thực hiện", "Hiện tại"}},
      {OkrField::kProgress,
       {"Progress (%)", "% complete", "completion", "key_result_3_completion", "Tiến độ"}},
      {OkrField::kCheckInDate, {"Last updated", "Check-in date", "updated_at", "Ngày cập nhật"}},
      {OkrField::kStatus, {"Status", "Progress Status", "Trạng thái"}},
      {OkrField::kConfidence, {"Confidence level", "Mức độ tự tin"}},
      {OkrField::kWeight, {"Weight", "Trọng số"}},
      {OkrField::kTags, {"Tags", "Label(s)", "Categories", "Nhãn"}},
      {OkrField::kVisibility, {"Visibility", "Chế độ hiển thị"}},
      {OkrField::kPrivate, {"Private?", "is_private", "Riêng tư"}},
  };
  for (const auto& [field, names] : rows) {
    for (const std::string& name : names) {
      const auto read = ReadOkrName(name);
      ASSERT_TRUE(read.has_value()) << name;
      EXPECT_EQ(read->field, field) << name;
    }
  }
  for (const char* name : {"", "Priority", "Scope", "Action", "Mức ưu tiên", "12", "Objectively"}) {
    EXPECT_FALSE(ReadOkrName(name).has_value()) << name;
  }
}

TEST(OkrNamesTest, OfWhatItIsSaid) {
  EXPECT_EQ(ReadOkrName("Key Result Owner")->part, OkrPart::kKeyResult);
  EXPECT_EQ(ReadOkrName("Initiative status")->part, OkrPart::kInitiative);
  EXPECT_EQ(ReadOkrName("Objective description")->part, OkrPart::kObjective);
  EXPECT_EQ(ReadOkrName("Owner")->part, OkrPart::kUnknown);
  EXPECT_EQ(ReadOkrName("key_result_12_completion")->number, 12);
  EXPECT_EQ(ReadOkrName("KR2")->number, 2);
  EXPECT_EQ(ReadOkrName("Goal")->or_else, OkrField::kTarget);
}

TEST(OkrNamesTest, WhatARowIs) {
  const std::vector<std::pair<OkrPart, std::vector<std::string>>> rows = {
      {OkrPart::kObjective,
       {"Objective", "goal", "Team objective", "Mục tiêu công ty", "BIG GOAL"}},
      {OkrPart::kKeyResult,
       {"Key Result", "key_result", "KR", "Milestone", "KPI", "Kết quả then chốt"}},
      {OkrPart::kInitiative, {"Initiative", "Project", "Task", "Dự án", "Sáng kiến", "Action"}},
      {OkrPart::kUnknown, {"", "Number", "Individual", "Default Progress", "Committed"}},
  };
  for (const auto& [part, texts] : rows) {
    for (const std::string& text : texts) EXPECT_EQ(ReadOkrPart(text), part) << text;
  }
}

TEST(OkrNamesTest, WhatStandsInCells) {
  EXPECT_EQ(ReadInitiativeState("Completed"), Initiative::DONE);
  EXPECT_EQ(ReadInitiativeState("Đang thực hiện"), Initiative::IN_PROGRESS);
  EXPECT_EQ(ReadInitiativeState("Not started"), Initiative::PLANNED);
  EXPECT_EQ(ReadInitiativeState("Canceled"), Initiative::CANCELLED);
  EXPECT_EQ(ReadInitiativeState("Somehow"), Initiative::STATE_UNSPECIFIED);
  EXPECT_EQ(ReadYesOrNo("Có"), true);
  EXPECT_EQ(ReadYesOrNo("FALSE"), false);
  EXPECT_FALSE(ReadYesOrNo("maybe").has_value());
  EXPECT_EQ(ReadVisibility("Everyone"), OkrVisibility::kEverybody);
  EXPECT_EQ(ReadVisibility("Riêng tư"), OkrVisibility::kPrivate);
  EXPECT_EQ(ReadVisibility("manager"), OkrVisibility::kUnknown);
}

TEST(OkrUnitTest, WhatIsCounted) {
  EXPECT_TRUE(ReadOkrUnit("Percentage", false)->percent);
  EXPECT_TRUE(ReadOkrUnit("%", true)->percent);
  EXPECT_EQ(ReadOkrUnit("Binary", false)->kind, OkrUnit::Kind::kBinary);
  EXPECT_EQ(ReadOkrUnit("Default Progress", false)->kind, OkrUnit::Kind::kProgress);
  EXPECT_EQ(ReadOkrUnit("At least", false)->kind, OkrUnit::Kind::kAtLeast);
  EXPECT_EQ(ReadOkrUnit("USD ($)", false)->currency, "USD");
  EXPECT_EQ(ReadOkrUnit("triệu đồng", true)->currency, "VND");
  EXPECT_EQ(ReadOkrUnit("triệu đồng", true)->power, 6);
  EXPECT_EQ(ReadOkrUnit("khách hàng", true)->counted, "khách hàng");
  EXPECT_FALSE(ReadOkrUnit("Auto rollup", false).has_value());
  EXPECT_FALSE(ReadOkrUnit("", true).has_value());
}

}  // namespace
}  // namespace okapi::cli

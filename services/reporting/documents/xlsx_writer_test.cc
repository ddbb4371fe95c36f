// Workbooks whose sheets would not go together. What is in them: tests/e2e/export_test.sh.

#include "services/reporting/documents/xlsx_writer.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "services/reporting/documents/sheet_names.h"

namespace okapi::reporting::documents {
namespace {

TEST(SheetNamesTest, AreDifferentWhateverTheirCase) {
  SheetNames names;
  EXPECT_EQ(names.Next("Sales"), "Sales");
  EXPECT_EQ(names.Next("sales"), "sales 2");
  EXPECT_EQ(names.Next("SALES"), "SALES 3");
  EXPECT_EQ(names.Next("Sales 2"), "Sales 2 2");
  EXPECT_EQ(names.Next("Đơn hàng"), "Đơn hàng");
  EXPECT_EQ(names.Next("ĐƠN HÀNG"), "ĐƠN HÀNG 2");
  EXPECT_EQ(names.Next("History"), "History 2") << "spreadsheet programs refuse it";
}

TEST(SheetNamesTest, AreShortAndWithoutWhatIsForbidden) {
  SheetNames names;
  EXPECT_EQ(names.Next("'a'/b\n"), " a  b ");
  EXPECT_EQ(names.Next(""), "Okapi");
  EXPECT_EQ(names.Next(std::string(40, 'x')), std::string(31, 'x'));
  EXPECT_EQ(names.Next(std::string(40, 'x')), std::string(29, 'x') + " 2");
  EXPECT_EQ(names.Next(std::string(30, 'y') + "🎯"), std::string(30, 'y')) << "which counts twice";
  for (int i = 0; i < 2000; ++i) EXPECT_LE(names.Next(std::string(40, 'z')).size(), 31);
}

TEST(XlsxWriterTest, SectionsMayBeCalledAlikeAndLikeTheSheetsOfCharts) {
  Document document;
  document.language = "en";
  document.title = "The board";
  for (const char* heading :
       {"Sales", "sales", "charts", "CHARTS", "numbers", "number", "history", "'", ""}) {
    document.sections.push_back({heading, {{"words"}}, {}, {}});
  }
  Chart chart;
  chart.title = "Sales";
  chart.categories = {"2025-12"};
  chart.actual = {12};
  chart.target = {std::nullopt};
  document.sections.back().charts.push_back(chart);
  const auto workbook = WriteXlsx(document);
  ASSERT_TRUE(workbook.ok()) << workbook.status();
  for (int sheet = 1; sheet <= 11; ++sheet) {
    EXPECT_TRUE(
        absl::StrContains(*workbook, "xl/worksheets/sheet" + std::to_string(sheet) + ".xml"))
        << sheet;
  }
}

}  // namespace
}  // namespace okapi::reporting::documents

#include "services/cli/convert/okr_date.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

namespace okapi::cli {
namespace {

std::string Read(const std::string& text, DateOrder order = DateOrder::kUnknown) {
  const OkrDate date = ReadOkrDate(text, order);
  EXPECT_NE(date.day.has_value(), !date.problem.empty()) << text;
  return date.day.has_value() ? absl::FormatCivilTime(*date.day) : date.problem;
}

TEST(OkrDateTest, AsTablesHaveThem) {
  for (const char* text :
       {"2026-01-31", "2026/01/31", "2026.1.31", "2026-01-31T10:00:00Z", "2026-01-31 10:00",
        "31.01.2026", "31/01/2026", "01/31/2026", "31-1-2026", "31/01/2026 10:00:00",
        "Jan 31, 2026", "31 January 2026", "January 31st, 2026", "31 tháng 1 năm 2026",
        "Ngày 31 tháng 01 năm 2026", "1/31/2026 9:15 PM"}) {
    EXPECT_EQ(Read(text), "2026-01-31") << text;
  }
}

TEST(OkrDateTest, WhichComesFirstOtherDatesTell) {
  EXPECT_EQ(Read("03/04/2026", DateOrder::kDayFirst), "2026-04-03");
  EXPECT_EQ(Read("03/04/2026", DateOrder::kMonthFirst), "2026-03-04");
  EXPECT_EQ(Read("03/04/2026"),
            "'03/04/2026' may be 2026-04-03 or 2026-03-04, and no other date tells which");
  EXPECT_EQ(Read("04/04/2026"), "2026-04-04");
  EXPECT_EQ(Read("03.04.2026", DateOrder::kMonthFirst), "2026-04-03") << "nobody writes months so";
  EXPECT_EQ(ReadDateOrder({"03/04/2026", "31/03/2026"}), DateOrder::kDayFirst);
  EXPECT_EQ(ReadDateOrder({"03/04/2026", "3/31/2026"}), DateOrder::kMonthFirst);
  EXPECT_EQ(ReadDateOrder({"31/03/2026", "3/31/2026"}), DateOrder::kUnknown);
  EXPECT_EQ(ReadDateOrder({"2026-03-31", "soon"}), DateOrder::kUnknown);
}

TEST(OkrDateTest, WhatIsNoneSaysWhy) {
  EXPECT_EQ(Read("soon"), "'soon' is no date; write it like 2026-01-31");
  EXPECT_EQ(
      Read("46053"),
      "'46053' is no date: a number of days, as spreadsheets keep it?; write it like 2026-01-31");
  EXPECT_EQ(Read("2026-02-30"), "'2026-02-30' is no day that exists");
  EXPECT_EQ(Read("32/13/2026"), "'32/13/2026' is no day that exists");
  for (const char* text : {"31/01/26", "Jan 2026", "2026", "2026-13-01", "", "1-2-3", "T:"}) {
    EXPECT_FALSE(ReadOkrDate(text, DateOrder::kDayFirst).day.has_value()) << text;
  }
}

TEST(OkrDateTest, PeriodsThatSayTheirDays) {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"Q1 2026", "2026-01-01 2026-03-31"},        {"2026-Q4", "2026-10-01 2026-12-31"},
      {"2026Q2", "2026-04-01 2026-06-30"},         {"Quý II/2026", "2026-04-01 2026-06-30"},
      {"Quý 3 năm 2026", "2026-07-01 2026-09-30"}, {"H2 2026", "2026-07-01 2026-12-31"},
      {"2026", "2026-01-01 2026-12-31"},           {"Năm 2026", "2026-01-01 2026-12-31"},
      {"Tháng 2/2024", "2024-02-01 2024-02-29"},   {"March 2026", "2026-03-01 2026-03-31"},
      {"2026-03", "2026-03-01 2026-03-31"},
  };
  for (const auto& [name, days] : rows) {
    const auto period = ReadOkrPeriod(name);
    ASSERT_TRUE(period.has_value()) << name;
    EXPECT_EQ(absl::StrCat(absl::FormatCivilTime(period->first), " ",
                           absl::FormatCivilTime(period->last)),
              days)
        << name;
  }
  for (const char* name :
       {"", "Monthly", "FY2026", "Q5 2026", "Q1", "Q1 FY26", "2026-13", "Sprint 12 2026 a b"}) {
    EXPECT_FALSE(ReadOkrPeriod(name).has_value()) << name;
  }
}

}  // namespace
}  // namespace okapi::cli

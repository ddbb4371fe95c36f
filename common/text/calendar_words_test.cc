#include "common/text/calendar_words.h"

#include <gtest/gtest.h>

namespace okapi::text {
namespace {

TEST(CalendarWordsTest, InTheReadersLanguage) {
  EXPECT_EQ(MonthName(1, Notation::kEnglish), "January");
  EXPECT_EQ(MonthName(12, Notation::kEnglish), "December");
  EXPECT_EQ(MonthName(4, Notation::kVietnamese), "Tháng 4");
  EXPECT_EQ(QuarterName(2, Notation::kEnglish), "Q2");
  EXPECT_EQ(QuarterName(2, Notation::kVietnamese), "Quý 2");
  EXPECT_EQ(SeasonName(2, 0, true, Notation::kEnglish), "Q2");
  EXPECT_EQ(SeasonName(1, 4, false, Notation::kEnglish), "April");
  EXPECT_EQ(SeasonName(4, 0, false, Notation::kVietnamese), "P4");
}

TEST(CalendarWordsTest, MonthsAndDaysAsPeopleWriteThem) {
  EXPECT_EQ(MonthNamed("march"), 3);
  EXPECT_EQ(MonthNamed("mar"), 3);
  EXPECT_EQ(MonthNamed("may"), 5);
  EXPECT_EQ(MonthNamed("sept"), 9);
  for (const char* word : {"", "marc", "marching", "octo", "3"}) EXPECT_EQ(MonthNamed(word), 0);
  EXPECT_EQ(WithoutOrdinal("31st"), "31");
  EXPECT_EQ(WithoutOrdinal("2nd"), "2");
  for (const char* word : {"31", "st", "first", ""}) EXPECT_EQ(WithoutOrdinal(word), word);
}

}  // namespace
}  // namespace okapi::text

#include "common/text/place_name.h"

#include <gtest/gtest.h>

namespace okapi::text {
namespace {

TEST(PlaceNameTest, InTheReadersLanguage) {
  EXPECT_EQ(MonthName(1, Notation::kEnglish), "January");
  EXPECT_EQ(MonthName(12, Notation::kEnglish), "December");
  EXPECT_EQ(MonthName(4, Notation::kVietnamese), "Tháng 4");
  EXPECT_EQ(QuarterName(2, Notation::kEnglish), "Q2");
  EXPECT_EQ(QuarterName(2, Notation::kVietnamese), "Quý 2");
}

}  // namespace
}  // namespace okapi::text

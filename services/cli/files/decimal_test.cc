#include "services/cli/files/decimal.h"

#include <gtest/gtest.h>

namespace okapi::cli {
namespace {

TEST(DecimalTest, TakesWhatPeopleWrite) {
  double value = 0;
  EXPECT_TRUE(ParseDecimal("-1234.5", &value));
  EXPECT_EQ(value, -1234.5);
  EXPECT_TRUE(ParseDecimal(" +1e6\t", &value));
  EXPECT_EQ(value, 1e6);
}

TEST(DecimalTest, RefusesTheRest) {
  double value = 0;
  for (const char* text :
       {"", " ", "0x10", "-0X1p3", "inf", "-Infinity", "nan", "1e400", "1,000", "12 EUR", "1 2"}) {
    EXPECT_FALSE(ParseDecimal(text, &value)) << text;
  }
}

}  // namespace
}  // namespace okapi::cli

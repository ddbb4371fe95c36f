#include "common/text/quantity.h"

#include <gtest/gtest.h>

#include "tests/support/text_proto.h"

namespace okapi::text {
namespace {

using okapi::common::v1::Unit;
using okapi::testing::FromText;

std::string In(const std::string& unit, double value) {
  return Quantity(value, FromText<Unit>(unit));
}

TEST(QuantityTest, Money) {
  EXPECT_EQ(In("currency_code: 'USD'", 100'000), "$100,000");
  EXPECT_EQ(In("currency_code: 'USD'", 1070.471), "$1,070.47");
  EXPECT_EQ(In("currency_code: 'USD'", 102'765.4), "$102,765");
  EXPECT_EQ(In("currency_code: 'USD'", 0.5), "$0.50");
  EXPECT_EQ(In("currency_code: 'USD'", -1'234.5), "-$1,234.50");
  EXPECT_EQ(In("currency_code: 'USD'", -0.001), "$0.00") << "rounded to nothing, so no sign";
  EXPECT_EQ(In("currency_code: 'EUR'", 1250.5), "1,250.50 EUR");
  EXPECT_EQ(In("currency_code: 'VND'", 1250.5), "1,251 VND") << "there are no smaller coins";
}

TEST(QuantityTest, Shares) {
  EXPECT_EQ(In("percent: true", 0.08), "8 %");
  EXPECT_EQ(In("percent: true", 0.1249), "12.5 %");
  EXPECT_EQ(In("percent: true", -0.2), "-20 %");
  EXPECT_EQ(Percent(1.126), "113 %");
}

TEST(QuantityTest, Durations) {
  EXPECT_EQ(In("duration: true", 1.25), "1.3 s");
  EXPECT_EQ(In("duration: true", 600), "10 min");
  EXPECT_EQ(In("duration: true", 3 * 3600 + 59), "3 h 1 min");
  EXPECT_EQ(In("duration: true", 52 * 3600), "2 d 4 h");
  EXPECT_EQ(In("duration: true", -600), "-10 min");
  EXPECT_EQ(In("duration: true", 24 * 3600), "24 h");
  EXPECT_EQ(In("duration: true", 7 * 24 * 3600), "7 d");
  EXPECT_EQ(Duration(-3 * 3600 - 300), "-3 h 5 min");
  EXPECT_EQ(Duration(1.25, Notation::kVietnamese), "1,3 giây");
  EXPECT_EQ(Duration(76 * 60, Notation::kVietnamese), "76 phút");
  EXPECT_EQ(Duration(-3 * 3600 - 300, Notation::kVietnamese), "-3 giờ 5 phút");
  EXPECT_EQ(Duration(50 * 3600, Notation::kVietnamese), "2 ngày 2 giờ");
  EXPECT_EQ(Quantity(76 * 60, FromText<Unit>("duration: true"), Notation::kVietnamese), "76 phút");
}

TEST(QuantityTest, Ranges) {
  EXPECT_EQ(QuantityRange(0.045, 0.06, FromText<Unit>("percent: true")), "4.5 % to 6 %");
  EXPECT_EQ(QuantityRange(-5, 5, Unit()), "-5 to 5");
}

TEST(QuantityTest, PlainNumbers) {
  EXPECT_EQ(In("", 79), "79");
  EXPECT_EQ(In("points: 'NPS'", 37.6289), "37.63");
  EXPECT_EQ(In("count_of: 'visitors'", 103'022), "103,022");
  EXPECT_EQ(In("", 0.03126), "0.0313");
  EXPECT_EQ(In("", 0), "0");
}

TEST(NumberTest, SeparatorsAndDecimals) {
  EXPECT_EQ(Number(1'234'567.891, 2), "1,234,567.89");
  EXPECT_EQ(Number(1'000, 3), "1,000");
  EXPECT_EQ(Number(999.999, 0), "1,000");
  EXPECT_EQ(Number(-0.0004, 2), "0");
  EXPECT_EQ(Number(2e18, 2), "2e+18");
}

TEST(NumberTest, WhatLiesInTheMiddleIsRoundedAwayFromZero) {
  EXPECT_EQ(Number(0.625, 2), "0.63");
  EXPECT_EQ(Number(-0.625, 2), "-0.63");
  EXPECT_EQ(Number(0.62499, 2), "0.62");
  EXPECT_EQ(Number(2.5, 0), "3");
  EXPECT_EQ(Number(0.5, 0), "1");
  EXPECT_EQ(Number(0.49999, 0), "0");
  EXPECT_EQ(Number(1.005, 2), "1.01") << "no double is quite that half";
  EXPECT_EQ(Number(0.285, 2), "0.29");
  EXPECT_EQ(Percent(0.285), "29 %");
  EXPECT_EQ(Percent(0.125), "13 %");
  EXPECT_EQ(Percent(-0.125), "-13 %");
  EXPECT_EQ(In("currency_code: 'USD'", 0.125), "$0.13");
  EXPECT_EQ(In("currency_code: 'EUR'", -10'000.5), "-10,001 EUR");
  EXPECT_EQ(Number(123456789012345.6, 2), "123,456,789,012,345.59");
}

TEST(NumberTest, WhatIsWholeStaysHoweverLarge) {
  EXPECT_EQ(Number(600'000'000'000'000, 0), "600,000,000,000,000");
  EXPECT_EQ(Number(-600'000'000'000'000, 0), "-600,000,000,000,000");
  EXPECT_EQ(Number(900'000'000'000'000, 0), "900,000,000,000,000");
  EXPECT_EQ(Number(999'999'999'999'999, 0), "999,999,999,999,999");
  EXPECT_EQ(Number(900'000'000'000'000.5, 0), "900,000,000,000,001");
  EXPECT_EQ(Number(900'000'000'000'000.375, 0), "900,000,000,000,000");
  EXPECT_EQ(Number(7e12 + 0.01, 2), "7,000,000,000,000.01");
  EXPECT_EQ(Number(7e12 + 0.014, 2), "7,000,000,000,000.01");
  EXPECT_EQ(Number(9e12, 2), "9,000,000,000,000");
  EXPECT_EQ(In("currency_code: 'VND'", 600'000'000'000'000), "600,000,000,000,000 VND");
  EXPECT_EQ(Percent(6e12), "600,000,000,000,000 %");
}

TEST(NumberTest, ExactIsEveryDigitAndNoMore) {
  EXPECT_EQ(ExactNumber(0.1), "0.1");
  EXPECT_EQ(ExactNumber(0.1 + 0.2), "0.30000000000000004");
  EXPECT_EQ(ExactNumber(-1e100), "-1e+100");
  EXPECT_EQ(ExactNumber(1'234'567), "1234567");
  EXPECT_EQ(Operand(0.1), "0.1");
  EXPECT_EQ(Operand(-0.1), "(-0.1)");
}

TEST(NotationTest, Vietnamese) {
  EXPECT_EQ(Number(1'234'567.891, 2, Notation::kVietnamese), "1.234.567,89");
  EXPECT_EQ(Quantity(1070.471, FromText<Unit>("currency_code: 'USD'"), Notation::kVietnamese),
            "$1.070,47");
  EXPECT_EQ(QuantityRange(0.045, 0.06, FromText<Unit>("percent: true"), Notation::kVietnamese),
            "4,5 % đến 6 %");
  EXPECT_EQ(Percent(1.126, Notation::kVietnamese), "113 %");
}

}  // namespace
}  // namespace okapi::text

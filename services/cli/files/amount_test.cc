#include "services/cli/files/amount.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

namespace okapi::cli {
namespace {

// `value unit!assumed`; `-` if it is none.
std::string Read(const std::string& text, DecimalMark mark = DecimalMark::kUnknown) {
  const auto amount = ReadAmount(text, mark);
  if (!amount.has_value()) return "-";
  return absl::StrCat(amount->value(), amount->percent ? " %" : "",
                      amount->currency.empty() ? "" : " ", amount->currency,
                      amount->counted.empty() ? "" : " of ", amount->counted,
                      amount->assumed.empty() ? "" : "!", amount->assumed);
}

TEST(AmountTest, AsPeopleWriteThem) {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"45", "45"},
      {" -3.5 ", "-3.5"},
      {"\u22123,5", "-3.5"},
      {"1,200.5", "1200.5"},
      {"1.200,5", "1200.5"},
      {"1 200 000", "1.2e+06"},
      {"1\u202f200", "1200"},
      {"1'200'000.5", "1.2e+06"},
      {"1,234,567", "1.23457e+06"},
      {"0.125", "0.125"},
      {"1234.567", "1234.57"},
      {"-91500,125", "-91500.1"},
      {"012.345", "12.345"},
      {".5", "0.5"},
      {"-,25", "-0.25"},
      {"$.500", "0.5 USD"},
      {"1e6", "1e+06"},
      {"8 %", "0.08 %"},
      {"99,9%", "0.999 %"},
      {"$1,200.50", "1200.5 USD"},
      {"-$5", "-5 USD"},
      {"$-5", "-5 USD"},
      {"€ 3 M", "3e+06 EUR"},
      {"USD 100", "100 USD"},
      {"100 usd", "100 USD"},
      {"1,5 tỷ đồng", "1.5e+09 VND"},
      {"500 triệu", "5e+08"},
      {"200k", "200000"},
      {"$2.5bn", "2.5e+09 USD"},
      {"5m", "5e+06!m is taken as millions"},
      {"45 customers", "45 of customers"},
      {"20 khách hàng", "20 of khách hàng"},
      {"1.125", "1125!1.125 is taken as 1125"},
      {"-123,456", "-123456!-123,456 is taken as -123456"},
  };
  for (const auto& [text, amount] : rows) EXPECT_EQ(Read(text), amount) << text;
}

TEST(AmountTest, WhatIsNoneIsNone) {
  for (const char* text :
       {"",      " ",     "abc",       "n/a",   "3 of 5", "10/12",        "31.12.2026", "1,20,30.5",
        "1.2.3", "-",     ".",         ". 500", ".5.5",   ".500,5",       "%",          "$",
        "0x10",  "1e999", "5 % of $3", "12-15", "~12",    "5 customers!", "nan",        "inf",
        "1 2",   "12:30"}) {
    EXPECT_EQ(Read(text), "-") << text;
  }
}

TEST(AmountTest, OtherNumbersTellWhatAMarkMeans) {
  EXPECT_EQ(Read("1.125", DecimalMark::kPoint), "1.125");
  EXPECT_EQ(Read("1.125", DecimalMark::kComma), "1125");
  EXPECT_EQ(Read("1,125", DecimalMark::kComma), "1.125");
  EXPECT_EQ(Read("1,200.5", DecimalMark::kComma), "1200.5") << "it can be read one way only";
  EXPECT_EQ(ReadDecimalMark({"1,200", "80,500.25"}), DecimalMark::kPoint);
  EXPECT_EQ(ReadDecimalMark({"1.200", "0,25"}), DecimalMark::kComma);
  EXPECT_EQ(ReadDecimalMark({"$ 1.200.000"}), DecimalMark::kComma);
  EXPECT_EQ(ReadDecimalMark({"1.5", "1,5"}), DecimalMark::kUnknown);
  EXPECT_EQ(ReadDecimalMark({"1.200", "45", "31.12.2026"}), DecimalMark::kUnknown);
  EXPECT_EQ(ReadDecimalMark({"1,200", "91500.125"}), DecimalMark::kPoint);
  EXPECT_EQ(ReadDecimalMark({"1.200", ",5 %"}), DecimalMark::kComma);
  EXPECT_EQ(ReadDecimalMark({"Trước 30.6", "version 2.0", "2.0.1", "7."}), DecimalMark::kUnknown);
  EXPECT_EQ(ReadDecimalMark({"1,5 tỷ", "Trước 30.6"}), DecimalMark::kComma);
}

TEST(AmountTest, NumbersOfPrograms) {
  EXPECT_EQ(ReadExactAmount("1.125")->value(), 1.125);
  EXPECT_EQ(ReadExactAmount("-1e-3")->value(), -0.001);
  EXPECT_FALSE(ReadExactAmount("1,5").has_value());
  auto percent = *ReadExactAmount("1e2");
  percent.MakePercent();
  EXPECT_EQ(percent.value(), 1);
}

}  // namespace
}  // namespace okapi::cli

#include "services/metrics/kpis/formula.h"

#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "tests/support/status_matchers.h"

namespace okapi::metrics {
namespace {

using okapi::testing::IsOk;
using ::testing::HasSubstr;

std::string ErrorOf(const std::string& text) {
  const auto formula = Formula::Parse(text);
  return formula.ok() ? "fine" : std::string(formula.status().message());
}

TEST(FormulaTest, NumbersComeOutAsArithmeticSays) {
  struct Case {
    const char* text;
    double value;
  };
  for (const Case& c :
       {Case{"a", 12}, Case{"a + b * 2", 22}, Case{"(a + b) * 2", 34},
        Case{"(a - b) / a * 100", 700 / 12.0}, Case{"-a + b", -7}, Case{"2 ^ b", 32},
        Case{"a - -b", 17}, Case{"1.5e2 * a", 1800}, Case{"min(a, b) + max(a, b, 20)", 25},
        Case{"abs(b - a)", 7}, Case{"\ta\n/\r b ", 2.4}, Case{"a * 0 + 1", 1}}) {
    auto formula = Formula::Parse(c.text);
    ASSERT_THAT(formula, IsOk()) << c.text;
    std::vector<double> values;
    for (const FormulaName& name : formula->names()) values.push_back(name.text == "a" ? 12 : 5);
    const auto value = formula->Evaluate(values);
    ASSERT_TRUE(value.has_value()) << c.text;
    EXPECT_DOUBLE_EQ(*value, c.value) << c.text;
  }
}

TEST(FormulaTest, NamesAreInOrderWithTheirPositions) {
  const auto formula = Formula::Parse("(net_revenue - cost) / net_revenue + min");
  ASSERT_THAT(formula, IsOk());
  ASSERT_EQ(formula->names().size(), 3);
  EXPECT_EQ(formula->names()[0].text, "net_revenue");
  EXPECT_EQ(formula->names()[0].position, 1);
  EXPECT_EQ(formula->names()[1].text, "cost");
  EXPECT_EQ(formula->names()[1].position, 15);
  EXPECT_EQ(formula->names()[2].text, "min");  // Without arguments it is a KPI like others.
}

TEST(FormulaTest, WhatIsNotFiniteIsMissing) {
  auto formula = Formula::Parse("a / b");
  ASSERT_THAT(formula, IsOk());
  EXPECT_EQ(formula->Evaluate({1, 0}), std::nullopt);
  EXPECT_EQ(formula->Evaluate({0, 0}), std::nullopt);
  EXPECT_EQ(formula->Evaluate({1e300, 1e-300}), std::nullopt);
  EXPECT_EQ(formula->Evaluate({1, 4}), 0.25);
  auto root = Formula::Parse("a ^ 0.5");
  ASSERT_THAT(root, IsOk());
  EXPECT_EQ(root->Evaluate({-1}), std::nullopt);
  auto constant = Formula::Parse("1 / 0 + a");
  ASSERT_THAT(constant, IsOk());
  EXPECT_EQ(constant->Evaluate({1}), std::nullopt);
}

TEST(FormulaTest, WhatIsWrongIsSaidWithItsCharacter) {
  struct Case {
    const char* text;
    const char* error;
  };
  for (const Case& c : {Case{"", "at character 1"},
                        Case{"1 + 2", "at character 1: a formula names at least"},
                        Case{"a = b", "at character 3: this sign"},
                        Case{"a, b", "at character 2: a comma"},
                        Case{"(a, b)", "at character 3: a comma"},
                        Case{"a + \"b\"", "at character 5: this sign"},
                        Case{"a > b", "at character 3"},
                        Case{"a ? b : c", "at character 3"},
                        Case{"sin(a)", "at character 1: there is no function 'sin'"},
                        Case{"a)", "at character 2: this parenthesis"},
                        Case{"(a", "at character 3"},
                        Case{"a +", "at character 4"},
                        Case{"a b", "at character 3"},
                        Case{"a (b)", "at character"},
                        Case{"2a", "at character 1: this is not a number"},
                        Case{"a + 1.", "at character 5"},
                        Case{"a + 1e", "at character 5"},
                        Case{"a + 0x10", "at character 5"},
                        Case{"a * * b", "at character 5"},
                        Case{"min(,a)", "at character"},
                        Case{"min() + a", "at character"},
                        Case{"abs(a, b)", "at character"},
                        Case{"A + b", "at character 1"},
                        Case{"a + Ü", "at character 5"},
                        Case{"()a", "at character"},
                        Case{"_a", "at character 1"}}) {
    EXPECT_THAT(ErrorOf(c.text), HasSubstr(c.error)) << c.text;
  }
}

TEST(FormulaTest, BoundsHold) {
  EXPECT_EQ(ErrorOf(absl::StrCat("a", std::string(kFormulaLengthMax - 1, ' '))), "fine");
  EXPECT_THAT(ErrorOf(absl::StrCat("a", std::string(kFormulaLengthMax, ' '))),
              HasSubstr("at most 1000 characters"));
  std::string sum = "n0";
  for (size_t i = 1; i < kFormulaNamesMax; ++i) absl::StrAppend(&sum, "+n", i);
  EXPECT_EQ(ErrorOf(sum), "fine");
  EXPECT_THAT(ErrorOf(sum + "+more"), HasSubstr("at most 20 KPIs"));
  const std::string open(kFormulaDepthMax, '(');
  const std::string close(kFormulaDepthMax, ')');
  EXPECT_EQ(ErrorOf(absl::StrCat(open, "a", close)), "fine");
  EXPECT_THAT(ErrorOf(absl::StrCat("(", open, "a", close, ")")), HasSubstr("at character 11"));
}

}  // namespace
}  // namespace okapi::metrics

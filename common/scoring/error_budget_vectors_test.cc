#include <gtest/gtest.h>

#include <optional>
#include <vector>

#include "absl/time/time.h"
#include "common/scoring/error_budget.h"
#include "tests/support/field_matchers.h"
#include "tests/support/vectors.h"

// The lists of tests/vectors/scoring.json that are about error budgets.
namespace okapi::scoring {
namespace {

using okapi::testing::BadFieldsAre;
using okapi::testing::ExpectNear;
using okapi::testing::ReadVectors;
using okapi::testing::Vector;
using okapi::testing::VectorsOf;

std::vector<ValueStep> StepsIn(const Vector& vector) {
  std::vector<ValueStep> steps;
  for (const Vector& step : vector.Objects("steps")) {
    steps.push_back({step.Time("time"), step.NumberOrNull("value")});
  }
  return steps;
}

void ExpectSeconds(absl::Duration actual, double expected) {
  ExpectNear(absl::ToDoubleSeconds(actual), expected);
}

// Of one window, the times of the case and what is left at its end.
void ExpectBurn(const RangeTime& part, const ErrorBudget& budget, double share, absl::Time now,
                const Vector& expected) {
  ExpectSeconds(part.broken, expected.Number("spent"));
  ExpectSeconds(part.unknown, expected.Number("unknown"));
  const auto rate = BurnRate(part, share);
  ExpectNear(rate, expected.NumberOrNull("burn_rate"));
  std::optional<double> exhausted;
  if (rate.has_value()) {
    const auto time = ExhaustTime(budget, share, *rate, now);
    if (time.has_value()) exhausted = absl::ToDoubleSeconds(*time - absl::UnixEpoch());
  }
  ExpectNear(exhausted, expected.NumberOrNull("exhaust_time"));
}

TEST(ErrorBudgetVectorsTest, ErrorBudgets) {
  const auto file = ReadVectors("scoring.json");
  for (const Vector& vector : VectorsOf(file, "error_budgets")) {
    SCOPED_TRACE(vector.Text("name"));
    const double share = vector.Number("error_budget");
    const absl::Time start = vector.Time("start");
    const absl::Time now = vector.Time("now");
    const Range range{vector.NumberOrNull("min"), vector.NumberOrNull("max"),
                      vector.Flag("strict")};
    const std::vector<ValueStep> steps = StepsIn(vector);
    const RangeTime so_far = TimeInRange(steps, range, start, now);
    EXPECT_EQ(so_far.kept + so_far.broken + so_far.unknown, now - start);
    ExpectSeconds(so_far.unknown, vector.Number("unknown"));
    const ErrorBudget budget = SpendErrorBudget(share, vector.Time("end") - start, so_far.broken);
    ExpectSeconds(budget.budget, vector.Number("budget"));
    ExpectSeconds(budget.spent, vector.Number("spent"));
    ExpectSeconds(budget.left, vector.Number("left"));
    ExpectNear(budget.spent_share, vector.Number("spent_share"));
    const std::vector<double> windows = vector.Numbers("windows");
    const std::vector<Vector> burns = vector.Objects("burns");
    ASSERT_EQ(windows.size(), burns.size());
    for (size_t i = 0; i < windows.size(); ++i) {
      SCOPED_TRACE(windows[i]);
      const absl::Duration window = absl::Seconds(windows[i]);
      const RangeTime part = TimeInWindow(steps, range, start, now, window);
      EXPECT_EQ(part.kept + part.broken + part.unknown, window);
      ExpectBurn(part, budget, share, now, burns[i]);
    }
  }
}

TEST(ErrorBudgetVectorsTest, RefusedErrorBudgets) {
  const auto file = ReadVectors("scoring.json");
  for (const Vector& vector : VectorsOf(file, "refused_error_budgets")) {
    SCOPED_TRACE(vector.Text("name"));
    status::FieldViolations violations;
    CheckErrorBudget(vector.Number("error_budget"), "error_budget", violations);
    EXPECT_THAT(violations.ToStatus(), BadFieldsAre(vector.Texts("fields")));
  }
}

TEST(ErrorBudgetVectorsTest, Burns) {
  const auto file = ReadVectors("scoring.json");
  for (const Vector& vector : VectorsOf(file, "burns")) {
    SCOPED_TRACE(vector.Text("name"));
    const auto faster = BurnsFaster(vector.NumberOrNull("long_window"),
                                    vector.NumberOrNull("short_window"), vector.Number("rate"));
    ASSERT_EQ(faster.has_value(), !vector.IsNull("faster"));
    EXPECT_EQ(faster.value_or(false), vector.Flag("faster"));
  }
}

}  // namespace
}  // namespace okapi::scoring

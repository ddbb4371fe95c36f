#include "services/reporting/reports/row_change.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

namespace okapi::reporting {
namespace {

using okapi::metrics::v1::Kpi;
using okapi::reporting::v1::Contribution;
using okapi::reporting::v1::ScorecardCell;
using okapi::reporting::v1::ScorecardRow;
using okapi::reporting::v1::Trend;

// Fewer numbers than this show no way.
constexpr size_t kTrendNumbersMin = 3;

// Whether the numbers of members add up to that of the whole.
bool AddsUp(const Kpi& kpi) {
  return kpi.aggregation() == okapi::metrics::v1::SUM ||
         kpi.aggregation() == okapi::metrics::v1::COUNT ||
         kpi.aggregation() == okapi::metrics::v1::LAST;
}

// The position of the last cell that is over and has one before it; nullopt if there is none.
std::optional<int> LastOver(const ScorecardRow& row) {
  for (int i = row.cells_size() - 1; i > 0; --i) {
    if (!row.cells(i).open()) return i;
  }
  return std::nullopt;
}

std::optional<double> DifferenceOf(const ScorecardRow& row, bool adds_up) {
  const std::optional<int> last = LastOver(row);
  if (!last.has_value()) return std::nullopt;
  const ScorecardCell& from = row.cells(*last - 1);
  const ScorecardCell& to = row.cells(*last);
  if (from.unknown() || to.unknown()) return std::nullopt;
  const bool known =
      adds_up ? from.has_actual() || to.has_actual() : from.has_actual() && to.has_actual();
  if (!known) return std::nullopt;
  const double difference = to.actual() - from.actual();
  if (!std::isfinite(difference)) return std::nullopt;
  return difference;
}

}  // namespace

std::optional<double> ChangeOf(double from, double to) {
  if (from == 0) return std::nullopt;
  const double change = (to - from) / std::abs(from);
  if (!std::isfinite(change)) return std::nullopt;
  return change;
}

Trend TrendOf(const ScorecardRow& row) {
  std::vector<double> numbers;
  for (const ScorecardCell& cell : row.cells()) {
    if (cell.has_actual() && !cell.open()) numbers.push_back(cell.actual());
  }
  if (numbers.size() < kTrendNumbersMin) return Trend::TREND_UNSPECIFIED;
  size_t rises = 0;
  size_t falls = 0;
  for (size_t i = 1; i < numbers.size(); ++i) {
    rises += numbers[i] > numbers[i - 1] ? 1 : 0;
    falls += numbers[i] < numbers[i - 1] ? 1 : 0;
  }
  const size_t changes = numbers.size() - 1;
  if (3 * rises >= 2 * changes) return Trend::RISING;
  if (3 * falls >= 2 * changes) return Trend::FALLING;
  return Trend::FLAT;
}

void AddContributions(const Kpi& kpi, absl::Span<const okapi::common::v1::Period> periods,
                      absl::Span<ScorecardRow> members) {
  const bool adds_up = AddsUp(kpi);
  double whole = 0;
  for (ScorecardRow& row : members) {
    const std::optional<double> difference = DifferenceOf(row, adds_up);
    if (!difference.has_value()) continue;
    const auto last = static_cast<size_t>(*LastOver(row));
    Contribution& contribution = *row.mutable_contribution();
    contribution.set_difference(*difference);
    contribution.set_period(periods[last].id());
    contribution.set_previous_period(periods[last - 1].id());
    whole += *difference;
  }
  if (!adds_up || whole == 0 || !std::isfinite(whole)) return;
  for (ScorecardRow& row : members) {
    if (!row.has_contribution()) continue;
    row.mutable_contribution()->set_share(row.contribution().difference() / whole);
  }
}

void RankByContribution(absl::Span<ScorecardRow> members) {
  auto weight = [](const ScorecardRow& row) {
    return row.has_contribution() ? std::abs(row.contribution().difference()) : -1;
  };
  std::stable_sort(
      members.begin(), members.end(),
      [&](const ScorecardRow& a, const ScorecardRow& b) { return weight(a) > weight(b); });
}

}  // namespace okapi::reporting

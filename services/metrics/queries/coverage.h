#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/calendar/calendar.h"
#include "services/metrics/engine/captured_samples.h"

namespace okapi::metrics {

// The parts of periods that follow one another, as KpiValue.coverage defines them.
struct PeriodParts {
  // Part i is [bounds_us[i], bounds_us[i + 1]).
  std::vector<int64_t> bounds_us;
  // Period i has the parts from begins[i] to begins[i + 1].
  std::vector<size_t> begins;
  // The last part goes on: it ends after the question does.
  bool last_is_running = false;
  // When the last part ends by the calendar.
  absl::Time last_end;
};

// The parts that begin before `end`. `periods` are at least one.
PeriodParts PartsOf(const std::vector<calendar::Period>& periods,
                    const calendar::Calendar& calendar, absl::Time end);

// In which parts a group has samples.
using CoveredParts = std::vector<bool>;

// The parts in which each group has samples; groups that have none need not be there. Chunks are
// decoded only where their statistics leave a part in doubt. DATA_LOSS when one is damaged.
absl::StatusOr<std::map<std::array<absl::string_view, kGroupByMax>, CoveredParts>> FindCovered(
    const CapturedMetric& metric, const ChunkReader* chunks, absl::Span<const int64_t> bounds_us);

// The share of a period's parts that are covered; nullopt when it has no part that counts yet.
std::optional<double> CoverageOf(const PeriodParts& parts, const CoveredParts& covered,
                                 size_t period);

}  // namespace okapi::metrics

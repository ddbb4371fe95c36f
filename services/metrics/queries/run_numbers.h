#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/metrics/engine/aggregation.h"
#include "services/metrics/engine/captured_samples.h"
#include "services/metrics/queries/coverage.h"
#include "services/metrics/queries/definition_runs.h"

namespace okapi::metrics {

// What must be captured to compute the runs, in their order.
std::vector<SampleSelection> SelectionsOf(absl::Span<const DefinitionRun> runs);

// The metrics of these.
std::vector<std::string> MetricsOf(absl::Span<const DefinitionRun> runs);

// The groups that have samples, as Aggregate gives them, each interval computed as its run says.
// `intervals` has the bounds of the intervals and the limits; `samples` hold what SelectionsOf
// names, from metrics[first] on. A formula's number is missing when one of its operands is, or when
// it is not finite. Its sample count is the smallest of the operands', its newest sample the newest
// of theirs. Numbers of operands count towards the limit, too.
absl::StatusOr<std::vector<GroupNumbers>> ComputeRuns(const CapturedSamples& samples,
                                                      const AggregationQuery& intervals,
                                                      absl::Span<const DefinitionRun> runs,
                                                      size_t first);

// The parts in which each group has samples, of a formula: samples of every operand.
absl::StatusOr<std::map<std::array<absl::string_view, kGroupByMax>, CoveredParts>> FindRunsCovered(
    const CapturedSamples& samples, const AggregationQuery& intervals,
    absl::Span<const DefinitionRun> runs, absl::Span<const int64_t> bounds_us, size_t first);

}  // namespace okapi::metrics

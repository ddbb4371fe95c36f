#pragma once

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/journal/journal.h"
#include "okapi/metrics/v1/metrics_service.pb.h"
#include "services/metrics/engine/sample_engine.h"
#include "services/metrics/kpis/definitions.h"
#include "services/metrics/queries/computed_answer.h"

namespace okapi::metrics {

// NOT_FOUND when there is no such KPI; else as PlanQuery.
absl::StatusOr<PreparedQuestion> Prepare(const Definitions& definitions,
                                         const storage::Reader& reader,
                                         const okapi::metrics::v1::AggregateKpiRequest& request,
                                         absl::Time now);

// Says of what the answer is, as far as its KPI tells: its name, and how it makes its numbers.
void DescribeKpi(const okapi::metrics::v1::Kpi& kpi,
                 okapi::metrics::v1::AggregateKpiResponse& response);

// The answer as one message.
okapi::metrics::v1::AggregateKpiResponse ToResponse(const ComputedAnswer& answer,
                                                    const PreparedQuestion& question,
                                                    int64_t revision);

// The answer from the engine's samples, at least those of all writes up to `revision`. Not from the
// lane.
absl::StatusOr<okapi::metrics::v1::AggregateKpiResponse> AnswerFrom(
    const SampleEngine& engine, int64_t revision, const PreparedQuestion& question);

// Prepares and answers at one revision. Not from the lane.
absl::StatusOr<okapi::metrics::v1::AggregateKpiResponse> Answer(
    const Definitions& definitions, const SampleEngine& engine, const journal::View& view,
    const okapi::metrics::v1::AggregateKpiRequest& request, absl::Time now);

}  // namespace okapi::metrics

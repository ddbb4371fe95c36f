#pragma once

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/journal/journal.h"
#include "okapi/metrics/v1/metrics_service.pb.h"
#include "services/metrics/definitions.h"
#include "services/metrics/kpi_query.h"
#include "services/metrics/sample_engine.h"

namespace okapi::metrics {

// A question with the KPI's definition and what there is to compute: all that an answer needs
// besides samples.
struct PreparedQuestion {
  okapi::metrics::v1::AggregateKpiRequest request;
  okapi::metrics::v1::Kpi kpi;
  KpiQuery query;
};

// NOT_FOUND when there is no such KPI; else as PlanQuery.
absl::StatusOr<PreparedQuestion> Prepare(const Definitions& definitions,
                                         const storage::Reader& reader,
                                         const okapi::metrics::v1::AggregateKpiRequest& request,
                                         absl::Time now);

// The answer from the engine's samples, at least those of all writes up to `revision`. Not from the
// lane.
absl::StatusOr<okapi::metrics::v1::AggregateKpiResponse> AnswerFrom(
    const SampleEngine& engine, int64_t revision, const PreparedQuestion& question);

// Prepares and answers at one revision. Not from the lane.
absl::StatusOr<okapi::metrics::v1::AggregateKpiResponse> Answer(
    const Definitions& definitions, const SampleEngine& engine, const journal::View& view,
    const okapi::metrics::v1::AggregateKpiRequest& request, absl::Time now);

}  // namespace okapi::metrics

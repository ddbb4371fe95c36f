#pragma once

#include <string>

#include "absl/time/time.h"
#include "okapi/goals/v1/resources.pb.h"
#include "okapi/metrics/v1/metrics_service.pb.h"
#include "services/goals/numbers/key_result_state.h"
#include "services/goals/numbers/progress.h"

// What a key result wants to know of its KPI, and what the answer says: pure functions.
namespace okapi::goals {

// A question to the metrics service on behalf of a key result.
struct KpiQuestion {
  std::string key_result;
  // It is about the guard of the key result, not its value.
  bool guard = false;
  std::string source_hash;
  okapi::goals::v1::KpiSource::Window window;
  okapi::metrics::v1::AggregateKpiRequest query;
};

// Asks for the KPI's numbers within the span. Precondition of the first: the key result has a
// `kpi_source`; of the second: a guard.
KpiQuestion Ask(const okapi::goals::v1::KeyResult& key_result, const CycleSpan& span);
KpiQuestion AskGuard(const okapi::goals::v1::KeyResult& key_result, const CycleSpan& span);

// The number that drives the key result. It may change with `now` alone: a period comes to its end.
KpiReading ReadAnswer(const KpiQuestion& question,
                      const okapi::metrics::v1::AggregateUpdate& answer, absl::Time now);

}  // namespace okapi::goals

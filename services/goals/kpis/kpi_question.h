#pragma once

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "okapi/goals/v1/resources.pb.h"
#include "okapi/metrics/v1/metrics_service.pb.h"
#include "services/goals/numbers/key_result_state.h"
#include "services/goals/numbers/progress.h"

// What a key result wants to know of its KPI, and what the answer says: pure functions.
namespace okapi::goals {

// A question to the metrics service on behalf of a key result.
struct KpiQuestion {
  // What of the key result it is about: its value, the value of its guard, or the curve of its way.
  enum About { kValue, kGuard, kSeason };
  std::string key_result;
  // Tells it from one of the same name that was there before.
  absl::Time created;
  About about = kValue;
  std::string source_hash;
  okapi::goals::v1::KpiSource::Window window;
  // In which the days of its history are.
  absl::TimeZone zone = absl::UTCTimeZone();
  okapi::metrics::v1::AggregateKpiRequest query;
};

// Asks for the KPI's numbers within the span, for those of a season day by day. Precondition: the
// key result has a `kpi_source`; of AskGuard: a guard.
KpiQuestion Ask(const okapi::goals::v1::KeyResult& key_result, const CycleSpan& span);
KpiQuestion AskGuard(const okapi::goals::v1::KeyResult& key_result, const CycleSpan& span);
KpiQuestion AskSeason(const okapi::goals::v1::KeyResult& key_result, const CycleSpan& span);

// Equal for questions that are the same, of the same key result.
std::string IdentityOf(const KpiQuestion& question);

// All numbers of the answer that count for the question, in the order of their periods.
std::vector<KpiReading> NumbersOf(const KpiQuestion& question,
                                  const okapi::metrics::v1::AggregateUpdate& answer,
                                  absl::Time now);

// Curve.season by the answer to AskSeason(); empty where there is none, or the KPI does not add up.
std::vector<double> SeasonOf(const okapi::metrics::v1::AggregateUpdate& answer);

// The number that drives the key result, the last one that counts. It may change with `now` alone:
// a period comes to its end.
KpiReading ReadAnswer(const KpiQuestion& question,
                      const okapi::metrics::v1::AggregateUpdate& answer, absl::Time now);

}  // namespace okapi::goals

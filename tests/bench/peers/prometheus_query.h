#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "tests/bench/peers/http_connection.h"
#include "tests/bench/peers/target.h"

namespace okapi::bench {

// One series of an instant query's answer: the value of the label asked for, and the number.
using LabelledNumber = std::pair<std::string, double>;

// Runs an instant query of Prometheus' HTTP API, which VictoriaMetrics has too, at `time`. The raw
// answer.
absl::StatusOr<std::string> InstantQuery(HttpConnection& connection, const std::string& query,
                                         absl::Time time);
absl::StatusOr<std::vector<LabelledNumber>> UnpackInstantQuery(const std::string& answer,
                                                               const std::string& label);

// A window in which exactly the samples of [start, end) lie, evaluated a millisecond before the
// end: windows are open on the left or there is no sample there.
std::string Window(const TimeSpan& span);
absl::Time WindowEnd(const TimeSpan& span);

// Number and sum of each metric's samples.
absl::StatusOr<std::map<std::string, Totals>> CountByQuery(HttpConnection& connection,
                                                           const Workload& workload);

}  // namespace okapi::bench

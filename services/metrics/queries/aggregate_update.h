#pragma once

#include <string>

#include "absl/status/status.h"
#include "common/status/errors.h"
#include "okapi/metrics/v1/metrics_service.pb.h"

namespace okapi::metrics {

using Queries = google::protobuf::RepeatedPtrField<okapi::metrics::v1::AggregateKpiRequest>;

// Adds what is wrong with questions that are asked together: there are at most `queries_max`, all
// about KPIs of `parent`.
void CheckQueries(const Queries& queries, const std::string& parent, int queries_max,
                  status::FieldViolations& violations);

// Puts the reason why a question has no answer in the place of the answer, as gRPC would tell it.
// Precondition: not OK.
void SetError(const absl::Status& status, okapi::metrics::v1::AggregateUpdate& update);

}  // namespace okapi::metrics

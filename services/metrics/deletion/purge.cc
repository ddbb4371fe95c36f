#include "services/metrics/deletion/purge.h"

#include <utility>

#include "common/api/timestamp.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/metrics/engine/metric_selection.h"

namespace okapi::metrics {

using okapi::metrics::v1::PurgeSamplesRequest;
using okapi::metrics::v1::PurgeSamplesResponse;

absl::StatusOr<PurgeSamplesResponse> Purge(SampleEngine& engine,
                                           const PurgeSamplesRequest& request) {
  status::FieldViolations violations;
  SampleSelection selection = SelectMetric(request.metric(), request.filter(), violations);
  SampleDeletion deletion;
  deletion.begin_us = absl::ToUnixMicros(api::FromTimestamp(request.start_time()));
  deletion.end_us = absl::ToUnixMicros(api::FromTimestamp(request.end_time()));
  deletion.count_only = request.validate_only();
  if (deletion.begin_us >= deletion.end_us) {
    violations.Add("start_time", "must be before end_time");
  }
  OKAPI_RETURN_IF_ERROR(violations.ToStatus());
  deletion.metric = std::move(selection.metric);
  deletion.matchers = std::move(selection.matchers);
  PurgeSamplesResponse response;
  OKAPI_ASSIGN_OR_RETURN(const int64_t count, engine.Delete(request.parent(), deletion));
  response.set_purge_count(count);
  return response;
}

}  // namespace okapi::metrics

#include "services/metrics/purge.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/api/timestamp.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/metrics/kpi_query.h"
#include "services/metrics/series.h"

namespace okapi::metrics {

using okapi::metrics::v1::PurgeSamplesRequest;
using okapi::metrics::v1::PurgeSamplesResponse;

absl::StatusOr<PurgeSamplesResponse> Purge(SampleEngine& engine,
                                           const PurgeSamplesRequest& request) {
  status::FieldViolations violations;
  if (absl::Status bad = CheckMetricName(request.metric()); !bad.ok()) {
    violations.Add("metric", bad.message());
  }
  if (request.filter_size() > kMatchersMax) {
    violations.Add("filter", absl::StrCat("has more than ", kMatchersMax, " entries"));
  }
  CheckMatchers(request.filter(), "filter", violations);
  SampleDeletion deletion;
  deletion.metric = request.metric();
  deletion.begin_us = absl::ToUnixMicros(api::FromTimestamp(request.start_time()));
  deletion.end_us = absl::ToUnixMicros(api::FromTimestamp(request.end_time()));
  deletion.count_only = request.validate_only();
  if (deletion.begin_us >= deletion.end_us) {
    violations.Add("start_time", "must be before end_time");
  }
  OKAPI_RETURN_IF_ERROR(violations.ToStatus());
  for (const v1::LabelMatcher& matcher : request.filter()) {
    OKAPI_ASSIGN_OR_RETURN(LabelMatcher created, LabelMatcher::Create(matcher));
    deletion.matchers.push_back(std::move(created));
  }
  PurgeSamplesResponse response;
  OKAPI_ASSIGN_OR_RETURN(const int64_t count, engine.Delete(request.parent(), deletion));
  response.set_purge_count(count);
  return response;
}

}  // namespace okapi::metrics

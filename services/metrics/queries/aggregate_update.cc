#include "services/metrics/queries/aggregate_update.h"

#include "absl/strings/str_cat.h"
#include "common/api/resource_name.h"
#include "common/status/convert.h"

namespace okapi::metrics {

void CheckQueries(const Queries& queries, const std::string& parent, int queries_max,
                  status::FieldViolations& violations) {
  if (queries.size() > queries_max) {
    violations.Add("queries", absl::StrCat("has more than ", queries_max, " entries"));
  }
  for (int i = 0; i < queries.size(); ++i) {
    if (api::OrganizationOf(queries[i].name()) == parent) continue;
    violations.Add(absl::StrCat("queries[", i, "].name"),
                   absl::StrCat("is not a KPI of '", parent, "'"));
  }
}

void SetError(const absl::Status& status, okapi::metrics::v1::AggregateUpdate& update) {
  const grpc::Status converted = status::ToGrpc(status);
  if (!update.mutable_error()->ParseFromString(converted.error_details())) {
    update.mutable_error()->Clear();
  }
  update.mutable_error()->set_code(static_cast<int>(converted.error_code()));
  update.mutable_error()->set_message(converted.error_message());
}

}  // namespace okapi::metrics

#include "services/reporting/store/subject_kind.h"

#include "common/api/resource_name.h"
#include "common/status/errors.h"
#include "okapi/goals/v1/resources.pb.h"
#include "okapi/metrics/v1/resources.pb.h"

namespace okapi::reporting {
namespace {

template <typename R>
bool Is(const std::string& name) {
  return api::PatternOf<R>().Match(name).ok();
}

}  // namespace

absl::Status CheckIsKpi(const std::string& name, absl::string_view field) {
  if (Is<okapi::metrics::v1::Kpi>(name)) return absl::OkStatus();
  return status::InvalidField(field, "must name a KPI");
}

absl::Status CheckIsKeyResult(const std::string& name, absl::string_view field) {
  if (Is<okapi::goals::v1::KeyResult>(name)) return absl::OkStatus();
  return status::InvalidField(field, "must name a key result");
}

absl::Status CheckHasNumber(const std::string& name, absl::string_view field) {
  if (Is<okapi::metrics::v1::Kpi>(name) || Is<okapi::goals::v1::KeyResult>(name) ||
      Is<okapi::goals::v1::Objective>(name)) {
    return absl::OkStatus();
  }
  return status::InvalidField(field, "must name a KPI, a key result or an objective");
}

}  // namespace okapi::reporting

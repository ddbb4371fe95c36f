#include "services/reporting/reading/existence.h"

#include "absl/strings/str_cat.h"
#include "common/api/resource_name.h"
#include "common/status/errors.h"
#include "okapi/goals/v1/resources.pb.h"
#include "okapi/metrics/v1/resources.pb.h"

namespace okapi::reporting {
namespace {

absl::Status Ask(const Neighbours& neighbours, const std::string& viewer, const std::string& name) {
  if (api::PatternOf<okapi::metrics::v1::Kpi>().Match(name).ok()) {
    return neighbours.metrics.GetKpi(name).status();
  }
  if (api::PatternOf<okapi::goals::v1::KeyResult>().Match(name).ok()) {
    return neighbours.goals.GetKeyResult(name, viewer).status();
  }
  if (api::PatternOf<okapi::goals::v1::Objective>().Match(name).ok()) {
    return neighbours.goals.GetObjective(name, viewer).status();
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckOrganization(const Neighbours& neighbours, const std::string& organization) {
  // Metrics first: a company may use KPIs alone.
  const KpiDefinitions definitions = neighbours.metrics.ReadDefinitions(organization);
  if (!definitions.Problem().ok() || !definitions.kpis.value.kpis().empty()) {
    return absl::OkStatus();
  }
  const absl::Status known = neighbours.goals.GetOrganization(organization).status();
  return absl::IsNotFound(known) ? known : absl::OkStatus();
}

absl::Status CheckSubject(const Neighbours& neighbours, const std::string& viewer,
                          const std::string& name, absl::string_view field) {
  const absl::Status asked = Ask(neighbours, viewer, name);
  return absl::IsNotFound(asked) ? NoSuchSubject(name, field) : absl::OkStatus();
}

absl::Status NoSuchSubject(const std::string& name, absl::string_view field) {
  return status::Error(absl::StatusCode::kNotFound, status::ErrorReason::RESOURCE_NOT_FOUND,
                       absl::StrCat(field, ": '", name, "' does not exist"),
                       {{"resource", name}, {"field", std::string(field)}});
}

}  // namespace okapi::reporting

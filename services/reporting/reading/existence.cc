#include "services/reporting/reading/existence.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/api/resource_name.h"
#include "common/rpc/call.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "okapi/goals/v1/resources.pb.h"
#include "okapi/metrics/v1/resources.pb.h"
#include "services/reporting/store/alert_rules.h"

namespace okapi::reporting {
namespace {

using okapi::metrics::v1::Kpi;
using okapi::reporting::v1::AlertRule;

absl::Status Ask(const Neighbours& neighbours, const std::string& viewer, const std::string& name) {
  if (api::PatternOf<Kpi>().Match(name).ok()) {
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

// Whether some KPI is so, or may be: those from memory are not all that there may be by now.
template <typename IsSo>
bool MayBeAny(const KpiDefinitions& definitions, IsSo is_so) {
  const auto& kpis = definitions.kpis.value.kpis();
  return !definitions.kpis.problem.ok() || std::any_of(kpis.begin(), kpis.end(), is_so);
}

bool HasDimension(const Kpi& kpi, const std::string& label) {
  return std::any_of(kpi.dimensions().begin(), kpi.dimensions().end(),
                     [&label](const auto& dimension) { return dimension.label() == label; });
}

// As nobody in particular.
absl::Status CheckOpen(const Neighbours& neighbours, const std::string& viewer,
                       const std::string& name, absl::string_view field) {
  const absl::Status open = CheckSubject(neighbours, rpc::kAnonymous, name, field);
  if (open.ok() || viewer == rpc::kAnonymous) return open;
  // Not CheckSubject(): who cannot be asked for now must not tell that it is there.
  if (!Ask(neighbours, viewer, name).ok()) return open;
  return status::Error(
      absl::StatusCode::kFailedPrecondition, status::ErrorReason::INVALID_STATE,
      absl::StrCat(field, ": '", name, "' is private, and alerts tell what everybody may see"),
      {{"resource", name}, {"state", "PRIVATE"}});
}

absl::Status CheckErrorBudget(const Neighbours& neighbours, const std::string& key_result,
                              absl::string_view field) {
  const auto found = neighbours.goals.GetKeyResult(key_result, rpc::kAnonymous);
  if (!found.ok() || found->range().has_error_budget()) return absl::OkStatus();
  return status::Error(absl::StatusCode::kFailedPrecondition, status::ErrorReason::INVALID_STATE,
                       absl::StrCat(field, ": '", key_result,
                                    "' has no error budget: give its range one, "
                                    "`range.error_budget`"),
                       {{"resource", key_result}, {"state", "NO_ERROR_BUDGET"}});
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

absl::Status CheckTeam(const Neighbours& neighbours, const KpiDefinitions& definitions,
                       const std::string& team) {
  const auto is_theirs = [&team](const Kpi& kpi) { return kpi.team() == team; };
  if (team.empty() || MayBeAny(definitions, is_theirs)) return absl::OkStatus();
  const absl::Status known = neighbours.goals.GetTeam(team).status();
  return absl::IsNotFound(known) ? status::NotFound(team) : absl::OkStatus();
}

absl::Status CheckOwner(const Neighbours& neighbours, const KpiDefinitions& definitions,
                        const std::string& owner) {
  const auto is_theirs = [&owner](const Kpi& kpi) { return kpi.owner() == owner; };
  if (owner.empty() || MayBeAny(definitions, is_theirs)) return absl::OkStatus();
  const absl::Status known = neighbours.goals.GetMember(owner).status();
  return absl::IsNotFound(known) ? status::NotFound(owner) : absl::OkStatus();
}

absl::Status CheckFilters(const Neighbours& neighbours, const KpiDefinitions& definitions,
                          const ScorecardQuery& query) {
  OKAPI_RETURN_IF_ERROR(CheckTeam(neighbours, definitions, query.team));
  OKAPI_RETURN_IF_ERROR(CheckOwner(neighbours, definitions, query.owner));
  const std::string& label = query.group_label;
  const auto has_it = [&label](const Kpi& kpi) { return HasDimension(kpi, label); };
  if (label.empty() || MayBeAny(definitions, has_it)) return absl::OkStatus();
  return status::Error(absl::StatusCode::kNotFound, status::ErrorReason::RESOURCE_NOT_FOUND,
                       absl::StrCat("group_label: no KPI has the dimension '", label, "'"),
                       {{"resource", label}, {"field", "group_label"}});
}

absl::Status CheckAlertSubject(const Neighbours& neighbours, const std::string& viewer,
                               const AlertRule& rule) {
  const std::string& subject = SubjectOf(rule);
  const std::string field = SubjectFieldOf(rule);
  OKAPI_RETURN_IF_ERROR(CheckOpen(neighbours, viewer, subject, field));
  return rule.has_error_budget_burn() ? CheckErrorBudget(neighbours, subject, field)
                                      : absl::OkStatus();
}

absl::Status NoSuchSubject(const std::string& name, absl::string_view field) {
  return status::Error(absl::StatusCode::kNotFound, status::ErrorReason::RESOURCE_NOT_FOUND,
                       absl::StrCat(field, ": '", name, "' does not exist"),
                       {{"resource", name}, {"field", std::string(field)}});
}

}  // namespace okapi::reporting

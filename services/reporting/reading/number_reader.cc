#include "services/reporting/reading/number_reader.h"

#include "common/api/resource_name.h"
#include "common/api/timestamp.h"
#include "common/rpc/retry.h"
#include "common/status/status_macros.h"
#include "services/reporting/reading/existence.h"
#include "services/reporting/reading/report_reader.h"
#include "services/reporting/store/subject_kind.h"

namespace okapi::reporting {
namespace {

using okapi::common::v1::Progress;
using okapi::goals::v1::KeyResult;
using okapi::goals::v1::Objective;
using okapi::metrics::v1::Kpi;
using okapi::reporting::v1::GetKpiReportRequest;
using okapi::reporting::v1::KpiReport;
using okapi::reporting::v1::NumberState;

void SetUnit(const okapi::common::v1::Unit& unit, NumberState& state) {
  if (unit.kind_case() != okapi::common::v1::Unit::KIND_NOT_SET) *state.mutable_unit() = unit;
}

absl::StatusOr<NumberState> OfKpi(const Neighbours& neighbours, const std::string& name) {
  GetKpiReportRequest request;
  request.set_name(name);
  request.set_period_count(1);
  OKAPI_ASSIGN_OR_RETURN(const KpiReport report, ReadKpiReport(neighbours, DecisionLog(), request));
  NumberState state;
  state.set_display_name(report.kpi().display_name());
  SetUnit(report.kpi().unit(), state);
  if (report.row().cells().empty()) return state;
  const auto& cell = *report.row().cells().rbegin();
  if (cell.has_actual()) state.set_value(cell.actual());
  if (cell.has_target()) state.set_target(cell.target());
  if (cell.has_target_max()) state.set_target_max(cell.target_max());
  state.set_status(cell.status());
  state.set_period(report.periods().rbegin()->id());
  return state;
}

void SetTarget(const KeyResult& key_result, NumberState& state) {
  if (key_result.has_from_to()) state.set_target(key_result.from_to().target());
  if (!key_result.has_relative_change()) return;
  const auto& way = key_result.relative_change();
  state.set_target(way.baseline() * (1 + way.change()));
}

absl::StatusOr<NumberState> OfKeyResult(const Neighbours& neighbours, const std::string& viewer,
                                        const std::string& name) {
  OKAPI_ASSIGN_OR_RETURN(const KeyResult key_result, neighbours.goals.GetKeyResult(name, viewer));
  NumberState state;
  state.set_display_name(key_result.display_name());
  SetUnit(key_result.unit(), state);
  if (key_result.has_current_value()) state.set_value(key_result.current_value());
  SetTarget(key_result, state);
  state.set_status(key_result.progress().status());
  return state;
}

absl::StatusOr<NumberState> OfObjective(const Neighbours& neighbours, const std::string& viewer,
                                        const std::string& name) {
  OKAPI_ASSIGN_OR_RETURN(const Objective objective, neighbours.goals.GetObjective(name, viewer));
  NumberState state;
  state.set_display_name(objective.display_name());
  state.mutable_unit()->set_percent(true);
  if (objective.progress().has_raw()) state.set_value(objective.progress().raw());
  state.set_target(1);
  state.set_status(objective.progress().status());
  return state;
}

absl::StatusOr<NumberState> OfAny(const Neighbours& neighbours, const std::string& viewer,
                                  const std::string& name, absl::string_view field) {
  OKAPI_RETURN_IF_ERROR(CheckHasNumber(name, field));
  if (api::PatternOf<Kpi>().Match(name).ok()) return OfKpi(neighbours, name);
  if (api::PatternOf<KeyResult>().Match(name).ok()) return OfKeyResult(neighbours, viewer, name);
  return OfObjective(neighbours, viewer, name);
}

}  // namespace

absl::StatusOr<NumberState> ReadNumber(const Neighbours& neighbours, const std::string& viewer,
                                       const std::string& name, absl::string_view field) {
  absl::StatusOr<NumberState> state = OfAny(neighbours, viewer, name, field);
  if (absl::IsNotFound(state.status())) return NoSuchSubject(name, field);
  if (!state.ok() && rpc::MayPass(state.status())) state = NumberState();
  if (state.ok()) {
    *state->mutable_read_time() = api::ToTimestamp(neighbours.runtime.clock.Now());
  }
  return state;
}

}  // namespace okapi::reporting

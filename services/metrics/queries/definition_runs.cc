#include "services/metrics/queries/definition_runs.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/api/resource_name.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/metrics/kpis/formula.h"
#include "services/metrics/kpis/formula_graph.h"
#include "services/metrics/kpis/kpi_history.h"
#include "services/metrics/kpis/targets.h"

namespace okapi::metrics {
namespace {

using Histories = std::map<std::string, KpiHistory>;

// The names of a KPI's operands, in the order of its formula's names.
absl::StatusOr<std::vector<std::string>> OperandsOf(const v1::Kpi& kpi) {
  std::vector<std::string> operands;
  if (kpi.formula().empty()) return operands;
  OKAPI_ASSIGN_OR_RETURN(const std::vector<FormulaName> names, NamesIn(kpi.formula()));
  const std::string organization = api::OrganizationOf(kpi.name());
  for (const FormulaName& name : names) operands.push_back(OperandName(organization, name.text));
  return operands;
}

// The definitions of the KPI and of all that it rests on; how many these may be is limited when
// they are written.
absl::StatusOr<Histories> LoadHistories(const storage::Reader& reader, const std::string& kpi) {
  Histories histories;
  std::vector<std::string> open = {kpi};
  while (!open.empty()) {
    const std::string name = std::move(open.back());
    open.pop_back();
    if (histories.count(name) > 0) continue;
    OKAPI_ASSIGN_OR_RETURN(std::optional<KpiHistory> found, FindHistory(reader, name));
    if (!found.has_value()) return status::NotFound(name);
    for (const KpiHistory::Definition& definition : found->definitions()) {
      OKAPI_ASSIGN_OR_RETURN(std::vector<std::string> operands, OperandsOf(definition.kpi));
      open.insert(open.end(), operands.begin(), operands.end());
    }
    histories.emplace(name, *std::move(found));
  }
  return histories;
}

// An operand without the label would put all it has into one group, and no group would be whole.
absl::Status CheckGroups(const v1::AggregateKpiRequest& request, const Histories& histories) {
  status::FieldViolations violations;
  for (int i = 0; i < request.group_by_size(); ++i) {
    for (const auto& [name, history] : histories) {
      const auto& dimensions = history.current().dimensions();
      const bool known = std::any_of(
          dimensions.begin(), dimensions.end(),
          [&](const v1::Dimension& entry) { return entry.label() == request.group_by(i); });
      if (known || !history.current().formula().empty()) continue;
      violations.Add(absl::StrCat("group_by[", i, "]"),
                     absl::StrCat("'", request.group_by(i), "' is not a dimension of ", name));
    }
  }
  return violations.ToStatus();
}

// Makes the steps for the definitions of one day.
class StepMaker {
 public:
  StepMaker(const Histories& histories, const v1::AggregateKpiRequest& request, int32_t day)
      : histories_(histories), request_(request), day_(day) {}

  absl::StatusOr<std::vector<ComputationStep>> Make() {
    OKAPI_RETURN_IF_ERROR(Add(request_.name()).status());
    return std::move(steps_);
  }

 private:
  // The position of the KPI's step. Formulas form no circles and lie kFormulaLevelsMax deep at
  // most.
  absl::StatusOr<size_t> Add(const std::string& name) {
    if (const auto made = positions_.find(name); made != positions_.end()) return made->second;
    const v1::Kpi& kpi = histories_.at(name).On(day_).kpi;
    ComputationStep step;
    step.formula = kpi.formula();
    if (step.formula.empty()) {
      OKAPI_ASSIGN_OR_RETURN(step.aggregation, AggregationOf(kpi, request_));
    }
    OKAPI_ASSIGN_OR_RETURN(const std::vector<std::string> operands, OperandsOf(kpi));
    for (const std::string& operand : operands) {
      OKAPI_ASSIGN_OR_RETURN(const size_t position, Add(operand));
      step.operands.push_back(position);
    }
    positions_[name] = steps_.size();
    steps_.push_back(std::move(step));
    return steps_.size() - 1;
  }

  const Histories& histories_;
  const v1::AggregateKpiRequest& request_;
  const int32_t day_;
  std::vector<ComputationStep> steps_;
  std::map<std::string, size_t> positions_;
};

// The days on which any of the definitions changes.
std::vector<int32_t> ChangesOf(const Histories& histories) {
  std::set<int32_t> days;
  for (const auto& [name, history] : histories) {
    for (const KpiHistory::Definition& definition : history.definitions()) {
      days.insert(definition.since);
    }
  }
  return {days.begin(), days.end()};
}

}  // namespace

absl::StatusOr<AggregationQuery> AggregationOf(const v1::Kpi& kpi,
                                               const v1::AggregateKpiRequest& request) {
  AggregationQuery query;
  query.aggregation = kpi.aggregation();
  query.metric = kpi.metric();
  query.denominator_metric = kpi.denominator_metric();
  for (const auto* matchers : {&kpi.selector(), &request.filter()}) {
    for (const v1::LabelMatcher& matcher : *matchers) {
      OKAPI_ASSIGN_OR_RETURN(LabelMatcher created, LabelMatcher::Create(matcher));
      query.matchers.push_back(std::move(created));
    }
  }
  query.group_by.assign(request.group_by().begin(), request.group_by().end());
  return query;
}

absl::StatusOr<std::vector<DefinitionRun>> PlanRuns(const storage::Reader& reader,
                                                    const v1::AggregateKpiRequest& request,
                                                    const calendar::Calendar& calendar,
                                                    const AggregationQuery& intervals) {
  OKAPI_ASSIGN_OR_RETURN(const Histories histories, LoadHistories(reader, request.name()));
  OKAPI_RETURN_IF_ERROR(CheckGroups(request, histories));
  const std::vector<int32_t> changes = ChangesOf(histories);
  std::vector<DefinitionRun> runs;
  auto reached = changes.begin();
  for (size_t i = 0; i < std::max<size_t>(intervals.interval_count(), 1); ++i) {
    int32_t day = 0;
    if (changes.size() > 1 && i < intervals.interval_count()) {
      day = DayNumber(calendar.DateOf(absl::FromUnixMicros(intervals.bounds_us[i])));
    }
    const auto next = std::upper_bound(changes.begin(), changes.end(), day);
    if (runs.empty() || next != reached) {
      OKAPI_ASSIGN_OR_RETURN(std::vector<ComputationStep> steps,
                             StepMaker(histories, request, day).Make());
      const v1::Kpi& definition = histories.at(request.name()).On(day).kpi;
      runs.push_back({i, i, std::move(steps), std::nullopt, definition.aggregation() == v1::SUM});
      if (definition.has_effective_date()) {
        runs.back().definition_date = definition.effective_date();
      }
      reached = next;
    }
    runs.back().end = std::min(i + 1, intervals.interval_count());
  }
  return runs;
}

}  // namespace okapi::metrics

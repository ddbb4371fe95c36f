#include "services/metrics/kpis/formula_graph.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/api/resource_name.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/metrics/kpis/formula.h"
#include "services/metrics/kpis/kpi_history.h"

namespace okapi::metrics {
namespace {

using okapi::metrics::v1::Kpi;
using Links = std::map<std::string, std::set<std::string>>;

// What can be reached from `start`, itself included, by the number of steps of the longest way.
// Precondition: there is no circle.
std::map<std::string, size_t> ReachedFrom(const std::string& start, const Links& links) {
  std::map<std::string, size_t> reached = {{start, 0}};
  std::vector<std::string> open = {start};
  // Beyond the bounds it does not matter how far.
  while (!open.empty() && reached.size() <= kFormulaKpisMax + 1) {
    const std::string from = std::move(open.back());
    open.pop_back();
    const size_t steps = reached[from] + 1;
    const auto found = links.find(from);
    if (found == links.end() || steps > kFormulaLevelsMax + 1) continue;
    for (const std::string& to : found->second) {
      const auto [entry, is_new] = reached.try_emplace(to, steps);
      if (!is_new && entry->second >= steps) continue;
      entry->second = steps;
      open.push_back(to);
    }
  }
  return reached;
}

std::set<std::string> AllReachedFrom(const std::string& start, const Links& links) {
  std::set<std::string> reached = {start};
  std::vector<std::string> open = {start};
  while (!open.empty()) {
    const auto found = links.find(open.back());
    open.pop_back();
    if (found == links.end()) continue;
    for (const std::string& to : found->second) {
      if (reached.insert(to).second) open.push_back(to);
    }
  }
  return reached;
}

absl::Status RestsOnTooMuch(const std::string& kpi, absl::string_view what, size_t limit) {
  return status::Error(
      absl::StatusCode::kInvalidArgument, status::ErrorReason::LIMIT_EXCEEDED,
      absl::StrCat("kpi.formula: '", kpi, "' would rest on more than ", limit, " ", what),
      {{"resource", kpi}, {"limit", absl::StrCat(limit)}});
}

std::string Message(const FormulaName& name, absl::string_view what) {
  return absl::StrCat("kpi.formula: ", AtCharacter(name.position, what));
}

}  // namespace

std::string OperandName(const std::string& organization, absl::string_view name) {
  return absl::StrCat(organization, "/kpis/", absl::StrReplaceAll(name, {{"_", "-"}}));
}

absl::StatusOr<FormulaGraph> FormulaGraph::Load(const storage::Reader& reader,
                                                const std::string& organization) {
  FormulaGraph graph;
  graph.organization_ = organization;
  OKAPI_RETURN_IF_ERROR(ForEachKpi(reader, organization, [&graph](const Kpi& kpi) {
    graph.Add(kpi);
    return true;
  }));
  return graph;
}

void FormulaGraph::Add(const Kpi& kpi) {
  std::set<std::string>& operands = operands_[kpi.name()];
  const KpiHistory history(kpi);
  for (const KpiHistory::Definition& definition : history.definitions()) {
    if (definition.kpi.formula().empty()) continue;
    const auto names = NamesIn(definition.kpi.formula());
    if (!names.ok()) continue;  // It was checked when it was written.
    for (const FormulaName& name : *names) operands.insert(OperandName(organization_, name.text));
  }
}

absl::Status FormulaGraph::Check(const Kpi& kpi) const {
  OKAPI_ASSIGN_OR_RETURN(const std::vector<FormulaName> names, NamesIn(kpi.formula()));
  Links links = operands_;
  for (const FormulaName& name : names) {
    const std::string operand = OperandName(organization_, name.text);
    if (operand != kpi.name() && operands_.count(operand) == 0) {
      return status::Error(absl::StatusCode::kFailedPrecondition,
                           status::ErrorReason::REFERENCE_NOT_FOUND,
                           Message(name, absl::StrCat("there is no KPI '", operand, "'")),
                           {{"resource", operand}, {"field", "kpi.formula"}});
    }
    if (AllReachedFrom(operand, operands_).count(kpi.name()) > 0) {
      return status::Error(
          absl::StatusCode::kFailedPrecondition, status::ErrorReason::CYCLIC_REFERENCE,
          Message(name, absl::StrCat("'", operand, "' is itself computed from '", kpi.name(), "'")),
          {{"resource", operand}});
    }
    links[kpi.name()].insert(operand);
  }
  Links users;
  for (const auto& [user, operands] : links) {
    for (const std::string& operand : operands) users[operand].insert(user);
  }
  for (const std::string& user : AllReachedFrom(kpi.name(), users)) {
    const std::map<std::string, size_t> rests_on = ReachedFrom(user, links);
    if (rests_on.size() > kFormulaKpisMax + 1) {
      return RestsOnTooMuch(user, "KPIs", kFormulaKpisMax);
    }
    for (const auto& [operand, levels] : rests_on) {
      if (levels > kFormulaLevelsMax) {
        return RestsOnTooMuch(user, "levels of formulas", kFormulaLevelsMax);
      }
    }
  }
  return absl::OkStatus();
}

std::optional<std::string> FormulaGraph::UserOf(const std::string& kpi) const {
  for (const auto& [user, operands] : operands_) {
    if (user != kpi && operands.count(kpi) > 0) return user;
  }
  return std::nullopt;
}

}  // namespace okapi::metrics

#include "services/reporting/reports/kpi_uses.h"

namespace okapi::reporting {
namespace {

using okapi::goals::v1::KeyResult;
using okapi::goals::v1::Objective;

}  // namespace

std::string ObjectiveOf(const std::string& name) {
  size_t end = 0;
  for (int segments = 0; segments < 4 && end != std::string::npos; ++segments) {
    end = name.find('/', end == 0 ? 0 : end + 1);
  }
  return name.substr(0, end);
}

KpiUses::KpiUses(const GoalsAnswers& goals) {
  std::map<std::string, const Objective*> objectives;
  for (const Objective& objective : goals.objectives.value.objectives()) {
    objectives[objective.name()] = &objective;
  }
  for (const KeyResult& key_result : goals.key_results.value.key_results()) {
    const auto objective = objectives.find(ObjectiveOf(key_result.name()));
    if (objective == objectives.end()) continue;
    if (key_result.has_kpi_source()) {
      uses_[key_result.kpi_source().kpi()].push_back({objective->second, &key_result, false});
    }
    if (key_result.has_guard()) {
      uses_[key_result.guard().kpi_source().kpi()].push_back(
          {objective->second, &key_result, true});
    }
  }
}

const std::vector<KpiUses::Use>& KpiUses::Of(const std::string& kpi) const {
  static const auto* const none = new std::vector<Use>();
  const auto found = uses_.find(kpi);
  return found == uses_.end() ? *none : found->second;
}

std::set<std::string> KpiUses::ObjectivesOf(const std::string& kpi) const {
  std::set<std::string> names;
  for (const Use& use : Of(kpi)) {
    if (!use.guards && use.objective->state() == Objective::ACTIVE) {
      names.insert(use.objective->name());
    }
  }
  return names;
}

}  // namespace okapi::reporting

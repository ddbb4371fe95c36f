#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "okapi/goals/v1/resources.pb.h"
#include "okapi/reporting/v1/kpi_report.pb.h"
#include "services/reporting/reports/okr_report.h"

namespace okapi::reporting {

// Which key results rest on which KPI. Built over the goal service's answers, which must outlive
// it; objectives that are archived are not among them.
class KpiUses {
 public:
  struct Use {
    const okapi::goals::v1::Objective* objective = nullptr;
    const okapi::goals::v1::KeyResult* key_result = nullptr;
    // The KPI guards the key result; otherwise it drives it.
    bool guards = false;
  };

  explicit KpiUses(const GoalsAnswers& goals);

  // In the order of the key results' names.
  const std::vector<Use>& Of(const std::string& kpi) const;
  // By KPI.
  const std::map<std::string, std::vector<Use>>& all() const { return uses_; }
  // The active objectives with a key result that the KPI drives.
  std::set<std::string> ObjectivesOf(const std::string& kpi) const;

 private:
  std::map<std::string, std::vector<Use>> uses_;
};

// `organizations/x/objectives/y` of a resource that belongs to the objective.
std::string ObjectiveOf(const std::string& name);

}  // namespace okapi::reporting

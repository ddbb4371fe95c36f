#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "okapi/goals/v1/resources.pb.h"
#include "okapi/reporting/v1/alert.pb.h"
#include "okapi/reporting/v1/resources.pb.h"
#include "services/reporting/neighbours/neighbours.h"

namespace okapi::reporting {

// What the rules of an organization look at, all of one moment.
struct Observations {
  // A KPI in periods of its own frequency, with a forecast.
  struct KpiSeen {
    okapi::common::v1::PeriodType frequency;
    okapi::reporting::v1::ScorecardRow row;
  };

  absl::Time time;
  // Whether each service was heard just now: what is stale proves nothing, neither that something
  // is wrong nor that it is over.
  bool metrics_heard = false;
  bool goals_heard = false;
  // Whether nothing that was asked stayed without an answer; a service that no rule is about is not
  // asked.
  bool all_heard = true;
  // By name.
  std::map<std::string, KpiSeen> kpis;
  std::map<std::string, okapi::goals::v1::KeyResult> key_results;
  std::map<std::string, okapi::goals::v1::Objective> objectives;
  // How fast error budgets burn, by the names of the rules that ask: over the long window of the
  // rule, then over its short one. None of a key result that has no error budget any more.
  std::map<std::string, okapi::goals::v1::ErrorBudget> error_budgets;
};

// Asks for what these rules need and no more. Blocks for some seconds at most.
Observations Observe(const Neighbours& neighbours, const std::string& organization,
                     const std::vector<okapi::reporting::v1::AlertRule>& rules);

}  // namespace okapi::reporting

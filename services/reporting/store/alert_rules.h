#pragma once

#include <string>

#include "absl/status/status.h"
#include "okapi/reporting/v1/alert.pb.h"

namespace okapi::reporting {

// What must hold of a rule beyond its annotations. Fills in defaults, so that what is stored says
// what happens.
absl::Status CheckAlertRule(const okapi::reporting::v1::AlertRule* before,
                            okapi::reporting::v1::AlertRule& after);

// The KPI, key result or objective that a rule looks at; empty if it has no condition.
const std::string& SubjectOf(const okapi::reporting::v1::AlertRule& rule);
// The field that names it: `alert_rule.threshold.kpi`.
std::string SubjectFieldOf(const okapi::reporting::v1::AlertRule& rule);

}  // namespace okapi::reporting

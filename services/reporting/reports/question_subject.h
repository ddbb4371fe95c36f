#pragma once

#include <string>

#include "okapi/reporting/v1/report.pb.h"

namespace okapi::reporting {

// What the question is about: an organization, or a KPI. Empty if it asks nothing.
std::string SubjectOf(const okapi::reporting::v1::ReportQuestion& question);
// The name of the kind of report, as it is in file names: `scorecard`, `okr`, `kpi`.
std::string KindOf(const okapi::reporting::v1::ReportQuestion& question);

}  // namespace okapi::reporting

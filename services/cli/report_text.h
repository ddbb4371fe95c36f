#pragma once

#include <string>

#include "okapi/reporting/v1/resources.pb.h"

// Reports as text for a terminal.
namespace okapi::cli {

// KPIs as rows, periods as columns; target, attainment and verdict are those of the last period.
std::string ScorecardText(const okapi::reporting::v1::Scorecard& scorecard, bool colour);

// Objectives with their key results and initiatives.
std::string OkrReportText(const okapi::reporting::v1::OkrReport& report, bool colour);

}  // namespace okapi::cli

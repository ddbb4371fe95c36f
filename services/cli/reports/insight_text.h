#pragma once

#include <string>

#include "okapi/reporting/v1/reporting_service.pb.h"
#include "services/cli/session/display_names.h"

// Reports that are looked at once, as text for a terminal.
namespace okapi::cli {

// `as_of` is how the time was asked for; empty: now.
std::string CombinedReportText(const okapi::reporting::v1::CombinedReport& report,
                               const std::string& as_of, bool colour,
                               const DisplayNames& names = {});
// Its last part alone, and what it could not know.
std::string InsightsOnlyText(const okapi::reporting::v1::CombinedReport& report,
                             const std::string& as_of, bool colour);
// "needs 1 more key result before it can be activated"; empty for a draft that has enough.
std::string MissingKeyResultsText(const okapi::reporting::v1::DraftObjective& draft);
std::string KpiReportText(const okapi::reporting::v1::KpiReport& report, bool colour,
                          const DisplayNames& names = {});
// Objectives indented below what they are for.
std::string AlignmentReportText(const okapi::reporting::v1::AlignmentReport& report, bool colour);
std::string NumberExplanationText(const okapi::reporting::v1::NumberExplanation& explanation,
                                  bool colour);

}  // namespace okapi::cli

#pragma once

#include <string>

#include "okapi/reporting/v1/reporting_service.pb.h"
#include "services/cli/session/display_names.h"

// Reports that are looked at once, as text for a terminal.
namespace okapi::cli {

// How the report was asked for, so that `okapi accept` finds the draft that it shows.
struct DraftOptions {
  // Empty: now.
  std::string as_of;
  // Empty: English.
  std::string language;
};

std::string CombinedReportText(const okapi::reporting::v1::CombinedReport& report,
                               const DraftOptions& options, bool colour,
                               const DisplayNames& names = {});
// Its last part alone, and what it could not know.
std::string InsightsOnlyText(const okapi::reporting::v1::CombinedReport& report,
                             const DraftOptions& options, bool colour);
// "needs 1 more key result before it can be activated", in the language of the draft; empty for one
// that has enough.
std::string MissingKeyResultsText(const okapi::reporting::v1::DraftObjective& draft,
                                  const std::string& language);
std::string KpiReportText(const okapi::reporting::v1::KpiReport& report, bool colour,
                          const DisplayNames& names = {});
// Objectives indented below what they are for.
std::string AlignmentReportText(const okapi::reporting::v1::AlignmentReport& report, bool colour);
std::string NumberExplanationText(const okapi::reporting::v1::NumberExplanation& explanation,
                                  bool colour);

}  // namespace okapi::cli

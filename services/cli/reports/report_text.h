#pragma once

#include <string>

#include "okapi/reporting/v1/resources.pb.h"
#include "services/cli/session/display_names.h"

// Reports as text for a terminal. `names` are what is known of what they name, beside what they say
// themselves.
namespace okapi::cli {

// `2025-03-14 09:00 UTC`.
std::string TimeText(const google::protobuf::Timestamp& time);

// KPIs as rows, periods as columns; target, attainment and verdict are those of the last period.
std::string ScorecardText(const okapi::reporting::v1::Scorecard& scorecard, bool colour,
                          const DisplayNames& names = {});

// One line per service that did not answer, or not all that was asked; nothing when all did.
std::string SourcesText(
    const google::protobuf::RepeatedPtrField<okapi::reporting::v1::Source>& sources, bool colour);

// Whether something of a report is not known, so that what is not in it may be there all the same.
bool IsIncomplete(const google::protobuf::RepeatedPtrField<okapi::reporting::v1::Source>& sources);

// Objectives with their key results and initiatives.
std::string OkrReportText(const okapi::reporting::v1::OkrReport& report, bool colour,
                          const DisplayNames& names = {});

}  // namespace okapi::cli

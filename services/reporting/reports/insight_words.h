#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "okapi/reporting/v1/combined_report.pb.h"

namespace okapi::reporting {

// What is said of something called `display_name`, in English or Vietnamese.
std::string MessageOf(okapi::reporting::v1::Insight::Code code, absl::string_view language,
                      absl::string_view display_name);

// Goes on from the message of an unaddressed KPI that has a draft.
absl::string_view DraftReadyText(absl::string_view language);
// In place of that message, where an objective that is a draft would address the KPI.
std::string WaitingDraftText(absl::string_view language, absl::string_view kpi,
                             absl::string_view objective);

// The words of a draft objective for a KPI, and of the key results: one for the whole, one for a
// member of a dimension.
std::string DraftObjectiveText(absl::string_view language, absl::string_view kpi);
std::string DraftDescription(absl::string_view language, absl::string_view kpi);
std::string DraftKeyResultText(absl::string_view language, absl::string_view kpi,
                               absl::string_view member, absl::string_view from,
                               absl::string_view to);
// Of a KPI that is to stay inside a range.
std::string DraftRangeText(absl::string_view language, absl::string_view kpi,
                           absl::string_view member, absl::string_view from,
                           absl::string_view range);

}  // namespace okapi::reporting

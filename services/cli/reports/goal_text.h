#pragma once

#include <string>

#include "okapi/reporting/v1/resources.pb.h"
#include "services/cli/session/display_names.h"

// What belongs to an objective, as lines of text.
namespace okapi::cli {

// A verdict, and a bar with it.
std::string StatusText(okapi::common::v1::Status status, bool colour);
std::string ProgressText(const okapi::common::v1::Progress& progress, bool colour);

// The key results as a table.
std::string KeyResultsText(const okapi::reporting::v1::ObjectiveReport& objective, bool colour);
// Of those that were retargeted: what was promised first, and the ways they had since.
std::string RetargetsText(const okapi::reporting::v1::ObjectiveReport& objective,
                          const DisplayNames& names, bool colour);
// The initiatives as a table.
std::string InitiativesText(const okapi::reporting::v1::ObjectiveReport& objective,
                            const DisplayNames& names, bool colour);

}  // namespace okapi::cli

#pragma once

#include <string>

#include "services/cli/reports/goal_text.h"

// What people say of objectives and key results beside their numbers, as text.
namespace okapi::cli {

// Behind a verdict: `, assessed AT_RISK`. Empty unless the assessment holds: its last day is not
// over, and its objective is not graded.
std::string AssessedText(const okapi::goals::v1::Assessment& assessment,
                         const okapi::goals::v1::Objective& objective, bool colour);
// Who said so, until when it holds and why: a line for each one that does.
std::string AssessmentsText(const okapi::reporting::v1::ObjectiveReport& report,
                            const DisplayNames& names, bool colour);
// What was learnt from an objective that is graded: a line for each text, as far as one holds it.
std::string RetrospectiveText(const okapi::goals::v1::Objective& objective,
                              const DisplayNames& names, bool colour);

}  // namespace okapi::cli

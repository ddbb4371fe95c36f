#pragma once

#include <map>
#include <string>
#include <vector>

#include "okapi/goals/v1/resources.pb.h"
#include "services/reporting/documents/document.h"

// What people say of an objective or key result beside its numbers, in the table of
// key_result_rows.
namespace okapi::reporting::documents {

// Whether an assessment is to be shown: until its last day is over, or its objective is graded.
bool Holds(const okapi::goals::v1::Assessment& assessment,
           const okapi::goals::v1::Objective& objective);

// Puts it beside the computed status of the row, and before the remarks who says so, until when and
// why; nothing unless it holds.
void AddAssessment(const okapi::goals::v1::Assessment& assessment,
                   const okapi::goals::v1::Objective& objective,
                   const std::map<std::string, std::string>& names, const std::string& language,
                   Row& row);

// What people learned from an objective that is over: a row for each text.
std::vector<Row> RetrospectiveRows(const okapi::goals::v1::Objective& objective, int level,
                                   const std::map<std::string, std::string>& names,
                                   const std::string& language);

}  // namespace okapi::reporting::documents

#pragma once

#include <map>
#include <string>
#include <vector>

#include "okapi/goals/v1/resources.pb.h"
#include "services/reporting/documents/document.h"

// Key results as rows of a table: what, from, to, now, progress, expected, status, confidence,
// remarks.
namespace okapi::reporting::documents {

// Itself, and below it the first promise and former ways of one that was retargeted. `objective` is
// the one that it belongs to, `names` are the display names of what the report shows, by name.
std::vector<Row> RowsOf(const okapi::goals::v1::KeyResult& key_result,
                        const okapi::goals::v1::Objective& objective, int level,
                        const std::map<std::string, std::string>& names,
                        const std::string& language);

// Three cells: progress, what is expected, and the verdict.
void AddProgress(const okapi::common::v1::Progress& progress, const std::string& language,
                 Row& row);

}  // namespace okapi::reporting::documents

#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "services/cli/convert/okr_entry.h"

namespace okapi::cli {

// Reads OKRs from a table, CSV with commas, semicolons or tabs, in any of these forms:
// - A row is an objective, key result or initiative, as a column of types says, or the columns.
// - A row has an objective and a key result, an initiative or both of it; where the objective is
// empty
//   it is that of the row before.
// - A row has an objective and several key results in numbered columns, `key_result_1_title`.
// Places are rows as spreadsheets count them. What is in no known column is kept as it is, and
// noted. INVALID_ARGUMENT, with `name:line`, if it is no such table.
absl::StatusOr<OkrEntries> ReadOkrTable(const std::string& text, const std::string& name);

}  // namespace okapi::cli

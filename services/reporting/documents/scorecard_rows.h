#pragma once

#include <string>

#include "absl/functional/function_ref.h"
#include "okapi/reporting/v1/resources.pb.h"
#include "services/reporting/documents/document.h"

namespace okapi::reporting::documents {

// Adds a row for each row of the scorecard, with its name and behind that the cells that
// `add_cells` gives it, which is told the name of the row's group: under the names of the groups,
// and members under what they are members of.
void AddScorecardRows(const okapi::reporting::v1::Scorecard& scorecard, const std::string& language,
                      absl::FunctionRef<void(const std::string& group,
                                             const okapi::reporting::v1::ScorecardRow&, Row&)>
                          add_cells,
                      Table& table);

}  // namespace okapi::reporting::documents

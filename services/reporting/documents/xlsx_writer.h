#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "services/reporting/documents/document.h"

namespace okapi::reporting::documents {

// A workbook: a sheet per section, its head frozen, and the charts on a sheet of their own with
// their numbers on another. Text is text: nothing is taken for a formula. Goes through a temporary
// file, because the library writes no other way; UNAVAILABLE when that fails.
absl::StatusOr<std::string> WriteXlsx(const Document& document);

}  // namespace okapi::reporting::documents

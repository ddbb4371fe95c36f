#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "services/cli/convert/okr_entry.h"

namespace okapi::cli {

// Reads OKRs from YAML or JSON as teams keep them beside their code: lists of objectives at the top
// or under teams and cycles, with key results, initiatives and further objectives within, whatever
// the keys are called. Places are lines. What no key is known for is kept as it is, and noted.
// INVALID_ARGUMENT, with `name:line`, if it is no YAML; ALREADY_EXISTS if it is a company file.
absl::StatusOr<OkrEntries> ReadOkrDocument(const std::string& text, const std::string& name);

}  // namespace okapi::cli

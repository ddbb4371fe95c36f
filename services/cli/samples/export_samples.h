#pragma once

#include <ostream>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/cli/session/connection.h"

namespace okapi::cli {

// Writes all samples of an organization as CSV, page by page, in a form that `push --exported`
// takes back without loss: `metric,kind,time,value,labels`, metric by metric and series by series.
// What cannot be written shows in `out` afterwards.
absl::Status ExportSamples(absl::string_view organization, const Caller& call, std::ostream& out);

}  // namespace okapi::cli

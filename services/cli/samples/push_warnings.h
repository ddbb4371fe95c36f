#pragma once

#include <string>
#include <vector>

#include "services/cli/samples/sample_file_mapping.h"
#include "services/cli/session/connection.h"

namespace okapi::cli {

// One line for each of the mapping's metrics that no KPI of `parent`, an organization's name, uses:
// probably a mistyped name, but samples may also come before their KPI. Nothing when the KPIs
// cannot be had: what is wrong then, the push itself will tell.
std::vector<std::string> WarningsOfUnusedMetrics(const SampleMapping& mapping,
                                                 const std::string& parent, const Caller& call);

}  // namespace okapi::cli

#pragma once

#include <string>

#include "okapi/reporting/v1/resources.pb.h"
#include "services/cli/session/display_names.h"

namespace okapi::cli {

// What a scorecard knows beside its numbers, of the last period of every KPI: changes, forecast,
// coverage, the last sample, who answers for it. Empty when it was not asked for them.
std::string ScorecardDetailsText(const okapi::reporting::v1::Scorecard& scorecard, bool colour,
                                 const DisplayNames& names = {});

}  // namespace okapi::cli

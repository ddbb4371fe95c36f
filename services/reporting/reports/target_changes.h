#pragma once

#include "okapi/metrics/v1/resources.pb.h"
#include "okapi/reporting/v1/review_pack.pb.h"

namespace okapi::reporting {

// Adds to an event that tells of changed targets what those that are another were and are now. A
// target is the same one where it is of the same thing from the same day on, wherever it stands in
// the list; one that is new has no former number, one that is gone no new one.
void AddTargetChange(const okapi::metrics::v1::Kpi& before, const okapi::metrics::v1::Kpi& after,
                     okapi::reporting::v1::ReviewEvent& event);

}  // namespace okapi::reporting

#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "okapi/reporting/v1/dashboard.pb.h"

namespace okapi::reporting {

// What a dashboard can begin with.
std::vector<okapi::reporting::v1::DashboardTemplate> DashboardTemplates();

// Gives a new dashboard of the organization the widgets of a template. INVALID_ARGUMENT for one
// that there is not, that needs a team, or when there are widgets already.
absl::Status ApplyTemplate(const std::string& id, const std::string& organization,
                           okapi::reporting::v1::Dashboard& dashboard);

}  // namespace okapi::reporting

#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/reporting/neighbours/neighbours.h"

namespace okapi::reporting {

// Whether there is what somebody names. The neighbours are asked, for some seconds at most; while
// the one that would know is away, nobody can tell, and the answer is OK.

// NOT_FOUND when the goal service does not know the organization and metrics has no KPI of it.
absl::Status CheckOrganization(const Neighbours& neighbours, const std::string& organization);

// NOT_FOUND naming `field` when there is no such KPI, key result or objective for `viewer`, a
// member or rpc::kAnonymous.
absl::Status CheckSubject(const Neighbours& neighbours, const std::string& viewer,
                          const std::string& name, absl::string_view field);

// The NOT_FOUND of the latter.
absl::Status NoSuchSubject(const std::string& name, absl::string_view field);

}  // namespace okapi::reporting

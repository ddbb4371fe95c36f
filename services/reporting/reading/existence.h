#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "okapi/reporting/v1/alert.pb.h"
#include "services/reporting/neighbours/neighbours.h"
#include "services/reporting/reports/scorecard_plan.h"

namespace okapi::reporting {

// Whether there is what somebody names. The neighbours are asked, for some seconds at most; while
// the one that would know is away, nobody can tell, and the answer is OK.

// NOT_FOUND when the goal service does not know the organization and metrics has no KPI of it.
absl::Status CheckOrganization(const Neighbours& neighbours, const std::string& organization);

// NOT_FOUND naming `field` when there is no such KPI, key result or objective for `viewer`, a
// member or rpc::kAnonymous.
absl::Status CheckSubject(const Neighbours& neighbours, const std::string& viewer,
                          const std::string& name, absl::string_view field);

// The same of what an alert rule looks at, as nobody in particular: FAILED_PRECONDITION when only
// some see it, `viewer` among them, or it has no error budget that could burn.
absl::Status CheckAlertSubject(const Neighbours& neighbours, const std::string& viewer,
                               const okapi::reporting::v1::AlertRule& rule);

// NOT_FOUND when no KPI of the definitions is the team's or the member's, and the goal service does
// not know them either: a company that uses KPIs alone has the teams that its KPIs name. Empty is
// nobody, and OK.
absl::Status CheckTeam(const Neighbours& neighbours, const KpiDefinitions& definitions,
                       const std::string& team);
absl::Status CheckOwner(const Neighbours& neighbours, const KpiDefinitions& definitions,
                        const std::string& owner);
// The same of all that the query filters and groups by: NOT_FOUND also for a label that no KPI has
// among its dimensions.
absl::Status CheckFilters(const Neighbours& neighbours, const KpiDefinitions& definitions,
                          const ScorecardQuery& query);

// The NOT_FOUND of CheckSubject.
absl::Status NoSuchSubject(const std::string& name, absl::string_view field);

}  // namespace okapi::reporting

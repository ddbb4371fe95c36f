#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "okapi/reporting/v1/reporting_service.pb.h"
#include "services/reporting/neighbours/neighbours.h"
#include "services/reporting/reports/decision_log.h"
#include "services/reporting/reports/scorecard_plan.h"

namespace okapi::reporting {

// Reads whole reports: asks the neighbours, or takes what is known when they are away. The calls
// block for some seconds at most. Requests are checked ones.

absl::StatusOr<okapi::reporting::v1::Scorecard> ReadScorecard(const Neighbours& neighbours,
                                                              const ScorecardQuery& query);

// Those of objectives are as `viewer` sees these, a member or rpc::kAnonymous: whatever more than
// one person gets to see is read as nobody in particular.

// NOT_FOUND when the goal service does not know the organization.
absl::StatusOr<okapi::reporting::v1::OkrReport> ReadOkrReport(
    const Neighbours& neighbours, const okapi::reporting::v1::GetOkrReportRequest& request,
    const std::string& viewer = rpc::kAnonymous);

// NOT_FOUND when there is no such KPI. `decisions` are those of the organization.
absl::StatusOr<okapi::reporting::v1::KpiReport> ReadKpiReport(
    const Neighbours& neighbours, const DecisionLog& decisions,
    const okapi::reporting::v1::GetKpiReportRequest& request);

absl::StatusOr<okapi::reporting::v1::AlignmentReport> ReadAlignmentReport(
    const Neighbours& neighbours, const okapi::reporting::v1::GetAlignmentReportRequest& request,
    const std::string& viewer = rpc::kAnonymous);

absl::StatusOr<okapi::reporting::v1::CombinedReport> ReadCombinedReport(
    const Neighbours& neighbours, const DecisionLog& decisions,
    const okapi::reporting::v1::GetCombinedReportRequest& request,
    const std::string& viewer = rpc::kAnonymous);

}  // namespace okapi::reporting

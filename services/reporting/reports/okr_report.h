#pragma once

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "okapi/reporting/v1/reporting_service.pb.h"
#include "services/reporting/neighbours/goals_answers.h"

namespace okapi::reporting {

// Checks what the annotations of the request cannot say. INVALID_ARGUMENT naming the fields,
// `prefix` before each.
absl::Status CheckOkrReportRequest(const okapi::reporting::v1::GetOkrReportRequest& request,
                                   absl::string_view prefix = "");

// NOT_FOUND when the request asks for a cycle, team or owner that the answers show not to exist.
absl::Status CheckExistence(const okapi::reporting::v1::GetOkrReportRequest& request,
                            const GoalsAnswers& answers);

// Puts the report together, its objectives as a tree. Key results and initiatives of objectives
// that were not asked for are left out, and so are cycles, teams and members that the report does
// not name. Teams and cycles come with those they lie within.
okapi::reporting::v1::OkrReport BuildOkrReport(
    const okapi::reporting::v1::GetOkrReportRequest& request, const GoalsAnswers& answers,
    absl::Time as_of);

// Expected progress moves with every moment, and so does an error budget that is being spent. Puts
// back, in `after`, the objectives that differ from `before` in nothing else than that, or less
// than a minute of a budget, so that a watcher is not sent them.
void KeepUnmoved(const okapi::reporting::v1::OkrReport& before,
                 okapi::reporting::v1::OkrReport& after);

}  // namespace okapi::reporting

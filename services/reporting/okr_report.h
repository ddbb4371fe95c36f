#pragma once

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "okapi/goals/v1/goals_service.pb.h"
#include "okapi/goals/v1/organizations_service.pb.h"
#include "okapi/reporting/v1/reporting_service.pb.h"
#include "services/reporting/answer.h"

namespace okapi::reporting {

// Everything an OKR report is made of; the lists hold all pages.
struct GoalsAnswers {
  Answer<okapi::goals::v1::Organization> organization;
  Answer<okapi::goals::v1::ListObjectivesResponse> objectives;
  Answer<okapi::goals::v1::ListKeyResultsResponse> key_results;
  Answer<okapi::goals::v1::ListInitiativesResponse> initiatives;
  Answer<okapi::goals::v1::ListCyclesResponse> cycles;
  Answer<okapi::goals::v1::ListTeamsResponse> teams;
  Answer<okapi::goals::v1::ListMembersResponse> members;

  // OK, or the refusal of the service, such as NOT_FOUND for an organization that does not exist.
  // That it is away is none.
  absl::Status Refusal() const;
};

// Checks what the annotations of the request cannot say. INVALID_ARGUMENT naming the fields,
// `prefix` before each.
absl::Status CheckOkrReportRequest(const okapi::reporting::v1::GetOkrReportRequest& request,
                                   absl::string_view prefix = "");

// NOT_FOUND when the request asks for a cycle, team or owner that the answers show not to exist.
absl::Status CheckExistence(const okapi::reporting::v1::GetOkrReportRequest& request,
                            const GoalsAnswers& answers);

// How fresh the answers are.
okapi::reporting::v1::Source SourceOf(const GoalsAnswers& answers);

// Puts the report together. Key results and initiatives of objectives that were not asked for are
// left out, and so are cycles, teams and members that the report does not name. Teams and cycles
// come with those they lie within.
okapi::reporting::v1::OkrReport BuildOkrReport(
    const okapi::reporting::v1::GetOkrReportRequest& request, const GoalsAnswers& answers,
    absl::Time as_of);

// Expected progress moves with every moment. Puts back, in `after`, the objectives that differ from
// `before` in nothing else, so that a watcher is not sent them.
void KeepUnmoved(const okapi::reporting::v1::OkrReport& before,
                 okapi::reporting::v1::OkrReport& after);

}  // namespace okapi::reporting

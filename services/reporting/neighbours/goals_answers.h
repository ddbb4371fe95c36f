#pragma once

#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "okapi/goals/v1/goals_service.pb.h"
#include "okapi/goals/v1/organizations_service.pb.h"
#include "okapi/reporting/v1/resources.pb.h"
#include "services/reporting/neighbours/answer.h"

namespace okapi::reporting {

// What the goal service calls an organization, its cycles, teams and members; the lists hold all
// pages.
struct NameAnswers {
  Answer<okapi::goals::v1::Organization> organization;
  Answer<okapi::goals::v1::ListCyclesResponse> cycles;
  Answer<okapi::goals::v1::ListTeamsResponse> teams;
  Answer<okapi::goals::v1::ListMembersResponse> members;
};

// Everything the goal service says of an organization.
struct GoalsAnswers : NameAnswers {
  Answer<okapi::goals::v1::ListObjectivesResponse> objectives;
  Answer<okapi::goals::v1::ListKeyResultsResponse> key_results;
  Answer<okapi::goals::v1::ListInitiativesResponse> initiatives;

  // OK, or the refusal of the service, such as NOT_FOUND for an organization that does not exist.
  // That it is away is none.
  absl::Status Refusal() const;

  // The time that was asked for, if nothing is known of what was then and they are of now instead.
  std::optional<absl::Time> unknown_time = std::nullopt;
};

// How fresh the answers are.
okapi::reporting::v1::Source SourceOf(const GoalsAnswers& answers);

// What was said and reported, side by side with the key results and objectives of GoalsAnswers.
struct GoalsActivity {
  std::vector<absl::StatusOr<okapi::goals::v1::ListCheckInsResponse>> check_ins;
  std::vector<absl::StatusOr<okapi::goals::v1::Pace>> paces;
  std::vector<absl::StatusOr<okapi::goals::v1::ListCommentsResponse>> comments;
};

}  // namespace okapi::reporting

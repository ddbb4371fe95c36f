#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/storage/reader.h"
#include "okapi/goals/v1/resources.pb.h"

// What must hold for an organization and its teams, members and cycles beyond the annotations of
// their protos. `before` is null on creation; the functions also fill in what a new resource starts
// with.
namespace okapi::goals {

class GoalsStore;

absl::Status CheckOrganization(const okapi::goals::v1::Organization& organization);
absl::Status CheckTeam(const GoalsStore& store, const storage::Reader& reader,
                       const okapi::goals::v1::Team* before, const okapi::goals::v1::Team& after);
absl::Status CheckMember(const GoalsStore& store, const storage::Reader& reader,
                         const okapi::goals::v1::Member* before,
                         const okapi::goals::v1::Member& after);
absl::Status CheckCycle(const GoalsStore& store, const storage::Reader& reader,
                        const okapi::goals::v1::Cycle* before, okapi::goals::v1::Cycle& after);

// The rhythm of a cycle, a team or an objective; `field` says whose.
absl::Status CheckCadence(const okapi::goals::v1::Cadence& cadence, absl::string_view field);

// Whether one may go: nothing names it.
absl::Status CheckTeamUnused(const GoalsStore& store, const storage::Reader& reader,
                             const okapi::goals::v1::Team& team);
absl::Status CheckMemberUnused(const GoalsStore& store, const storage::Reader& reader,
                               const okapi::goals::v1::Member& member);
absl::Status CheckCycleUnused(const GoalsStore& store, const storage::Reader& reader,
                              const okapi::goals::v1::Cycle& cycle);

// Whether there is such a cycle, and it is closed.
absl::StatusOr<bool> IsClosedCycle(const GoalsStore& store, const storage::Reader& reader,
                                   const std::string& cycle);

// PLANNED to ACTIVE; of an active one nothing. INVALID_STATE otherwise.
absl::Status Activate(okapi::goals::v1::Cycle& cycle);

}  // namespace okapi::goals

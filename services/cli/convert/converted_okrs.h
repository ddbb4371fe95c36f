#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "okapi/goals/v1/objective_history.pb.h"
#include "okapi/goals/v1/resources.pb.h"
#include "services/cli/convert/okr_entry.h"

namespace okapi::cli {

// An objective; the `name` of each part is its id, as references are.
struct ConvertedObjective {
  okapi::goals::v1::Objective objective;
  std::vector<okapi::goals::v1::KeyResult> key_results;
  std::vector<okapi::goals::v1::Initiative> initiatives;
  // What was reported; empty if nothing was.
  okapi::goals::v1::ObjectiveHistory history;
};

// What a company file is made of.
struct ConvertedOkrs {
  std::vector<okapi::goals::v1::Team> teams;
  std::vector<okapi::goals::v1::Member> members;
  std::vector<okapi::goals::v1::Cycle> cycles;
  std::vector<ConvertedObjective> objectives;
  // By place.
  std::vector<OkrFinding> findings;
  // The places of objectives that have no cycle; unless there are none this is no file yet.
  std::vector<int> without_cycle;
};

struct ConvertOptions {
  // The id of the cycle of what says none, which exists; empty: there is none.
  std::string cycle;
  // When the values were measured of which the file does not say it.
  std::optional<absl::CivilDay> as_of;
  // Nothing was measured later than this.
  absl::Time now;
};

// Says of everything in a file what it is in Okapi. What has no place there, or is not what it
// should be, is kept as a description, and told: nothing is lost.
ConvertedOkrs ConvertOkrs(OkrEntries okrs, const ConvertOptions& options);

// As a company file with nothing else in it, for an organization that exists.
std::string CompanyFileOf(const ConvertedOkrs& okrs, const std::string& organization);

}  // namespace okapi::cli

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "okapi/goals/v1/resources.pb.h"
#include "okapi/storage/v1/records.pb.h"

// What is known about a key result besides its definition: pure functions over the record.
namespace okapi::goals {

// Identifies what a KPI was asked; a reading of another source counts for nothing.
std::string SourceHash(const okapi::goals::v1::KpiSource& source);

// What a KPI says about a key result at some time.
struct KpiReading {
  // nullopt when the KPI has no samples.
  std::optional<double> value;
  absl::Time value_time;
  // Why the KPI gives no number, for people; empty when it does.
  std::string problem;
  // How the KPI makes it of its samples, where that is known.
  okapi::goals::v1::KpiLink::Aggregation aggregation =
      okapi::goals::v1::KpiLink::AGGREGATION_UNSPECIFIED;
};

// Takes a check-in over: its value unless one with a later value time is known, its confidence in
// any case.
void TakeCheckIn(const okapi::goals::v1::CheckIn& check_in,
                 okapi::storage::v1::KeyResultStateRecord& state);

// Forgets what check-ins said, and takes these over in the order in which they were reported. Those
// that were corrected count for nothing.
void TakeAllCheckIns(std::vector<okapi::goals::v1::CheckIn> check_ins,
                     okapi::storage::v1::KeyResultStateRecord& state);

// Takes a reading over. A reading with a problem leaves the last value and makes it stale from
// `now` on, unless it was stale before.
void TakeReading(const std::string& source_hash, const KpiReading& reading, absl::Time now,
                 okapi::storage::v1::KpiReadingRecord& record);

// Takes over how the KPI went a year before.
void TakeSeason(const std::string& source_hash, const std::vector<double>& shares,
                okapi::storage::v1::KpiSeasonRecord& record);

// Fills in the fields of the key result that its state tells: value, confidence, KPI link, guard,
// season, parts.
void ShowState(const okapi::storage::v1::KeyResultStateRecord& state,
               okapi::goals::v1::KeyResult& key_result);

// The opposite of ShowState(), for one that was shown once: takes what its state told, and all that
// is computed when read, out of it, and gives that state. When the newest check-in was reported is
// not shown, so not known.
okapi::storage::v1::KeyResultStateRecord TakeState(okapi::goals::v1::KeyResult& shown);

}  // namespace okapi::goals

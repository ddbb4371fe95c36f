#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/journal/transaction.h"
#include "okapi/goals/v1/resources.pb.h"
#include "okapi/storage/v1/records.pb.h"
#include "services/goals/numbers/dated_value.h"
#include "services/goals/store/moves.h"

namespace okapi::goals {

class GoalsStore;

// Points of key results that are made of others: what the histories of these come to. For one
// write, in which the history of a part is read once for all that is made of it.
class CombinedPoints {
 public:
  // Both must outlive it. The histories of what is not made of others stay as they are meanwhile.
  CombinedPoints(const GoalsStore& store, journal::Transaction& transaction, MoveOrigin origin)
      : store_(store), transaction_(transaction), origin_(origin) {}

  // Lets the days of `whole` be what its parts came to on them, from the day of `since` on; `now`
  // is what they come to now. Of days before its cycle only those that it has already. False when
  // all were so already. Precondition: it has a key_result_source.
  absl::StatusOr<bool> Keep(const okapi::goals::v1::KeyResult& whole,
                            const okapi::storage::v1::CombinedValueRecord& now, absl::Time since);

 private:
  absl::StatusOr<std::vector<DatedValue>> PartsCombined(
      const okapi::goals::v1::KeyResultSource& source, absl::CivilDay first,
      const absl::TimeZone& zone);
  absl::StatusOr<absl::Span<const DatedValue>> ValuesOf(const std::string& key_result);

  const GoalsStore& store_;
  journal::Transaction& transaction_;
  const MoveOrigin origin_;
  std::map<std::string, std::vector<DatedValue>> known_;
  size_t values_known_ = 0;
};

}  // namespace okapi::goals

#include "services/goals/store/reported_values.h"

#include <algorithm>
#include <tuple>

#include "common/api/timestamp.h"
#include "common/status/status_macros.h"
#include "services/goals/numbers/progress.h"
#include "services/goals/store/goals_store.h"

namespace okapi::goals {

using okapi::goals::v1::CheckIn;
using okapi::goals::v1::KeyResult;

namespace {

// What counts of a check-in for a history: lists read those of many key results.
struct Reported {
  absl::Time measured;
  absl::Time reported;
  double value = 0;
};

}  // namespace

absl::StatusOr<std::vector<DatedValue>> ReportedValuesOf(const GoalsStore& store,
                                                         const storage::Reader& reader,
                                                         const KeyResult& key_result) {
  std::vector<Reported> standing;
  auto add = [&](const CheckIn& check_in) {
    if (!check_in.corrected_by().empty()) return true;
    const auto value = ValueOn(key_result, check_in);
    if (value.has_value()) {
      standing.push_back({api::FromTimestamp(check_in.value_time()),
                          api::FromTimestamp(check_in.create_time()), *value});
    }
    return true;
  };
  OKAPI_RETURN_IF_ERROR(store.check_ins.ForEach(reader, key_result.name(), add));
  // Of several that were measured at the same time the one that was reported last counts.
  std::stable_sort(standing.begin(), standing.end(), [](const Reported& a, const Reported& b) {
    return std::tie(a.measured, a.reported) < std::tie(b.measured, b.reported);
  });
  std::vector<DatedValue> values;
  values.reserve(standing.size());
  for (const Reported& it : standing) values.push_back({it.measured, it.value});
  return values;
}

}  // namespace okapi::goals

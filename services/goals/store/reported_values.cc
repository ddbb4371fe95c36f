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

absl::StatusOr<std::vector<DatedValue>> ReportedValuesOf(const GoalsStore& store,
                                                         const storage::Reader& reader,
                                                         const KeyResult& key_result) {
  std::vector<CheckIn> standing;
  auto add = [&](const CheckIn& check_in) {
    const bool stands = check_in.corrected_by().empty() && ValueOn(key_result, check_in);
    if (stands) standing.push_back(check_in);
    return true;
  };
  OKAPI_RETURN_IF_ERROR(store.check_ins.ForEach(reader, key_result.name(), add));
  // Of several that were measured at the same time the one that was reported last counts.
  std::stable_sort(standing.begin(), standing.end(), [](const CheckIn& a, const CheckIn& b) {
    const auto times = [](const CheckIn& it) {
      return std::tuple(api::FromTimestamp(it.value_time()), api::FromTimestamp(it.create_time()));
    };
    return times(a) < times(b);
  });
  std::vector<DatedValue> values;
  for (const CheckIn& it : standing) {
    values.push_back({api::FromTimestamp(it.value_time()), *ValueOn(key_result, it)});
  }
  return values;
}

}  // namespace okapi::goals

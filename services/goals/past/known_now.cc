#include "services/goals/past/known_now.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/api/resource_key.h"
#include "common/api/timestamp.h"
#include "common/status/status_macros.h"
#include "services/goals/changes/check_ins.h"
#include "services/goals/numbers/key_result_state.h"

namespace okapi::goals {
namespace {

using okapi::goals::v1::CheckIn;
using okapi::goals::v1::KeyResult;
using okapi::storage::v1::KeyResultStateRecord;

bool IsBy(const google::protobuf::Timestamp& stamp, absl::Time time) {
  return api::FromTimestamp(stamp) <= time;
}

// A value counts by when it was measured, words and confidence by when they were said.
absl::Status KnowCheckIns(const GoalsStore& store, const storage::Reader& now,
                          const std::string& key_result, absl::Time time,
                          KeyResultStateRecord& state, storage::Overlay& overlay) {
  OKAPI_ASSIGN_OR_RETURN(std::vector<CheckIn> check_ins, CheckInsOf(store, now, key_result));
  for (CheckIn& check_in : check_ins) {
    const bool said = IsBy(check_in.create_time(), time);
    const bool measured = check_in.has_value() && IsBy(check_in.value_time(), time);
    if (said || measured) {
      OKAPI_ASSIGN_OR_RETURN(const std::string key, api::ResourceKey::EncodeName(
                                                        api::PatternOf<CheckIn>(), check_in.name()));
      overlay.Put(store.check_ins.table().family(), key, check_in.SerializeAsString());
    }
    if (!said) check_in.clear_confidence();
    if (!measured) check_in.clear_value();
  }
  TakeAllCheckIns(std::move(check_ins), state);
  return absl::OkStatus();
}

absl::Status KnowPoints(const storage::Reader& now, const KeyResult& then, absl::Time time,
                        KeyResultStateRecord& state) {
  OKAPI_ASSIGN_OR_RETURN(const auto points, PointsOf(now, then.name()));
  KpiReading reading;
  for (const auto& point : points) {
    if (!IsBy(point.value_time(), time)) break;
    reading.value = point.value();
    reading.value_time = api::FromTimestamp(point.value_time());
  }
  if (reading.value.has_value()) {
    TakeReading(SourceHash(then.kpi_source()), reading, time, *state.mutable_kpi());
  }
  return absl::OkStatus();
}

absl::Status LayKnownValue(const GoalsStore& store, const storage::Reader& now,
                           const storage::Reader& past, const KeyResult& then, absl::Time time,
                           storage::Overlay& overlay) {
  OKAPI_ASSIGN_OR_RETURN(const auto current, store.key_results.FindStored(now, then.name()));
  if (!current.has_value()) return absl::OkStatus();
  const bool same_source = then.has_kpi_source()
                               ? current->has_kpi_source() && SourceHash(then.kpi_source()) ==
                                                                  SourceHash(current->kpi_source())
                               : !current->has_kpi_source();
  if (!same_source) return absl::OkStatus();
  OKAPI_ASSIGN_OR_RETURN(KeyResultStateRecord state, store.StateOf(past, then.name()));
  OKAPI_RETURN_IF_ERROR(then.has_kpi_source()
                            ? KnowPoints(now, then, time, state)
                            : KnowCheckIns(store, now, then.name(), time, state, overlay));
  OKAPI_ASSIGN_OR_RETURN(const std::string key,
                         api::ResourceKey::EncodeName(api::PatternOf<KeyResult>(), then.name()));
  overlay.Put(kKeyResultStates, key, state.SerializeAsString());
  return absl::OkStatus();
}

}  // namespace

absl::Status LayKnownValues(const GoalsStore& store, const storage::Reader& now,
                            const storage::Reader& then, const std::string& organization,
                            absl::Time time, storage::Overlay& overlay) {
  absl::Status failure;
  auto lay = [&](const KeyResult& key_result) {
    failure = LayKnownValue(store, now, then, key_result, time, overlay);
    return failure.ok();
  };
  OKAPI_RETURN_IF_ERROR(
      store.key_results.ForEach(then, absl::StrCat(organization, "/objectives/-"), lay));
  return failure;
}

}  // namespace okapi::goals

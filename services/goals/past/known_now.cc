#include "services/goals/past/known_now.h"

#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/api/resource_key.h"
#include "common/api/timestamp.h"
#include "common/status/status_macros.h"
#include "services/goals/changes/check_ins.h"
#include "services/goals/numbers/combining.h"
#include "services/goals/numbers/key_result_state.h"
#include "services/goals/store/combined_values.h"

namespace okapi::goals {
namespace {

using okapi::goals::v1::CheckIn;
using okapi::goals::v1::KeyResult;
using okapi::storage::v1::KeyResultStateRecord;

bool IsBy(const google::protobuf::Timestamp& stamp, absl::Time time) {
  return api::FromTimestamp(stamp) <= time;
}

// A value counts by when it was measured. What people were confident of then is what they said
// then.
absl::Status KnowCheckIns(const GoalsStore& store, const storage::Reader& now,
                          const std::string& key_result, absl::Time time,
                          KeyResultStateRecord& state, storage::Overlay& overlay) {
  OKAPI_ASSIGN_OR_RETURN(std::vector<CheckIn> check_ins, CheckInsOf(store, now, key_result));
  for (CheckIn& check_in : check_ins) {
    const bool said = IsBy(check_in.create_time(), time);
    const bool measured = check_in.has_value() && IsBy(check_in.value_time(), time);
    if (said || measured) {
      OKAPI_ASSIGN_OR_RETURN(
          const std::string key,
          api::ResourceKey::EncodeName(api::PatternOf<CheckIn>(), check_in.name()));
      overlay.Put(store.check_ins.table().family(), key, check_in.SerializeAsString());
    }
    if (!measured) check_in.clear_value();
  }
  const KeyResultStateRecord then = state;
  TakeAllCheckIns(std::move(check_ins), state);
  state.clear_confidence();
  if (then.has_confidence()) state.set_confidence(then.confidence());
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

absl::Status PutState(const std::string& key_result, const KeyResultStateRecord& state,
                      storage::Overlay& overlay) {
  OKAPI_ASSIGN_OR_RETURN(const std::string key,
                         api::ResourceKey::EncodeName(api::PatternOf<KeyResult>(), key_result));
  overlay.Put(kKeyResultStates, key, state.SerializeAsString());
  return absl::OkStatus();
}

// Of one that is not made of others.
absl::Status LayKnownValue(const GoalsStore& store, const storage::Reader& now,
                           const storage::Reader& past, const KeyResult& then, absl::Time time,
                           storage::Overlay& overlay) {
  OKAPI_ASSIGN_OR_RETURN(const auto current, store.key_results.FindStored(now, then.name()));
  if (!current.has_value() || SourceHash(then) != SourceHash(*current)) return absl::OkStatus();
  OKAPI_ASSIGN_OR_RETURN(KeyResultStateRecord state, store.StateOf(past, then.name()));
  OKAPI_RETURN_IF_ERROR(then.has_kpi_source()
                            ? KnowPoints(now, then, time, state)
                            : KnowCheckIns(store, now, then.name(), time, state, overlay));
  return PutState(then.name(), state, overlay);
}

// What is made of others, of what these have come to by now; each after all that it is made of.
class Combined {
 public:
  // `laid` is the past with the known values of the others, and what is combined.
  Combined(const GoalsStore& store, const storage::Reader& laid, storage::Overlay& overlay)
      : store_(store), laid_(laid), overlay_(overlay) {}

  absl::Status Lay(const std::string& name) {
    if (!done_.insert(name).second) return absl::OkStatus();
    OKAPI_ASSIGN_OR_RETURN(const auto found, store_.key_results.FindStored(laid_, name));
    if (!found.has_value() || !found->has_key_result_source()) return absl::OkStatus();
    const auto& source = found->key_result_source();
    for (const std::string& part : source.key_results()) OKAPI_RETURN_IF_ERROR(Lay(part));
    OKAPI_ASSIGN_OR_RETURN(const auto parts, PartsOf(store_, laid_, source));
    OKAPI_ASSIGN_OR_RETURN(KeyResultStateRecord state, store_.StateOf(laid_, name));
    *state.mutable_combined() = Combine(source, parts);
    return PutState(name, state, overlay_);
  }

 private:
  const GoalsStore& store_;
  const storage::Reader& laid_;
  storage::Overlay& overlay_;
  std::set<std::string> done_;
};

// What is still being filled, for as long as its owner has it.
std::shared_ptr<const storage::Overlay> Borrowed(const storage::Overlay& overlay) {
  return {std::shared_ptr<void>(), &overlay};
}

}  // namespace

bool MayTellOf(const okapi::common::v1::ResourceChange& change, absl::Time time) {
  if (api::PatternOf<CheckIn>().Matches(change.name())) {
    CheckIn after;
    if (change.has_before() || !change.after().UnpackTo(&after)) return true;
    return !after.corrects().empty() || (after.has_value() && IsBy(after.value_time(), time));
  }
  if (!api::PatternOf<KeyResult>().Matches(change.name()) || !change.has_before()) return false;
  KeyResult before;
  KeyResult after;
  if (!change.before().UnpackTo(&before) || !change.after().UnpackTo(&after)) return true;
  if (SourceHash(before) != SourceHash(after)) return true;
  // A value that moved on is about later. A history that was restated comes as a change without
  // one.
  const bool moved = api::FromTimestamp(before.current_value_time()) !=
                         api::FromTimestamp(after.current_value_time()) ||
                     before.current_value() != after.current_value();
  return IsDriven(after) && (!moved || IsBy(after.current_value_time(), time));
}

absl::Status LayKnownValues(const GoalsStore& store, const storage::Reader& now,
                            const storage::Reader& then, const std::string& organization,
                            absl::Time time, storage::Overlay& overlay) {
  absl::Status failure;
  std::vector<std::string> combined;
  auto lay = [&](const KeyResult& key_result) {
    if (key_result.has_key_result_source()) {
      combined.push_back(key_result.name());
      return true;
    }
    failure = LayKnownValue(store, now, then, key_result, time, overlay);
    return failure.ok();
  };
  OKAPI_RETURN_IF_ERROR(
      store.key_results.ForEach(then, absl::StrCat(organization, "/objectives/-"), lay));
  OKAPI_RETURN_IF_ERROR(failure);
  const storage::OverlaidReader laid(then, Borrowed(overlay), time);
  Combined combining(store, laid, overlay);
  for (const std::string& name : combined) OKAPI_RETURN_IF_ERROR(combining.Lay(name));
  return absl::OkStatus();
}

}  // namespace okapi::goals

#include "services/goals/numbers/guard_breaches.h"

#include <algorithm>
#include <cmath>

#include "common/api/timestamp.h"
#include "services/goals/numbers/progress.h"

namespace okapi::goals {

using okapi::goals::v1::Guard;
using okapi::goals::v1::KeyResult;
using okapi::storage::v1::GuardBreachRecord;
using okapi::storage::v1::KeyResultStateRecord;

namespace {

GuardBreachRecord* OpenBreach(KeyResultStateRecord& state) {
  auto& breaches = *state.mutable_guard_breaches();
  if (breaches.empty() || breaches.rbegin()->has_end_time()) return nullptr;
  return &*breaches.rbegin();
}

// Restated values may be older than those that they take the place of.
absl::Time NotBefore(const google::protobuf::Timestamp& earliest, absl::Time time) {
  return std::max(api::FromTimestamp(earliest), time);
}

void EndBreach(absl::Time time, KeyResultStateRecord& state) {
  GuardBreachRecord* open = OpenBreach(state);
  if (open == nullptr) return;
  if (open->progress() == 0) {
    state.mutable_guard_breaches()->RemoveLast();
    return;
  }
  *open->mutable_end_time() = api::ToTimestamp(NotBefore(open->start_time(), time));
}

GuardBreachRecord& BeginBreach(const Guard& guard, absl::Time time, KeyResultStateRecord& state) {
  auto& breaches = *state.mutable_guard_breaches();
  if (breaches.size() == kBreachesMax) breaches.DeleteSubrange(0, 1);
  if (!breaches.empty()) time = NotBefore(breaches.rbegin()->end_time(), time);
  GuardBreachRecord& open = *breaches.Add();
  *open.mutable_start_time() = api::ToTimestamp(time);
  open.set_kpi(guard.kpi_source().kpi());
  const auto& range = guard.range();
  if (range.has_min()) open.set_min(range.min());
  if (range.has_max()) open.set_max(range.max());
  open.set_strict(range.strict());
  open.set_worst_value(guard.value());
  return open;
}

// How far a value lies out of the bounds; of one that is within them, not positive.
double OutOfBounds(const Guard& guard, double value) {
  const auto& range = guard.range();
  const double below = range.has_min() ? range.min() - value : -HUGE_VAL;
  const double above = range.has_max() ? value - range.max() : -HUGE_VAL;
  return std::max(below, above);
}

// An import may tell of one that went on by another guard.
bool IsOf(const Guard& guard, const GuardBreachRecord& breach) {
  const auto& range = guard.range();
  return breach.kpi() == guard.kpi_source().kpi() && breach.has_min() == range.has_min() &&
         breach.min() == range.min() && breach.has_max() == range.has_max() &&
         breach.max() == range.max() && breach.strict() == range.strict();
}

}  // namespace

void FollowGuard(const KeyResult& before, const KeyResult& after, KeyResultStateRecord& state) {
  const Guard& guard = after.guard();
  if (!guard.has_value()) return;
  const absl::Time time = api::FromTimestamp(guard.value_time());
  if (!guard.broken()) return EndBreach(time, state);
  GuardBreachRecord* open = OpenBreach(state);
  if (open != nullptr && !IsOf(guard, *open)) {
    EndBreach(time, state);
    open = nullptr;
  }
  if (open == nullptr) open = &BeginBreach(guard, time, state);
  if (OutOfBounds(guard, guard.value()) > OutOfBounds(guard, open->worst_value())) {
    open->set_worst_value(guard.value());
  }
  const double made = state.raw_while_guard_broken();
  const double moved = after.progress().raw() - before.progress().raw();
  state.set_raw_while_guard_broken(std::max(0.0, made + moved));
  open->set_progress(open->progress() + (state.raw_while_guard_broken() - made));
}

bool FollowNewGuard(const KeyResult& after, absl::Time now, KeyResultStateRecord& state) {
  const bool ends = OpenBreach(state) != nullptr;
  if (ends) EndBreach(now, state);
  if (after.guard().broken()) BeginBreach(after.guard(), now, state);
  return ends || after.guard().broken();
}

Guard::Breach ShownBreach(const GuardBreachRecord& record) {
  Guard::Breach shown;
  *shown.mutable_start_time() = record.start_time();
  if (record.has_end_time()) *shown.mutable_end_time() = record.end_time();
  shown.set_kpi(record.kpi());
  auto& range = *shown.mutable_range();
  if (record.has_min()) range.set_min(record.min());
  if (record.has_max()) range.set_max(record.max());
  range.set_strict(record.strict());
  shown.set_worst_value(record.worst_value());
  shown.set_progress(record.progress());
  return shown;
}

GuardBreachRecord KeptBreach(const Guard::Breach& shown) {
  GuardBreachRecord record;
  *record.mutable_start_time() = shown.start_time();
  if (shown.has_end_time()) *record.mutable_end_time() = shown.end_time();
  record.set_kpi(shown.kpi());
  if (shown.range().has_min()) record.set_min(shown.range().min());
  if (shown.range().has_max()) record.set_max(shown.range().max());
  record.set_strict(shown.range().strict());
  record.set_worst_value(shown.worst_value());
  record.set_progress(shown.progress());
  return record;
}

void ShowBreaches(const KeyResultStateRecord& state, Guard& guard) {
  guard.set_progress_while_broken(state.raw_while_guard_broken());
  guard.clear_breaches();
  for (const auto& record : state.guard_breaches()) *guard.add_breaches() = ShownBreach(record);
}

void TakeBreaches(Guard& shown, KeyResultStateRecord& state) {
  state.set_raw_while_guard_broken(shown.progress_while_broken());
  for (const auto& breach : shown.breaches()) *state.add_guard_breaches() = KeptBreach(breach);
  shown.clear_progress_while_broken();
  shown.clear_breaches();
}

}  // namespace okapi::goals

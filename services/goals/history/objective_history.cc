#include "services/goals/history/objective_history.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/api/timestamp.h"
#include "common/rpc/limits.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/goals/changes/check_ins.h"
#include "services/goals/numbers/guard_breaches.h"
#include "services/goals/numbers/key_result_state.h"
#include "services/goals/store/hidden_names.h"
#include "services/goals/store/key_result_points.h"
#include "services/goals/store/lifecycle.h"

namespace okapi::goals {
namespace {

using okapi::goals::v1::CheckIn;
using okapi::goals::v1::Comment;
using okapi::goals::v1::Initiative;
using okapi::goals::v1::KeyResult;
using okapi::goals::v1::KeyResultHistory;
using okapi::goals::v1::KpiReading;
using okapi::goals::v1::Objective;
using okapi::goals::v1::ObjectiveHistory;
using okapi::storage::v1::KeyResultStateRecord;
using okapi::storage::v1::KpiReadingRecord;

// What else is in the request that carries a history.
constexpr size_t kRestOfRequest = 4096;

template <typename From, typename To>
void CopyTimes(const From& from, To& to) {
  *to.mutable_create_time() = from.create_time();
  *to.mutable_update_time() = from.update_time();
}

// By time, and of one time what another one names before that: ids that callers chose sort as they
// like. `named(R)` is the name of another one, or of nothing here.
template <typename R, typename Named>
std::vector<R> InOrder(std::vector<R> all, Named named) {
  std::stable_sort(all.begin(), all.end(), [](const R& a, const R& b) {
    return api::FromTimestamp(a.create_time()) < api::FromTimestamp(b.create_time());
  });
  std::map<std::string, size_t> waiting;
  for (size_t i = 0; i < all.size(); ++i) waiting[all[i].name()] = i;
  std::vector<size_t> order;
  for (size_t i = 0; i < all.size(); ++i) {
    std::vector<size_t> chain;
    for (auto next = waiting.find(all[i].name()); next != waiting.end();
         next = waiting.find(named(all[chain.back()]))) {
      chain.push_back(next->second);
      waiting.erase(next);
    }
    order.insert(order.end(), chain.rbegin(), chain.rend());
  }
  std::vector<R> ordered;
  for (const size_t i : order) ordered.push_back(std::move(all[i]));
  return ordered;
}

void AddReading(const KpiReadingRecord& record, KpiReading& reading) {
  if (record.has_value()) {
    reading.set_value(record.value());
    *reading.mutable_value_time() = record.value_time();
  }
  if (!record.has_stale_since()) return;
  *reading.mutable_stale_since() = record.stale_since();
  reading.set_problem(record.problem());
}

// Of what is over: nobody asks its KPIs again. What another source said counts for nothing.
void AddReadings(const KeyResult& key_result, const KeyResultStateRecord& state,
                 KeyResultHistory& history) {
  if (key_result.has_kpi_source() &&
      state.kpi().source_hash() == SourceHash(key_result.kpi_source())) {
    AddReading(state.kpi(), *history.mutable_kpi());
  }
  if (key_result.has_guard() &&
      state.guard().source_hash() == SourceHash(key_result.guard().kpi_source())) {
    AddReading(state.guard(), *history.mutable_guard());
  }
}

absl::Status AddKeyResult(const GoalsStore& store, const storage::Reader& reader,
                          const KeyResult& key_result, bool over, KeyResultHistory& history) {
  history.set_key_result(key_result.name());
  CopyTimes(key_result, history);
  *history.mutable_retargets() = key_result.retargets();
  OKAPI_ASSIGN_OR_RETURN(std::vector<CheckIn> check_ins,
                         CheckInsOf(store, reader, key_result.name()));
  check_ins = InOrder(std::move(check_ins), [](const CheckIn& it) { return it.corrects(); });
  for (CheckIn& check_in : check_ins) *history.add_check_ins() = std::move(check_in);
  OKAPI_ASSIGN_OR_RETURN(const auto state, store.StateOf(reader, key_result.name()));
  history.set_progress_while_guard_broken(state.raw_while_guard_broken());
  for (const auto& breach : state.guard_breaches()) {
    *history.add_guard_breaches() = ShownBreach(breach);
  }
  if (over) AddReadings(key_result, state, history);
  OKAPI_ASSIGN_OR_RETURN(const auto points, PointsOf(reader, key_result.name()));
  const absl::Time newest = std::max(api::FromTimestamp(state.kpi().value_time()),
                                     api::FromTimestamp(state.combined().value_time()));
  for (const auto& point : points) {
    if (CameLater(reader, newest, api::FromTimestamp(point.value_time()))) continue;
    auto& told = *history.add_kpi_points();
    told.set_value(point.value());
    *told.mutable_value_time() = point.value_time();
    for (const auto& earlier : point.earlier()) {
      auto& before = *told.add_earlier();
      before.set_value(earlier.value());
      *before.mutable_value_time() = earlier.value_time();
    }
  }
  return absl::OkStatus();
}

absl::Status AddComments(const GoalsStore& store, const storage::Reader& reader,
                         const std::string& objective, ObjectiveHistory& history) {
  std::vector<Comment> comments;
  OKAPI_RETURN_IF_ERROR(store.comments.ForEach(reader, objective, [&](const Comment& comment) {
    comments.push_back(comment);
    comments.back().clear_etag();
    return true;
  }));
  comments = InOrder(std::move(comments), [](const Comment& it) { return it.subject(); });
  for (Comment& comment : comments) *history.add_comments() = std::move(comment);
  return absl::OkStatus();
}

absl::Status CheckSize(const std::string& objective, const ObjectiveHistory& history) {
  constexpr size_t kBytesMax = rpc::kRequestBytesMax - kRestOfRequest;
  if (history.ByteSizeLong() <= kBytesMax) return absl::OkStatus();
  return status::Error(
      absl::StatusCode::kResourceExhausted, status::ErrorReason::LIMIT_EXCEEDED,
      absl::StrCat("the history of '", objective, "' is larger than ", kBytesMax, " bytes"),
      {{"limit", absl::StrCat(kBytesMax)}});
}

}  // namespace

absl::StatusOr<ObjectiveHistory> HistoryOf(const GoalsStore& store, const storage::Reader& reader,
                                           const std::string& name) {
  OKAPI_ASSIGN_OR_RETURN(const auto found, store.objectives.FindStored(reader, name));
  if (!found.has_value()) return status::NotFound(name);
  Objective objective = *found;
  OKAPI_RETURN_IF_ERROR(HideNames(store, reader, objective));
  ObjectiveHistory history;
  history.set_state(objective.state());
  CopyTimes(objective, history);
  if (objective.has_grade()) *history.mutable_grade() = objective.grade();
  history.set_copied_from(objective.copied_from());
  std::vector<KeyResult> key_results;
  OKAPI_RETURN_IF_ERROR(store.key_results.ForEach(reader, name, [&](const KeyResult& key_result) {
    key_results.push_back(key_result);
    return true;
  }));
  const bool over = !CheckOpen(objective).ok();
  for (const KeyResult& key_result : key_results) {
    OKAPI_RETURN_IF_ERROR(
        AddKeyResult(store, reader, key_result, over, *history.add_key_results()));
  }
  OKAPI_RETURN_IF_ERROR(store.initiatives.ForEach(reader, name, [&](const Initiative& initiative) {
    auto& told = *history.add_initiatives();
    told.set_initiative(initiative.name());
    CopyTimes(initiative, told);
    return true;
  }));
  OKAPI_RETURN_IF_ERROR(AddComments(store, reader, name, history));
  OKAPI_RETURN_IF_ERROR(CheckSize(name, history));
  return history;
}

}  // namespace okapi::goals

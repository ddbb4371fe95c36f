#include "services/goals/numbers/key_result_state.h"

#include <algorithm>

#include "common/api/stable_bytes.h"
#include "common/api/timestamp.h"
#include "common/base/sha256.h"
#include "services/goals/numbers/combining.h"
#include "services/goals/numbers/guard_breaches.h"
#include "services/goals/numbers/progress.h"

namespace okapi::goals {
namespace {

// A link to a KPI that has said nothing yet.
constexpr char kNotHeard[] = "the KPI has not been heard yet";

}  // namespace

using okapi::goals::v1::CheckIn;
using okapi::goals::v1::KeyResult;
using okapi::goals::v1::KpiSource;
using okapi::storage::v1::KeyResultStateRecord;
using okapi::storage::v1::KpiReadingRecord;
using okapi::storage::v1::KpiSeasonRecord;

std::string SourceHash(const KpiSource& source) { return base::Sha256(api::StableBytes(source)); }

void TakeCheckIn(const CheckIn& check_in, KeyResultStateRecord& state) {
  *state.mutable_check_in_time() = check_in.create_time();
  if (check_in.has_confidence()) state.set_confidence(check_in.confidence());
  if (!check_in.has_value()) return;
  const bool newer =
      !state.has_check_in_value() ||
      api::FromTimestamp(check_in.value_time()) >= api::FromTimestamp(state.check_in_value_time());
  if (!newer) return;
  state.set_check_in_value(check_in.value());
  *state.mutable_done_milestones() = check_in.done_milestones().milestone_ids();
  state.set_reached_step(check_in.reached_step());
  *state.mutable_check_in_value_time() = check_in.value_time();
}

void TakeAllCheckIns(std::vector<CheckIn> check_ins, KeyResultStateRecord& state) {
  state.clear_check_in_value();
  state.clear_check_in_value_time();
  state.clear_done_milestones();
  state.clear_reached_step();
  state.clear_confidence();
  std::stable_sort(check_ins.begin(), check_ins.end(), [](const CheckIn& a, const CheckIn& b) {
    return api::FromTimestamp(a.create_time()) < api::FromTimestamp(b.create_time());
  });
  for (const CheckIn& check_in : check_ins) {
    if (check_in.corrected_by().empty()) TakeCheckIn(check_in, state);
  }
}

void TakeReading(const std::string& source_hash, const KpiReading& reading, absl::Time now,
                 KpiReadingRecord& kpi) {
  if (kpi.source_hash() != source_hash) kpi.Clear();
  kpi.set_source_hash(source_hash);
  // What is not known now was the same before.
  if (reading.aggregation != 0) kpi.set_aggregation(reading.aggregation);
  if (!reading.problem.empty()) {
    if (!kpi.has_stale_since()) *kpi.mutable_stale_since() = api::ToTimestamp(now);
    kpi.set_problem(reading.problem);
    return;
  }
  kpi.clear_stale_since();
  kpi.clear_problem();
  kpi.clear_value();
  kpi.clear_value_time();
  if (!reading.value.has_value()) return;
  kpi.set_value(*reading.value);
  *kpi.mutable_value_time() = api::ToTimestamp(reading.value_time);
}

namespace {

// By the milestones as they are now: one may have come, gone, or another weight, since.
void ShowMilestones(const KeyResultStateRecord& state, KeyResult& key_result) {
  const auto& done = state.done_milestones();
  key_result.set_current_value(DoneShare(key_result.milestones(), done));
  for (auto& milestone : *key_result.mutable_milestones()->mutable_milestones()) {
    milestone.set_done(std::count(done.begin(), done.end(), milestone.milestone_id()) > 0);
  }
}

// By the steps as they are now. Where something stands whose step is gone, nobody knows.
void ShowStep(const KeyResultStateRecord& state, KeyResult& key_result) {
  const auto share = ShareOf(key_result.scale(), state.reached_step());
  if (!share.has_value()) return;
  key_result.set_current_value(*share);
  for (auto& step : *key_result.mutable_scale()->mutable_steps()) {
    step.set_reached(step.step_id() == state.reached_step());
  }
}

// What the check-in said whose value counts. A step says nothing about a way in numbers, and a
// number nothing about steps.
void ShowReported(const KeyResultStateRecord& state, KeyResult& key_result) {
  if (!state.has_check_in_value()) return;
  if (key_result.has_scale()) {
    ShowStep(state, key_result);
  } else if (key_result.has_milestones()) {
    ShowMilestones(state, key_result);
  } else if (state.reached_step().empty()) {
    key_result.set_current_value(state.check_in_value());
  }
  if (!key_result.has_current_value()) return;
  *key_result.mutable_current_value_time() = state.check_in_value_time();
}

// Whether what was read is the answer to the question of now, and what that was.
void ShowLink(const KpiSource& source, const google::protobuf::Timestamp& asked_since,
              const KpiReadingRecord& reading, okapi::goals::v1::KpiLink& link) {
  if (reading.source_hash() != SourceHash(source)) {
    link.set_stale(true);
    *link.mutable_stale_since() = asked_since;
    link.set_problem(kNotHeard);
    return;
  }
  if (okapi::goals::v1::KpiLink::Aggregation_IsValid(reading.aggregation())) {
    link.set_aggregation(
        static_cast<okapi::goals::v1::KpiLink::Aggregation>(reading.aggregation()));
  }
  if (reading.has_stale_since()) {
    link.set_stale(true);
    *link.mutable_stale_since() = reading.stale_since();
    link.set_problem(reading.problem());
  }
}

void ShowGuard(const KpiReadingRecord& reading, KeyResult& key_result) {
  if (!key_result.has_guard()) return;
  auto& guard = *key_result.mutable_guard();
  ShowLink(guard.kpi_source(), key_result.update_time(), reading, *guard.mutable_kpi_link());
  if (reading.source_hash() != SourceHash(guard.kpi_source()) || !reading.has_value()) return;
  guard.set_value(reading.value());
  *guard.mutable_value_time() = reading.value_time();
  guard.set_broken(scoring::RangeProgress(RangeOf(guard.range()), reading.value()) < 1);
}

}  // namespace

void TakeSeason(const std::string& source_hash, const std::vector<double>& shares,
                KpiSeasonRecord& record) {
  record.set_source_hash(source_hash);
  record.mutable_shares()->Assign(shares.begin(), shares.end());
}

void ShowState(const KeyResultStateRecord& state, KeyResult& key_result) {
  if (state.has_confidence()) key_result.set_confidence(state.confidence());
  ShowGuard(state.guard(), key_result);
  if (key_result.has_guard()) ShowBreaches(state, *key_result.mutable_guard());
  if (key_result.has_key_result_source()) return ShowCombined(state.combined(), key_result);
  if (!key_result.has_kpi_source()) return ShowReported(state, key_result);
  const std::string source_hash = SourceHash(key_result.kpi_source());
  const bool seasonal = key_result.curve().shape() == okapi::common::v1::Curve::SEASON;
  if (seasonal && state.season().source_hash() == source_hash) {
    *key_result.mutable_curve()->mutable_season() = state.season().shares();
  }
  const KpiReadingRecord& kpi = state.kpi();
  ShowLink(key_result.kpi_source(), key_result.update_time(), kpi, *key_result.mutable_kpi_link());
  if (kpi.source_hash() != source_hash || !kpi.has_value()) return;
  key_result.set_current_value(kpi.value());
  *key_result.mutable_current_value_time() = kpi.value_time();
}

namespace {

KpiReadingRecord ReadingOf(const KpiSource& source, const okapi::goals::v1::KpiLink& link) {
  KpiReadingRecord reading;
  if (link.stale() && link.problem() == kNotHeard) return reading;
  reading.set_source_hash(SourceHash(source));
  reading.set_aggregation(link.aggregation());
  if (link.has_stale_since()) *reading.mutable_stale_since() = link.stale_since();
  reading.set_problem(link.problem());
  return reading;
}

void TakeGuard(okapi::goals::v1::Guard& guard, KeyResultStateRecord& state) {
  *state.mutable_guard() = ReadingOf(guard.kpi_source(), guard.kpi_link());
  if (guard.has_value()) {
    state.mutable_guard()->set_value(guard.value());
    *state.mutable_guard()->mutable_value_time() = guard.value_time();
  }
  TakeBreaches(guard, state);
  guard.clear_value();
  guard.clear_value_time();
  guard.clear_broken();
  guard.clear_kpi_link();
}

void TakeCombined(KeyResult& shown, KeyResultStateRecord& state) {
  auto& source = *shown.mutable_key_result_source();
  auto& combined = *state.mutable_combined();
  combined.set_source_hash(SourceHash(source));
  combined.set_missing(source.missing());
  combined.set_stale(source.stale());
  if (shown.kpi_link().has_stale_since()) {
    *combined.mutable_stale_since() = shown.kpi_link().stale_since();
  }
  if (shown.has_current_value()) {
    combined.set_value(shown.current_value());
    *combined.mutable_value_time() = shown.current_value_time();
  }
  source.clear_missing();
  source.clear_stale();
}

void TakeStep(okapi::goals::v1::Scale& scale, KeyResultStateRecord& state) {
  for (auto& step : *scale.mutable_steps()) {
    if (step.reached()) state.set_reached_step(step.step_id());
    step.clear_reached();
  }
}

void TakeMilestones(okapi::goals::v1::Milestones& milestones, KeyResultStateRecord& state) {
  for (auto& milestone : *milestones.mutable_milestones()) {
    if (milestone.done()) state.add_done_milestones(milestone.milestone_id());
    milestone.clear_done();
  }
}

}  // namespace

KeyResultStateRecord TakeState(KeyResult& shown) {
  KeyResultStateRecord state;
  if (shown.has_confidence()) state.set_confidence(shown.confidence());
  if (shown.has_key_result_source()) {
    TakeCombined(shown, state);
  } else if (shown.has_kpi_source()) {
    *state.mutable_kpi() = ReadingOf(shown.kpi_source(), shown.kpi_link());
    if (shown.has_current_value()) {
      state.mutable_kpi()->set_value(shown.current_value());
      *state.mutable_kpi()->mutable_value_time() = shown.current_value_time();
    }
    if (!shown.curve().season().empty()) {
      const auto& season = shown.curve().season();
      TakeSeason(SourceHash(shown.kpi_source()), {season.begin(), season.end()},
                 *state.mutable_season());
      shown.mutable_curve()->clear_season();
    }
  } else if (shown.has_current_value()) {
    state.set_check_in_value(shown.current_value());
    *state.mutable_check_in_value_time() = shown.current_value_time();
  }
  if (shown.has_milestones()) TakeMilestones(*shown.mutable_milestones(), state);
  if (shown.has_scale()) TakeStep(*shown.mutable_scale(), state);
  if (shown.has_guard()) TakeGuard(*shown.mutable_guard(), state);
  if (shown.has_assessment()) shown.mutable_assessment()->clear_expired();
  shown.clear_confidence();
  shown.clear_current_value();
  shown.clear_current_value_time();
  shown.clear_progress();
  shown.clear_kpi_link();
  shown.clear_first_promise();
  shown.clear_error_budget_state();
  shown.clear_forecast();
  return state;
}

}  // namespace okapi::goals

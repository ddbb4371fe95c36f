#include "services/goals/insights/explanation_inputs.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "common/api/resource_name.h"
#include "common/api/timestamp.h"
#include "common/calendar/date.h"
#include "common/scoring/expected.h"
#include "common/status/status_macros.h"
#include "common/text/quantity.h"
#include "services/goals/changes/check_ins.h"
#include "services/goals/insights/explanation_parts.h"

namespace okapi::goals {
namespace {

using okapi::common::v1::Curve;
using okapi::common::v1::ScoringProfile;
using okapi::goals::v1::CheckIn;
using okapi::goals::v1::Explanation;
using okapi::goals::v1::KeyResult;
using okapi::goals::v1::Objective;

// More shares are counted, not listed.
constexpr int kSharesListedMax = 12;

// Something that a resource says itself: it has its version and time.
template <typename R>
Explanation::Input& AddSaid(const std::string& label, const R& resource, Explanation& explanation) {
  Explanation::Input& input = AddInput(label, resource.name(), resource.etag(), explanation);
  if (resource.has_update_time()) *input.mutable_time() = resource.update_time();
  return input;
}

template <typename R>
void AddNumber(const std::string& label, double value, const R& resource,
               Explanation& explanation) {
  AddSaid(label, resource, explanation).set_value(value);
}

template <typename R>
void AddText(const std::string& label, const std::string& text, const R& resource,
             Explanation& explanation) {
  AddSaid(label, resource, explanation).set_text(text);
}

void AddBounds(const std::string& prefix, const okapi::goals::v1::Range& range,
               const KeyResult& key_result, Explanation& explanation) {
  if (range.has_min()) AddNumber(prefix + "min", range.min(), key_result, explanation);
  if (range.has_max()) AddNumber(prefix + "max", range.max(), key_result, explanation);
}

std::string CurveText(const Curve& curve) {
  std::string text = Curve::Shape_Name(scoring::ShapeOf(curve));
  if (curve.shape() == Curve::SEASON) {
    return curve.season().empty()
               ? text + ", not known"
               : absl::StrCat(text, " of ", curve.season_size(), " shares of the year before");
  }
  if (curve.shares_size() > kSharesListedMax) {
    return absl::StrCat(text, " of ", curve.shares_size(), " shares");
  }
  for (const double share : curve.shares()) absl::StrAppend(&text, " ", text::ExactNumber(share));
  return text;
}

// These two know neither the policy's borders nor its early share.
bool MindsBorders(ScoringProfile profile) {
  return profile != ScoringProfile::LATEST_WINS && profile != ScoringProfile::DOERR;
}

}  // namespace

std::string TimeText(absl::Time time) {
  return absl::FormatTime(absl::RFC3339_full, time, absl::UTCTimeZone());
}

Explanation::Input& AddInput(const std::string& label, const std::string& source,
                             const std::string& etag, Explanation& explanation) {
  Explanation::Input& input = *explanation.add_inputs();
  input.set_label(label);
  input.set_source(source);
  input.set_etag(etag);
  return input;
}

absl::Status AddValue(const GoalsStore& store, const storage::Reader& reader,
                      const KeyResult& key_result, Explanation& explanation) {
  if (!key_result.has_current_value()) return absl::OkStatus();
  if (key_result.has_key_result_source()) {
    AddNumber("current value", key_result.current_value(), key_result, explanation);
    return AddParts(store, reader, key_result, explanation);
  }
  std::string source = key_result.kpi_source().kpi();
  if (!key_result.has_kpi_source()) {
    OKAPI_ASSIGN_OR_RETURN(const std::vector<CheckIn> check_ins,
                           CheckInsOf(store, reader, key_result.name()));
    for (const CheckIn& check_in : check_ins) {
      const bool brought = check_in.has_value() && check_in.corrected_by().empty() &&
                           api::FromTimestamp(check_in.value_time()) ==
                               api::FromTimestamp(key_result.current_value_time());
      if (brought) source = check_in.name();  // The later report of two for one time.
    }
  }
  // Neither has a version here: a check-in never changes, and a KPI's are in the metrics service.
  Explanation::Input& input = AddInput("current value", source, "", explanation);
  input.set_value(key_result.current_value());
  for (const auto& step : key_result.scale().steps()) {
    if (step.reached()) input.set_text(step.step_id());
  }
  *input.mutable_time() = key_result.current_value_time();
  return absl::OkStatus();
}

void AddWay(const KeyResult& key_result, Explanation& explanation) {
  if (key_result.has_from_to() || key_result.has_relative_change()) {
    const scoring::Measure way = MeasureOf(key_result);
    AddNumber("baseline", way.baseline, key_result, explanation);
    AddNumber("target", way.target, key_result, explanation);
  }
  if (key_result.has_range()) AddBounds("", key_result.range(), key_result, explanation);
  if (key_result.range().has_error_budget()) {
    AddNumber("error budget", key_result.range().error_budget(), key_result, explanation);
  }
  if (key_result.has_start_date()) {
    AddText("start date", calendar::FormatDate(key_result.start_date()), key_result, explanation);
  }
  if (key_result.has_curve()) {
    AddText("curve", CurveText(key_result.curve()), key_result, explanation);
  }
}

void AddGuard(const KeyResult& key_result, Explanation& explanation) {
  if (!key_result.has_guard()) return;
  const auto& guard = key_result.guard();
  AddBounds("guard ", guard.range(), key_result, explanation);
  if (guard.progress_while_broken() > 0) {
    AddNumber("progress while the guard was broken", guard.progress_while_broken(), key_result,
              explanation);
  }
  for (const auto& breach : guard.breaches()) {
    Explanation::Input& worst = AddInput("guard value at worst", breach.kpi(), "", explanation);
    worst.set_value(breach.worst_value());
    *worst.mutable_time() = breach.start_time();
  }
  if (!guard.has_value()) return;
  Explanation::Input& input = AddInput("guard value", guard.kpi_source().kpi(), "", explanation);
  input.set_value(guard.value());
  *input.mutable_time() = guard.value_time();
}

absl::Status AddCycle(const GoalsStore& store, const storage::Reader& reader,
                      const Objective& objective, Explanation& explanation) {
  OKAPI_ASSIGN_OR_RETURN(const auto cycle, store.cycles.FindStored(reader, objective.cycle()));
  if (!cycle.has_value()) return absl::OkStatus();
  AddText("first day", calendar::FormatDate(cycle->start_date()), *cycle, explanation);
  AddText("last day", calendar::FormatDate(cycle->end_date()), *cycle, explanation);
  return absl::OkStatus();
}

void AddCombination(const Objective& objective, Explanation& explanation) {
  if (!CombinationOf(objective).has_value()) return;
  AddText("combination", Objective::Combination_Name(objective.combination()), objective,
          explanation);
}

absl::Status AddPolicy(const GoalsStore& store, const storage::Reader& reader,
                       const Objective& objective, const Timing& timing, Explanation& explanation) {
  OKAPI_ASSIGN_OR_RETURN(
      const auto organization,
      store.organizations.FindStored(reader, api::OrganizationOf(objective.name())));
  if (!organization.has_value()) return absl::OkStatus();
  const ScoringProfile profile = timing.profile == ScoringProfile::SCORING_PROFILE_UNSPECIFIED
                                     ? ScoringProfile::OKAPI
                                     : timing.profile;
  AddText("scoring profile", okapi::common::v1::ScoringProfile_Name(profile), *organization,
          explanation);
  if (!MindsBorders(profile)) return absl::OkStatus();
  AddNumber("border of ON_TRACK", timing.on_track, *organization, explanation);
  AddNumber("border of AT_RISK", timing.at_risk, *organization, explanation);
  if (timing.early_share > 0) {
    AddNumber("early share", timing.early_share, *organization, explanation);
  }
  return absl::OkStatus();
}

}  // namespace okapi::goals

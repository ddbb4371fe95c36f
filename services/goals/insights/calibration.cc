#include "services/goals/insights/calibration.h"

#include <algorithm>
#include <map>
#include <utility>

#include "common/api/timestamp.h"
#include "common/scoring/grade.h"
#include "common/scoring/sum.h"
#include "common/status/status_macros.h"
#include "services/goals/changes/check_ins.h"
#include "services/goals/store/references.h"
#include "services/goals/store/timings.h"

namespace okapi::goals {
namespace {

using okapi::goals::v1::Calibration;
using okapi::goals::v1::CheckIn;
using okapi::goals::v1::Objective;

struct Tally {
  int forecasts = 0;
  int key_results = 0;
  scoring::Sum confidence;
  scoring::Sum reached;
  scoring::Sum squares;

  void Add(const Foreseen& foreseen) {
    ++key_results;
    for (const CheckIn& check_in : foreseen.check_ins) {
      const double said = check_in.confidence();
      const double came = foreseen.reached ? 1 : 0;
      ++forecasts;
      confidence.Add(said);
      reached.Add(came);
      squares.Add((said - came) * (said - came));
    }
  }

  Calibration::Part ToPart(const std::string& team) const {
    Calibration::Part part;
    part.set_team(team);
    part.set_forecasts(forecasts);
    part.set_key_results(key_results);
    if (forecasts == 0) return part;
    part.set_confidence_mean(confidence.value() / forecasts);
    part.set_reached_share(reached.value() / forecasts);
    part.set_optimism(part.confidence_mean() - part.reached_share());
    part.set_brier_score(squares.value() / forecasts);
    return part;
  }
};

// When it was said, as far as that is told: one that is entered later is of its value's time.
absl::Time TimeOf(const CheckIn& check_in) {
  return api::FromTimestamp(check_in.has_value_time() ? check_in.value_time()
                                                      : check_in.create_time());
}

// Those with a confidence that nobody corrected, of before `end`: afterwards everybody knows.
absl::StatusOr<std::vector<CheckIn>> ForecastsOf(const GoalsStore& store,
                                                 const storage::Reader& reader,
                                                 const std::string& key_result, absl::Time end) {
  OKAPI_ASSIGN_OR_RETURN(std::vector<CheckIn> check_ins, CheckInsOf(store, reader, key_result));
  check_ins.erase(std::remove_if(check_ins.begin(), check_ins.end(),
                                 [end](const CheckIn& check_in) {
                                   return !check_in.has_confidence() ||
                                          !check_in.corrected_by().empty() ||
                                          TimeOf(check_in) >= end;
                                 }),
                  check_ins.end());
  return check_ins;
}

}  // namespace

absl::StatusOr<std::vector<Foreseen>> ForeseenIn(const GoalsStore& store,
                                                 const storage::Reader& reader,
                                                 const std::string& organization,
                                                 const std::string& cycle) {
  OKAPI_RETURN_IF_ERROR(store.organizations.Get(reader, organization).status());
  OKAPI_RETURN_IF_ERROR(CheckFilter(store.cycles, reader, organization, "cycle", cycle));
  std::vector<Objective> closed;
  auto collect = [&](const Objective& objective) {
    const bool asked = cycle.empty() || objective.cycle() == cycle;
    if (objective.has_grade() && asked) closed.push_back(objective);
    return true;
  };
  OKAPI_RETURN_IF_ERROR(store.objectives.ForEach(reader, organization, collect));
  std::vector<Foreseen> all;
  Timings timings(store, reader, store.Now(reader));
  for (const Objective& objective : closed) {
    OKAPI_ASSIGN_OR_RETURN(const Timing timing, timings.Of(objective));
    for (const auto& grade : objective.grade().key_results()) {
      if (!grade.progress().has_raw()) continue;
      OKAPI_ASSIGN_OR_RETURN(auto check_ins,
                             ForecastsOf(store, reader, grade.key_result(), timing.span.end));
      if (check_ins.empty()) continue;
      all.push_back({objective.team(), grade.key_result(), grade.progress().raw(),
                     scoring::Meets(grade.progress().raw(), scoring::kCommittedScore),
                     std::move(check_ins)});
    }
  }
  return all;
}

Calibration CalibrationOf(absl::Span<const Foreseen> foreseen) {
  Tally all;
  std::map<std::string, Tally> teams;
  for (const Foreseen& each : foreseen) {
    all.Add(each);
    teams[each.team].Add(each);
  }
  Calibration calibration;
  *calibration.mutable_all() = all.ToPart("");
  for (const auto& [team, tally] : teams) *calibration.add_teams() = tally.ToPart(team);
  return calibration;
}

}  // namespace okapi::goals

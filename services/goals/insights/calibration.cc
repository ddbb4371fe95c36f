#include "services/goals/insights/calibration.h"

#include <map>
#include <string>
#include <vector>

#include "common/scoring/grade.h"
#include "common/scoring/sum.h"
#include "common/status/status_macros.h"
#include "services/goals/changes/check_ins.h"
#include "services/goals/store/listing.h"

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

  void Add(const std::vector<double>& confidences, bool was_reached) {
    if (confidences.empty()) return;
    ++key_results;
    for (const double said : confidences) {
      const double came = was_reached ? 1 : 0;
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

absl::StatusOr<std::vector<double>> ConfidencesOf(const GoalsStore& store,
                                                  const storage::Reader& reader,
                                                  const std::string& key_result) {
  OKAPI_ASSIGN_OR_RETURN(const std::vector<CheckIn> check_ins,
                         CheckInsOf(store, reader, key_result));
  std::vector<double> confidences;
  for (const CheckIn& check_in : check_ins) {
    if (check_in.has_confidence() && check_in.corrected_by().empty()) {
      confidences.push_back(check_in.confidence());
    }
  }
  return confidences;
}

}  // namespace

absl::StatusOr<Calibration> CalibrationOf(const GoalsStore& store, const storage::Reader& reader,
                                          const okapi::goals::v1::GetCalibrationRequest& request) {
  OKAPI_RETURN_IF_ERROR(store.organizations.Get(reader, request.parent()).status());
  OKAPI_RETURN_IF_ERROR(
      CheckFilter(store.cycles, reader, request.parent(), "cycle", request.cycle()));
  std::vector<Objective> closed;
  auto collect = [&](const Objective& objective) {
    const bool asked = request.cycle().empty() || objective.cycle() == request.cycle();
    if (objective.has_grade() && asked) closed.push_back(objective);
    return true;
  };
  OKAPI_RETURN_IF_ERROR(store.objectives.ForEach(reader, request.parent(), collect));
  Tally all;
  std::map<std::string, Tally> teams;
  for (const Objective& objective : closed) {
    for (const auto& grade : objective.grade().key_results()) {
      if (!grade.progress().has_raw()) continue;
      OKAPI_ASSIGN_OR_RETURN(const auto confidences,
                             ConfidencesOf(store, reader, grade.key_result()));
      const bool reached = scoring::Meets(grade.progress().raw(), scoring::kCommittedScore);
      all.Add(confidences, reached);
      teams[objective.team()].Add(confidences, reached);
    }
  }
  Calibration calibration;
  *calibration.mutable_all() = all.ToPart("");
  for (const auto& [team, tally] : teams) {
    if (tally.forecasts > 0) *calibration.add_teams() = tally.ToPart(team);
  }
  return calibration;
}

}  // namespace okapi::goals

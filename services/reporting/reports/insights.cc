#include "services/reporting/reports/insights.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/api/resource_id.h"
#include "common/api/timestamp.h"
#include "common/calendar/calendar.h"
#include "common/rpc/retry.h"
#include "services/reporting/reports/alignment_report.h"
#include "services/reporting/reports/draft_objective.h"
#include "services/reporting/reports/insight_words.h"
#include "services/reporting/reports/kpi_uses.h"
#include "services/reporting/reports/same_samples.h"
#include "services/reporting/reports/scorecard.h"

namespace okapi::reporting {
namespace {

using okapi::common::v1::Status;
using okapi::goals::v1::Cycle;
using okapi::goals::v1::KeyResult;
using okapi::goals::v1::Objective;
using okapi::metrics::v1::Kpi;
using okapi::reporting::v1::Decision;
using okapi::reporting::v1::Insight;
using okapi::reporting::v1::ObjectiveReport;
using okapi::reporting::v1::ScorecardCell;
using okapi::reporting::v1::ScorecardRow;

bool HasVerdict(const ScorecardCell& cell) {
  return cell.status() != Status::STATUS_UNSPECIFIED && cell.status() != Status::NO_DATA &&
         cell.status() != Status::NOT_STARTED && cell.status() != Status::TOO_EARLY;
}

bool IsRed(const Kpi& kpi, const ScorecardRow& row) {
  const int last = StandingCell(kpi.frequency(), row);
  if (last >= 0 && HasVerdict(row.cells(last))) {
    return row.cells(last).status() == Status::OFF_TRACK ||
           row.cells(last).status() == Status::MISSED;
  }
  // Of a period that is over there is a verdict, whether anybody knows it or not.
  if (last >= 0 && row.cells(last).unknown() && !row.cells(last).open()) return false;
  return last >= 1 && row.cells(last - 1).status() == Status::MISSED;
}

int MissesRunning(const ScorecardRow& row) {
  int misses = 0;
  for (int i = row.cells_size() - 1; i >= 0; --i) {
    if (row.cells(i).open()) continue;
    if (row.cells(i).status() != Status::MISSED) break;
    ++misses;
  }
  return misses;
}

// Whether it is known what KPIs drive. A company without OKRs is known to have none.
bool KnowsUses(const GoalsAnswers& goals) {
  const auto known = [](const auto& answer) {
    return answer.known() || !rpc::MayPass(answer.problem);
  };
  return known(goals.objectives) && known(goals.key_results);
}

// The cycles that are over: what is still open in them addresses nothing.
std::set<std::string> EndedCycles(const GoalsAnswers& goals, absl::Time as_of) {
  std::set<std::string> ended;
  const auto calendar = calendar::Calendar::Create(goals.organization.value.calendar());
  for (const Cycle& cycle : goals.cycles.value.cycles()) {
    const bool over = calendar.ok() && calendar->EndOf(cycle.end_date()) <= as_of;
    if (over || cycle.state() == Cycle::CLOSED) ended.insert(cycle.name());
  }
  return ended;
}

// What is being done about KPIs.
class Addressed {
 public:
  Addressed(const KpiUses& uses, std::set<std::string> ended_cycles)
      : uses_(uses), ended_cycles_(std::move(ended_cycles)) {}

  bool Is(const std::string& kpi) const {
    return Find(kpi, {Objective::ACTIVE, Objective::PROPOSED}) != nullptr;
  }
  // The draft that would; null if there is none.
  const Objective* DraftOf(const std::string& kpi) const { return Find(kpi, {Objective::DRAFT}); }

 private:
  const Objective* Find(const std::string& kpi, const std::set<Objective::State>& states) const {
    for (const KpiUses::Use& use : uses_.Of(kpi)) {
      const Objective& objective = *use.objective;
      if (!use.guards && states.count(objective.state()) > 0 &&
          ended_cycles_.count(objective.cycle()) == 0) {
        return &objective;
      }
    }
    return nullptr;
  }

  const KpiUses& uses_;
  const std::set<std::string> ended_cycles_;
};

Insight Of(Insight::Code code, const std::string& resource, const InsightInputs& inputs,
           const std::string& display_name) {
  Insight insight;
  insight.set_code(code);
  insight.set_resource(resource);
  insight.set_message(MessageOf(code, inputs.language, display_name));
  return insight;
}

bool IsDecidedOn(const InsightInputs& inputs, const KpiUses& uses, const std::string& kpi) {
  return std::any_of(
      inputs.decisions.begin(), inputs.decisions.end(), [&](const Decision& decision) {
        const absl::Time time = api::FromTimestamp(decision.decision_time());
        if (time > inputs.as_of || inputs.as_of - time > inputs.decision_age) return false;
        const bool on_use = std::any_of(
            uses.Of(kpi).begin(), uses.Of(kpi).end(), [&decision](const KpiUses::Use& use) {
              return !use.guards && use.key_result->name() == decision.subject();
            });
        return on_use || decision.subject() == kpi;
      });
}

// The KPI's own row and those of its members.
std::map<std::string, std::vector<const ScorecardRow*>> RowsByKpi(const InsightInputs& inputs) {
  std::map<std::string, std::vector<const ScorecardRow*>> rows;
  for (const ScorecardRow& row : inputs.own_periods.rows()) rows[row.kpi()].push_back(&row);
  return rows;
}

Insight Unaddressed(const InsightInputs& inputs, const Kpi& kpi,
                    const std::vector<const ScorecardRow*>& rows, const Objective* waiting) {
  Insight insight = Of(Insight::UNADDRESSED_KPI, kpi.name(), inputs, kpi.display_name());
  if (waiting != nullptr) {
    insight.add_others(waiting->name());
    insight.set_message(
        WaitingDraftText(inputs.language, kpi.display_name(), waiting->display_name()));
    return insight;
  }
  auto draft = DraftFor(kpi, rows, inputs.goals, inputs.language, inputs.as_of);
  if (!draft.has_value()) return insight;
  absl::StrAppend(insight.mutable_message(), DraftReadyText(inputs.language));
  *insight.mutable_draft() = *std::move(draft);
  return insight;
}

void AddKpis(const InsightInputs& inputs, std::vector<Insight>& insights) {
  const KpiUses uses(inputs.goals);
  const Addressed addressed(uses, EndedCycles(inputs.goals, inputs.as_of));
  const bool uses_known = KnowsUses(inputs.goals);
  const auto rows = RowsByKpi(inputs);
  std::vector<Insight> lesser;
  for (const Kpi& kpi : inputs.kpis) {
    const auto found = rows.find(kpi.name());
    if (found == rows.end() || kpi.state() == Kpi::RETIRED) continue;
    const ScorecardRow& row = *found->second.front();
    const bool red = IsRed(kpi, row) && uses_known;
    if (red && !addressed.Is(kpi.name())) {
      insights.push_back(Unaddressed(inputs, kpi, found->second, addressed.DraftOf(kpi.name())));
      if (MissesRunning(row) >= kMissesMin) {
        lesser.push_back(Of(Insight::BETTER_AS_KEY_RESULT, kpi.name(), inputs, kpi.display_name()));
      }
    }
    if (red && !IsDecidedOn(inputs, uses, kpi.name())) {
      lesser.push_back(Of(Insight::NO_DECISION, kpi.name(), inputs, kpi.display_name()));
    }
    if (kpi.targets().empty()) {
      lesser.push_back(Of(Insight::NO_TARGET, kpi.name(), inputs, kpi.display_name()));
    }
  }
  std::stable_sort(lesser.begin(), lesser.end(),
                   [](const Insight& a, const Insight& b) { return a.code() < b.code(); });
  std::move(lesser.begin(), lesser.end(), std::back_inserter(insights));
}

// Says nothing of objectives that are made of others, and of those that have no key results to
// speak.
void AddObjectives(const InsightInputs& inputs, std::vector<Insight>& insights) {
  for (const ObjectiveReport& part : inputs.okr_report.objectives()) {
    const Objective& objective = part.objective();
    if (objective.state() != Objective::ACTIVE || part.key_results().empty()) continue;
    const bool evidence =
        std::any_of(part.key_results().begin(), part.key_results().end(),
                    [](const KeyResult& key_result) { return key_result.has_current_value(); });
    if (!evidence) {
      insights.push_back(
          Of(Insight::NO_EVIDENCE, objective.name(), inputs, objective.display_name()));
    }
  }
}

void AddOverlaps(const InsightInputs& inputs, std::vector<Insight>& insights) {
  std::set<std::string> shown;
  for (const ObjectiveReport& part : inputs.okr_report.objectives()) {
    for (const KeyResult& key_result : part.key_results()) shown.insert(key_result.name());
  }
  std::map<std::string, std::string> display_names;
  for (const Kpi& kpi : inputs.definitions.kpis.value.kpis()) {
    display_names[kpi.name()] = kpi.display_name();
  }
  for (const auto& [overlap, same] : OverlapsOf(inputs.goals)) {
    if (!std::any_of(same.begin(), same.end(),
                     [&](const std::string& name) { return shown.count(name) > 0; })) {
      continue;
    }
    // The id of one that is gone says what it was, too.
    const auto known = display_names.find(overlap.kpi());
    Insight insight = Of(Insight::SAME_MOVEMENT, overlap.kpi(), inputs,
                         known != display_names.end() ? known->second : api::IdOf(overlap.kpi()));
    insight.mutable_others()->Add(same.begin(), same.end());
    insights.push_back(std::move(insight));
  }
}

void AddSameSamples(const InsightInputs& inputs, std::vector<Insight>& insights) {
  for (const std::vector<const Kpi*>& kpis : KpisOfSameSamples(inputs.kpis)) {
    std::vector<std::string> words;
    for (const Kpi* kpi : kpis) words.push_back(absl::StrCat("“", kpi->display_name(), "”"));
    Insight insight =
        Of(Insight::SAME_SAMPLES, kpis.front()->name(), inputs, absl::StrJoin(words, ", "));
    for (size_t i = 1; i < kpis.size(); ++i) insight.add_others(kpis[i]->name());
    insights.push_back(std::move(insight));
  }
}

// A KPI that left the range that it is to stay inside is brought back by a key result with that
// range: it does not only keep a number, and it is followed up as a KPI already. While nobody knows
// the KPIs any may be such a one.
bool MayBeOfRangeKpi(const InsightInputs& inputs, const KeyResult& key_result) {
  if (!key_result.has_kpi_source()) return false;
  if (!inputs.definitions.kpis.known()) return true;
  const auto& kpis = inputs.definitions.kpis.value.kpis();
  return std::any_of(kpis.begin(), kpis.end(), [&key_result](const Kpi& kpi) {
    return kpi.direction() == okapi::common::v1::WITHIN &&
           kpi.name() == key_result.kpi_source().kpi();
  });
}

bool OnlyKeeps(const KeyResult& key_result) {
  return key_result.has_range() || (key_result.has_from_to() && key_result.from_to().baseline() ==
                                                                    key_result.from_to().target());
}

void AddKeptNumbers(const InsightInputs& inputs, std::vector<Insight>& insights) {
  for (const ObjectiveReport& part : inputs.okr_report.objectives()) {
    for (const KeyResult& key_result : part.key_results()) {
      if (!OnlyKeeps(key_result) || MayBeOfRangeKpi(inputs, key_result)) continue;
      insights.push_back(
          Of(Insight::BETTER_AS_KPI, key_result.name(), inputs, key_result.display_name()));
    }
  }
}

}  // namespace

std::vector<Insight> InsightsOf(const InsightInputs& inputs) {
  std::vector<Insight> insights;
  AddKpis(inputs, insights);
  AddObjectives(inputs, insights);
  AddOverlaps(inputs, insights);
  AddSameSamples(inputs, insights);
  AddKeptNumbers(inputs, insights);
  return insights;
}

}  // namespace okapi::reporting

#include "services/reporting/reports/insights.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/api/resource_id.h"
#include "common/api/timestamp.h"
#include "common/rpc/retry.h"
#include "services/reporting/reports/alignment_report.h"
#include "services/reporting/reports/draft_objective.h"
#include "services/reporting/reports/insight_words.h"
#include "services/reporting/reports/kpi_uses.h"

namespace okapi::reporting {
namespace {

using okapi::common::v1::Status;
using okapi::goals::v1::KeyResult;
using okapi::goals::v1::Objective;
using okapi::metrics::v1::Kpi;
using okapi::reporting::v1::Decision;
using okapi::reporting::v1::Insight;
using okapi::reporting::v1::ObjectiveReport;
using okapi::reporting::v1::Overlap;
using okapi::reporting::v1::ScorecardCell;
using okapi::reporting::v1::ScorecardRow;

// So many misses running say that following up does not help.
constexpr int kMissesMin = 3;

bool HasVerdict(const ScorecardCell& cell) {
  return cell.status() != Status::STATUS_UNSPECIFIED && cell.status() != Status::NO_DATA &&
         cell.status() != Status::NOT_STARTED && cell.status() != Status::TOO_EARLY;
}

bool IsRed(const ScorecardRow& row) {
  const int last = row.cells_size() - 1;
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

bool IsAddressed(const KpiUses& uses, const std::string& kpi) {
  return std::any_of(uses.Of(kpi).begin(), uses.Of(kpi).end(), [](const KpiUses::Use& use) {
    return !use.guards && use.objective->state() != Objective::CLOSED;
  });
}

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
  for (const ScorecardRow& row : inputs.scorecard.rows()) rows[row.kpi()].push_back(&row);
  return rows;
}

void AddKpis(const InsightInputs& inputs, std::vector<Insight>& insights) {
  const KpiUses uses(inputs.goals);
  const bool uses_known = KnowsUses(inputs.goals);
  const auto rows = RowsByKpi(inputs);
  std::vector<Insight> lesser;
  for (const Kpi& kpi : inputs.kpis) {
    const auto found = rows.find(kpi.name());
    if (found == rows.end() || kpi.state() == Kpi::RETIRED) continue;
    const ScorecardRow& row = *found->second.front();
    const bool red = IsRed(row) && uses_known;
    if (red && !IsAddressed(uses, kpi.name())) {
      Insight insight = Of(Insight::UNADDRESSED_KPI, kpi.name(), inputs, kpi.display_name());
      auto draft = DraftFor(kpi, found->second, inputs.goals, inputs.language, inputs.as_of);
      if (draft.has_value()) *insight.mutable_draft() = *std::move(draft);
      insights.push_back(std::move(insight));
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
  for (const Kpi& kpi : inputs.kpis) display_names[kpi.name()] = kpi.display_name();
  for (const Overlap& overlap : OverlapsOf(inputs.goals)) {
    const bool concerns =
        std::any_of(overlap.key_results().begin(), overlap.key_results().end(),
                    [&](const std::string& name) { return shown.count(name) > 0; });
    if (!overlap.same_samples() || !concerns) continue;
    // One of another team is not in the scorecard; its id says what it is, too.
    const auto known = display_names.find(overlap.kpi());
    Insight insight = Of(Insight::SAME_MOVEMENT, overlap.kpi(), inputs,
                         known != display_names.end() ? known->second : api::IdOf(overlap.kpi()));
    *insight.mutable_others() = overlap.key_results();
    insights.push_back(std::move(insight));
  }
}

bool OnlyKeeps(const KeyResult& key_result) {
  return key_result.has_range() || (key_result.has_from_to() && key_result.from_to().baseline() ==
                                                                    key_result.from_to().target());
}

void AddKeptNumbers(const InsightInputs& inputs, std::vector<Insight>& insights) {
  for (const ObjectiveReport& part : inputs.okr_report.objectives()) {
    for (const KeyResult& key_result : part.key_results()) {
      if (!OnlyKeeps(key_result)) continue;
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
  AddKeptNumbers(inputs, insights);
  return insights;
}

}  // namespace okapi::reporting

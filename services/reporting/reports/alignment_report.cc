#include "services/reporting/reports/alignment_report.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "common/api/timestamp.h"
#include "common/calendar/date.h"
#include "services/reporting/reports/kpi_uses.h"

namespace okapi::reporting {
namespace {

using okapi::goals::v1::Alignment;
using okapi::goals::v1::Cycle;
using okapi::goals::v1::KpiSource;
using okapi::goals::v1::Objective;
using okapi::reporting::v1::AlignmentNode;
using okapi::reporting::v1::AlignmentReport;
using okapi::reporting::v1::GetAlignmentReportRequest;
using okapi::reporting::v1::GetOkrReportRequest;
using okapi::reporting::v1::ObjectiveReport;
using okapi::reporting::v1::OkrReport;

using Names = std::set<std::string>;

// The objectives that are shown, and what hangs on what among them.
class Alignments {
 public:
  Alignments(const std::string& cycle, const GoalsAnswers& answers) {
    for (const Objective& objective : answers.objectives.value.objectives()) {
      objectives_[objective.name()] = &objective;
    }
    for (const auto& [name, objective] : objectives_) {
      if (cycle.empty() || objective->cycle() == cycle) Show(name);
    }
  }

  // Objectives that are for nothing that is shown.
  Names Tops() const {
    Names tops;
    for (const std::string& name : shown_) {
      if (parents_.count(name) == 0) tops.insert(name);
    }
    return tops;
  }
  const Names& ChildrenOf(const std::string& name) const {
    static const auto* const none = new Names();
    const auto found = children_.find(name);
    return found == children_.end() ? *none : found->second;
  }
  // That an objective hangs on nothing says something only where others do.
  bool IsOrphan(const std::string& name) const {
    return !children_.empty() && parents_.count(name) == 0 && children_.count(name) == 0;
  }

 private:
  // With all that it is for. Goals refuses loops, so every walk up ends.
  void Show(const std::string& name) {
    const auto objective = objectives_.find(name);
    if (objective == objectives_.end() || !shown_.insert(name).second) return;
    for (const Alignment& alignment : objective->second->alignments()) {
      if (objectives_.count(alignment.parent()) == 0) continue;
      parents_[name].insert(alignment.parent());
      children_[alignment.parent()].insert(name);
      Show(alignment.parent());
    }
  }

  std::map<std::string, const Objective*> objectives_;
  Names shown_;
  std::map<std::string, Names> parents_;
  std::map<std::string, Names> children_;
};

// Walks down from the tops and adds a node for everything met for the first time.
class Walk {
 public:
  Walk(const Alignments& alignments, const OkrReport& okr_report, AlignmentReport& report)
      : alignments_(alignments), report_(report) {
    for (const ObjectiveReport& part : okr_report.objectives()) {
      parts_[part.objective().name()] = &part;
    }
  }

  void Down(const std::string& name, int depth) {
    const auto part = parts_.find(name);
    if (part == parts_.end() || !met_.insert(name).second) return;
    AlignmentNode* node = report_.add_nodes();
    *node->mutable_objective() = part->second->objective();
    node->set_depth(depth);
    node->set_orphan(alignments_.IsOrphan(name));
    Names kpis;
    for (const auto& key_result : part->second->key_results()) {
      if (key_result.has_kpi_source()) kpis.insert(key_result.kpi_source().kpi());
    }
    for (const std::string& kpi : kpis) node->add_kpis(kpi);
    for (const std::string& child : alignments_.ChildrenOf(name)) node->add_children(child);
    for (const std::string& child : alignments_.ChildrenOf(name)) Down(child, depth + 1);
  }

 private:
  const Alignments& alignments_;
  AlignmentReport& report_;
  std::map<std::string, const ObjectiveReport*> parts_;
  Names met_;
};

bool ShareDays(const Cycle& a, const Cycle& b) {
  return !calendar::Before(a.end_date(), b.start_date()) &&
         !calendar::Before(b.end_date(), a.start_date());
}

// Whether it counts all that the other one counts. Another window on the same samples is the same
// movement.
bool Contains(const KpiSource& source, const KpiSource& other) {
  return std::all_of(source.filter().begin(), source.filter().end(), [&other](const auto& label) {
    const auto found = other.filter().find(label.first);
    return found != other.filter().end() && found->second == label.second;
  });
}

bool CountTheSame(const std::map<std::string, Cycle>& cycles, const KpiUses::Use& a,
                  const KpiUses::Use& b) {
  // Who measures for the first time claims no movement.
  if (a.key_result->has_find_baseline() || b.key_result->has_find_baseline()) return false;
  const KpiSource& source_a = a.key_result->kpi_source();
  const KpiSource& source_b = b.key_result->kpi_source();
  if (!Contains(source_a, source_b) && !Contains(source_b, source_a)) return false;
  const auto cycle_a = cycles.find(a.objective->cycle());
  const auto cycle_b = cycles.find(b.objective->cycle());
  return cycle_a != cycles.end() && cycle_b != cycles.end() &&
         ShareDays(cycle_a->second, cycle_b->second);
}

}  // namespace

std::vector<KpiOverlap> OverlapsOf(const GoalsAnswers& answers) {
  std::map<std::string, Cycle> cycles;
  for (const Cycle& cycle : answers.cycles.value.cycles()) cycles[cycle.name()] = cycle;
  std::vector<KpiOverlap> overlaps;
  const KpiUses uses(answers);
  for (const auto& [kpi, all] : uses.all()) {
    std::vector<KpiUses::Use> driven;
    for (const KpiUses::Use& use : all) {
      if (!use.guards && use.objective->state() == Objective::ACTIVE) driven.push_back(use);
    }
    if (driven.size() < 2) continue;
    auto& [overlap, same] = overlaps.emplace_back();
    overlap.set_kpi(kpi);
    for (const KpiUses::Use& use : driven) {
      overlap.add_key_results(use.key_result->name());
      for (const KpiUses::Use& other : driven) {
        if (other.key_result == use.key_result || !CountTheSame(cycles, use, other)) continue;
        same.push_back(use.key_result->name());
        break;
      }
    }
    overlap.set_same_samples(!same.empty());
  }
  return overlaps;
}

AlignmentReport BuildAlignmentReport(const GetAlignmentReportRequest& request,
                                     const GoalsAnswers& answers, absl::Time as_of) {
  AlignmentReport report;
  report.set_organization(request.name());
  GetOkrReportRequest all;
  all.set_name(request.name());
  OkrReport okr_report = BuildOkrReport(all, answers, as_of);
  const Alignments alignments(request.cycle(), answers);
  Walk walk(alignments, okr_report, report);
  for (const std::string& top : alignments.Tops()) walk.Down(top, 0);
  for (KpiOverlap& found : OverlapsOf(answers)) *report.add_overlaps() = std::move(found.overlap);
  *report.mutable_cycles() = std::move(*okr_report.mutable_cycles());
  *report.mutable_teams() = std::move(*okr_report.mutable_teams());
  *report.mutable_members() = std::move(*okr_report.mutable_members());
  *report.mutable_sources() = std::move(*okr_report.mutable_sources());
  *report.mutable_as_of_time() = api::ToTimestamp(as_of);
  return report;
}

}  // namespace okapi::reporting

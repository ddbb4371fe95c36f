#include "services/cli/reports/report_merge.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "google/protobuf/repeated_field.h"

namespace okapi::cli {
namespace {

using google::protobuf::RepeatedPtrField;
using okapi::reporting::v1::ObjectiveReport;
using okapi::reporting::v1::ScorecardRow;
using okapi::reporting::v1::WatchReportResponse;

bool Same(const ScorecardRow& a, const ScorecardRow& b) {
  return a.kpi() == b.kpi() && a.dimension() == b.dimension() && a.member() == b.member();
}
bool Same(const ObjectiveReport& a, const ObjectiveReport& b) {
  return a.objective().name() == b.objective().name();
}
const std::string& ResourceOf(const ScorecardRow& row) { return row.kpi(); }
const std::string& ResourceOf(const ObjectiveReport& report) { return report.objective().name(); }

// `into` keeps its order; what is new comes where its name belongs.
template <typename List, typename Removed>
void MergeList(const List& changed, const Removed& removed, List& into) {
  const auto gone = [&removed](const auto& entry) {
    return std::find(removed.begin(), removed.end(), ResourceOf(entry)) != removed.end();
  };
  into.erase(std::remove_if(into.begin(), into.end(), gone), into.end());
  for (const auto& entry : changed) {
    const auto at = std::find_if(into.begin(), into.end(),
                                 [&](const auto& other) { return Same(other, entry); });
    if (at != into.end()) {
      *at = entry;
      continue;
    }
    *into.Add() = entry;
    for (int i = into.size() - 1; i > 0 && ResourceOf(into.Get(i)) < ResourceOf(into.Get(i - 1));
         --i) {
      into.SwapElements(i, i - 1);
    }
  }
}

// Each one followed by what is shown under it, those beside each other by name.
void OrderAsTree(RepeatedPtrField<ObjectiveReport>& objectives) {
  std::set<std::string> names;
  for (const ObjectiveReport& it : objectives) names.insert(ResourceOf(it));
  std::map<std::string, std::map<std::string, ObjectiveReport*>> under;
  for (ObjectiveReport& it : objectives) {
    under[names.count(it.parent()) > 0 ? it.parent() : ""][ResourceOf(it)] = &it;
  }
  RepeatedPtrField<ObjectiveReport> ordered;
  std::vector<ObjectiveReport*> next;
  const auto add_under = [&](const std::string& parent) {
    const auto found = under.extract(parent);
    if (found.empty()) return;
    const auto& children = found.mapped();
    for (auto it = children.rbegin(); it != children.rend(); ++it) next.push_back(it->second);
  };
  add_under("");
  while (!next.empty()) {
    ObjectiveReport* it = next.back();
    next.pop_back();
    add_under(ResourceOf(*it));
    ordered.Add()->Swap(it);
  }
  objectives.Swap(&ordered);
}

}  // namespace

void MergeReport(const WatchReportResponse& message, WatchReportResponse& report) {
  if (message.full() || message.report_case() != report.report_case()) {
    report = message;
    return;
  }
  if (message.has_scorecard()) {
    auto& into = *report.mutable_scorecard();
    MergeList(message.scorecard().rows(), message.removed(), *into.mutable_rows());
    *into.mutable_sources() = message.scorecard().sources();
    *into.mutable_as_of_time() = message.scorecard().as_of_time();
    return;
  }
  auto& into = *report.mutable_okr_report();
  MergeList(message.okr_report().objectives(), message.removed(), *into.mutable_objectives());
  OrderAsTree(*into.mutable_objectives());
  *into.mutable_sources() = message.okr_report().sources();
  *into.mutable_as_of_time() = message.okr_report().as_of_time();
}

}  // namespace okapi::cli

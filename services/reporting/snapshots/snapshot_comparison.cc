#include "services/reporting/snapshots/snapshot_comparison.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/api/stable_bytes.h"

namespace okapi::reporting {
namespace {

using okapi::common::v1::Progress;
using okapi::common::v1::Status;
using okapi::common::v1::Unit;
using okapi::goals::v1::KeyResult;
using okapi::reporting::v1::AlignmentReport;
using okapi::reporting::v1::Difference;
using okapi::reporting::v1::OkrReport;
using okapi::reporting::v1::Report;
using okapi::reporting::v1::ScorecardRow;
using okapi::reporting::v1::Snapshot;

// One number or word of a report, by where it stands.
struct Fact {
  std::string display_name;
  std::optional<double> number;
  std::string text;
  Unit unit = {};
};
// Resource, member, period, field.
using Place = std::tuple<std::string, std::string, std::string, std::string>;
using Facts = std::map<Place, Fact>;

std::optional<double> If(bool known, double value) {
  return known ? std::optional<double>(value) : std::nullopt;
}

std::string StatusText(Status status) {
  return status == Status::STATUS_UNSPECIFIED ? "" : okapi::common::v1::Status_Name(status);
}

template <typename Periods>
void AddRow(const Periods& periods, const ScorecardRow& row, Facts& facts) {
  const std::string member =
      row.dimension().empty() ? "" : absl::StrCat(row.dimension(), "=", row.member());
  facts[{row.kpi(), member, "", "row"}] = {row.display_name(), std::nullopt, "there"};
  for (int i = 0; i < row.cells_size() && i < periods.size(); ++i) {
    const auto& cell = row.cells(i);
    auto add = [&](const char* field, std::optional<double> number, std::string text) {
      facts[{row.kpi(), member, periods[i].id(), field}] = {row.display_name(), number,
                                                            std::move(text), row.unit()};
    };
    add("actual", If(cell.has_actual(), cell.actual()), "");
    add("target", If(cell.has_target(), cell.target()), "");
    add("target_max", If(cell.has_target_max(), cell.target_max()), "");
    add("status", std::nullopt, StatusText(cell.status()));
  }
}

void AddGoal(const std::string& name, const std::string& display_name, const Progress& progress,
             Facts& facts) {
  facts[{name, "", "", "row"}] = {display_name, std::nullopt, "there"};
  facts[{name, "", "", "progress"}] = {display_name, If(progress.has_raw(), progress.raw()), ""};
  facts[{name, "", "", "status"}] = {display_name, std::nullopt, StatusText(progress.status())};
}

void AddKeyResult(const KeyResult& key_result, Facts& facts) {
  const std::string& name = key_result.name();
  AddGoal(name, key_result.display_name(), key_result.progress(), facts);
  facts[{name, "", "", "value"}] = {key_result.display_name(),
                                    If(key_result.has_current_value(), key_result.current_value()),
                                    "", key_result.unit()};
  facts[{name, "", "", "target"}] = {key_result.display_name(),
                                     If(key_result.has_from_to(), key_result.from_to().target()),
                                     "", key_result.unit()};
}

void AddObjectives(const OkrReport& report, Facts& facts) {
  for (const auto& part : report.objectives()) {
    AddGoal(part.objective().name(), part.objective().display_name(), part.objective().progress(),
            facts);
    for (const KeyResult& key_result : part.key_results()) AddKeyResult(key_result, facts);
  }
}

// A member's words do not say of which KPI it is: `Revenue: North`.
void NameKpisOfMembers(Facts& facts) {
  for (auto& [place, fact] : facts) {
    if (std::get<1>(place).empty()) continue;
    const auto whole = facts.find({std::get<0>(place), "", "", "row"});
    if (whole == facts.end()) continue;
    const std::string& kpi = whole->second.display_name;
    fact.display_name =
        fact.display_name.empty() ? kpi : absl::StrCat(kpi, ": ", fact.display_name);
  }
}

Facts FactsOf(const Report& report) {
  Facts facts;
  if (report.has_scorecard() || report.has_combined_report()) {
    const auto& card =
        report.has_scorecard() ? report.scorecard() : report.combined_report().scorecard();
    for (const ScorecardRow& row : card.rows()) AddRow(card.periods(), row, facts);
  }
  if (report.has_combined_report()) AddObjectives(report.combined_report().okr_report(), facts);
  if (report.has_okr_report()) AddObjectives(report.okr_report(), facts);
  if (report.has_kpi_report()) {
    const auto& kpi = report.kpi_report();
    AddRow(kpi.periods(), kpi.row(), facts);
    for (const ScorecardRow& member : kpi.members()) AddRow(kpi.periods(), member, facts);
  }
  for (const auto& node : report.alignment_report().nodes()) {
    AddGoal(node.objective().name(), node.objective().display_name(), node.objective().progress(),
            facts);
  }
  NameKpisOfMembers(facts);
  return facts;
}

Difference DifferenceAt(int question, const Place& place, const Fact* then, const Fact* now) {
  Difference difference;
  difference.set_question(question);
  difference.set_resource(std::get<0>(place));
  difference.set_member(std::get<1>(place));
  difference.set_period(std::get<2>(place));
  difference.set_field(std::get<3>(place));
  const Fact& newer = now != nullptr ? *now : *then;
  difference.set_display_name(newer.display_name);
  if (then != nullptr && then->number.has_value()) difference.set_then_value(*then->number);
  if (now != nullptr && now->number.has_value()) difference.set_now_value(*now->number);
  if (then != nullptr) difference.set_then_text(then->text);
  if (now != nullptr) difference.set_now_text(now->text);
  const bool numbers = difference.has_then_value() || difference.has_now_value();
  const bool counts = newer.unit.kind_case() != Unit::KIND_NOT_SET;
  if (numbers && counts) *difference.mutable_unit() = newer.unit;
  return difference;
}

// Of what came or went as a whole only that is said.
bool IsPartOfWhole(const Place& place, const Facts& other) {
  if (std::get<3>(place) == "row") return false;
  return other.count({std::get<0>(place), std::get<1>(place), "", "row"}) == 0;
}

void Compare(int question, const Facts& then, const Facts& now, std::vector<Difference>& found) {
  for (const auto& [place, fact] : then) {
    const auto other = now.find(place);
    if (other == now.end()) {
      if (!IsPartOfWhole(place, now)) {
        found.push_back(DifferenceAt(question, place, &fact, nullptr));
      }
    } else if (fact.number != other->second.number || fact.text != other->second.text) {
      found.push_back(DifferenceAt(question, place, &fact, &other->second));
    }
  }
  for (const auto& [place, fact] : now) {
    if (then.count(place) == 0 && !IsPartOfWhole(place, then)) {
      found.push_back(DifferenceAt(question, place, nullptr, &fact));
    }
  }
}

}  // namespace

std::vector<Difference> DifferencesOf(const Snapshot& snapshot, const std::vector<Report>& now) {
  std::vector<Difference> found;
  for (int i = 0; i < snapshot.reports_size(); ++i) {
    Compare(i, FactsOf(snapshot.reports(i)), FactsOf(now[static_cast<size_t>(i)]), found);
  }
  // Questions overlap: a combined report has the scorecard in it.
  std::set<std::string> told;
  found.erase(std::remove_if(found.begin(), found.end(),
                             [&told](Difference difference) {
                               difference.clear_question();
                               return !told.insert(api::StableBytes(difference)).second;
                             }),
              found.end());
  return found;
}

}  // namespace okapi::reporting

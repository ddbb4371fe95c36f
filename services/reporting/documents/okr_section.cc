#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/reporting/documents/progress_remarks.h"
#include "services/reporting/documents/sections.h"
#include "services/reporting/documents/words.h"

namespace okapi::reporting::documents {
namespace {

using okapi::goals::v1::Initiative;
using okapi::goals::v1::KeyResult;
using okapi::reporting::v1::ObjectiveReport;
using okapi::reporting::v1::OkrReport;

// What the report calls what is in it.
std::map<std::string, std::string> DisplayNames(const OkrReport& report) {
  std::map<std::string, std::string> names;
  for (const auto& cycle : report.cycles()) names[cycle.name()] = cycle.display_name();
  for (const auto& team : report.teams()) names[team.name()] = team.display_name();
  for (const auto& member : report.members()) names[member.name()] = member.display_name();
  for (const ObjectiveReport& part : report.objectives()) {
    names[part.objective().name()] = part.objective().display_name();
    for (const KeyResult& it : part.key_results()) names[it.name()] = it.display_name();
  }
  return names;
}

Cell NumberCell(bool known, double value, const KeyResult& key_result) {
  return known ? Cell{Quantity{value, key_result.unit()}} : Cell{};
}

// Where a key result began and where it should go; a range has its bounds there, milestones their
// count.
std::pair<Cell, Cell> WayOf(const KeyResult& key_result) {
  if (key_result.has_from_to()) {
    return {NumberCell(true, key_result.from_to().baseline(), key_result),
            NumberCell(true, key_result.from_to().target(), key_result)};
  }
  if (key_result.has_relative_change()) {
    const auto& way = key_result.relative_change();
    return {NumberCell(true, way.baseline(), key_result),
            NumberCell(true, way.baseline() * (1 + way.change()), key_result)};
  }
  if (key_result.has_range()) {
    const auto& range = key_result.range();
    return {NumberCell(range.has_min(), range.min(), key_result),
            NumberCell(range.has_max(), range.max(), key_result)};
  }
  if (key_result.has_milestones()) {
    return {Cell{},
            Cell{Quantity{static_cast<double>(key_result.milestones().milestones_size()), {}}}};
  }
  return {};
}

Cell NowOf(const KeyResult& key_result) {
  if (key_result.has_binary()) return Text(key_result.current_value() == 1 ? "✓" : "–");
  if (key_result.has_milestones()) {
    const auto& milestones = key_result.milestones().milestones();
    const auto done = std::count_if(milestones.begin(), milestones.end(),
                                    [](const auto& milestone) { return milestone.done(); });
    return {Quantity{static_cast<double>(done), {}}};
  }
  return NumberCell(key_result.has_current_value(), key_result.current_value(), key_result);
}

void AddProgress(const okapi::common::v1::Progress& progress, const std::string& language,
                 Row& row) {
  row.cells.push_back(progress.has_clamped() ? Cell{Bar{progress.raw()}} : Cell{});
  row.cells.push_back(progress.has_expected() ? Cell{Share{progress.expected()}} : Cell{});
  row.cells.push_back(StatusCell(progress.status(), language));
}

Row RowOf(const KeyResult& key_result, int depth, const std::string& language) {
  Row row;
  row.level = depth + 1;
  auto [from, to] = WayOf(key_result);
  row.cells = {Text(key_result.display_name()), std::move(from), std::move(to), NowOf(key_result)};
  AddProgress(key_result.progress(), language, row);
  row.cells.push_back(key_result.has_confidence() ? Cell{Share{key_result.confidence()}} : Cell{});
  row.cells.push_back(Text(RemarksOn(key_result, language)));
  return row;
}

Row RowOf(const Initiative& initiative, int depth) {
  const bool done = initiative.state() == Initiative::DONE;
  Row row;
  row.level = depth + 2;
  row.cells = {Text(absl::StrCat(done ? "✓ " : "· ", initiative.display_name()), Tone::kQuiet)};
  return row;
}

Row RowOf(const ObjectiveReport& part, const std::map<std::string, std::string>& names,
          const std::string& language) {
  const auto& objective = part.objective();
  std::string words = objective.display_name();
  for (const std::string& name : {objective.cycle(), objective.team(), objective.owner()}) {
    if (name.empty()) continue;
    const auto found = names.find(name);
    absl::StrAppend(&words, " · ", found == names.end() ? ShortName(name) : found->second);
  }
  if (objective.has_grade()) {
    absl::StrAppend(&words, " · ", Say(Word::kGraded, language), " ",
                    text::Number(objective.grade().score(), 2, NotationOf(language)));
  }
  Row row;
  row.level = part.depth();
  row.heading = true;
  row.cells = {Text(words), Cell{}, Cell{}, Cell{}};
  AddProgress(objective.progress(), language, row);
  row.cells.emplace_back();
  row.cells.push_back(Text(RemarksOn(objective, names, language)));
  return row;
}

}  // namespace

void AddOkrReport(const OkrReport& report, Document& document) {
  const std::string& language = document.language;
  const auto names = DisplayNames(report);
  Section section;
  section.heading = Say(Word::kOkrReport, language);
  section.table.columns = {
      {Say(Word::kObjective, language)},      {Say(Word::kFrom, language), true},
      {Say(Word::kTo, language), true},       {Say(Word::kNow, language), true},
      {Say(Word::kProgress, language), true}, {Say(Word::kExpected, language), true},
      {Say(Word::kStatus, language)},         {Say(Word::kConfidence, language), true},
      {Say(Word::kRemarks, language)}};
  for (const ObjectiveReport& part : report.objectives()) {
    section.table.rows.push_back(RowOf(part, names, language));
    for (const KeyResult& key_result : part.key_results()) {
      section.table.rows.push_back(RowOf(key_result, part.depth(), language));
    }
    for (const Initiative& initiative : part.initiatives()) {
      section.table.rows.push_back(RowOf(initiative, part.depth()));
    }
  }
  document.sections.push_back(std::move(section));
}

}  // namespace okapi::reporting::documents

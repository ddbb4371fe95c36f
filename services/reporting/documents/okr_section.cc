#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/calendar/date.h"
#include "services/reporting/documents/assessment_rows.h"
#include "services/reporting/documents/forecast_cells.h"
#include "services/reporting/documents/key_result_rows.h"
#include "services/reporting/documents/names.h"
#include "services/reporting/documents/okr_columns.h"
#include "services/reporting/documents/progress_remarks.h"
#include "services/reporting/documents/sections.h"
#include "services/reporting/documents/words.h"

namespace okapi::reporting::documents {
namespace {

using okapi::goals::v1::Initiative;
using okapi::goals::v1::KeyResult;
using okapi::reporting::v1::ObjectiveReport;
using okapi::reporting::v1::OkrReport;

// "An · due 2025-11-30 · follow up 2026-01-15".
std::string About(const Initiative& initiative, const Names& names, const std::string& language) {
  std::vector<std::string> words;
  if (!initiative.owner().empty()) words.push_back(Called(initiative.owner(), names));
  const auto add = [&](Word what, bool has, const google::type::Date& date) {
    if (has) {
      words.push_back(absl::StrCat(Say(what, language), " ", calendar::FormatDate(date)));
    }
  };
  add(Word::kDueOn, initiative.has_due_date(), initiative.due_date());
  add(Word::kFollowUpOn, initiative.has_follow_up_date(), initiative.follow_up_date());
  return absl::StrJoin(words, " · ");
}

// It has no numbers, and misses none.
Row RowOf(const Initiative& initiative, const ObjectiveReport& part, const Names& names,
          const std::string& language) {
  const auto& late = part.overdue_initiatives();
  const bool overdue = std::find(late.begin(), late.end(), initiative.name()) != late.end();
  const bool done = initiative.state() == Initiative::DONE;
  std::string state = InitiativeWord(initiative.state(), language);
  if (overdue) absl::StrAppend(&state, " · ", Say(Word::kOverdue, language));
  Row row;
  row.level = part.depth() + 2;
  row.cells.assign(kOkrColumns, Text(""));
  row.cells.front() =
      Text(absl::StrCat(done ? "✓ " : "· ", initiative.display_name()), Tone::kQuiet);
  row.cells[kOkrStatusColumn] = Text(state, overdue ? Tone::kBad : Tone::kQuiet);
  row.cells.back() = Text(About(initiative, names, language));
  return row;
}

Row RowOf(const ObjectiveReport& part, const Names& names, const std::string& language) {
  const auto& objective = part.objective();
  Row row;
  row.level = part.depth();
  row.heading = true;
  row.cells = {Text(objective.display_name()), Cell{}, Cell{}, Cell{}};
  AddProgress(objective.progress(), language, row);
  row.cells.emplace_back();
  AddNoForecast(row);
  std::vector<std::string> remarks;
  for (const std::string& name : {objective.cycle(), objective.team(), objective.owner()}) {
    if (!name.empty()) remarks.push_back(Called(name, names));
  }
  const std::string progress = RemarksOn(objective, names, language);
  if (!progress.empty()) remarks.push_back(progress);
  row.cells.push_back(Text(absl::StrJoin(remarks, " · ")));
  AddAssessment(objective.assessment(), objective, names, language, row);
  return row;
}

std::vector<Column> ColumnsOf(const std::string& language) {
  std::vector<Column> columns = {
      {Say(Word::kObjective, language)},      {Say(Word::kFrom, language), true},
      {Say(Word::kTo, language), true},       {Say(Word::kNow, language), true},
      {Say(Word::kProgress, language), true}, {Say(Word::kExpected, language), true},
      {Say(Word::kStatus, language)}};
  columns.push_back(
      {.title = Say(Word::kConfidence, language), .numbers = true, .only_if_any = true});
  for (Column& column : ForecastColumns(language)) columns.push_back(std::move(column));
  columns.push_back({.title = Say(Word::kRemarks, language), .remarks = true});
  return columns;
}

}  // namespace

void AddOkrReport(const OkrReport& report, const Names& known, Document& document) {
  const std::string& language = document.language;
  const Names names = NamesIn(report, known);
  Section section;
  section.heading = Say(Word::kOkrReport, language);
  section.table.columns = ColumnsOf(language);
  for (const ObjectiveReport& part : report.objectives()) {
    section.table.rows.push_back(RowOf(part, names, language));
    for (Row& row : RetrospectiveRows(part.objective(), part.depth() + 1, names, language)) {
      section.table.rows.push_back(std::move(row));
    }
    for (const KeyResult& key_result : part.key_results()) {
      for (Row& row : RowsOf(key_result, part.objective(), part.depth() + 1, names, language)) {
        section.table.rows.push_back(std::move(row));
      }
    }
    for (const Initiative& initiative : part.initiatives()) {
      section.table.rows.push_back(RowOf(initiative, part, names, language));
    }
  }
  document.sections.push_back(std::move(section));
}

}  // namespace okapi::reporting::documents

#include "services/reporting/documents/key_result_rows.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/reporting/documents/assessment_rows.h"
#include "services/reporting/documents/forecast_cells.h"
#include "services/reporting/documents/okr_columns.h"
#include "services/reporting/documents/progress_remarks.h"
#include "services/reporting/documents/sections.h"
#include "services/reporting/documents/words.h"

namespace okapi::reporting::documents {
namespace {

using okapi::common::v1::Unit;
using okapi::goals::v1::KeyResult;
using okapi::goals::v1::Objective;
using okapi::goals::v1::Retarget;

Cell NumberCell(bool known, double value, const Unit& unit) {
  return known ? Cell{Quantity{value, unit}} : Cell{};
}

// Where a way begins and where it should go; a range has its bounds there, milestones their count,
// a scale its worst and its best step.
// Of key results and of retargets, whose ways have the same fields.
template <typename Measured>
std::pair<Cell, Cell> WayOf(const Measured& measured, const Unit& unit) {
  if (measured.has_from_to()) {
    return {NumberCell(true, measured.from_to().baseline(), unit),
            NumberCell(true, measured.from_to().target(), unit)};
  }
  if (measured.has_relative_change()) {
    const auto& way = measured.relative_change();
    return {NumberCell(true, way.baseline(), unit),
            NumberCell(true, way.baseline() * (1 + way.change()), unit)};
  }
  if (measured.has_range()) {
    const auto& range = measured.range();
    return {NumberCell(range.has_min(), range.min(), unit),
            NumberCell(range.has_max(), range.max(), unit)};
  }
  if (measured.has_milestones()) {
    return {Cell{},
            Cell{Quantity{static_cast<double>(measured.milestones().milestones_size()), {}}}};
  }
  if (!measured.scale().steps().empty()) {
    return {Text(Called(measured.scale().steps(0))),
            Text(Called(*measured.scale().steps().rbegin()))};
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
  for (const auto& step : key_result.scale().steps()) {
    if (step.reached()) return Text(Called(step));
  }
  return NumberCell(key_result.has_current_value(), key_result.current_value(), key_result.unit());
}

Row Itself(const KeyResult& key_result, const Objective& objective, int level,
           const std::string& language) {
  Row row;
  row.level = level;
  auto [from, to] = WayOf(key_result, key_result.unit());
  row.cells = {Text(key_result.display_name()), std::move(from), std::move(to), NowOf(key_result)};
  AddProgress(key_result.progress(), language, row);
  row.cells.push_back(key_result.has_confidence() ? Cell{Share{key_result.confidence()}} : Cell{});
  AddForecast(key_result, language, row);
  row.cells.push_back(Text(RemarksOn(key_result, objective.grade(), language)));
  return row;
}

// How far it has come on the way that was promised first. Confidence and forecast are in the way of
// today.
Row FirstPromise(const KeyResult& key_result, int level, const std::string& language) {
  Row row;
  row.level = level;
  auto [from, to] = WayOf(key_result.retargets(0), key_result.unit());
  row.cells = {Text(Say(Word::kFirstPromise, language), Tone::kQuiet), std::move(from),
               std::move(to), NowOf(key_result)};
  AddProgress(key_result.first_promise(), language, row);
  row.cells.resize(kOkrColumns, Text(""));
  return row;
}

// "by An: the market shrank".
std::string WhoAndWhy(const Retarget& retarget, const std::map<std::string, std::string>& names,
                      const std::string& language) {
  std::string words;
  if (!retarget.author().empty()) {
    words = absl::StrCat(Say(Word::kBy, language), " ", Called(retarget.author(), names));
  }
  return absl::StrCat(words, words.empty() || retarget.reason().empty() ? "" : ": ",
                      retarget.reason());
}

// A way that it had, where it stood on it in the end, and why it was left.
Row FormerWay(const Retarget& retarget, const Unit& unit, int level,
              const std::map<std::string, std::string>& names, const std::string& language) {
  Row row;
  row.level = level;
  auto [from, to] = WayOf(retarget, unit);
  row.cells = {
      Text(absl::StrCat(Say(Word::kUntil, language), " ", TimeText(retarget.retarget_time())),
           Tone::kQuiet),
      std::move(from), std::move(to), NumberCell(retarget.has_value(), retarget.value(), unit),
      retarget.has_raw() ? Cell{Share{retarget.raw()}} : Cell{}};
  row.cells.resize(kOkrRemarksColumn, Text(""));
  row.cells.push_back(Text(WhoAndWhy(retarget, names, language)));
  return row;
}

}  // namespace

void AddProgress(const okapi::common::v1::Progress& progress, const std::string& language,
                 Row& row) {
  row.cells.push_back(progress.has_clamped() ? Cell{Bar{progress.raw()}} : Cell{});
  row.cells.push_back(progress.has_expected() ? Cell{Share{progress.expected()}} : Cell{});
  row.cells.push_back(StatusCell(progress.status(), language));
}

std::vector<Row> RowsOf(const KeyResult& key_result, const Objective& objective, int level,
                        const std::map<std::string, std::string>& names,
                        const std::string& language) {
  std::vector<Row> rows = {Itself(key_result, objective, level, language)};
  AddAssessment(key_result.assessment(), objective, names, language, rows.front());
  if (key_result.retargets().empty()) return rows;
  rows.push_back(FirstPromise(key_result, level + 1, language));
  for (const Retarget& retarget : key_result.retargets()) {
    rows.push_back(FormerWay(retarget, key_result.unit(), level + 1, names, language));
  }
  return rows;
}

}  // namespace okapi::reporting::documents

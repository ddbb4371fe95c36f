#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/text/quantity.h"
#include "services/reporting/documents/report_document.h"
#include "services/reporting/documents/scorecard_rows.h"
#include "services/reporting/documents/sections.h"
#include "services/reporting/documents/words.h"

namespace okapi::reporting::documents {
namespace {

using okapi::reporting::v1::Scorecard;
using okapi::reporting::v1::ScorecardCell;
using okapi::reporting::v1::ScorecardRow;

// Whether some KPI is somebody's, or some team's.
bool AnyOwner(const Scorecard& scorecard) {
  return std::any_of(scorecard.rows().begin(), scorecard.rows().end(),
                     [](const auto& row) { return !row.owner().empty() || !row.team().empty(); });
}

// As in the terminal: the verdict stands at the end, beside the newest period, and behind it who
// answers for it. Where a page is too narrow its tables are seen from that end, and the oldest
// periods wait behind the name.
std::vector<Column> ColumnsOf(const Scorecard& scorecard, const std::string& language) {
  const bool open = !scorecard.rows().empty() && !scorecard.rows(0).cells().empty() &&
                    scorecard.rows(0).cells().rbegin()->open();
  std::string attained = Say(Word::kAttained, language);
  if (open) absl::StrAppend(&attained, " (", Say(Word::kSoFar, language), ")");
  std::vector<Column> columns = {{Say(Word::kKpi, language)}};
  for (const auto& period : scorecard.periods()) columns.push_back({period.id(), true});
  columns.push_back({Say(Word::kTrend, language)});
  columns.push_back({Say(Word::kTarget, language), true});
  columns.push_back({std::move(attained), true});
  columns.push_back({Say(Word::kStatus, language)});
  if (AnyOwner(scorecard)) {
    columns.push_back({.title = Say(Word::kOwner, language), .remarks = true});
  }
  return columns;
}

Cell TargetCell(const ScorecardCell& cell, const ScorecardRow& row, const std::string& language) {
  if (!cell.has_target()) return {};
  if (!cell.has_target_max()) return {Quantity{cell.target(), row.unit()}};
  return Text(text::QuantityRange(cell.target(), cell.target_max(), row.unit(),
                                  text::NotationOf(language)));
}

void AddCells(const ScorecardRow& from, const Names& names, const std::string& language, Row& row) {
  if (from.cells().empty()) return;
  const ScorecardCell& last = *from.cells().rbegin();
  for (const ScorecardCell& cell : from.cells()) {
    const Cell none = cell.unknown() ? Text("?", Tone::kQuiet) : Cell{};
    row.cells.push_back(cell.has_actual() ? Cell{Quantity{cell.actual(), from.unit()}} : none);
  }
  // A period that has only begun would look like a fall.
  Spark spark;
  for (const ScorecardCell& cell : from.cells()) {
    if (cell.open()) continue;
    spark.values.push_back(cell.has_actual() ? std::optional<double>(cell.actual()) : std::nullopt);
  }
  row.cells.push_back({std::move(spark)});
  row.cells.push_back(TargetCell(last, from, language));
  row.cells.push_back(last.has_attainment() ? Cell{Share{last.attainment()}} : Cell{});
  row.cells.push_back(last.unknown() ? Text(Say(Word::kUnknown, language), Tone::kQuiet)
                                     : StatusCell(last.status(), language));
  // A member is of the KPI above it.
  if (row.level == 0) row.cells.push_back(Text(Whose(from.owner(), from.team(), names)));
}

// A KPI may be in several groups.
Chart ChartOf(const Scorecard& scorecard, const std::string& group, const ScorecardRow& row) {
  Chart chart;
  chart.title = Within(group, row.display_name());
  chart.unit = row.unit();
  for (const auto& period : scorecard.periods()) chart.categories.push_back(period.id());
  const auto number = [](bool known, double value) {
    return known ? std::optional<double>(value) : std::nullopt;
  };
  for (const ScorecardCell& cell : row.cells()) {
    chart.actual.push_back(number(cell.has_actual(), cell.actual()));
    chart.target.push_back(number(cell.has_target(), cell.target()));
    chart.target_max.push_back(number(cell.has_target_max(), cell.target_max()));
    chart.open = cell.open();
  }
  return chart;
}

}  // namespace

void AddScorecard(const Scorecard& scorecard, const Names& names, Document& document) {
  const std::string& language = document.language;
  Section section;
  section.heading = Say(Word::kScorecard, language);
  section.table.columns = ColumnsOf(scorecard, language);
  int kpis = 0;
  const auto add = [&](const std::string& group, const ScorecardRow& from, Row& row) {
    AddCells(from, names, language, row);
    if (from.dimension().empty() && ++kpis <= kChartsMax) {
      section.charts.push_back(ChartOf(scorecard, group, from));
    }
  };
  AddScorecardRows(scorecard, language, add, section.table);
  if (kpis > kChartsMax) {
    section.lines.push_back({Say(Word::kNoMoreCharts, language), Tone::kQuiet});
  }
  document.sections.push_back(std::move(section));
}

}  // namespace okapi::reporting::documents

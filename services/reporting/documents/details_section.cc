// What there is to know of the newest period of a scorecard beside its number.

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/reporting/documents/forecast_cells.h"
#include "services/reporting/documents/scorecard_rows.h"
#include "services/reporting/documents/sections.h"
#include "services/reporting/documents/words.h"

namespace okapi::reporting::documents {
namespace {

using okapi::reporting::v1::Scorecard;
using okapi::reporting::v1::ScorecardCell;
using okapi::reporting::v1::ScorecardRow;

bool HasDetails(const ScorecardRow& row) {
  return row.has_forecast() ||
         std::any_of(row.cells().begin(), row.cells().end(), [](const ScorecardCell& cell) {
           return cell.has_year_change() || cell.has_coverage();
         });
}

Cell ShareCell(bool known, double share) { return known ? Cell{Share{share}} : Cell{}; }

std::vector<Column> ColumnsOf(const std::string& language) {
  std::vector<Column> columns = {{Say(Word::kKpi, language)},
                                 {Say(Word::kDifference, language), true},
                                 {Say(Word::kYearChange, language), true}};
  for (Column& column : ForecastColumns(language)) columns.push_back(std::move(column));
  columns.push_back({Say(Word::kCovered, language), true});
  columns.push_back({Say(Word::kLastSample, language), true});
  return columns;
}

void AddCells(const ScorecardRow& from, const std::string& language, Row& row) {
  if (from.cells().empty()) return;
  const ScorecardCell& cell = *from.cells().rbegin();
  row.cells.push_back(ShareCell(cell.has_change(), cell.change()));
  row.cells.push_back(ShareCell(cell.has_year_change(), cell.year_change()));
  if (from.has_forecast()) {
    AddForecast(from.forecast(), from.unit(), language, row);
  } else {
    AddNoForecast(row);
  }
  row.cells.push_back(ShareCell(cell.has_coverage(), cell.coverage()));
  row.cells.push_back(cell.has_last_sample_time() ? Text(TimeText(cell.last_sample_time()))
                                                  : Cell{});
}

}  // namespace

void AddDetails(const Scorecard& scorecard, Document& document) {
  const auto& rows = scorecard.rows();
  if (scorecard.periods().empty() || std::none_of(rows.begin(), rows.end(), HasDetails)) return;
  const std::string& language = document.language;
  Section section;
  section.heading =
      absl::StrCat(Say(Word::kDetails, language), " ", scorecard.periods().rbegin()->id());
  section.table.columns = ColumnsOf(language);
  AddScorecardRows(
      scorecard, language,
      [&](const std::string&, const ScorecardRow& from, Row& row) {
        AddCells(from, language, row);
      },
      section.table);
  document.sections.push_back(std::move(section));
}

}  // namespace okapi::reporting::documents

#include "services/cli/reports/scorecard_details.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/text/quantity.h"
#include "services/cli/reports/report_text.h"
#include "services/cli/reports/scorecard_headings.h"
#include "services/cli/terminal/display_text.h"
#include "services/cli/terminal/text_table.h"

namespace okapi::cli {
namespace {

using okapi::reporting::v1::Scorecard;
using okapi::reporting::v1::ScorecardCell;
using okapi::reporting::v1::ScorecardRow;
using okapi::text::Percent;
using okapi::text::Quantity;

std::string ChangeText(bool known, double change) {
  if (!known) return "–";
  return absl::StrCat(change > 0 ? "+" : "", Percent(change));
}

std::string ForecastText(const ScorecardRow& row) {
  if (!row.has_forecast()) return "–";
  const auto& forecast = row.forecast();
  std::string text = absl::StrCat(Quantity(forecast.value(), row.unit()), " (",
                                  Quantity(forecast.low(), row.unit()), " to ",
                                  Quantity(forecast.high(), row.unit()), ")");
  if (forecast.has_likelihood()) {
    absl::StrAppend(&text, ", ", Percent(forecast.likelihood()), " likely");
  }
  return text;
}

// A period that is not over is compared with a part of others, where it would look like a fall.
std::string OpenText(const Scorecard& scorecard) {
  const bool open = std::any_of(
      scorecard.rows().begin(), scorecard.rows().end(),
      [](const ScorecardRow& row) { return !row.cells().empty() && row.cells().rbegin()->open(); });
  if (!open) return "";
  return absl::StrCat(scorecard.periods().rbegin()->id(),
                      " is not over: what adds up is compared with the same part of the period "
                      "before, and of a year ago.\n\n");
}

bool HasDetails(const ScorecardRow& row) {
  return row.has_forecast() ||
         std::any_of(row.cells().begin(), row.cells().end(), [](const ScorecardCell& cell) {
           return cell.has_year_change() || cell.has_coverage();
         });
}

}  // namespace

std::string ScorecardDetailsText(const Scorecard& scorecard, bool colour,
                                 const DisplayNames& names) {
  if (std::none_of(scorecard.rows().begin(), scorecard.rows().end(), HasDetails)) return "";
  TextTable table({TextTable::kLeft, TextTable::kRight, TextTable::kRight, TextTable::kRight,
                   TextTable::kRight, TextTable::kLeft, TextTable::kLeft});
  table.Add({"KPI", "change", "to a year ago", "forecast", "covered", "last sample", "owner"});
  ScorecardHeadings headings(scorecard, colour);
  for (const ScorecardRow& row : scorecard.rows()) {
    for (std::string& heading : headings.Above(row)) {
      table.Add({std::move(heading), "", "", "", "", "", ""});
    }
    if (row.cells().empty()) continue;
    const ScorecardCell& cell = *row.cells().rbegin();
    table.Add({NameOf(row), ChangeText(cell.has_change(), cell.change()),
               ChangeText(cell.has_year_change(), cell.year_change()), ForecastText(row),
               cell.has_coverage() ? Percent(cell.coverage()) : "–",
               cell.has_last_sample_time() ? TimeText(cell.last_sample_time()) : "–",
               row.dimension().empty() ? names.Whose(row.owner(), row.team()) : ""});
  }
  return absl::StrCat("\n",
                      Painted(absl::StrCat("Details of ", scorecard.periods().rbegin()->id()),
                              Paint::kBold, colour),
                      "\n\n", OpenText(scorecard), table.ToString());
}

}  // namespace okapi::cli

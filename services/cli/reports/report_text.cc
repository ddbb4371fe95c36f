#include "services/cli/reports/report_text.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/api/timestamp.h"
#include "common/text/quantity.h"
#include "services/cli/reports/assessment_text.h"
#include "services/cli/reports/goal_text.h"
#include "services/cli/reports/scorecard_headings.h"
#include "services/cli/session/catalogue.h"
#include "services/cli/terminal/display_text.h"
#include "services/cli/terminal/drawing.h"
#include "services/cli/terminal/text_table.h"

namespace okapi::cli {

std::string TimeText(const google::protobuf::Timestamp& time) {
  return absl::FormatTime("%Y-%m-%d %H:%M UTC", api::FromTimestamp(time), absl::UTCTimeZone());
}

namespace {

using okapi::common::v1::Progress;
using okapi::reporting::v1::ObjectiveReport;
using okapi::reporting::v1::OkrReport;
using okapi::reporting::v1::Scorecard;
using okapi::reporting::v1::ScorecardCell;
using okapi::reporting::v1::ScorecardRow;
using okapi::text::Percent;
using okapi::text::Quantity;

// What an empty report says: nothing there, unless nobody can tell.
template <typename Report>
std::string NoneText(const Report& report, const char* what) {
  return IsIncomplete(report.sources()) ? "" : absl::StrCat("There are no ", what, ".\n");
}

std::vector<std::string> HeadOf(const Scorecard& scorecard) {
  std::vector<std::string> head = {"KPI"};
  for (const auto& period : scorecard.periods()) head.push_back(period.id());
  for (const char* text : {"trend", "target", "attained", "status"}) head.emplace_back(text);
  return head;
}

// "85 %, so far" of an open period: judged by the part of the target that is due.
std::string AttainmentText(const ScorecardCell& cell) {
  if (!cell.has_attainment()) return "";
  return absl::StrCat(Percent(cell.attainment()), cell.open() ? " so far" : "");
}

std::string TargetText(const ScorecardCell& cell, const okapi::common::v1::Unit& unit) {
  if (!cell.has_target()) return "";
  if (cell.has_target_max()) {
    return text::QuantityRange(cell.target(), cell.target_max(), unit);
  }
  return Quantity(cell.target(), unit);
}

std::vector<std::string> RowOf(const ScorecardRow& row, bool colour) {
  std::vector<std::string> texts = {NameOf(row)};
  std::vector<std::optional<double>> numbers;
  for (const ScorecardCell& cell : row.cells()) {
    const char* none = cell.unknown() ? "?" : "–";
    texts.push_back(cell.has_actual() ? Quantity(cell.actual(), row.unit()) : none);
    numbers.push_back(cell.has_actual() ? std::optional<double>(cell.actual()) : std::nullopt);
  }
  texts.push_back(Sparkline(numbers));
  if (row.cells().empty()) {
    texts.resize(texts.size() + 3);
    return texts;
  }
  const ScorecardCell& last = *row.cells().rbegin();
  texts.push_back(TargetText(last, row.unit()));
  texts.push_back(AttainmentText(last));
  texts.push_back(last.unknown() ? Painted("unknown", Paint::kDim, colour)
                                 : StatusText(last.status(), colour));
  return texts;
}

// What people made of it in the end.
std::string GradeText(const okapi::goals::v1::Objective& objective, const DisplayNames& names) {
  if (!objective.has_grade()) return "";
  const auto& grade = objective.grade();
  return absl::StrCat("  graded ", text::Number(grade.score(), 2), " ",
                      okapi::common::v1::GradeBand_Name(grade.band()),
                      grade.met() ? ", met" : ", not met", grade.author().empty() ? "" : ", by ",
                      names.Of(grade.author()), grade.reason().empty() ? "" : ": ",
                      OneLine(grade.reason()), "\n");
}

std::string ObjectiveText(const ObjectiveReport& report, const DisplayNames& names, bool colour) {
  const auto& objective = report.objective();
  std::vector<std::string> about;
  for (const std::string& name : {objective.cycle(), objective.team(), objective.owner()}) {
    if (!name.empty()) about.push_back(names.Of(name));
  }
  about.push_back(okapi::goals::v1::Objective::Commitment_Name(objective.commitment()));
  if (objective.combination() != okapi::goals::v1::Objective::COMBINATION_UNSPECIFIED) {
    about.push_back(absl::StrCat(
        okapi::goals::v1::Objective::Combination_Name(objective.combination()), " of its parts"));
  }
  if (objective.visibility() == okapi::goals::v1::Objective::PRIVATE) about.push_back("private");
  const Progress& progress = objective.progress();
  std::string text = absl::StrCat(
      "\n", Painted(OneLine(objective.display_name()), Paint::kBold, colour), "\n",
      Painted(absl::StrJoin(about, " · "), Paint::kDim, colour), "\n",
      ProgressText(progress, colour), AssessedText(objective.assessment(), objective, colour));
  absl::StrAppend(&text, ", ", Percent(progress.expected()), " expected");
  if (progress.has_worst_child_clamped()) {
    const std::string& worst = progress.worst_child();
    absl::StrAppend(&text, "; worst: ", worst.empty() ? "a private one" : ShortName(worst), " ",
                    Percent(progress.worst_child_clamped()));
  }
  if (progress.has_worst_below_clamped()) {
    const std::string& worst = progress.worst_below();
    absl::StrAppend(&text, ", below it ", worst.empty() ? "a private one" : ShortName(worst), " ",
                    Percent(progress.worst_below_clamped()));
  }
  if (progress.missing_share() > 0) {
    absl::StrAppend(&text, "; ", Percent(progress.missing_share()), " of the weight has no value");
  }
  if (progress.stale_share() > 0) {
    absl::StrAppend(&text, "; ", Percent(progress.stale_share()), " of the weight is stale");
  }
  if (progress.guard_broken()) absl::StrAppend(&text, "; a guard is broken");
  return absl::StrCat(text, "\n", GradeText(objective, names),
                      RetrospectiveText(objective, names, colour), KeyResultsText(report, colour),
                      AssessmentsText(report, names, colour), RetargetsText(report, names, colour),
                      InitiativesText(report, names, colour));
}

// Further to the right the deeper it is; from some depth on there is no room for more.
std::string Indented(const std::string& text, int depth) {
  constexpr int kDepthMax = 10;
  const std::string blanks(static_cast<size_t>(4 * std::min(depth, kDepthMax)), ' ');
  const std::vector<absl::string_view> lines = absl::StrSplit(text, '\n');
  return absl::StrJoin(lines, "\n", [&](std::string* out, absl::string_view line) {
    if (!line.empty()) absl::StrAppend(out, blanks, line);
  });
}

}  // namespace

std::string SourcesText(
    const google::protobuf::RepeatedPtrField<okapi::reporting::v1::Source>& sources, bool colour) {
  std::string text;
  for (const auto& source : sources) {
    if (!source.note().empty()) {
      absl::StrAppend(&text, "\n",
                      Painted(absl::StrCat("! ", source.service(), ": ", OneLine(source.note())),
                              Paint::kYellow, colour),
                      "\n");
    }
    if (!source.stale()) {
      if (source.problem().empty()) continue;
      absl::StrAppend(&text, "\n",
                      Painted(absl::StrCat("! ", source.service(), ": ", OneLine(source.problem()),
                                           "; what this concerns is missing above"),
                              Paint::kYellow, colour),
                      "\n");
      continue;
    }
    std::string known = "nothing of it is known";
    if (source.has_answer_time()) {
      known = absl::StrCat("showing what it said at ", TimeText(source.answer_time()),
                           source.incomplete() ? "; the rest is not known" : "");
    }
    absl::StrAppend(&text, "\n",
                    Painted(absl::StrCat("! ", source.service(),
                                         " is stale: ", OneLine(source.problem()), "; ", known),
                            Paint::kYellow, colour),
                    "\n");
  }
  return text;
}

bool IsIncomplete(const google::protobuf::RepeatedPtrField<okapi::reporting::v1::Source>& sources) {
  return std::any_of(sources.begin(), sources.end(),
                     [](const auto& source) { return source.incomplete(); });
}

std::string ScorecardText(const Scorecard& scorecard, bool colour, const DisplayNames& names) {
  std::vector<TextTable::Align> columns = {TextTable::kLeft};
  columns.resize(columns.size() + static_cast<size_t>(scorecard.periods_size()), TextTable::kRight);
  for (const auto align :
       {TextTable::kLeft, TextTable::kRight, TextTable::kRight, TextTable::kLeft}) {
    columns.push_back(align);
  }
  TextTable table(columns);
  table.Add(HeadOf(scorecard));
  ScorecardHeadings headings(scorecard, colour);
  for (const ScorecardRow& row : scorecard.rows()) {
    for (std::string& heading : headings.Above(row)) {
      std::vector<std::string> line(columns.size());
      line[0] = std::move(heading);
      table.Add(std::move(line));
    }
    table.Add(RowOf(row, colour));
  }
  const std::string none = scorecard.rows().empty() ? NoneText(scorecard, "KPIs") : "";
  return absl::StrCat(Painted(absl::StrCat("Scorecard of ", names.Of(scorecard.organization()),
                                           ", as of ", TimeText(scorecard.as_of_time())),
                              Paint::kBold, colour),
                      "\n\n", table.ToString(), none, SourcesText(scorecard.sources(), colour));
}

std::string OkrReportText(const OkrReport& report, bool colour, const DisplayNames& known) {
  const std::string& name = report.organization_display_name();
  std::string text = Painted(
      absl::StrCat("OKRs of ", name.empty() ? known.Of(report.organization()) : OneLine(name),
                   ", as of ", TimeText(report.as_of_time())),
      Paint::kBold, colour);
  text += "\n";
  const DisplayNames names(report, known);
  for (const ObjectiveReport& objective : report.objectives()) {
    text += Indented(ObjectiveText(objective, names, colour), objective.depth());
  }
  const std::string none = report.objectives().empty() ? NoneText(report, "objectives") : "";
  if (!none.empty()) absl::StrAppend(&text, "\n", none);
  return text + SourcesText(report.sources(), colour);
}

}  // namespace okapi::cli

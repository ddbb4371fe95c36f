#include "services/reporting/documents/records.h"

#include <utility>

#include "absl/strings/str_join.h"
#include "common/calendar/date.h"
#include "services/reporting/documents/goal_records.h"
#include "services/reporting/documents/values.h"

namespace okapi::reporting::documents {
namespace {

using okapi::reporting::v1::AlignmentReport;
using okapi::reporting::v1::CombinedReport;
using okapi::reporting::v1::Decision;
using okapi::reporting::v1::Insight;
using okapi::reporting::v1::KpiReport;
using okapi::reporting::v1::Report;
using okapi::reporting::v1::ReviewEvent;
using okapi::reporting::v1::ReviewPack;
using okapi::reporting::v1::ScorecardCell;
using okapi::reporting::v1::ScorecardRow;
using okapi::reporting::v1::Verdict;

// A forecast is of the last period; the others have none.
template <typename Periods>
void AddRow(const Periods& periods, const ScorecardRow& row, const Names& names, Records& records) {
  for (int i = 0; i < row.cells_size() && i < periods.size(); ++i) {
    const ScorecardCell& cell = row.cells(i);
    const bool foreseen = row.has_forecast() && i + 1 == row.cells_size();
    const auto& forecast = row.forecast();
    records.lines.push_back({row.kpi(),
                             row.display_name(),
                             TextOf(row.dimension()),
                             TextOf(row.member()),
                             TextOf(UnitText(row.unit())),
                             periods[i].id(),
                             If(cell.has_actual(), cell.actual()),
                             If(cell.has_target(), cell.target()),
                             If(cell.has_due_target(), cell.due_target()),
                             If(cell.has_attainment(), cell.attainment()),
                             StatusOf(cell.status()),
                             If(cell.has_change(), cell.change()),
                             If(cell.has_year_change(), cell.year_change()),
                             static_cast<double>(cell.sample_count()),
                             std::string(cell.open() ? "true" : "false"),
                             TextOf(row.owner()),
                             NameOf(row.owner(), names),
                             TextOf(row.team()),
                             NameOf(row.team(), names),
                             If(cell.has_coverage(), cell.coverage()),
                             TimeOf(cell.has_last_sample_time(), cell.last_sample_time()),
                             If(foreseen, forecast.value()),
                             If(foreseen, forecast.low()),
                             If(foreseen, forecast.high()),
                             If(foreseen && forecast.has_likelihood(), forecast.likelihood()),
                             std::string(cell.unknown() ? "true" : "false"),
                             If(cell.has_target_max(), cell.target_max()),
                             If(cell.has_due_target_max(), cell.due_target_max())});
  }
}

template <typename Periods, typename Rows>
Records CellsOf(const Periods& periods, const Rows& rows, const Names& names) {
  Records records;
  records.fields = {"kpi",    "display_name", "dimension",   "member",       "unit",
                    "period", "actual",       "target",      "due_target",   "attainment",
                    "status", "change",       "year_change", "sample_count", "open",
                    "owner",  "owner_name",   "team",        "team_name"};
  // Behind what there was before: whoever counts columns finds them where they were.
  for (const char* field :
       {"coverage", "last_sample_time", "forecast", "forecast_low", "forecast_high",
        "forecast_likelihood", "unknown", "target_max", "due_target_max"}) {
    records.fields.emplace_back(field);
  }
  for (const ScorecardRow& row : rows) AddRow(periods, row, names, records);
  return records;
}

Records DecisionsOf(const KpiReport& report, const Names& names) {
  Records records;
  records.fields = {
      "name",    "subject",         "decision_time",       "author",      "author_name",
      "text",    "expected_effect", "expected_value",      "review_date", "outcome",
      "verdict", "verdict_author",  "verdict_author_name", "verdict_time"};
  for (const Decision& it : report.decisions()) {
    const auto& verdict = it.verdict();
    records.lines.push_back(
        {it.name(), it.subject(), TimeOf(it.has_decision_time(), it.decision_time()),
         TextOf(it.author()), NameOf(it.author(), names), it.text(), TextOf(it.expected_effect()),
         If(it.has_expected_value(), it.expected_value()),
         it.has_review_date() ? Value(calendar::FormatDate(it.review_date())) : Value(),
         it.has_verdict() ? Value(Verdict::Outcome_Name(verdict.outcome())) : Value(),
         TextOf(verdict.text()), TextOf(verdict.author()), NameOf(verdict.author(), names),
         TimeOf(verdict.has_verdict_time(), verdict.verdict_time())});
  }
  return records;
}

Records CommentsOf(const KpiReport& report, const Names& names) {
  Records records;
  records.fields = {"name", "period", "comment_time", "author", "text", "author_name"};
  for (const auto& comment : report.comments()) {
    records.lines.push_back({comment.name(), TextOf(comment.period()),
                             TimeOf(comment.has_comment_time(), comment.comment_time()),
                             TextOf(comment.author()), comment.text(),
                             NameOf(comment.author(), names)});
  }
  return records;
}

Records ForecastOf(const KpiReport& report) {
  Records records;
  records.fields = {"period", "value", "low", "high", "likelihood"};
  if (!report.row().has_forecast() || report.periods().empty()) return records;
  const auto& forecast = report.row().forecast();
  records.lines.push_back({report.periods().rbegin()->id(), forecast.value(), forecast.low(),
                           forecast.high(), If(forecast.has_likelihood(), forecast.likelihood())});
  return records;
}

Records ContributionsOf(const KpiReport& report) {
  Records records;
  records.fields = {"dimension", "member", "difference", "share", "period", "previous_period"};
  for (const ScorecardRow& row : report.members()) {
    if (!row.has_contribution()) continue;
    const auto& made = row.contribution();
    records.lines.push_back({row.dimension(), TextOf(row.member()), made.difference(),
                             If(made.has_share(), made.share()), TextOf(made.period()),
                             TextOf(made.previous_period())});
  }
  return records;
}

Records SeasonOf(const KpiReport& report) {
  Records records;
  records.fields = {"place", "factor", "years", "month"};
  for (const auto& season : report.season()) {
    records.lines.push_back({static_cast<double>(season.place()), season.factor(),
                             static_cast<double>(season.years()),
                             If(season.month() > 0, static_cast<double>(season.month()))});
  }
  return records;
}

Records DefinitionChangesOf(const KpiReport& report) {
  Records records;
  records.fields = {"effective_date", "period", "changed_fields"};
  for (const auto& change : report.definition_changes()) {
    records.lines.push_back({calendar::FormatDate(change.effective_date()),
                             report.periods(change.period_index()).id(),
                             absl::StrJoin(change.fields(), " ")});
  }
  return records;
}

std::vector<Records> KpiOf(const KpiReport& report, const Names& known) {
  const Names names = NamesIn(report, known);
  std::vector<ScorecardRow> rows = {report.row()};
  rows.insert(rows.end(), report.members().begin(), report.members().end());
  return {CellsOf(report.periods(), rows, names),
          ForecastOf(report),
          ContributionsOf(report),
          SeasonOf(report),
          DefinitionChangesOf(report),
          CommentsOf(report, names),
          DecisionsOf(report, names)};
}

Records InsightsOf(const CombinedReport& report) {
  Records records;
  records.fields = {"code", "resource", "message", "others"};
  for (const Insight& insight : report.insights()) {
    records.lines.push_back({Insight::Code_Name(insight.code()), insight.resource(),
                             insight.message(), TextOf(absl::StrJoin(insight.others(), " "))});
  }
  return records;
}

Records NodesOf(const AlignmentReport& report) {
  Records records;
  records.fields = {"name",   "display_name", "depth",    "progress",
                    "status", "orphan",       "children", "kpis"};
  for (const auto& node : report.nodes()) {
    const auto& progress = node.objective().progress();
    records.lines.push_back(
        {node.objective().name(), node.objective().display_name(),
         static_cast<double>(node.depth()), If(progress.has_raw(), progress.raw()),
         StatusOf(progress.status()), std::string(node.orphan() ? "true" : "false"),
         TextOf(absl::StrJoin(node.children(), " ")), TextOf(absl::StrJoin(node.kpis(), " "))});
  }
  return records;
}

// "owner: organizations/o/members/an -> organizations/o/members/bo; weight: 1 -> 2".
std::string ChangesText(const ReviewEvent& event) {
  std::vector<std::string> texts;
  for (const auto& change : event.changes()) {
    texts.push_back(
        absl::StrCat(change.field(), ": ", change.old_value(), " -> ", change.new_value()));
  }
  return absl::StrJoin(texts, "; ");
}

std::vector<Records> ReviewOf(const ReviewPack& pack, const Names& known) {
  const Names names = NamesIn(pack, known);
  Records moved;
  moved.fields = {"resource",   "display_name", "unit",           "start_value",
                  "end_value",  "status",       "objective_name", "start_period",
                  "end_period", "start_open",   "end_open",       "same_part"};
  const auto flag = [](bool set) { return std::string(set ? "true" : "false"); };
  for (const auto& it : pack.movements()) {
    moved.lines.push_back({it.resource(), it.display_name(), TextOf(UnitText(it.unit())),
                           If(it.has_start_value(), it.start_value()),
                           If(it.has_end_value(), it.end_value()), StatusOf(it.status()),
                           TextOf(it.objective_display_name()), TextOf(it.start_period()),
                           TextOf(it.end_period()), flag(it.start_open()), flag(it.end_open()),
                           flag(it.same_part())});
  }
  Records events;
  events.fields = {"time",  "kind",        "resource",       "display_name", "author", "text",
                   "value", "author_name", "objective_name", "fields",       "changes"};
  for (const auto& it : pack.events()) {
    events.lines.push_back({TimeOf(true, it.time()), ReviewEvent::Kind_Name(it.kind()),
                            it.resource(), it.display_name(), TextOf(it.author()),
                            TextOf(it.text()), If(it.has_value(), it.value()),
                            NameOf(it.author(), names), TextOf(it.objective_display_name()),
                            absl::StrJoin(it.fields(), " "), TextOf(ChangesText(it))});
  }
  return {std::move(moved), std::move(events)};
}

// A line for each service that was not heard, or not in all.
template <typename Sources>
void AddProblems(const Sources& sources, Records& records) {
  for (const auto& source : sources) {
    if (!source.stale() && source.problem().empty() && source.note().empty()) continue;
    records.lines.push_back({source.service(), std::string(source.stale() ? "true" : "false"),
                             TimeOf(source.has_answer_time(), source.answer_time()),
                             TextOf(source.problem()), TextOf(source.note()),
                             std::string(source.incomplete() ? "true" : "false")});
  }
}

Records ProblemsOf(const Report& report) {
  Records records;
  records.fields = {"source", "stale", "answer_time", "problem", "note", "incomplete"};
  AddProblems(report.scorecard().sources(), records);
  AddProblems(report.okr_report().sources(), records);
  AddProblems(report.kpi_report().sources(), records);
  AddProblems(report.alignment_report().sources(), records);
  AddProblems(report.combined_report().scorecard().sources(), records);
  AddProblems(report.combined_report().okr_report().sources(), records);
  AddProblems(report.review_pack().sources(), records);
  return records;
}

std::vector<Records> FactsOf(const Report& report, const Names& names) {
  switch (report.report_case()) {
    case Report::kScorecard:
      return {CellsOf(report.scorecard().periods(), report.scorecard().rows(), names)};
    case Report::kOkrReport:
      return {GoalsOf(report.okr_report(), names)};
    case Report::kKpiReport:
      return KpiOf(report.kpi_report(), names);
    case Report::kAlignmentReport:
      return {NodesOf(report.alignment_report())};
    case Report::kCombinedReport: {
      const auto& both = report.combined_report();
      return {CellsOf(both.scorecard().periods(), both.scorecard().rows(), names),
              GoalsOf(both.okr_report(), names), InsightsOf(both)};
    }
    case Report::kReviewPack:
      return ReviewOf(report.review_pack(), names);
    case Report::REPORT_NOT_SET:
      break;
  }
  return {};
}

}  // namespace

std::vector<Records> RecordsOf(const Report& report, const Names& names) {
  std::vector<Records> tables = FactsOf(report, names);
  Records problems = ProblemsOf(report);
  if (!problems.lines.empty()) tables.push_back(std::move(problems));
  return tables;
}

}  // namespace okapi::reporting::documents

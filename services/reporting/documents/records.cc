#include "services/reporting/documents/records.h"

#include <utility>

#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "common/api/timestamp.h"
#include "common/calendar/date.h"

namespace okapi::reporting::documents {
namespace {

using okapi::common::v1::Progress;
using okapi::common::v1::Status;
using okapi::goals::v1::KeyResult;
using okapi::goals::v1::Objective;
using okapi::reporting::v1::AlignmentReport;
using okapi::reporting::v1::CombinedReport;
using okapi::reporting::v1::Insight;
using okapi::reporting::v1::KpiReport;
using okapi::reporting::v1::OkrReport;
using okapi::reporting::v1::Report;
using okapi::reporting::v1::ReviewEvent;
using okapi::reporting::v1::ReviewPack;
using okapi::reporting::v1::ScorecardCell;
using okapi::reporting::v1::ScorecardRow;

Value If(bool known, double value) { return known ? Value(value) : Value(); }

Value TextOf(const std::string& text) { return text.empty() ? Value() : Value(text); }

Value StatusOf(Status status) {
  return status == Status::STATUS_UNSPECIFIED ? Value()
                                              : Value(okapi::common::v1::Status_Name(status));
}

Value TimeOf(bool known, const google::protobuf::Timestamp& time) {
  if (!known) return {};
  return absl::FormatTime("%Y-%m-%dT%H:%M:%E*SZ", api::FromTimestamp(time), absl::UTCTimeZone());
}

std::string UnitText(const okapi::common::v1::Unit& unit) {
  switch (unit.kind_case()) {
    case okapi::common::v1::Unit::kCurrencyCode:
      return unit.currency_code();
    case okapi::common::v1::Unit::kPercent:
      return "fraction";
    case okapi::common::v1::Unit::kDuration:
      return "seconds";
    case okapi::common::v1::Unit::kCountOf:
      return unit.count_of();
    case okapi::common::v1::Unit::kPoints:
      return unit.points();
    case okapi::common::v1::Unit::KIND_NOT_SET:
      break;
  }
  return "";
}

template <typename Periods>
void AddRow(const Periods& periods, const ScorecardRow& row, Records& records) {
  for (int i = 0; i < row.cells_size() && i < periods.size(); ++i) {
    const ScorecardCell& cell = row.cells(i);
    records.lines.push_back(
        {row.kpi(), row.display_name(), TextOf(row.dimension()), TextOf(row.member()),
         TextOf(UnitText(row.unit())), periods[i].id(), If(cell.has_actual(), cell.actual()),
         If(cell.has_target(), cell.target()), If(cell.has_due_target(), cell.due_target()),
         If(cell.has_attainment(), cell.attainment()), StatusOf(cell.status()),
         If(cell.has_change(), cell.change()), If(cell.has_year_change(), cell.year_change()),
         static_cast<double>(cell.sample_count()), std::string(cell.open() ? "true" : "false")});
  }
}

template <typename Periods, typename Rows>
Records CellsOf(const Periods& periods, const Rows& rows) {
  Records records;
  records.fields = {"kpi",    "display_name", "dimension",   "member",       "unit",
                    "period", "actual",       "target",      "due_target",   "attainment",
                    "status", "change",       "year_change", "sample_count", "open"};
  for (const ScorecardRow& row : rows) AddRow(periods, row, records);
  return records;
}

std::pair<Value, Value> WayOf(const KeyResult& key_result) {
  if (key_result.has_from_to()) {
    return {key_result.from_to().baseline(), key_result.from_to().target()};
  }
  if (key_result.has_relative_change()) {
    const auto& way = key_result.relative_change();
    return {way.baseline(), way.baseline() * (1 + way.change())};
  }
  if (key_result.has_range()) {
    const auto& range = key_result.range();
    return {If(range.has_min(), range.min()), If(range.has_max(), range.max())};
  }
  return {};
}

std::vector<Value> Line(const std::string& name, const std::string& display_name,
                        const std::string& kind, const Objective& objective,
                        const Progress& progress) {
  return {name,
          display_name,
          kind,
          objective.cycle(),
          TextOf(objective.team()),
          okapi::goals::v1::Objective::State_Name(objective.state()),
          If(progress.has_raw(), progress.raw()),
          If(progress.has_expected(), progress.expected()),
          StatusOf(progress.status())};
}

Records GoalsOf(const OkrReport& report) {
  Records records;
  records.fields = {"name",     "display_name", "kind",       "cycle",      "team",  "state",
                    "progress", "expected",     "status",     "owner",      "unit",  "from",
                    "to",       "value",        "value_time", "confidence", "parent"};
  for (const auto& part : report.objectives()) {
    const Objective& objective = part.objective();
    auto line = Line(objective.name(), objective.display_name(), "objective", objective,
                     objective.progress());
    line.push_back(TextOf(objective.owner()));
    line.resize(records.fields.size() - 1);
    line.push_back(TextOf(part.parent()));
    records.lines.push_back(std::move(line));
    for (const KeyResult& key_result : part.key_results()) {
      auto [from, to] = WayOf(key_result);
      line = Line(key_result.name(), key_result.display_name(), "key_result", objective,
                  key_result.progress());
      line.push_back(TextOf(key_result.owner()));
      line.push_back(TextOf(UnitText(key_result.unit())));
      line.push_back(std::move(from));
      line.push_back(std::move(to));
      line.push_back(If(key_result.has_current_value(), key_result.current_value()));
      line.push_back(TimeOf(key_result.has_current_value_time(), key_result.current_value_time()));
      line.push_back(If(key_result.has_confidence(), key_result.confidence()));
      line.push_back(objective.name());
      records.lines.push_back(std::move(line));
    }
  }
  return records;
}

Records CommentsOf(const KpiReport& report) {
  Records records;
  records.fields = {"name", "period", "comment_time", "author", "text"};
  for (const auto& comment : report.comments()) {
    records.lines.push_back({comment.name(), TextOf(comment.period()),
                             TimeOf(comment.has_comment_time(), comment.comment_time()),
                             TextOf(comment.author()), comment.text()});
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
  records.fields = {"dimension", "member", "difference", "share"};
  for (const ScorecardRow& row : report.members()) {
    if (!row.has_contribution()) continue;
    const auto& made = row.contribution();
    records.lines.push_back({row.dimension(), TextOf(row.member()), made.difference(),
                             If(made.has_share(), made.share())});
  }
  return records;
}

Records SeasonOf(const KpiReport& report) {
  Records records;
  records.fields = {"place", "factor", "years"};
  for (const auto& season : report.season()) {
    records.lines.push_back({static_cast<double>(season.place()), season.factor(),
                             static_cast<double>(season.years())});
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

std::vector<Records> KpiOf(const KpiReport& report) {
  std::vector<ScorecardRow> rows = {report.row()};
  rows.insert(rows.end(), report.members().begin(), report.members().end());
  return {CellsOf(report.periods(), rows), ForecastOf(report),
          ContributionsOf(report),         SeasonOf(report),
          DefinitionChangesOf(report),     CommentsOf(report)};
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

std::vector<Records> ReviewOf(const ReviewPack& pack) {
  Records moved;
  moved.fields = {"resource", "display_name", "unit", "start_value", "end_value", "status"};
  for (const auto& it : pack.movements()) {
    moved.lines.push_back({it.resource(), it.display_name(), TextOf(UnitText(it.unit())),
                           If(it.has_start_value(), it.start_value()),
                           If(it.has_end_value(), it.end_value()), StatusOf(it.status())});
  }
  Records events;
  events.fields = {"time", "kind", "resource", "display_name", "author", "text", "value"};
  for (const auto& it : pack.events()) {
    events.lines.push_back({TimeOf(true, it.time()), ReviewEvent::Kind_Name(it.kind()),
                            it.resource(), it.display_name(), TextOf(it.author()),
                            TextOf(it.text()), If(it.has_value(), it.value())});
  }
  return {std::move(moved), std::move(events)};
}

}  // namespace

std::vector<Records> RecordsOf(const Report& report) {
  switch (report.report_case()) {
    case Report::kScorecard:
      return {CellsOf(report.scorecard().periods(), report.scorecard().rows())};
    case Report::kOkrReport:
      return {GoalsOf(report.okr_report())};
    case Report::kKpiReport:
      return KpiOf(report.kpi_report());
    case Report::kAlignmentReport:
      return {NodesOf(report.alignment_report())};
    case Report::kCombinedReport: {
      const auto& both = report.combined_report();
      return {CellsOf(both.scorecard().periods(), both.scorecard().rows()),
              GoalsOf(both.okr_report()), InsightsOf(both)};
    }
    case Report::kReviewPack:
      return ReviewOf(report.review_pack());
    case Report::REPORT_NOT_SET:
      break;
  }
  return {};
}

}  // namespace okapi::reporting::documents

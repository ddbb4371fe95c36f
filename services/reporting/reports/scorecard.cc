#include "services/reporting/reports/scorecard.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "common/api/timestamp.h"
#include "services/reporting/reports/kpi_definition.h"
#include "services/reporting/reports/row_change.h"
#include "services/reporting/reports/same_part.h"

namespace okapi::reporting {
namespace {

using okapi::common::v1::Period;
using okapi::metrics::v1::Kpi;
using okapi::metrics::v1::KpiGroup;
using okapi::metrics::v1::KpiValue;
using okapi::reporting::v1::Scorecard;
using okapi::reporting::v1::ScorecardCell;
using okapi::reporting::v1::ScorecardRow;

okapi::common::v1::Direction DirectionOf(const Kpi& kpi) {
  const bool said = kpi.direction() != okapi::common::v1::DIRECTION_UNSPECIFIED;
  return said ? kpi.direction() : okapi::common::v1::INCREASE;
}

ScorecardRow RowOf(const Kpi& kpi) {
  ScorecardRow row;
  row.set_kpi(kpi.name());
  row.set_display_name(kpi.display_name());
  if (kpi.has_unit()) *row.mutable_unit() = kpi.unit();
  row.set_direction(DirectionOf(kpi));
  row.set_owner(kpi.owner());
  row.set_team(kpi.team());
  row.set_retired(kpi.state() == Kpi::RETIRED);
  return row;
}

// The group's numbers by the start of their period; an answer may hold more periods, or others,
// than the columns.
std::map<int64_t, const KpiValue*> ByStart(const KpiGroup& group) {
  std::map<int64_t, const KpiValue*> values;
  for (const KpiValue& value : group.values()) {
    values[value.period().start_time().seconds()] = &value;
  }
  return values;
}

// What the answer says of the number besides the number.
void AddCircumstances(const KpiValue& value, ScorecardCell& cell) {
  cell.set_sample_count(value.sample_count());
  cell.set_settled(value.settled());
  if (value.has_last_sample_time()) *cell.mutable_last_sample_time() = value.last_sample_time();
  if (value.has_definition_date()) *cell.mutable_definition_date() = value.definition_date();
  if (value.has_coverage()) cell.set_coverage(value.coverage());
  if (value.has_value() && value.has_previous_year_value()) {
    if (auto change = ChangeOf(value.previous_year_value(), value.value())) {
      cell.set_year_change(*change);
    }
  }
}

// The periods that an answer tells of.
class Told {
 public:
  explicit Told(const KpiAnswer& answer)
      // What just came tells of all, and what once said that there are no groups, of none.
      : all_(answer.problem.ok() || (answer.known() && answer.value.groups().empty())) {
    if (all_) return;
    for (const KpiGroup& group : answer.value.groups()) {
      for (const KpiValue& value : group.values()) {
        starts_.insert(value.period().start_time().seconds());
      }
    }
  }

  bool Of(const Period& period) const {
    return all_ || starts_.count(period.start_time().seconds()) > 0;
  }

 private:
  const bool all_;
  std::set<int64_t> starts_;
};

ScorecardCell UnknownCell(const Period& period, absl::Time as_of) {
  ScorecardCell cell;
  cell.set_open(!IsOver(period, as_of));
  cell.set_unknown(true);
  return cell;
}

void AddCells(const ScorecardPlan& plan, const Kpi& kpi, const KpiGroup& group, const Told& told,
              absl::Time as_of, ScorecardRow& row) {
  const std::map<int64_t, const KpiValue*> values = ByStart(group);
  const KpiValue* previous = nullptr;
  for (int i = 0; i < static_cast<int>(plan.periods.size()); ++i) {
    const Period& period = plan.periods[static_cast<size_t>(i)];
    auto found = values.find(period.start_time().seconds());
    const KpiValue* value = found == values.end() ? nullptr : found->second;
    if (i > 0) {  // The first is there for the change only.
      ScorecardCell cell =
          told.Of(period) ? JudgeCell(kpi, period, value, as_of) : UnknownCell(period, as_of);
      if (cell.open() && GrowsWithPeriod(kpi)) {
        cell.clear_year_change();  // Of wholes: nothing to compare a part with.
      } else if (previous != nullptr && value != nullptr && previous->has_value() &&
                 value->has_value()) {
        if (auto change = ChangeOf(previous->value(), value->value())) cell.set_change(*change);
      }
      *row.add_cells() = std::move(cell);
    }
    previous = value;
  }
  row.set_trend(TrendOf(row));
}

// One row per member of the dimension.
void AddBreakdown(const ScorecardPlan& plan, const Kpi& kpi, const std::string& label,
                  const KpiAnswer& answer, absl::Time as_of, std::vector<ScorecardRow>& rows) {
  std::map<std::string, const KpiGroup*> groups;
  for (const KpiGroup& group : answer.value.groups()) {
    auto member = group.labels().find(label);
    groups[member == group.labels().end() ? "" : member->second] = &group;
  }
  const KpiGroup no_numbers;
  const Told told(answer);
  const size_t first = rows.size();
  auto add = [&](const std::string& member, const std::string& display_name,
                 const KpiGroup& group) {
    ScorecardRow row = RowOf(kpi);
    row.set_display_name(display_name.empty() ? member : display_name);
    row.set_dimension(label);
    row.set_member(member);
    AddCells(plan, kpi, group, told, as_of, row);
    rows.push_back(std::move(row));
  };
  for (const auto& dimension : kpi.dimensions()) {
    if (dimension.label() != label) continue;
    for (const auto& member : dimension.members()) {
      auto found = groups.find(member.value());
      add(member.value(), member.display_name(),
          found == groups.end() ? no_numbers : *found->second);
      if (found != groups.end()) groups.erase(found);
    }
  }
  for (const auto& [member, group] : groups) add(member, "", *group);
  const auto members = absl::MakeSpan(rows).subspan(first);
  AddContributions(kpi, absl::MakeSpan(plan.periods).subspan(1), members);
  if (plan.rank_by_contribution) RankByContribution(members);
}

}  // namespace

bool IsOver(const Period& period, absl::Time as_of) {
  return as_of >= api::FromTimestamp(period.end_time()) - absl::Microseconds(1);
}

scoring::AttainmentInput JudgedBy(const Kpi& kpi, const Period& period, const KpiValue* value,
                                  absl::Time as_of) {
  const absl::Time start = api::FromTimestamp(period.start_time());
  const absl::Time end = api::FromTimestamp(period.end_time());
  const bool over = IsOver(period, as_of);
  scoring::AttainmentInput input;
  input.direction = DirectionOf(kpi);
  input.elapsed = over ? 1 : std::clamp(absl::FDivDuration(as_of - start, end - start), 0.0, 1.0);
  if (kpi.bands().has_on_track()) input.on_track = kpi.bands().on_track();
  if (kpi.bands().has_at_risk()) input.at_risk = kpi.bands().at_risk();
  if (value == nullptr) return input;
  input.additive = AggregationOf(kpi, *value) == okapi::metrics::v1::SUM;
  if (value->has_value()) input.actual = value->value();
  if (value->has_target()) input.target = value->target();
  if (value->has_target_max()) input.target_max = value->target_max();
  if (value->has_due_target() && !over) input.due_target = value->due_target();
  if (value->has_due_target_max() && !over) input.due_target_max = value->due_target_max();
  input.settled = !kpi.has_late_tolerance() || value->settled();
  return input;
}

ScorecardCell JudgeCell(const Kpi& kpi, const Period& period, const KpiValue* value,
                        absl::Time as_of) {
  ScorecardCell cell;
  cell.set_open(!IsOver(period, as_of));
  const scoring::AttainmentInput input = JudgedBy(kpi, period, value, as_of);
  if (value != nullptr) AddCircumstances(*value, cell);
  if (input.actual.has_value()) cell.set_actual(*input.actual);
  if (input.target.has_value()) cell.set_target(*input.target);
  if (input.target_max.has_value()) cell.set_target_max(*input.target_max);
  const scoring::Attainment judged = scoring::Attain(input);
  if (judged.due_target.has_value()) cell.set_due_target(*judged.due_target);
  if (judged.due_target_max.has_value()) cell.set_due_target_max(*judged.due_target_max);
  if (judged.attainment.has_value()) cell.set_attainment(*judged.attainment);
  cell.set_status(judged.status);
  return cell;
}

Scorecard FrameScorecard(const ScorecardQuery& query, const ScorecardPlan& plan, absl::Time as_of) {
  Scorecard scorecard;
  scorecard.set_organization(query.organization);
  scorecard.set_period_type(query.period_type);
  for (size_t i = 1; i < plan.periods.size(); ++i) *scorecard.add_periods() = plan.periods[i];
  *scorecard.mutable_as_of_time() = api::ToTimestamp(as_of);
  return scorecard;
}

std::vector<ScorecardRow> BuildRows(const ScorecardPlan& plan, size_t kpi,
                                    const std::vector<KpiAnswer>& answers, absl::Time as_of) {
  const Kpi& definition = plan.kpis[kpi];
  std::vector<ScorecardRow> rows;
  auto question = std::lower_bound(
      plan.questions.begin(), plan.questions.end(), kpi,
      [](const KpiQuestion& candidate, size_t wanted) { return candidate.kpi < wanted; });
  for (; question != plan.questions.end() && question->kpi == kpi; ++question) {
    const KpiAnswer& answer = answers[static_cast<size_t>(question - plan.questions.begin())];
    if (!question->dimension.empty()) {
      AddBreakdown(plan, definition, question->dimension, answer, as_of, rows);
      continue;
    }
    const KpiGroup whole = answer.value.groups_size() > 0 ? answer.value.groups(0) : KpiGroup();
    rows.push_back(RowOf(definition));
    AddCells(plan, definition, whole, Told(answer), as_of, rows.back());
  }
  return rows;
}

int StandingCell(okapi::common::v1::PeriodType frequency, const ScorecardRow& row) {
  const int last = row.cells_size() - 1;
  if (frequency != okapi::common::v1::DAY || last < 0) return last;
  const ScorecardCell& cell = row.cells(last);
  return cell.open() && cell.status() != okapi::common::v1::MISSED ? last - 1 : last;
}

bool HasUnknown(const ScorecardRow& row) {
  return std::any_of(row.cells().begin(), row.cells().end(),
                     [](const ScorecardCell& cell) { return cell.unknown(); });
}

}  // namespace okapi::reporting

#include "services/reporting/reports/kpi_movements.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/api/stable_bytes.h"
#include "common/api/timestamp.h"
#include "services/reporting/neighbours/kpi_memory.h"
#include "services/reporting/reports/same_part.h"
#include "services/reporting/reports/scorecard.h"

namespace okapi::reporting {
namespace {

using calendar::Calendar;
using okapi::metrics::v1::AggregateKpiRequest;
using okapi::metrics::v1::Kpi;
using okapi::metrics::v1::KpiValue;
using okapi::reporting::v1::Movement;
using okapi::reporting::v1::ReviewPack;

// Under which the number of a period that goes on is remembered: as of so many periods before now,
// which no scorecard asks for, so that its own answer, with the period before, stays.
constexpr int kPeriodOfNow = 0;

// The period that was looked at before the time: at its very end it is the one that is over.
calendar::Period PeriodBefore(const Calendar& calendar, const Kpi& kpi, absl::Time time) {
  return calendar.PeriodAt(kpi.frequency(), time - absl::Microseconds(1));
}

bool IsOpen(const calendar::Period& period, absl::Time time) {
  return !IsOver(calendar::ToProto(period), time);
}

// The number of the period by samples before the time, and what is due of a curve by then. Asked as
// scorecards do, so that what they heard stands in.
KpiQuestion QuestionUpTo(const ReviewQuery& query, size_t position, const Kpi& kpi,
                         const calendar::Period& period, absl::Time end) {
  KpiQuestion question;
  question.kpi = position;
  question.request.set_name(kpi.name());
  question.request.set_period_type(kpi.frequency());
  question.request.set_include_due_target(HasCurve(kpi));
  *question.request.mutable_start_time() = api::ToTimestamp(period.start);
  *question.request.mutable_end_time() = api::ToTimestamp(end);
  question.key = KeyOfPeriods(query.organization, question.request, std::nullopt);
  return question;
}

// Of a time that moves on with now the last answer is remembered, whichever time that was of. It is
// a part of its period that stands in for no other.
void RememberLast(const ReviewQuery& query, absl::string_view which, KpiQuestion& question) {
  AggregateKpiRequest asked = question.request;
  asked.clear_end_time();
  question.key =
      AnswerKey{query.organization, absl::StrCat("AggregateKpi/", which), api::StableBytes(asked)};
}

// Up to when samples of the first period count; nullopt where there is nothing to compare with.
std::optional<absl::Time> StartUpTo(const ReviewQuery& query, const Calendar& calendar,
                                    const Kpi& kpi, KpiMovementQuestions& asked) {
  if (!GrowsWithPeriod(kpi)) return query.start;
  if (asked.start_period == asked.end_period) return std::nullopt;
  const bool ends_open = IsOpen(asked.end_period, query.end);
  asked.same_part = ends_open || IsOpen(asked.start_period, query.start);
  if (!asked.same_part) return query.start;
  return ends_open ? PartEnd(asked.end_period, asked.start_period, query.end, calendar.time_zone())
                   : asked.start_period.end;
}

void AddQuestions(const ReviewQuery& query, const Calendar& calendar, const Kpi& kpi,
                  KpiMovementQuestions& asked, std::vector<KpiQuestion>& questions) {
  const std::optional<absl::Time> up_to = StartUpTo(query, calendar, kpi, asked);
  // Where both times move on, the numbers are remembered as they were asked together: to be of the
  // same part, or a day apart.
  const bool growing = asked.same_part && query.until_now && IsOpen(asked.end_period, query.end);
  const bool together = growing || query.start_moves;
  if (up_to.has_value()) {
    asked.start = questions.size();
    questions.push_back(QuestionUpTo(query, asked.kpi, kpi, asked.start_period, *up_to));
    if (together) RememberLast(query, "start", questions.back());
  }
  asked.end = questions.size();
  KpiQuestion& end =
      questions.emplace_back(QuestionUpTo(query, asked.kpi, kpi, asked.end_period, query.end));
  if (together) {
    RememberLast(query, "end", end);
  } else if (query.until_now) {
    end.key = KeyOfPeriods(query.organization, end.request, kPeriodOfNow);
  }
}

// The last number of the answer; null without one.
const KpiValue* LastOf(const KpiAnswer& answer) {
  if (answer.value.groups().empty() || answer.value.groups(0).values().empty()) return nullptr;
  const KpiValue& last = *answer.value.groups(0).values().rbegin();
  return last.has_value() ? &last : nullptr;
}

}  // namespace

KpiMovementPlan PlanKpiMovements(const ReviewQuery& query, const KpiDefinitions& definitions) {
  KpiMovementPlan plan;
  const auto calendar = Calendar::Create(definitions.settings.value.calendar());
  if (!definitions.settings.known() || !calendar.ok()) return plan;
  const auto& kpis = definitions.kpis.value.kpis();
  for (int i = 0; i < kpis.size(); ++i) {
    if (!query.team.empty() && kpis[i].team() != query.team) continue;
    KpiMovementQuestions& asked = plan.kpis.emplace_back();
    asked.kpi = static_cast<size_t>(i);
    asked.start_period = PeriodBefore(*calendar, kpis[i], query.start);
    asked.end_period = PeriodBefore(*calendar, kpis[i], query.end);
    AddQuestions(query, *calendar, kpis[i], asked, plan.questions);
  }
  return plan;
}

void AddKpiMovements(const ReviewQuery& query, const KpiDefinitions& definitions,
                     const KpiMovementPlan& plan, const std::vector<KpiAnswer>& answers,
                     ReviewPack& pack) {
  for (const KpiMovementQuestions& asked : plan.kpis) {
    const Kpi& kpi = definitions.kpis.value.kpis(static_cast<int>(asked.kpi));
    const KpiValue* from = asked.start.has_value() ? LastOf(answers[*asked.start]) : nullptr;
    const KpiValue* to = LastOf(answers[asked.end]);
    if (from == nullptr && to == nullptr) continue;
    Movement& movement = *pack.add_movements();
    movement.set_resource(kpi.name());
    movement.set_display_name(kpi.display_name());
    if (kpi.has_unit()) *movement.mutable_unit() = kpi.unit();
    if (from != nullptr) {
      movement.set_start_value(from->value());
      movement.set_start_period(asked.start_period.id);
      movement.set_same_part(asked.same_part);
      movement.set_start_open(!asked.same_part && IsOpen(asked.start_period, query.start));
    }
    if (to == nullptr) continue;
    movement.set_end_value(to->value());
    movement.set_end_period(asked.end_period.id);
    movement.set_end_open(IsOpen(asked.end_period, query.end));
    movement.set_status(JudgeCell(kpi, to->period(), to, query.end).status());
  }
}

}  // namespace okapi::reporting

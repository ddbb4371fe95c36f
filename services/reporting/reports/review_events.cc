#include "services/reporting/reports/review_events.h"

#include <algorithm>
#include <set>
#include <string>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "common/api/timestamp.h"
#include "common/calendar/calendar.h"
#include "services/reporting/reports/kpi_uses.h"

namespace okapi::reporting {
namespace {

using okapi::goals::v1::CheckIn;
using okapi::goals::v1::Comment;
using okapi::goals::v1::Initiative;
using okapi::goals::v1::KeyResult;
using okapi::goals::v1::Objective;
using okapi::goals::v1::Retarget;
using okapi::metrics::v1::Kpi;
using okapi::metrics::v1::KpiChange;
using okapi::metrics::v1::KpiComment;
using okapi::metrics::v1::SignOff;
using okapi::reporting::v1::Decision;
using okapi::reporting::v1::ReviewEvent;
using okapi::reporting::v1::ReviewPack;

// Adds the event if it happened within the query's time; null otherwise.
ReviewEvent* AddEvent(const ReviewQuery& query, ReviewEvent::Kind kind,
                      const google::protobuf::Timestamp& time, const std::string& resource,
                      const std::string& display_name, ReviewPack& pack) {
  if (!query.Holds(api::FromTimestamp(time))) return nullptr;
  ReviewEvent* event = pack.add_events();
  event->set_kind(kind);
  *event->mutable_time() = time;
  event->set_resource(resource);
  event->set_display_name(display_name);
  return event;
}

void AddObjective(const ReviewQuery& query, const Objective& objective, ReviewPack& pack) {
  AddEvent(query, ReviewEvent::OBJECTIVE_CREATED, objective.create_time(), objective.name(),
           objective.display_name(), pack);
  if (!objective.has_grade()) return;
  const auto& grade = objective.grade();
  ReviewEvent* closed = AddEvent(query, ReviewEvent::OBJECTIVE_CLOSED, grade.grade_time(),
                                 objective.name(), objective.display_name(), pack);
  if (closed == nullptr) return;
  closed->set_author(grade.author());
  closed->set_text(grade.reason());
  closed->set_value(grade.score());
}

void AddKeyResult(const ReviewQuery& query, const KeyResult& key_result, ReviewPack& pack) {
  AddEvent(query, ReviewEvent::KEY_RESULT_CREATED, key_result.create_time(), key_result.name(),
           key_result.display_name(), pack);
  for (const Retarget& retarget : key_result.retargets()) {
    ReviewEvent* event = AddEvent(query, ReviewEvent::RETARGETED, retarget.retarget_time(),
                                  key_result.name(), key_result.display_name(), pack);
    if (event == nullptr) continue;
    event->set_author(retarget.author());
    event->set_text(retarget.reason());
    if (retarget.has_value()) event->set_value(retarget.value());
  }
}

void AddCheckIn(const ReviewQuery& query, const KeyResult& key_result, const CheckIn& check_in,
                ReviewPack& pack) {
  ReviewEvent* event = AddEvent(query, ReviewEvent::CHECKED_IN, check_in.create_time(),
                                key_result.name(), key_result.display_name(), pack);
  if (event == nullptr) return;
  event->set_author(check_in.author());
  event->set_text(check_in.comment());
  if (check_in.has_value()) event->set_value(check_in.value());
}

void AddComment(const ReviewQuery& query, const Objective& objective, const Comment& comment,
                ReviewPack& pack) {
  const std::string& subject = comment.subject().empty() ? objective.name() : comment.subject();
  ReviewEvent* event = AddEvent(query, ReviewEvent::COMMENTED, comment.create_time(), subject,
                                objective.display_name(), pack);
  if (event == nullptr) return;
  event->set_author(comment.author());
  event->set_text(comment.text());
}

void AddKpiComment(const ReviewQuery& query, const Kpi& kpi, const KpiComment& comment,
                   ReviewPack& pack) {
  ReviewEvent* event = AddEvent(query, ReviewEvent::COMMENTED, comment.comment_time(), kpi.name(),
                                kpi.display_name(), pack);
  if (event == nullptr) return;
  event->set_author(comment.author());
  event->set_text(comment.text());
}

void AddKpiChanges(const ReviewQuery& query, const Kpi& kpi, ReviewPack& pack) {
  for (const KpiChange& change : kpi.changes()) {
    ReviewEvent* event = AddEvent(query, ReviewEvent::KPI_CHANGED, change.change_time(), kpi.name(),
                                  kpi.display_name(), pack);
    if (event == nullptr) continue;
    event->set_author(change.author());
    event->set_text(change.reason());
    *event->mutable_fields() = change.fields();
  }
}

// At the first day of each definition but the one that it has had from ever.
void AddRedefinitions(const ReviewQuery& query, const calendar::Calendar& calendar, const Kpi& kpi,
                      ReviewPack& pack) {
  const auto add = [&](const auto& definition) {
    if (!definition.has_effective_date()) return;
    AddEvent(query, ReviewEvent::KPI_REDEFINED,
             api::ToTimestamp(calendar.StartOf(definition.effective_date())), kpi.name(),
             kpi.display_name(), pack);
  };
  for (const auto& former : kpi.former_definitions()) add(former);
  add(kpi);
}

void AddInitiative(const ReviewQuery& query, const Initiative& initiative, ReviewPack& pack) {
  ReviewEvent* event = AddEvent(query, ReviewEvent::INITIATIVE_CHANGED, initiative.update_time(),
                                initiative.name(), initiative.display_name(), pack);
  if (event != nullptr) event->set_text(Initiative::State_Name(initiative.state()));
}

}  // namespace

void AddGoalEvents(const ReviewQuery& query, const GoalsAnswers& goals,
                   const GoalsActivity& activity, ReviewPack& pack) {
  std::map<std::string, const Objective*> wanted;
  const auto& objectives = goals.objectives.value.objectives();
  for (int i = 0; i < objectives.size(); ++i) {
    if (!query.team.empty() && objectives[i].team() != query.team) continue;
    wanted[objectives[i].name()] = &objectives[i];
    AddObjective(query, objectives[i], pack);
    const auto& comments = activity.comments[static_cast<size_t>(i)];
    if (!comments.ok()) continue;
    for (const Comment& comment : comments->comments()) {
      AddComment(query, objectives[i], comment, pack);
    }
  }
  const auto& key_results = goals.key_results.value.key_results();
  for (int i = 0; i < key_results.size(); ++i) {
    if (wanted.count(ObjectiveOf(key_results[i].name())) == 0) continue;
    AddKeyResult(query, key_results[i], pack);
    const auto& check_ins = activity.check_ins[static_cast<size_t>(i)];
    if (!check_ins.ok()) continue;
    for (const CheckIn& check_in : check_ins->check_ins()) {
      AddCheckIn(query, key_results[i], check_in, pack);
    }
  }
  for (const Initiative& initiative : goals.initiatives.value.initiatives()) {
    if (wanted.count(ObjectiveOf(initiative.name())) > 0) AddInitiative(query, initiative, pack);
  }
}

void AddKpiEvents(const ReviewQuery& query, const KpiDefinitions& definitions,
                  const KpiComments& comments, ReviewPack& pack) {
  const auto calendar = calendar::Calendar::Create(definitions.settings.value.calendar());
  std::map<std::string, const Kpi*> wanted;
  for (const Kpi& kpi : definitions.kpis.value.kpis()) {
    if (!query.team.empty() && kpi.team() != query.team) continue;
    wanted[kpi.name()] = &kpi;
    AddEvent(query, ReviewEvent::KPI_CREATED, kpi.create_time(), kpi.name(), kpi.display_name(),
             pack);
    for (const SignOff& sign_off : kpi.sign_offs()) {
      ReviewEvent* event = AddEvent(query, ReviewEvent::KPI_SIGNED_OFF, sign_off.sign_time(),
                                    kpi.name(), kpi.display_name(), pack);
      if (event == nullptr) continue;
      event->set_author(sign_off.member());
      event->set_text(sign_off.comment());
    }
    AddKpiChanges(query, kpi, pack);
    if (calendar.ok()) AddRedefinitions(query, *calendar, kpi, pack);
  }
  for (const KpiComment& comment : comments.value.kpi_comments()) {
    const auto kpi = wanted.find(comment.name().substr(0, comment.name().rfind("/comments/")));
    if (kpi != wanted.end()) AddKpiComment(query, *kpi->second, comment, pack);
  }
}

void AddDecisionEvents(const ReviewQuery& query, const DecisionLog& decisions, ReviewPack& pack) {
  std::set<std::string> told;
  for (const auto& movement : pack.movements()) told.insert(movement.resource());
  for (const auto& event : pack.events()) told.insert(event.resource());
  for (const Decision& decision : decisions) {
    if (!query.team.empty() && told.count(decision.subject()) == 0) continue;
    const std::string& called = decision.number().display_name();
    ReviewEvent* decided = AddEvent(query, ReviewEvent::DECIDED, decision.decision_time(),
                                    decision.subject(), called, pack);
    if (decided != nullptr) {
      decided->set_author(decision.author());
      decided->set_text(decision.text());
      if (decision.number().has_value()) decided->set_value(decision.number().value());
    }
    if (!decision.has_verdict()) continue;
    const auto& verdict = decision.verdict();
    ReviewEvent* judged = AddEvent(query, ReviewEvent::JUDGED, verdict.verdict_time(),
                                   decision.subject(), called, pack);
    if (judged == nullptr) continue;
    judged->set_author(verdict.author());
    judged->set_text(WordsOf(verdict));
    if (verdict.number().has_value()) judged->set_value(verdict.number().value());
  }
}

void SortEvents(ReviewPack& pack) {
  auto order = [](const ReviewEvent& event) {
    return std::make_tuple(api::FromTimestamp(event.time()), event.resource(), event.kind());
  };
  std::stable_sort(pack.mutable_events()->begin(), pack.mutable_events()->end(),
                   [&](const ReviewEvent& a, const ReviewEvent& b) { return order(a) < order(b); });
}

}  // namespace okapi::reporting

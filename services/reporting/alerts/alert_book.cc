#include "services/reporting/alerts/alert_book.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/api/ordered_ids.h"
#include "common/api/timestamp.h"
#include "common/status/status_macros.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/reporting/alerts/condition.h"
#include "services/reporting/store/alert_rules.h"
#include "services/reporting/webhooks/outbox.h"

namespace okapi::reporting {
namespace {

using okapi::reporting::v1::Alert;
using okapi::reporting::v1::AlertRule;

// What is to be done about one rule.
struct Step {
  enum class Kind { kNone, kFire, kTell, kResolve };
  Kind kind = Kind::kNone;
  ConditionReading reading;
  absl::Time since;
};

void SetNumber(const ConditionReading& reading, Alert& alert) {
  alert.clear_value();
  if (reading.value.has_value()) alert.set_value(*reading.value);
  alert.clear_unit();
  if (reading.unit.kind_case() != okapi::common::v1::Unit::KIND_NOT_SET) {
    *alert.mutable_unit() = reading.unit;
  }
}

// What was seen, of one that is open. The words have the name and the unit of now.
void SetReading(const ConditionReading& reading, Alert& alert) {
  alert.set_resource_display_name(reading.display_name);
  alert.set_message(reading.message);
  SetNumber(reading, alert);
  alert.set_status(reading.status);
}

// Whether an open alert says something else than what is seen now.
bool IsNews(const ConditionReading& reading, const Alert& alert) {
  Alert now = alert;
  SetReading(reading, now);
  return !google::protobuf::util::MessageDifferencer::Equals(now, alert);
}

// `open` is the alert of the rule that is open; null if there is none.
Step StepOf(const AlertRule& rule, const AlertLook& look, const Alert* open, Waiting& waiting) {
  const Observations& seen = look.seen;
  const bool firing = open != nullptr;
  Step step;
  if (rule.disabled()) {
    waiting.erase(rule.name());
    step.kind = firing ? Step::Kind::kResolve : Step::Kind::kNone;
    return step;
  }
  step.reading = ReadCondition(rule, seen, firing);
  if (!step.reading.known) {
    // Nobody can say that it went on holding.
    if (step.reading.heard) waiting.erase(rule.name());
    return step;
  }
  if (firing) {
    if (!step.reading.holds) {
      step.kind = Step::Kind::kResolve;
    } else if (look.tell_numbers && IsNews(step.reading, *open)) {
      step.kind = Step::Kind::kTell;
    }
    return step;
  }
  if (!step.reading.holds) {
    waiting.erase(rule.name());
    return step;
  }
  step.since = waiting.try_emplace(rule.name(), seen.time).first->second;
  if (seen.time >= HoldEnd(rule, waiting)) step.kind = Step::Kind::kFire;
  return step;
}

// Whether something else is wrong with the rule than it says. What was not heard proves nothing.
bool HasNewProblem(const AlertRule& rule, const Step& step) {
  return step.reading.heard && step.reading.problem != rule.problem();
}

// Leaves the time of the last update and the etag, which say that somebody changed the rule.
absl::Status NoteProblem(const ReportingStore& store, journal::Transaction& transaction,
                         AlertRule rule, const std::string& problem) {
  rule.set_problem(problem);
  return store.alert_rules.Note(transaction, std::move(rule));
}

Alert AlertOf(const AlertRule& rule, const Step& step, absl::Time now) {
  Alert alert;
  alert.set_rule(rule.name());
  alert.set_rule_display_name(rule.display_name());
  alert.set_resource(SubjectOf(rule));
  alert.set_state(Alert::FIRING);
  alert.set_severity(rule.severity());
  SetReading(step.reading, alert);
  *alert.mutable_start_time() = api::ToTimestamp(step.since);
  *alert.mutable_fire_time() = api::ToTimestamp(now);
  alert.set_muted(rule.has_mute_time() && now < api::FromTimestamp(rule.mute_time()));
  return alert;
}

absl::Status Fire(const ReportingStore& store, journal::Transaction& transaction,
                  const std::string& organization, const AlertRule& rule, const Step& step,
                  absl::Time now, int number) {
  const std::string id = absl::StrCat(api::OrderedId('a', transaction.revision()), "-",
                                      absl::StrFormat("%04d", number));
  OKAPI_ASSIGN_OR_RETURN(
      const Alert alert,
      store.alerts.Create(transaction, organization, id, "alert_id", AlertOf(rule, step, now)));
  return QueueDeliveries(store, transaction, alert, AlertEvent::kFired);
}

absl::Status Resolve(const ReportingStore& store, journal::Transaction& transaction,
                     const std::string& name, const ConditionReading& reading, absl::Time now) {
  auto end = [&](Alert& alert) {
    alert.set_state(Alert::RESOLVED);
    alert.set_message(
        absl::StrCat(PastMessage(alert), reading.over.empty() ? "" : "; ", reading.over));
    *alert.mutable_end_time() = api::ToTimestamp(now);
    if (reading.value.has_value()) SetNumber(reading, alert);
    if (reading.known) alert.set_status(reading.status);
    return absl::OkStatus();
  };
  OKAPI_ASSIGN_OR_RETURN(const Alert alert, store.alerts.Modify(transaction, name, "", end));
  return QueueDeliveries(store, transaction, alert, AlertEvent::kResolved);
}

// Nobody is sent a message: it is the same alert.
absl::Status Tell(const ReportingStore& store, journal::Transaction& transaction,
                  const std::string& name, const ConditionReading& reading) {
  auto tell = [&reading](Alert& alert) {
    SetReading(reading, alert);
    return absl::OkStatus();
  };
  return store.alerts.Modify(transaction, name, "", tell).status();
}

absl::StatusOr<std::vector<AlertRule>> RulesOf(const ReportingStore& store,
                                               const storage::Reader& reader,
                                               const std::string& organization) {
  std::vector<AlertRule> rules;
  OKAPI_RETURN_IF_ERROR(
      store.alert_rules.ForEach(reader, organization, [&rules](const AlertRule& rule) {
        rules.push_back(rule);
        return true;
      }));
  return rules;
}

// The open alerts by their rules.
absl::StatusOr<std::map<std::string, Alert>> OpenByRule(const ReportingStore& store,
                                                        const storage::Reader& reader,
                                                        const std::string& organization) {
  OKAPI_ASSIGN_OR_RETURN(const std::vector<Alert> open, store.OpenAlerts(reader, organization));
  std::map<std::string, Alert> by_rule;
  for (const Alert& alert : open) by_rule[alert.rule()] = alert;
  return by_rule;
}

}  // namespace

absl::Time HoldEnd(const AlertRule& rule, const Waiting& waiting) {
  const auto since = waiting.find(rule.name());
  if (since == waiting.end()) return absl::InfiniteFuture();
  return since->second + api::FromDuration(rule.hold());
}

absl::StatusOr<bool> HasChanges(const ReportingStore& store, const storage::Reader& reader,
                                const std::string& organization, const AlertLook& look,
                                Waiting& waiting) {
  OKAPI_ASSIGN_OR_RETURN(auto open, OpenByRule(store, reader, organization));
  OKAPI_ASSIGN_OR_RETURN(const auto rules, RulesOf(store, reader, organization));
  bool changes = false;
  for (const AlertRule& rule : rules) {
    const auto alert = open.extract(rule.name());
    const Step step = StepOf(rule, look, alert.empty() ? nullptr : &alert.mapped(), waiting);
    changes = changes || step.kind != Step::Kind::kNone || HasNewProblem(rule, step);
  }
  return changes || !open.empty();
}

absl::Status UpdateAlerts(const ReportingStore& store, journal::Transaction& transaction,
                          const std::string& organization, const AlertLook& look,
                          Waiting& waiting) {
  const absl::Time now = look.seen.time;
  OKAPI_ASSIGN_OR_RETURN(auto open, OpenByRule(store, transaction, organization));
  OKAPI_ASSIGN_OR_RETURN(const auto rules, RulesOf(store, transaction, organization));
  int number = 0;
  for (const AlertRule& rule : rules) {
    const auto alert = open.extract(rule.name());
    const Step step = StepOf(rule, look, alert.empty() ? nullptr : &alert.mapped(), waiting);
    if (HasNewProblem(rule, step)) {
      OKAPI_RETURN_IF_ERROR(NoteProblem(store, transaction, rule, step.reading.problem));
    }
    if (step.kind == Step::Kind::kFire) {
      OKAPI_RETURN_IF_ERROR(Fire(store, transaction, organization, rule, step, now, number++));
      waiting.erase(rule.name());
    }
    if (step.kind == Step::Kind::kTell) {
      OKAPI_RETURN_IF_ERROR(Tell(store, transaction, alert.mapped().name(), step.reading));
    }
    if (step.kind == Step::Kind::kResolve) {
      OKAPI_RETURN_IF_ERROR(Resolve(store, transaction, alert.mapped().name(), step.reading, now));
    }
  }
  // What is left fires by a rule that is gone.
  for (const auto& [rule, alert] : open) {
    waiting.erase(rule);
    OKAPI_RETURN_IF_ERROR(Resolve(store, transaction, alert.name(), ConditionReading(), now));
  }
  return absl::OkStatus();
}

}  // namespace okapi::reporting

#include "services/reporting/alerts/alert_book.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/api/ordered_ids.h"
#include "common/api/timestamp.h"
#include "common/status/status_macros.h"
#include "services/reporting/alerts/condition.h"
#include "services/reporting/store/alert_rules.h"
#include "services/reporting/webhooks/outbox.h"

namespace okapi::reporting {
namespace {

using okapi::reporting::v1::Alert;
using okapi::reporting::v1::AlertRule;

// What is to be done about one rule.
struct Step {
  enum class Kind { kNone, kFire, kResolve };
  Kind kind = Kind::kNone;
  ConditionReading reading;
  absl::Time since;
};

Step StepOf(const AlertRule& rule, const Observations& seen, bool firing, Waiting& waiting) {
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
    step.kind = step.reading.holds ? Step::Kind::kNone : Step::Kind::kResolve;
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

absl::Status NoteProblem(const ReportingStore& store, journal::Transaction& transaction,
                         const AlertRule& rule, const std::string& problem) {
  auto note = [&problem](AlertRule& it) {
    it.set_problem(problem);
    return absl::OkStatus();
  };
  return store.alert_rules.Modify(transaction, rule.name(), "", note).status();
}

Alert AlertOf(const AlertRule& rule, const Step& step, absl::Time now) {
  Alert alert;
  alert.set_rule(rule.name());
  alert.set_rule_display_name(rule.display_name());
  alert.set_resource(SubjectOf(rule));
  alert.set_resource_display_name(step.reading.display_name);
  alert.set_state(Alert::FIRING);
  alert.set_severity(rule.severity());
  alert.set_message(step.reading.message);
  if (step.reading.value.has_value()) alert.set_value(*step.reading.value);
  if (step.reading.unit.kind_case() != okapi::common::v1::Unit::KIND_NOT_SET) {
    *alert.mutable_unit() = step.reading.unit;
  }
  alert.set_status(step.reading.status);
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
    *alert.mutable_end_time() = api::ToTimestamp(now);
    if (reading.value.has_value()) alert.set_value(*reading.value);
    if (reading.known) alert.set_status(reading.status);
    return absl::OkStatus();
  };
  OKAPI_ASSIGN_OR_RETURN(const Alert alert, store.alerts.Modify(transaction, name, "", end));
  return QueueDeliveries(store, transaction, alert, AlertEvent::kResolved);
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
absl::StatusOr<std::map<std::string, std::string>> OpenByRule(const ReportingStore& store,
                                                              const storage::Reader& reader,
                                                              const std::string& organization) {
  OKAPI_ASSIGN_OR_RETURN(const std::vector<Alert> open, store.OpenAlerts(reader, organization));
  std::map<std::string, std::string> by_rule;
  for (const Alert& alert : open) by_rule[alert.rule()] = alert.name();
  return by_rule;
}

}  // namespace

absl::Time HoldEnd(const AlertRule& rule, const Waiting& waiting) {
  const auto since = waiting.find(rule.name());
  if (since == waiting.end()) return absl::InfiniteFuture();
  return since->second + api::FromDuration(rule.hold());
}

absl::StatusOr<bool> HasChanges(const ReportingStore& store, const storage::Reader& reader,
                                const std::string& organization, const Observations& seen,
                                Waiting& waiting) {
  OKAPI_ASSIGN_OR_RETURN(auto open, OpenByRule(store, reader, organization));
  OKAPI_ASSIGN_OR_RETURN(const auto rules, RulesOf(store, reader, organization));
  bool changes = false;
  for (const AlertRule& rule : rules) {
    const bool firing = open.erase(rule.name()) > 0;
    const Step step = StepOf(rule, seen, firing, waiting);
    changes = changes || step.kind != Step::Kind::kNone || HasNewProblem(rule, step);
  }
  return changes || !open.empty();
}

absl::Status UpdateAlerts(const ReportingStore& store, journal::Transaction& transaction,
                          const std::string& organization, const Observations& seen,
                          Waiting& waiting) {
  OKAPI_ASSIGN_OR_RETURN(auto open, OpenByRule(store, transaction, organization));
  OKAPI_ASSIGN_OR_RETURN(const auto rules, RulesOf(store, transaction, organization));
  int number = 0;
  for (const AlertRule& rule : rules) {
    const auto firing = open.find(rule.name());
    const std::string name = firing == open.end() ? "" : firing->second;
    if (firing != open.end()) open.erase(firing);
    const Step step = StepOf(rule, seen, !name.empty(), waiting);
    if (HasNewProblem(rule, step)) {
      OKAPI_RETURN_IF_ERROR(NoteProblem(store, transaction, rule, step.reading.problem));
    }
    if (step.kind == Step::Kind::kFire) {
      OKAPI_RETURN_IF_ERROR(
          Fire(store, transaction, organization, rule, step, seen.time, number++));
      waiting.erase(rule.name());
    }
    if (step.kind == Step::Kind::kResolve) {
      OKAPI_RETURN_IF_ERROR(Resolve(store, transaction, name, step.reading, seen.time));
    }
  }
  // What is left fires by a rule that is gone.
  for (const auto& [rule, name] : open) {
    waiting.erase(rule);
    OKAPI_RETURN_IF_ERROR(Resolve(store, transaction, name, ConditionReading(), seen.time));
  }
  return absl::OkStatus();
}

}  // namespace okapi::reporting

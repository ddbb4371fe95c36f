#include "services/reporting/store/decision_history.h"

#include <string>

#include "common/api/told_times.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/reporting/store/same_organization.h"

namespace okapi::reporting {
namespace {

using okapi::reporting::v1::Decision;
using okapi::reporting::v1::DecisionHistory;
using okapi::reporting::v1::NumberState;
using okapi::reporting::v1::Verdict;

void CheckNumber(const NumberState& number, const std::string& at, absl::Time now,
                 status::FieldViolations& violations) {
  if (number.has_read_time()) {
    api::CheckTold(number.read_time(), at + ".read_time", now, violations);
  }
}

void CheckVerdict(const Verdict& verdict, absl::Time now, status::FieldViolations& violations) {
  if (verdict.outcome() == Verdict::OUTCOME_UNSPECIFIED) {
    violations.Add("history.verdict.outcome", "is required");
  }
  if (verdict.has_verdict_time()) {
    api::CheckTold(verdict.verdict_time(), "history.verdict.verdict_time", now, violations);
  } else {
    violations.Add("history.verdict.verdict_time", "is required");
  }
  CheckNumber(verdict.number(), "history.verdict.number", now, violations);
}

}  // namespace

DecisionHistory TellHistory(const Decision& decision) {
  DecisionHistory history;
  api::TellTimes(decision, history);
  if (decision.has_number()) *history.mutable_number() = decision.number();
  if (decision.has_verdict()) *history.mutable_verdict() = decision.verdict();
  return history;
}

absl::Status TakeHistory(const DecisionHistory& history, absl::Time now, Decision& decision) {
  if (decision.has_verdict() || !api::IsNews(history, decision)) {
    return api::HasItsOwnHistory(
        decision.name(),
        decision.has_verdict() ? Verdict::Outcome_Name(decision.verdict().outcome()) : "CHANGED");
  }
  status::FieldViolations violations;
  api::CheckToldTimes(history, "history", now, violations);
  CheckNumber(history.number(), "history.number", now, violations);
  if (history.has_verdict()) CheckVerdict(history.verdict(), now, violations);
  OKAPI_RETURN_IF_ERROR(violations.ToStatus());
  OKAPI_RETURN_IF_ERROR(
      CheckSameOrganization(decision.name(), history.verdict().author(), "history.verdict.author"));
  api::TakeToldTimes(history, decision);
  decision.clear_number();
  if (history.has_number()) *decision.mutable_number() = history.number();
  if (history.has_verdict()) *decision.mutable_verdict() = history.verdict();
  return absl::OkStatus();
}

}  // namespace okapi::reporting

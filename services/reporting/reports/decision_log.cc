#include "services/reporting/reports/decision_log.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/calendar/date.h"

namespace okapi::reporting {

using okapi::reporting::v1::Decision;
using okapi::reporting::v1::Verdict;

bool IsDue(const Decision& decision, const google::type::Date& today) {
  return decision.has_review_date() && !decision.has_verdict() &&
         !calendar::Before(today, decision.review_date());
}

std::string WordsOf(const Verdict& verdict) {
  const std::string outcome = absl::AsciiStrToLower(
      absl::StrReplaceAll(Verdict::Outcome_Name(verdict.outcome()), {{"_", " "}}));
  return verdict.text().empty() ? outcome : absl::StrCat(outcome, ": ", verdict.text());
}

}  // namespace okapi::reporting

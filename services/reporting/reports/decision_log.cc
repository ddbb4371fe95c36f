#include "services/reporting/reports/decision_log.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace okapi::reporting {

using okapi::reporting::v1::Verdict;

std::string WordsOf(const Verdict& verdict) {
  const std::string outcome = absl::AsciiStrToLower(
      absl::StrReplaceAll(Verdict::Outcome_Name(verdict.outcome()), {{"_", " "}}));
  return verdict.text().empty() ? outcome : absl::StrCat(outcome, ": ", verdict.text());
}

}  // namespace okapi::reporting

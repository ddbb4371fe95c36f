#include "services/reporting/decisions/decision_log.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/api/timestamp.h"
#include "common/status/status_macros.h"

namespace okapi::reporting {

using okapi::reporting::v1::Decision;
using okapi::reporting::v1::Verdict;

absl::StatusOr<DecisionLog> DecisionsOf(const ReportingStore& store, const storage::Reader& reader,
                                        const std::string& organization) {
  DecisionLog log;
  OKAPI_RETURN_IF_ERROR(
      store.decisions.ForEach(reader, organization, [&log](const Decision& decision) {
        log.push_back(decision);
        return true;
      }));
  std::stable_sort(log.begin(), log.end(), [](const Decision& a, const Decision& b) {
    return api::FromTimestamp(a.decision_time()) < api::FromTimestamp(b.decision_time());
  });
  return log;
}

std::string WordsOf(const Verdict& verdict) {
  const std::string outcome = absl::AsciiStrToLower(
      absl::StrReplaceAll(Verdict::Outcome_Name(verdict.outcome()), {{"_", " "}}));
  return verdict.text().empty() ? outcome : absl::StrCat(outcome, ": ", verdict.text());
}

}  // namespace okapi::reporting

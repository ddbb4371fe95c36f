#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/journal/transaction.h"
#include "okapi/reporting/v1/alert.pb.h"
#include "services/reporting/alerts/observations.h"
#include "services/reporting/store/reporting_store.h"

namespace okapi::reporting {

// Since when conditions hold that have not held long enough yet, by rule. Lost with the process:
// the wait begins anew then.
using Waiting = std::map<std::string, absl::Time>;

// What is looked for. The numbers of open alerts move with every sample, and each move would be a
// write: so they are told now and then only.
struct AlertLook {
  const Observations& seen;
  // Whether open alerts are to say the number that was seen.
  bool tell_numbers = false;
};

// Lets alerts fire and end by what was seen, in one write, with the messages that go out about
// them, and rules say what is wrong with them. Changes `waiting`; who fails to write goes on with
// what it was before.
absl::Status UpdateAlerts(const ReportingStore& store, journal::Transaction& transaction,
                          const std::string& organization, const AlertLook& look, Waiting& waiting);

// Until when the condition of a rule must still hold before its alert fires; infinite future for
// one that does not wait.
absl::Time HoldEnd(const okapi::reporting::v1::AlertRule& rule, const Waiting& waiting);

// Whether the rules have something to change: asked before a write, which most looks need not.
absl::StatusOr<bool> HasChanges(const ReportingStore& store, const storage::Reader& reader,
                                const std::string& organization, const AlertLook& look,
                                Waiting& waiting);

}  // namespace okapi::reporting

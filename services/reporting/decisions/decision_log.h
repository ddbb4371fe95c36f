#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "okapi/reporting/v1/decision.pb.h"
#include "services/reporting/reporting_store.h"

namespace okapi::reporting {

// What an organization decided, by time.
using DecisionLog = std::vector<okapi::reporting::v1::Decision>;

absl::StatusOr<DecisionLog> DecisionsOf(const ReportingStore& store, const storage::Reader& reader,
                                        const std::string& organization);

// A verdict in words: `worked partly: but only in the north`.
std::string WordsOf(const okapi::reporting::v1::Verdict& verdict);

}  // namespace okapi::reporting

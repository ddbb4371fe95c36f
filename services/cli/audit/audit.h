#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "okapi/common/v1/audit_service.grpc.pb.h"
#include "services/cli/session/connection.h"

namespace okapi::cli {

// From where on a chain of change records is verified.
struct AuditStart {
  // Only records after this revision; empty: from the oldest that is kept.
  std::optional<int64_t> after;
  // What the auditor knows of the record before; empty: nothing.
  std::optional<std::string> hash;
};

// A chain that holds.
struct AuditResult {
  int64_t records = 0;
  int64_t withheld = 0;  // Those of them whose content is not shown to who asks.
  // Records up to it are not kept any more, and were not seen.
  int64_t trimmed_revision = 0;
  // Where the chain ends. Whoever starts there next time notices whatever happens to it until then.
  int64_t revision = 0;
  std::string hash;
};

// Reads and verifies the records of a service, as whom the connection says. DATA_LOSS names the
// first revision that does not fit; other errors are the service's.
absl::StatusOr<AuditResult> Audit(okapi::common::v1::AuditService::StubInterface& service,
                                  const Connection& connection, const std::string& organization,
                                  const AuditStart& start);

}  // namespace okapi::cli

#include "services/cli/command.h"

#include <unistd.h>

#include <cstdlib>

#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/api/resource_name.h"
#include "common/status/errors.h"

namespace okapi::cli {
namespace {

void Print(const absl::Status& status, std::ostream& err) {
  err << "okapi: " << std::string(status.message()) << "\n";
  const auto payload = status.GetPayload("type.googleapis.com/google.rpc.BadRequest");
  google::rpc::BadRequest bad_request;
  if (!payload.has_value() || !bad_request.ParseFromString(std::string(*payload))) return;
  if (bad_request.field_violations_size() < 2) return;  // The message says it already.
  for (const auto& violation : bad_request.field_violations()) {
    err << "  " << violation.field() << ": " << violation.description() << "\n";
  }
}

}  // namespace

Connection& Session::connection() {
  if (connection_ == nullptr) connection_ = std::make_unique<Connection>(addresses);
  return *connection_;
}

absl::StatusOr<std::string> Session::Organization() const {
  if (org.empty()) {
    return absl::InvalidArgumentError("say which organization: --org ID, or OKAPI_ORG");
  }
  if (absl::StartsWith(org, "organizations/")) return org;
  const absl::Status id = api::CheckId(org, "--org");
  if (!id.ok()) return absl::InvalidArgumentError(absl::StrCat("--org '", org, "' is not an id"));
  return absl::StrCat("organizations/", org);
}

int Report(const absl::Status& status, std::ostream& err) {
  if (status.ok()) return kExitOk;
  Print(status, err);
  return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status) ? kExitUnreachable
                                                                         : kExitRefused;
}

int ReportUsage(const absl::Status& status, std::ostream& err) {
  if (status.ok()) return kExitOk;
  Print(status, err);
  return kExitUsage;
}

bool WantsColour() {
  const char* no_color = std::getenv("NO_COLOR");
  const bool refused = no_color != nullptr && *no_color != '\0';
  return !refused && isatty(STDOUT_FILENO) == 1;
}

}  // namespace okapi::cli

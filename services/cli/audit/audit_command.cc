// audit: verifies what services say has changed.

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/base/sha256.h"
#include "services/cli/audit/audit.h"
#include "services/cli/session/command.h"
#include "services/cli/session/existence.h"

namespace okapi::cli {
namespace {

constexpr char kAll[] = "all";

struct Options {
  std::string service = kAll;
  std::optional<int64_t> after;
  std::string hash;  // In hexadecimal digits.
};

// INVALID_ARGUMENT if the options make no sense together.
absl::StatusOr<AuditStart> StartOf(const Options& options) {
  AuditStart start;
  start.after = options.after;
  if (options.after.has_value() && options.service == kAll) {
    return absl::InvalidArgumentError(
        "--after needs --service: every service counts its own revisions");
  }
  if (options.hash.empty()) return start;
  if (!options.after.has_value()) {
    return absl::InvalidArgumentError("--hash needs --after: the revision that it was told with");
  }
  const bool digits = options.hash.find_first_not_of("0123456789abcdef") == std::string::npos;
  start.hash = absl::HexStringToBytes(digits ? options.hash : "");
  if (start.hash->size() == base::Sha256("").size() && digits) return start;
  return absl::InvalidArgumentError(
      absl::StrCat("--hash '", options.hash, "' is not the 64 digits that were told"));
}

void ShowResult(Session& session, const std::string& service, const AuditResult& result) {
  const std::string hash = absl::BytesToHexString(result.hash);
  if (session.json()) {
    *session.out << "{\"service\": \"" << service << "\", \"records\": " << result.records
                 << ", \"withheld\": " << result.withheld
                 << ", \"trimmedRevision\": " << result.trimmed_revision
                 << ", \"revision\": " << result.revision << ", \"hash\": \"" << hash << "\"}\n";
    return;
  }
  *session.out << service << ": the chain of " << result.records << " records holds";
  if (result.withheld > 0) *session.out << ", " << result.withheld << " without content";
  if (result.trimmed_revision > 0) {
    *session.out << "; those up to revision " << result.trimmed_revision
                 << " are not kept any more";
  }
  *session.out << "\n  revision " << result.revision << ", hash " << (hash.empty() ? "-" : hash)
               << "\n";
}

// `shown` counts the records that came with their content.
int VerifyService(Session& session, const std::string& service, const std::string& organization,
                  const AuditStart& start, int64_t& shown) {
  const std::string package = absl::StrCat("okapi.", service, ".v1");
  const auto stub =
      okapi::common::v1::AuditService::NewStub(session.connection().ChannelOf(package));
  const auto result = Audit(*stub, session.connection(), organization, start);
  if (result.ok()) {
    shown += result->records - result->withheld;
    ShowResult(session, service, *result);
    return kExitOk;
  }
  const absl::Status status = session.connection().Explain(package, result.status());
  return ReportError(absl::Status(status.code(), absl::StrCat(service, ": ", status.message())),
                     *session.err);
}

int Verify(Session& session, const Options& options) {
  const auto organization = session.Organization();
  if (!organization.ok()) return ReportUsage(organization.status(), *session.err);
  const auto start = StartOf(options);
  if (!start.ok()) return ReportUsage(start.status(), *session.err);
  std::vector<std::string> services = {"goals", "metrics", "reporting"};
  if (options.service != kAll) services = {options.service};
  int code = kExitOk;
  int64_t shown = 0;
  for (const std::string& service : services) {
    const int of_service = VerifyService(session, service, *organization, *start, shown);
    // A chain that breaks is worse than a service that is away.
    code = code == kExitRefused || of_service == kExitRefused ? kExitRefused
                                                              : std::max(code, of_service);
  }
  if (code != kExitOk || shown > 0 || start->after.has_value()) return code;
  // A chain of others' records says nothing of an organization that there is not.
  const absl::Status there = CheckExistence({*organization}, session.caller());
  return there.ok() ? kExitOk : ReportError(there, *session.err);
}

}  // namespace

void AddAudit(CLI::App& app, Session& session) {
  auto* command = app.add_subcommand("audit", "Verify that nobody touched the records of changes");
  command->require_subcommand(1);
  auto* verify = command->add_subcommand(
      "verify", "Recompute the chain of hashes that links every change to the one before");
  auto options = std::make_shared<Options>();
  verify->add_option("--service", options->service, "Whose records")
      ->check(CLI::IsMember({kAll, "goals", "metrics", "reporting"}))
      ->capture_default_str();
  verify->add_option("--after", options->after, "Only records after this revision")
      ->check(CLI::NonNegativeNumber);
  verify->add_option("--hash", options->hash, "What was told with the revision of --after");
  verify->footer(
      R"(Says where the chain ends: a revision and a hash. Keep them somewhere else. Given with --after and --hash next time,
they reveal also a chain that was written anew as a whole. Records of other organizations, and those of private objectives that
you do not see, come without their content, which is for others to verify.

Examples:
  okapi audit verify --org acme
  okapi audit verify --org acme --service goals --after 1204 --hash 5f70...)");
  verify->callback([&session, options] {
    session.run = [&session, options] { return Verify(session, *options); };
  });
}

}  // namespace okapi::cli

#include <functional>
#include <memory>
#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/status/status_macros.h"
#include "okapi/common/v1/audit_service.pb.h"
#include "services/cli/company/export.h"
#include "services/cli/files/whole_file.h"
#include "services/cli/samples/export_samples.h"
#include "services/cli/session/command.h"

namespace okapi::cli {
namespace {

struct ExportOptions {
  // Of the company; empty if only samples are asked for.
  std::string file;
  std::string samples;
  bool definitions_only = false;
};

// A file that cannot be written is a wrong one; else it is the service that says what is wrong.
int Write(Session& session, const std::string& file,
          const std::function<absl::Status(std::ostream& out)>& write) {
  absl::Status answered;
  const auto note = [&](std::ostream& out) { return answered = write(out); };
  const absl::Status written = file == "-" ? note(*session.out) : WriteWholeFile(file, note);
  return answered.ok() ? ReportUsage(written, *session.err) : ReportError(answered, *session.err);
}

// As of when goals can be exported as one state: of its last write, by its own clock.
absl::StatusOr<okapi::common::v1::Head> GoalsHead(Session& session,
                                                  const std::string& organization) {
  okapi::common::v1::GetHeadRequest request;
  request.set_name(organization);
  const auto& method = *request.GetDescriptor()->file()->service(0)->FindMethodByName("GetHead");
  okapi::common::v1::Head head;
  OKAPI_RETURN_IF_ERROR(session.connection().CallAt("okapi.goals.v1", method, request, head));
  return head;
}

absl::StatusOr<std::string> Export(Session& session, const std::string& organization,
                                   bool definitions_only) {
  OKAPI_ASSIGN_OR_RETURN(const auto head, GoalsHead(session, organization));
  return ExportCompany(organization, definitions_only, head.has_time() ? &head.time() : nullptr,
                       session.caller());
}

int RunExport(Session& session, const ExportOptions& options) {
  const auto organization = session.Organization();
  if (!organization.ok()) return ReportUsage(organization.status(), *session.err);
  int code = kExitOk;
  if (!options.file.empty()) {
    const auto company = Export(session, *organization, options.definitions_only);
    if (!company.ok()) return ReportError(company.status(), *session.err);
    // A file is taken for everything that there is.
    *session.err << (session.actor.empty()
                         ? "exported without private objectives; --as takes along what MEMBER sees"
                         : absl::StrCat("exported as ", session.actor, " sees it"))
                 << "\n";
    code = Write(session, options.file, [&company](std::ostream& out) {
      out << *company;
      return absl::OkStatus();
    });
  }
  if (options.samples.empty() || code != kExitOk) return code;
  return Write(session, options.samples, [&](std::ostream& out) {
    return ExportSamples(*organization, session.caller(), out);
  });
}

}  // namespace

void AddExport(CLI::App& app, Session& session) {
  auto* command = app.add_subcommand("export", "Write an organization as a company file");
  auto options = std::make_shared<ExportOptions>();
  auto* file = command
                   ->add_option("-f,--file", options->file,
                                "The file; - for standard output, the default without --samples")
                   ->type_name(kPathType);
  command->add_flag(
      "--definitions", options->definitions_only,
      "Without what happened: check-ins, comments, grades, sign-offs, verdicts, times");
  command
      ->add_option("--samples", options->samples,
                   "A CSV file for all samples; - for standard output")
      ->type_name(kPathType);
  command->footer(
      R"(The file has everything that `okapi apply` takes: applied to empty services and exported again it is the same, byte by
byte. What happened to objectives, KPIs and decisions is in it. Samples are no part of it: --samples writes them into a file of
their own, which `okapi push --exported` takes. Neither are alerts, snapshots, webhooks and private objectives that you do not see: a
member with sees_private has them all, with --as.

Examples:
  okapi export --org acme -f company.yaml
  okapi export --org acme --definitions -f plan.yaml
  okapi export --org acme -f company.yaml --samples samples.csv)");
  command->callback([&session, options, file] {
    if (file->empty() && options->samples.empty()) options->file = "-";
    session.run = [&session, options] { return RunExport(session, *options); };
  });
}

}  // namespace okapi::cli

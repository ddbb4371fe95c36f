#include <fstream>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/cli/command.h"
#include "services/cli/export.h"

namespace okapi::cli {
namespace {

int Run(Session& session, const std::string& file, bool definitions_only) {
  const auto organization = session.Organization();
  if (!organization.ok()) return ReportUsage(organization.status(), *session.err);
  const auto company = ExportCompany(*organization, definitions_only, session.caller());
  if (!company.ok()) return Report(company.status(), *session.err);
  // A file is taken for everything that there is.
  if (!session.actor.empty()) *session.err << "exported as " << session.actor << " sees it\n";
  if (file == "-") {
    *session.out << *company;
    return kExitOk;
  }
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out << *company;
  if (out.flush()) return kExitOk;
  return ReportUsage(absl::InvalidArgumentError(absl::StrCat("cannot write '", file, "'")),
                     *session.err);
}

}  // namespace

void AddExport(CLI::App& app, Session& session) {
  auto* command = app.add_subcommand("export", "Write an organization as a company file");
  auto file = std::make_shared<std::string>("-");
  command->add_option("-f,--file", *file, "The file; - for standard output")->type_name(kPathType);
  auto definitions_only = std::make_shared<bool>(false);
  command->add_flag("--definitions", *definitions_only,
                    "Without what happened to objectives: check-ins, comments, grades");
  command->footer(
      R"(The file has everything that `okapi apply` takes: applied to empty services and exported again it is the same, byte by
byte. What happened to objectives is in it. Samples are no part of it, and neither are former definitions and signatures of
KPIs, verdicts on decisions, alerts, snapshots, webhooks and private objectives that you do not see: a member with
sees_private has them all, with --as.

Examples:
  okapi export --org acme -f company.yaml
  okapi export --org acme --definitions -f plan.yaml)");
  command->callback([&session, file, definitions_only] {
    session.run = [&session, file, definitions_only] {
      return Run(session, *file, *definitions_only);
    };
  });
}

}  // namespace okapi::cli

#include <fstream>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/cli/command.h"
#include "services/cli/export.h"

namespace okapi::cli {
namespace {

int Run(Session& session, const std::string& file) {
  const auto organization = session.Organization();
  if (!organization.ok()) return ReportUsage(organization.status(), *session.err);
  const auto company = ExportCompany(*organization, session.caller());
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
  command->footer(
      R"(The file has everything that `okapi apply` takes: applied to empty services and exported again it is the same, byte by
byte. What was reported and said, grades and samples are no part of it, nor are private objectives that you do not see:
--as a member with seesPrivate has them all.

Examples:
  okapi export --org acme -f company.yaml)");
  command->callback(
      [&session, file] { session.run = [&session, file] { return Run(session, *file); }; });
}

}  // namespace okapi::cli

// okapi: the command line.

#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <string>

#include "CLI/CLI.hpp"
#include "services/cli/session/command.h"

namespace {

using okapi::cli::Session;

constexpr char kFooter[] = R"(Examples:
  okapi apply -f company.yaml
  okapi push sales.csv --org acme --kind delta --time date --value revenue=amount --label region
  okapi report scorecard --org acme
  okapi watch okr --org acme
  okapi check-in acme/grow/revenue --value 42 --comment "two large deals"

okapi COMMAND --help tells more. These options may stand behind the command too.
Where the services are: --goals, --metrics, --reporting, or OKAPI_GOALS, OKAPI_METRICS, OKAPI_REPORTING.
The program ends with 0 if all went well, 1 if a service refused or data was rejected, 2 for wrong usage or a wrong
file, 3 if a service does not answer.)";

// The terminal, if standard output is one; colours as https://no-color.org asks.
void AddOutput(Session& session) {
  const char* no_color = std::getenv("NO_COLOR");
  session.out = &std::cout;
  session.err = &std::cerr;
  session.terminal = isatty(STDOUT_FILENO) == 1;
  session.colour = session.terminal && (no_color == nullptr || *no_color == '\0');
}

// Names what was wrong, and the command whose help says what would be right.
std::string UsageError(const CLI::App* app, const CLI::Error& error) {
  std::string command = app->get_name();
  const auto unexpected = app->remaining(/*recurse=*/true);
  while (!app->get_subcommands().empty()) {
    app = app->get_subcommands().front();
    command += " " + app->get_name();
  }
  const std::string what =
      unexpected.empty() ? error.what() : "'" + unexpected.front() + "' was not expected";
  return "okapi: " + what + "\nTry: " + command + " --help\n";
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Okapi's command line: objectives, key results and performance indicators.",
               "okapi");
  Session session;
  AddOutput(session);
  okapi::cli::AddSharedOptions(app, session);
  app.failure_message(UsageError);
  app.fallthrough();  // The options may stand behind the command too.
  app.require_subcommand(1);
  for (auto* add :
       {okapi::cli::AddApply, okapi::cli::AddExport, okapi::cli::AddPush, okapi::cli::AddReport,
        okapi::cli::AddWatch, okapi::cli::AddCheckIn, okapi::cli::AddDo, okapi::cli::AddExplain,
        okapi::cli::AddConvert, okapi::cli::AddAccept, okapi::cli::AddReview, okapi::cli::AddAudit,
        okapi::cli::AddGet, okapi::cli::AddList, okapi::cli::AddCreate, okapi::cli::AddUpdate,
        okapi::cli::AddDelete, okapi::cli::AddVersion}) {
    add(app, session);
  }
  app.footer(kFooter);  // Last: commands would inherit it.
  try {                 // CLI11's way to tell.
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? okapi::cli::kExitOk : okapi::cli::kExitUsage;
  }
  const absl::Status arguments = okapi::cli::CheckArguments(app);
  const int code = arguments.ok() ? session.run() : okapi::cli::ReportUsage(arguments, std::cerr);
  if (std::cout.flush()) return code;
  std::cerr << "okapi: cannot write to standard output\n";
  return code == okapi::cli::kExitOk ? okapi::cli::kExitRefused : code;
}

// okapi: the command line.

#include <iostream>
#include <string>

#include "CLI/CLI.hpp"
#include "services/cli/command.h"

namespace {

constexpr char kFooter[] = R"(Examples:
  okapi apply -f company.yaml
  okapi push sales.csv --org acme --kind delta --time date --value revenue=amount --label region
  okapi report scorecard --org acme
  okapi check-in acme/grow/revenue --value 42 --comment "two large deals"

Where the services are: --goals, --metrics, --reporting, or OKAPI_GOALS, OKAPI_METRICS, OKAPI_REPORTING.
The program ends with 0 if all went well, 1 if a service refused or data was rejected, 2 for wrong usage or a wrong
file, 3 if a service does not answer.)";

void AddOptions(CLI::App& app, okapi::cli::Session& session) {
  app.add_option("--goals", session.addresses.goals, "Address of the goal service")
      ->envname("OKAPI_GOALS")
      ->capture_default_str();
  app.add_option("--metrics", session.addresses.metrics, "Address of the metrics service")
      ->envname("OKAPI_METRICS")
      ->capture_default_str();
  app.add_option("--reporting", session.addresses.reporting, "Address of the reporting service")
      ->envname("OKAPI_REPORTING")
      ->capture_default_str();
  app.add_option("--org", session.org, "The organization: its id")->envname("OKAPI_ORG");
  app.add_option("--output", session.output, "For people or for programs")
      ->check(CLI::IsMember({"table", "json"}))
      ->capture_default_str();
}

}  // namespace

int main(int argc, char** argv) {
  using namespace okapi::cli;  // NOLINT(google-build-using-namespace): it is all about them.
  CLI::App app("Okapi's command line: objectives, key results and performance indicators.",
               "okapi");
  Session session;
  session.out = &std::cout;
  session.err = &std::cerr;
  AddOptions(app, session);
  app.set_version_flag("--version", "okapi 0.1.0");
  app.footer(kFooter);
  app.fallthrough();  // The options above may stand behind the command too.
  app.require_subcommand(1);
  for (auto* add :
       {AddApply, AddPush, AddReport, AddWatch, AddCheckIn, AddGet, AddList, AddDelete}) {
    add(app, session);
  }
  try {  // CLI11's way to tell.
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kExitOk : kExitUsage;
  }
  return session.run();
}

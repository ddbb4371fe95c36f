#include "common/rpc/process.h"

#include <iostream>
#include <map>
#include <string>
#include <utility>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/reflection.h"
#include "absl/flags/usage.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/api/request_log.h"
#include "common/rpc/audit_service.h"
#include "common/rpc/logging.h"
#include "common/rpc/rehearsal_service.h"
#include "common/status/status_macros.h"
#include "spdlog/spdlog.h"

ABSL_FLAG(std::string, listen, "", "Address to serve on, HOST:PORT; port 0 takes a free one.");
ABSL_FLAG(std::string, data, "", "Directory of the service's data; created if missing.");
ABSL_FLAG(
    bool, insecure_listen, false,
    "Serve on an address that is not loopback although nothing is encrypted or authenticated.");

namespace okapi::rpc {
namespace {

void ShowFlag(const absl::CommandLineFlag& flag) {
  std::cout << "  --" << flag.Name() << "\n      " << flag.Help()
            << " Default: " << flag.CurrentValue() << "\n";
}

// Those that the service defines itself, by name.
std::map<std::string, const absl::CommandLineFlag*> FlagsOf(const std::string& service) {
  std::map<std::string, const absl::CommandLineFlag*> flags;
  for (const auto& [name, flag] : absl::GetAllFlags()) {
    if (absl::StrContains(flag->Filename(), absl::StrCat("services/", service, "/"))) {
      flags.emplace(name, flag);
    }
  }
  return flags;
}

// Abseil's own --help lists the flags of every library and exits with 1.
void ShowHelp(const std::string& service, const std::string& usage) {
  std::cout << usage << "\n\nUsage: okapi-" << service << " [--FLAG=VALUE]...\n\n";
  for (const char* name : {"listen", "data"}) ShowFlag(*absl::FindCommandLineFlag(name));
  for (const auto& [name, flag] : FlagsOf(service)) ShowFlag(*flag);
  ShowFlag(*absl::FindCommandLineFlag("insecure_listen"));
  std::cout << "  --flagfile\n      File with one flag per line.\n";
}

bool AsksForHelp(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    const absl::string_view argument = argv[i];
    if (argument == "--help" || argument == "-help" || argument == "-h") return true;
  }
  return false;
}

}  // namespace

void Process::Initialize(const std::string& service, const std::string& usage,
                         const std::string& default_listen, const std::string& default_data,
                         int argc, char** argv) {
  BlockSignals();
  absl::SetFlag(&FLAGS_listen, default_listen);
  absl::SetFlag(&FLAGS_data, default_data);
  absl::SetProgramUsageMessage(usage);
  if (AsksForHelp(argc, argv)) {
    ShowHelp(service, usage);
    std::exit(0);
  }
  const std::vector<char*> rest = absl::ParseCommandLine(argc, argv);
  if (rest.size() > 1) {
    std::cerr << "okapi-" << service << ": unexpected argument '" << rest[1] << "'; see --help\n";
    std::exit(2);
  }
  InitializeLogging(service);
}

int Process::Run(const std::string& service, absl::Span<const storage::Family> families,
                 const Assemble& assemble) {
  Process process;
  const absl::Status status = process.Serve(service, families, assemble);
  if (!status.ok()) {
    std::cerr << "okapi-" << service << ": " << status.message() << "\n";
    return 1;
  }
  return 0;
}

absl::Status Process::Serve(const std::string& service,
                            absl::Span<const storage::Family> own_families,
                            const Assemble& assemble) {
  std::vector<storage::Family> families(own_families.begin(), own_families.end());
  for (const storage::Family& family : journal::Journal::Families()) families.push_back(family);
  for (const storage::Family& family : api::RequestLog::Families()) families.push_back(family);
  storage::DatabaseOptions options;
  options.path = absl::GetFlag(FLAGS_data);
  options.service = service;
  OKAPI_ASSIGN_OR_RETURN(database_, storage::Database::Open(options, families));
  OKAPI_ASSIGN_OR_RETURN(journal_, journal::Journal::Open(*database_, clock_));
  runtime_ = std::make_unique<Runtime>(*journal_, clock_);

  ServerOptions server_options;
  server_options.listen = absl::GetFlag(FLAGS_listen);
  server_options.insecure_listen = absl::GetFlag(FLAGS_insecure_listen);
  std::shared_ptr<void> assembled;
  AuditService audit(*runtime_);
  RehearsalService rehearsals(*runtime_);
  Server server(server_options, *runtime_);
  server.AddService(&audit);
  server.AddService(&rehearsals);
  OKAPI_ASSIGN_OR_RETURN(assembled, assemble(*this, server));
  OKAPI_ASSIGN_OR_RETURN(const int port, server.Start());
  const std::string host = server_options.listen.substr(0, server_options.listen.rfind(':'));
  // Scripts that start a service on port 0 read this line.
  std::cerr << "okapi-" << service << " listening on " << host << ":" << port << std::endl;
  spdlog::info("serving data={} revision={}", options.path, journal_->revision());
  const absl::Status health = server.RunUntilSignal();
  assembled.reset();
  journal_->Stop();
  spdlog::info("stopped revision={}", journal_->revision());
  return health;
}

}  // namespace okapi::rpc

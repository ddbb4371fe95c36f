// okapi-reporting: answers with whole reports, made of what the goal and the metrics service know.

#include <memory>
#include <string>

#include "absl/flags/flag.h"
#include "common/rpc/channel.h"
#include "common/rpc/process.h"
#include "common/status/status_macros.h"
#include "services/reporting/export_service.h"
#include "services/reporting/neighbours.h"
#include "services/reporting/reporting_service.h"

ABSL_FLAG(std::string, goals, "127.0.0.1:7701", "Address of the goal service.");
ABSL_FLAG(std::string, metrics, "127.0.0.1:7702", "Address of the metrics service.");

namespace {

using okapi::reporting::ExportService;
using okapi::reporting::Neighbours;
using okapi::reporting::ReportingService;
using okapi::rpc::Process;

struct Reporting {
  Reporting(okapi::rpc::Runtime& runtime, std::shared_ptr<const Neighbours> neighbours)
      : reports(runtime, neighbours), exports(runtime, neighbours) {}

  ReportingService reports;
  ExportService exports;
};

absl::StatusOr<std::shared_ptr<void>> Assemble(Process& process, okapi::rpc::Server& server) {
  OKAPI_ASSIGN_OR_RETURN(
      std::shared_ptr<const Neighbours> neighbours,
      Neighbours::Create(process.runtime(), okapi::rpc::Connect(absl::GetFlag(FLAGS_goals)),
                         okapi::rpc::Connect(absl::GetFlag(FLAGS_metrics))));
  auto reporting = std::make_shared<Reporting>(process.runtime(), std::move(neighbours));
  server.AddService(&reporting->reports);
  server.AddService(&reporting->exports);
  return reporting;
}

}  // namespace

int main(int argc, char** argv) {
  Process::Initialize("reporting", "Okapi's reporting service: scorecards and OKR reports.",
                      "127.0.0.1:7703", "var/reporting", argc, argv);
  return Process::Run("reporting", Neighbours::Families(), Assemble);
}

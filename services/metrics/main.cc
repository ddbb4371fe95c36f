// okapi-metrics: keeps KPI definitions, takes samples durably, and answers with numbers per period.

#include <memory>

#include "common/rpc/process.h"
#include "common/status/status_macros.h"
#include "services/metrics/metrics_service.h"
#include "services/metrics/metrics_store.h"

namespace {

using okapi::metrics::MetricsService;
using okapi::rpc::Process;

absl::StatusOr<std::shared_ptr<void>> Assemble(Process& process, okapi::rpc::Server& server) {
  OKAPI_ASSIGN_OR_RETURN(std::shared_ptr<MetricsService> service,
                         MetricsService::Create(process.runtime(), process.ids()));
  server.AddService(service.get());
  server.AddService(&service->otlp());
  return service;
}

}  // namespace

int main(int argc, char** argv) {
  Process::Initialize("metrics", "Okapi's metrics service: KPIs and their samples.",
                      "127.0.0.1:7702", "var/metrics", argc, argv);
  return Process::Run("metrics", okapi::metrics::Families(), Assemble);
}

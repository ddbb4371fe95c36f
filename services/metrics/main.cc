// okapi-metrics: keeps KPI definitions, takes samples durably, and answers with numbers per period.

#include <memory>

#include "absl/flags/flag.h"
#include "common/rpc/process.h"
#include "common/status/status_macros.h"
#include "services/metrics/metrics_service.h"
#include "services/metrics/store/metrics_store.h"

ABSL_FLAG(int64_t, seal_samples, 0,
          "Samples of one organization in memory after which they are compressed into chunks; 0 "
          "chooses by the number of series, 4 to 16 million.");

namespace {

using okapi::metrics::MetricsService;
using okapi::metrics::SampleEngineOptions;
using okapi::rpc::Process;

SampleEngineOptions EngineOptions() {
  SampleEngineOptions options;
  const int64_t seal_samples = absl::GetFlag(FLAGS_seal_samples);
  if (seal_samples > 0) {
    options.seal_min = static_cast<size_t>(seal_samples);
    options.seal_per_series = 0;
  }
  return options;
}

absl::StatusOr<std::shared_ptr<void>> Assemble(Process& process, okapi::rpc::Server& server) {
  OKAPI_ASSIGN_OR_RETURN(std::shared_ptr<MetricsService> service,
                         MetricsService::Create(process.runtime(), process.ids(), EngineOptions()));
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

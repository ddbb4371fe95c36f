// okapi-reporting: answers with whole reports, made of what the goal and the metrics service know.

#include <memory>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "common/rpc/channel.h"
#include "common/rpc/process.h"
#include "common/status/status_macros.h"
#include "services/reporting/alerts/alert_service.h"
#include "services/reporting/alerts/alert_watcher.h"
#include "services/reporting/dashboards/dashboard_service.h"
#include "services/reporting/decisions/decision_service.h"
#include "services/reporting/export_service.h"
#include "services/reporting/neighbours/neighbours.h"
#include "services/reporting/reading/subject_privacy.h"
#include "services/reporting/reporting_service.h"
#include "services/reporting/snapshots/snapshot_service.h"
#include "services/reporting/store/reporting_store.h"
#include "services/reporting/webhooks/webhook_sender.h"

ABSL_FLAG(std::string, goals, "127.0.0.1:7701", "Address of the goal service.");
ABSL_FLAG(bool, webhooks_to_private_addresses, false, "Lets webhooks into private networks.");
ABSL_FLAG(std::string, metrics, "127.0.0.1:7702", "Address of the metrics service.");

namespace {

using okapi::reporting::Neighbours;
using okapi::reporting::ReportingStore;
using okapi::rpc::Process;

struct Reporting {
  Reporting(Process& process, okapi::rpc::Runtime& runtime,
            const std::shared_ptr<const Neighbours>& neighbours)
      : store(process.clock(), process.ids()),
        privacy(neighbours, store),
        reports(runtime, store, neighbours),
        exports(runtime, store, neighbours),
        decisions(runtime, store, neighbours),
        snapshots(runtime, store, neighbours),
        dashboards(runtime, store, neighbours),
        alerts(runtime, store, neighbours),
        watcher(runtime, store, neighbours),
        sender(runtime, store, neighbours, {absl::GetFlag(FLAGS_webhooks_to_private_addresses)}) {}
  ReportingStore store;
  okapi::reporting::SubjectPrivacy privacy;
  okapi::reporting::ReportingService reports;
  okapi::reporting::ExportService exports;
  okapi::reporting::DecisionService decisions;
  okapi::reporting::SnapshotService snapshots;
  okapi::reporting::DashboardService dashboards;
  okapi::reporting::AlertService alerts;
  okapi::reporting::AlertWatcher watcher;
  okapi::reporting::WebhookSender sender;
};

absl::StatusOr<std::shared_ptr<void>> Assemble(Process& process, okapi::rpc::Server& server) {
  OKAPI_ASSIGN_OR_RETURN(
      std::shared_ptr<const Neighbours> neighbours,
      Neighbours::Create(process.runtime(), okapi::rpc::Connect(absl::GetFlag(FLAGS_goals)),
                         okapi::rpc::Connect(absl::GetFlag(FLAGS_metrics))));
  auto reporting = std::make_shared<Reporting>(process, process.runtime(), neighbours);
  process.runtime().privacy = &reporting->privacy;
  const std::vector<grpc::Service*> services = {&reporting->reports,    &reporting->exports,
                                                &reporting->decisions,  &reporting->snapshots,
                                                &reporting->dashboards, &reporting->alerts};
  for (grpc::Service* service : services) server.AddService(service);
  return reporting;
}

}  // namespace

int main(int argc, char** argv) {
  Process::Initialize("reporting", "Okapi's reporting service: scorecards and OKR reports.",
                      "127.0.0.1:7703", "var/reporting", argc, argv);
  return Process::Run("reporting", ReportingStore::Families(), Assemble);
}

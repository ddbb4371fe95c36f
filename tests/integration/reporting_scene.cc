#include "tests/integration/reporting_scene.h"

#include "common/base/ids.h"
#include "common/rpc/channel.h"
#include "common/rpc/runtime.h"
#include "common/rpc/server.h"
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
#include "tests/support/server_options.h"
#include "tests/support/temp_database.h"

namespace okapi::reporting {

struct ReportingScene::Disk {
  explicit Disk(const base::Clock& the_clock)
      : clock(the_clock), database(ReportingStore::Families(), clock), store(clock, ids) {}

  const base::Clock& clock;
  testing::TempJournal database;
  base::RandomIdGenerator ids;
  const ReportingStore store;
};

struct ReportingScene::Process {
  explicit Process(Disk& disk) : runtime(disk.database.journal(), disk.clock) {}
  ~Process() { server.reset(); }

  rpc::Runtime runtime;
  std::optional<SubjectPrivacy> privacy;
  std::unique_ptr<ReportingService> reports;
  std::optional<ExportService> exports;
  std::optional<DecisionService> decisions;
  std::optional<SnapshotService> snapshots;
  std::optional<DashboardService> dashboards;
  std::optional<AlertService> alerts;
  std::optional<AlertWatcher> watcher;
  std::optional<WebhookSender> sender;
  std::unique_ptr<rpc::Server> server;
};

ReportingScene::ReportingScene(const base::Clock& clock, std::string goals, std::string metrics,
                               absl::Duration refresh_interval, size_t live_reports_max)
    : goals_(std::move(goals)),
      metrics_(std::move(metrics)),
      refresh_interval_(refresh_interval),
      live_reports_max_(live_reports_max),
      disk_(std::make_unique<Disk>(clock)) {
  Start();
}

ReportingScene::~ReportingScene() { Stop(); }

void ReportingScene::Restart() {
  Stop();
  disk_->database.Reopen();
  Start();
}

ReportingService& ReportingScene::service() { return *process_->reports; }

AlertWatcher& ReportingScene::watcher() { return *process_->watcher; }

WebhookSender& ReportingScene::sender() { return *process_->sender; }

void ReportingScene::Flush() {
  auto nothing = [](journal::Transaction&) { return absl::OkStatus(); };
  EXPECT_TRUE(disk_->database.journal().Commit({}, nothing).ok());
}

int64_t ReportingScene::Revision() { return disk_->database.journal().Read()->revision; }

void ReportingScene::RefuseWrites() { disk_->database.journal().Stop(); }

void ReportingScene::ForbidPrivateAddresses() {
  webhooks_to_private_addresses_ = false;
  Restart();
}

void ReportingScene::Start() {
  process_ = std::make_unique<Process>(*disk_);
  Process& it = *process_;
  const auto neighbours =
      Neighbours::Create(it.runtime, rpc::Connect(goals_), rpc::Connect(metrics_));
  ASSERT_TRUE(neighbours.ok()) << neighbours.status();
  LiveReports::Options live;
  live.refresh_interval = refresh_interval_;
  live.reports_max = live_reports_max_;
  it.runtime.privacy = &it.privacy.emplace(*neighbours, disk_->store);
  it.reports = std::make_unique<ReportingService>(it.runtime, disk_->store, *neighbours, live);
  it.exports.emplace(it.runtime, disk_->store, *neighbours);
  it.decisions.emplace(it.runtime, disk_->store, *neighbours);
  it.snapshots.emplace(it.runtime, disk_->store, *neighbours);
  it.dashboards.emplace(it.runtime, disk_->store, *neighbours);
  it.alerts.emplace(it.runtime, disk_->store, *neighbours);
  it.watcher.emplace(it.runtime, disk_->store, *neighbours, absl::InfiniteDuration());
  it.sender.emplace(it.runtime, disk_->store, *neighbours,
                    WebhookSender::Options{.to_private_addresses = webhooks_to_private_addresses_,
                                           .interval = absl::InfiniteDuration()});
  it.server = std::make_unique<rpc::Server>(testing::LocalServer(), it.runtime);
  it.server->AddService(it.reports.get());
  it.server->AddService(&*it.exports);
  it.server->AddService(&*it.decisions);
  it.server->AddService(&*it.snapshots);
  it.server->AddService(&*it.dashboards);
  it.server->AddService(&*it.alerts);
  const auto port = it.server->Start();
  ASSERT_TRUE(port.ok()) << port.status();
  channel_ = rpc::Connect("127.0.0.1:" + std::to_string(*port));
  stub_ = okapi::reporting::v1::ReportingService::NewStub(channel_);
}

void ReportingScene::Stop() {
  stub_.reset();
  channel_.reset();
  process_.reset();
}

}  // namespace okapi::reporting

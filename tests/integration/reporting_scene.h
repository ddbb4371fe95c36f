#pragma once

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "common/base/clock.h"
#include "common/base/ids.h"
#include "common/rpc/channel.h"
#include "common/rpc/runtime.h"
#include "common/rpc/server.h"
#include "okapi/reporting/v1/reporting_service.grpc.pb.h"
#include "services/reporting/alerts/alert_service.h"
#include "services/reporting/alerts/alert_watcher.h"
#include "services/reporting/dashboards/dashboard_service.h"
#include "services/reporting/decisions/decision_service.h"
#include "services/reporting/export_service.h"
#include "services/reporting/neighbours/neighbours.h"
#include "services/reporting/reporting_service.h"
#include "services/reporting/snapshots/snapshot_service.h"
#include "services/reporting/store/reporting_store.h"
#include "services/reporting/webhooks/webhook_sender.h"
#include "tests/support/temp_database.h"

namespace okapi::reporting {

// The real reporting service on a real database and a real port, between neighbours whose addresses
// are given. Restart() closes it and opens it again on what is on disk.
class ReportingScene {
 public:
  using Stub = okapi::reporting::v1::ReportingService::Stub;

  ReportingScene(const base::Clock& clock, std::string goals, std::string metrics)
      : clock_(clock),
        goals_(std::move(goals)),
        metrics_(std::move(metrics)),
        database_(Families(), clock),
        store_(clock, ids_) {
    Start();
  }
  ~ReportingScene() { Stop(); }

  void Restart() {
    Stop();
    database_.Reopen();
    Start();
  }

  Stub& stub() { return *stub_; }
  // For the other services of the process.
  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }
  ReportingService& service() { return *service_; }

  // Waits until everything that was written so far is on disk.
  void Flush() {
    auto nothing = [](journal::Transaction&) { return absl::OkStatus(); };
    EXPECT_TRUE(database_.journal().Commit({}, nothing).ok());
  }

  // Neither looks nor sends by itself here.
  AlertWatcher& watcher() { return *watcher_; }
  WebhookSender& sender() { return *sender_; }
  // For tests that let nothing out.
  void ForbidPrivateAddresses() {
    webhooks_to_private_addresses_ = false;
    Restart();
  }

 private:
  static std::vector<storage::Family> Families() {
    std::vector<storage::Family> families = Neighbours::Families();
    for (const auto& family : ReportingStore::Families()) families.push_back(family);
    return families;
  }

  void Start() {
    runtime_.emplace(database_.journal(), clock_);
    LiveReports::Options options;
    options.refresh_interval = absl::Milliseconds(50);  // Instead of a minute: tests do not wait.
    const auto neighbours =
        Neighbours::Create(*runtime_, rpc::Connect(goals_), rpc::Connect(metrics_));
    ASSERT_TRUE(neighbours.ok()) << neighbours.status();
    service_ = std::make_unique<ReportingService>(*runtime_, store_, *neighbours, options);
    export_service_.emplace(*runtime_, store_, *neighbours);
    decisions_.emplace(*runtime_, store_, *neighbours);
    snapshots_.emplace(*runtime_, store_, *neighbours);
    dashboards_.emplace(*runtime_, store_, *neighbours);
    alerts_.emplace(*runtime_, store_);
    watcher_.emplace(*runtime_, store_, *neighbours, absl::InfiniteDuration());
    sender_.emplace(*runtime_, store_,
                    WebhookSender::Options{.to_private_addresses = webhooks_to_private_addresses_,
                                           .interval = absl::InfiniteDuration()});
    rpc::ServerOptions server_options;
    server_options.listen = "127.0.0.1:0";
    server_ = std::make_unique<rpc::Server>(server_options, *runtime_);
    server_->AddService(service_.get());
    server_->AddService(&*export_service_);
    server_->AddService(&*decisions_);
    server_->AddService(&*snapshots_);
    server_->AddService(&*dashboards_);
    server_->AddService(&*alerts_);
    const auto port = server_->Start();
    ASSERT_TRUE(port.ok()) << port.status();
    channel_ = rpc::Connect("127.0.0.1:" + std::to_string(*port));
    stub_ = okapi::reporting::v1::ReportingService::NewStub(channel_);
  }
  void Stop() {
    stub_.reset();
    channel_.reset();
    server_.reset();
    sender_.reset();
    watcher_.reset();
    alerts_.reset();
    dashboards_.reset();
    snapshots_.reset();
    decisions_.reset();
    export_service_.reset();
    service_.reset();
    runtime_.reset();
  }

  const base::Clock& clock_;
  const std::string goals_;
  const std::string metrics_;
  testing::TempJournal database_;
  base::RandomIdGenerator ids_;
  const ReportingStore store_;
  bool webhooks_to_private_addresses_ = true;
  std::optional<rpc::Runtime> runtime_;
  std::unique_ptr<ReportingService> service_;
  std::optional<ExportService> export_service_;
  std::optional<DecisionService> decisions_;
  std::optional<SnapshotService> snapshots_;
  std::optional<DashboardService> dashboards_;
  std::optional<AlertService> alerts_;
  std::optional<AlertWatcher> watcher_;
  std::optional<WebhookSender> sender_;
  std::unique_ptr<rpc::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<Stub> stub_;
};

// A WatchReport as its receiver sees it.
class ReportWatch {
 public:
  using Response = okapi::reporting::v1::WatchReportResponse;

  ReportWatch(ReportingScene::Stub& stub, const okapi::reporting::v1::WatchReportRequest& request)
      : reader_(stub.WatchReport(Bounded(context_), request)) {}
  ~ReportWatch() {
    context_.TryCancel();
    Finish();
  }

  // The next message; fails the test when the stream ends or is silent for half a minute.
  Response Next() {
    Response response;
    if (!reader_->Read(&response)) {
      ADD_FAILURE() << "the stream ended: " << Finish().error_message();
    }
    return response;
  }
  // Messages until one fulfils the condition, which is returned.
  template <typename Condition>
  Response NextWhere(Condition condition) {
    Response response;
    while (reader_->Read(&response)) {
      if (condition(response)) return response;
    }
    ADD_FAILURE() << "the stream ended: " << Finish().error_message();
    return Response();
  }
  // The status with which the stream ends, whatever comes before.
  grpc::Status End() {
    Response ignored;
    while (reader_->Read(&ignored)) {
    }
    return Finish();
  }

 private:
  // gRPC wants it once.
  grpc::Status Finish() {
    if (!end_.has_value()) end_ = reader_->Finish();
    return *end_;
  }
  static grpc::ClientContext* Bounded(grpc::ClientContext& context) {
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
    return &context;
  }

  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<Response>> reader_;
  std::optional<grpc::Status> end_;
};

}  // namespace okapi::reporting

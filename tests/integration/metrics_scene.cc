#include "tests/integration/metrics_scene.h"

#include "common/base/ids.h"
#include "common/rpc/audit_service.h"
#include "common/rpc/channel.h"
#include "common/rpc/rehearsal_service.h"
#include "common/rpc/runtime.h"
#include "common/rpc/server.h"
#include "services/metrics/metrics_service.h"
#include "services/metrics/store/metrics_store.h"
#include "tests/support/server_options.h"
#include "tests/support/temp_database.h"

namespace okapi::metrics {

struct MetricsScene::Disk {
  explicit Disk(const base::Clock& the_clock) : clock(the_clock), database(Families(), clock) {}

  const base::Clock& clock;
  base::RandomIdGenerator ids;
  okapi::testing::TempJournal database;
};

struct MetricsScene::Process {
  explicit Process(Disk& disk)
      : runtime(disk.database.journal(), disk.clock),
        audit(runtime),
        rehearsals(runtime),
        server(std::make_unique<rpc::Server>(okapi::testing::LocalServer(), runtime)) {}
  ~Process() { server.reset(); }

  rpc::Runtime runtime;
  rpc::AuditService audit;
  rpc::RehearsalService rehearsals;
  std::unique_ptr<MetricsService> metrics;
  std::unique_ptr<rpc::Server> server;
};

MetricsScene::MetricsScene(const base::Clock& clock) : disk_(std::make_unique<Disk>(clock)) {
  Start();
}

MetricsScene::~MetricsScene() { Stop(); }

void MetricsScene::Restart() {
  Stop();
  disk_->database.Reopen();
  Start();
}

void MetricsScene::Start() {
  process_ = std::make_unique<Process>(*disk_);
  auto metrics = MetricsService::Create(process_->runtime, disk_->ids);
  ASSERT_TRUE(metrics.ok()) << metrics.status();
  process_->metrics = *std::move(metrics);
  process_->server->AddService(process_->metrics.get());
  process_->server->AddService(&process_->metrics->otlp());
  process_->server->AddService(&process_->audit);
  process_->server->AddService(&process_->rehearsals);
  const auto port = process_->server->Start();
  ASSERT_TRUE(port.ok()) << port.status();
  address_ = "127.0.0.1:" + std::to_string(*port);
  channel_ = rpc::Connect(address_);
  stub_ = v1::MetricsService::NewStub(channel_);
}

void MetricsScene::Stop() {
  stub_.reset();
  channel_.reset();
  process_.reset();
}

}  // namespace okapi::metrics

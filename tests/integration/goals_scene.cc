#include "tests/integration/goals_scene.h"

#include "common/base/ids.h"
#include "common/base/mutex.h"
#include "common/rpc/audit_service.h"
#include "common/rpc/channel.h"
#include "common/rpc/rehearsal_service.h"
#include "common/rpc/runtime.h"
#include "common/rpc/server.h"
#include "services/goals/goals_service.h"
#include "services/goals/kpis/kpi_follower.h"
#include "services/goals/organizations_service.h"
#include "services/goals/past/past_states.h"
#include "services/goals/privacy_service.h"
#include "services/goals/review_service.h"
#include "services/goals/store/goals_store.h"
#include "services/goals/store/privacy.h"
#include "tests/support/server_options.h"
#include "tests/support/temp_database.h"

namespace okapi::goals {
// The real one, which notes about how many objectives it is asked each time.
class GoalsScene::NotedPrivacyService final : public v1::PrivacyService::CallbackService {
 public:
  NotedPrivacyService(rpc::Runtime& runtime, const GoalsStore& store) : service_(runtime, store) {}

  grpc::ServerUnaryReactor* FindHiddenObjectives(
      grpc::CallbackServerContext* context, const v1::FindHiddenObjectivesRequest* request,
      v1::FindHiddenObjectivesResponse* response) override {
    {
      base::MutexLock lock(mutex_);
      asked_.push_back(request->objectives_size());
    }
    return service_.FindHiddenObjectives(context, request, response);
  }
  std::vector<int> TakeAsked() OKAPI_EXCLUDES(mutex_) {
    base::MutexLock lock(mutex_);
    return std::exchange(asked_, {});
  }

 private:
  PrivacyService service_;
  base::Mutex mutex_;
  std::vector<int> asked_ OKAPI_GUARDED_BY(mutex_);
};

struct GoalsScene::Disk {
  explicit Disk(const base::Clock& the_clock)
      : clock(the_clock), store(clock, ids), database(GoalsStore::Families(), clock) {}

  const base::Clock& clock;
  base::RandomIdGenerator ids;
  GoalsStore store;
  const GoalsPrivacy privacy{store};
  const PastStates past{store, clock};
  testing::TempJournal database;
};

struct GoalsScene::Process {
  Process(Disk& disk, const std::string& metrics)
      : runtime(disk.database.journal(), disk.clock),
        audit(runtime),
        rehearsals(runtime),
        organizations(runtime, disk.store),
        goals(runtime, disk.store),
        review(runtime, disk.store),
        privacies(runtime, disk.store),
        kpis(KpiFollower::Create(runtime, disk.store, rpc::Connect(metrics))),
        server(std::make_unique<rpc::Server>(testing::LocalServer(), runtime)) {
    runtime.privacy = &disk.privacy;
    runtime.past = &disk.past;
    server->AddService(&audit);
    server->AddService(&rehearsals);
    server->AddService(&organizations);
    server->AddService(&goals);
    server->AddService(&review);
    server->AddService(&privacies);
    kpis->Start();
  }
  ~Process() {
    server.reset();
    kpis->Stop();
  }

  rpc::Runtime runtime;
  rpc::AuditService audit;
  rpc::RehearsalService rehearsals;
  OrganizationsService organizations;
  GoalsService goals;
  ReviewService review;
  NotedPrivacyService privacies;
  std::shared_ptr<KpiFollower> kpis;
  std::unique_ptr<rpc::Server> server;
};

GoalsScene::GoalsScene(const base::Clock& clock, std::string metrics)
    : metrics_(std::move(metrics)), disk_(std::make_unique<Disk>(clock)) {
  Start();
}

GoalsScene::~GoalsScene() { Stop(); }

void GoalsScene::Restart() {
  Stop();
  disk_->database.Reopen();
  Start();
}

std::vector<int> GoalsScene::TakeHiddenAsked() { return process_->privacies.TakeAsked(); }

void GoalsScene::Start() {
  process_ = std::make_unique<Process>(*disk_, metrics_);
  const auto port = process_->server->Start();
  ASSERT_TRUE(port.ok()) << port.status();
  address_ = "127.0.0.1:" + std::to_string(*port);
  channel_ = rpc::Connect(address_);
  goals_stub_ = okapi::goals::v1::GoalsService::NewStub(channel_);
  review_stub_ = okapi::goals::v1::ReviewService::NewStub(channel_);
  organizations_stub_ = okapi::goals::v1::OrganizationsService::NewStub(channel_);
}

void GoalsScene::Stop() {
  channel_.reset();
  goals_stub_.reset();
  review_stub_.reset();
  organizations_stub_.reset();
  process_.reset();
}

}  // namespace okapi::goals

#pragma once

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "common/base/clock.h"
#include "common/base/ids.h"
#include "common/rpc/audit_service.h"
#include "common/rpc/call.h"
#include "common/rpc/channel.h"
#include "common/rpc/runtime.h"
#include "common/rpc/server.h"
#include "common/status/convert.h"
#include "okapi/goals/v1/goals_service.grpc.pb.h"
#include "okapi/goals/v1/organizations_service.grpc.pb.h"
#include "okapi/goals/v1/review_service.grpc.pb.h"
#include "services/goals/goals_service.h"
#include "services/goals/kpis/kpi_follower.h"
#include "services/goals/organizations_service.h"
#include "services/goals/review_service.h"
#include "services/goals/store/goals_store.h"
#include "services/goals/store/privacy.h"
#include "tests/support/temp_database.h"

namespace okapi::goals {

// The real goal services on a real database and a real port, following the metrics service at an
// address. Restart() closes them and opens them again on what is on disk.
class GoalsScene {
 public:
  using Goals = okapi::goals::v1::GoalsService::Stub;
  using Review = okapi::goals::v1::ReviewService::Stub;
  using Organizations = okapi::goals::v1::OrganizationsService::Stub;

  GoalsScene(const base::Clock& clock, std::string metrics)
      : clock_(clock),
        metrics_(std::move(metrics)),
        store_(clock, ids_),
        database_(GoalsStore::Families(), clock) {
    Start();
  }
  ~GoalsScene() { Stop(); }

  void Restart() {
    Stop();
    database_.Reopen();
    Start();
  }
  Goals& goals() { return *goals_stub_; }
  std::shared_ptr<grpc::Channel> channel() { return channel_; }
  const std::string& address() const { return address_; }

  // Call a unary method: Call(&Goals::GetObjective, request).
  template <typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (Goals::*method)(grpc::ClientContext*, const Request&,
                                                              Response*),
                                const Request& request) {
    return CallOn(*goals_stub_, method, request);
  }
  template <typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (Organizations::*method)(grpc::ClientContext*,
                                                                      const Request&, Response*),
                                const Request& request) {
    return CallOn(*organizations_stub_, method, request);
  }

  template <typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (Review::*method)(grpc::ClientContext*, const Request&,
                                                               Response*),
                                const Request& request) {
    return CallOn(*review_stub_, method, request);
  }

  // No test waits longer than this for an answer.
  static void Bound(grpc::ClientContext& context) {
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
  }

  // Who calls from here on: the full name of a member, or nobody.
  void CallAs(std::string actor) { actor_ = std::move(actor); }
  // Bound(), and says who calls.
  void Prepare(grpc::ClientContext& context) const {
    Bound(context);
    if (!actor_.empty()) context.AddMetadata(rpc::kActorKey, actor_);
  }

 private:
  template <typename Stub, typename Request, typename Response>
  absl::StatusOr<Response> CallOn(Stub& stub,
                                  grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                               Response*),
                                  const Request& request) const {
    grpc::ClientContext context;
    Prepare(context);
    Response response;
    const grpc::Status status = (stub.*method)(&context, request, &response);
    if (!status.ok()) return status::FromGrpc(status);
    return response;
  }

  void Start() {
    runtime_.emplace(database_.journal(), clock_);
    runtime_->privacy = &privacy_;
    audit_.emplace(*runtime_);
    organizations_.emplace(*runtime_, store_);
    goals_.emplace(*runtime_, store_);
    review_.emplace(*runtime_, store_);
    kpis_ = KpiFollower::Create(*runtime_, store_, rpc::Connect(metrics_));
    rpc::ServerOptions options;
    options.listen = "127.0.0.1:0";
    options.drain_max = absl::Seconds(5);
    server_ = std::make_unique<rpc::Server>(options, *runtime_);
    server_->AddService(&*audit_);
    server_->AddService(&*organizations_);
    server_->AddService(&*goals_);
    server_->AddService(&*review_);
    kpis_->Start();
    const auto port = server_->Start();
    ASSERT_TRUE(port.ok()) << port.status();
    address_ = "127.0.0.1:" + std::to_string(*port);
    channel_ = rpc::Connect(address_);
    goals_stub_ = okapi::goals::v1::GoalsService::NewStub(channel_);
    review_stub_ = okapi::goals::v1::ReviewService::NewStub(channel_);
    organizations_stub_ = okapi::goals::v1::OrganizationsService::NewStub(channel_);
  }
  void Stop() {
    channel_.reset();
    goals_stub_.reset();
    review_stub_.reset();
    organizations_stub_.reset();
    server_.reset();
    kpis_->Stop();
    kpis_.reset();
    review_.reset();
    goals_.reset();
    organizations_.reset();
    audit_.reset();
    runtime_.reset();
  }

  const base::Clock& clock_;
  const std::string metrics_;
  std::string actor_;
  base::RandomIdGenerator ids_;
  GoalsStore store_;
  const GoalsPrivacy privacy_{store_};
  testing::TempJournal database_;
  std::optional<rpc::Runtime> runtime_;
  std::optional<rpc::AuditService> audit_;
  std::optional<OrganizationsService> organizations_;
  std::optional<GoalsService> goals_;
  std::optional<ReviewService> review_;
  std::shared_ptr<KpiFollower> kpis_;
  std::unique_ptr<rpc::Server> server_;
  std::string address_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<Goals> goals_stub_;
  std::unique_ptr<Organizations> organizations_stub_;
  std::unique_ptr<Review> review_stub_;
};

// A Watch of one organization, from the beginning of its history.
class ChangesWatch {
 public:
  explicit ChangesWatch(GoalsScene& scene, int64_t after = 0) {
    scene.Prepare(context_);
    okapi::goals::v1::WatchRequest request;
    request.set_parent("organizations/o");
    request.set_after_revision(after);
    reader_ = scene.goals().Watch(&context_, request);
  }
  ~ChangesWatch() {
    context_.TryCancel();
    (void)reader_->Finish();
  }

  // Reads until a record fulfils the condition, and returns it. Those before it are passed over;
  // those after it, also of the same message, are still to come.
  template <typename Condition>
  okapi::common::v1::ChangeRecord AwaitRecord(Condition condition) {
    do {
      while (next_ < response_.records_size()) {
        const auto& record = response_.records(next_++);
        revision_ = record.revision();
        if (condition(record)) return record;
      }
      next_ = 0;
    } while (reader_->Read(&response_));
    ADD_FAILURE() << "the stream ended before what was expected";
    return {};
  }

  // The same for a change of the key result of that name.
  template <typename Condition>
  okapi::goals::v1::KeyResult Await(const std::string& name, Condition condition) {
    okapi::goals::v1::KeyResult found;
    AwaitRecord([&](const okapi::common::v1::ChangeRecord& record) {
      for (const auto& change : record.changes()) {
        if (change.name() == name && change.after().UnpackTo(&found) && condition(found)) {
          return true;
        }
      }
      return false;
    });
    return found;
  }

  // Of the record returned last.
  int64_t revision() const { return revision_; }

 private:
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<okapi::goals::v1::WatchResponse>> reader_;
  okapi::goals::v1::WatchResponse response_;
  int next_ = 0;  // The first record of `response_` that nobody has seen.
  int64_t revision_ = 0;
};

}  // namespace okapi::goals

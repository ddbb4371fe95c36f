#pragma once

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "common/base/clock.h"
#include "common/rpc/channel.h"
#include "common/rpc/runtime.h"
#include "common/rpc/server.h"
#include "common/rpc/unary.h"
#include "common/rpc/watch.h"
#include "okapi/goals/v1/goals_service.grpc.pb.h"
#include "tests/support/temp_database.h"

// For the tests of this folder: the adapters behind a real port, on a real journal.
namespace okapi::rpc {

using okapi::goals::v1::CreateObjectiveRequest;
using okapi::goals::v1::GetObjectiveRequest;
using okapi::goals::v1::GoalsService;
using okapi::goals::v1::Objective;
using okapi::goals::v1::WatchRequest;
using okapi::goals::v1::WatchResponse;

inline constexpr storage::Family kObjectives{"objectives"};

// Three methods of the goals service, one per adapter, that do nothing but read, write and watch.
class SmallGoals final : public GoalsService::CallbackService {
 public:
  using WatchStream = ServerStream<WatchResponse>;

  explicit SmallGoals(Runtime& runtime) : runtime_(runtime) {}

  grpc::ServerUnaryReactor* GetObjective(grpc::CallbackServerContext* context,
                                         const GetObjectiveRequest* request,
                                         Objective* response) override {
    return Read(runtime_, context, request, response, get);
  }
  grpc::ServerUnaryReactor* CreateObjective(grpc::CallbackServerContext* context,
                                            const CreateObjectiveRequest* request,
                                            Objective* response) override {
    return Write(runtime_, context, request, response, create);
  }
  grpc::ServerWriteReactor<WatchResponse>* Watch(grpc::CallbackServerContext* context,
                                                 const WatchRequest* request) override {
    if (watch == nullptr)
      return ServeWatch<WatchRequest, WatchResponse>(runtime_, context, request);
    auto stream = WatchStream::Create(runtime_, /*queue_max=*/8);
    watch(stream);
    return stream.get();
  }

  // What the methods do; set before the first call. `watch` replaces ServeWatch.
  std::function<absl::StatusOr<Objective>(const journal::View&, const GetObjectiveRequest&)> get =
      Find;
  std::function<absl::StatusOr<Objective>(journal::Transaction&, const CreateObjectiveRequest&)>
      create = Store;
  std::function<void(std::shared_ptr<WatchStream>)> watch;

  static absl::StatusOr<Objective> Find(const journal::View& view,
                                        const GetObjectiveRequest& request) {
    OKAPI_ASSIGN_OR_RETURN(auto bytes, view.reader->Find(kObjectives, request.name()));
    Objective objective;
    if (!bytes.has_value() || !objective.ParseFromString(*bytes)) {
      return status::NotFound(request.name());
    }
    return objective;
  }

  // Without an id, the name is made from the revision: a second run of the handler shows.
  static absl::StatusOr<Objective> Store(journal::Transaction& transaction,
                                         const CreateObjectiveRequest& request) {
    Objective objective = request.objective();
    objective.set_name(request.parent() + "/objectives/" +
                       (request.objective_id().empty()
                            ? "r" + std::to_string(transaction.revision())
                            : request.objective_id()));
    transaction.Put(kObjectives, objective.name(), objective.SerializeAsString());
    transaction.RecordChange(objective.name(), nullptr, &objective);
    return objective;
  }

 private:
  Runtime& runtime_;
};

// Restart() closes everything and opens it again on what is on disk, on another port.
class TestServer {
 public:
  TestServer() : database_({kObjectives}, clock_) { Start(); }
  ~TestServer() { Stop(); }

  void Restart() {
    Stop();
    database_.Reopen();
    Start();
  }
  Runtime& runtime() { return *runtime_; }
  Server& server() { return *server_; }
  SmallGoals& service() { return *service_; }
  GoalsService::Stub& stub() { return *stub_; }
  const std::string& address() const { return address_; }
  base::FakeClock& clock() { return clock_; }
  journal::Journal& journal() { return database_.journal(); }

  absl::StatusOr<Objective> Create(const CreateObjectiveRequest& request) {
    grpc::ClientContext context;
    Objective response;
    const grpc::Status status = stub_->CreateObjective(&context, request, &response);
    if (!status.ok()) return status::FromGrpc(status);
    return response;
  }
  absl::StatusOr<Objective> Get(const std::string& name) {
    grpc::ClientContext context;
    GetObjectiveRequest request;
    request.set_name(name);
    Objective response;
    const grpc::Status status = stub_->GetObjective(&context, request, &response);
    if (!status.ok()) return status::FromGrpc(status);
    return response;
  }

 private:
  void Start() {
    runtime_.emplace(database_.journal(), clock_);
    service_ = std::make_unique<SmallGoals>(*runtime_);
    ServerOptions options;
    options.listen = "127.0.0.1:0";
    server_ = std::make_unique<Server>(options, *runtime_);
    server_->AddService(service_.get());
    const auto port = server_->Start();
    ASSERT_TRUE(port.ok()) << port.status();
    address_ = "127.0.0.1:" + std::to_string(*port);
    stub_ = GoalsService::NewStub(Connect(address_));
  }
  void Stop() {
    stub_.reset();
    server_.reset();
    service_.reset();
    runtime_.reset();
  }

  base::FakeClock clock_{absl::FromUnixSeconds(1'700'000'000)};
  testing::TempJournal database_;
  std::optional<Runtime> runtime_;
  std::unique_ptr<SmallGoals> service_;
  std::unique_ptr<Server> server_;
  std::string address_;
  std::unique_ptr<GoalsService::Stub> stub_;
};

inline CreateObjectiveRequest CreateRequest(const std::string& request_id = "",
                                            const std::string& organization = "acme") {
  CreateObjectiveRequest request;
  request.set_parent("organizations/" + organization);
  request.set_request_id(request_id);
  request.mutable_objective()->set_display_name("Grow");
  request.mutable_objective()->set_cycle("organizations/" + organization + "/cycles/q1");
  return request;
}

}  // namespace okapi::rpc

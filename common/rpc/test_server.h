#pragma once

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "common/base/clock.h"
#include "common/rpc/runtime.h"
#include "common/rpc/server.h"
#include "common/rpc/server_stream.h"
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

  explicit SmallGoals(Runtime& runtime);
  ~SmallGoals() override;

  grpc::ServerUnaryReactor* GetObjective(grpc::CallbackServerContext* context,
                                         const GetObjectiveRequest* request,
                                         Objective* response) override;
  grpc::ServerUnaryReactor* CreateObjective(grpc::CallbackServerContext* context,
                                            const CreateObjectiveRequest* request,
                                            Objective* response) override;
  grpc::ServerWriteReactor<WatchResponse>* Watch(grpc::CallbackServerContext* context,
                                                 const WatchRequest* request) override;

  // What the methods do; set before the first call. `watch` replaces ServeWatch.
  std::function<absl::StatusOr<Objective>(const journal::View&, const GetObjectiveRequest&)> get =
      Find;
  std::function<absl::StatusOr<Objective>(journal::Transaction&, const CreateObjectiveRequest&)>
      create = Store;
  std::function<void(std::shared_ptr<WatchStream>)> watch;

  static absl::StatusOr<Objective> Find(const journal::View& view,
                                        const GetObjectiveRequest& request);
  // Without an id, the name is made from the revision: a second run of the handler shows.
  static absl::StatusOr<Objective> Store(journal::Transaction& transaction,
                                         const CreateObjectiveRequest& request);

 private:
  Runtime& runtime_;
};

// Restart() closes everything and opens it again on what is on disk, on another port.
class TestServer {
 public:
  TestServer();
  ~TestServer();

  void Restart();
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
  void Start();
  void Stop();

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

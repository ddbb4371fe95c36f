#include "common/rpc/test_server.h"

#include "common/rpc/channel.h"
#include "common/rpc/unary.h"
#include "common/rpc/watch.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"

namespace okapi::rpc {

SmallGoals::SmallGoals(Runtime& runtime) : runtime_(runtime) {}

SmallGoals::~SmallGoals() = default;

grpc::ServerUnaryReactor* SmallGoals::GetObjective(grpc::CallbackServerContext* context,
                                                   const GetObjectiveRequest* request,
                                                   Objective* response) {
  return Read(runtime_, context, request, response, get);
}

grpc::ServerUnaryReactor* SmallGoals::CreateObjective(grpc::CallbackServerContext* context,
                                                      const CreateObjectiveRequest* request,
                                                      Objective* response) {
  return Write(runtime_, context, request, response, create);
}

grpc::ServerWriteReactor<WatchResponse>* SmallGoals::Watch(grpc::CallbackServerContext* context,
                                                           const WatchRequest* request) {
  if (watch == nullptr) return ServeWatch<WatchRequest, WatchResponse>(runtime_, context, request);
  auto stream = WatchStream::Create(runtime_, /*queue_max=*/8);
  watch(stream);
  return stream.get();
}

absl::StatusOr<Objective> SmallGoals::Find(const journal::View& view,
                                           const GetObjectiveRequest& request) {
  OKAPI_ASSIGN_OR_RETURN(auto bytes, view.reader->Find(kObjectives, request.name()));
  Objective objective;
  if (!bytes.has_value() || !objective.ParseFromString(*bytes)) {
    return status::NotFound(request.name());
  }
  return objective;
}

absl::StatusOr<Objective> SmallGoals::Store(journal::Transaction& transaction,
                                            const CreateObjectiveRequest& request) {
  Objective objective = request.objective();
  objective.set_name(request.parent() + "/objectives/" +
                     (request.objective_id().empty() ? "r" + std::to_string(transaction.revision())
                                                     : request.objective_id()));
  transaction.Put(kObjectives, objective.name(), objective.SerializeAsString());
  transaction.RecordChange(objective.name(), nullptr, &objective);
  return objective;
}

TestServer::TestServer() : database_({kObjectives}, clock_) { Start(); }

TestServer::~TestServer() { Stop(); }

void TestServer::Restart() {
  Stop();
  database_.Reopen();
  Start();
}

void TestServer::Start() {
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

void TestServer::Stop() {
  stub_.reset();
  server_.reset();
  service_.reset();
  runtime_.reset();
}

}  // namespace okapi::rpc

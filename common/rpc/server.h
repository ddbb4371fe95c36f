#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/rpc/runtime.h"

namespace okapi::rpc {

struct ServerOptions {
  // `HOST:PORT`; port 0 takes a free one. Without encryption and authentication only loopback
  // addresses are accepted.
  std::string listen;
  // Accepts other addresses all the same.
  bool insecure_listen = false;
  // How long calls under way may take to finish when the server stops.
  absl::Duration drain_max = absl::Seconds(10);
};

// Starts, runs and stops a gRPC server: limits, health, reflection, signals. Services are added
// before Start() and must outlive the server. Not thread-safe: used by main and by tests.
class Server {
 public:
  Server(ServerOptions options, Runtime& runtime);
  // Shuts down.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  void AddService(grpc::Service* service);

  // Listens and serves; health says SERVING. Returns the port. FAILED_PRECONDITION when the address
  // is taken or not allowed.
  absl::StatusOr<int> Start();

  // Runs until SIGTERM or SIGINT, then shuts down. BlockSignals() must have run before any thread
  // was started. While it runs, health follows the journal: a service that cannot write is
  // NOT_SERVING. Not OK when the journal failed.
  absl::Status RunUntilSignal();

  // Health NOT_SERVING, streams closed with UNAVAILABLE, calls under way finished or, after
  // `drain_max`, cut; then the executor is emptied. Idempotent.
  void Shutdown();

  // For calls without a socket.
  std::shared_ptr<grpc::Channel> InProcessChannelForTest();

 private:
  void SetServing(bool serving);

  const ServerOptions options_;
  Runtime& runtime_;
  std::vector<grpc::Service*> services_;
  std::unique_ptr<grpc::Server> server_;
};

// Keeps SIGTERM and SIGINT for RunUntilSignal. First thing in main.
void BlockSignals();

}  // namespace okapi::rpc

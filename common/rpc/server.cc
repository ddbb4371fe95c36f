#include "common/rpc/server.h"

#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/health_check_service_interface.h>
#include <signal.h>

#include <chrono>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/rpc/limits.h"
#include "common/status/errors.h"
#include "spdlog/spdlog.h"

namespace okapi::rpc {
namespace {

sigset_t StopSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  return signals;
}

// `address` is HOST:PORT. A name that only begins like a loopback address may resolve to any.
bool IsLoopback(absl::string_view address) {
  if (absl::StartsWith(address, "unix:")) return true;
  const absl::string_view host = address.substr(0, address.rfind(':'));
  if (host == "localhost" || host == "[::1]") return true;
  return absl::StartsWith(host, "127.") &&
         host.find_first_not_of("0123456789.") == absl::string_view::npos;
}

// HOST:PORT, or unix:PATH. gRPC takes any number for a port and keeps its lower bits.
bool IsAddress(absl::string_view address) {
  if (absl::StartsWith(address, "unix:")) return true;
  const size_t colon = address.rfind(':');
  int port = -1;
  return colon != absl::string_view::npos && colon > 0 &&
         absl::SimpleAtoi(address.substr(colon + 1), &port) && port >= 0 && port <= 65535;
}

absl::Status CannotListen(absl::string_view message) {
  return absl::FailedPreconditionError(message);
}

}  // namespace

void BlockSignals() {
  const sigset_t signals = StopSignals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

Server::Server(ServerOptions options, Runtime& runtime)
    : options_(std::move(options)), runtime_(runtime) {}

Server::~Server() { Shutdown(); }

void Server::AddService(grpc::Service* service) { services_.push_back(service); }

absl::StatusOr<int> Server::Start() {
  if (!IsAddress(options_.listen)) {
    return CannotListen(absl::StrCat("'", options_.listen,
                                     "' is not an address to listen on: HOST:PORT, such as "
                                     "127.0.0.1:7701"));
  }
  if (!options_.insecure_listen && !IsLoopback(options_.listen)) {
    return CannotListen(absl::StrCat(
        "refusing to listen on ", options_.listen,
        ": only loopback addresses are safe without encryption; --insecure_listen overrides"));
  }
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort(options_.listen, grpc::InsecureServerCredentials(), &port);
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT,
                             0);  // Or two servers share a port unnoticed.
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, 60000);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 10000);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, 1000);
  builder.SetMaxReceiveMessageSize(kRequestBytesMax);
  for (grpc::Service* service : services_) builder.RegisterService(service);
  server_ = builder.BuildAndStart();
  if (server_ == nullptr || port == 0) {
    server_.reset();
    return CannotListen(absl::StrCat("cannot listen on ", options_.listen, ": is the port taken?"));
  }
  SetServing(true);
  return port;
}

void Server::SetServing(bool serving) {
  if (server_ != nullptr && server_->GetHealthCheckService() != nullptr) {
    server_->GetHealthCheckService()->SetServingStatus(serving);
  }
}

absl::Status Server::RunUntilSignal() {
  const sigset_t signals = StopSignals();
  absl::Status health;
  while (true) {
    const timespec second{1, 0};
    const int signal = sigtimedwait(&signals, nullptr, &second);
    if (signal > 0) {
      spdlog::info("stopping on signal {}", signal);
      break;
    }
    if (absl::Status now = runtime_.journal.Health(); !now.ok() && health.ok()) {
      spdlog::error("not serving any more: {}", now.ToString());
      SetServing(false);
      health = now;
    }
  }
  Shutdown();
  return health;
}

void Server::Shutdown() {
  if (server_ == nullptr) return;
  SetServing(false);
  runtime_.drain.Begin();
  server_->Shutdown(std::chrono::system_clock::now() +
                    absl::ToChronoMilliseconds(options_.drain_max));
  server_->Wait();
  runtime_.executor.Stop();
  server_.reset();
  // Writes whose callers went away may still be queued, and refer to the services: wait for them. A
  // journal that has failed has answered them already.
  (void)runtime_.journal.Commit({}, [](journal::Transaction&) { return absl::OkStatus(); });
}

std::shared_ptr<grpc::Channel> Server::InProcessChannelForTest() {
  return server_->InProcessChannel(grpc::ChannelArguments());
}

}  // namespace okapi::rpc

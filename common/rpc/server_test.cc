#include "common/rpc/server.h"

#include <gmock/gmock.h>
#include <grpcpp/generic/generic_stub.h>
#include <gtest/gtest.h>

#include "common/rpc/channel.h"
#include "common/rpc/test_server.h"
#include "tests/support/gate.h"
#include "tests/support/status_matchers.h"

namespace okapi::rpc {
namespace {

using okapi::testing::Gate;
using okapi::testing::IsOk;
using okapi::testing::StatusIs;
using ::testing::HasSubstr;

// Debian ships no generated code of grpc.health.v1 and grpc.reflection.v1alpha, so these two speak
// bytes: what `grpcurl` and load balancers send.
grpc::ByteBuffer Bytes(const std::string& text) {
  grpc::Slice slice(text);
  return grpc::ByteBuffer(&slice, 1);
}

std::string Text(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  EXPECT_TRUE(buffer.Dump(&slices).ok());
  std::string text;
  for (const grpc::Slice& slice : slices) {
    text.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return text;
}

// Sends one message and returns the first answer, which also a bidirectional stream has.
absl::StatusOr<std::string> Ask(const std::string& address, const std::string& method,
                                const std::string& request) {
  grpc::CompletionQueue queue;
  grpc::ClientContext context;
  grpc::GenericStub stub(Connect(address));
  auto call = stub.PrepareCall(&context, method, &queue);
  void* tag = nullptr;
  bool ok = false;
  call->StartCall(nullptr);
  bool alive = queue.Next(&tag, &ok) && ok;
  if (alive) {
    call->Write(Bytes(request), nullptr);
    alive = queue.Next(&tag, &ok) && ok;
  }
  grpc::ByteBuffer answer;
  if (alive) {
    call->WritesDone(nullptr);
    alive = queue.Next(&tag, &ok) && ok;
    call->Read(&answer, nullptr);
    alive = queue.Next(&tag, &ok) && ok && alive;
  }
  grpc::Status status;
  call->Finish(&status, nullptr);
  queue.Next(&tag, &ok);
  if (!status.ok()) return status::FromGrpc(status);
  if (!alive) return absl::DataLossError("no answer");
  return Text(answer);
}

// HealthCheckResponse with status = SERVING (field 1, value 1).
constexpr char kServing[] = "\x08\x01";

TEST(ServerTest, HealthSaysServing) {
  TestServer server;
  EXPECT_EQ(*Ask(server.address(), "/grpc.health.v1.Health/Check", ""), kServing);
}

TEST(ServerTest, ReflectionNamesTheServices) {
  TestServer server;
  // ServerReflectionRequest with list_services = "" (field 7).
  const auto services =
      Ask(server.address(), "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
          std::string("\x3a\x00", 2));
  ASSERT_THAT(services, IsOk());
  EXPECT_THAT(*services, HasSubstr("okapi.goals.v1.GoalsService"));
  EXPECT_THAT(*services, HasSubstr("grpc.health.v1.Health"));
}

absl::Status StartOn(const std::string& listen, bool insecure_listen = false) {
  TestServer other;
  ServerOptions options;
  options.listen = listen;
  options.insecure_listen = insecure_listen;
  Server server(options, other.runtime());
  server.AddService(&other.service());
  return server.Start().status();
}

TEST(ServerTest, OnlyLoopbackWithoutEncryption) {
  for (const char* address : {"0.0.0.0:0", "[::]:0", "192.0.2.1:0", "example.com:443", "*:0"}) {
    const absl::Status status = StartOn(address);
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kFailedPrecondition)) << address;
    EXPECT_THAT(std::string(status.message()), HasSubstr("--insecure_listen")) << address;
  }
  EXPECT_THAT(StartOn("localhost:0"), IsOk());
}

// A name that merely begins like a loopback address is not one.
TEST(ServerTest, LoopbackIsTheWholeHost) {
  for (const char* address : {"127.0.0.1.example.com:0", "127.example.com:0"}) {
    EXPECT_THAT(std::string(StartOn(address).message()), HasSubstr("--insecure_listen")) << address;
  }
}

TEST(ServerTest, ATakenPortIsAnError) {
  TestServer server;
  const absl::Status status = StartOn(server.address());
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(std::string(status.message()), HasSubstr(server.address()));
}

TEST(ServerTest, ShutdownLetsCallsUnderWayFinish) {
  TestServer server;
  Gate running;
  Gate finish;
  server.service().get = [&](const auto&, const auto&) {
    running.Open();
    finish.Wait();
    return Objective();
  };
  absl::StatusOr<Objective> answer = absl::UnknownError("none yet");
  std::thread caller([&] { answer = server.Get("organizations/acme/objectives/slow"); });
  running.Wait();
  // A drain closes streams first: from then on the shutdown is waiting for the call.
  Gate draining;
  server.runtime().drain.Add([&draining] { draining.Open(); });
  std::thread stopper([&server] { server.server().Shutdown(); });
  draining.Wait();
  finish.Open();
  caller.join();
  stopper.join();
  EXPECT_THAT(answer, IsOk());
  server.server().Shutdown();  // Again does nothing.
}

}  // namespace
}  // namespace okapi::rpc

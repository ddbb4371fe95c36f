#pragma once

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/base/clock.h"
#include "common/base/ids.h"
#include "common/rpc/audit_service.h"
#include "common/rpc/channel.h"
#include "common/rpc/runtime.h"
#include "common/rpc/server.h"
#include "common/status/convert.h"
#include "okapi/metrics/v1/metrics_service.grpc.pb.h"
#include "services/metrics/metrics_service.h"
#include "services/metrics/store/metrics_store.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_database.h"

namespace okapi::metrics {

// The real metrics service on a real database and a real port. Restart() closes it and opens it
// again on what is on disk.
class MetricsScene {
 public:
  using Stub = v1::MetricsService::Stub;

  explicit MetricsScene(const base::Clock& clock) : clock_(clock), database_(Families(), clock) {
    Start();
  }
  ~MetricsScene() { Stop(); }

  void Restart() {
    Stop();
    database_.Reopen();
    Start();
  }
  Stub& stub() { return *stub_; }
  std::shared_ptr<grpc::Channel> channel() { return channel_; }
  const std::string& address() const { return address_; }

  // Calls a unary method: Call(&Stub::GetKpi, request).
  template <typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                             Response*),
                                const Request& request) {
    grpc::ClientContext context;
    Bound(context);
    Response response;
    const grpc::Status status = (stub_.get()->*method)(&context, request, &response);
    if (!status.ok()) return status::FromGrpc(status);
    return response;
  }

  // No test waits longer than this for an answer.
  static void Bound(grpc::ClientContext& context) {
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
  }

 private:
  void Start() {
    runtime_.emplace(database_.journal(), clock_);
    auto service = MetricsService::Create(*runtime_, ids_);
    ASSERT_TRUE(service.ok()) << service.status();
    service_ = *std::move(service);
    rpc::ServerOptions options;
    options.listen = "127.0.0.1:0";
    options.drain_max = absl::Seconds(5);
    server_ = std::make_unique<rpc::Server>(options, *runtime_);
    server_->AddService(service_.get());
    server_->AddService(&service_->otlp());
    audit_.emplace(*runtime_);
    server_->AddService(&*audit_);
    const auto port = server_->Start();
    ASSERT_TRUE(port.ok()) << port.status();
    address_ = "127.0.0.1:" + std::to_string(*port);
    channel_ = rpc::Connect(address_);
    stub_ = v1::MetricsService::NewStub(channel_);
  }
  void Stop() {
    stub_.reset();
    channel_.reset();
    server_.reset();
    service_.reset();
    runtime_.reset();
  }

  const base::Clock& clock_;
  base::RandomIdGenerator ids_;
  okapi::testing::TempJournal database_;
  std::optional<rpc::Runtime> runtime_;
  std::unique_ptr<MetricsService> service_;
  std::unique_ptr<rpc::Server> server_;
  std::optional<rpc::AuditService> audit_;
  std::string address_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<Stub> stub_;
};

// A StreamSamples call as its sender sees it.
class SampleSender {
 public:
  SampleSender(MetricsScene& scene, const std::string& stream_id,
               const std::string& organization = "organizations/o") {
    MetricsScene::Bound(context_);
    stream_ = scene.stub().StreamSamples(&context_);
    v1::StreamSamplesRequest request;
    request.mutable_open()->set_parent(organization);
    request.mutable_open()->set_stream_id(stream_id);
    stream_->Write(request);
  }
  ~SampleSender() {
    context_.TryCancel();
    (void)Finish();
  }

  // Number of the last durable batch, as the server answers the opening.
  int64_t Opened() { return Next().opened().last_sequence(); }
  void Send(const v1::SampleBatch& batch) {
    v1::StreamSamplesRequest request;
    *request.mutable_batch() = batch;
    stream_->Write(request);
  }
  // Reads acknowledgements until one covers the batch, and adds them up.
  v1::BatchAck AwaitAck(int64_t sequence) {
    v1::BatchAck total;
    while (total.sequence() < sequence && !::testing::Test::HasFailure()) {
      const v1::BatchAck ack = Next().ack();
      total.set_sequence(ack.sequence());
      total.set_accepted_count(total.accepted_count() + ack.accepted_count());
      total.set_rejected_count(total.rejected_count() + ack.rejected_count());
      total.mutable_rejections()->MergeFrom(ack.rejections());
    }
    return total;
  }
  // Closes this half, reads what is left, and tells how the stream ended.
  absl::Status Close() {
    stream_->WritesDone();
    v1::StreamSamplesResponse ignored;
    while (stream_->Read(&ignored)) {
    }
    return Finish();
  }

 private:
  v1::StreamSamplesResponse Next() {
    v1::StreamSamplesResponse response;
    if (!stream_->Read(&response)) ADD_FAILURE() << "the stream ended: " << Finish();
    return response;
  }
  // gRPC wants it once.
  absl::Status Finish() {
    if (!end_.has_value()) end_ = status::FromGrpc(stream_->Finish());
    return *end_;
  }

  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReaderWriter<v1::StreamSamplesRequest, v1::StreamSamplesResponse>>
      stream_;
  std::optional<absl::Status> end_;
};

// A server stream as its receiver sees it.
template <typename Request, typename Response>
class Watcher {
 public:
  using Method = std::unique_ptr<grpc::ClientReader<Response>> (MetricsScene::Stub::*)(
      grpc::ClientContext*, const Request&);

  Watcher(MetricsScene& scene, Method method, const Request& request) {
    MetricsScene::Bound(context_);
    reader_ = (scene.stub().*method)(&context_, request);
  }
  ~Watcher() {
    context_.TryCancel();
    (void)Finish();
  }

  // The next message.
  Response Next() {
    Response response;
    if (!reader_->Read(&response)) ADD_FAILURE() << "the stream ended: " << Finish();
    return response;
  }
  // The status with which the stream ends, whatever comes before.
  absl::Status End() {
    Response ignored;
    while (reader_->Read(&ignored)) {
    }
    return Finish();
  }

 private:
  // gRPC wants it once.
  absl::Status Finish() {
    if (!end_.has_value()) end_ = status::FromGrpc(reader_->Finish());
    return *end_;
  }

  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<Response>> reader_;
  std::optional<absl::Status> end_;
};

}  // namespace okapi::metrics

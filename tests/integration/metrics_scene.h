#pragma once

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/base/clock.h"
#include "common/status/convert.h"
#include "okapi/metrics/v1/metrics_service.grpc.pb.h"
#include "tests/support/status_matchers.h"

namespace okapi::metrics {

// The real metrics service on a real database and a real port. Restart() closes it and opens it
// again on what is on disk.
class MetricsScene {
 public:
  using Stub = v1::MetricsService::Stub;

  // `clock` must outlive the scene.
  explicit MetricsScene(const base::Clock& clock);
  ~MetricsScene();

  void Restart();
  // Closes the service for good.
  void Stop();
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
  // What is made anew by Restart(), and what stays; in metrics_scene.cc, for the headers of
  // services take seconds in every test.
  struct Process;
  struct Disk;

  void Start();

  std::unique_ptr<Disk> disk_;
  std::unique_ptr<Process> process_;
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

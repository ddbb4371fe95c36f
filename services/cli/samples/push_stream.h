#pragma once

#include <grpcpp/grpcpp.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/base/mutex.h"
#include "okapi/metrics/v1/metrics_service.grpc.pb.h"

namespace okapi::cli {

// One call of StreamSamples, until it breaks or ends. gRPC's threads put down what happened, and
// one thread of ours takes it: it never waits for the network without a limit.
class PushStream final
    : private grpc::ClientBidiReactor<okapi::metrics::v1::StreamSamplesRequest,
                                      okapi::metrics::v1::StreamSamplesResponse> {
 public:
  // What happened since the last Wait().
  struct Events {
    // The server named its last durable batch.
    std::optional<int64_t> opened;
    std::vector<okapi::metrics::v1::BatchAck> acks;
    // Whether a batch may be written.
    bool writable = false;
    // The call is over; OK if the server had everything. Comes last and again each time.
    std::optional<absl::Status> ended;
  };

  // Opens the stream `stream_id` of `parent`. `stub` must outlive this.
  PushStream(okapi::metrics::v1::MetricsService::Stub& stub, const std::string& parent,
             const std::string& stream_id);
  // Cancels the call if it is not over.
  ~PushStream() override;

  // Waits until something happens, but not longer than `timeout`.
  Events Wait(absl::Duration timeout) OKAPI_EXCLUDES(mutex_);
  // Precondition: the last Wait() said `writable`, and nothing was written since.
  void Write(okapi::metrics::v1::StreamSamplesRequest request) OKAPI_EXCLUDES(mutex_);
  // Tells the server that there are no more batches; it ends the call. Precondition as of Write().
  void Finish();

 private:
  void OnReadDone(bool ok) override OKAPI_EXCLUDES(mutex_);
  void OnWriteDone(bool ok) override OKAPI_EXCLUDES(mutex_);
  void OnDone(const grpc::Status& status) override OKAPI_EXCLUDES(mutex_);

  // Lets gRPC end the call: before, it must expect a write at any time.
  void Release();

  grpc::ClientContext context_;
  bool released_ = false;                               // Our thread's.
  okapi::metrics::v1::StreamSamplesRequest request_;    // Our thread's, and gRPC's while writing.
  okapi::metrics::v1::StreamSamplesResponse response_;  // gRPC's.

  base::Mutex mutex_;
  base::CondVar changed_;
  std::optional<int64_t> opened_ OKAPI_GUARDED_BY(mutex_);
  std::vector<okapi::metrics::v1::BatchAck> acks_ OKAPI_GUARDED_BY(mutex_);
  bool writable_ OKAPI_GUARDED_BY(mutex_) = false;
  bool news_ OKAPI_GUARDED_BY(mutex_) = false;
  bool broken_ OKAPI_GUARDED_BY(mutex_) = false;
  std::optional<absl::Status> ended_ OKAPI_GUARDED_BY(mutex_);
};

}  // namespace okapi::cli

#pragma once

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/base/mutex.h"
#include "tests/bench/peers/target.h"

namespace okapi::bench {

// StreamSamples of okapi-metrics: series are declared once, batches follow without waiting, up to
// kInFlightMax unacknowledged. Messages are sent as the bytes that Encode() made. gRPC's threads
// write on; the lane's own thread only waits.
class StreamLane final : public Lane,
                         private grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  static constexpr int64_t kInFlightMax = 32;

  static absl::StatusOr<std::unique_ptr<Lane>> Open(const std::string& address,
                                                    const Workload& workload);
  ~StreamLane() override;

  std::string Encode(const Batch& batch) override;
  absl::Status Send(const std::vector<std::string>& requests) override OKAPI_EXCLUDES(mutex_);

 private:
  StreamLane(const std::string& address, const Workload& workload);

  void OnReadDone(bool ok) override OKAPI_EXCLUDES(mutex_);
  void OnWriteDone(bool ok) override OKAPI_EXCLUDES(mutex_);
  void OnDone(const grpc::Status& status) override OKAPI_EXCLUDES(mutex_);

  void WriteNext() OKAPI_REQUIRES(mutex_);
  absl::Status WaitFor(int64_t acknowledged) OKAPI_EXCLUDES(mutex_);
  // Lets gRPC end the call, and waits until it has.
  absl::Status AwaitEnd() OKAPI_EXCLUDES(mutex_);

  const Workload& workload_;
  bool released_ = false;  // The lane thread's: whether gRPC may end the call.
  // Encode()'s: numbers given to the series, -1 before, and of the last batch.
  std::vector<int64_t> refs_;
  int64_t declared_ = 0;
  int64_t encoded_ = 0;

  grpc::GenericStub stub_;
  grpc::ClientContext context_;
  std::string open_;
  grpc::ByteBuffer writing_;  // gRPC's while it writes.
  grpc::ByteBuffer reading_;  // gRPC's.

  base::Mutex mutex_;
  base::CondVar changed_;
  const std::vector<std::string>* requests_ OKAPI_GUARDED_BY(mutex_) = nullptr;
  size_t next_ OKAPI_GUARDED_BY(mutex_) = 0;  // Of requests_.
  bool write_pending_ OKAPI_GUARDED_BY(mutex_) = true;
  // Batches. Nothing is acknowledged, not even 0, before the stream is open.
  int64_t sent_ OKAPI_GUARDED_BY(mutex_) = 0;
  int64_t acknowledged_ OKAPI_GUARDED_BY(mutex_) = -1;
  int64_t rejected_ OKAPI_GUARDED_BY(mutex_) = 0;
  std::string rejection_ OKAPI_GUARDED_BY(mutex_);  // The first.
  bool broken_ OKAPI_GUARDED_BY(mutex_) = false;
  std::optional<absl::Status> end_ OKAPI_GUARDED_BY(mutex_);
};

}  // namespace okapi::bench

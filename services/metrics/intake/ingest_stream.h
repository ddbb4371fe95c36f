#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/mutex.h"
#include "common/rpc/call.h"
#include "common/rpc/runtime.h"
#include "okapi/metrics/v1/metrics_service.pb.h"
#include "services/metrics/batches/sample_batch.h"
#include "services/metrics/engine/sample_engine.h"
#include "services/metrics/series/declared_series.h"

namespace okapi::metrics {

// One call of StreamSamples. Batches are checked on gRPC's thread and go through the lane while the
// next ones are read; up to kUnackedMax of them wait for the disk, then reading pauses. What became
// durable while an acknowledgement was on its way is acknowledged together. However the stream
// ends, what was taken is acknowledged first.
class IngestStream final
    : public grpc::ServerBidiReactor<v1::StreamSamplesRequest, v1::StreamSamplesResponse>,
      public std::enable_shared_from_this<IngestStream> {
 public:
  static constexpr int kUnackedMax = 32;

  // Serves a call; the stream keeps itself until gRPC and the lane are done with it. The other
  // objects must outlive it.
  static IngestStream* Serve(rpc::Runtime& runtime, SampleEngine& engine, Intakes& intakes,
                             const grpc::CallbackServerContext& context);

  void OnReadDone(bool ok) override OKAPI_EXCLUDES(mutex_);
  void OnWriteDone(bool ok) override OKAPI_EXCLUDES(mutex_);
  void OnCancel() override OKAPI_EXCLUDES(mutex_);
  void OnDone() override;

 private:
  IngestStream(rpc::Runtime& runtime, SampleEngine& engine, Intakes& intakes)
      : runtime_(runtime), engine_(engine), intakes_(intakes) {}

  void Begin(const grpc::CallbackServerContext& context);
  absl::Status TakeOpen() OKAPI_EXCLUDES(mutex_);
  absl::Status TakeBatch() OKAPI_EXCLUDES(mutex_);
  // On the executor: answers with where the stream goes on.
  void AnswerOpen() OKAPI_EXCLUDES(mutex_);
  void Submit(CheckedBatch batch) OKAPI_EXCLUDES(mutex_);
  // Reads nothing until the engine has room: the sender is slowed down by that.
  void AwaitRoom() OKAPI_EXCLUDES(mutex_);
  // On the lane: a batch is durable (`counted` unless it was taken before) or failed.
  void OnOutcome(const CheckedBatch& batch, bool counted, const absl::Status& status)
      OKAPI_EXCLUDES(mutex_);

  // Ends the stream once what was taken is acknowledged. The first status holds, but for OK.
  void End(const absl::Status& status) OKAPI_EXCLUDES(mutex_);
  // Starts whatever can go on: the next read, the next write, or the end.
  void Advance() OKAPI_REQUIRES(mutex_);

  rpc::Runtime& runtime_;
  SampleEngine& engine_;
  Intakes& intakes_;
  std::shared_ptr<IngestStream> self_;
  int64_t drain_id_ = 0;

  // These belong to the reading side, which is one thread at a time. Constant once open.
  rpc::Call call_;
  std::string stream_id_;
  std::shared_ptr<Intake> intake_;
  bool open_ = false;
  v1::StreamSamplesRequest request_;
  DeclaredSeriesList declared_;

  base::Mutex mutex_;
  bool want_read_ OKAPI_GUARDED_BY(mutex_) = false;
  bool paused_ OKAPI_GUARDED_BY(mutex_) = false;
  int unacked_ OKAPI_GUARDED_BY(mutex_) = 0;
  std::optional<v1::StreamSamplesResponse> opened_ OKAPI_GUARDED_BY(mutex_);
  std::optional<v1::BatchAck> ack_ OKAPI_GUARDED_BY(mutex_);
  v1::StreamSamplesResponse response_ OKAPI_GUARDED_BY(mutex_);
  bool writing_ OKAPI_GUARDED_BY(mutex_) = false;
  bool cancelled_ OKAPI_GUARDED_BY(mutex_) = false;
  std::optional<absl::Status> end_ OKAPI_GUARDED_BY(mutex_);
  bool finished_ OKAPI_GUARDED_BY(mutex_) = false;
};

}  // namespace okapi::metrics

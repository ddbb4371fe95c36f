#pragma once

#include <grpcpp/grpcpp.h>

#include <atomic>
#include <memory>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "common/base/mutex.h"
#include "common/rpc/runtime.h"
#include "common/rpc/server_stream.h"
#include "okapi/metrics/v1/metrics_service.pb.h"
#include "services/metrics/engine/sample_engine.h"
#include "services/metrics/kpis/definitions.h"
#include "services/metrics/queries/question_batch.h"

namespace okapi::metrics {

// Sends the answers to a batch of questions in small messages: the next one is made when the last
// one has gone out, so that at most one answer's numbers and one message are in memory. Rounds run
// on the executor, one at a time.
class AggregateStream final : public std::enable_shared_from_this<AggregateStream> {
 public:
  using Request = okapi::metrics::v1::StreamAggregateKpisRequest;
  using Response = okapi::metrics::v1::StreamAggregateKpisResponse;
  using Stream = rpc::ServerStream<Response>;
  // Bounds of one answer.
  static constexpr size_t kGroupsMax = 100'000;
  static constexpr size_t kNumbersMax = 1'000'000;
  // No group is added to a message of this size. The largest group, of kPeriodsMax periods, has
  // half a megabyte.
  static constexpr size_t kMessageBytes = 256 << 10;

  // The request is a valid one. The stream holds the object by its callbacks, not the other way.
  AggregateStream(rpc::Runtime& runtime, const Definitions& definitions, const SampleEngine& engine,
                  const Request& request, std::weak_ptr<Stream> stream);

  // Makes the next message on the executor. To be called once at first, then when the last message
  // has gone out.
  void ScheduleRound();
  // Closes the stream if the receiver has taken nothing for `ticks_max` calls.
  void Tick(int ticks_max);

 private:
  void Round();
  absl::Status CaptureAll();
  // Precondition: there is a question left.
  Response NextPart();
  // Fills in the next groups of the answer at hand; true when there are none left.
  bool AddGroups(okapi::metrics::v1::AggregateUpdate& update);

  rpc::Runtime& runtime_;
  const Definitions& definitions_;
  const SampleEngine& engine_;
  const Request request_;
  const std::weak_ptr<Stream> stream_;
  std::atomic<int> idle_ticks_{0};  // Since the last message went out.
  // Of the round that runs.
  std::optional<QuestionBatch> batch_;
  size_t position_ = 0;                   // Of the question at hand.
  std::optional<ComputedAnswer> answer_;  // To it, once computed.
  size_t next_group_ = 0;
};

// All open calls of StreamAggregateKpis. Thread-safe.
class AggregateStreams {
 public:
  static constexpr size_t kOpenMax = 8;
  static constexpr int kIdleTicksMax = 6;  // A minute.

  // All must outlive the object.
  AggregateStreams(rpc::Runtime& runtime, const Definitions& definitions,
                   const SampleEngine& engine);
  ~AggregateStreams();
  AggregateStreams(const AggregateStreams&) = delete;
  AggregateStreams& operator=(const AggregateStreams&) = delete;

  grpc::ServerWriteReactor<AggregateStream::Response>* Serve(
      grpc::CallbackServerContext* context, const AggregateStream::Request* request);

 private:
  absl::Status Add(const std::shared_ptr<AggregateStream>& stream) OKAPI_EXCLUDES(mutex_);
  void Tick() OKAPI_EXCLUDES(mutex_);

  rpc::Runtime& runtime_;
  const Definitions& definitions_;
  const SampleEngine& engine_;
  base::Mutex mutex_;
  std::vector<std::weak_ptr<AggregateStream>> open_ OKAPI_GUARDED_BY(mutex_);
  int64_t tick_ = 0;
};

}  // namespace okapi::metrics

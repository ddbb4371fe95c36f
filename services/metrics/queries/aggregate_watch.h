#pragma once

#include <grpcpp/grpcpp.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/rpc/runtime.h"
#include "common/rpc/server_stream.h"
#include "okapi/metrics/v1/metrics_service.pb.h"
#include "services/metrics/engine/sample_engine.h"
#include "services/metrics/kpis/definitions.h"
#include "services/metrics/queries/kpi_answer.h"

namespace okapi::metrics {

// One continuous query: sends every answer once, then those that changed. A round looks at what
// changed since the last one, so a burst of samples costs one computation and one message. What
// passing time alone changes (a period begins, a sample from ahead of time comes to count) is seen
// by the next round, at the latest by that of the next sign of life.
// Thread-safe; rounds run on the executor, one at a time.
class AggregateWatch final : public std::enable_shared_from_this<AggregateWatch> {
 public:
  using Request = okapi::metrics::v1::WatchAggregatesRequest;
  using Response = okapi::metrics::v1::WatchAggregatesResponse;
  using Stream = rpc::ServerStream<Response>;
  // From the beginning of one round to that of the next at least.
  static constexpr absl::Duration kRoundInterval = absl::Milliseconds(10);

  // The request is a valid one. The stream holds the watch by its callbacks; the watch must not
  // hold the stream.
  AggregateWatch(rpc::Runtime& runtime, const Definitions& definitions, const SampleEngine& engine,
                 const Request& request, std::weak_ptr<Stream> stream);

  // Something was written. Cheap; any thread.
  void Touch() { touched_ = true; }
  // Whether there is something that no round has looked at.
  bool touched() const { return touched_ && !stopped_; }
  // The next round sends a message even if nothing changed.
  void ShowLife() {
    sign_of_life_ = true;
    touched_ = true;
  }
  // Starts a round on the executor if one is due: something was written, the receiver keeps up, and
  // the last round was long enough ago for what it cost.
  void RunIfDue();
  void Stop() { stopped_ = true; }

 private:
  struct Question {
    okapi::metrics::v1::AggregateKpiRequest request;
    // What was sent last, without its revision, serialized.
    std::string sent;
    // Not OK: the definition, or the question to it, is wrong for now.
    absl::StatusOr<PreparedQuestion> prepared = absl::UnknownError("not prepared");
    // The newest revision of the samples the answer was computed from.
    int64_t samples_revision = -1;
    // There were samples from after the question's end, which time will make count.
    bool samples_ahead = false;
  };

  void Round();
  absl::Status SendChanges(Stream& stream);
  // Prepares the questions again if definitions changed or a period began by `now`.
  absl::Status RefreshQuestions(const journal::View& view, absl::Time now);
  absl::StatusOr<bool> DefinitionsChanged(const journal::View& view);
  // Adds the question's answer to the response if it is another than the last.
  void AddAnswer(int64_t revision, absl::Time now, int position, Response& response);

  rpc::Runtime& runtime_;
  const Definitions& definitions_;
  const SampleEngine& engine_;
  const std::string organization_;
  const absl::Duration interval_;
  const std::weak_ptr<Stream> stream_;
  std::atomic<bool> stopped_{false};
  std::atomic<bool> touched_{true};
  std::atomic<bool> sign_of_life_{true};
  std::atomic<bool> running_{false};
  // The round's own; handed on by running_.
  std::vector<Question> questions_;
  int64_t revision_ = -1;
  absl::Time next_period_ = absl::InfinitePast();
  std::atomic<int64_t> not_before_ns_{0};
};

}  // namespace okapi::metrics

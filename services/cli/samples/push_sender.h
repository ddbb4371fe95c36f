#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/base/clock.h"
#include "common/rpc/backoff.h"
#include "okapi/metrics/v1/metrics_service.grpc.pb.h"
#include "services/cli/samples/push_stream.h"
#include "services/cli/samples/push_summary.h"
#include "services/cli/samples/sample_file.h"
#include "services/cli/terminal/progress.h"

namespace okapi::cli {

// Where a file goes.
struct PushTarget {
  std::string parent;  // `organizations/{organization}`.
  std::string stream_id;
  // How long to try without the server taking anything.
  absl::Duration retry;
};

// Sends a file's batches over one stream after the other until the server has them all. Batches
// that are not known to be durable stay here, at most kUnackedMax; after a break the server names
// its last durable batch and sending goes on behind it. One use, one thread.
class PushSender {
 public:
  static constexpr size_t kUnackedMax = 32;

  // All of them must outlive this.
  PushSender(okapi::metrics::v1::MetricsService::Stub& stub, SampleFile& file, PushTarget target,
             const base::Clock& clock, Progress& progress, PushSummary& summary);

  // UNAVAILABLE when the server took nothing for `retry`; other errors are final at once. What was
  // durable until then is in the summary.
  absl::Status Run();
  // Why the file could not be sent as it is, if that is why Run() failed.
  const absl::Status& file_error() const { return file_error_; }

 private:
  // One connection, from where the server stands. OK when everything is durable.
  absl::Status RunStream();
  absl::Status TakeOpened(int64_t last_sequence);
  void TakeAck(const okapi::metrics::v1::BatchAck& ack);
  // Drops the batches up to `sequence`, which are durable, and says how many samples that were.
  int64_t DropDurable(int64_t sequence);
  void AddServerRejections(const okapi::metrics::v1::BatchAck& ack);
  bool HasRoom() const { return !file_ended_ && unacked_.size() < kUnackedMax; }
  bool AllDurable() const { return file_ended_ && unacked_.empty(); }
  // Whether the stream's durable batches can be this file's. An error once the file ended and the
  // stream has more of them.
  absl::Status CheckStreamIsOfFile();
  // Reads the next batch. Precondition: HasRoom(), and the stream was opened once.
  absl::Status ReadAhead();
  // Writes the next batch or the end, if there is one to write.
  void WriteNext(PushStream& stream);
  okapi::metrics::v1::StreamSamplesRequest Request(const FileBatch& batch);
  // Sleeps, but shows progress meanwhile.
  void WaitBeforeRetry(const absl::Status& reason);
  void ShowProgress(std::string trouble);

  okapi::metrics::v1::MetricsService::Stub& stub_;
  SampleFile& file_;
  const PushTarget target_;
  const base::Clock& clock_;
  Progress& progress_;
  PushSummary& summary_;
  rpc::Backoff backoff_;
  // When the server last took something.
  absl::Time last_success_;

  // Not known to be durable, in order; the first `sent_` of them are sent on this stream.
  std::deque<FileBatch> unacked_;
  size_t sent_ = 0;
  bool file_ended_ = false;
  absl::Status file_error_;
  bool finishing_ = false;  // This stream was told the end.
  // The number of the last batch read.
  int64_t last_read_ = 0;
  bool opened_before_ = false;
  bool reopened_ = false;  // After a break.
  // The number of the last durable batch as far as we know.
  int64_t durable_ = 0;
  // The numbers that this stream gave to the file's series; kUndeclared if none.
  std::vector<int64_t> refs_;
  int64_t declared_count_ = 0;
  ProgressState state_;
};

}  // namespace okapi::cli

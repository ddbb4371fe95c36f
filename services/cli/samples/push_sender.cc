#include "services/cli/samples/push_sender.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/rpc/retry.h"
#include "common/status/status_macros.h"
#include "services/cli/session/connection.h"

namespace okapi::cli {
namespace {

namespace metrics = okapi::metrics::v1;

// How often progress and the time since the last success are looked at.
constexpr absl::Duration kTick = absl::Milliseconds(100);
// A stream on which the server is silent for this long, and for the time to retry, is given up.
constexpr absl::Duration kSilenceMin = absl::Seconds(10);
constexpr int64_t kUndeclared = -1;

std::string ReasonText(metrics::SampleRejection::Reason reason) {
  switch (reason) {
    case metrics::SampleRejection::NOT_FINITE:
      return "not finite";
    case metrics::SampleRejection::TIME_IN_FUTURE:
      return "time in the future";
    case metrics::SampleRejection::TIME_TOO_OLD:
      return "time before 1970";
    case metrics::SampleRejection::INVALID_SERIES:
      return "series refused";
    case metrics::SampleRejection::KIND_MISMATCH:
      return "metric of another kind";
    case metrics::SampleRejection::TOO_MANY_SERIES:
      return "too many series";
    case metrics::SampleRejection::TOO_FAST:
      return "too many samples a second";
    default:
      return "refused by the server";
  }
}

}  // namespace

PushSender::PushSender(metrics::MetricsService::Stub& stub, SampleFile& file, PushTarget target,
                       const base::Clock& clock, Progress& progress, PushSummary& summary)
    : stub_(stub),
      file_(file),
      target_(std::move(target)),
      clock_(clock),
      progress_(progress),
      summary_(summary) {
  state_.bytes_total = file.bytes();
}

absl::Status PushSender::Run() {
  last_success_ = clock_.Now();
  while (true) {
    const absl::Status status = RunStream();
    if (status.ok() || !file_error_.ok() || !rpc::MayPass(status)) return status;
    if (clock_.Now() - last_success_ >= target_.retry) {
      return absl::UnavailableError(absl::StrCat("okapi-metrics took nothing for ",
                                                 absl::FormatDuration(target_.retry), ": ",
                                                 status.message()));
    }
    WaitBeforeRetry(status);
  }
}

absl::Status PushSender::RunStream() {
  PushStream stream(stub_, target_.parent, target_.stream_id);
  sent_ = 0;
  refs_.clear();
  declared_count_ = 0;
  finishing_ = false;
  bool opened = false;
  while (true) {
    const bool reading = opened && HasRoom();
    const PushStream::Events events = stream.Wait(reading ? absl::ZeroDuration() : kTick);
    if (events.opened.has_value()) {
      OKAPI_RETURN_IF_ERROR(TakeOpened(*events.opened));
      opened = true;
    }
    for (const metrics::BatchAck& ack : events.acks) TakeAck(ack);
    if (events.ended.has_value()) {
      if (AllDurable()) return absl::OkStatus();
      if (!events.ended->ok()) return *events.ended;
      return absl::UnavailableError("the server ended the stream early");
    }
    if (clock_.Now() - last_success_ >= std::max(target_.retry, kSilenceMin)) {
      if (finishing_) return absl::OkStatus();
      return absl::DeadlineExceededError("no answer");
    }
    ShowProgress("");
    if (opened && events.writable) WriteNext(stream);
    if (reading) OKAPI_RETURN_IF_ERROR(ReadAhead());
    OKAPI_RETURN_IF_ERROR(CheckStreamIsOfFile());
  }
}

absl::Status PushSender::CheckStreamIsOfFile() {
  if (file_ended_ && last_read_ < durable_) {
    file_error_ = absl::FailedPreconditionError(absl::StrCat(
        file_.name(), ": gives only ", last_read_, " batches, but the stream '", target_.stream_id,
        "' has ", durable_, " already: is that another file's? Give another --stream, or none"));
  }
  return file_error_;
}

absl::Status PushSender::TakeOpened(int64_t last_sequence) {
  if (last_sequence < durable_) {
    return absl::DataLossError(absl::StrCat(
        "okapi-metrics has only batch ", last_sequence, " although it acknowledged batch ",
        durable_, "; were its data replaced? Push again to send what is missing"));
  }
  const int64_t samples = DropDurable(last_sequence);
  reopened_ = opened_before_;
  opened_before_ = true;
  (reopened_ ? summary_.unconfirmed : summary_.duplicates) += samples;
  return absl::OkStatus();
}

void PushSender::TakeAck(const metrics::BatchAck& ack) {
  if (ack.sequence() <= durable_) return;
  AddServerRejections(ack);
  const int64_t samples = DropDurable(ack.sequence());
  summary_.accepted += ack.accepted_count();
  // Batches that were durable already when they arrived are acknowledged with a count of 0: those
  // that another push of the stream sent meanwhile, or we ourselves before a break.
  (reopened_ ? summary_.unconfirmed : summary_.duplicates) +=
      std::max<int64_t>(0, samples - ack.accepted_count() - ack.rejected_count());
}

int64_t PushSender::DropDurable(int64_t sequence) {
  int64_t samples = 0;
  while (!unacked_.empty() && unacked_.front().sequence <= sequence) {
    samples += static_cast<int64_t>(unacked_.front().size());
    state_.bytes_done = unacked_.front().end_offset;
    unacked_.pop_front();
    if (sent_ > 0) --sent_;
  }
  if (sequence > durable_) {
    durable_ = sequence;
    last_success_ = clock_.Now();
    backoff_.Reset();
  }
  state_.samples_done += samples;
  return samples;
}

void PushSender::AddServerRejections(const metrics::BatchAck& ack) {
  int64_t unnamed = ack.rejected_count();
  for (const metrics::SampleRejection& rejection : ack.rejections()) {
    const auto batch = std::find_if(unacked_.begin(), unacked_.end(), [&](const FileBatch& other) {
      return other.sequence == rejection.sequence();
    });
    const auto index = static_cast<size_t>(rejection.index());
    if (batch == unacked_.end() || index >= batch->size()) continue;
    summary_.AddRejected(
        {batch->lines[index], 1, ReasonText(rejection.reason()), rejection.message()});
    --unnamed;
  }
  if (unnamed <= 0) return;
  summary_.rejected += unnamed;
  summary_.reasons["more, not told by the server"] += unnamed;
}

absl::Status PushSender::ReadAhead() {
  absl::StatusOr<FileBatch> batch =
      file_.NextBatch([this](RejectedLine line) { summary_.AddRejected(std::move(line)); });
  if (!batch.ok()) {
    file_error_ = batch.status();
    return file_error_;
  }
  if (batch->size() == 0) {
    file_ended_ = true;
    return absl::OkStatus();
  }
  last_read_ = batch->sequence;
  if (batch->sequence > durable_) {
    unacked_.push_back(*std::move(batch));
    return absl::OkStatus();
  }
  const auto samples = static_cast<int64_t>(batch->size());
  summary_.duplicates += samples;
  state_.samples_done += samples;
  state_.samples_skipped += samples;
  state_.bytes_done = batch->end_offset;
  state_.bytes_skipped = batch->end_offset;
  last_success_ = clock_.Now();
  return absl::OkStatus();
}

void PushSender::WriteNext(PushStream& stream) {
  if (sent_ < unacked_.size()) {
    stream.Write(Request(unacked_[sent_]));
    ++sent_;
  } else if (AllDurable() && !finishing_) {
    finishing_ = true;
    stream.Finish();
  }
}

metrics::StreamSamplesRequest PushSender::Request(const FileBatch& batch) {
  metrics::StreamSamplesRequest request;
  metrics::SampleBatch& message = *request.mutable_batch();
  message.set_sequence(batch.sequence);
  message.mutable_series_refs()->Reserve(static_cast<int>(batch.size()));
  for (const uint32_t series : batch.series) {
    if (series >= refs_.size()) refs_.resize(series + size_t{1}, kUndeclared);
    if (refs_[series] == kUndeclared) {
      refs_[series] = declared_count_++;
      *message.add_series() = file_.series().Declaration(series);
    }
    message.add_series_refs(static_cast<uint32_t>(refs_[series]));
  }
  message.mutable_times_us()->Add(batch.times_us.begin(), batch.times_us.end());
  message.mutable_values()->Add(batch.values.begin(), batch.values.end());
  return request;
}

void PushSender::WaitBeforeRetry(const absl::Status& reason) {
  const absl::Time now = clock_.Now();
  const absl::Time end = std::min(now + backoff_.Next(), last_success_ + target_.retry);
  const std::string trouble = absl::StrCat("waiting for okapi-metrics: ", reason.message());
  for (absl::Time at = now; at < end; at = clock_.Now()) {
    ShowProgress(trouble);
    absl::SleepFor(std::min(kTick, end - at));
  }
}

void PushSender::ShowProgress(std::string trouble) {
  state_.trouble = std::move(trouble);
  progress_.Show(state_);
}

}  // namespace okapi::cli

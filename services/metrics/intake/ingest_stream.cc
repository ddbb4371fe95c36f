#include "services/metrics/intake/ingest_stream.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/api/request_check.h"
#include "common/api/resource_name.h"
#include "common/rpc/limits.h"
#include "common/status/convert.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/metrics/intake/stream_position.h"

namespace okapi::metrics {
namespace {

constexpr size_t kStreamIdBytesMax = 200;

absl::Status CheckStreamId(absl::string_view id) {
  const bool printable = std::all_of(id.begin(), id.end(), [](char c) {
    return absl::ascii_isprint(static_cast<unsigned char>(c));
  });
  if (printable && id.size() <= kStreamIdBytesMax) return absl::OkStatus();
  return status::InvalidField("open.stream_id", absl::StrCat("must be 1 to ", kStreamIdBytesMax,
                                                             " printable ASCII characters"));
}

}  // namespace

IngestStream* IngestStream::Serve(rpc::Runtime& runtime, SampleEngine& engine, Intakes& intakes,
                                  const grpc::CallbackServerContext& context) {
  std::shared_ptr<IngestStream> stream(new IngestStream(runtime, engine, intakes));
  stream->self_ = stream;
  std::weak_ptr<IngestStream> weak = stream;
  stream->drain_id_ = runtime.drain.Add([weak] {
    if (auto open = weak.lock()) {
      open->End(status::Error(absl::StatusCode::kUnavailable, status::ErrorReason::SHUTTING_DOWN,
                              "the server is stopping"));
    }
  });
  stream->Begin(context);
  return stream.get();
}

void IngestStream::Begin(const grpc::CallbackServerContext& context) {
  absl::StatusOr<rpc::Call> call =
      rpc::AdmitStream(context, v1::StreamSamplesRequest::descriptor());
  if (!call.ok()) {
    End(call.status());
    return;
  }
  call_ = *std::move(call);
  base::MutexLock lock(mutex_);
  want_read_ = true;
  Advance();
}

void IngestStream::OnReadDone(bool ok) {
  if (!ok) {  // The sender has sent everything, or is gone.
    End(absl::OkStatus());
    return;
  }
  absl::Status status = open_ ? TakeBatch() : TakeOpen();
  if (!status.ok()) End(status);
}

absl::Status IngestStream::TakeOpen() {
  if (!request_.has_open()) {
    return status::InvalidField("open", "the first message must open the stream");
  }
  OKAPI_RETURN_IF_ERROR(api::CheckRequest(request_));
  static const api::NamePattern& pattern = *new api::NamePattern(api::kOrganizationPattern);
  OKAPI_RETURN_IF_ERROR(pattern.Match(request_.open().parent(), "open.parent").status());
  OKAPI_RETURN_IF_ERROR(CheckStreamId(request_.open().stream_id()));
  open_ = true;
  call_.organization = request_.open().parent();
  stream_id_ = request_.open().stream_id();
  intake_ = intakes_.Of(call_.organization);
  if (runtime_.executor.TrySchedule([self = self_] { self->AnswerOpen(); })) {
    return absl::OkStatus();
  }
  return rpc::TooManyCalls();
}

void IngestStream::AnswerOpen() {
  auto last_sequence = [this]() -> absl::StatusOr<int64_t> {
    OKAPI_ASSIGN_OR_RETURN(const journal::View view, runtime_.journal.Read());
    return LastSequence(*view.reader, StreamKey{call_.organization, stream_id_});
  };
  const absl::StatusOr<int64_t> last = last_sequence();
  if (!last.ok()) {
    End(last.status());
    return;
  }
  base::MutexLock lock(mutex_);
  opened_.emplace().mutable_opened()->set_last_sequence(*last);
  want_read_ = true;
  Advance();
}

absl::Status IngestStream::TakeBatch() {
  if (request_.has_open()) {
    return status::InvalidField("open", "only the first message opens the stream");
  }
  if (!request_.has_batch()) return status::InvalidField("batch", "is required");
  if (request_.batch().sequence() <= 0) {
    return status::InvalidField("batch.sequence", "must be positive: batches count from 1");
  }
  OKAPI_ASSIGN_OR_RETURN(CheckedBatch batch,
                         CheckBatch(request_.batch(), runtime_.clock.Now(), *intake_, declared_));
  Submit(std::move(batch));
  return absl::OkStatus();
}

void IngestStream::Submit(CheckedBatch checked) {
  {
    base::MutexLock lock(mutex_);
    if (end_.has_value()) return;
    ++unacked_;
  }
  struct Pending {
    CheckedBatch batch;
    bool counted = false;
  };
  auto pending = std::make_shared<Pending>();
  pending->batch = std::move(checked);
  journal::Origin origin;
  origin.actor = call_.actor;
  origin.method = call_.method;
  origin.organization = call_.organization;
  runtime_.journal.Submit(
      std::move(origin),
      [self = shared_from_this(), pending](journal::Transaction& transaction) -> absl::Status {
        const StreamKey key{self->call_.organization, self->stream_id_};
        OKAPI_ASSIGN_OR_RETURN(pending->counted,
                               AppendNext(transaction, self->engine_, key, pending->batch));
        return absl::OkStatus();
      },
      [self = shared_from_this(), pending](const absl::StatusOr<int64_t>& revision) {
        self->OnOutcome(pending->batch, pending->counted, revision.status());
      });
  if (!engine_.HasRoom()) AwaitRoom();
  base::MutexLock lock(mutex_);
  want_read_ = true;
  Advance();
}

void IngestStream::AwaitRoom() {
  {
    base::MutexLock lock(mutex_);
    paused_ = true;
  }
  std::weak_ptr<IngestStream> weak = weak_from_this();
  engine_.WhenRoom([weak] {
    auto stream = weak.lock();
    if (stream == nullptr) return;
    base::MutexLock lock(stream->mutex_);
    stream->paused_ = false;
    stream->Advance();
  });
}

void IngestStream::OnOutcome(const CheckedBatch& batch, bool counted, const absl::Status& status) {
  base::MutexLock lock(mutex_);
  --unacked_;
  if (!status.ok()) {
    // Also when the sender has closed its half already: the stream must not end as if all were
    // well.
    if (!end_.has_value() || end_->ok()) end_ = status;
  } else {
    if (!ack_.has_value()) ack_.emplace();
    ack_->set_sequence(std::max(ack_->sequence(), batch.sequence));
    if (counted) {
      ack_->set_accepted_count(ack_->accepted_count() + batch.accepted_count());
      ack_->set_rejected_count(ack_->rejected_count() + batch.rejected.count);
      for (const v1::SampleRejection& rejection : batch.rejected.shown) {
        if (ack_->rejections_size() >= kRejectionsShownMax) break;
        *ack_->add_rejections() = rejection;
      }
    }
  }
  Advance();
}

void IngestStream::End(const absl::Status& status) {
  base::MutexLock lock(mutex_);
  if (!end_.has_value()) end_ = status;
  Advance();
}

void IngestStream::Advance() {
  if (finished_) return;
  if (want_read_ && !paused_ && !end_.has_value() && unacked_ < kUnackedMax) {
    want_read_ = false;
    StartRead(&request_);
  }
  if (writing_) return;
  if (!cancelled_ && (opened_.has_value() || ack_.has_value())) {
    if (opened_.has_value()) {
      response_ = *std::move(opened_);
      opened_.reset();
    } else {
      response_.mutable_ack()->Swap(&*ack_);
      ack_.reset();
    }
    writing_ = true;
    StartWrite(&response_);
  } else if (end_.has_value() && unacked_ == 0) {
    // Not before the lane is done with the batches, also when nobody listens any more: the engine
    // is only sure to be there as long as the call is.
    finished_ = true;
    Finish(status::ToGrpc(*end_));
  }
}

void IngestStream::OnWriteDone(bool ok) {
  base::MutexLock lock(mutex_);
  writing_ = false;
  if (!ok) {
    cancelled_ = true;
    if (!end_.has_value()) end_ = absl::CancelledError("the sender went away");
  }
  Advance();
}

void IngestStream::OnCancel() {
  base::MutexLock lock(mutex_);
  cancelled_ = true;
  if (!end_.has_value()) end_ = absl::CancelledError("the sender went away");
  Advance();
}

void IngestStream::OnDone() {
  runtime_.drain.Remove(drain_id_);
  self_.reset();
}

}  // namespace okapi::metrics

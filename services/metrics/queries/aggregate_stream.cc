#include "services/metrics/queries/aggregate_stream.h"

#include <algorithm>
#include <utility>

#include "common/rpc/call.h"
#include "common/rpc/limits.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/metrics/queries/aggregate_update.h"
#include "services/metrics/queries/kpi_answer.h"

namespace okapi::metrics {

AggregateStream::AggregateStream(rpc::Runtime& runtime, const Definitions& definitions,
                                 const SampleEngine& engine, const Request& request,
                                 std::weak_ptr<Stream> stream)
    : runtime_(runtime),
      definitions_(definitions),
      engine_(engine),
      request_(request),
      stream_(std::move(stream)) {}

void AggregateStream::ScheduleRound() {
  idle_ticks_ = 0;
  if (runtime_.executor.TrySchedule([self = shared_from_this()] { self->Round(); })) return;
  if (const auto stream = stream_.lock()) {
    stream->Close(rpc::TooManyCalls());
  }
}

void AggregateStream::Tick(int ticks_max) {
  if (++idle_ticks_ <= ticks_max) return;
  const auto stream = stream_.lock();
  // With an empty queue it is not the receiver that takes its time.
  if (stream == nullptr || stream->queued() == 0) return;
  stream->Close(status::Error(absl::StatusCode::kResourceExhausted,
                              status::ErrorReason::SLOW_CONSUMER,
                              "the receiver has taken nothing for too long; ask again"));
}

void AggregateStream::Round() {
  const auto stream = stream_.lock();
  if (stream == nullptr || stream->closed()) return;
  if (!batch_.has_value()) {
    const absl::Status captured = CaptureAll();
    if (!captured.ok()) return stream->Close(captured);
  }
  if (position_ == batch_->size()) return stream->Close(absl::OkStatus());
  // Last: once it has gone out the next round may begin.
  stream->Send(NextPart());
}

absl::Status AggregateStream::CaptureAll() {
  OKAPI_ASSIGN_OR_RETURN(const journal::View view, runtime_.journal.Read());
  OKAPI_ASSIGN_OR_RETURN(batch_, QuestionBatch::Capture(definitions_, engine_, view,
                                                        request_.queries(), runtime_.clock.Now()));
  return absl::OkStatus();
}

AggregateStream::Response AggregateStream::NextPart() {
  Response response;
  okapi::metrics::v1::AggregateUpdate& update = *response.mutable_part();
  update.set_query(static_cast<int>(position_));
  absl::Status failure;
  if (!answer_.has_value()) {
    absl::StatusOr<ComputedAnswer> computed = batch_->Compute(position_, kGroupsMax, kNumbersMax);
    failure = computed.status();
    if (computed.ok()) answer_ = *std::move(computed);
    next_group_ = 0;
  }
  if (!failure.ok()) {
    SetError(failure, update);
    response.set_complete(true);
  } else {
    response.set_complete(AddGroups(update));
  }
  if (response.complete()) {
    answer_.reset();
    ++position_;
  }
  return response;
}

bool AggregateStream::AddGroups(okapi::metrics::v1::AggregateUpdate& update) {
  okapi::metrics::v1::AggregateKpiResponse& result = *update.mutable_result();
  DescribeKpi(batch_->question(position_).kpi, result);
  result.set_revision(batch_->revision());
  result.set_group_count(answer_->group_count());
  for (size_t bytes = 0; next_group_ < answer_->size() && bytes < kMessageBytes; ++next_group_) {
    okapi::metrics::v1::KpiGroup& group = *result.add_groups();
    group = answer_->Group(next_group_);
    bytes += group.ByteSizeLong();
  }
  return next_group_ == answer_->size();
}

AggregateStreams::AggregateStreams(rpc::Runtime& runtime, const Definitions& definitions,
                                   const SampleEngine& engine)
    : runtime_(runtime), definitions_(definitions), engine_(engine) {
  tick_ = runtime_.ticker.Add([this] { Tick(); });
}

AggregateStreams::~AggregateStreams() { runtime_.ticker.Remove(tick_); }

grpc::ServerWriteReactor<AggregateStream::Response>* AggregateStreams::Serve(
    grpc::CallbackServerContext* context, const AggregateStream::Request* request) {
  auto stream = AggregateStream::Stream::Create(runtime_);
  auto answers =
      std::make_shared<AggregateStream>(runtime_, definitions_, engine_, *request, stream);
  absl::Status status = rpc::Admit(*context, *request).status();
  if (status.ok()) {
    status::FieldViolations violations;
    CheckQueries(request->queries(), request->parent(), kBatchQueriesMax, violations);
    status = violations.ToStatus();
  }
  if (status.ok()) status = Add(answers);
  if (!status.ok()) {
    stream->Close(status);
    return stream.get();
  }
  // The callbacks hold the object until the stream is closed.
  stream->SetCallbacks([answers] {}, [answers] { answers->ScheduleRound(); });
  answers->ScheduleRound();
  return stream.get();
}

absl::Status AggregateStreams::Add(const std::shared_ptr<AggregateStream>& stream) {
  base::MutexLock lock(mutex_);
  std::erase_if(open_, [](const auto& weak) { return weak.expired(); });
  if (open_.size() >= kOpenMax) {
    return status::Overloaded("too many answers are being streamed", absl::Seconds(1));
  }
  open_.push_back(stream);
  return absl::OkStatus();
}

void AggregateStreams::Tick() {
  std::vector<std::shared_ptr<AggregateStream>> open;
  {
    base::MutexLock lock(mutex_);
    for (const auto& weak : open_) {
      if (auto stream = weak.lock()) open.push_back(std::move(stream));
    }
  }
  // Without the lock: it may close the stream.
  for (const auto& stream : open) stream->Tick(kIdleTicksMax);
}

}  // namespace okapi::metrics

#include "tests/bench/peers/stream_lane.h"

#include <atomic>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/convert.h"
#include "common/status/status_macros.h"
#include "okapi/metrics/v1/metrics_service.pb.h"
#include "tests/bench/peers/okapi_channel.h"

namespace okapi::bench {

namespace metrics = okapi::metrics::v1;

absl::StatusOr<std::unique_ptr<Lane>> StreamLane::Open(const std::string& address,
                                                       const Workload& workload) {
  std::unique_ptr<StreamLane> lane(new StreamLane(address, workload));
  OKAPI_RETURN_IF_ERROR(lane->WaitFor(0));
  return lane;
}

StreamLane::StreamLane(const std::string& address, const Workload& workload)
    : workload_(workload),
      refs_(static_cast<size_t>(workload.series()), -1),
      stub_(NewChannel(address)) {
  metrics::StreamSamplesRequest open;
  open.mutable_open()->set_parent(kOrganization);
  static std::atomic<int> lanes{0};
  open.mutable_open()->set_stream_id(absl::StrCat("lane-", ++lanes));
  open_ = open.SerializeAsString();
  stub_.PrepareBidiStreamingCall(&context_, "/okapi.metrics.v1.MetricsService/StreamSamples", {},
                                 this);
  writing_ = Borrow(open_);
  AddHold();  // Send() starts writes from outside gRPC's threads.
  StartWrite(&writing_);
  StartRead(&reading_);
  StartCall();
}

StreamLane::~StreamLane() {
  context_.TryCancel();
  AwaitEnd().IgnoreError();
}

std::string StreamLane::Encode(const Batch& batch) {
  metrics::StreamSamplesRequest request;
  metrics::SampleBatch& message = *request.mutable_batch();
  message.set_sequence(++encoded_);
  const auto samples = static_cast<int>(batch.samples());
  message.mutable_series_refs()->Reserve(samples);
  message.mutable_times_us()->Reserve(samples);
  message.mutable_values()->Reserve(samples);
  for (int series = batch.first_series; series < batch.first_series + batch.series_count;
       ++series) {
    int64_t& ref = refs_[static_cast<size_t>(series)];
    if (ref < 0) {
      ref = declared_++;
      metrics::SeriesDeclaration& declaration = *message.add_series();
      declaration.set_metric(workload_.Metric(series));
      declaration.set_kind(metrics::GAUGE);
      for (const Workload::Label& label : workload_.Labels(series)) {
        (*declaration.mutable_labels())[label.name] = label.value;
      }
    }
    for (int step = batch.first_step; step < batch.first_step + batch.step_count; ++step) {
      message.add_series_refs(static_cast<uint32_t>(ref));
      message.add_times_us(workload_.TimeMs(step) * 1000);
      message.add_values(workload_.Value(series, step));
    }
  }
  return request.SerializeAsString();
}

absl::Status StreamLane::Send(const std::vector<std::string>& requests) {
  int64_t last = 0;
  {
    base::MutexLock lock(mutex_);
    requests_ = &requests;
    next_ = 0;
    last = sent_ + static_cast<int64_t>(requests.size());
    WriteNext();
  }
  return WaitFor(last);
}

absl::Status StreamLane::WaitFor(int64_t acknowledged) {
  {
    base::MutexLock lock(mutex_);
    while (!broken_ && acknowledged_ < acknowledged) changed_.Wait(mutex_);
    if (rejected_ > 0) {
      return absl::InvalidArgumentError(absl::StrCat(rejected_, " samples rejected: ", rejection_));
    }
    if (acknowledged_ >= acknowledged) return absl::OkStatus();
  }
  const absl::Status end = AwaitEnd();
  return end.ok() ? absl::UnavailableError("the stream ended early") : end;
}

absl::Status StreamLane::AwaitEnd() {
  if (!std::exchange(released_, true)) RemoveHold();
  base::MutexLock lock(mutex_);
  while (!end_.has_value()) changed_.Wait(mutex_);
  return *end_;
}

void StreamLane::WriteNext() {
  if (write_pending_ || requests_ == nullptr || next_ == requests_->size() ||
      sent_ - acknowledged_ >= kInFlightMax) {
    return;
  }
  writing_ = Borrow((*requests_)[next_++]);
  ++sent_;
  write_pending_ = true;
  StartWrite(&writing_);
}

void StreamLane::OnWriteDone(bool ok) {
  base::MutexLock lock(mutex_);
  write_pending_ = !ok;  // Never again, if it failed.
  WriteNext();
}

void StreamLane::OnReadDone(bool ok) {
  base::MutexLock lock(mutex_);
  metrics::StreamSamplesResponse response;
  if (!ok || !Parse(reading_, response)) {
    // OnDone() comes when the lane lets go of the call.
    context_.TryCancel();
    broken_ = true;
    write_pending_ = true;
    changed_.NotifyAll();
    return;
  }
  if (response.has_opened()) acknowledged_ = response.opened().last_sequence();
  if (response.has_ack()) {
    acknowledged_ = response.ack().sequence();
    if (rejected_ == 0 && response.ack().rejections_size() > 0) {
      rejection_ = response.ack().rejections(0).message();
    }
    rejected_ += response.ack().rejected_count();
  }
  StartRead(&reading_);
  WriteNext();
  changed_.NotifyAll();
}

void StreamLane::OnDone(const grpc::Status& status) {
  // Held while notifying: the waiting destructor must not be done before this is.
  base::MutexLock lock(mutex_);
  end_ = status::FromGrpc(status);
  changed_.NotifyAll();
}

}  // namespace okapi::bench

#include "services/cli/samples/push_stream.h"

#include <utility>

#include "common/status/convert.h"

namespace okapi::cli {

namespace metrics = okapi::metrics::v1;

PushStream::PushStream(metrics::MetricsService::Stub& stub, const std::string& parent,
                       const std::string& stream_id) {
  stub.async()->StreamSamples(&context_, this);
  request_.mutable_open()->set_parent(parent);
  request_.mutable_open()->set_stream_id(stream_id);
  AddHold();
  StartWrite(&request_);
  StartRead(&response_);
  StartCall();
}

PushStream::~PushStream() {
  context_.TryCancel();
  Release();
  base::MutexLock lock(mutex_);
  while (!ended_.has_value()) changed_.Wait(mutex_);
}

PushStream::Events PushStream::Wait(absl::Duration timeout) {
  Events events;
  bool broken = false;
  {
    base::MutexLock lock(mutex_);
    if (!news_ && timeout > absl::ZeroDuration()) changed_.WaitFor(mutex_, timeout);
    news_ = false;
    events.opened = std::exchange(opened_, std::nullopt);
    events.acks = std::exchange(acks_, {});
    events.writable = writable_;
    broken = broken_;
  }
  if (broken) {
    Release();
    base::MutexLock lock(mutex_);
    while (!ended_.has_value()) changed_.Wait(mutex_);
    events.writable = false;
    events.ended = ended_;
  }
  return events;
}

void PushStream::Write(metrics::StreamSamplesRequest request) {
  {
    base::MutexLock lock(mutex_);
    writable_ = false;
  }
  request_ = std::move(request);
  StartWrite(&request_);
}

void PushStream::Finish() {
  {
    base::MutexLock lock(mutex_);
    writable_ = false;
  }
  StartWritesDone();
}

void PushStream::Release() {
  if (std::exchange(released_, true)) return;
  RemoveHold();
}

void PushStream::OnReadDone(bool ok) {
  base::MutexLock lock(mutex_);
  news_ = true;
  if (!ok) {
    broken_ = true;
  } else {
    if (response_.has_opened()) opened_ = response_.opened().last_sequence();
    if (response_.has_ack()) acks_.push_back(std::move(*response_.mutable_ack()));
    StartRead(&response_);
  }
  changed_.NotifyAll();
}

void PushStream::OnWriteDone(bool ok) {
  base::MutexLock lock(mutex_);
  news_ = true;
  writable_ = ok;  // If not, the read that is under way fails too.
  changed_.NotifyAll();
}

void PushStream::OnDone(const grpc::Status& status) {
  // Held while notifying: the waiting destructor must not be done before this is.
  base::MutexLock lock(mutex_);
  news_ = true;
  ended_ = status::FromGrpc(status);
  changed_.NotifyAll();
}

}  // namespace okapi::cli

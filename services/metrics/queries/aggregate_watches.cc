#include "services/metrics/queries/aggregate_watches.h"

#include <string>
#include <utility>

#include "common/api/timestamp.h"
#include "common/rpc/call.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/metrics/queries/aggregate_update.h"

namespace okapi::metrics {
namespace {

constexpr int kQueriesMax = 2000;
constexpr absl::Duration kIntervalMax = absl::Minutes(1);

absl::Status CheckRequest(const AggregateWatch::Request& request) {
  status::FieldViolations violations;
  CheckQueries(request.queries(), request.parent(), kQueriesMax, violations);
  const absl::Duration interval = api::FromDuration(request.min_interval());
  if (interval < absl::ZeroDuration() || interval > kIntervalMax) {
    violations.Add("min_interval", "must be from 0 to 1 minute");
  }
  return violations.ToStatus();
}

}  // namespace

AggregateWatches::AggregateWatches(rpc::Runtime& runtime, const Definitions& definitions,
                                   const SampleEngine& engine)
    : runtime_(runtime), definitions_(definitions), engine_(engine) {
  listener_ = runtime_.journal.Listen([this](int64_t) { Wake(); });
  tick_ = runtime_.ticker.Add([this] { Tick(); });
  thread_ = std::thread([this] { Run(); });
}

AggregateWatches::~AggregateWatches() {
  runtime_.ticker.Remove(tick_);
  listener_.reset();
  {
    base::MutexLock lock(mutex_);
    stopped_ = true;
    woken_.NotifyAll();
    rest_.NotifyAll();
  }
  thread_.join();
}

grpc::ServerWriteReactor<AggregateWatch::Response>* AggregateWatches::Serve(
    grpc::CallbackServerContext* context, const AggregateWatch::Request* request) {
  auto stream = AggregateWatch::Stream::Create(runtime_);
  absl::Status status = rpc::Admit(*context, *request).status();
  if (status.ok()) status = CheckRequest(*request);
  if (!status.ok()) {
    stream->Close(status);
    return stream.get();
  }
  auto watch = std::make_shared<AggregateWatch>(runtime_, definitions_, engine_, *request, stream);
  // The callback holds the watch until the stream is closed.
  stream->SetCallbacks([watch] { watch->Stop(); }, [watch] { watch->RunIfDue(); });
  Add(watch);
  return stream.get();
}

void AggregateWatches::Add(const std::shared_ptr<AggregateWatch>& watch) {
  base::MutexLock lock(mutex_);
  watches_.emplace(watch.get(), watch);
  woken_.NotifyAll();
}

void AggregateWatches::Wake() {
  base::MutexLock lock(mutex_);
  for (const auto& [key, weak] : watches_) {
    if (auto watch = weak.lock()) watch->Touch();
  }
  woken_.NotifyAll();
}

void AggregateWatches::Tick() {
  base::MutexLock lock(mutex_);
  for (const auto& [key, weak] : watches_) {
    if (auto watch = weak.lock()) watch->ShowLife();
  }
  woken_.NotifyAll();
}

void AggregateWatches::Run() {
  base::MutexLock lock(mutex_);
  while (!stopped_) {
    bool waiting = false;
    for (auto it = watches_.begin(); it != watches_.end();) {
      if (auto watch = it->second.lock()) {
        watch->RunIfDue();
        waiting |= watch->touched();
        ++it;
      } else {
        it = watches_.erase(it);
      }
    }
    // One that is not due yet, or is running, is looked at again after the interval.
    if (waiting) {
      rest_.WaitFor(mutex_, AggregateWatch::kRoundInterval);
    } else {
      woken_.Wait(mutex_);
    }
  }
}

}  // namespace okapi::metrics

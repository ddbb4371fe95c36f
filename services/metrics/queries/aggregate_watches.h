#pragma once

#include <grpcpp/grpcpp.h>

#include <cstdint>
#include <map>
#include <memory>
#include <thread>

#include "common/base/mutex.h"
#include "common/rpc/runtime.h"
#include "services/metrics/queries/aggregate_watch.h"

namespace okapi::metrics {

// All open continuous queries, and the one thread that gives them their turns: a write is looked at
// at once, unless the last look was a moment ago (AggregateWatch::kRoundInterval).
class AggregateWatches {
 public:
  // All must outlive the object.
  AggregateWatches(rpc::Runtime& runtime, const Definitions& definitions,
                   const SampleEngine& engine);
  ~AggregateWatches();
  AggregateWatches(const AggregateWatches&) = delete;
  AggregateWatches& operator=(const AggregateWatches&) = delete;

  // Serves a call of WatchAggregates.
  grpc::ServerWriteReactor<AggregateWatch::Response>* Serve(grpc::CallbackServerContext* context,
                                                            const AggregateWatch::Request* request);

 private:
  void Add(const std::shared_ptr<AggregateWatch>& watch) OKAPI_EXCLUDES(mutex_);
  void Wake() OKAPI_EXCLUDES(mutex_);
  void Tick() OKAPI_EXCLUDES(mutex_);
  void Run() OKAPI_EXCLUDES(mutex_);

  rpc::Runtime& runtime_;
  const Definitions& definitions_;
  const SampleEngine& engine_;
  base::Mutex mutex_;
  base::CondVar woken_;
  base::CondVar rest_;  // Notified by the destructor only.
  bool stopped_ OKAPI_GUARDED_BY(mutex_) = false;
  std::map<AggregateWatch*, std::weak_ptr<AggregateWatch>> watches_ OKAPI_GUARDED_BY(mutex_);
  std::shared_ptr<void> listener_;
  int64_t tick_ = 0;
  std::thread thread_;
};

}  // namespace okapi::metrics

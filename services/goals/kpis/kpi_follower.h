#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "common/rpc/runtime.h"
#include "okapi/metrics/v1/metrics_service.grpc.pb.h"
#include "services/goals/kpis/kpi_stream.h"
#include "services/goals/store/goals_store.h"

namespace okapi::goals {

// Keeps one KpiStream for every organization with key results that KPIs drive, and looks at the
// journal to see when their questions change. Its work runs on the runtime's executor.
class KpiFollower : public std::enable_shared_from_this<KpiFollower> {
 public:
  // All must outlive the follower.
  static std::shared_ptr<KpiFollower> Create(rpc::Runtime& runtime, const GoalsStore& store,
                                             std::shared_ptr<grpc::Channel> metrics);
  // Looks at everything once, then at every change.
  void Start();
  // Ends all streams; nothing is journalled afterwards. Idempotent.
  void Stop();

 private:
  KpiFollower(rpc::Runtime& runtime, const GoalsStore& store,
              std::shared_ptr<grpc::Channel> metrics);

  // On the lane, after every write.
  void Heard(int64_t revision);
  void Wake();
  void Run();
  absl::Status LookAtChanges() OKAPI_EXCLUDES(mutex_);
  // Asks what the organization's key results want to know now.
  absl::Status Refresh(const journal::View& view, const std::string& organization)
      OKAPI_REQUIRES(mutex_);
  absl::StatusOr<std::vector<KpiQuestion>> QuestionsOf(const storage::Reader& reader,
                                                       const std::string& organization) const;

  static constexpr int kIdle = 0;
  static constexpr int kRunning = 1;  // A run is under way and has seen everything so far.
  static constexpr int kAgain = 2;    // A run is queued, or under way and must look again.

  rpc::Runtime& runtime_;
  const GoalsStore& store_;
  const std::unique_ptr<okapi::metrics::v1::MetricsService::Stub> metrics_;
  std::atomic<int> pending_{kIdle};
  std::shared_ptr<void> listener_;
  // Held by a run from beginning to end, so that Stop() waits for it.
  base::Mutex mutex_;
  bool stopped_ OKAPI_GUARDED_BY(mutex_) = false;
  // Up to which revision nothing is left to look at; below 0 before the first look.
  std::atomic<int64_t> seen_{-1};
  // Whether the last look failed, so that the next write is to be looked at whatever it is.
  std::atomic<bool> failed_{false};
  // Organizations whose questions may have changed.
  std::set<std::string> affected_ OKAPI_GUARDED_BY(mutex_);
  struct Followed {
    std::string questions;  // Serialized, to see whether they changed.
    std::unique_ptr<KpiStream> stream;
  };
  std::map<std::string, Followed> streams_ OKAPI_GUARDED_BY(mutex_);
};

}  // namespace okapi::goals

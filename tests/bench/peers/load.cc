#include "tests/bench/peers/load.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "common/status/status_macros.h"

namespace okapi::bench {
namespace {

// Requests that SendStreaming() holds at a time, for each lane.
constexpr size_t kRequestsHeld = 64;

using Lanes = std::vector<std::unique_ptr<Lane>>;

absl::StatusOr<Lanes> OpenLanes(Target& target, const Workload& workload, int count) {
  Lanes lanes;
  for (int i = 0; i < count; ++i) {
    OKAPI_ASSIGN_OR_RETURN(std::unique_ptr<Lane> lane, target.NewLane(workload));
    lanes.push_back(std::move(lane));
  }
  return lanes;
}

// Runs work(i) for every lane at once. The first error.
absl::Status ForEachLane(int count, const std::function<absl::Status(size_t)>& work) {
  std::vector<absl::Status> results(static_cast<size_t>(count));
  std::vector<std::thread> threads;
  for (size_t i = 0; i < results.size(); ++i) {
    threads.emplace_back([&results, &work, i] { results[i] = work(i); });
  }
  for (std::thread& thread : threads) thread.join();
  for (const absl::Status& result : results) OKAPI_RETURN_IF_ERROR(result);
  return absl::OkStatus();
}

std::vector<Batch> PlanOf(size_t lane, const Workload& workload, const LoadOptions& options) {
  return workload.Plan(static_cast<int>(lane), options.lanes, options.series_per_request,
                       options.steps_per_request);
}

}  // namespace

absl::StatusOr<absl::Duration> SendPrepared(Target& target, const Workload& workload,
                                            const LoadOptions& options,
                                            const std::function<void()>& ready) {
  OKAPI_ASSIGN_OR_RETURN(const Lanes lanes, OpenLanes(target, workload, options.lanes));
  std::vector<std::vector<std::string>> requests(lanes.size());
  OKAPI_RETURN_IF_ERROR(ForEachLane(options.lanes, [&](size_t i) {
    for (const Batch& batch : PlanOf(i, workload, options)) {
      requests[i].push_back(lanes[i]->Encode(batch));
    }
    return absl::OkStatus();
  }));
  ready();
  const absl::Time start = absl::Now();
  OKAPI_RETURN_IF_ERROR(
      ForEachLane(options.lanes, [&](size_t i) { return lanes[i]->Send(requests[i]); }));
  return absl::Now() - start;
}

absl::Status SendStreaming(Target& target, const Workload& workload, const LoadOptions& options) {
  OKAPI_ASSIGN_OR_RETURN(const Lanes lanes, OpenLanes(target, workload, options.lanes));
  return ForEachLane(options.lanes, [&](size_t i) {
    std::vector<std::string> requests;
    const std::vector<Batch> plan = PlanOf(i, workload, options);
    for (size_t done = 0; done < plan.size(); ++done) {
      requests.push_back(lanes[i]->Encode(plan[done]));
      if (requests.size() < kRequestsHeld && done + 1 < plan.size()) continue;
      OKAPI_RETURN_IF_ERROR(lanes[i]->Send(requests));
      requests.clear();
    }
    return absl::OkStatus();
  });
}

absl::Status CheckAllThere(Target& target, const Workload& workload) {
  OKAPI_ASSIGN_OR_RETURN(auto stored, target.Count(workload));
  for (const std::string& metric : workload.metrics()) {
    const Totals expected = workload.Expected(metric, 0, workload.steps());
    const Totals& found = stored[metric];
    if (found.count == expected.count && NearlyEqual(found.sum, expected.sum)) continue;
    return absl::DataLossError(
        absl::StrFormat("%s: %s has %d samples of sum %f instead of %d of sum %f", target.name(),
                        metric, found.count, found.sum, expected.count, expected.sum));
  }
  return absl::OkStatus();
}

bool NearlyEqual(double a, double b) {
  return std::abs(a - b) <= 1e-9 * std::max(std::abs(a), std::abs(b));
}

}  // namespace okapi::bench

// How long a sample takes to everybody who watches: from its acknowledgement by okapi-metrics until
// WatchReport of okapi-reporting has delivered the number to all watchers. README.md says how to
// read it.

#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "common/base/mutex.h"
#include "common/status/status_macros.h"
#include "okapi/reporting/v1/reporting_service.grpc.pb.h"
#include "tests/bench/peers/okapi_channel.h"
#include "tests/bench/peers/okapi_metrics.h"
#include "tests/bench/peers/okapi_process.h"
#include "tests/bench/peers/outcome.h"

ABSL_FLAG(std::string, dir, "var/bench-live",
          "directory on the disk to measure; removed before and afterwards");
ABSL_FLAG(int, watches, 1000, "open watches");
ABSL_FLAG(int, reports, 20, "different reports among them: scorecards of 1 month, 2 months, ...");
ABSL_FLAG(int, connections, 8, "connections that the watches share");
ABSL_FLAG(int, kpis, 20, "KPIs of the scorecard");
ABSL_FLAG(int, samples, 100, "samples that are followed");

namespace okapi::bench {
namespace {

using okapi::reporting::v1::ReportingService;
using okapi::reporting::v1::WatchReportRequest;
using okapi::reporting::v1::WatchReportResponse;

// Longer than changes are collected: each sample travels alone.
constexpr absl::Duration kPause = absl::Milliseconds(200);

// When every watcher saw a number. Thread-safe.
class Sightings {
 public:
  explicit Sightings(size_t watchers) : watchers_(watchers) {}

  void See(double number) OKAPI_EXCLUDES(mutex_) {
    const absl::Time now = absl::Now();
    base::MutexLock lock(mutex_);
    times_[number].push_back(now);
    seen_.NotifyAll();
  }
  // Waits until all watchers have seen it, at most ten seconds.
  absl::StatusOr<std::vector<absl::Time>> Await(double number) OKAPI_EXCLUDES(mutex_) {
    const absl::Time end = absl::Now() + absl::Seconds(10);
    base::MutexLock lock(mutex_);
    while (times_[number].size() < watchers_) {
      if (absl::Now() >= end) {
        return absl::DeadlineExceededError(
            absl::StrCat(times_[number].size(), " of ", watchers_, " watchers saw ", number));
      }
      seen_.WaitFor(mutex_, absl::Milliseconds(100));
    }
    return times_[number];
  }

 private:
  const size_t watchers_;
  base::Mutex mutex_;
  base::CondVar seen_;
  std::map<double, std::vector<absl::Time>> times_ OKAPI_GUARDED_BY(mutex_);
};

// One open watch; says which numbers of the first KPI's open period come.
class Watcher final : public grpc::ClientReadReactor<WatchReportResponse> {
 public:
  Watcher(ReportingService::Stub& stub, const WatchReportRequest& request, Sightings& sightings)
      : request_(request), sightings_(sightings) {
    stub.async()->WatchReport(&context_, &request_, this);
    StartRead(&message_);
    StartCall();
  }
  void Cancel() { context_.TryCancel(); }
  // Returns when gRPC is done with it.
  void Join() OKAPI_EXCLUDES(mutex_) {
    base::MutexLock lock(mutex_);
    while (!done_) over_.WaitFor(mutex_, absl::Seconds(1));
  }

  void OnReadDone(bool ok) override {
    if (!ok) return;
    for (const auto& row : message_.scorecard().rows()) {
      if (row.display_name() == "KPI 0") sightings_.See(row.cells().rbegin()->actual());
    }
    StartRead(&message_);
  }
  void OnDone(const grpc::Status&) override {
    base::MutexLock lock(mutex_);
    done_ = true;
    over_.NotifyAll();
  }

 private:
  const WatchReportRequest request_;
  Sightings& sightings_;
  grpc::ClientContext context_;
  WatchReportResponse message_;
  base::Mutex mutex_;
  base::CondVar over_;
  bool done_ OKAPI_GUARDED_BY(mutex_) = false;
};

absl::Status Measure(OkapiMetrics& metrics, Sightings& sightings, Outcome& outcome) {
  std::vector<double> all_ms;
  std::vector<double> last_ms;
  // Whole numbers from 1 on: the KPI's sum of the month.
  OKAPI_RETURN_IF_ERROR(sightings.Await(1).status());
  for (int sample = 0; sample < absl::GetFlag(FLAGS_samples); ++sample) {
    absl::SleepFor(kPause);
    OKAPI_RETURN_IF_ERROR(metrics.AddSample(0, 1, absl::Now()));
    const absl::Time acknowledged = absl::Now();
    OKAPI_ASSIGN_OR_RETURN(const auto times, sightings.Await(sample + 2));
    double last = 0;
    for (const absl::Time time : times) {
      all_ms.push_back(absl::ToDoubleMilliseconds(time - acknowledged));
      last = std::max(last, all_ms.back());
    }
    last_ms.push_back(last);
  }
  std::sort(all_ms.begin(), all_ms.end());
  outcome.figures["watches"] = absl::GetFlag(FLAGS_watches);
  outcome.figures["update_ms"] = Median(all_ms);
  outcome.figures["update_p99_ms"] = all_ms[all_ms.size() * 99 / 100];
  outcome.figures["last_watcher_ms"] = Median(last_ms);
  Note(absl::StrFormat(
      "a sample reached %d watches after %.1f ms, p99 %.1f ms, the last of them after %.1f ms",
      absl::GetFlag(FLAGS_watches), Median(all_ms), outcome.figures["update_p99_ms"],
      Median(last_ms)));
  return absl::OkStatus();
}

absl::Status Run() {
  const std::filesystem::path directory = std::filesystem::absolute(absl::GetFlag(FLAGS_dir));
  std::filesystem::remove_all(directory);
  OkapiMetrics metrics;
  OKAPI_RETURN_IF_ERROR(metrics.Start(directory / "metrics", absl::GetFlag(FLAGS_kpis)));
  OKAPI_RETURN_IF_ERROR(metrics.AddSample(0, 1, absl::Now()));
  ServerProcess process;
  OKAPI_ASSIGN_OR_RETURN(const std::string address,
                         StartOkapi("reporting", directory / "reporting",
                                    {absl::StrCat("--metrics=", metrics.address())}, process));
  std::vector<std::unique_ptr<ReportingService::Stub>> stubs;
  for (int i = 0; i < absl::GetFlag(FLAGS_connections); ++i) {
    stubs.push_back(ReportingService::NewStub(NewChannel(address)));
  }
  const int watches = absl::GetFlag(FLAGS_watches);
  Sightings sightings(static_cast<size_t>(watches));
  std::vector<std::unique_ptr<Watcher>> watchers;
  for (int i = 0; i < watches; ++i) {
    WatchReportRequest request;
    request.mutable_scorecard()->set_name(kOrganization);
    request.mutable_scorecard()->set_period_count(1 + i % absl::GetFlag(FLAGS_reports));
    watchers.push_back(std::make_unique<Watcher>(*stubs[static_cast<size_t>(i) % stubs.size()],
                                                 request, sightings));
  }
  Outcome outcome;
  outcome.bench = "live";
  const absl::Status measured = Measure(metrics, sightings, outcome);
  for (const auto& watcher : watchers) watcher->Cancel();
  for (const auto& watcher : watchers) watcher->Join();
  OKAPI_RETURN_IF_ERROR(measured);
  PrintOutcome(outcome);
  return absl::OkStatus();
}

}  // namespace
}  // namespace okapi::bench

int main(int argc, char** argv) {
  absl::ParseCommandLine(argc, argv);
  const absl::Status status = okapi::bench::Run();
  std::filesystem::remove_all(absl::GetFlag(FLAGS_dir));
  if (status.ok()) return 0;
  std::fprintf(stderr, "okapi-bench-live: %s\n", std::string(status.message()).c_str());
  return 1;
}

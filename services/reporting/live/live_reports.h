#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "absl/time/time.h"
#include "okapi/reporting/v1/reporting_service.pb.h"
#include "services/reporting/live/lane.h"
#include "services/reporting/live/live_report.h"
#include "services/reporting/live/resume_token.h"
#include "services/reporting/neighbours/neighbours.h"

namespace okapi::reporting {

// The reports that are being watched, each once. A report begins with its first watcher; when the
// last has left, it is kept up to date for one to two refreshes more, for one that comes back with
// a resume token. All of them run on one lane. Thread-safe.
class LiveReports {
 public:
  struct Options {
    // How often reports are looked at again because time passes: open periods, new columns.
    absl::Duration refresh_interval = absl::Minutes(1);
    // Different reports at once: each holds a few streams and threads.
    size_t reports_max = 200;
  };

  LiveReports(std::shared_ptr<const Neighbours> neighbours, Options options);
  ~LiveReports();

  // Serves a checked request on the stream, which has no callbacks yet. The stream is closed with
  // INVALID_ARGUMENT when the resume token is damaged, and with RESOURCE_EXHAUSTED when too many
  // different reports are watched.
  void Watch(const okapi::reporting::v1::WatchReportRequest& request,
             std::shared_ptr<ReportStream> stream);

  // How many reports are being computed at the moment, for tests. Not from the lane.
  size_t CountForTest();
  // How many of them somebody watches.
  size_t WatchedForTest();

 private:
  struct Kept {
    std::shared_ptr<LiveReport> report;
    // Nobody watched it at the last refresh.
    bool idle = false;
    // When somebody last came or left, as a count of such moments.
    int64_t last_use = 0;
  };

  void Join(const okapi::reporting::v1::WatchReportRequest& request,
            const std::optional<ResumePoint>& resume, std::shared_ptr<ReportStream> stream);
  void Leave(const std::string& key, const ReportStream* stream);
  std::shared_ptr<LiveReport> Begin(const okapi::reporting::v1::WatchReportRequest& request);
  // Whether there is place for another report, if need be that of the one that nobody has watched
  // for the longest.
  bool MakeRoom();
  void RefreshAll();

  const std::shared_ptr<const Neighbours> neighbours_;
  const Options options_;
  const std::shared_ptr<Lane> lane_ = std::make_shared<Lane>();
  // By the bytes of the request, defaults filled in. On the lane only.
  std::map<std::string, Kept> reports_;
  int64_t uses_ = 0;
};

}  // namespace okapi::reporting

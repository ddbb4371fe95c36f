#pragma once

#include <functional>
#include <optional>

#include "absl/status/statusor.h"
#include "okapi/reporting/v1/reporting_service.pb.h"

namespace okapi::reporting {

// Keeps what one report is made of current by the streams of the services behind it. Lives on a
// lane: every call, also the destructor, comes from there, or after the lane was stopped.
class ReportFeed {
 public:
  // Called on the lane when Current() may have something new. May be called often; collect.
  using Changed = std::function<void()>;

  virtual ~ReportFeed() = default;

  // The whole report; nullopt as long as neither an answer nor a failure has come. An error ends
  // the report for all its watchers.
  virtual std::optional<absl::StatusOr<okapi::reporting::v1::WatchReportResponse>> Current() = 0;
  // Looks at the report again although nothing was heard, because time has passed.
  virtual void Refresh() = 0;
};

}  // namespace okapi::reporting

#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "okapi/reporting/v1/reporting_service.pb.h"

namespace okapi::reporting {

// The versions of a live report: when each of its KPIs or objectives last changed, so that whoever
// has an older version can be given what changed since. It keeps no former report, only a number
// for each part of the newest one and for some that left.
class ReportVersions {
 public:
  // When more parts than that have left, nobody is told which any more.
  explicit ReportVersions(size_t removed_max = 1000) : removed_max_(removed_max) {}

  // Takes what was just sent to the watchers: the whole report, or what changed. It makes a new
  // version.
  void Note(const okapi::reporting::v1::WatchReportResponse& message);
  int64_t version() const { return version_; }

  // What a receiver of `version` needs to have `report`, the newest one, with the frame of a delta;
  // of a KPI all rows when one of them changed. nullopt when only the whole report will do.
  // `sequence` and `resume_token` are left unset.
  std::optional<okapi::reporting::v1::WatchReportResponse> Since(
      int64_t version, const okapi::reporting::v1::WatchReportResponse& report) const;

 private:
  void Forget();

  const size_t removed_max_;
  int64_t version_ = 0;
  // Who has an older version needs the whole report.
  int64_t whole_since_ = 0;
  // By name; the version in which it last changed, or left.
  std::map<std::string, int64_t> changed_;
  std::map<std::string, int64_t> removed_;
};

}  // namespace okapi::reporting

#include "services/reporting/live/report_versions.h"

#include "services/reporting/live/report_delta.h"

namespace okapi::reporting {

using okapi::reporting::v1::ObjectiveReport;
using okapi::reporting::v1::ScorecardRow;
using okapi::reporting::v1::WatchReportResponse;

void ReportVersions::Note(const WatchReportResponse& message) {
  ++version_;
  if (message.full()) return Forget();
  const auto note = [this](const std::string& name) {
    changed_[name] = version_;
    removed_.erase(name);
  };
  for (const ScorecardRow& row : message.scorecard().rows()) note(row.kpi());
  for (const ObjectiveReport& part : message.okr_report().objectives()) {
    note(part.objective().name());
  }
  for (const std::string& name : message.removed()) {
    changed_.erase(name);
    removed_[name] = version_;
  }
  if (removed_.size() > removed_max_) Forget();
}

void ReportVersions::Forget() {
  whole_since_ = version_;
  changed_.clear();
  removed_.clear();
}

std::optional<WatchReportResponse> ReportVersions::Since(int64_t version,
                                                         const WatchReportResponse& report) const {
  if (version < whole_since_ || version > version_) return std::nullopt;
  const auto is_news = [&](const std::string& name) {
    const auto found = changed_.find(name);
    return found != changed_.end() && found->second > version;
  };
  WatchReportResponse since = DeltaFrameOf(report);
  for (const ScorecardRow& row : report.scorecard().rows()) {
    if (is_news(row.kpi())) *since.mutable_scorecard()->add_rows() = row;
  }
  for (const ObjectiveReport& part : report.okr_report().objectives()) {
    if (is_news(part.objective().name())) *since.mutable_okr_report()->add_objectives() = part;
  }
  for (const auto& [name, left] : removed_) {
    if (left > version) since.add_removed(name);
  }
  return since;
}

}  // namespace okapi::reporting

#include "services/reporting/live/live_reports.h"

#include <future>
#include <utility>

#include "common/api/stable_bytes.h"
#include "common/status/errors.h"
#include "services/reporting/live/live_okr_report.h"
#include "services/reporting/live/live_scorecard.h"

namespace okapi::reporting {
namespace {

using okapi::reporting::v1::WatchReportRequest;

// The same for requests that ask for the same report.
std::string KeyOf(const WatchReportRequest& request) {
  WatchReportRequest whole = request;
  if (whole.has_scorecard()) {
    const ScorecardQuery defaults;
    auto& scorecard = *whole.mutable_scorecard();
    if (scorecard.period_type() == okapi::common::v1::PERIOD_TYPE_UNSPECIFIED) {
      scorecard.set_period_type(defaults.period_type);
    }
    if (scorecard.period_count() == 0) scorecard.set_period_count(defaults.period_count);
  }
  return api::StableBytes(whole);
}

}  // namespace

LiveReports::LiveReports(std::shared_ptr<const Neighbours> neighbours, Options options)
    : neighbours_(std::move(neighbours)), options_(options) {
  lane_->PostAfter(options_.refresh_interval, [this] { RefreshAll(); });
}

LiveReports::~LiveReports() {
  lane_->Stop();  // Nothing below runs beside the lane.
  reports_.clear();
}

void LiveReports::Watch(const WatchReportRequest& request, std::shared_ptr<ReportStream> stream) {
  // The stream may outlive this object; the lane drops what is posted then.
  stream->SetCallbacks(
      /*closed=*/
      [this, lane = lane_, key = KeyOf(request), raw = stream.get()] {
        lane->Post([this, key, raw] { Leave(key, raw); });
      },
      /*drained=*/nullptr);
  lane_->Post(
      [this, request, stream = std::move(stream)]() mutable { Join(request, std::move(stream)); });
}

void LiveReports::Join(const WatchReportRequest& request, std::shared_ptr<ReportStream> stream) {
  const std::string key = KeyOf(request);
  std::shared_ptr<LiveReport>& report = reports_[key];
  if (report == nullptr) {
    if (reports_.size() > options_.reports_max) {
      reports_.erase(key);
      stream->Close(
          status::Overloaded("too many different reports are being watched", absl::Seconds(10)));
      return;
    }
    report = Begin(request);
  }
  report->Join(std::move(stream));
  if (!report->watched()) reports_.erase(key);
}

std::shared_ptr<LiveReport> LiveReports::Begin(const WatchReportRequest& request) {
  auto report = std::make_shared<LiveReport>(*lane_);
  report->Start([&](ReportFeed::Changed changed) -> std::shared_ptr<ReportFeed> {
    if (request.has_scorecard()) {
      // Checked before, so it parses.
      return LiveScorecard::Start(neighbours_, lane_, *ScorecardQuery::Parse(request.scorecard()),
                                  std::move(changed));
    }
    return LiveOkrReport::Start(neighbours_, lane_, request.okr_report(), std::move(changed));
  });
  return report;
}

void LiveReports::Leave(const std::string& key, const ReportStream* stream) {
  auto found = reports_.find(key);
  if (found == reports_.end()) return;
  found->second->Leave(stream);
  if (!found->second->watched()) reports_.erase(found);
}

void LiveReports::RefreshAll() {
  for (auto& [key, report] : reports_) report->Refresh();
  lane_->PostAfter(options_.refresh_interval, [this] { RefreshAll(); });
}

size_t LiveReports::CountForTest() {
  std::promise<size_t> count;
  lane_->Post([&] { count.set_value(reports_.size()); });
  return count.get_future().get();
}

}  // namespace okapi::reporting

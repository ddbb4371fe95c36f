#include "services/reporting/live/live_reports.h"

#include <algorithm>
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
  whole.clear_resume_token();
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
  auto resume = DecodeResumeToken(request.resume_token(), KeyOf(request));
  if (!resume.ok()) return stream->Close(resume.status());
  // The stream may outlive this object; the lane drops what is posted then.
  stream->SetCallbacks(
      /*closed=*/
      [this, lane = lane_, key = KeyOf(request), raw = stream.get()] {
        lane->Post([this, key, raw] { Leave(key, raw); });
      },
      /*drained=*/nullptr);
  lane_->Post([this, request, resume = *std::move(resume), stream = std::move(stream)]() mutable {
    Join(request, resume, std::move(stream));
  });
}

void LiveReports::Join(const WatchReportRequest& request, const std::optional<ResumePoint>& resume,
                       std::shared_ptr<ReportStream> stream) {
  const std::string key = KeyOf(request);
  auto found = reports_.find(key);
  // How one ended while nobody watched it says nothing of now.
  if (found != reports_.end() && found->second.report->over() && !found->second.report->watched()) {
    reports_.erase(found);
    found = reports_.end();
  }
  if (found == reports_.end()) {
    if (!MakeRoom()) {
      stream->Close(
          status::Overloaded("too many different reports are being watched", absl::Seconds(10)));
      return;
    }
    found = reports_.emplace(key, Kept{Begin(request)}).first;
  }
  found->second.idle = false;
  found->second.last_use = ++uses_;
  found->second.report->Join(std::move(stream), resume);
}

std::shared_ptr<LiveReport> LiveReports::Begin(const WatchReportRequest& request) {
  auto report = std::make_shared<LiveReport>(*lane_, KeyOf(request));
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
  LiveReport& report = *found->second.report;
  report.Leave(stream);
  found->second.last_use = ++uses_;
  if (report.over() && !report.watched()) reports_.erase(found);
}

bool LiveReports::MakeRoom() {
  if (reports_.size() < options_.reports_max) return true;
  auto oldest = reports_.end();
  for (auto it = reports_.begin(); it != reports_.end(); ++it) {
    if (it->second.report->watched()) continue;
    if (oldest == reports_.end() || it->second.last_use < oldest->second.last_use) oldest = it;
  }
  if (oldest == reports_.end()) return false;
  reports_.erase(oldest);
  return true;
}

void LiveReports::RefreshAll() {
  for (auto it = reports_.begin(); it != reports_.end();) {
    Kept& kept = it->second;
    const bool left = std::exchange(kept.idle, !kept.report->watched());
    if (left && kept.idle) {
      it = reports_.erase(it);
      continue;
    }
    kept.report->Refresh();
    ++it;
  }
  lane_->PostAfter(options_.refresh_interval, [this] { RefreshAll(); });
}

size_t LiveReports::CountForTest() {
  std::promise<size_t> count;
  lane_->Post([&] { count.set_value(reports_.size()); });
  return count.get_future().get();
}

size_t LiveReports::WatchedForTest() {
  std::promise<size_t> count;
  lane_->Post([&] {
    count.set_value(
        static_cast<size_t>(std::count_if(reports_.begin(), reports_.end(), [](const auto& kept) {
          return kept.second.report->watched();
        })));
  });
  return count.get_future().get();
}

}  // namespace okapi::reporting

#include "services/reporting/live/live_report.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "services/reporting/live/report_delta.h"

namespace okapi::reporting {
namespace {

using okapi::reporting::v1::WatchReportResponse;

// Between two messages: a change after a rest goes out at once, what a burst brings after it
// together.
constexpr absl::Duration kCoalescing = absl::Milliseconds(10);

}  // namespace

LiveReport::LiveReport(Lane& lane, std::string question)
    : lane_(lane), question_(std::move(question)) {}

void LiveReport::Start(const StartFeed& start_feed) {
  feed_ = start_feed([weak = weak_from_this()] {
    if (auto report = weak.lock()) report->PublishSoon();
  });
}

void LiveReport::Join(std::shared_ptr<ReportStream> stream,
                      const std::optional<ResumePoint>& resume) {
  if (stream->closed()) return;  // Left before it came.
  if (!end_.ok()) {
    stream->Close(end_);
    return;
  }
  watchers_.push_back(Watcher{std::move(stream)});
  if (!published_.has_value()) return;
  std::optional<WatchReportResponse> since;
  if (resume.has_value() && resume->report_id == id_) {
    since = versions_.Since(resume->version, *published_);
  }
  if (since.has_value()) since->set_resume_token(ResumeToken());
  Send(watchers_.back(), since.has_value() ? *std::move(since) : *published_);
}

void LiveReport::Leave(const ReportStream* stream) {
  watchers_.erase(
      std::remove_if(watchers_.begin(), watchers_.end(),
                     [stream](const Watcher& watcher) { return watcher.stream.get() == stream; }),
      watchers_.end());
}

void LiveReport::PublishSoon() {
  if (publishing_soon_) return;
  publishing_soon_ = true;
  const auto rest = absl::FromChrono(rests_until_ - std::chrono::steady_clock::now());
  lane_.PostAfter(std::max(rest, absl::ZeroDuration()), [weak = weak_from_this()] {
    if (auto report = weak.lock()) report->Publish();
  });
}

void LiveReport::Publish() {
  publishing_soon_ = false;
  rests_until_ = std::chrono::steady_clock::now() + absl::ToChronoMilliseconds(kCoalescing);
  if (!end_.ok()) return;
  std::optional<absl::StatusOr<WatchReportResponse>> current = feed_->Current();
  if (!current.has_value()) return;
  if (!current->ok()) {
    end_ = current->status();
    for (Watcher& watcher : watchers_) watcher.stream->Close(end_);
    return;
  }
  WatchReportResponse& report = **current;
  report.set_full(true);
  std::optional<WatchReportResponse> news =
      published_.has_value() ? DeltaOf(*published_, report) : std::make_optional(report);
  if (news.has_value()) {
    versions_.Note(*news);
    news->set_resume_token(ResumeToken());
    for (Watcher& watcher : watchers_) Send(watcher, *news);
  }
  report.set_resume_token(ResumeToken());
  published_ = std::move(report);
}

std::string LiveReport::ResumeToken() const {
  return EncodeResumeToken(question_, {id_, versions_.version()});
}

void LiveReport::Send(Watcher& watcher, WatchReportResponse message) {
  message.set_sequence(++watcher.sequence);
  // A watcher that is gone or was cut off leaves by itself.
  watcher.stream->Send(std::move(message));
}

}  // namespace okapi::reporting

#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/base/ids.h"
#include "common/rpc/server_stream.h"
#include "okapi/reporting/v1/reporting_service.pb.h"
#include "services/reporting/live/lane.h"
#include "services/reporting/live/report_feed.h"
#include "services/reporting/live/report_versions.h"
#include "services/reporting/live/resume_token.h"

namespace okapi::reporting {

using ReportStream = rpc::ServerStream<okapi::reporting::v1::WatchReportResponse>;

// One report and everybody who watches it: computed once, whatever their number. Lives on a lane,
// as its feed does.
class LiveReport : public std::enable_shared_from_this<LiveReport> {
 public:
  using StartFeed = std::function<std::shared_ptr<ReportFeed>(ReportFeed::Changed)>;

  // `question` is what its resume tokens are bound to.
  LiveReport(Lane& lane, std::string question);
  // `start_feed` is called once, from here.
  void Start(const StartFeed& start_feed);

  // Sends the whole report, now or as soon as there is one, and what changes from then on. With the
  // point of an earlier watch of this very report only what changed since, if that is known.
  void Join(std::shared_ptr<ReportStream> stream, const std::optional<ResumePoint>& resume);
  void Leave(const ReportStream* stream);
  bool watched() const { return !watchers_.empty(); }
  // Whether it has come to an end, with an error.
  bool over() const { return !end_.ok(); }

  void Refresh() { feed_->Refresh(); }

 private:
  struct Watcher {
    std::shared_ptr<ReportStream> stream;
    int64_t sequence = 0;
  };

  // Publishes at once after a rest; otherwise when the rest is over, with what changes until then.
  void PublishSoon();
  void Publish();
  // For a receiver who has what is published.
  std::string ResumeToken() const;
  static void Send(Watcher& watcher, okapi::reporting::v1::WatchReportResponse message);

  Lane& lane_;
  const std::string question_;
  // Another one of the same question gets another id.
  const std::string id_ = base::RandomIdGenerator().NextId();
  std::shared_ptr<ReportFeed> feed_;
  bool publishing_soon_ = false;
  std::chrono::steady_clock::time_point rests_until_;
  // What every watcher has by now.
  std::optional<okapi::reporting::v1::WatchReportResponse> published_;
  ReportVersions versions_;
  // Not OK once the report has ended.
  absl::Status end_;
  std::vector<Watcher> watchers_;
};

}  // namespace okapi::reporting

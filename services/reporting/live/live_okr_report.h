#pragma once

#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/rpc/stream_follower.h"
#include "okapi/goals/v1/goals_service.pb.h"
#include "okapi/reporting/v1/reporting_service.pb.h"
#include "services/reporting/live/lane.h"
#include "services/reporting/live/report_feed.h"
#include "services/reporting/neighbours/neighbours.h"

namespace okapi::reporting {

// The OKR report behind a watch: follows the changes of the organization in the goal service, and
// reads the lists again when there are any. The stream is opened before the lists are read, so that
// no change falls between.
class LiveOkrReport final : public ReportFeed, public std::enable_shared_from_this<LiveOkrReport> {
 public:
  using Request = okapi::reporting::v1::GetOkrReportRequest;

  static std::shared_ptr<LiveOkrReport> Start(std::shared_ptr<const Neighbours> neighbours,
                                              std::shared_ptr<Lane> lane, Request request,
                                              Changed changed);

  std::optional<absl::StatusOr<okapi::reporting::v1::WatchReportResponse>> Current() override;
  void Refresh() override;

 private:
  LiveOkrReport(std::shared_ptr<const Neighbours> neighbours, std::shared_ptr<Lane> lane,
                Request request, Changed changed);
  void Follow();

  void OnMessage(bool has_changes);
  void OnLost(const absl::Status& why);
  // Reads the lists on the executor, or once more when a reading under way has ended.
  void Read();
  // With `away`, takes what is known instead of asking.
  void ReadOnExecutor(std::optional<absl::Status> away);
  void OnRead(const GoalsAnswers& answers);

  const std::shared_ptr<const Neighbours> neighbours_;
  const std::shared_ptr<Lane> lane_;
  const Request request_;
  const Changed changed_;

  // What is wrong with the stream; it has not spoken yet at first.
  absl::Status problem_ = absl::UnavailableError("not heard yet");
  bool reading_ = false;
  bool read_again_ = false;
  // Whether the next reading shows all objectives anew, and not only those in which more moved than
  // the expectation.
  bool all_anew_ = true;
  std::optional<okapi::reporting::v1::OkrReport> report_;
  // Set when the service refuses the report.
  absl::Status refusal_;
  // Last, so that its threads end before the rest.
  std::unique_ptr<rpc::StreamFollower<okapi::goals::v1::WatchResponse>> stream_;
};

}  // namespace okapi::reporting

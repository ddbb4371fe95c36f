#include "services/reporting/live/live_okr_report.h"

#include <utility>

#include "common/api/timestamp.h"
#include "common/rpc/retry.h"
#include "services/reporting/neighbours/freshness.h"
#include "services/reporting/reports/okr_report.h"

namespace okapi::reporting {

using okapi::reporting::v1::OkrReport;
using okapi::reporting::v1::WatchReportResponse;

std::shared_ptr<LiveOkrReport> LiveOkrReport::Start(std::shared_ptr<const Neighbours> neighbours,
                                                    std::shared_ptr<Lane> lane, Request request,
                                                    Changed changed) {
  std::shared_ptr<LiveOkrReport> report(new LiveOkrReport(std::move(neighbours), std::move(lane),
                                                          std::move(request), std::move(changed)));
  report->Follow();
  return report;
}

LiveOkrReport::LiveOkrReport(std::shared_ptr<const Neighbours> neighbours,
                             std::shared_ptr<Lane> lane, Request request, Changed changed)
    : neighbours_(std::move(neighbours)),
      lane_(std::move(lane)),
      request_(std::move(request)),
      changed_(std::move(changed)) {}

void LiveOkrReport::Follow() {
  // The follower's thread only passes on what it hears.
  auto pass = [lane = lane_, weak = weak_from_this()](auto what) {
    lane->Post([weak, what = std::move(what)] {
      if (auto report = weak.lock()) what(*report);
    });
  };
  rpc::StreamFollower<okapi::goals::v1::WatchResponse>::Callbacks callbacks;
  callbacks.open = [neighbours = neighbours_,
                    organization = request_.name()](grpc::ClientContext* context) {
    return neighbours->goals.Watch(context, organization);
  };
  callbacks.on_message = [pass](const okapi::goals::v1::WatchResponse& message) {
    pass([has_changes = message.records_size() > 0](LiveOkrReport& report) {
      report.OnMessage(has_changes);
    });
  };
  callbacks.on_lost = [pass](const absl::Status& why) {
    pass([why](LiveOkrReport& report) { report.OnLost(why); });
  };
  stream_ =
      std::make_unique<rpc::StreamFollower<okapi::goals::v1::WatchResponse>>(std::move(callbacks));
}

void LiveOkrReport::OnMessage(bool has_changes) {
  // The first message after a loss may come after changes that were missed.
  const bool returned = !problem_.ok();
  problem_ = absl::OkStatus();
  if (returned || has_changes) Read();
}

void LiveOkrReport::OnLost(const absl::Status& why) {
  if (!rpc::MayPass(why)) {
    refusal_ = why;
    changed_();
    return;
  }
  problem_ = why;
  if (report_.has_value()) {
    changed_();
  } else if (!reading_) {
    ReadOnExecutor(why);
  }
}

void LiveOkrReport::Refresh() {
  all_anew_ = true;
  if (problem_.ok()) Read();
}

void LiveOkrReport::Read() {
  if (reading_) {
    read_again_ = true;
    return;
  }
  ReadOnExecutor(std::nullopt);
}

void LiveOkrReport::ReadOnExecutor(std::optional<absl::Status> away) {
  reading_ = true;
  read_again_ = false;
  neighbours_->runtime.executor.Schedule([neighbours = neighbours_, lane = lane_,
                                          request = request_, away = std::move(away),
                                          weak = weak_from_this()] {
    GoalsAnswers answers = away.has_value() ? neighbours->goals.Recall(request, *away)
                                            : neighbours->goals.Read(request);
    lane->Post([weak, answers = std::move(answers)] {
      if (auto report = weak.lock()) report->OnRead(answers);
    });
  });
}

void LiveOkrReport::OnRead(const GoalsAnswers& answers) {
  reading_ = false;
  refusal_ = answers.Refusal();
  if (refusal_.ok()) refusal_ = CheckExistence(request_, answers);
  OkrReport report = BuildOkrReport(request_, answers, neighbours_->runtime.clock.Now());
  // An answer from memory is no news for a report that was read.
  const bool from_memory = report.sources(0).stale();
  if (!report_.has_value() || !from_memory) {
    if (report_.has_value() && !all_anew_) KeepUnmoved(*report_, report);
    all_anew_ = false;
    report_ = std::move(report);
  } else {
    *report_->mutable_sources() = report.sources();
  }
  changed_();
  if (read_again_) Read();
}

std::optional<absl::StatusOr<WatchReportResponse>> LiveOkrReport::Current() {
  if (!refusal_.ok()) return refusal_;
  if (!report_.has_value()) return std::nullopt;
  WatchReportResponse response;
  *response.mutable_okr_report() = *report_;
  if (!problem_.ok()) {
    auto* source = response.mutable_okr_report()->mutable_sources(0);
    std::optional<absl::Time> time;
    if (source->has_answer_time()) time = api::FromTimestamp(source->answer_time());
    Freshness freshness;
    freshness.Add(time, problem_);
    if (source->incomplete()) freshness.AddUnknown();
    *source = freshness.ToSource(source->service());
  }
  return response;
}

}  // namespace okapi::reporting

#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/rpc/stream_follower.h"
#include "okapi/metrics/v1/metrics_service.pb.h"
#include "okapi/reporting/v1/reporting_service.pb.h"
#include "services/reporting/live/lane.h"
#include "services/reporting/live/report_feed.h"
#include "services/reporting/neighbours/freshness.h"
#include "services/reporting/neighbours/neighbours.h"
#include "services/reporting/reports/scorecard_plan.h"

namespace okapi::reporting {

// The scorecard behind a watch. One stream tells when definitions change; they are read then, and
// the questions of the new plan are put on streams of answers. Until all of these have spoken, the
// numbers of the plan before are shown. The definitions' stream is opened before they are read, so
// that no change falls between.
//
// A row is judged again when its numbers change, and all rows when time has passed.
class LiveScorecard final : public ReportFeed, public std::enable_shared_from_this<LiveScorecard> {
 public:
  // `query` is a checked one.
  static std::shared_ptr<LiveScorecard> Start(std::shared_ptr<const Neighbours> neighbours,
                                              std::shared_ptr<Lane> lane, ScorecardQuery query,
                                              Changed changed);

  std::optional<absl::StatusOr<okapi::reporting::v1::WatchReportResponse>> Current() override;
  void Refresh() override;

 private:
  using DefinitionsStream = rpc::StreamFollower<okapi::metrics::v1::WatchResponse>;
  using AnswersMessage = okapi::metrics::v1::WatchAggregatesResponse;
  using AnswersStream = rpc::StreamFollower<AnswersMessage>;

  // A part of the questions that has a stream of its own.
  struct Part {
    // When it last spoke; nullopt: never.
    std::optional<absl::Time> heard;
    // What is wrong with its stream.
    absl::Status problem;
  };

  // A plan with its answers.
  struct Filled {
    KpiDefinitions definitions;
    ScorecardPlan plan;
    std::vector<KpiAnswer> answers;
    // Whether all of it is what was known from before.
    bool recalled = false;
    std::vector<Part> parts;
    // By KPI: the rows as they were last judged; empty when they must be judged again.
    std::vector<std::vector<okapi::reporting::v1::ScorecardRow>> rows;
  };

  LiveScorecard(std::shared_ptr<const Neighbours> neighbours, std::shared_ptr<Lane> lane,
                ScorecardQuery query, Changed changed);

  // Wraps a function of this object so that another thread can have it run on the lane, if the
  // object still lives then.
  template <typename Function>
  auto OnLane(Function function);

  void FollowDefinitions();
  void OnDefinitionsMessage(bool has_changes);
  void OnDefinitionsLost(const absl::Status& why);
  // Reads the definitions on the executor, or once more when a reading under way has ended.
  void ReadDefinitions();
  void OnDefinitions(KpiDefinitions definitions);
  // Shows what is known from before, unless something was heard meanwhile.
  void Recall(const absl::Status& away);

  void FollowAnswers();
  // Shows what is coming if every part of it has been heard.
  void ShowIfComplete();
  void OnAnswers(int64_t generation, size_t part, const AnswersMessage& message);
  void OnAnswersLost(int64_t generation, size_t part, const absl::Status& why);
  // Keeps what was heard for a time when nothing is.
  void RememberAnswers() const;

  absl::Time AsOf() const;
  // Moves the columns on when a new period has begun.
  absl::Status RollColumns();
  Freshness FreshnessNow() const;

  const std::shared_ptr<const Neighbours> neighbours_;
  const std::shared_ptr<Lane> lane_;
  const ScorecardQuery query_;
  const Changed changed_;

  // What is wrong with the definitions' stream; OK once it is back and the numbers have been caught
  // up on. Not heard of at first.
  absl::Status problem_ = absl::UnavailableError("not heard yet");
  // When that stream last spoke.
  std::optional<absl::Time> heard_;
  // Whether definitions may have changed unheard.
  bool missed_ = true;
  bool reading_ = false;
  bool read_again_ = false;
  absl::Status refusal_;
  // What is shown, and what will be once it is complete. The streams of answers belong to the
  // latter, if there is one.
  std::optional<Filled> shown_;
  std::optional<Filled> coming_;
  // Counts the sets of streams; messages of former ones are ignored.
  int64_t generation_ = 0;
  // Last, so that their threads end before the rest.
  std::vector<std::unique_ptr<AnswersStream>> answer_streams_;
  std::unique_ptr<DefinitionsStream> definitions_stream_;
};

}  // namespace okapi::reporting

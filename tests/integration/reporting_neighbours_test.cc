// Reporting between neighbours that are away, hang, refuse, or come and go.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "common/api/timestamp.h"
#include "common/base/clock.h"
#include "okapi/reporting/v1/alert_service.grpc.pb.h"
#include "okapi/reporting/v1/decision_service.grpc.pb.h"
#include "okapi/reporting/v1/export_service.grpc.pb.h"
#include "services/reporting/reporting_service.h"
#include "tests/integration/reporting_scene.h"
#include "tests/integration/scripted_metrics.h"
#include "tests/support/server_options.h"

namespace okapi::reporting {
namespace {

using okapi::reporting::v1::GetOkrReportRequest;
using okapi::reporting::v1::GetReviewPackRequest;
using okapi::reporting::v1::GetScorecardRequest;
using okapi::reporting::v1::OkrReport;
using okapi::reporting::v1::ReviewPack;
using okapi::reporting::v1::Scorecard;
using okapi::reporting::v1::WatchReportRequest;
using okapi::reporting::v1::WatchReportResponse;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

// Nothing listens on port 1.

class ReportingNeighboursTest : public ::testing::Test {
 protected:
  Scorecard GetScorecard() {
    grpc::ClientContext context;
    GetScorecardRequest request;
    request.set_name("organizations/o");
    Scorecard scorecard;
    const grpc::Status status = scene_.stub().GetScorecard(&context, request, &scorecard);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return scorecard;
  }
  ReviewPack GetReviewPack(const GetReviewPackRequest& request) {
    grpc::ClientContext context;
    ReviewPack pack;
    const grpc::Status status = scene_.stub().GetReviewPack(&context, request, &pack);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return pack;
  }
  static WatchReportRequest WatchScorecard() {
    WatchReportRequest request;
    request.mutable_scorecard()->set_name("organizations/o");
    return request;
  }
  static bool Stale(const WatchReportResponse& response) {
    return response.scorecard().sources(0).stale();
  }
  // The number of the row's last cell.
  static double Last(const okapi::reporting::v1::ScorecardRow& row) {
    return row.cells(row.cells_size() - 1).actual();
  }
  // Waits until that many reports are computed live.
  void AwaitLiveReports(size_t count) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (scene_.service().live_reports_for_test().CountForTest() != count) {
      ASSERT_LT(std::chrono::steady_clock::now(), end);
      std::this_thread::yield();
    }
  }

  base::FakeClock clock_{absl::FromCivil(absl::CivilDay(2025, 3, 14), absl::UTCTimeZone())};
  ScriptedMetrics metrics_;
  ReportingScene scene_{clock_, okapi::testing::kNobody, metrics_.address()};
};

TEST_F(ReportingNeighboursTest, WhatWasNeverHeardIsEmptyAndStale) {
  metrics_.Stop();
  const Scorecard scorecard = GetScorecard();
  EXPECT_EQ(scorecard.rows_size(), 0);
  ASSERT_EQ(scorecard.sources_size(), 1);
  EXPECT_TRUE(scorecard.sources(0).stale());
  EXPECT_FALSE(scorecard.sources(0).has_answer_time());
  EXPECT_THAT(scorecard.sources(0).problem(), HasSubstr("does not answer"));

  grpc::ClientContext context;
  GetOkrReportRequest request;
  request.set_name("organizations/o");
  OkrReport report;
  ASSERT_TRUE(scene_.stub().GetOkrReport(&context, request, &report).ok());
  EXPECT_EQ(report.objectives_size(), 0);
  EXPECT_TRUE(report.sources(0).stale());
}

TEST_F(ReportingNeighboursTest, TheLastAnswerIsGivenWithItsAgeAlsoAfterARestart) {
  metrics_.Set("a", 5);
  const absl::Time heard = clock_.Now();
  EXPECT_FALSE(GetScorecard().sources(0).stale());
  scene_.Flush();
  metrics_.Stop();
  clock_.Advance(absl::Hours(2));
  for (const bool restarted : {false, true}) {
    SCOPED_TRACE(restarted);
    if (restarted) scene_.Restart();
    const Scorecard scorecard = GetScorecard();
    ASSERT_EQ(scorecard.rows_size(), 1);
    EXPECT_EQ(scorecard.periods_size(), 6);
    EXPECT_EQ(Last(scorecard.rows(0)), 5);
    EXPECT_TRUE(scorecard.sources(0).stale());
    EXPECT_EQ(api::FromTimestamp(scorecard.sources(0).answer_time()), heard);
  }
  metrics_.Set("a", 6);
  metrics_.Start();
  // The channel tries again by itself, within moments.
  Scorecard scorecard = GetScorecard();
  while (scorecard.sources(0).stale()) scorecard = GetScorecard();
  EXPECT_EQ(Last(scorecard.rows(0)), 6);
}

TEST_F(ReportingNeighboursTest, CommentsAreRememberedToo) {
  metrics_.Set("a", 5);
  metrics_.Say("a", "Tết");
  for (const bool away : {false, true}) {
    SCOPED_TRACE(away);
    if (away) metrics_.Stop();
    grpc::ClientContext context;
    okapi::reporting::v1::GetKpiReportRequest request;
    request.set_name("organizations/o/kpis/a");
    okapi::reporting::v1::KpiReport report;
    const grpc::Status status = scene_.stub().GetKpiReport(&context, request, &report);
    ASSERT_TRUE(status.ok()) << status.error_message();
    EXPECT_EQ(report.sources(0).stale(), away);
    ASSERT_EQ(report.comments_size(), 1);
    EXPECT_EQ(report.comments(0).text(), "Tết");
    scene_.Flush();
  }
}

TEST_F(ReportingNeighboursTest, AReviewReadsAllThatWasSaidBetweenItsTimes) {
  metrics_.Set("a", 5);
  metrics_.Say("a", "Tết", 2500);
  GetReviewPackRequest request;
  request.set_name("organizations/o");
  request.mutable_start_time()->set_seconds(1738368000);  // 1 February.
  request.mutable_end_time()->set_seconds(1741564800);    // 10 March.
  const ReviewPack pack = GetReviewPack(request);
  EXPECT_EQ(pack.events_size(), 2500);
  EXPECT_EQ(pack.sources(0).problem(), "");
  const auto asked = metrics_.asked_comments();
  EXPECT_EQ(asked.end_time().seconds(), 1741564800) << "what was said later is not fetched";
  EXPECT_EQ(asked.page_token(), "2000");
}

TEST_F(ReportingNeighboursTest, AReviewUntilNowIsTheSameQuestionAnHourLater) {
  metrics_.Set("a", 5);
  metrics_.Say("a", "Tết");
  GetReviewPackRequest request;
  request.set_name("organizations/o");
  request.mutable_start_time()->set_seconds(1738368000);
  EXPECT_EQ(GetReviewPack(request).events_size(), 1);
  EXPECT_EQ(api::FromTimestamp(metrics_.asked_comments().end_time()), clock_.Now());
  scene_.Flush();
  metrics_.Stop();
  clock_.Advance(absl::Hours(1));
  const ReviewPack known = GetReviewPack(request);
  EXPECT_TRUE(known.sources(0).stale());
  EXPECT_EQ(known.events_size(), 1);
}

// Neither the question of an hour ago nor what it was answered grows with every asking.
TEST_F(ReportingNeighboursTest, AReviewUntilNowShowsTheMovementsThatWereLastKnown) {
  metrics_.Set("a", 5);
  GetReviewPackRequest request;
  request.set_name("organizations/o");
  request.mutable_start_time()->set_seconds(1738368000);  // 1 February.
  ASSERT_EQ(GetReviewPack(request).movements_size(), 1);
  scene_.Flush();
  metrics_.Stop();
  clock_.Advance(absl::Hours(1));
  const ReviewPack known = GetReviewPack(request);
  ASSERT_EQ(known.movements_size(), 1);
  EXPECT_EQ(known.movements(0).start_value(), 5);
  EXPECT_EQ(known.movements(0).end_value(), 5);
  EXPECT_TRUE(known.sources(0).stale());
  EXPECT_EQ(api::FromTimestamp(known.sources(0).answer_time()), clock_.Now() - absl::Hours(1));
}

TEST_F(ReportingNeighboursTest, AReviewOfTooManyWordsSaysWhichAreMissing) {
  metrics_.Set("a", 5);
  metrics_.Say("a", "Tết", 10'001);
  GetReviewPackRequest request;
  request.set_name("organizations/o");
  request.mutable_start_time()->set_seconds(1738368000);
  const ReviewPack pack = GetReviewPack(request);
  EXPECT_EQ(pack.events_size(), 10'000);
  EXPECT_FALSE(pack.sources(0).stale());
  EXPECT_THAT(pack.sources(0).problem(),
              HasSubstr("more than 10000 comments on KPIs between these times; those behind "
                        "'organizations/o/kpis/a/comments/m10000', by name, were not read"));
}

TEST_F(ReportingNeighboursTest, AScorecardBecomesAFileWithoutGoals) {
  metrics_.Set("a", 5);
  const auto stub = okapi::reporting::v1::ExportService::NewStub(scene_.channel());
  grpc::ClientContext context;
  okapi::reporting::v1::ExportReportRequest request;
  request.mutable_question()->mutable_scorecard()->set_name("organizations/o");
  request.set_format(okapi::reporting::v1::CSV);
  const auto reader = stub->ExportReport(&context, request);
  std::string file;
  okapi::reporting::v1::ExportReportResponse piece;
  while (reader->Read(&piece)) file += piece.data();
  ASSERT_TRUE(reader->Finish().ok());
  EXPECT_THAT(
      file,
      HasSubstr(
          ",forecast_likelihood,unknown,target_max,due_target_max\r\norganizations/o/kpis/a,"));
}

// Goals is away here from the beginning.
TEST_F(ReportingNeighboursTest, WhatNobodyCanTellOfIsAccepted) {
  metrics_.Set("a", 5);
  GetScorecard();
  scene_.Flush();
  metrics_.Stop();
  const auto decisions = v1::DecisionService::NewStub(scene_.channel());
  const auto alerts = v1::AlertService::NewStub(scene_.channel());
  auto list = [&](const char* subject) {
    grpc::ClientContext context;
    v1::ListDecisionsRequest request;
    request.set_parent("organizations/o");
    request.set_subject(subject);
    v1::ListDecisionsResponse listed;
    return decisions->ListDecisions(&context, request, &listed);
  };
  constexpr const char* kSubjects[] = {"organizations/o/kpis/new", "organizations/o/objectives/new",
                                       "organizations/o/objectives/new/keyResults/k"};
  for (const char* subject : kSubjects) {
    const grpc::Status none = list(subject);
    EXPECT_TRUE(none.ok()) << none.error_message();
  }
  for (const char* subject : kSubjects) {
    SCOPED_TRACE(subject);
    grpc::ClientContext deciding;
    v1::CreateDecisionRequest decision;
    decision.set_parent("organizations/o");
    decision.mutable_decision()->set_subject(subject);
    decision.mutable_decision()->set_text("x");
    v1::Decision decided;
    const grpc::Status first = decisions->CreateDecision(&deciding, decision, &decided);
    EXPECT_TRUE(first.ok()) << first.error_message();
    EXPECT_FALSE(decided.number().has_value());
    grpc::ClientContext ruling;
    v1::CreateAlertRuleRequest rule;
    rule.set_parent("organizations/o");
    rule.mutable_alert_rule()->set_display_name("x");
    rule.mutable_alert_rule()->mutable_status_is()->set_resource(subject);
    v1::AlertRule ruled;
    const grpc::Status second = alerts->CreateAlertRule(&ruling, rule, &ruled);
    EXPECT_TRUE(second.ok()) << second.error_message();
  }
  // Who sees what is on an objective is for goals to say.
  EXPECT_EQ(list(kSubjects[1]).error_code(), grpc::StatusCode::UNAVAILABLE);
  // And a watch begins.
  grpc::ClientContext watching;
  v1::WatchAlertsRequest watch;
  watch.set_parent("organizations/new");
  const auto stream = alerts->WatchAlerts(&watching, watch);
  v1::WatchAlertsResponse message;
  EXPECT_TRUE(stream->Read(&message));
  watching.TryCancel();
}

TEST_F(ReportingNeighboursTest, KnownNumbersStayInTheirColumnsWhenTheMonthRolls) {
  metrics_.Set("a", 5);
  GetScorecard();
  scene_.Flush();
  metrics_.Stop();
  // The scripted service answered 12 months, up to August.
  clock_.Advance(absl::Hours(24 * 30 * 8));
  const Scorecard scorecard = GetScorecard();
  EXPECT_EQ(scorecard.periods(5).id(), "2025-11");
  EXPECT_FALSE(scorecard.rows(0).cells(5).has_actual());
  EXPECT_EQ(scorecard.rows(0).cells(0).actual(), 5);
}

TEST_F(ReportingNeighboursTest, ANeighbourThatHangsHoldsUpNoReportAfterTheFirst) {
  metrics_.Set("a", 5);
  GetScorecard();
  scene_.Flush();
  metrics_.Hang(true);
  EXPECT_TRUE(GetScorecard().sources(0).stale());
  metrics_.TakeLongestWait();
  for (int i = 0; i < 3; ++i) {
    const Scorecard scorecard = GetScorecard();
    EXPECT_TRUE(scorecard.sources(0).stale());
    EXPECT_EQ(Last(scorecard.rows(0)), 5);
  }
  // 200 ms, which gRPC rounds up a little on the way.
  EXPECT_LT(metrics_.TakeLongestWait(), absl::Milliseconds(400));

  metrics_.Set("a", 6);
  metrics_.Hang(false);
  Scorecard scorecard = GetScorecard();
  while (scorecard.sources(0).stale()) scorecard = GetScorecard();
  EXPECT_EQ(Last(scorecard.rows(0)), 6);
  metrics_.TakeLongestWait();
  GetScorecard();
  EXPECT_GT(metrics_.TakeLongestWait(), absl::Milliseconds(400));
}

TEST_F(ReportingNeighboursTest, WhatANeighbourThatHangsAloneKnowsIsUnavailable) {
  metrics_.Hang(true);
  grpc::ClientContext context;
  okapi::reporting::v1::ExplainNumberRequest request;
  request.set_name("organizations/o/kpis/a");
  okapi::reporting::v1::NumberExplanation explanation;
  const grpc::Status status = scene_.stub().ExplainNumber(&context, request, &explanation);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_THAT(status.error_message(), HasSubstr("metrics cannot be asked"));
}

TEST_F(ReportingNeighboursTest, ARefusedKpiDoesNotDisturbTheOthers) {
  metrics_.Set("a", 5);
  metrics_.Set("b", 6);
  metrics_.Refuse("a");
  const Scorecard scorecard = GetScorecard();
  ASSERT_EQ(scorecard.rows_size(), 2);
  EXPECT_FALSE(scorecard.rows(0).cells(5).has_actual());
  EXPECT_EQ(Last(scorecard.rows(1)), 6);
  EXPECT_FALSE(scorecard.sources(0).stale());
  EXPECT_THAT(scorecard.sources(0).problem(), HasSubstr("a is not to be had"));
}

TEST_F(ReportingNeighboursTest, AWatcherGetsTheWholeAndThenOnlyWhatChanged) {
  metrics_.Set("a", 1);
  metrics_.Set("b", 2);
  ReportWatch watch(scene_.stub(), WatchScorecard());
  const WatchReportResponse first = watch.Next();
  EXPECT_TRUE(first.full());
  EXPECT_EQ(first.sequence(), 1);
  EXPECT_EQ(first.scorecard().rows_size(), 2);
  EXPECT_FALSE(Stale(first));

  metrics_.Set("b", 3);
  const WatchReportResponse second = watch.Next();
  EXPECT_FALSE(second.full());
  EXPECT_EQ(second.sequence(), 2);
  ASSERT_EQ(second.scorecard().rows_size(), 1);
  EXPECT_EQ(second.scorecard().rows(0).display_name(), "b");
  EXPECT_EQ(Last(second.scorecard().rows(0)), 3);
}

TEST_F(ReportingNeighboursTest, ManyWatchersOfOneReportShareItsStreamsUntilTheLastLeaves) {
  metrics_.Set("a", 1);
  {
    ReportWatch first(scene_.stub(), WatchScorecard());
    first.Next();
    WatchReportRequest same = WatchScorecard();
    same.mutable_scorecard()->set_period_count(6);  // The default, said aloud.
    ReportWatch second(scene_.stub(), same);
    EXPECT_TRUE(second.Next().full());
    AwaitLiveReports(1);
    EXPECT_EQ(metrics_.streams_opened(), 1);

    metrics_.Set("a", 2);
    EXPECT_EQ(Last(first.Next().scorecard().rows(0)), 2);
    const WatchReportResponse to_second = second.Next();
    EXPECT_EQ(Last(to_second.scorecard().rows(0)), 2);
    EXPECT_EQ(to_second.sequence(), 2);
  }
  AwaitLiveReports(0);
}

TEST_F(ReportingNeighboursTest, KpisThatComeAndGoAreTold) {
  metrics_.Set("a", 1);
  metrics_.Set("b", 2);
  ReportWatch watch(scene_.stub(), WatchScorecard());
  watch.Next();
  metrics_.Set("c", 3);
  const WatchReportResponse came = watch.NextWhere(
      [](const WatchReportResponse& response) { return response.scorecard().rows_size() > 0; });
  EXPECT_FALSE(came.full());
  EXPECT_EQ(came.scorecard().rows(0).display_name(), "c");
  metrics_.Remove("a");
  const WatchReportResponse went = watch.NextWhere(
      [](const WatchReportResponse& response) { return response.removed_size() > 0; });
  EXPECT_THAT(went.removed(), ElementsAre("organizations/o/kpis/a"));
}

TEST_F(ReportingNeighboursTest, AWatcherIsToldOfALossAndCatchesUp) {
  metrics_.Set("a", 1);
  ReportWatch watch(scene_.stub(), WatchScorecard());
  watch.Next();
  metrics_.Stop();
  const WatchReportResponse lost = watch.NextWhere(Stale);
  EXPECT_TRUE(lost.scorecard().sources(0).has_answer_time());
  metrics_.Set("a", 2);
  metrics_.Start();
  // The number may come before the last stream is back.
  bool caught_up = false;
  watch.NextWhere([&](const WatchReportResponse& response) {
    for (const auto& row : response.scorecard().rows()) caught_up |= Last(row) == 2;
    return !Stale(response);
  });
  EXPECT_TRUE(caught_up);
}

TEST_F(ReportingNeighboursTest, AWatchThatBeginsInTheAbsenceShowsWhatIsKnownThenTheRest) {
  metrics_.Set("a", 1);
  GetScorecard();
  scene_.Flush();
  metrics_.Stop();
  scene_.Restart();
  ReportWatch watch(scene_.stub(), WatchScorecard());
  const WatchReportResponse first = watch.Next();
  EXPECT_TRUE(first.full());
  EXPECT_TRUE(Stale(first));
  ASSERT_EQ(first.scorecard().rows_size(), 1);
  EXPECT_EQ(Last(first.scorecard().rows(0)), 1);
  metrics_.Start();
  watch.NextWhere([](const WatchReportResponse& response) { return !Stale(response); });
}

TEST_F(ReportingNeighboursTest, WhatAWatchHeardIsKnownAfterARestart) {
  metrics_.Set("a", 1);
  {
    ReportWatch watch(scene_.stub(), WatchScorecard());
    watch.Next();
    metrics_.Set("a", 2);
    watch.Next();
    metrics_.Stop();
    watch.NextWhere(Stale);
  }
  scene_.Flush();
  scene_.Restart();
  EXPECT_EQ(Last(GetScorecard().rows(0)), 2);
}

TEST_F(ReportingNeighboursTest, ColumnsMoveOnWithTime) {
  metrics_.Set("a", 1);
  ReportWatch watch(scene_.stub(), WatchScorecard());
  EXPECT_EQ(watch.Next().scorecard().periods(5).id(), "2025-03");
  clock_.Advance(absl::Hours(24 * 20));
  const WatchReportResponse rolled =
      watch.NextWhere([](const WatchReportResponse& response) { return response.full(); });
  EXPECT_EQ(rolled.scorecard().periods(5).id(), "2025-04");
  EXPECT_FALSE(rolled.scorecard().rows(0).cells(4).open());
}

TEST_F(ReportingNeighboursTest, AWatchOfNothingIsRefused) {
  ReportWatch nothing(scene_.stub(), WatchReportRequest());
  EXPECT_EQ(nothing.End().error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  WatchReportRequest bad = WatchScorecard();
  bad.mutable_scorecard()->set_period_count(1000);
  ReportWatch too_long(scene_.stub(), bad);
  const grpc::Status status = too_long.End();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(status.error_message(), HasSubstr("scorecard.period_count"));
}

// gRPC ends its threads with the last channel, whichever thread lets go of that, and must not have
// to end the one that it is on.
TEST(ReportingEndTest, NothingIsLeftToGrpcThatWasAskedWhenTheServiceEnds) {
  const base::FakeClock clock(absl::FromCivil(absl::CivilDay(2025, 3, 14), absl::UTCTimeZone()));
  for (int time = 0; time < 2; ++time) {
    ScriptedMetrics metrics;
    auto scene =
        std::make_unique<ReportingScene>(clock, okapi::testing::kNobody, metrics.address());
    metrics.Hang(true);
    GetScorecardRequest request;
    request.set_name("organizations/o");
    // The first waits for nothing, so that the second lets a probe wait longer than itself.
    for (int question = 0; question < 2; ++question) {
      grpc::ClientContext context;
      Scorecard scorecard;
      EXPECT_TRUE(scene->stub().GetScorecard(&context, request, &scorecard).ok());
    }
    scene.reset();
  }
}

}  // namespace
}  // namespace okapi::reporting

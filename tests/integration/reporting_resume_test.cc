// Watches of reports that broke off and go on.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "common/base/clock.h"
#include "services/reporting/reporting_service.h"
#include "tests/integration/reporting_scene.h"
#include "tests/integration/scripted_metrics.h"
#include "tests/support/server_options.h"

namespace okapi::reporting {
namespace {

using okapi::reporting::v1::WatchReportRequest;
using okapi::reporting::v1::WatchReportResponse;
using ::testing::HasSubstr;

// Nothing listens on port 1.

// Where a report is not refreshed, and so not dropped, during a test.
class ResumedWatchTest : public ::testing::Test {
 protected:
  ResumedWatchTest() {
    metrics_.Set("a", 1);
    metrics_.Set("b", 2);
    ReportWatch watch(scene_.stub(), Request());
    first_ = watch.Next();
  }

  static WatchReportRequest Request(const std::string& resume_token = "") {
    WatchReportRequest request;
    request.mutable_scorecard()->set_name("organizations/o");
    request.set_resume_token(resume_token);
    return request;
  }
  // Returns when the live report has heard of a KPI's number.
  void AwaitNumber(const std::string& kpi, double number) {
    ReportWatch watch(scene_.stub(), Request());
    watch.NextWhere([&](const WatchReportResponse& response) {
      for (const auto& row : response.scorecard().rows()) {
        if (row.display_name() == kpi) return row.cells(5).actual() == number;
      }
      return false;
    });
  }

  base::FakeClock clock_{absl::FromCivil(absl::CivilDay(2025, 3, 14), absl::UTCTimeZone())};
  ScriptedMetrics metrics_;
  ReportingScene scene_{clock_, okapi::testing::kNobody, metrics_.address(), absl::Hours(1)};
  WatchReportResponse first_;
};

TEST_F(ResumedWatchTest, WhoComesBackGetsWhatChangedMeanwhile) {
  metrics_.Set("b", 3);
  AwaitNumber("b", 3);
  metrics_.Set("b", 4);
  AwaitNumber("b", 4);
  ReportWatch resumed(scene_.stub(), Request(first_.resume_token()));
  const WatchReportResponse since = resumed.Next();
  EXPECT_FALSE(since.full());
  EXPECT_EQ(since.sequence(), 1);
  ASSERT_EQ(since.scorecard().rows_size(), 1);
  EXPECT_EQ(since.scorecard().rows(0).display_name(), "b");
  EXPECT_EQ(since.scorecard().rows(0).cells(5).actual(), 4);
  EXPECT_EQ(since.scorecard().periods_size(), 6);

  metrics_.Set("a", 5);
  const WatchReportResponse next = resumed.Next();
  EXPECT_FALSE(next.full());
  EXPECT_EQ(next.sequence(), 2);
  EXPECT_EQ(next.scorecard().rows(0).display_name(), "a");
}

TEST_F(ResumedWatchTest, WhenNothingChangedTheFirstMessageSaysSo) {
  WatchReportRequest same = Request(first_.resume_token());
  same.mutable_scorecard()->set_period_count(6);  // The default, said aloud.
  ReportWatch resumed(scene_.stub(), same);
  const WatchReportResponse since = resumed.Next();
  EXPECT_FALSE(since.full());
  EXPECT_EQ(since.scorecard().rows_size(), 0);
  EXPECT_EQ(since.removed_size(), 0);
  EXPECT_EQ(since.scorecard().sources_size(), 1);
  EXPECT_EQ(since.resume_token(), first_.resume_token());
}

TEST_F(ResumedWatchTest, AfterARestartTheReportComesWhole) {
  scene_.Restart();
  ReportWatch resumed(scene_.stub(), Request(first_.resume_token()));
  const WatchReportResponse whole = resumed.Next();
  EXPECT_TRUE(whole.full());
  EXPECT_EQ(whole.scorecard().rows_size(), 2);
  EXPECT_NE(whole.resume_token(), first_.resume_token());
}

// As after an update to a version that fills in other defaults.
TEST_F(ResumedWatchTest, WithATokenOfAnotherReportTheReportComesWhole) {
  WatchReportRequest other = Request(first_.resume_token());
  other.mutable_scorecard()->set_period_count(3);
  ReportWatch resumed(scene_.stub(), other);
  const WatchReportResponse whole = resumed.Next();
  EXPECT_TRUE(whole.full());
  EXPECT_EQ(whole.scorecard().periods_size(), 3);
}

TEST_F(ResumedWatchTest, ADamagedTokenIsRefused) {
  ReportWatch resumed(scene_.stub(), Request(first_.resume_token().substr(3)));
  const grpc::Status status = resumed.End();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(status.error_message(), HasSubstr("resume_token"));
}

// Where there is room for two reports.
class CrowdedWatchTest : public ::testing::Test {
 protected:
  static WatchReportRequest Of(int periods, const std::string& resume_token = "") {
    WatchReportRequest request;
    request.mutable_scorecard()->set_name("organizations/o");
    request.mutable_scorecard()->set_period_count(periods);
    request.set_resume_token(resume_token);
    return request;
  }
  // Watches until the first message. Returns when the service knows that nobody watches any more.
  WatchReportResponse Look(const WatchReportRequest& request) {
    WatchReportResponse first;
    {
      ReportWatch watch(scene_.stub(), request);
      first = watch.Next();
    }
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (scene_.service().live_reports_for_test().WatchedForTest() > 0) {
      if (std::chrono::steady_clock::now() > end) {
        ADD_FAILURE() << "a watch that ended is not over";
        break;
      }
      std::this_thread::yield();
    }
    return first;
  }

  base::FakeClock clock_{absl::FromCivil(absl::CivilDay(2025, 3, 14), absl::UTCTimeZone())};
  ScriptedMetrics metrics_;
  ReportingScene scene_{clock_, okapi::testing::kNobody, metrics_.address(), absl::Hours(1),
                        /*live_reports_max=*/2};
};

TEST_F(CrowdedWatchTest, TheReportThatNobodyWatchedForTheLongestMakesRoom) {
  metrics_.Set("a", 1);
  const std::string first = Look(Of(2)).resume_token();
  const std::string second = Look(Of(3)).resume_token();
  EXPECT_FALSE(Look(Of(2, first)).full());
  EXPECT_TRUE(Look(Of(4)).full());
  EXPECT_FALSE(Look(Of(2, first)).full()) << "it was looked at after the other";
  EXPECT_TRUE(Look(Of(3, second)).full());
}

}  // namespace
}  // namespace okapi::reporting

// Alerts while what they look at is not told: how often it is asked for, and that they come back at
// once when it is.

#include <gmock/gmock.h>

#include <chrono>
#include <vector>

#include "common/base/clock.h"
#include "okapi/reporting/v1/alert_service.grpc.pb.h"
#include "services/reporting/alerts/alert_watcher.h"
#include "tests/integration/reporting_scene.h"
#include "tests/integration/scripted_metrics.h"
#include "tests/support/server_options.h"
#include "tests/support/text_proto.h"

namespace okapi::reporting {
namespace {

using ::testing::ElementsAre;

class ReportingAlertNeighboursTest : public ::testing::Test {
 protected:
  ReportingAlertNeighboursTest() = default;
  explicit ReportingAlertNeighboursTest(const std::string& goals) : goals_(goals) {}

  // A number is bad for long enough when this returns.
  void SetUp() override {
    metrics_.Set("a", 5);
    Rule("hold { seconds: 10 }");
    scene_.watcher().LookWhereNeeded();
    clock_.Advance(absl::Seconds(10));
  }
  void Rule(const std::string& fields) {
    v1::AlertRule ruled;
    grpc::ClientContext context;
    const grpc::Status status = alerts_->CreateAlertRule(
        &context,
        testing::FromText<v1::CreateAlertRuleRequest>(
            "parent: 'organizations/o' alert_rule { display_name: 'low' threshold { side: BELOW "
            "kpi: 'organizations/o/kpis/a' value: 9 window: OPEN } " +
            fields + " }"),
        &ruled);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }
  int Alerts(const std::string& filter = "") {
    v1::ListAlertsResponse response;
    grpc::ClientContext context;
    EXPECT_TRUE(alerts_
                    ->ListAlerts(&context,
                                 testing::FromText<v1::ListAlertsRequest>(
                                     "parent: 'organizations/o' " + filter),
                                 &response)
                    .ok());
    return response.alerts_size();
  }
  // As the watcher does by itself, once a second. Returns the seconds in which it asked for
  // numbers.
  std::vector<int> LookFor(int seconds) {
    std::vector<int> asked;
    for (int second = 0; second < seconds; ++second) {
      const int before = metrics_.kpis_asked();
      scene_.watcher().LookWhereNeeded();
      if (metrics_.kpis_asked() > before) asked.push_back(second);
      clock_.Advance(absl::Seconds(1));
    }
    return asked;
  }

  base::FakeClock clock_{absl::FromCivil(absl::CivilDay(2025, 3, 14), absl::UTCTimeZone())};
  ScriptedMetrics metrics_;
  // It says in place of goals how far it has come; no rule asks that for more.
  const std::string goals_ = metrics_.address();
  ReportingScene scene_{clock_, goals_, metrics_.address()};
  const std::unique_ptr<v1::AlertService::Stub> alerts_ =
      v1::AlertService::NewStub(scene_.channel());
};

TEST_F(ReportingAlertNeighboursTest, WhoRefusesIsAskedLessAndLessOften) {
  metrics_.RefuseKpis(true);
  // From the first to the second minute, which asks for everything.
  EXPECT_THAT(LookFor(50), ElementsAre(0, 1, 3, 7, 15, 31));
  EXPECT_EQ(LookFor(1).size(), 1U);
  EXPECT_THAT(LookFor(59), ElementsAre(29)) << "half a minute at most";
  EXPECT_EQ(Alerts(), 0);
  metrics_.RefuseKpis(false);
  LookFor(30);
  EXPECT_EQ(Alerts(), 1);
  EXPECT_EQ(LookFor(9).size(), 0U) << "what was answered is not asked again";
}

TEST_F(ReportingAlertNeighboursTest, WhatIsRefusedIsAskedForAgainSoonThoughNoHoldIsOver) {
  LookFor(1);
  ASSERT_EQ(Alerts("states: FIRING"), 1);
  metrics_.RefuseKpis(true);
  metrics_.Set("a", 12);
  EXPECT_THAT(LookFor(8), ElementsAre(0, 1, 3, 7));
  metrics_.RefuseKpis(false);
  LookFor(8);
  EXPECT_EQ(Alerts("states: FIRING"), 0);
  EXPECT_EQ(Alerts(), 1);
}

// The watcher waits until what the look returns: a time in the past would be no rest at all.
TEST_F(ReportingAlertNeighboursTest, WhatCannotBeWrittenIsTriedLessAndLessOften) {
  scene_.RefuseWrites();
  EXPECT_GT(scene_.watcher().LookWhereNeeded(), clock_.Now());
  EXPECT_THAT(LookFor(49), ElementsAre(1, 3, 7, 15, 31));
  EXPECT_EQ(Alerts(), 0);
}

TEST_F(ReportingAlertNeighboursTest, ANumberThatCouldNotBeWrittenIsToldAgain) {
  LookFor(1);
  ASSERT_EQ(Alerts("states: FIRING"), 1);
  metrics_.Set("a", 4);
  clock_.Advance(absl::Minutes(5));
  scene_.RefuseWrites();
  EXPECT_THAT(LookFor(16), ElementsAre(0, 1, 3, 7, 15));
}

TEST_F(ReportingAlertNeighboursTest, WhoIsBackIsAskedAtOnce) {
  metrics_.Stop();
  LookFor(40);
  EXPECT_EQ(Alerts(), 0);
  metrics_.Start();
  // The way there is tried again after a moment of its own.
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (Alerts() == 0) {
    ASSERT_LT(std::chrono::steady_clock::now(), end);
    scene_.watcher().LookWhereNeeded();
  }
}

// Nothing listens on port 1.
class AlertsWithoutGoalsTest : public ReportingAlertNeighboursTest {
 protected:
  AlertsWithoutGoalsTest() : ReportingAlertNeighboursTest(okapi::testing::kNobody) {}
  void SetUp() override { metrics_.Set("a", 5); }
};

TEST_F(AlertsWithoutGoalsTest, AHoldIsOverInItsSecondThoughANeighbourIsAskedLessOften) {
  Rule("hold { seconds: 25 }");
  EXPECT_THAT(LookFor(25), ElementsAre(0, 1, 3, 7, 15));
  EXPECT_EQ(Alerts(), 0);
  LookFor(1);
  EXPECT_EQ(Alerts(), 1);
}

}  // namespace
}  // namespace okapi::reporting

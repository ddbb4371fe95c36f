// What reports say of what nobody was told before the neighbour went away.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/clock.h"
#include "common/status/convert.h"
#include "tests/integration/reporting_scene.h"
#include "tests/integration/scripted_metrics.h"
#include "tests/support/status_matchers.h"
#include "tests/support/text_proto.h"

namespace okapi::reporting {
namespace {

using okapi::common::v1::Status;
using okapi::reporting::v1::CombinedReport;
using okapi::reporting::v1::GetCombinedReportRequest;
using okapi::reporting::v1::GetKpiReportRequest;
using okapi::reporting::v1::GetScorecardRequest;
using okapi::reporting::v1::KpiReport;
using okapi::reporting::v1::Scorecard;
using okapi::reporting::v1::ScorecardRow;
using okapi::reporting::v1::WatchReportRequest;
using okapi::reporting::v1::WatchReportResponse;
using okapi::testing::FromText;
using okapi::testing::IsOk;
using ::testing::Each;
using ::testing::ElementsAre;

// Nothing listens on port 1.
constexpr char kNobody[] = "127.0.0.1:1";

// `?` of a cell that is unknown, else its number, or `-`.
std::vector<std::string> Told(const ScorecardRow& row) {
  std::vector<std::string> told;
  for (const auto& cell : row.cells()) {
    told.push_back(cell.unknown() ? "?" : cell.has_actual() ? absl::StrCat(cell.actual()) : "-");
  }
  return told;
}

// It is the middle of March, and goals is away from the beginning.
class ReportingMemoryTest : public ::testing::Test {
 protected:
  using Stub = ReportingScene::Stub;

  template <typename Request, typename Response>
  Response Get(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
               const std::string& request) {
    grpc::ClientContext context;
    Response response;
    const grpc::Status status =
        (scene_.stub().*method)(&context, FromText<Request>(request), &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }
  Scorecard Card(const std::string& more) {
    return Get(&Stub::GetScorecard, absl::StrCat("name: 'organizations/o' ", more));
  }
  void LoseMetrics() {
    scene_.Flush();
    metrics_.Stop();
  }

  base::FakeClock clock_{absl::FromCivil(absl::CivilDay(2025, 3, 14), absl::UTCTimeZone())};
  ScriptedMetrics metrics_;
  ReportingScene scene_{clock_, kNobody, metrics_.address()};
};

// It answers twelve months, from September on.
TEST_F(ReportingMemoryTest, MonthsThatAnotherScorecardHadAreShownAndTheOthersAreUnknown) {
  metrics_.Set("a", 5);
  EXPECT_FALSE(Card("period_count: 6").sources(0).incomplete());
  LoseMetrics();
  const Scorecard fewer = Card("period_count: 3");
  EXPECT_THAT(Told(fewer.rows(0)), ElementsAre("5", "5", "5"));
  EXPECT_TRUE(fewer.sources(0).stale());
  EXPECT_FALSE(fewer.sources(0).incomplete());
  const Scorecard more = Card("period_count: 9 details: true");
  EXPECT_THAT(Told(more.rows(0)), ElementsAre("?", "?", "5", "5", "5", "5", "5", "5", "5"));
  EXPECT_EQ(more.rows(0).cells(0).status(), Status::STATUS_UNSPECIFIED) << "not NO_DATA";
  EXPECT_TRUE(more.sources(0).incomplete());
}

TEST_F(ReportingMemoryTest, MonthsOfALookBackStandInForEachOther) {
  metrics_.Set("a", 5);
  const std::string then = "as_of_time { seconds: 1738367999 } ";  // The end of January.
  Card(then + "period_count: 4");
  LoseMetrics();
  EXPECT_THAT(Told(Card(then + "period_count: 2").rows(0)), ElementsAre("5", "5"));
  EXPECT_THAT(Told(Card(then + "period_count: 6").rows(0)),
              ElementsAre("?", "5", "5", "5", "5", "5"));
}

TEST_F(ReportingMemoryTest, WeeksThatNobodyAskedForAreUnknown) {
  metrics_.Set("a", 5);
  Card("");
  LoseMetrics();
  const Scorecard weeks = Card("period_type: WEEK");
  ASSERT_EQ(weeks.rows_size(), 1);
  EXPECT_THAT(Told(weeks.rows(0)), Each("?"));
  EXPECT_TRUE(weeks.sources(0).incomplete());
}

TEST_F(ReportingMemoryTest, AKpiReportHasNoForecastOfANumberThatNobodyKnows) {
  metrics_.Set("a", 5);
  const std::string kpi = "name: 'organizations/o/kpis/a' period_type: MONTH ";
  ASSERT_TRUE(Get(&Stub::GetKpiReport, kpi + "period_count: 6").row().has_forecast());
  LoseMetrics();
  const KpiReport known = Get(&Stub::GetKpiReport, kpi + "period_count: 2");
  EXPECT_THAT(Told(known.row()), ElementsAre("5", "5"));
  EXPECT_TRUE(known.row().has_forecast());
  clock_.Advance(absl::Hours(24 * 365));
  const KpiReport unknown = Get(&Stub::GetKpiReport, kpi + "period_count: 2");
  EXPECT_THAT(Told(unknown.row()), Each("?"));
  EXPECT_FALSE(unknown.row().has_forecast());
  EXPECT_TRUE(unknown.sources(0).incomplete());
}

TEST_F(ReportingMemoryTest, ACombinedReportSaysThatThereMayBeMore) {
  const std::string weeks = "name: 'organizations/o' period_type: WEEK";
  metrics_.Set("a", 5);
  Card("");
  const CombinedReport heard = Get(&Stub::GetCombinedReport, weeks);
  EXPECT_FALSE(heard.scorecard().sources(0).incomplete());
  EXPECT_TRUE(heard.okr_report().sources(0).incomplete()) << "goals was never heard";
  LoseMetrics();
  EXPECT_FALSE(Get(&Stub::GetCombinedReport, weeks).scorecard().sources(0).incomplete());
  EXPECT_TRUE(Get(&Stub::GetCombinedReport, weeks + " period_count: 9")
                  .scorecard()
                  .sources(0)
                  .incomplete());
}

TEST_F(ReportingMemoryTest, AMonthThatBeginsUnheardIsUnknownToAWatcher) {
  metrics_.Set("a", 5);
  WatchReportRequest request;
  request.mutable_scorecard()->set_name("organizations/o");
  ReportWatch watch(scene_.stub(), request);
  EXPECT_FALSE(watch.Next().scorecard().sources(0).incomplete());
  metrics_.Stop();
  watch.NextWhere([](const WatchReportResponse& it) { return it.scorecard().sources(0).stale(); });
  clock_.Advance(absl::Hours(24 * 30 * 8));
  const WatchReportResponse rolled = watch.NextWhere(
      [](const WatchReportResponse& it) { return it.scorecard().sources(0).incomplete(); });
  ASSERT_EQ(rolled.scorecard().rows_size(), 1);
  EXPECT_EQ(Told(rolled.scorecard().rows(0)).back(), "?");
  EXPECT_EQ(Told(rolled.scorecard().rows(0)).front(), "5");
}

// Nobody can tell whether there is such a team, and the report is given.
TEST_F(ReportingMemoryTest, AFilterThatNobodyCanCheckPasses) {
  metrics_.Set("a", 5);
  const std::string team = "team: 'organizations/o/teams/none' ";
  EXPECT_EQ(Card(team).rows_size(), 0);
  EXPECT_EQ(Card("owner: 'organizations/o/members/none'").rows_size(), 0);
  Get(&Stub::GetReviewPack, "name: 'organizations/o' start_time { seconds: 1738368000 } " + team);
  Get(&Stub::GetCombinedReport, "name: 'organizations/o' " + team);
  LoseMetrics();
  EXPECT_EQ(Card("group_by: LABEL group_label: 'none'").rows_size(), 1);
}

}  // namespace
}  // namespace okapi::reporting

// Scorecards of a company, through all three services.

#include <gmock/gmock.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "common/api/timestamp.h"
#include "tests/integration/reporting_company.h"
#include "tests/support/status_matchers.h"
#include "tests/support/text_proto.h"

namespace okapi::reporting {
namespace {

using okapi::common::v1::Status;
using okapi::reporting::v1::ScorecardRow;
using okapi::testing::FromText;
using okapi::testing::IsOk;

using ReportingScorecardTest = ReportingCompanyTest;

TEST_F(ReportingScorecardTest, ScorecardSaysWhoMadeTheDifference) {
  const auto card = Call(&Stub::GetScorecard,
                         "name: 'organizations/o' period_count: 4 breakdown: true details: true "
                         "rank_by_contribution: true group_by: TEAM");
  ASSERT_THAT(card, IsOk());
  ASSERT_EQ(card->rows_size(), 3);
  // November 120, December 120, January 90: two thirds of the changes go no way.
  EXPECT_EQ(card->rows(0).trend(), okapi::reporting::v1::FLAT);
  const ScorecardRow& north = card->rows(1);
  EXPECT_EQ(north.member(), "north");
  EXPECT_DOUBLE_EQ(north.contribution().difference(), -40);
  EXPECT_DOUBLE_EQ(north.contribution().share(), 40.0 / 30);
  EXPECT_DOUBLE_EQ(card->rows(2).contribution().share(), -10.0 / 30);
  const auto& january = card->rows(0).cells(2);
  EXPECT_DOUBLE_EQ(january.year_change(), -0.25);
  EXPECT_DOUBLE_EQ(january.coverage(), 1.0 / 31);
  EXPECT_EQ(january.status(), Status::MISSED);
  ASSERT_EQ(card->groups_size(), 1);
  EXPECT_EQ(card->groups(0).display_name(), "Sales");
  EXPECT_EQ(card->groups(0).row_count(), 3);
}

// It is the middle of February: what January brought after its own middle is no part of a change.
TEST_F(ReportingScorecardTest, AnOpenSumIsComparedWithTheSamePart) {
  Add("revenue", Utc(2025, 1, 20), 1000, "north");
  Add("revenue", Utc(2025, 2, 2), 45, "north");
  auto card = Call(&Stub::GetScorecard,
                   "name: 'organizations/o' period_count: 2 breakdown: true details: true");
  ASSERT_THAT(card, IsOk());
  const auto& whole = card->rows(0).cells(1);
  EXPECT_DOUBLE_EQ(whole.change(), -0.5) << "45, and 90 until then in January";
  EXPECT_DOUBLE_EQ(whole.year_change(), 45.0 / 120 - 1);
  EXPECT_DOUBLE_EQ(card->rows(1).cells(1).change(), 0.5) << "north had 30";
  EXPECT_FALSE(card->rows(2).cells(1).has_change()) << "south has nothing yet";
  EXPECT_DOUBLE_EQ(card->rows(0).cells(0).change(), 1090.0 / 120 - 1) << "January is over";
  const auto report = Call(&Stub::GetKpiReport, "name: 'organizations/o/kpis/revenue'");
  ASSERT_THAT(report, IsOk());
  EXPECT_DOUBLE_EQ(report->row().cells(11).change(), -0.5);
  EXPECT_EQ(report->members(0).contribution().period(), "2025-01");
  EXPECT_EQ(report->members(0).contribution().previous_period(), "2024-12");

  card = Call(&Stub::GetScorecard, "name: 'organizations/o' period_count: 2");
  ASSERT_THAT(card, IsOk());
  EXPECT_FALSE(card->rows(0).cells(1).has_change()) << "nobody asked for the part";
}

TEST_F(ReportingScorecardTest, AValueOfALabelIsOneGroup) {
  Kpi("visits",
      "dimensions { label: 'region' members { value: 'north' display_name: 'Up there' } }");
  Add("visits", Utc(2025, 2, 2), 1, "north");
  const auto card =
      Call(&Stub::GetScorecard, "name: 'organizations/o' group_by: LABEL group_label: 'region'");
  ASSERT_THAT(card, IsOk());
  ASSERT_EQ(card->groups_size(), 2);
  EXPECT_EQ(card->groups(0).name(), "north");
  EXPECT_EQ(card->groups(0).display_name(), "Up there");
  EXPECT_EQ(card->groups(0).row_count(), 2) << "revenue has no name for it, and is here as well";
  EXPECT_EQ(card->groups(1).name(), "south");
}

TEST_F(ReportingScorecardTest, AScorecardThatIsKnownIsNotSentAgain) {
  const auto first = Call(&Stub::GetScorecard, "name: 'organizations/o'");
  ASSERT_THAT(first, IsOk());
  ASSERT_FALSE(first->etag().empty());
  const std::string again =
      absl::StrCat("name: 'organizations/o' known_etag: '", first->etag(), "'");
  auto second = Call(&Stub::GetScorecard, again);
  ASSERT_THAT(second, IsOk());
  EXPECT_TRUE(second->unchanged());
  EXPECT_EQ(second->rows_size(), 0);
  // A sample, and as soon as it is acknowledged the etag does not hold any more.
  Add("revenue", Utc(2025, 2, 10), 5, "north");
  second = Call(&Stub::GetScorecard, again);
  ASSERT_THAT(second, IsOk());
  EXPECT_FALSE(second->unchanged());
  EXPECT_DOUBLE_EQ(second->rows(0).cells(5).actual(), 5);
  EXPECT_NE(second->etag(), first->etag());
}

TEST_F(ReportingScorecardTest, AScorecardBringsNamesAlongForWhoAsks) {
  const auto bare = Call(&Stub::GetScorecard, "name: 'organizations/o'");
  ASSERT_THAT(bare, IsOk());
  EXPECT_EQ(bare->organization_display_name(), "");
  const auto named =
      Call(&Stub::GetScorecard,
           absl::StrCat("name: 'organizations/o' names: true known_etag: '", bare->etag(), "'"));
  ASSERT_THAT(named, IsOk());
  EXPECT_EQ(named->organization_display_name(), "O");
  ASSERT_EQ(named->teams_size(), 1);
  EXPECT_EQ(named->teams(0).display_name(), "Sales");
  EXPECT_EQ(named->rows_size(), 1);
  EXPECT_EQ(named->etag(), "") << "it would say nothing of the names";
}

// A company may use KPIs alone, and the teams that they name.
TEST_F(ReportingScorecardTest, AFilterNamesWhatKpisOrGoalsKnow) {
  Kpi("support", "team: 'organizations/o/teams/unheard' owner: 'organizations/o/members/unheard'");
  EXPECT_THAT(
      Call(&Stub::GetScorecard, "name: 'organizations/o' team: 'organizations/o/teams/unheard'"),
      IsOk());
  EXPECT_THAT(
      Call(&Stub::GetScorecard, "name: 'organizations/o' owner: 'organizations/o/members/unheard'"),
      IsOk());
  Goal(&Organizations::CreateTeam,
       "parent: 'organizations/o' team_id: 'idle' team { display_name: 'Idle' }");
  const auto idle =
      Call(&Stub::GetScorecard, "name: 'organizations/o' team: 'organizations/o/teams/idle'");
  ASSERT_THAT(idle, IsOk());
  EXPECT_EQ(idle->rows_size(), 0);
  EXPECT_THAT(Call(&Stub::GetScorecard,
                   "name: 'organizations/o' group_by: LABEL group_label: 'region' team: "
                   "'organizations/o/teams/idle'"),
              IsOk());
}

TEST_F(ReportingScorecardTest, ForecastIsMadeOfTheDaysOfTheOpenPeriod) {
  for (int day = 1; day <= 14; ++day)
    Add("revenue", Utc(2025, 2, day) + absl::Hours(12), 10, "north");
  const auto card = Call(&Stub::GetScorecard, "name: 'organizations/o' forecasts: true");
  ASSERT_THAT(card, IsOk());
  const auto& forecast = card->rows(0).forecast();
  // Ten a day: 280 in a February.
  EXPECT_NEAR(forecast.value(), 280, 1);
  EXPECT_EQ(forecast.likelihood(), 1);
}

// A mean that fell from 5 to 3.05 in the half of February that is over: it stands at 4.025 and goes
// on; it does not become what the last day would be.
TEST_F(ReportingScorecardTest, ForecastOfAMeanIsOfThePeriodsOwnNumber) {
  ASSERT_THAT(metrics_.Call(&Metrics::CreateKpi,
                            FromText<okapi::metrics::v1::CreateKpiRequest>(
                                "parent: 'organizations/o' kpi_id: 'csat' kpi { display_name: "
                                "'csat' frequency: MONTH aggregation: AVERAGE metric: 'csat' "
                                "targets { value: 3 } }")),
              IsOk());
  for (int day = 1; day <= 14; ++day) {
    Add("csat", Utc(2025, 2, day) + absl::Hours(12), 5.0 - 0.15 * (day - 1), "north");
  }
  const auto card = Call(&Stub::GetScorecard, "name: 'organizations/o' forecasts: true");
  ASSERT_THAT(card, IsOk());
  ASSERT_EQ(card->rows(0).display_name(), "csat");
  EXPECT_NEAR(card->rows(0).cells(5).actual(), 4.025, 1e-9);
  const auto& forecast = card->rows(0).forecast();
  EXPECT_NEAR(forecast.value(), 2.975, 0.001) << "28 days of the same way";
  EXPECT_LT(forecast.low(), forecast.value());
  EXPECT_GT(forecast.high(), 4) << "or it stops falling";
  const auto report = Call(&Stub::GetKpiReport, "name: 'organizations/o/kpis/csat'");
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->row().forecast().value(), forecast.value());
}

}  // namespace
}  // namespace okapi::reporting

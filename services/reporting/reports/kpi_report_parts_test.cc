// What a KPI report is made of besides its cells: trend, contributions, season, changes of the
// definition.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "okapi/reporting/v1/kpi_report.pb.h"
#include "services/reporting/reports/definition_changes.h"
#include "services/reporting/reports/kpi_steps.h"
#include "services/reporting/reports/row_change.h"
#include "services/reporting/reports/scorecard.h"
#include "services/reporting/reports/season.h"
#include "tests/support/text_proto.h"

namespace okapi::reporting {
namespace {

using okapi::metrics::v1::Kpi;
using okapi::reporting::v1::KpiReport;
using okapi::reporting::v1::ScorecardRow;
using okapi::testing::FromText;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

ScorecardRow Row(const std::vector<std::optional<double>>& numbers, bool last_is_open = false) {
  ScorecardRow row;
  for (const auto& number : numbers) {
    auto* cell = row.add_cells();
    if (number.has_value()) cell->set_actual(*number);
  }
  if (last_is_open) row.mutable_cells()->rbegin()->set_open(true);
  return row;
}

std::vector<okapi::common::v1::Period> Months() {
  std::vector<okapi::common::v1::Period> months(3);
  for (size_t i = 0; i < months.size(); ++i) months[i].set_id(absl::StrCat("2025-0", i + 1));
  return months;
}

TEST(TrendTest, TwoThirdsOfTheChangesSayIt) {
  EXPECT_EQ(TrendOf(Row({1, 2})), okapi::reporting::v1::TREND_UNSPECIFIED);
  EXPECT_EQ(TrendOf(Row({1, 2, 3})), okapi::reporting::v1::RISING);
  EXPECT_EQ(TrendOf(Row({1, 2, 3, 2})), okapi::reporting::v1::RISING);
  EXPECT_EQ(TrendOf(Row({3, 2, 1})), okapi::reporting::v1::FALLING);
  EXPECT_EQ(TrendOf(Row({1, 2, 1, 2, 1})), okapi::reporting::v1::FLAT);
  EXPECT_EQ(TrendOf(Row({1, std::nullopt, 2, 3})), okapi::reporting::v1::RISING)
      << "a gap is skipped";
  EXPECT_EQ(TrendOf(Row({1, 2, 3, 0}, /*last_is_open=*/true)), okapi::reporting::v1::RISING)
      << "what is not over has no say";
}

TEST(ContributionTest, SharesOfTheChangeOfTheWhole) {
  Kpi kpi;
  kpi.set_aggregation(okapi::metrics::v1::SUM);
  std::vector<ScorecardRow> members = {Row({10, 4, 0}, true), Row({20, 30, 0}, true),
                                       Row({std::nullopt, 6, 0}, true)};
  AddContributions(kpi, Months(), absl::MakeSpan(members));
  EXPECT_EQ(members[0].contribution().difference(), -6);
  EXPECT_EQ(members[0].contribution().previous_period(), "2025-01");
  EXPECT_EQ(members[0].contribution().period(), "2025-02") << "March is open";
  EXPECT_EQ(members[2].contribution().difference(), 6) << "of what adds up, missing counts as 0";
  EXPECT_DOUBLE_EQ(members[1].contribution().share(), 1.0);
  RankByContribution(absl::MakeSpan(members));
  EXPECT_EQ(members[0].contribution().difference(), 10);
}

TEST(ContributionTest, AveragesHaveNoShares) {
  Kpi kpi;
  kpi.set_aggregation(okapi::metrics::v1::AVERAGE);
  std::vector<ScorecardRow> members = {Row({10, 4}), Row({std::nullopt, 6})};
  AddContributions(kpi, Months(), absl::MakeSpan(members));
  EXPECT_EQ(members[0].contribution().difference(), -6);
  EXPECT_FALSE(members[0].contribution().has_share());
  EXPECT_FALSE(members[1].has_contribution());
}

KpiAnswer Years(const std::vector<double>& numbers) {
  KpiAnswer answer;
  auto* group = answer.value.add_groups();
  for (const double number : numbers) group->add_values()->set_value(number);
  return answer;
}

TEST(SeasonTest, MediansOfTheYearsSharesOfTheirMeans) {
  KpiReport report;
  AddSeason(okapi::common::v1::QUARTER, Years({1, 1, 1, 5, 10, 10, 10, 10, 2, 2, 2, 2}), report);
  ASSERT_EQ(report.season_size(), 4);
  EXPECT_DOUBLE_EQ(report.season(3).factor(), 1) << "of 2.5, 1 and 1";
  EXPECT_DOUBLE_EQ(report.season(0).factor(), 1) << "of 0.5, 1 and 1";
  EXPECT_EQ(report.season(0).years(), 3);
  EXPECT_TRUE(report.season(0).quarter());
  EXPECT_EQ(report.season(0).month(), 0);
}

TEST(SeasonTest, PlacesOfAFiscalYearAreMonthsOfTheCalendar) {
  KpiAnswer years = Years(std::vector<double>(24, 1));
  for (int i = 0; i < 24; ++i) {
    years.value.mutable_groups(0)->mutable_values(i)->mutable_period()->set_id(
        absl::StrFormat("%d-%02d", 2023 + (i + 3) / 12, (i + 3) % 12 + 1));
  }
  KpiReport report;
  AddSeason(okapi::common::v1::MONTH, years, report);
  ASSERT_EQ(report.season_size(), 12);
  EXPECT_EQ(report.season(0).month(), 4);
  EXPECT_EQ(report.season(8).month(), 12);
  EXPECT_EQ(report.season(9).month(), 1);
  EXPECT_FALSE(report.season(0).quarter());
  // Those of retail years have no other name than their place.
  for (auto& value : *years.value.mutable_groups(0)->mutable_values()) {
    value.mutable_period()->set_id("FY2025-P04");
  }
  report.Clear();
  AddSeason(okapi::common::v1::MONTH, years, report);
  EXPECT_EQ(report.season(0).month(), 0);
}

TEST(SeasonTest, OneYearSaysNothingAndSoDoWeeks) {
  KpiReport report;
  AddSeason(okapi::common::v1::QUARTER, Years({1, 2, 3, 4}), report);
  AddSeason(okapi::common::v1::WEEK, Years(std::vector<double>(104, 1)), report);
  EXPECT_THAT(report.season(), IsEmpty());
  // A year whose mean is nothing has no shares.
  AddSeason(okapi::common::v1::QUARTER, Years({1, 1, 1, 1, 0, 0, 0, 0}), report);
  EXPECT_THAT(report.season(), IsEmpty());
}

TEST(DefinitionChangesTest, AtTheFirstPeriodOfANewOne) {
  auto report = FromText<KpiReport>(R"pb(
    kpi {
      metric: "net"
      aggregation: SUM
      effective_date { year: 2025 month: 2 day: 1 }
      former_definitions { metric: "gross" aggregation: SUM }
    }
    row {
      cells {}
      cells { definition_date { year: 2025 month: 2 day: 1 } }
      cells { definition_date { year: 2025 month: 2 day: 1 } }
    })pb");
  AddDefinitionChanges(report);
  ASSERT_EQ(report.definition_changes_size(), 1);
  EXPECT_EQ(report.definition_changes(0).period_index(), 1);
  EXPECT_THAT(report.definition_changes(0).fields(), ElementsAre("metric"));
}

TEST(OperandsTest, EachOnceByName) {
  EXPECT_THAT(OperandsOf("${revenue} / ${visitors} + ${revenue}"),
              ElementsAre("revenue", "visitors"));
  EXPECT_THAT(OperandsOf("1 + 2"), IsEmpty());
}

TEST(IsOverTest, FromTheLastMicrosecondOn) {
  okapi::common::v1::Period period;
  period.mutable_end_time()->set_seconds(1000);
  EXPECT_FALSE(IsOver(period, absl::FromUnixMicros(1'000'000'000 - 2)));
  EXPECT_TRUE(IsOver(period, absl::FromUnixMicros(1'000'000'000 - 1)));
  EXPECT_TRUE(IsOver(period, absl::FromUnixSeconds(1000)));
}

}  // namespace
}  // namespace okapi::reporting

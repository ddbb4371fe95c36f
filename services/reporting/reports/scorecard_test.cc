#include "services/reporting/reports/scorecard.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/api/timestamp.h"

namespace okapi::reporting {
namespace {

using okapi::common::v1::Status;
using okapi::metrics::v1::Kpi;
using okapi::metrics::v1::KpiGroup;
using okapi::metrics::v1::KpiValue;
using okapi::reporting::v1::ScorecardCell;
using okapi::reporting::v1::ScorecardRow;
using ::testing::ElementsAre;

absl::Time Utc(int year, int month, int day) {
  return absl::FromCivil(absl::CivilDay(year, month, day), absl::UTCTimeZone());
}

// Half of April is over.
const absl::Time kMiddleOfApril = Utc(2025, 4, 16);

// Columns March and April 2025, February before them, and one KPI with regions.
ScorecardPlan Plan(bool breakdown = false) {
  ScorecardQuery query;
  query.organization = "organizations/o";
  query.period_count = 2;
  query.breakdown = breakdown;
  KpiDefinitions definitions;
  definitions.settings.time = definitions.kpis.time = kMiddleOfApril;
  Kpi* kpi = definitions.kpis.value.add_kpis();
  kpi->set_name("organizations/o/kpis/revenue");
  kpi->set_display_name("Doanh thu");
  kpi->set_aggregation(okapi::metrics::v1::SUM);
  auto* dimension = kpi->add_dimensions();
  dimension->set_label("region");
  for (const char* member : {"south", "north"}) {
    dimension->add_members()->set_value(member);
  }
  dimension->mutable_members(0)->set_display_name("Miền Nam");
  return *PlanScorecard(query, definitions, kMiddleOfApril);
}

void AddValue(KpiGroup& group, absl::Time start, std::optional<double> value,
              std::optional<double> target) {
  KpiValue* added = group.add_values();
  *added->mutable_period()->mutable_start_time() = api::ToTimestamp(start);
  if (value.has_value()) {
    added->set_value(*value);
    added->set_sample_count(3);
  }
  if (target.has_value()) added->set_target(*target);
}

// February, March and April.
KpiGroup Group(std::optional<double> february, std::optional<double> march,
               std::optional<double> april, std::optional<double> target = std::nullopt) {
  KpiGroup group;
  AddValue(group, Utc(2025, 2, 1), february, target);
  AddValue(group, Utc(2025, 3, 1), march, target);
  AddValue(group, Utc(2025, 4, 1), april, target);
  return group;
}

KpiAnswer AnswerOf(const std::vector<KpiGroup>& groups) {
  KpiAnswer answer;
  answer.time = kMiddleOfApril;
  for (const KpiGroup& group : groups) *answer.value.add_groups() = group;
  return answer;
}

ScorecardRow OnlyRow(const KpiGroup& group) {
  const auto rows = BuildRows(Plan(), 0, {AnswerOf({group})}, kMiddleOfApril);
  EXPECT_EQ(rows.size(), 1);
  return rows.at(0);
}

TEST(FrameScorecardTest, TheFirstPeriodIsNoColumn) {
  ScorecardQuery query;
  query.organization = "organizations/o";
  const auto frame = FrameScorecard(query, Plan(), kMiddleOfApril);
  ASSERT_EQ(frame.periods_size(), 2);
  EXPECT_EQ(frame.periods(0).id(), "2025-03");
  EXPECT_EQ(api::FromTimestamp(frame.as_of_time()), kMiddleOfApril);
}

TEST(BuildRowsTest, TheKpisOwnRulesCount) {
  ScorecardPlan plan = Plan();
  Kpi& kpi = plan.kpis[0];
  kpi.mutable_bands()->set_on_track(1);
  kpi.mutable_late_tolerance()->set_seconds(60);
  KpiGroup group = Group(80, 90, 30, 100);
  group.mutable_values(2)->set_due_target(20);
  const auto rows = BuildRows(plan, 0, {AnswerOf({group})}, kMiddleOfApril);
  ASSERT_EQ(rows.size(), 1);
  EXPECT_EQ(rows[0].cells(0).status(), Status::AT_RISK);  // Not MISSED: late data may come.
  EXPECT_EQ(rows[0].cells(1).due_target(), 20);
  EXPECT_DOUBLE_EQ(rows[0].cells(1).attainment(), 1.5);
  EXPECT_EQ(rows[0].cells(1).status(), Status::ON_TRACK);
  group.mutable_values(1)->set_settled(true);
  EXPECT_EQ(BuildRows(plan, 0, {AnswerOf({group})}, kMiddleOfApril)[0].cells(0).status(),
            Status::MISSED);
}

TEST(BuildRowsTest, AClosedPeriodIsJudgedByTheWholeTarget) {
  const ScorecardCell march = OnlyRow(Group(80, 90, 55, 100)).cells(0);
  EXPECT_FALSE(march.open());
  EXPECT_EQ(march.actual(), 90);
  EXPECT_EQ(march.target(), 100);
  EXPECT_EQ(march.due_target(), 100);
  EXPECT_DOUBLE_EQ(march.attainment(), 0.9);
  EXPECT_EQ(march.status(), Status::MISSED);
  EXPECT_EQ(march.sample_count(), 3);
}

TEST(BuildRowsTest, AnOpenSumIsJudgedByThePartThatIsDue) {
  const ScorecardCell april = OnlyRow(Group(80, 90, 55, 100)).cells(1);
  EXPECT_TRUE(april.open());
  EXPECT_EQ(april.target(), 100);
  EXPECT_DOUBLE_EQ(april.due_target(), 50);
  EXPECT_DOUBLE_EQ(april.attainment(), 1.1);
  EXPECT_EQ(april.status(), Status::ON_TRACK);
}

TEST(BuildRowsTest, ChangeIsToThePeriodBeforeAlsoInTheFirstColumn) {
  const ScorecardRow row = OnlyRow(Group(80, 100, 50));
  EXPECT_DOUBLE_EQ(row.cells(0).change(), 0.25);
}

// Half of an April of 50 is no fall from a March of 100; a mean of 50 is one.
TEST(BuildRowsTest, AnOpenSumIsNotComparedWithAWholePeriod) {
  KpiGroup group = Group(80, 100, 50);
  group.mutable_values(2)->set_previous_year_value(100);
  EXPECT_FALSE(OnlyRow(group).cells(1).has_change());
  EXPECT_FALSE(OnlyRow(group).cells(1).has_year_change());
  ScorecardPlan plan = Plan();
  plan.kpis[0].set_aggregation(okapi::metrics::v1::AVERAGE);
  const ScorecardCell mean = BuildRows(plan, 0, {AnswerOf({group})}, kMiddleOfApril)[0].cells(1);
  EXPECT_DOUBLE_EQ(mean.change(), -0.5);
  EXPECT_DOUBLE_EQ(mean.year_change(), -0.5);
}

TEST(BuildRowsTest, ChangeFromALossToALesserOneIsUp) {
  EXPECT_DOUBLE_EQ(OnlyRow(Group(-100, -50, 0)).cells(0).change(), 0.5);
}

TEST(BuildRowsTest, WithoutThePeriodBeforeOrFromZeroThereIsNoChange) {
  const ScorecardRow row = OnlyRow(Group(std::nullopt, 0, 50));
  EXPECT_FALSE(row.cells(0).has_change());
  EXPECT_FALSE(row.cells(1).has_change());
}

TEST(BuildRowsTest, MissingIsNotZero) {
  const ScorecardCell april = OnlyRow(Group(80, 90, std::nullopt, 100)).cells(1);
  EXPECT_FALSE(april.has_actual());
  EXPECT_FALSE(april.has_attainment());
  EXPECT_EQ(april.target(), 100);
  EXPECT_EQ(april.status(), Status::NO_DATA);
}

TEST(BuildRowsTest, WithoutATargetThereIsNoVerdict) {
  const ScorecardCell march = OnlyRow(Group(80, 90, 55)).cells(0);
  EXPECT_FALSE(march.has_target());
  EXPECT_FALSE(march.has_attainment());
  EXPECT_EQ(march.status(), Status::STATUS_UNSPECIFIED);
}

TEST(BuildRowsTest, AnOlderAnswerFillsThePeriodsItKnowsAndTheOthersAreUnknown) {
  KpiGroup group;
  AddValue(group, Utc(2025, 3, 1), 90, 100);
  KpiAnswer answer = AnswerOf({group});
  answer.problem = absl::UnavailableError("away");
  const ScorecardRow row = BuildRows(Plan(), 0, {answer}, kMiddleOfApril).at(0);
  EXPECT_EQ(row.cells(0).actual(), 90);
  EXPECT_FALSE(row.cells(0).unknown());
  EXPECT_FALSE(row.cells(1).has_actual());
  EXPECT_TRUE(row.cells(1).unknown());
  EXPECT_TRUE(row.cells(1).open());
  EXPECT_EQ(row.cells(1).status(), Status::STATUS_UNSPECIFIED);
  EXPECT_TRUE(HasUnknown(row));
  // What just came and does not speak of a period says that there is nothing.
  EXPECT_FALSE(HasUnknown(OnlyRow(group)));
}

TEST(BuildRowsTest, WithoutAnAnswerTheRowIsThereAndUnknown) {
  KpiAnswer answer;
  for (const absl::Status& problem :
       {absl::UnavailableError("away"), absl::PermissionDeniedError("no")}) {
    answer.problem = problem;
    const auto rows = BuildRows(Plan(), 0, {answer}, kMiddleOfApril);
    ASSERT_EQ(rows.size(), 1);
    EXPECT_EQ(rows[0].display_name(), "Doanh thu");
    ASSERT_EQ(rows[0].cells_size(), 2);
    EXPECT_TRUE(rows[0].cells(0).unknown());
    EXPECT_FALSE(rows[0].cells(0).has_actual());
  }
}

// Numbers that add up count as 0 where they are missing, and not where they are unknown.
TEST(BuildRowsTest, WhatWasUnknownMadeNoDifference) {
  KpiGroup north = Group(1, std::nullopt, 3);
  (*north.mutable_labels())["region"] = "north";
  KpiAnswer members = AnswerOf({north});
  const absl::Time end = Utc(2025, 5, 1);
  auto north_of = [&] {
    return BuildRows(Plan(/*breakdown=*/true), 0, {AnswerOf({Group(1, 2, 3)}), members}, end).at(2);
  };
  EXPECT_EQ(north_of().contribution().difference(), 3);
  members.value.mutable_groups(0)->mutable_values()->DeleteSubrange(0, 2);
  members.problem = absl::UnavailableError("away");
  EXPECT_FALSE(north_of().has_contribution());
}

TEST(BuildRowsTest, DeclaredMembersComeFirstInTheirOrderThenTheOthersSorted) {
  std::vector<KpiGroup> groups;
  for (const char* region : {"", "center", "abroad", "north"}) {
    groups.push_back(Group(1, 2, 3));
    (*groups.back().mutable_labels())["region"] = region;
  }
  const auto rows = BuildRows(Plan(/*breakdown=*/true), 0,
                              {AnswerOf({Group(4, 8, 12)}), AnswerOf(groups)}, kMiddleOfApril);
  std::vector<std::string> members;
  for (size_t i = 1; i < rows.size(); ++i) {
    EXPECT_EQ(rows[i].dimension(), "region");
    members.push_back(rows[i].member());
  }
  EXPECT_THAT(members, ElementsAre("south", "north", "", "abroad", "center"));
  EXPECT_EQ(rows[0].dimension(), "");
  EXPECT_EQ(rows[1].display_name(), "Miền Nam");
  EXPECT_FALSE(rows[1].cells(0).has_actual());
  EXPECT_EQ(rows[2].cells(0).actual(), 2);
}

}  // namespace
}  // namespace okapi::reporting

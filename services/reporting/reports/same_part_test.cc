#include "services/reporting/reports/same_part.h"

#include <gtest/gtest.h>

#include "common/api/timestamp.h"
#include "services/reporting/reports/scorecard.h"

namespace okapi::reporting {
namespace {

using okapi::metrics::v1::Aggregation;
using okapi::metrics::v1::Kpi;
using okapi::reporting::v1::ScorecardRow;

constexpr char kBerlin[] = "Europe/Berlin";

absl::TimeZone Zone() {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone(kBerlin, &zone));
  return zone;
}
absl::Time Berlin(int year, int month, int day, int hour = 0) {
  return absl::FromCivil(absl::CivilHour(year, month, day, hour), Zone());
}

okapi::common::v1::Calendar Settings() {
  okapi::common::v1::Calendar settings;
  settings.set_time_zone(kBerlin);
  return settings;
}

// One KPI with regions, by month.
ScorecardPlan Plan(Aggregation aggregation, const ScorecardQuery& query, absl::Time as_of) {
  KpiDefinitions definitions;
  definitions.settings.time = definitions.kpis.time = as_of;
  *definitions.settings.value.mutable_calendar() = Settings();
  Kpi* kpi = definitions.kpis.value.add_kpis();
  kpi->set_name("organizations/o/kpis/revenue");
  kpi->set_aggregation(aggregation);
  kpi->add_dimensions()->set_label("region");
  return *PlanScorecard(query, definitions, as_of);
}

ScorecardQuery Query(absl::Time as_of) {
  ScorecardQuery query;
  query.organization = "organizations/o";
  query.breakdown = query.details = true;
  query.as_of = as_of;
  return query;
}

SamePartQuestions Asked(Aggregation aggregation, absl::Time as_of) {
  const ScorecardQuery query = Query(as_of);
  return *PlanSameParts(query, Plan(aggregation, query, as_of), Settings(), as_of);
}

absl::Time EndOf(const KpiQuestion& question) {
  return api::FromTimestamp(question.request.end_time()) - absl::Microseconds(1);
}

TEST(SamePartTest, AsManyDaysAndHoursFromTheStartByTheClock) {
  // In the night to 26 October an hour comes twice.
  const auto asked = Asked(okapi::metrics::v1::SUM, Berlin(2025, 11, 28, 18));
  ASSERT_EQ(asked.questions.size(), 4);
  EXPECT_EQ(asked.year_first, 2);
  EXPECT_EQ(api::FromTimestamp(asked.questions[0].request.start_time()), Berlin(2025, 10, 1));
  EXPECT_EQ(EndOf(asked.questions[0]), Berlin(2025, 10, 28, 18));
  EXPECT_EQ(asked.questions[1].dimension, "region");
  EXPECT_EQ(asked.questions[1].request.group_by(0), "region");
  EXPECT_EQ(api::FromTimestamp(asked.questions[2].request.start_time()), Berlin(2024, 11, 1));
  EXPECT_EQ(EndOf(asked.questions[2]), Berlin(2024, 11, 28, 18));
}

TEST(SamePartTest, NotBeyondTheEndOfAShorterOne) {
  const auto asked = Asked(okapi::metrics::v1::COUNT, Berlin(2025, 3, 30, 12));
  EXPECT_EQ(api::FromTimestamp(asked.questions[0].request.end_time()), Berlin(2025, 3, 1));
}

absl::Time PartOfDay(absl::CivilDay day, absl::CivilDay other, absl::Time end) {
  const auto calendar = *calendar::Calendar::Create(Settings());
  const auto of = [&](absl::CivilDay it) {
    return calendar.PeriodAt(okapi::common::v1::DAY, absl::FromCivil(it, Zone()));
  };
  return PartEnd(of(day), of(other), end, Zone());
}

// In Berlin 30 March 2025 has 23 hours, from 2 to 3 o'clock there is none; 26 October has 25, that
// from 2 to 3 o'clock comes twice.
TEST(SamePartTest, ADayOf23Or25HoursIsComparedByTheClock) {
  const absl::CivilDay spring(2025, 3, 30);
  const absl::CivilDay autumn(2025, 10, 26);
  const auto at = [](absl::CivilDay day, int hour) {
    return absl::FromCivil(absl::CivilHour(day) + hour, Zone());
  };
  for (const absl::CivilDay day : {spring, autumn}) {
    EXPECT_EQ(PartOfDay(day, day - 1, at(day, 1)), at(day - 1, 1)) << day;
    EXPECT_EQ(PartOfDay(day, day - 1, at(day, 18)), at(day - 1, 18)) << day;
    EXPECT_EQ(PartOfDay(day + 1, day, at(day + 1, 18)), at(day, 18)) << day;
    EXPECT_EQ(PartOfDay(day + 1, day, at(day + 1, 23)), at(day, 23)) << day;
    EXPECT_EQ(PartOfDay(day, day - 1, at(day + 1, 0)), at(day, 0)) << "all of it, " << day;
    EXPECT_EQ(PartOfDay(day + 1, day, at(day + 2, 0)), at(day + 1, 0)) << "all of it, " << day;
  }
  EXPECT_EQ(PartOfDay(spring + 1, spring, at(spring + 1, 2) + absl::Minutes(30)), at(spring, 3))
      << "a time that the clock skips";
  const absl::Time first = at(autumn, 2) + absl::Minutes(30);
  EXPECT_EQ(PartOfDay(autumn, autumn - 1, first), at(autumn - 1, 2) + absl::Minutes(30));
  EXPECT_EQ(PartOfDay(autumn, autumn - 1, first + absl::Hours(1)),
            at(autumn - 1, 2) + absl::Minutes(30))
      << "and once more";
  EXPECT_EQ(PartOfDay(autumn + 1, autumn, at(autumn + 1, 2) + absl::Minutes(30)), first);
}

// A report of a day looks from there: the part ends with its day, to the microsecond.
TEST(SamePartTest, UpToTheLastMicrosecondOfADay) {
  const absl::Time end = Berlin(2025, 11, 15) - absl::Microseconds(1);
  const auto asked = Asked(okapi::metrics::v1::SUM, end);
  EXPECT_EQ(EndOf(asked.questions[0]), Berlin(2025, 10, 15) - absl::Microseconds(1));
  EXPECT_EQ(EndOf(asked.questions[2]), Berlin(2024, 11, 15) - absl::Microseconds(1));
  const absl::CivilDay day(2025, 11, 14);
  EXPECT_EQ(PartOfDay(day, day - 1, end), Berlin(2025, 11, 14) - absl::Microseconds(1))
      << "whose sample of that time is in neither";
}

TEST(SamePartTest, OnlyWhatGrowsAndIsOpen) {
  const absl::Time open = Berlin(2025, 11, 15);
  for (const auto aggregation :
       {okapi::metrics::v1::AVERAGE, okapi::metrics::v1::RATIO_OF_SUMS, okapi::metrics::v1::LAST}) {
    EXPECT_TRUE(Asked(aggregation, open).questions.empty());
  }
  for (const auto aggregation :
       {okapi::metrics::v1::SUM, okapi::metrics::v1::COUNT, okapi::metrics::v1::MIN,
        okapi::metrics::v1::MAX, okapi::metrics::v1::FORMULA}) {
    EXPECT_FALSE(Asked(aggregation, open).questions.empty());
  }
  EXPECT_TRUE(Asked(okapi::metrics::v1::SUM, Berlin(2025, 12, 1) - absl::Microseconds(1))
                  .questions.empty());
}

// The key of a question about now must not move with the time, or every answer would be kept.
TEST(SamePartTest, WhatIsKnownOfNowIsFoundAgain) {
  auto key_at = [](absl::Time now) {
    ScorecardQuery query = Query(now);
    query.as_of.reset();
    const ScorecardPlan plan = Plan(okapi::metrics::v1::SUM, query, now);
    return PlanSameParts(query, plan, Settings(), now)->questions[0].key.request;
  };
  EXPECT_EQ(key_at(Berlin(2025, 11, 15)), key_at(Berlin(2025, 11, 16)));
  EXPECT_NE(key_at(Berlin(2025, 11, 15)), key_at(Berlin(2025, 12, 15)));
}

TEST(SamePartTest, EveryRowIsComparedWithItsOwn) {
  const auto asked = Asked(okapi::metrics::v1::SUM, Berlin(2025, 11, 15));
  std::vector<KpiAnswer> answers(asked.questions.size());
  answers[0].value.add_groups()->add_values()->set_value(50);
  auto* south = answers[1].value.add_groups();
  (*south->mutable_labels())["region"] = "south";
  south->add_values()->set_value(20);
  answers[2].value.add_groups()->add_values()->set_value(30);
  std::vector<ScorecardRow> rows(3);
  rows[1].set_dimension("region");
  rows[1].set_member("south");
  rows[2].set_dimension("region");
  rows[2].set_member("north");
  for (ScorecardRow& row : rows) row.add_cells()->set_actual(60);
  AddSamePartChanges(0, asked, answers, rows);
  EXPECT_DOUBLE_EQ(rows[0].cells(0).change(), 0.2);
  EXPECT_DOUBLE_EQ(rows[0].cells(0).year_change(), 1);
  EXPECT_DOUBLE_EQ(rows[1].cells(0).change(), 2);
  EXPECT_FALSE(rows[1].cells(0).has_year_change());
  EXPECT_FALSE(rows[2].cells(0).has_change()) << "no number then: not known";
}

}  // namespace
}  // namespace okapi::reporting

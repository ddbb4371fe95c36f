#include "services/reporting/reports/kpi_movements.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"
#include "common/api/timestamp.h"
#include "services/reporting/neighbours/kpi_memory.h"
#include "tests/support/text_proto.h"

namespace okapi::reporting {
namespace {

using okapi::metrics::v1::Kpi;
using okapi::testing::FromText;

absl::Time Utc(int month, int day) {
  return absl::FromCivil(absl::CivilDay(2025, month, day), absl::UTCTimeZone());
}

KpiDefinitions One(const std::string& kpi) {
  KpiDefinitions definitions;
  definitions.settings.time = definitions.kpis.time = Utc(1, 1);
  *definitions.kpis.value.add_kpis() = FromText<Kpi>("name: 'organizations/o/kpis/k' " + kpi);
  return definitions;
}

// "2025-11 until 2025-12-01 -> 2025-12 until 2025-12-06": what is asked for a review.
std::string Asked(const std::string& kpi, absl::Time start, absl::Time end) {
  ReviewQuery query;
  query.start = start;
  query.end = end;
  const KpiMovementPlan plan = PlanKpiMovements(query, One(kpi));
  const KpiMovementQuestions& asked = plan.kpis.at(0);
  const auto text = [&plan](const calendar::Period& period, size_t question) {
    const auto& request = plan.questions.at(question).request;
    EXPECT_EQ(api::FromTimestamp(request.start_time()), period.start);
    const std::string until = absl::FormatTime(
        "%Y-%m-%d %H:%M:%E*S", api::FromTimestamp(request.end_time()), absl::UTCTimeZone());
    return absl::StrCat(period.id, " until ", absl::StripSuffix(until, " 00:00:00"));
  };
  return absl::StrCat(asked.start.has_value() ? text(asked.start_period, *asked.start) : "nothing",
                      asked.same_part ? " (same part)" : "", " -> ",
                      text(asked.end_period, asked.end));
}

constexpr char kSum[] = "frequency: MONTH aggregation: SUM";
constexpr char kLast[] = "frequency: MONTH aggregation: LAST";

TEST(KpiMovementsTest, WhatGrowsIsComparedWithAsMuchOfAnotherPeriod) {
  EXPECT_EQ(Asked(kSum, Utc(11, 1), Utc(12, 1)),
            "2025-10 until 2025-11-01 -> 2025-11 until 2025-12-01")
      << "two wholes, each as it was known then";
  EXPECT_EQ(Asked(kSum, Utc(12, 1), Utc(12, 6)),
            "2025-11 until 2025-11-06 (same part) -> 2025-12 until 2025-12-06");
  EXPECT_EQ(Asked(kSum, Utc(11, 20), Utc(12, 6)),
            "2025-11 until 2025-11-06 (same part) -> 2025-12 until 2025-12-06");
  EXPECT_EQ(Asked(kSum, Utc(11, 20), Utc(1, 1) + absl::Hours(24 * 365)),
            "2025-11 until 2025-12-01 (same part) -> 2025-12 until 2026-01-01");
  EXPECT_EQ(Asked(kSum, Utc(2, 10), Utc(3, 31)),
            "2025-02 until 2025-03-01 (same part) -> 2025-03 until 2025-03-31")
      << "a February has no 30th";
}

// A sample of the very end is in neither number.
TEST(KpiMovementsTest, AnEndAmidADayIsThatOfBothParts) {
  EXPECT_EQ(Asked(kSum, Utc(12, 1), Utc(12, 5) + absl::Hours(18) + absl::Milliseconds(500)),
            "2025-11 until 2025-11-05 18:00:00.5 (same part) -> 2025-12 until 2025-12-05 "
            "18:00:00.5");
}

// What is due of a curve only metrics knows.
TEST(KpiMovementsTest, WhatIsDueOfACurveIsAskedFor) {
  const auto asks_for_due = [](const std::string& kpi) {
    ReviewQuery query;
    query.start = Utc(12, 1);
    query.end = Utc(12, 6);
    const KpiMovementPlan plan = PlanKpiMovements(query, One(kpi));
    return plan.questions.at(plan.kpis.at(0).end).request.include_due_target();
  };
  EXPECT_FALSE(asks_for_due(absl::StrCat(kSum, " targets { value: 100 }")));
  EXPECT_TRUE(asks_for_due(absl::StrCat(kSum, " targets { value: 100 curve { shape: AT_END } }")));
}

TEST(KpiMovementsTest, WithinOnePeriodOfWhatGrowsThereIsNothingToCompareWith) {
  EXPECT_EQ(Asked(kSum, Utc(12, 2), Utc(12, 20)), "nothing -> 2025-12 until 2025-12-20");
  EXPECT_EQ(Asked(kLast, Utc(12, 2), Utc(12, 20)),
            "2025-12 until 2025-12-02 -> 2025-12 until 2025-12-20");
}

TEST(KpiMovementsTest, LevelsAreComparedAsTheyStood) {
  EXPECT_EQ(Asked(kLast, Utc(12, 1), Utc(12, 6)),
            "2025-11 until 2025-12-01 -> 2025-12 until 2025-12-06");
  EXPECT_EQ(Asked("frequency: DAY aggregation: AVERAGE", Utc(12, 1), Utc(12, 6)),
            "2025-11-30 until 2025-12-01 -> 2025-12-05 until 2025-12-06");
}

// Two askings of the same question find each other's answers, and leave no more than one.
TEST(KpiMovementsTest, WhatIsRememberedDoesNotMoveOnWithNow) {
  const auto keys = [](const std::string& kpi, absl::Time start, absl::Time end, bool moves) {
    ReviewQuery query;
    query.start = start;
    query.end = end;
    query.until_now = true;
    query.start_moves = moves;
    std::set<std::string> all;
    for (const auto& question : PlanKpiMovements(query, One(kpi)).questions) {
      all.insert(question.key.Encode());
    }
    return all;
  };
  constexpr absl::Duration kHour = absl::Hours(1);
  for (const char* kpi : {kSum, kLast}) {
    EXPECT_EQ(keys(kpi, Utc(11, 20), Utc(12, 6), false).size(), 2U);
    EXPECT_EQ(keys(kpi, Utc(11, 20), Utc(12, 6), false),
              keys(kpi, Utc(11, 20), Utc(12, 6) + kHour, false));
    EXPECT_EQ(keys(kpi, Utc(12, 5), Utc(12, 6), true),
              keys(kpi, Utc(12, 5) + kHour, Utc(12, 6) + kHour, true));
  }
  // Of a level, what was asked of one time is none of another's.
  EXPECT_NE(keys(kLast, Utc(12, 4), Utc(12, 6), false), keys(kLast, Utc(12, 5), Utc(12, 6), false));
  EXPECT_EQ(keys(kLast, Utc(12, 5), Utc(12, 6), true).size(), 2U);
}

// Else a day's movement would be that from one day to whenever a dashboard last looked.
TEST(KpiMovementsTest, TwoTimesThatMoveOnAreRememberedTogether) {
  ReviewQuery query;
  query.organization = "organizations/o";
  query.start = Utc(12, 5);
  query.end = Utc(12, 6);
  query.until_now = query.start_moves = true;
  const KpiMovementPlan plan = PlanKpiMovements(query, One(kLast));
  ASSERT_EQ(plan.questions.size(), 2U);
  for (const auto& question : plan.questions) {
    EXPECT_NE(question.key.method, KeyOfPeriods("organizations/o", question.request, 12).method);
  }
}

// A scorecard of one period was told the one before, too.
TEST(KpiMovementsTest, WhatAScorecardHeardIsNotReplaced) {
  ReviewQuery query;
  query.start = Utc(11, 5);
  query.end = Utc(12, 6);
  query.until_now = true;
  for (const auto& question : PlanKpiMovements(query, One(kLast)).questions) {
    for (const int periods : {1, 2, 12}) {
      EXPECT_NE(question.key.Encode(),
                KeyOfPeriods(query.organization, question.request, periods).Encode());
    }
  }
}

TEST(KpiMovementsTest, AMovementNamesItsPeriodsAndSaysWhatIsSoFar) {
  const auto moved = [](const std::string& kpi, absl::Time start, absl::Time end) {
    ReviewQuery query;
    query.start = start;
    query.end = end;
    const KpiDefinitions definitions = One(kpi);
    const KpiMovementPlan plan = PlanKpiMovements(query, definitions);
    std::vector<KpiAnswer> answers(plan.questions.size());
    for (KpiAnswer& answer : answers) {
      answer.value.add_groups()->add_values()->set_value(7);
      answer.time = end;
    }
    okapi::reporting::v1::ReviewPack pack;
    AddKpiMovements(query, definitions, plan, answers, pack);
    const auto& movement = pack.movements(0);
    return absl::StrCat(movement.start_period(), movement.start_open() ? " open" : "",
                        movement.same_part() ? " part" : "", " -> ", movement.end_period(),
                        movement.end_open() ? " open" : "");
  };
  EXPECT_EQ(moved(kSum, Utc(11, 1), Utc(12, 1)), "2025-10 -> 2025-11");
  EXPECT_EQ(moved(kSum, Utc(12, 1), Utc(12, 6)), "2025-11 part -> 2025-12 open");
  EXPECT_EQ(moved(kLast, Utc(11, 20), Utc(12, 6)), "2025-11 open -> 2025-12 open");
  EXPECT_EQ(moved(kSum, Utc(12, 2), Utc(12, 6)), " -> 2025-12 open");
}

}  // namespace
}  // namespace okapi::reporting

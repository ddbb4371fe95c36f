#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/api/timestamp.h"
#include "tests/integration/goals_driven_fixture.h"
#include "tests/support/field_matchers.h"
#include "tests/support/status_matchers.h"

namespace okapi::goals {
namespace {

using okapi::testing::BadFieldIs;
using okapi::testing::FromText;
using okapi::testing::IsOk;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kDriven[] = "organizations/o/objectives/a/keyResults/k";

absl::Time Noon(int year, int month, int day) {
  return absl::FromCivil(absl::CivilHour(year, month, day, 12), absl::UTCTimeZone());
}

// The real metrics service had samples before goals asked for the first time, on 14 March 2025.
class GoalsKpiHistoryTest : public DrivenGoalsFixture {
 protected:
  void SetUp() override {
    CreateSum("sales");
    Do(&Organizations::CreateOrganization,
       "organization_id: 'o' organization { display_name: 'O' }");
    Do(&Organizations::CreateCycle,
       "parent: 'organizations/o' cycle_id: 'q' cycle { display_name: 'Q' "
       "start_date { year: 2025 month: 1 day: 1 } end_date { year: 2025 month: 3 day: 31 } }");
    Do(&Goals::CreateObjective,
       "parent: 'organizations/o' objective_id: 'a' objective { display_name: 'A' "
       "cycle: 'organizations/o/cycles/q' }");
  }

  absl::StatusOr<v1::KeyResult> CreateKeyResult(const std::string& window,
                                                const std::string& more = "") {
    return goals_.Call(
        &Goals::CreateKeyResult,
        FromText<v1::CreateKeyResultRequest>(
            "parent: 'organizations/o/objectives/a' key_result_id: 'k' key_result { display_name: "
            "'K' from_to { baseline: 0 target: 100 } kpi_source { kpi: "
            "'organizations/o/kpis/sales' "
            "window: " +
            window + " } " + more + " }"));
  }
  // The history, as `01-10 5`, once the key result has the value.
  std::vector<std::string> PointsOnce(double value) {
    ChangesWatch watch(goals_);
    watch.Await(kDriven,
                [value](const v1::KeyResult& now) { return now.current_value() == value; });
    return Points();
  }
  // The history, once it is as expected or the time of a test is over.
  std::vector<std::string> PointsOnceThey(const ::testing::Matcher<std::vector<std::string>>& are) {
    ChangesWatch watch(goals_);
    watch.Await(kDriven, [&](const v1::KeyResult&) { return are.Matches(Points()); });
    return Points();
  }
  std::vector<std::string> Points(const std::string& name = kDriven) {
    const auto pace =
        goals_.Call(&Goals::GetPace, FromText<v1::GetPaceRequest>("name: '" + name + "'"));
    EXPECT_THAT(pace, IsOk());
    std::vector<std::string> points;
    for (const auto& point : pace->points()) {
      points.push_back(absl::StrCat(
          absl::FormatTime("%m-%d ", api::FromTimestamp(point.time()), absl::UTCTimeZone()),
          point.value()));
    }
    return points;
  }
};

TEST_F(GoalsKpiHistoryTest, WhatHadComeBeforeIsFilledIn) {
  Add("sales", Noon(2024, 12, 31), 1000);  // Before the cycle.
  Add("sales", Noon(2025, 1, 10), 10);
  Add("sales", Noon(2025, 2, 10), 20);
  Add("sales", Noon(2025, 3, 10), 5);
  ASSERT_THAT(CreateKeyResult("CYCLE_TO_DATE"), IsOk());
  EXPECT_THAT(PointsOnce(35), ElementsAre("01-10 10", "02-10 30", "03-10 35"));
  // What was heard is not asked for again, and what comes goes on from there.
  Add("sales", Noon(2025, 3, 12), 5);
  EXPECT_THAT(PointsOnce(40), ElementsAre("01-10 10", "02-10 30", "03-10 35", "03-12 40"));
}

TEST_F(GoalsKpiHistoryTest, SoIsWhatIsPushedAfterTheKeyResultWasThere) {
  ASSERT_THAT(CreateKeyResult("CYCLE_TO_DATE"), IsOk());
  ChangesWatch watch(goals_);
  watch.Await(kDriven, [](const v1::KeyResult& now) { return !now.kpi_link().stale(); });
  Add("sales", Noon(2025, 1, 10), 10);
  Add("sales", Noon(2025, 2, 10), 20);
  Add("sales", Noon(2025, 3, 10), 5);
  EXPECT_THAT(PointsOnce(35), ElementsAre("01-10 10", "02-10 30", "03-10 35"));
}

TEST_F(GoalsKpiHistoryTest, OfThePastItIsThatOfTheDaysBefore) {
  Add("sales", Noon(2025, 3, 10), 5);
  Add("sales", Noon(2025, 3, 14) - absl::Hours(1), 10);
  ASSERT_THAT(CreateKeyResult("CYCLE_TO_DATE"), IsOk());
  EXPECT_THAT(PointsOnce(15), ElementsAre("03-10 5", "03-14 15"));
  auto history = [this](const std::string& more) {
    const auto found = goals_.Call(
        &Goals::GetObjectiveHistory,
        FromText<v1::GetObjectiveHistoryRequest>("name: 'organizations/o/objectives/a' " + more));
    EXPECT_THAT(found, IsOk());
    return found->DebugString();
  };
  const std::string then = history("");
  const std::string time =
      absl::StrCat("read_time { seconds: ", absl::ToUnixSeconds(clock_.Now()), " }");
  clock_.Advance(absl::Hours(20));
  Add("sales", Noon(2025, 3, 14) + absl::Hours(1), 20);
  EXPECT_THAT(PointsOnce(35), ElementsAre("03-10 5", "03-14 35"));
  Add("sales", Noon(2025, 3, 15) - absl::Hours(8), 30);
  EXPECT_THAT(PointsOnce(65), ElementsAre("03-10 5", "03-14 35", "03-15 65"));
  EXPECT_EQ(history(time), then);
}

TEST_F(GoalsKpiHistoryTest, LateDataMovesTheHistoryToo) {
  Add("sales", Noon(2025, 1, 10), 10);
  Add("sales", Noon(2025, 3, 10), 5);
  ASSERT_THAT(CreateKeyResult("CYCLE_TO_DATE"), IsOk());
  EXPECT_THAT(PointsOnce(15), ElementsAre("01-10 10", "03-10 15"));
  Add("sales", Noon(2025, 2, 10), 20);
  const auto restated = ElementsAre("01-10 10", "02-10 30", "03-10 35");
  EXPECT_THAT(PointsOnceThey(restated), restated);
}

TEST_F(GoalsKpiHistoryTest, LateDataMovesTheHistoryOfWhatIsMadeOfIt) {
  Add("sales", Noon(2025, 1, 10), 10);
  Add("sales", Noon(2025, 3, 10), 5);
  ASSERT_THAT(CreateKeyResult("LATEST_PERIOD"), IsOk());
  const std::string made = "organizations/o/objectives/a/keyResults/made";
  Do(&Goals::CreateKeyResult,
     std::string(
         "parent: 'organizations/o/objectives/a' key_result_id: 'made' key_result { "
         "display_name: 'Made' from_to { target: 100 } key_result_source { key_results: '") +
         kDriven + "' } }");
  EXPECT_THAT(PointsOnce(5), ElementsAre("01-10 10", "03-10 5"));
  EXPECT_THAT(Points(made), ElementsAre("01-10 10", "03-10 5"));
  Add("sales", Noon(2025, 1, 9), 7);  // Its value stays as it is.
  ChangesWatch watch(goals_);
  const auto restated = ElementsAre("01-10 17", "03-10 5");
  watch.Await(made,
              [&](const v1::KeyResult&) { return ::testing::Matches(restated)(Points(made)); });
  EXPECT_THAT(Points(made), restated);
  EXPECT_THAT(Points(), restated);
}

TEST_F(GoalsKpiHistoryTest, SoItDoesInPeriodsThatAreOver) {
  Add("sales", Noon(2025, 1, 10), 10);
  Add("sales", Noon(2025, 3, 10), 5);
  ASSERT_THAT(CreateKeyResult("LATEST_PERIOD"), IsOk());
  EXPECT_THAT(PointsOnce(5), ElementsAre("01-10 10", "03-10 5"));
  Add("sales", Noon(2025, 1, 9), 7);
  const auto restated = ElementsAre("01-10 17", "03-10 5");
  EXPECT_THAT(PointsOnceThey(restated), restated);
}

TEST_F(GoalsKpiHistoryTest, WhatComesLateWhileNobodyListensIsFoundAfterwards) {
  Add("sales", Noon(2025, 1, 10), 10);
  Add("sales", Noon(2025, 3, 10), 5);
  ASSERT_THAT(CreateKeyResult("CYCLE_TO_DATE"), IsOk());
  EXPECT_THAT(PointsOnce(15), ElementsAre("01-10 10", "03-10 15"));
  goals_.Stop();
  Add("sales", Noon(2025, 2, 10), 20);
  Add("sales", Noon(2025, 3, 12), 1);
  goals_.Restart();
  const auto restated = ElementsAre("01-10 10", "02-10 30", "03-10 35", "03-12 36");
  EXPECT_THAT(PointsOnceThey(restated), restated);
}

TEST_F(GoalsKpiHistoryTest, AnotherSourceHasAHistoryOfItsOwn) {
  Add("sales", Noon(2025, 1, 10), 10);
  Add("sales", Noon(2025, 2, 10), 20);
  Add("sales", Noon(2025, 3, 10), 5);
  ASSERT_THAT(CreateKeyResult("LATEST_PERIOD"), IsOk());
  EXPECT_THAT(PointsOnce(5), ElementsAre("01-10 10", "02-10 20", "03-10 5"));
  Do(&Goals::UpdateKeyResult, std::string("key_result { name: '") + kDriven +
                                  "' kpi_source { kpi: 'organizations/o/kpis/sales' window: "
                                  "CYCLE_TO_DATE } }");
  EXPECT_THAT(PointsOnce(35), ElementsAre("01-10 10", "02-10 30", "03-10 35"));
}

TEST_F(GoalsKpiHistoryTest, WhatDoesNotAddUpHasNoSeason) {
  ASSERT_THAT(Create("mean", "aggregation: AVERAGE metric: 'sales'"), IsOk());
  Add("sales", Noon(2024, 1, 10), 10);
  Add("sales", Noon(2024, 3, 31), 70);
  Add("sales", Noon(2025, 2, 10), 30);
  Do(&Goals::CreateKeyResult,
     "parent: 'organizations/o/objectives/a' key_result_id: 'k' key_result { display_name: 'K' "
     "from_to { baseline: 0 target: 100 } curve { shape: SEASON } "
     "kpi_source { kpi: 'organizations/o/kpis/mean' window: CYCLE_TO_DATE } }");
  ChangesWatch watch(goals_);
  const auto key_result =
      watch.Await(kDriven, [](const v1::KeyResult& now) { return now.current_value() == 30; });
  EXPECT_TRUE(key_result.curve().season().empty());
}

TEST_F(GoalsKpiHistoryTest, APeriodIsFilledInWithWhatItHadInTheEnd) {
  Add("sales", Noon(2025, 1, 10), 10);
  Add("sales", Noon(2025, 1, 20), 7);
  Add("sales", Noon(2025, 2, 10), 20);
  Add("sales", Noon(2025, 3, 10), 5);
  ASSERT_THAT(CreateKeyResult("LATEST_PERIOD"), IsOk());
  EXPECT_THAT(PointsOnce(5), ElementsAre("01-20 17", "02-10 20", "03-10 5"));
}

TEST_F(GoalsKpiHistoryTest, OnlyPeriodsThatAreOverWhereTheseCount) {
  Add("sales", Noon(2025, 1, 10), 10);
  Add("sales", Noon(2025, 2, 10), 20);
  Add("sales", Noon(2025, 3, 10), 5);
  ASSERT_THAT(CreateKeyResult("LATEST_COMPLETE_PERIOD"), IsOk());
  EXPECT_THAT(PointsOnce(20), ElementsAre("01-10 10", "02-10 20"));
}

TEST_F(GoalsKpiHistoryTest, ASeasonIsWhatTheYearBeforeWasLike) {
  Add("sales", Noon(2024, 1, 10), 10);
  Add("sales", Noon(2024, 2, 10), 20);
  Add("sales", Noon(2024, 3, 31), 70);
  Add("sales", Noon(2025, 2, 10), 30);
  ASSERT_THAT(CreateKeyResult("CYCLE_TO_DATE", "curve { shape: SEASON }"), IsOk());
  ChangesWatch watch(goals_);
  const auto key_result = watch.Await(kDriven, [](const v1::KeyResult& now) {
    return now.curve().season_size() > 0 && now.current_value() == 30;
  });
  // 72.5 of 90 days are over, but the year before 30 of 100 had come by then.
  EXPECT_DOUBLE_EQ(key_result.progress().expected(), 0.3);
  EXPECT_DOUBLE_EQ(key_result.progress().raw(), 0.3);
  const auto explanation =
      goals_.Call(&GoalsScene::Review::Explain,
                  FromText<v1::ExplainRequest>(std::string("name: '") + kDriven + "'"));
  ASSERT_THAT(explanation, IsOk());
  EXPECT_THAT(explanation->steps(),
              Contains(HasSubstr("by the curve SEASON of 64 shares of the year before")));
  // Who sends it back changes nothing: it is what the KPI says.
  auto changed = key_result;
  changed.mutable_curve()->clear_season();
  v1::UpdateKeyResultRequest update;
  *update.mutable_key_result() = changed;
  const auto updated = goals_.Call(&Goals::UpdateKeyResult, update);
  ASSERT_THAT(updated, IsOk());
  EXPECT_EQ(updated->curve().season_size(), 64);
}

TEST_F(GoalsKpiHistoryTest, AForecastGoesAlongTheSeason) {
  for (const absl::CivilDay day :
       {absl::CivilDay(2024, 1, 10), absl::CivilDay(2024, 1, 20), absl::CivilDay(2024, 2, 10)}) {
    Add("sales", Noon(2024, day.month(), day.day()), 10);
    Add("sales", Noon(2025, day.month(), day.day()), 20);
  }
  Add("sales", Noon(2024, 3, 31), 70);
  // Twice as much as the year before, of which most came in the end.
  ASSERT_THAT(CreateKeyResult("CYCLE_TO_DATE", "curve { shape: SEASON }"), IsOk());
  Do(&Goals::CreateKeyResult,
     "parent: 'organizations/o/objectives/a' key_result_id: 'other' key_result { display_name: "
     "'Other' from_to { target: 1 } }");
  Do(&Goals::ActivateObjective, "name: 'organizations/o/objectives/a'");
  EXPECT_THAT(PointsOnce(60), ElementsAre("01-10 20", "01-20 40", "02-10 60"));
  const auto forecast = [this] {
    return goals_
        .Call(&Goals::GetPace, FromText<v1::GetPaceRequest>(std::string("name: '") + kDriven + "'"))
        ->forecast();
  };
  EXPECT_NEAR(forecast().value(), 200, 30);
  EXPECT_GE(forecast().likelihood(), 0.8);
  Do(&Goals::UpdateKeyResult,
     std::string("key_result { name: '") + kDriven + "' curve { shape: LINEAR } }");
  EXPECT_LT(forecast().value(), 130);
}

TEST_F(GoalsKpiHistoryTest, WithoutAYearBeforeTheWayIsStraight) {
  Add("sales", Noon(2025, 2, 10), 30);
  ASSERT_THAT(CreateKeyResult("CYCLE_TO_DATE", "curve { shape: SEASON }"), IsOk());
  ChangesWatch watch(goals_);
  const auto key_result =
      watch.Await(kDriven, [](const v1::KeyResult& now) { return now.current_value() == 30; });
  EXPECT_TRUE(key_result.curve().season().empty());
  EXPECT_NEAR(key_result.progress().expected(), 72.5 / 90, 1e-9);
}

TEST_F(GoalsKpiHistoryTest, ASeasonIsForWhatComesFromTheStartOfTheCycle) {
  EXPECT_THAT(CreateKeyResult("LATEST_PERIOD", "curve { shape: SEASON }"),
              BadFieldIs("key_result.curve.shape"));
  EXPECT_THAT(CreateKeyResult("CYCLE_TO_DATE", "curve { shape: SEASON shares: 1 }"),
              BadFieldIs("key_result.curve.shares"));
  EXPECT_THAT(Create("seasonal",
                     "aggregation: SUM metric: 's' targets { value: 1 curve { shape: SEASON } }"),
              BadFieldIs("kpi.targets[0].curve.shape"));
}

}  // namespace
}  // namespace okapi::goals

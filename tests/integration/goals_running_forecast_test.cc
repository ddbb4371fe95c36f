// Key results that KPIs drive over the whole cycle are forecast by how the KPI makes its number.

#include <gmock/gmock.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/scoring/period_forecast.h"
#include "tests/integration/goals_driven_fixture.h"
#include "tests/support/status_matchers.h"

namespace okapi::goals {
namespace {

using okapi::testing::FromText;
using okapi::testing::IsOk;
using ::testing::HasSubstr;

// Of 1 to 13 March 2025; it is 12:00 on the 14th, in a cycle that is March.
const std::vector<double> kDays = {52, 40, 47, 55, 43, 60, 38, 51, 49, 57, 44, 50, 46};

class GoalsRunningForecastTest : public DrivenGoalsFixture {
 protected:
  using Review = GoalsScene::Review;

  void SetUp() override {
    for (size_t i = 0; i < kDays.size(); ++i) {
      Add("done", TenOn(i + 1), kDays[i]);
      Add("tried", TenOn(i + 1), 2 * kDays[i] + 1);
      Gauge("level", TenOn(i + 1), kDays[i]);
    }
    Do(&Organizations::CreateOrganization,
       "organization_id: 'o' organization { display_name: 'O' policy { key_results_max: 20 } }");
    Do(&Organizations::CreateCycle,
       "parent: 'organizations/o' cycle_id: 'q' cycle { display_name: 'Q' "
       "start_date { year: 2025 month: 3 day: 1 } end_date { year: 2025 month: 3 day: 31 } }");
    Do(&Organizations::ActivateCycle, "name: 'organizations/o/cycles/q'");
    Do(&Goals::CreateObjective,
       "parent: 'organizations/o' objective_id: 'a' objective { display_name: 'A' "
       "cycle: 'organizations/o/cycles/q' }");
    Do(&Goals::CreateKeyResult,
       "parent: 'organizations/o/objectives/a' key_result_id: 'x' key_result { display_name: 'X' "
       "binary {} }");
    Do(&Goals::CreateKeyResult,
       "parent: 'organizations/o/objectives/a' key_result_id: 'y' key_result { display_name: 'Y' "
       "binary {} }");
    Do(&Goals::ActivateObjective, "name: 'organizations/o/objectives/a'");
  }
  static absl::Time TenOn(size_t day) {
    return absl::FromCivil(absl::CivilHour(2025, 3, static_cast<int>(day), 10),
                           absl::UTCTimeZone());
  }
  void Gauge(const std::string& metric, absl::Time time, double value) {
    ASSERT_THAT(scene_.Call(&Stub::WriteSamples,
                            FromText<okapi::metrics::v1::WriteSamplesRequest>(absl::StrCat(
                                "parent: 'organizations/o' batch { series { metric: '", metric,
                                "' kind: GAUGE } series_refs: 0 values: ", value,
                                " times_us: ", absl::ToUnixMicros(time), " }"))),
                IsOk());
  }
  // A key result of the KPI over the cycle, once it has heard all of it.
  void Follow(const std::string& kpi, const std::string& more = "") {
    Do(&Goals::CreateKeyResult,
       absl::StrCat("parent: 'organizations/o/objectives/a' key_result_id: '", kpi,
                    "' key_result { display_name: 'K' from_to { baseline: 40 target: 52 } "
                    "kpi_source { kpi: 'organizations/o/kpis/",
                    kpi, "' window: CYCLE_TO_DATE } ", more, " }"));
    ChangesWatch watch(goals_);
    watch.Await(NameOfKeyResult(kpi),
                [](const v1::KeyResult& now) { return now.has_current_value(); });
  }
  static std::string NameOfKeyResult(const std::string& id) {
    return absl::StrCat("organizations/o/objectives/a/keyResults/", id);
  }
  okapi::common::v1::Forecast Forecast(const std::string& id, const std::string& more = "") {
    const auto pace = goals_.Call(
        &Goals::GetPace,
        FromText<v1::GetPaceRequest>(absl::StrCat("name: '", NameOfKeyResult(id), "' ", more)));
    EXPECT_THAT(pace, IsOk());
    EXPECT_TRUE(pace->has_forecast()) << id;
    return pace->forecast();
  }
  // The step of an explanation that is about the forecast.
  std::string Step(const std::string& id) {
    const auto explained = goals_.Call(&Review::Explain, FromText<v1::ExplainRequest>(absl::StrCat(
                                                             "name: '", NameOfKeyResult(id), "'")));
    EXPECT_THAT(explained, IsOk());
    for (const std::string& step : explained->steps()) {
      if (absl::StartsWith(step, "forecast = ")) return step;
    }
    return "";
  }
};

TEST_F(GoalsRunningForecastTest, AMeanOfTheCycleIsForecastAsOne) {
  ASSERT_THAT(Create("mean", "aggregation: AVERAGE metric: 'level'"), IsOk());
  Follow("mean");
  std::vector<scoring::DayNumber> days;
  double sum = 0;
  for (size_t i = 0; i < kDays.size(); ++i) {
    days.push_back({TenOn(i + 1) + absl::Hours(14), kDays[i]});
    sum += kDays[i];
  }
  scoring::PeriodForecastInput input;
  input.days = days;
  input.so_far = sum / static_cast<double>(kDays.size());
  input.start = TenOn(1) - absl::Hours(10);
  input.end = input.start + absl::Hours(24 * 31);
  input.now = clock_.Now();
  input.possible.min = 0;
  input.aim.min = 52;
  const auto of_days = scoring::ForecastMean(input);
  const auto told = Forecast("mean");
  EXPECT_NEAR(told.value(), of_days->value(), 1e-9);
  EXPECT_NEAR(told.low(), of_days->low(), 1e-9);
  EXPECT_NEAR(told.high(), of_days->high(), 1e-9);
  EXPECT_NEAR(told.likelihood(), of_days->likelihood(), 1e-9);
  EXPECT_EQ(told.points(), 13);
  // As it was then, it was forecast the same way.
  const std::string then =
      absl::StrCat("read_time { seconds: ", absl::ToUnixSeconds(clock_.Now()), " }");
  clock_.Advance(absl::Hours(1));
  Gauge("level", clock_.Now(), 1000);
  ChangesWatch watch(goals_);
  watch.Await(NameOfKeyResult("mean"),
              [](const v1::KeyResult& now) { return now.current_value() > 100; });
  EXPECT_EQ(Forecast("mean", then).DebugString(), told.DebugString());
}

TEST_F(GoalsRunningForecastTest, EveryAggregationHasItsRule) {
  CreateSum("sum", "");
  ASSERT_THAT(Update("sum", "metric: 'done'"), IsOk());
  ASSERT_THAT(Create("tries", "aggregation: SUM metric: 'tried'"), IsOk());
  ASSERT_THAT(Create("count", "aggregation: COUNT metric: 'level'"), IsOk());
  ASSERT_THAT(Create("mean", "aggregation: AVERAGE metric: 'level'"), IsOk());
  ASSERT_THAT(
      Create("ratio", "aggregation: RATIO_OF_SUMS metric: 'done' denominator_metric: 'tried'"),
      IsOk());
  ASSERT_THAT(Create("least", "aggregation: MIN metric: 'level'"), IsOk());
  ASSERT_THAT(Create("most", "aggregation: MAX metric: 'level'"), IsOk());
  ASSERT_THAT(Create("stock", "aggregation: LAST metric: 'level'"), IsOk());
  ASSERT_THAT(CreateFormula("failed", "tries - sum"), IsOk());
  ASSERT_THAT(CreateFormula("share", "sum / tries"), IsOk());
  for (const auto& [kpi, rule] :
       std::vector<std::pair<std::string, std::string>>{{"sum", "a total"},
                                                        {"count", "a total"},
                                                        {"mean", "a running mean"},
                                                        {"ratio", "a running mean"},
                                                        {"least", "a running minimum"},
                                                        {"most", "a running maximum"},
                                                        {"stock", "a stock"},
                                                        {"failed", "a total"},
                                                        {"share", "a running mean"}}) {
    Follow(kpi);
    EXPECT_THAT(Step(kpi), HasSubstr(absl::StrCat("for ", rule, ", "))) << kpi;
  }
  // What begins later is no total of its time, but the mean of the cycle stays one.
  ASSERT_THAT(Create("later", "aggregation: SUM metric: 'done'"), IsOk());
  ASSERT_THAT(Create("mid", "aggregation: AVERAGE metric: 'level'"), IsOk());
  Follow("later", "start_date { year: 2025 month: 3 day: 2 }");
  Follow("mid", "start_date { year: 2025 month: 3 day: 2 }");
  EXPECT_THAT(Step("later"), HasSubstr("for a level, "));
  EXPECT_EQ(Forecast("mid").DebugString(), Forecast("mean").DebugString());
}

TEST_F(GoalsRunningForecastTest, WhatIsMadeOfMeansIsAMean) {
  ASSERT_THAT(Create("mean", "aggregation: AVERAGE metric: 'level'"), IsOk());
  ASSERT_THAT(Create("again", "aggregation: AVERAGE metric: 'level'"), IsOk());
  ASSERT_THAT(Create("sum", "aggregation: SUM metric: 'done'"), IsOk());
  for (const char* kpi : {"mean", "again", "sum"}) Follow(kpi);
  auto make = [this](const std::string& id, const std::vector<std::string>& parts,
                     const std::string& how) {
    std::string of;
    for (const auto& part : parts) {
      absl::StrAppend(&of, "key_results: '", NameOfKeyResult(part), "' ");
    }
    Do(&Goals::CreateKeyResult,
       absl::StrCat("parent: 'organizations/o/objectives/a' key_result_id: '", id,
                    "' key_result { display_name: 'K' from_to { baseline: 40 target: 52 } "
                    "key_result_source { combination: ",
                    how, " ", of, "} }"));
  };
  make("both", {"mean", "again"}, "MEAN");
  make("over", {"both"}, "SUM");
  make("mixed", {"mean", "sum"}, "SUM");
  make("most", {"mean", "again"}, "MAX");
  EXPECT_EQ(Forecast("both").DebugString(), Forecast("mean").DebugString());
  EXPECT_THAT(Step("over"), HasSubstr("for a running mean, "));
  EXPECT_THAT(Step("mixed"), HasSubstr("for a level, "));
  EXPECT_THAT(Step("most"), HasSubstr("for a level, "));
}

TEST_F(GoalsRunningForecastTest, AKpiThatIsComputedOtherwiseIsForecastOtherwise) {
  ASSERT_THAT(Create("kpi", "aggregation: AVERAGE metric: 'level'"), IsOk());
  Follow("kpi");
  EXPECT_THAT(Step("kpi"), HasSubstr("for a running mean, "));
  ASSERT_THAT(Update("kpi", "aggregation: MAX"), IsOk());
  goals_.Restart();
  ChangesWatch watch(goals_);
  watch.Await(NameOfKeyResult("kpi"), [](const v1::KeyResult& now) {
    return now.kpi_link().aggregation() == v1::KpiLink::MAX;
  });
  EXPECT_THAT(Step("kpi"), HasSubstr("for a running maximum, "));
}

}  // namespace
}  // namespace okapi::goals

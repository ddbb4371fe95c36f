// Whether explanations of KPIs are true: what they print, and what they say went in, is computed
// again.

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/api/timestamp.h"
#include "common/scoring/attainment.h"
#include "common/scoring/forecast.h"
#include "common/scoring/period_forecast.h"
#include "common/text/quantity.h"
#include "tests/integration/explained_formulas.h"
#include "tests/integration/reporting_company.h"
#include "tests/support/field_matchers.h"
#include "tests/support/status_matchers.h"

namespace okapi::reporting {
namespace {

using okapi::common::v1::Status;
using okapi::goals::ExpectRecomputes;
using okapi::reporting::v1::KpiExplanation;
using okapi::testing::BadFieldIs;
using okapi::testing::BadFieldsAre;
using okapi::testing::IsOk;
using okapi::testing::StatusIs;
using ::testing::Contains;
using ::testing::HasSubstr;

using Input = okapi::goals::v1::Explanation::Input;

const Input* Find(const KpiExplanation& explanation, const std::string& label) {
  for (const Input& input : explanation.inputs()) {
    if (input.label() == label) return &input;
  }
  return nullptr;
}
std::optional<double> NumberOf(const KpiExplanation& explanation, const std::string& label) {
  const Input* input = Find(explanation, label);
  return input == nullptr ? std::nullopt : std::optional<double>(input->value());
}
absl::Time TimeOf(const KpiExplanation& explanation, const std::string& label) {
  return api::FromTimestamp(Find(explanation, label)->time());
}

class ReportingExplainTest : public ReportingCompanyTest {
 protected:
  KpiExplanation Explain(const std::string& kpi, const std::string& more = "") {
    const auto answer =
        Call(&Stub::ExplainNumber, absl::StrCat("name: 'organizations/o/kpis/", kpi, "' ", more));
    EXPECT_THAT(answer, IsOk());
    EXPECT_EQ(answer->time_zone(), "UTC");
    if (!answer.ok() || answer->kpis_size() != 1) return {};
    return answer->kpis(0);
  }
  void CreateMean(const std::string& id, const std::string& fields) {
    ASSERT_THAT(
        metrics_.Call(
            &Metrics::CreateKpi,
            testing::FromText<okapi::metrics::v1::CreateKpiRequest>(absl::StrCat(
                "parent: 'organizations/o' kpi_id: '", id, "' kpi { display_name: '", id,
                "' frequency: MONTH aggregation: AVERAGE metric: '", id, "' ", fields, " }"))),
        IsOk());
  }

  // Judges the inputs again; returns how many formulas of the steps came to what they say.
  static int ExpectTrue(const KpiExplanation& explanation, bool additive) {
    scoring::AttainmentInput input;
    input.actual = NumberOf(explanation, "actual");
    input.target = NumberOf(explanation, "target");
    input.target_max = NumberOf(explanation, "target max");
    input.due_target = NumberOf(explanation, "due target");
    input.due_target_max = NumberOf(explanation, "due target max");
    input.elapsed = *NumberOf(explanation, "elapsed share");
    input.on_track = *NumberOf(explanation, "border of ON_TRACK");
    input.at_risk = *NumberOf(explanation, "border of AT_RISK");
    input.additive = additive;
    EXPECT_TRUE(okapi::common::v1::Direction_Parse(Find(explanation, "direction")->text(),
                                                   &input.direction));
    const scoring::Attainment judged = scoring::Attain(input);
    EXPECT_EQ(judged.status, explanation.cell().status());
    EXPECT_EQ(judged.attainment.has_value(), explanation.cell().has_attainment());
    EXPECT_EQ(judged.attainment.value_or(0), explanation.cell().attainment());
    EXPECT_EQ(judged.due_target.value_or(0), explanation.cell().due_target());
    EXPECT_EQ(judged.due_target_max.value_or(0), explanation.cell().due_target_max());
    int formulas = 0;
    for (const std::string& step : explanation.steps()) formulas += ExpectRecomputes(step);
    return formulas;
  }
  // The step that tells of it; empty if there is none.
  static std::string StepOf(const KpiExplanation& explanation, const std::string& what) {
    for (const std::string& step : explanation.steps()) {
      if (absl::StartsWith(step, absl::StrCat(what, " = ")) ||
          absl::StartsWith(step, absl::StrCat("no ", what, ": "))) {
        return step;
      }
    }
    return "";
  }
  absl::Status Refusal(const std::string& request) {
    return Call(&Stub::ExplainNumber, request).status();
  }
  static scoring::Range AimOf(const KpiExplanation& explanation) {
    scoring::Range aim;
    const bool decrease = Find(explanation, "direction")->text() == "DECREASE";
    (decrease ? aim.max : aim.min) = NumberOf(explanation, "target");
    if (!decrease) aim.max = NumberOf(explanation, "target max");
    return aim;
  }
  // Makes the forecast of a total again of its points.
  static void ExpectForecastOfTotal(const KpiExplanation& explanation) {
    std::vector<scoring::ForecastPoint> points;
    for (const Input& input : explanation.inputs()) {
      if (input.label() != "total so far") continue;
      points.push_back({api::FromTimestamp(input.time()), input.value()});
    }
    scoring::ForecastInput input;
    input.points = points;
    input.start = TimeOf(explanation, "start");
    input.end = TimeOf(explanation, "end");
    input.now = TimeOf(explanation, "as of");
    input.additive = true;
    input.aim = AimOf(explanation);
    ExpectForecast(scoring::ForecastEnd(input), explanation);
  }
  // That of a mean of its days.
  static void ExpectForecastOfMean(const KpiExplanation& explanation) {
    std::vector<scoring::DayNumber> days;
    for (const Input& input : explanation.inputs()) {
      if (input.label() == "day") days.push_back({api::FromTimestamp(input.time()), input.value()});
      if (input.label() == "weight of the day") days.back().weight = input.value();
    }
    scoring::PeriodForecastInput input;
    input.days = days;
    input.so_far = *NumberOf(explanation, "actual");
    input.start = TimeOf(explanation, "start");
    input.end = TimeOf(explanation, "end");
    input.now = TimeOf(explanation, "as of");
    input.possible = {NumberOf(explanation, "least"), NumberOf(explanation, "most")};
    input.aim = AimOf(explanation);
    ExpectForecast(scoring::ForecastMean(input), explanation);
  }
  static void ExpectForecast(const std::optional<okapi::common::v1::Forecast>& forecast,
                             const KpiExplanation& explanation) {
    ASSERT_TRUE(forecast.has_value());
    EXPECT_EQ(forecast->value(), explanation.forecast().value());
    EXPECT_EQ(forecast->low(), explanation.forecast().low());
    EXPECT_EQ(forecast->high(), explanation.forecast().high());
    EXPECT_EQ(forecast->likelihood(), explanation.forecast().likelihood());
  }
};

TEST_F(ReportingExplainTest, ASumIsJudgedByWhatIsDueAndGoesOn) {
  for (int day = 1; day <= 14; ++day) {
    Add("revenue", Utc(2025, 2, day) + absl::Hours(12), day % 3, "north");
  }
  const KpiExplanation why = Explain("revenue");
  // 0 to 2 a day, 15 in all; half of February has passed.
  EXPECT_EQ(why.cell().actual(), 15);
  EXPECT_EQ(why.cell().due_target(), 50);
  EXPECT_EQ(why.cell().attainment(), 0.3);
  EXPECT_THAT(why.steps(2), HasSubstr("due = 100 x 0.5 = 50: "));
  EXPECT_EQ(why.steps(3), "attainment = 15 / 50 = 0.3");
  EXPECT_EQ(why.verdict(), "OFF_TRACK: 0.3 < 0.7");
  // Due, attainment, forecast, high; the steps before have words beside their numbers.
  EXPECT_GE(ExpectTrue(why, /*additive=*/true), 4);
  ExpectForecastOfTotal(why);
  EXPECT_EQ(why.forecast().points(), 14);
  EXPECT_THAT(why.rounding(), HasSubstr("not rounded"));
  EXPECT_EQ(Find(why, "target")->source(), "organizations/o/kpis/revenue");
  EXPECT_FALSE(Find(why, "target")->etag().empty());

  // The same as the reports show.
  const auto report = Call(&Stub::GetKpiReport, "name: 'organizations/o/kpis/revenue'");
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->row().cells(11).attainment(), why.cell().attainment());
  EXPECT_EQ(report->row().cells(11).status(), why.cell().status());
  EXPECT_EQ(report->row().forecast().value(), why.forecast().value());
}

TEST_F(ReportingExplainTest, WhatIsOverIsReachedOrMissed) {
  const std::string january =
      absl::StrCat("as_of_time { seconds: ", absl::ToUnixSeconds(Utc(2025, 2, 1)), " }");
  const KpiExplanation missed = Explain("revenue", january);
  EXPECT_EQ(missed.number().period().id(), "2025-01");
  EXPECT_EQ(missed.verdict(), "MISSED: the period is over and 0.9 < 1");
  EXPECT_EQ(ExpectTrue(missed, /*additive=*/true), 4) << "attainment, two changes, coverage";
  EXPECT_FALSE(missed.has_forecast());

  const KpiExplanation reached =
      Explain("revenue",
              absl::StrCat("as_of_time { seconds: ", absl::ToUnixSeconds(Utc(2025, 1, 1)), " }"));
  EXPECT_EQ(reached.verdict(), "ACHIEVED: the period is over and 1.2 >= 1");
  EXPECT_EQ(ExpectTrue(reached, /*additive=*/true), 3) << "2023 has no samples";

  Add("revenue", Utc(2025, 2, 2), 110, "north");
  EXPECT_EQ(Explain("revenue").verdict(),
            "ACHIEVED: the whole target is reached, 110 >= 100, and only negative amounts, such as "
            "refunds, take a sum back");
}

TEST_F(ReportingExplainTest, ALevelIsJudgedByAllOfItsTarget) {
  CreateMean("wait", "direction: DECREASE targets { value: 20 } bands { on_track: 0.8 }");
  for (int day = 1; day <= 14; ++day) {
    Add("wait", Utc(2025, 2, day) + absl::Hours(12), 20 + day % 4, "north");
  }
  const KpiExplanation why = Explain("wait");
  // 21.5 on the mean of 14 days: 22 + 20 + ... = 301.
  EXPECT_EQ(why.cell().actual(), 21.5);
  EXPECT_THAT(why.steps(2), HasSubstr("due = 20: all of the target, as only sums"));
  EXPECT_EQ(why.steps(3), "attainment = 2 - 21.5 / 20 = 0.925");
  EXPECT_EQ(why.verdict(), "ON_TRACK: 0.925 >= 0.8");
  EXPECT_GE(ExpectTrue(why, /*additive=*/false), 4);
  ExpectForecastOfMean(why);
  // No trend in a week's pattern of four numbers.
  EXPECT_EQ(why.forecast().value(), 21.5);
}

TEST_F(ReportingExplainTest, ARangeIsJudgedByTheEndThatIsMissed) {
  CreateMean("wait", "direction: WITHIN targets { range { min: 22 max: 25 } }");
  for (int day = 1; day <= 14; ++day) {
    Add("wait", Utc(2025, 2, day) + absl::Hours(12), 20 + day % 4, "north");
  }
  const KpiExplanation below = Explain("wait");
  EXPECT_EQ(below.steps(1), "target of the whole period = 22 to 25");
  EXPECT_THAT(below.steps(2), HasSubstr("due = 22 to 25: all of the target, as only sums"));
  EXPECT_THAT(below.steps(3), HasSubstr("attainment = 21.5 / 22 = 0.97"));
  EXPECT_THAT(below.steps(3), HasSubstr(": by the lower end"));
  EXPECT_EQ(below.cell().status(), Status::ON_TRACK);
  EXPECT_THAT(below.steps(), Contains(HasSubstr(": that the end is inside 22 to 25, ")));
  EXPECT_GE(ExpectTrue(below, /*additive=*/false), 4);
  ExpectForecastOfMean(below);
  EXPECT_GT(below.forecast().likelihood(), 0);
  EXPECT_LT(below.forecast().likelihood(), 0.5);

  Kpi("stock", "direction: WITHIN targets { range { min: 40 max: 60 } }");
  Add("stock", Utc(2025, 2, 2), 45, "north");
  const KpiExplanation above = Explain("stock");
  EXPECT_THAT(above.steps(2), HasSubstr("due = (40 to 60) x 0.5 = 20 to 30: that share of"));
  EXPECT_EQ(above.steps(3), "attainment = 2 - 45 / 30 = 0.5: by the upper end");
  EXPECT_EQ(above.verdict(), "OFF_TRACK: 0.5 < 0.7");
  EXPECT_GE(ExpectTrue(above, /*additive=*/true), 1);
  Add("stock", Utc(2025, 2, 3), -20, "north");
  const KpiExplanation inside = Explain("stock");
  EXPECT_EQ(inside.steps(3), "attainment = 1: 25 is inside 20 to 30");
  EXPECT_EQ(inside.verdict(), "ON_TRACK: 1 >= 0.9");
  ExpectTrue(inside, /*additive=*/true);
  EXPECT_EQ(StepOf(inside, "target"), "target = 40 to 60: the KPI's own, from ever");
  const KpiExplanation quarter = Explain("stock", "period: '2025-Q1'");
  EXPECT_EQ(StepOf(quarter, "target"),
            "target = (40 to 60) + (40 to 60) + (40 to 60) = 120 to 180: those of its months");
  EXPECT_EQ(NumberOf(quarter, "target of the part"), 40);
  EXPECT_EQ(NumberOf(quarter, "target max of the part"), 60);
  EXPECT_EQ(StepOf(Explain("wait", "period: '2025-Q1'"), "target"),
            "target = 22 to 25: that of its last month, as only sums add up");
}

// Profit goes up and down: nothing of it is reached for good before the period is over.
TEST_F(ReportingExplainTest, ALossThatIsAllowedIsNotReachedEarly) {
  Kpi("profit", "targets { value: -3000 }");
  Add("profit", Utc(2025, 2, 2), 95, "north");
  const KpiExplanation early = Explain("profit");
  EXPECT_EQ(early.steps(3), "attainment = 1: 95 meets -1500, of which there are no shares");
  EXPECT_EQ(early.verdict(), "ON_TRACK: 1 >= 0.9");
  ExpectTrue(early, /*additive=*/true);
  Add("profit", Utc(2025, 2, 3), -2000, "north");
  EXPECT_EQ(Explain("profit").verdict(), "OFF_TRACK: 0 < 0.7");
  const KpiExplanation over = Explain(
      "profit", absl::StrCat("as_of_time { seconds: ", absl::ToUnixSeconds(Utc(2025, 3, 1)), " }"));
  EXPECT_EQ(over.verdict(), "ACHIEVED: the period is over and 1 >= 1");
}

TEST_F(ReportingExplainTest, WhatHasNoShares) {
  Kpi("loss", "direction: DECREASE targets { value: 0 }");
  Add("loss", Utc(2025, 2, 2), 3, "north");
  const KpiExplanation zero = Explain("loss");
  EXPECT_EQ(zero.steps(3), "attainment = 0: 3 does not meet 0, of which there are no shares");
  EXPECT_EQ(zero.verdict(), "OFF_TRACK: 0 < 0.7");
  ExpectTrue(zero, /*additive=*/true);

  Kpi("late", "targets { value: 100 curve { shape: AT_END } }");
  Add("late", Utc(2025, 2, 2), 3, "north");
  const KpiExplanation later = Explain("late");
  EXPECT_EQ(NumberOf(later, "due target"), 0);
  EXPECT_EQ(later.verdict(), "ON_TRACK: nothing is due yet");
  ExpectTrue(later, /*additive=*/true);

  Kpi("free", "");
  Add("free", Utc(2025, 2, 2), 3, "north");
  const KpiExplanation free = Explain("free");
  EXPECT_EQ(free.verdict(), "no verdict: there is no target");
  EXPECT_FALSE(free.cell().has_attainment());

  Kpi("silent", "targets { value: 100 }");
  const KpiExplanation silent = Explain("silent");
  EXPECT_EQ(silent.verdict(), "NO_DATA: no value is known, and missing is never zero");
  ExpectTrue(silent, /*additive=*/true);
}

// February is looked at from its middle: 14 days of samples, of 28.
TEST_F(ReportingExplainTest, WhatStandsBesideAnOpenNumberIsExplainedToo) {
  for (int day = 1; day <= 14; day += 2) {
    Add("revenue", Utc(2025, 2, day) + absl::Hours(12), 10, "north");
  }
  Add("revenue", Utc(2024, 2, 3), 20, "south");
  const KpiExplanation why = Explain("revenue");
  EXPECT_EQ(StepOf(why, "target"), "target = 100: the KPI's own, from ever");
  // By the 15th all of January's and February's samples had come, those of the 10th.
  EXPECT_EQ(StepOf(why, "change"),
            absl::StrCat("change = (70 - 90) / 90 = ", text::ExactNumber(-20.0 / 90),
                         ": from 2025-01 until 2025-01-15 00:00:00.000001"));
  EXPECT_EQ(StepOf(why, "year change"),
            "year change = (70 - 140) / 140 = -0.5: from 2024-02 until "
            "2024-02-15 00:00:00.000001");
  EXPECT_EQ(StepOf(why, "coverage"),
            "coverage = 7 / 14 = 0.5: of the days so far, those with samples");
  EXPECT_EQ(
      StepOf(why, "trend"),
      "trend = FLAT: of 4 changes from 2024-09 to 2025-01, 0 rises and 1 fall; two thirds one "
      "way make it");
  EXPECT_EQ(why.trend(), okapi::reporting::v1::FLAT);
  EXPECT_GE(ExpectTrue(why, /*additive=*/true), 7);

  const auto card = Call(&Stub::GetScorecard, "name: 'organizations/o' details: true");
  ASSERT_THAT(card, IsOk());
  EXPECT_EQ(why.cell().ShortDebugString(), card->rows(0).cells().rbegin()->ShortDebugString());
  EXPECT_EQ(why.trend(), card->rows(0).trend());
}

TEST_F(ReportingExplainTest, APeriodIsNamed) {
  const KpiExplanation november = Explain("revenue", "period: '2024-11'");
  EXPECT_EQ(november.number().period().id(), "2024-11");
  EXPECT_EQ(november.number().value(), 120);
  EXPECT_EQ(november.verdict(), "ACHIEVED: the period is over and 1.2 >= 1");
  EXPECT_EQ(november.series_size(), 2);
  EXPECT_EQ(StepOf(november, "change"), "change = (120 - 120) / 120 = 0: from 2024-10");
  EXPECT_EQ(StepOf(november, "year change"), "no year change: there is no number of 2023-11");
  EXPECT_EQ(StepOf(november, "coverage"),
            absl::StrCat("coverage = 1 / 30 = ", text::ExactNumber(1.0 / 30),
                         ": of the days so far, those with samples"));
  // The cell of a scorecard that has the period in its middle.
  const auto card = Call(&Stub::GetScorecard, "name: 'organizations/o' details: true");
  ASSERT_THAT(card, IsOk());
  ASSERT_EQ(card->periods(2).id(), "2024-11");
  EXPECT_EQ(november.cell().ShortDebugString(), card->rows(0).cells(2).ShortDebugString());

  // As it looked on a day within it.
  const KpiExplanation then =
      Explain("revenue", absl::StrCat("period: '2025-01' as_of_time { seconds: ",
                                      absl::ToUnixSeconds(Utc(2025, 1, 16)), " }"));
  EXPECT_TRUE(then.cell().open());
  EXPECT_EQ(then.cell().actual(), 90);
  EXPECT_EQ(StepOf(then, "attainment"),
            absl::StrCat("attainment = 90 / ", text::ExactNumber(then.cell().due_target()), " = ",
                         text::ExactNumber(then.cell().attainment())));
  EXPECT_GE(ExpectTrue(then, /*additive=*/true), 4);

  // A quarter is made of the targets and numbers of its months, and a day of its hours.
  const KpiExplanation quarter = Explain("revenue", "period: '2024-Q4'");
  EXPECT_EQ(quarter.number().value(), 360);
  EXPECT_EQ(StepOf(quarter, "target"), "target = 100 + 100 + 100 = 300: those of its months");
  EXPECT_EQ(StepOf(quarter, "coverage"),
            "coverage = 3 / 3 = 1: of the months so far, those with samples");
  EXPECT_EQ(StepOf(quarter, "change"), "change = (360 - 360) / 360 = 0: from 2024-Q3");
  const KpiExplanation day = Explain("revenue", "period: '2025-01-10'");
  EXPECT_EQ(StepOf(day, "coverage"),
            absl::StrCat("coverage = 1 / 24 = ", text::ExactNumber(1.0 / 24),
                         ": of the hours so far, those with samples"));
  EXPECT_FALSE(day.number().has_target());
}

TEST_F(ReportingExplainTest, ASeasonIsMadeOfTheYearsBefore) {
  Kpi("ice", "dimensions { label: 'region' }");
  for (int month = 1; month <= 12; ++month) {
    Add("ice", Utc(2023, month, 3), month == 2 ? 22 : 10, "north");
    Add("ice", Utc(2024, month, 3), month == 2 ? 55 : 10, "north");
  }
  const KpiExplanation why = Explain("ice");
  EXPECT_EQ(StepOf(why, "share of 2024-02"),
            "share of 2024-02 = 55 / 13.75 = 4: of the mean of its year");
  EXPECT_EQ(StepOf(why, "season"), "season = 3: the median of the shares of 2 years");
  EXPECT_EQ(NumberOf(why, "mean of its year"), 11);
  const auto report = Call(&Stub::GetKpiReport, "name: 'organizations/o/kpis/ice'");
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->season(1).factor(), 3);
  EXPECT_EQ(StepOf(Explain("ice", "period: '2024-11'"), "season"), "") << "2023 is but one year";
}

TEST_F(ReportingExplainTest, AMemberHasATargetAndAPartInTheChange) {
  const KpiExplanation north =
      Explain("revenue", "period: '2025-01' dimension: 'region' member: 'north'");
  EXPECT_EQ(north.number().value(), 30);
  EXPECT_EQ(north.dimension(), "region");
  EXPECT_EQ(north.member(), "north");
  ASSERT_EQ(north.series_size(), 1);
  EXPECT_EQ(north.series(0).series().labels().at("region"), "north");
  EXPECT_EQ(StepOf(north, "target"), "target = 50: that of each region, from ever");
  EXPECT_EQ(StepOf(north, "attainment"), "attainment = 30 / 50 = 0.6");
  EXPECT_EQ(StepOf(north, "difference"), "difference = 30 - 70 = -40: from 2024-12 to 2025-01");
  EXPECT_EQ(StepOf(north, "share"),
            absl::StrCat("share = (-40) / (-30) = ", text::ExactNumber(-40.0 / -30),
                         ": of the differences of 2 members"));
  EXPECT_FALSE(north.has_forecast());
  EXPECT_GE(ExpectTrue(north, /*additive=*/true), 4);

  const auto card =
      Call(&Stub::GetScorecard,
           absl::StrCat("name: 'organizations/o' details: true breakdown: true "
                        "as_of_time { seconds: ",
                        absl::ToUnixSeconds(Utc(2025, 2, 1)) - 1, " nanos: 999999000 }"));
  ASSERT_THAT(card, IsOk());
  ASSERT_EQ(card->rows(1).member(), "north");
  EXPECT_EQ(north.cell().ShortDebugString(), card->rows(1).cells().rbegin()->ShortDebugString());
  EXPECT_EQ(north.contribution().ShortDebugString(),
            card->rows(1).contribution().ShortDebugString());

  // A target of its own goes before that of each, from its day on; a member of whom nothing is
  // known yet has one too.
  ASSERT_THAT(metrics_.Call(&Metrics::UpdateKpi,
                            testing::FromText<okapi::metrics::v1::UpdateKpiRequest>(
                                "kpi { name: 'organizations/o/kpis/revenue' targets { value: 100 } "
                                "targets { value: 50 dimension: 'region' } targets { value: 60 "
                                "dimension: 'region' member: 'north' effective_date { year: 2025 "
                                "month: 1 day: 1 } } } update_mask { paths: 'targets' }")),
              IsOk());
  const std::string of_north = "dimension: 'region' member: 'north' ";
  EXPECT_EQ(StepOf(Explain("revenue", of_north + "period: '2025-01'"), "target"),
            "target = 60: that of north, since 2025-01-01");
  EXPECT_EQ(StepOf(Explain("revenue", of_north + "period: '2024-12'"), "target"),
            "target = 50: that of each region, from ever");
  const KpiExplanation silent = Explain("revenue", "dimension: 'region' member: 'south'");
  EXPECT_EQ(silent.verdict(), "NO_DATA: no value is known, and missing is never zero");
  EXPECT_EQ(silent.cell().target(), 50);
}

TEST_F(ReportingExplainTest, WhatOnlySomeSamplesSay) {
  Add("revenue", Utc(2025, 1, 12), 8, "west");
  ASSERT_THAT(
      metrics_.Call(&Metrics::WriteSamples,
                    testing::FromText<okapi::metrics::v1::WriteSamplesRequest>(absl::StrCat(
                        "parent: 'organizations/o' batch { series { metric: 'revenue' kind: "
                        "DELTA } series_refs: 0 values: 3 times_us: ",
                        absl::ToUnixMicros(Utc(2025, 1, 13)), " }"))),
      IsOk());
  // Not declared, but there.
  EXPECT_EQ(
      Explain("revenue", "period: '2025-01' dimension: 'region' member: 'west'").number().value(),
      8);
  const KpiExplanation none = Explain("revenue", "period: '2025-01' dimension: 'region'");
  EXPECT_EQ(none.number().value(), 3);
  EXPECT_EQ(none.series_size(), 1);
  EXPECT_FALSE(none.number().has_target());
  EXPECT_EQ(none.verdict(), "no verdict: there is no target");
}

TEST_F(ReportingExplainTest, AFormulaOfAMemberIsMadeOfThatMembers) {
  Kpi("cost", "dimensions { label: 'region' }");
  Add("cost", Utc(2025, 1, 20), 12, "north");
  Add("cost", Utc(2025, 1, 20), 50, "south");
  ASSERT_THAT(
      metrics_.Call(&Metrics::CreateKpi,
                    testing::FromText<okapi::metrics::v1::CreateKpiRequest>(
                        "parent: 'organizations/o' kpi_id: 'profit' kpi { display_name: 'Profit' "
                        "frequency: MONTH aggregation: FORMULA formula: 'revenue - cost' "
                        "dimensions { label: 'region' } }")),
      IsOk());
  const KpiExplanation why =
      Explain("profit", "period: '2025-01' dimension: 'region' member: 'north'");
  EXPECT_EQ(why.number().value(), 18);
  ASSERT_EQ(why.operands_size(), 2);
  EXPECT_EQ(why.operands(0).number().value(), 30);
  EXPECT_EQ(why.operands(1).number().value(), 12);
  EXPECT_EQ(why.operands(1).series_size(), 1);
}

TEST_F(ReportingExplainTest, WhatIsNotThereIsNamed) {
  const std::string revenue = "name: 'organizations/o/kpis/revenue' ";
  EXPECT_THAT(Refusal(revenue + "period: '2025-13'"), BadFieldIs("period"));
  EXPECT_THAT(Refusal(revenue + "period: '2025-03'"), BadFieldIs("period"));
  EXPECT_THAT(Refusal(revenue + "period: '2025-01' period_type: WEEK"), BadFieldIs("period_type"));
  EXPECT_THAT(Refusal(revenue + "period_count: 121 member: 'north'"),
              BadFieldsAre(std::vector<std::string>{"period_count", "member"}));
  EXPECT_THAT(Refusal(revenue + "dimension: 'product' member: 'x'"),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("dimension: 'product' is not")));
  EXPECT_THAT(
      Refusal(revenue + "dimension: 'region' member: 'nort'"),
      StatusIs(absl::StatusCode::kNotFound, HasSubstr("member: 'nort' is no declared region")));
  AddObjective("grow");
  EXPECT_THAT(
      Refusal("name: 'organizations/o/objectives/grow' period: '2025-01' dimension: 'region'"),
      BadFieldsAre(std::vector<std::string>{"period", "dimension"}));
}

}  // namespace
}  // namespace okapi::reporting

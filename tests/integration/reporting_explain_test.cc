// Whether explanations of KPIs are true: what they print, and what they say went in, is computed
// again.

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/api/timestamp.h"
#include "common/scoring/attainment.h"
#include "common/scoring/forecast.h"
#include "common/scoring/period_forecast.h"
#include "tests/integration/explained_formulas.h"
#include "tests/integration/reporting_company.h"

namespace okapi::reporting {
namespace {

using okapi::common::v1::Status;
using okapi::goals::ExpectRecomputes;
using okapi::reporting::v1::KpiExplanation;
using okapi::testing::IsOk;
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
    input.due_target = NumberOf(explanation, "due target");
    input.elapsed = *NumberOf(explanation, "elapsed share");
    input.on_track = *NumberOf(explanation, "border of ON_TRACK");
    input.at_risk = *NumberOf(explanation, "border of AT_RISK");
    input.additive = additive;
    if (Find(explanation, "direction")->text() == "DECREASE") {
      input.direction = okapi::common::v1::DECREASE;
    }
    const scoring::Attainment judged = scoring::Attain(input);
    EXPECT_EQ(judged.status, explanation.cell().status());
    EXPECT_EQ(judged.attainment.has_value(), explanation.cell().has_attainment());
    EXPECT_EQ(judged.attainment.value_or(0), explanation.cell().attainment());
    EXPECT_EQ(judged.due_target.value_or(0), explanation.cell().due_target());
    int formulas = 0;
    for (const std::string& step : explanation.steps()) formulas += ExpectRecomputes(step);
    return formulas;
  }
  static scoring::Range AimOf(const KpiExplanation& explanation) {
    scoring::Range aim;
    const bool decrease = Find(explanation, "direction")->text() == "DECREASE";
    (decrease ? aim.max : aim.min) = NumberOf(explanation, "target");
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
  EXPECT_EQ(ExpectTrue(missed, /*additive=*/true), 1);
  EXPECT_FALSE(missed.has_forecast());

  const KpiExplanation reached =
      Explain("revenue",
              absl::StrCat("as_of_time { seconds: ", absl::ToUnixSeconds(Utc(2025, 1, 1)), " }"));
  EXPECT_EQ(reached.verdict(), "ACHIEVED: the period is over and 1.2 >= 1");
  EXPECT_EQ(ExpectTrue(reached, /*additive=*/true), 1);

  Add("revenue", Utc(2025, 2, 2), 110, "north");
  EXPECT_EQ(Explain("revenue").verdict(),
            "ACHIEVED: the whole target is reached, 110 >= 100, and a sum is not lost again");
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

}  // namespace
}  // namespace okapi::reporting

#include "services/metrics/kpis/kpi_rules.h"

#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "tests/support/status_matchers.h"
#include "tests/support/text_proto.h"

namespace okapi::metrics {
namespace {

using okapi::testing::FromText;
using okapi::testing::IsOk;
using okapi::testing::ReasonIs;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kGood[] = R"(
  name: "organizations/o/kpis/k" aggregation: SUM metric: "m" frequency: MONTH
  dimensions { label: "region" members { value: "south" } })";

absl::Status Check(const std::string& more) {
  auto kpi = FromText<v1::Kpi>(std::string(kGood) + more);
  return CheckKpi(kpi);
}

TEST(KpiRulesTest, AGoodKpiStartsWithMoreIsBetter) {
  auto kpi = FromText<v1::Kpi>(kGood);
  EXPECT_THAT(CheckKpi(kpi), IsOk());
  EXPECT_EQ(kpi.direction(), common::v1::INCREASE);
  kpi.set_direction(common::v1::DECREASE);
  EXPECT_THAT(CheckKpi(kpi), IsOk());
  EXPECT_EQ(kpi.direction(), common::v1::DECREASE);
}

TEST(KpiRulesTest, ADivisorIsForRatiosOnlyAndRequiredThere) {
  auto kpi = FromText<v1::Kpi>(kGood);
  kpi.set_denominator_metric("d");
  EXPECT_THAT(CheckKpi(kpi).message(), HasSubstr("kpi.denominator_metric"));
  kpi.set_aggregation(v1::RATIO_OF_SUMS);
  EXPECT_THAT(CheckKpi(kpi), IsOk());
  kpi.clear_denominator_metric();
  EXPECT_THAT(CheckKpi(kpi).message(), HasSubstr("kpi.denominator_metric"));
}

TEST(KpiRulesTest, TargetsAreForThingsThereAre) {
  EXPECT_THAT(Check(R"(targets { value: 0 } targets { value: 1 dimension: "region" }
                       targets { value: 1 dimension: "region" member: "west" })"),
              IsOk());
  EXPECT_THAT(Check(R"(targets { value: 1 dimension: "shop" })").message(),
              HasSubstr("kpi.targets[0].dimension"));
  EXPECT_THAT(Check(R"(targets { value: 1 member: "south" })").message(),
              HasSubstr("kpi.targets[0].member"));
  EXPECT_THAT(
      Check("targets { value: 1 effective_date { year: 2025 month: 2 day: 30 } }").message(),
      HasSubstr("kpi.targets[0].effective_date"));
  EXPECT_THAT(Check("targets { value: 1 } targets { value: 2 }").message(),
              HasSubstr("kpi.targets[1]"));
}

TEST(KpiRulesTest, ARangeIsForWithinAndWithinForRanges) {
  EXPECT_THAT(Check("direction: WITHIN"), IsOk());
  EXPECT_THAT(Check("direction: WITHIN targets { range { min: 4 max: 6 } }"), IsOk());
  for (const char* direction : {"", "direction: INCREASE", "direction: DECREASE"}) {
    EXPECT_THAT(Check(absl::StrCat(direction, " targets { range { min: 4 max: 6 } }")).message(),
                HasSubstr("kpi.targets[0].range: is for direction WITHIN only"));
  }
  EXPECT_THAT(Check("targets { }").message(), HasSubstr("kpi.targets[0].value: is required"));
  EXPECT_THAT(Check("direction: WITHIN targets { value: 4 }").message(),
              HasSubstr("kpi.targets[0].value: is not for direction WITHIN, which needs a range"));
  const std::string both(
      Check(R"(direction: WITHIN targets {} targets { value: 0 dimension: "region" })").message());
  EXPECT_THAT(both, HasSubstr("kpi.targets[0].range: is required for direction WITHIN"));
  EXPECT_THAT(both, HasSubstr("kpi.targets[1].value"));
}

TEST(KpiRulesTest, ARangeHasTwoEnds) {
  EXPECT_THAT(Check("direction: WITHIN targets { range { min: 6 max: 6 } }"), IsOk());
  EXPECT_THAT(Check("direction: WITHIN targets { range { min: -6 max: 0 } }"), IsOk());
  EXPECT_THAT(Check("direction: WITHIN targets { range { min: 6 max: 4 } }").message(),
              HasSubstr("kpi.targets[0].range.max: must not be below min"));
}

TEST(KpiRulesTest, AUnitIsACodeOrATrueFlag) {
  EXPECT_THAT(Check(R"(unit { currency_code: "VND" })"), IsOk());
  EXPECT_THAT(Check("unit { percent: true }"), IsOk());
  EXPECT_THAT(Check(R"(unit { currency_code: "usd" })").message(),
              HasSubstr("kpi.unit.currency_code"));
  EXPECT_THAT(Check("unit { percent: false }").message(), HasSubstr("kpi.unit.percent"));
  EXPECT_THAT(Check("unit { duration: false }").message(), HasSubstr("kpi.unit.duration"));
}

TEST(KpiRulesTest, EverythingWrongIsNamedAtOnce) {
  const absl::Status status = Check(R"(
      owner: "organizations/other/members/an" team: "organizations/other/teams/t"
      dimensions { label: "region" } dimensions { label: "9" members { value: "a" } members { value: "a" } }
      selector { label: "a b" values: "1" })");
  EXPECT_THAT(status, ReasonIs(status::ErrorReason::INVALID_FIELD));
  for (const char* field :
       {"kpi.owner", "kpi.team", "kpi.dimensions[1].label", "kpi.dimensions[2].label",
        "kpi.dimensions[2].members[1].value", "kpi.selector[0].label"}) {
    EXPECT_THAT(status.message(), HasSubstr(field));
  }
  EXPECT_THAT(status.message(), Not(HasSubstr("kpi.metric")));
}

}  // namespace
}  // namespace okapi::metrics

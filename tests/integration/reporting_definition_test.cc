// A KPI that is computed otherwise from a day on is judged, forecast and explained before that day
// as it was.

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/integration/reporting_company.h"

namespace okapi::reporting {
namespace {

using okapi::testing::FromText;
using okapi::testing::IsOk;
using ::testing::Contains;
using ::testing::HasSubstr;

// How long a call takes, to be at most 10 seconds on the average of each week.
class ReportingDefinitionTest : public ReportingCompanyTest {
 protected:
  void SetUp() override {
    ReportingCompanyTest::SetUp();
    Define("seconds",
           "aggregation: AVERAGE metric: 'seconds' direction: DECREASE "
           "targets { value: 10 }");
    Define("calls", "aggregation: SUM metric: 'calls'");
    Define("per-call", "aggregation: FORMULA formula: 'seconds / calls'");
    for (int day = 1; day <= 31; ++day) {
      Add("seconds", Utc(2025, 1, day) + absl::Hours(12), 12, "north");
      Add("calls", Utc(2025, 1, day) + absl::Hours(12), 2, "north");
    }
    clock_.Set(Utc(2025, 3, 15));
  }
  void Define(const std::string& id, const std::string& fields) {
    ASSERT_THAT(
        metrics_.Call(&Metrics::CreateKpi,
                      FromText<okapi::metrics::v1::CreateKpiRequest>(absl::StrCat(
                          "parent: 'organizations/o' kpi_id: '", id, "' kpi { display_name: '", id,
                          "' frequency: WEEK ", fields, " }"))),
        IsOk());
  }
  // From 1 March on.
  void Redefine(const std::string& id, const std::string& field, const std::string& value) {
    ASSERT_THAT(
        metrics_.Call(&Metrics::UpdateKpi,
                      FromText<okapi::metrics::v1::UpdateKpiRequest>(absl::StrCat(
                          "kpi { name: 'organizations/o/kpis/", id, "' ", field, ": ", value,
                          " effective_date { year: 2025 month: 3 day: 1 } } update_mask { paths: '",
                          field, "' paths: 'effective_date' }"))),
        IsOk());
  }
  // As of the end of a day of January.
  std::string CellOf(const std::string& id, int day) {
    const auto report =
        Call(&Stub::GetKpiReport,
             absl::StrCat("name: 'organizations/o/kpis/", id,
                          "' period_type: MONTH as_of_time { seconds: ",
                          absl::ToUnixSeconds(Utc(2025, 1, day + 1)) - 1, " nanos: 999999000 }"));
    EXPECT_THAT(report, IsOk());
    return absl::StrCat(report->row().cells().rbegin()->DebugString(),
                        report->row().forecast().DebugString());
  }
  std::vector<std::string> StepsOf(const std::string& id) {
    const auto explained =
        Call(&Stub::ExplainNumber, absl::StrCat("name: 'organizations/o/kpis/", id,
                                                "' period: '2025-01' as_of_time { seconds: ",
                                                absl::ToUnixSeconds(Utc(2025, 3, 1)), " }"));
    EXPECT_THAT(explained, IsOk());
    return {explained->kpis(0).steps().begin(), explained->kpis(0).steps().end()};
  }
};

TEST_F(ReportingDefinitionTest, WhatWasIsJudgedAsItWas) {
  const std::string whole = CellOf("seconds", 31);
  const std::string half = CellOf("seconds", 15);
  EXPECT_THAT(whole, HasSubstr("status: MISSED"));
  EXPECT_THAT(half, HasSubstr("likelihood:")) << "a forecast";
  EXPECT_THAT(whole, HasSubstr("\ntarget: 10\n"));
  Redefine("seconds", "aggregation", "SUM");
  EXPECT_EQ(CellOf("seconds", 31), whole);
  EXPECT_EQ(CellOf("seconds", 15), half) << "with its forecast";
}

TEST_F(ReportingDefinitionTest, WhatWasIsExplainedAsItWasComputed) {
  Redefine("seconds", "aggregation", "SUM");
  EXPECT_THAT(StepsOf("seconds"), Contains("AVERAGE of seconds, 31 samples = 12"));
  EXPECT_THAT(StepsOf("seconds"), Contains(HasSubstr("as only sums add up")));
  Redefine("per-call", "formula", "'calls / seconds'");
  EXPECT_THAT(StepsOf("per-call"), Contains(HasSubstr("seconds / calls = 12 / 62 = ")));
}

TEST_F(ReportingDefinitionTest, APeriodThatIsNoneIsToldTheIdsOfItsCalendar) {
  constexpr char kNone[] = "name: 'organizations/o/kpis/revenue' period: '2025-03-99'";
  EXPECT_EQ(Call(&Stub::ExplainNumber, kNone).status().message(),
            "period: is no period of the organization's calendar, such as `2025-03` or `2025-Q1`");
  ASSERT_THAT(metrics_.Call(&Metrics::UpdateSettings,
                            FromText<okapi::metrics::v1::UpdateSettingsRequest>(
                                "settings { name: 'organizations/o/settings' calendar { "
                                "fiscal_year_start_month: 4 fiscal_year_start_day: 6 } }")),
              IsOk());
  EXPECT_THAT(std::string(Call(&Stub::ExplainNumber, kNone).status().message()),
              ::testing::HasSubstr("`FY2025-Q4`"));
}

}  // namespace
}  // namespace okapi::reporting

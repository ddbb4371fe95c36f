// What falls between KPIs and OKRs: every KPI is judged by its own frequency, whatever the columns
// of the report are, and drafts follow it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "tests/integration/reporting_company.h"

namespace okapi::reporting {
namespace {

using okapi::goals::v1::KpiSource;
using okapi::reporting::v1::Insight;
using okapi::testing::FromText;
using okapi::testing::IsOk;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class ReportingInsightsTest : public ReportingCompanyTest {
 protected:
  // By any frequency.
  void AddKpi(const std::string& id, const std::string& fields) {
    ASSERT_THAT(
        metrics_.Call(&Metrics::CreateKpi,
                      FromText<okapi::metrics::v1::CreateKpiRequest>(absl::StrCat(
                          "parent: 'organizations/o' kpi_id: '", id, "' kpi { display_name: '", id,
                          "' metric: '", id, "' ", fields, " }"))),
        IsOk());
  }
  // The first with the code and the resource.
  std::optional<Insight> Find(Insight::Code code, const std::string& resource,
                              const std::string& question = "") {
    const auto report =
        Call(&Stub::GetCombinedReport, absl::StrCat("name: 'organizations/o' ", question));
    EXPECT_THAT(report, IsOk());
    for (const Insight& insight : report->insights()) {
      if (insight.code() == code && insight.resource() == resource) return insight;
    }
    return std::nullopt;
  }
  okapi::goals::v1::Objective Accept(const okapi::reporting::v1::DraftObjective& draft) {
    okapi::reporting::v1::AcceptDraftObjectiveRequest accept;
    accept.set_parent("organizations/o");
    *accept.mutable_draft() = draft;
    grpc::ClientContext context;
    okapi::goals::v1::Objective objective;
    const grpc::Status accepted = scene_.stub().AcceptDraftObjective(&context, accept, &objective);
    EXPECT_TRUE(accepted.ok()) << accepted.error_message();
    return objective;
  }
};

constexpr char kCalls[] = "organizations/o/kpis/calls";
constexpr char kDeals[] = "organizations/o/kpis/deals";

TEST_F(ReportingInsightsTest, InTheMorningOnlyADayThatIsOverIsRed) {
  AddKpi("calls", "frequency: DAY aggregation: SUM targets { value: 20 }");
  AddKpi("deals", "frequency: DAY aggregation: SUM targets { value: 20 }");
  Add("calls", Utc(2025, 2, 14), 20, "north");
  Add("deals", Utc(2025, 2, 14), 10, "north");
  for (const char* metric : {"calls", "deals"}) Add(metric, clock_.Now(), 1, "north");
  clock_.Advance(absl::Hours(8));
  EXPECT_FALSE(Find(Insight::UNADDRESSED_KPI, kCalls).has_value());
  EXPECT_TRUE(Find(Insight::UNADDRESSED_KPI, kDeals).has_value());
}

TEST_F(ReportingInsightsTest, ADraftForAKpiOfDaysHasTheNumbersOfDays) {
  AddKpi("calls", "frequency: DAY aggregation: SUM targets { value: 20 }");
  for (int day = 1; day <= 14; ++day) Add("calls", Utc(2025, 2, day), 10, "north");
  for (const std::string period : {"MONTH", "QUARTER", "DAY"}) {
    const auto red = Find(Insight::UNADDRESSED_KPI, kCalls, "period_type: " + period);
    ASSERT_TRUE(red.has_value()) << period;
    ASSERT_EQ(red->draft().key_results_size(), 1) << period;
    const auto& key_result = red->draft().key_results(0);
    EXPECT_EQ(key_result.from_to().baseline(), 10) << period;
    EXPECT_EQ(key_result.from_to().target(), 20) << period;
    EXPECT_EQ(key_result.kpi_source().window(), KpiSource::LATEST_COMPLETE_PERIOD) << period;
  }
  // In its first second the way has not begun.
  const auto objective = Accept(Find(Insight::UNADDRESSED_KPI, kCalls)->draft());
  const auto key_results =
      goals_.Call(&Goals::ListKeyResults, FromText<okapi::goals::v1::ListKeyResultsRequest>(
                                              absl::StrCat("parent: '", objective.name(), "'")));
  ASSERT_THAT(key_results, IsOk());
  goals::ChangesWatch watch(goals_);
  const auto heard =
      watch.Await(key_results->key_results(0).name(),
                  [](const okapi::goals::v1::KeyResult& it) { return it.has_current_value(); });
  EXPECT_EQ(heard.current_value(), 10);
}

TEST_F(ReportingInsightsTest, AKpiOfQuartersIsRedInAReportOfMonths) {
  AddKpi("deals", "frequency: QUARTER aggregation: SUM targets { value: 300 }");
  Add("deals", Utc(2024, 11, 10), 100, "north");
  const auto red = Find(Insight::UNADDRESSED_KPI, kDeals);
  ASSERT_TRUE(red.has_value());
  EXPECT_EQ(red->draft().key_results(0).from_to().baseline(), 100);
  EXPECT_EQ(red->draft().key_results(0).from_to().target(), 300);
  // No quarter is over before the cycle is: what is so far counts.
  EXPECT_EQ(red->draft().key_results(0).kpi_source().window(), KpiSource::LATEST_PERIOD);
  EXPECT_TRUE(Find(Insight::NO_DECISION, kDeals).has_value());
  EXPECT_TRUE(
      Find(Insight::UNADDRESSED_KPI, kDeals, "period_type: YEAR period_count: 1").has_value());
}

TEST_F(ReportingInsightsTest, ADraftAddressesNothingAndIsNamed) {
  const std::string revenue = "organizations/o/kpis/revenue";
  const auto objective = Accept(Find(Insight::UNADDRESSED_KPI, revenue)->draft());
  const auto waiting = Find(Insight::UNADDRESSED_KPI, revenue);
  ASSERT_TRUE(waiting.has_value());
  EXPECT_FALSE(waiting->has_draft());
  EXPECT_THAT(waiting->others(), ElementsAre(objective.name()));
  EXPECT_THAT(waiting->message(), HasSubstr("“Bring “revenue” back on course”"));
  Goal(&Goals::ActivateObjective, absl::StrCat("name: '", objective.name(), "'"));
  EXPECT_FALSE(Find(Insight::UNADDRESSED_KPI, revenue).has_value());
  // The cycle is over, and nobody has closed it.
  clock_.Advance(absl::Hours(24 * 60));
  Add("revenue", Utc(2025, 3, 10), 90, "north");
  EXPECT_TRUE(Find(Insight::UNADDRESSED_KPI, revenue).has_value());
}

TEST_F(ReportingInsightsTest, AFilterThatIsPartOfAnotherClaimsTheSameMovement) {
  AddObjective("grow");
  const auto add = [&](const std::string& id, const std::string& filter) {
    Goal(&Goals::CreateKeyResult,
         absl::StrCat("parent: 'organizations/o/objectives/grow' key_result_id: '", id,
                      "' key_result { display_name: '", id, "' from_to { target: 9 } kpi_source { ",
                      "kpi: 'organizations/o/kpis/revenue' ", filter, " } }"));
  };
  const std::string revenue = "organizations/o/kpis/revenue";
  EXPECT_FALSE(Find(Insight::SAME_MOVEMENT, revenue).has_value());
  // Another window and less of it than the sum over the cycle.
  add("north", "filter { key: 'region' value: 'north' }");
  const auto same = Find(Insight::SAME_MOVEMENT, revenue);
  ASSERT_TRUE(same.has_value());
  EXPECT_THAT(same->others(), ElementsAre("organizations/o/objectives/grow/keyResults/north",
                                          "organizations/o/objectives/grow/keyResults/sum"));
  const auto alignment = Call(&Stub::GetAlignmentReport, "name: 'organizations/o'");
  ASSERT_THAT(alignment, IsOk());
  EXPECT_TRUE(alignment->overlaps(0).same_samples());
}

TEST_F(ReportingInsightsTest, KpisThatCountTheSameSamplesAreTold) {
  ASSERT_THAT(metrics_.Call(&Metrics::CreateKpi,
                            FromText<okapi::metrics::v1::CreateKpiRequest>(
                                "parent: 'organizations/o' kpi_id: 'turnover' kpi { display_name: "
                                "'Turnover' frequency: DAY aggregation: SUM metric: 'revenue' }")),
              IsOk());
  const auto same = Find(Insight::SAME_SAMPLES, "organizations/o/kpis/revenue");
  ASSERT_TRUE(same.has_value());
  EXPECT_THAT(same->others(), ElementsAre("organizations/o/kpis/turnover"));
  EXPECT_EQ(same->message(),
            "“revenue”, “Turnover” count the same samples: one change shows in each of them.");
}

}  // namespace
}  // namespace okapi::reporting

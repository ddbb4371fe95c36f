// The days of what a KPI drives are those of the organization, and a day that is over has one
// value.

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/api/timestamp.h"
#include "tests/integration/goals_driven_fixture.h"
#include "tests/support/status_matchers.h"

namespace okapi::goals {
namespace {

using okapi::testing::FromText;
using okapi::testing::IsOk;
using ::testing::ElementsAre;

constexpr char kDaily[] = "organizations/o/objectives/a/keyResults/k";

// At 19:00 on 14 March 2025 in Vietnam, 12:00 in UTC.
class GoalsKpiDaysTest : public DrivenGoalsFixture {
 protected:
  void SetUp() override {
    ASSERT_TRUE(absl::LoadTimeZone("Asia/Ho_Chi_Minh", &zone_));
    ASSERT_THAT(scene_.Call(&Stub::UpdateSettings,
                            FromText<okapi::metrics::v1::UpdateSettingsRequest>(
                                "settings { name: 'organizations/o/settings' calendar { "
                                "time_zone: 'Asia/Ho_Chi_Minh' } }")),
                IsOk());
    ASSERT_THAT(Create("sold", "aggregation: SUM metric: 'sold'"), IsOk());
    ASSERT_THAT(Update("sold", "frequency: DAY"), IsOk());
    Do(&Organizations::CreateOrganization,
       "organization_id: 'o' organization { display_name: 'O' calendar { time_zone: "
       "'Asia/Ho_Chi_Minh' } }");
    Do(&Organizations::CreateCycle,
       "parent: 'organizations/o' cycle_id: 'q' cycle { display_name: 'Q' "
       "start_date { year: 2025 month: 3 day: 1 } end_date { year: 2025 month: 3 day: 31 } }");
    Do(&Goals::CreateObjective,
       "parent: 'organizations/o' objective_id: 'a' objective { display_name: 'A' "
       "cycle: 'organizations/o/cycles/q' }");
  }
  void Follow(const std::string& window) {
    Do(&Goals::CreateKeyResult,
       absl::StrCat("parent: 'organizations/o/objectives/a' key_result_id: 'k' key_result { "
                    "display_name: 'K' range { min: 50 error_budget: 0.1 } "
                    "kpi_source { kpi: 'organizations/o/kpis/sold' window: ",
                    window, " } }"));
  }
  absl::Time On(int day, int hour) const {
    return absl::FromCivil(absl::CivilHour(2025, 3, day, hour), zone_);
  }
  void Await(double value) {
    ChangesWatch watch(goals_);
    watch.Await(kDaily, [value](const v1::KeyResult& now) { return now.current_value() == value; });
  }
  // "13 06h 60" of each day.
  std::vector<std::string> Points() {
    const auto pace = goals_.Call(
        &Goals::GetPace, FromText<v1::GetPaceRequest>(absl::StrCat("name: '", kDaily, "'")));
    EXPECT_THAT(pace, IsOk());
    std::vector<std::string> points;
    for (const auto& point : pace->points()) {
      points.push_back(absl::StrCat(
          absl::FormatTime("%d %Hh ", api::FromTimestamp(point.time()), zone_), point.value()));
    }
    return points;
  }

  absl::TimeZone zone_;
};

// An evening and the morning after it are on one day in UTC.
TEST_F(GoalsKpiDaysTest, ADayIsOneOfTheOrganization) {
  Add("sold", On(10, 18), 60);
  Add("sold", On(11, 6), 61);
  Add("sold", On(12, 18), 62);
  Add("sold", On(13, 6), 63);
  Add("sold", On(14, 6), 64);
  Follow("LATEST_PERIOD");
  Await(64);
  EXPECT_THAT(Points(),
              ElementsAre("10 18h 60", "11 06h 61", "12 18h 62", "13 06h 63", "14 06h 64"));
  // Heard as it comes: the morning is no part of the day before.
  Add("sold", On(14, 18), 1);
  Await(65);
  clock_.Set(On(15, 6));
  Add("sold", On(15, 5), 7);
  Await(7);
  EXPECT_THAT(Points(), ElementsAre("10 18h 60", "11 06h 61", "12 18h 62", "13 06h 63", "14 18h 65",
                                    "15 05h 7"));
}

TEST_F(GoalsKpiDaysTest, WhatHadComeByADayIsThatByItsEnd) {
  Add("sold", On(10, 18), 60);
  Add("sold", On(11, 6), 61);
  Add("sold", On(11, 23), 2);
  Add("sold", On(12, 6), 62);
  Follow("CYCLE_TO_DATE");
  Await(185);
  EXPECT_THAT(Points(), ElementsAre("10 18h 60", "11 23h 123", "12 06h 185"));
}

// What is pushed row by row of a day that is over was no outage before the last row.
TEST_F(GoalsKpiDaysTest, ADayThatIsOverHasOneValue) {
  Add("sold", On(12, 12), 70);
  Follow("LATEST_COMPLETE_PERIOD");
  Await(70);
  Add("sold", On(13, 1), 10);
  Await(10);
  Add("sold", On(13, 23), 50);
  Await(60);
  const auto budget =
      goals_.Call(&Goals::GetErrorBudget,
                  FromText<v1::GetErrorBudgetRequest>(absl::StrCat("name: '", kDaily, "'")));
  ASSERT_THAT(budget, IsOk());
  EXPECT_EQ(api::FromDuration(budget->state().spent()), absl::ZeroDuration());
}

}  // namespace
}  // namespace okapi::goals

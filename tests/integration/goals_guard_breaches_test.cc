// When the guard of a key result was broken, and what was made each time.

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

using okapi::testing::BadFieldsAre;
using okapi::testing::FromText;
using okapi::testing::IsOk;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kSpeed[] = "organizations/o/objectives/a/keyResults/speed";

// From 10 to 13 March 2025 people report of speed, while quality is to be at least 7. Now it is
// 12:00 on 14 March.
class GoalsGuardBreachesTest : public DrivenGoalsFixture {
 protected:
  using Review = GoalsScene::Review;

  void SetUp() override {
    ASSERT_THAT(Create("quality", "aggregation: LAST metric: 'quality'"), IsOk());
    Do(&Organizations::CreateOrganization,
       "organization_id: 'o' organization { display_name: 'O' }");
    Do(&Organizations::CreateCycle,
       "parent: 'organizations/o' cycle_id: 'q' cycle { display_name: 'Q' "
       "start_date { year: 2025 month: 1 day: 1 } end_date { year: 2025 month: 3 day: 31 } }");
    Define();
  }
  void Define() {
    Do(&Goals::CreateObjective,
       "parent: 'organizations/o' objective_id: 'a' objective { display_name: 'A' "
       "cycle: 'organizations/o/cycles/q' }");
    Do(&Goals::CreateKeyResult,
       "parent: 'organizations/o/objectives/a' key_result_id: 'speed' key_result { "
       "display_name: 'Speed' from_to { target: 80 } guard { kpi_source { "
       "kpi: 'organizations/o/kpis/quality' } range { min: 7 } } }");
    Do(&Goals::CreateKeyResult,
       "parent: 'organizations/o/objectives/a' key_result_id: 'done' key_result { "
       "display_name: 'Done' binary {} }");
  }
  // Quality was measured at 8:00 on a day of March, and is heard.
  void Measure(int day, double value) {
    const auto request = FromText<okapi::metrics::v1::WriteSamplesRequest>(absl::StrCat(
        "parent: 'organizations/o' batch { series { metric: 'quality' kind: GAUGE } series_refs: 0 "
        "values: ",
        value, " times_us: ",
        absl::ToUnixMicros(absl::FromCivil(absl::CivilHour(2025, 3, day, 8), absl::UTCTimeZone())),
        " }"));
    ASSERT_THAT(scene_.Call(&Stub::WriteSamples, request), IsOk());
    ChangesWatch watch(goals_);
    watch.Await(kSpeed, [&](const v1::KeyResult& now) { return now.guard().value() == value; });
  }
  void Report(double value) {
    Do(&Goals::CreateCheckIn,
       absl::StrCat("parent: '", kSpeed, "' check_in { value: ", value, " }"));
  }
  // Out of bounds on 10 and 11 March, and from 13 March on.
  void Happen() {
    Measure(9, 8);
    Report(10);
    Measure(10, 6);
    Report(30);
    Measure(11, 5);
    Report(35);
    Measure(12, 7);
    Report(60);
    Measure(13, 6.5);
    Report(70);
  }

  std::vector<std::string> Breaches(const std::string& read_time = "") {
    const auto found = goals_.Call(
        &Goals::GetKeyResult,
        FromText<v1::GetKeyResultRequest>(absl::StrCat("name: '", kSpeed, "' ", read_time)));
    EXPECT_THAT(found, IsOk());
    std::vector<std::string> told;
    for (const auto& it : found->guard().breaches()) {
      EXPECT_EQ(it.kpi(), "organizations/o/kpis/quality");
      told.push_back(absl::StrCat(
          TimeText(it.start_time()), " to ", it.has_end_time() ? TimeText(it.end_time()) : "now",
          ": ", it.worst_value(), " of ", it.range().min(), ", ", absl::SixDigits(it.progress())));
    }
    return told;
  }
  std::vector<std::string> Steps(const std::string& name) {
    const auto explained = goals_.Call(
        &Review::Explain, FromText<v1::ExplainRequest>(absl::StrCat("name: '", name, "'")));
    EXPECT_THAT(explained, IsOk());
    return explained.ok()
               ? std::vector<std::string>{explained->steps().begin(), explained->steps().end()}
               : std::vector<std::string>();
  }
  v1::ObjectiveHistory History() {
    return *goals_.Call(&Goals::GetObjectiveHistory, FromText<v1::GetObjectiveHistoryRequest>(
                                                         "name: 'organizations/o/objectives/a'"));
  }
  absl::StatusOr<v1::Objective> Import(const v1::ObjectiveHistory& history) {
    v1::ImportObjectiveHistoryRequest request;
    request.set_name("organizations/o/objectives/a");
    *request.mutable_history() = history;
    return goals_.Call(&Goals::ImportObjectiveHistory, request);
  }

  static std::string TimeText(const google::protobuf::Timestamp& time) {
    return absl::FormatTime("%m-%d %H:%M", api::FromTimestamp(time), absl::UTCTimeZone());
  }
};

TEST_F(GoalsGuardBreachesTest, EachTimeHasItsProgress) {
  Happen();
  EXPECT_THAT(Breaches(), ElementsAre("03-10 08:00 to 03-12 08:00: 5 of 7, 0.3125",
                                      "03-13 08:00 to now: 6.5 of 7, 0.125"));
}

TEST_F(GoalsGuardBreachesTest, AnExplanationSaysThem) {
  Do(&Organizations::ActivateCycle, "name: 'organizations/o/cycles/q'");
  Do(&Goals::ActivateObjective, "name: 'organizations/o/objectives/a'");
  Happen();
  EXPECT_THAT(
      Steps(kSpeed),
      AllOf(Contains(HasSubstr("progress while the guard was broken = 0.4375")),
            Contains("of that 0.3125 from 2025-03-10T08:00:00+00:00 to 2025-03-12T08:00:00+00:00, "
                     "while organizations/o/kpis/quality was at 5 at worst and was to be at least "
                     "7"),
            Contains(HasSubstr("from 2025-03-13T08:00:00+00:00 on, while")),
            Not(Contains(HasSubstr("not kept")))));
  Do(&Goals::CloseObjective, "name: 'organizations/o/objectives/a' score: 0.7 reason: 'Enough'");
  EXPECT_THAT(Steps(kSpeed),
              Contains(HasSubstr("from 2025-03-13T08:00:00+00:00 until it was closed, while")));
}

TEST_F(GoalsGuardBreachesTest, OtherBoundsEndOneWhenTheyAreGiven) {
  Happen();
  Do(&Goals::UpdateKeyResult, absl::StrCat("key_result { name: '", kSpeed,
                                           "' guard { range { min: 6 } } } update_mask { "
                                           "paths: 'guard.range.min' }"));
  EXPECT_THAT(Breaches(), ElementsAre("03-10 08:00 to 03-12 08:00: 5 of 7, 0.3125",
                                      "03-13 08:00 to 03-14 12:00: 6.5 of 7, 0.125"));
  Do(&Goals::UpdateKeyResult, absl::StrCat("key_result { name: '", kSpeed,
                                           "' guard { range { min: 9 } } } update_mask { "
                                           "paths: 'guard.range.min' }"));
  Report(80);
  EXPECT_THAT(Breaches(), Contains("03-14 12:00 to now: 6.5 of 9, 0.125"));
}

TEST_F(GoalsGuardBreachesTest, OfThePastTheyAreThoseOfThen) {
  Measure(10, 6);
  Report(30);
  clock_.Advance(absl::Hours(1));
  Measure(12, 7);
  EXPECT_THAT(Breaches(), ElementsAre("03-10 08:00 to 03-12 08:00: 6 of 7, 0.375"));
  EXPECT_THAT(Breaches(absl::StrCat("read_time { seconds: ",
                                    absl::ToUnixSeconds(clock_.Now() - absl::Minutes(1)), " }")),
              ElementsAre("03-10 08:00 to now: 6 of 7, 0.375"));
}

TEST_F(GoalsGuardBreachesTest, GoWithTheHistory) {
  Happen();
  const v1::ObjectiveHistory history = History();
  const std::vector<std::string> breaches = Breaches();
  Do(&Goals::DeleteObjective, "name: 'organizations/o/objectives/a' force: true");
  Define();
  ASSERT_THAT(Import(history), IsOk());
  EXPECT_EQ(History().SerializeAsString(), history.SerializeAsString());
  // The last one goes on once quality is heard again.
  Measure(14, 5.5);
  Report(75);
  Measure(14, 9);
  EXPECT_THAT(Breaches(), ElementsAre(breaches[0], "03-13 08:00 to 03-14 08:00: 5.5 of 7, 0.1875"));
}

TEST_F(GoalsGuardBreachesTest, WhatIsNoBreachIsRefused) {
  const std::string bad =
      "state: ACTIVE key_results { key_result: 'organizations/o/objectives/a/keyResults/speed' "
      "guard_breaches { kpi: 'organizations/p/kpis/x' range { min: 3 max: 2 error_budget: 0.1 } } "
      "guard_breaches { kpi: 'organizations/o/kpis/x' range { min: 3 } start_time { seconds: 9 } "
      "end_time { seconds: 8 } } "
      "guard_breaches { range { min: 3 } start_time { seconds: 7 } } }";
  const std::string at = "history.key_results[0].guard_breaches";
  EXPECT_THAT(Import(FromText<v1::ObjectiveHistory>(bad)),
              BadFieldsAre(std::vector<std::string>{
                  at + "[0].start_time", at + "[0].end_time", at + "[0].kpi", at + "[0].range.max",
                  at + "[0].range.error_budget", at + "[1].end_time", at + "[2].start_time",
                  at + "[2].kpi"}));
}

}  // namespace
}  // namespace okapi::goals

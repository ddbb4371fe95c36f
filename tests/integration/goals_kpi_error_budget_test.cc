// Error budgets of what a KPI drives, and of what is made of it: the day of an outage is known to
// the minute, though charts have one point for it.

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
using ::testing::SizeIs;

constexpr char kObjective[] = "organizations/o/objectives/a";
constexpr char kBudgeted[] = "organizations/o/objectives/a/keyResults/k";
constexpr char kWhole[] = "organizations/o/objectives/a/keyResults/whole";

// At 12:00 on 14 March 2025.
class GoalsKpiErrorBudgetTest : public DrivenGoalsFixture {
 protected:
  void SetUp() override {
    CreateUp();
    Do(&Organizations::CreateOrganization,
       "organization_id: 'o' organization { display_name: 'O' }");
    Do(&Organizations::CreateCycle,
       "parent: 'organizations/o' cycle_id: 'q' cycle { display_name: 'Q' "
       "start_date { year: 2025 month: 3 day: 1 } end_date { year: 2025 month: 3 day: 31 } }");
    Define();
  }
  void CreateUp() {
    ASSERT_THAT(Create("up", "aggregation: LAST metric: 'up'"), IsOk());
    ASSERT_THAT(Update("up", "frequency: DAY"), IsOk());
  }
  void Define() {
    Do(&Goals::CreateObjective,
       "parent: 'organizations/o' objective_id: 'a' objective { display_name: 'A' "
       "cycle: 'organizations/o/cycles/q' }");
    Do(&Goals::CreateKeyResult,
       "parent: 'organizations/o/objectives/a' key_result_id: 'k' key_result { display_name: 'K' "
       "range { min: 99 error_budget: 0.01 } kpi_source { kpi: 'organizations/o/kpis/up' } }");
  }

  void DefineWhole() {
    Do(&Goals::CreateKeyResult,
       absl::StrCat("parent: '", kObjective,
                    "' key_result_id: 'whole' key_result { display_name: 'W' "
                    "range { min: 99 error_budget: 0.02 } key_result_source { key_results: '",
                    kBudgeted, "' } }"));
  }

  static absl::Time At(int hour, int minute = 0) {
    return absl::FromCivil(absl::CivilMinute(2025, 3, 14, hour, minute), absl::UTCTimeZone());
  }
  // Measured then, and heard by the key result.
  void Measure(absl::Time time, double value) {
    const auto request = FromText<okapi::metrics::v1::WriteSamplesRequest>(absl::StrCat(
        "parent: 'organizations/o' batch { series { metric: 'up' kind: GAUGE } series_refs: 0 "
        "values: ",
        value, " times_us: ", absl::ToUnixMicros(time), " }"));
    ASSERT_THAT(scene_.Call(&Stub::WriteSamples, request), IsOk());
    ChangesWatch watch(goals_);
    watch.Await(kBudgeted, [&](const v1::KeyResult& now) {
      return now.current_value() == value && api::FromTimestamp(now.current_value_time()) == time;
    });
  }
  void AwaitStale(const std::string& name = kBudgeted) {
    ChangesWatch watch(goals_);
    watch.Await(name, [](const v1::KeyResult& now) {
      return now.kpi_link().stale() && now.has_current_value();
    });
  }
  // Kept at 8:00, out of range from 9:00 to 10:00.
  void Fail() {
    Measure(At(8), 99.9);
    Measure(At(9), 98);
    Measure(At(9, 30), 97);
    Measure(At(10), 99.5);
    Measure(At(11, 59), 99.6);
  }
  v1::ErrorBudget Budget(const std::string& name = kBudgeted, const std::string& more = "") {
    const auto budget =
        goals_.Call(&Goals::GetErrorBudget,
                    FromText<v1::GetErrorBudgetRequest>(absl::StrCat("name: '", name, "' ", more)));
    EXPECT_THAT(budget, IsOk());
    return budget.ok() ? *budget : v1::ErrorBudget();
  }
  static absl::Duration Of(const google::protobuf::Duration& duration) {
    return api::FromDuration(duration);
  }
  v1::ObjectiveHistory History() {
    const auto history = goals_.Call(
        &Goals::GetObjectiveHistory,
        FromText<v1::GetObjectiveHistoryRequest>(absl::StrCat("name: '", kObjective, "'")));
    EXPECT_THAT(history, IsOk());
    return history.ok() ? *history : v1::ObjectiveHistory();
  }
  absl::StatusOr<v1::Objective> Import(const v1::ObjectiveHistory& history) {
    v1::ImportObjectiveHistoryRequest request;
    request.set_name(kObjective);
    *request.mutable_history() = history;
    return goals_.Call(&Goals::ImportObjectiveHistory, request);
  }
};

TEST_F(GoalsKpiErrorBudgetTest, AnHourOfADayIsKnown) {
  Fail();
  v1::ErrorBudget budget = Budget(kBudgeted, "windows { seconds: 9000 } windows { seconds: 3600 }");
  EXPECT_EQ(Of(budget.state().spent()), absl::Hours(1));
  EXPECT_EQ(Of(budget.unknown()), absl::Hours(24 * 13 + 8));
  EXPECT_EQ(Of(budget.windows(0).spent()), absl::Minutes(30));
  EXPECT_DOUBLE_EQ(budget.windows(0).burn_rate(), 20);
  EXPECT_EQ(budget.windows(1).burn_rate(), 0);
  // Still going on, on the next day.
  clock_.Advance(absl::Hours(24));
  Measure(At(23), 98);
  Measure(At(25), 98.5);
  Measure(At(35), 98.6);
  EXPECT_EQ(Of(Budget().state().spent()), absl::Hours(1 + 13));
  // A chart has one point for a day.
  const auto pace = goals_.Call(
      &Goals::GetPace, FromText<v1::GetPaceRequest>(absl::StrCat("name: '", kBudgeted, "'")));
  EXPECT_THAT(pace->points(), SizeIs(2));
}

TEST_F(GoalsKpiErrorBudgetTest, OfThePastItIsWhatHadHappenedByThen) {
  Measure(At(8), 99.9);
  Measure(At(9), 98);
  Measure(At(10), 99);
  clock_.Advance(absl::Minutes(1));
  Measure(At(12), 90);
  clock_.Advance(absl::Hours(1));
  EXPECT_EQ(Of(Budget().state().spent()), absl::Hours(2) + absl::Minutes(1));
  EXPECT_EQ(
      Of(Budget(kBudgeted, absl::StrCat("read_time { seconds: ", absl::ToUnixSeconds(At(12)), " }"))
             .state()
             .spent()),
      absl::Hours(1));
}

TEST_F(GoalsKpiErrorBudgetTest, WhatIsMadeOfItKnowsTheHourToo) {
  DefineWhole();
  Fail();
  EXPECT_EQ(Of(Budget(kWhole).state().spent()), absl::Hours(1));
  EXPECT_EQ(Of(Budget(kWhole).state().budget()), 0.02 * absl::Hours(24 * 31));
}

TEST_F(GoalsKpiErrorBudgetTest, WhatIsNotHeardIsNeitherSpentNorEarned) {
  Measure(At(11), 98);
  EXPECT_EQ(Of(Budget().state().spent()), absl::Hours(1));
  const absl::Duration unknown = Of(Budget().unknown());
  scene_.Stop();
  AwaitStale();
  clock_.Advance(absl::Hours(5));
  EXPECT_EQ(Of(Budget().state().spent()), absl::Hours(1));
  EXPECT_EQ(Of(Budget().unknown()), unknown + absl::Hours(5));
}

// It is unknown while it lasts: afterwards the value from before counts until the next one.
TEST_F(GoalsKpiErrorBudgetTest, WhatWasNotHeardAtATimeIsUnknownThen) {
  Measure(At(11), 98);
  const absl::Duration unknown = Of(Budget().unknown());
  ASSERT_THAT(Delete("up"), IsOk());
  AwaitStale();
  clock_.Advance(absl::Hours(24));
  ASSERT_NO_FATAL_FAILURE(CreateUp());
  Measure(At(35), 99.5);
  EXPECT_EQ(Of(Budget().state().spent()), absl::Hours(24));
  EXPECT_EQ(Of(Budget().unknown()), unknown);
  const auto then =
      Budget(kBudgeted, absl::StrCat("read_time { seconds: ", absl::ToUnixSeconds(At(17)), " }"));
  EXPECT_EQ(Of(then.state().spent()), absl::Hours(1));
  EXPECT_EQ(Of(then.unknown()), unknown + absl::Hours(5));
}

TEST_F(GoalsKpiErrorBudgetTest, WhatWasNotHeardWhenItClosedStaysUnknown) {
  DefineWhole();
  Do(&Goals::ActivateObjective, absl::StrCat("name: '", kObjective, "'"));
  Measure(At(11), 98);
  const absl::Duration unknown = Of(Budget().unknown());
  scene_.Stop();
  for (const char* name : {kBudgeted, kWhole}) AwaitStale(name);
  clock_.Advance(absl::Hours(5));
  Do(&Goals::CloseObjective, absl::StrCat("name: '", kObjective, "'"));
  const auto expect_unknown = [&] {
    for (const char* name : {kBudgeted, kWhole}) {
      SCOPED_TRACE(name);
      EXPECT_EQ(Of(Budget(name).state().spent()), absl::Hours(1));
      EXPECT_EQ(Of(Budget(name).unknown()), unknown + absl::Hours(5));
    }
  };
  clock_.Advance(absl::Hours(24));
  expect_unknown();
  // Elsewhere too.
  const v1::ObjectiveHistory history = History();
  Do(&Goals::DeleteObjective, absl::StrCat("name: '", kObjective, "' force: true"));
  Define();
  DefineWhole();
  ASSERT_THAT(Import(history), IsOk());
  expect_unknown();
  EXPECT_EQ(History().DebugString(), history.DebugString());
}

TEST_F(GoalsKpiErrorBudgetTest, TheHourIsExportedAndImported) {
  Fail();
  const v1::ObjectiveHistory history = History();
  ASSERT_THAT(history.key_results(0).kpi_points(), SizeIs(1));
  const auto& point = history.key_results(0).kpi_points(0);
  ASSERT_THAT(point.earlier(), SizeIs(3));
  EXPECT_EQ(api::FromTimestamp(point.earlier(0).value_time()), At(8));
  EXPECT_EQ(point.earlier(1).value(), 98);
  EXPECT_EQ(api::FromTimestamp(point.earlier(2).value_time()), At(10));
  scene_.Stop();  // Nobody tells it again.
  Do(&Goals::DeleteObjective, absl::StrCat("name: '", kObjective, "' force: true"));
  Define();

  v1::ObjectiveHistory wrong = history;
  auto& earlier = *wrong.mutable_key_results(0)->mutable_kpi_points(0)->mutable_earlier();
  *earlier.Mutable(0)->mutable_value_time() = api::ToTimestamp(At(-1));
  earlier.SwapElements(1, 2);
  EXPECT_THAT(Import(wrong), BadFieldsAre(std::vector<std::string>{
                                 "history.key_results[0].kpi_points[0].earlier[0].value_time",
                                 "history.key_results[0].kpi_points[0].earlier[2].value_time"}));
  ASSERT_THAT(Import(history), IsOk());
  EXPECT_EQ(History().DebugString(), history.DebugString());
}

// What was seen of a day stays while its number does; another number of it is all that is known.
TEST_F(GoalsKpiErrorBudgetTest, ADayThatIsRestatedIsKnownByItsLastValue) {
  Fail();
  clock_.Advance(absl::Hours(24));
  Measure(At(32), 99.8);
  EXPECT_EQ(Of(Budget().state().spent()), absl::Hours(1));
  const auto request = FromText<okapi::metrics::v1::WriteSamplesRequest>(absl::StrCat(
      "parent: 'organizations/o' batch { series { metric: 'up' kind: GAUGE } series_refs: 0 "
      "values: 97.5 times_us: ",
      absl::ToUnixMicros(At(23)), " }"));
  ASSERT_THAT(scene_.Call(&Stub::WriteSamples, request), IsOk());
  goals_.Restart();  // It asks for the past anew.
  ChangesWatch watch(goals_);
  watch.Await(kBudgeted,
              [&](const v1::KeyResult&) { return Of(Budget().state().spent()) == absl::Hours(9); });
  EXPECT_EQ(Of(Budget().state().spent()), absl::Hours(9));
}

}  // namespace
}  // namespace okapi::goals

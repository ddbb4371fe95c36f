// Error budgets of key results that are to be kept, over gRPC.

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/api/timestamp.h"
#include "tests/integration/goals_fixture.h"
#include "tests/support/field_matchers.h"

namespace okapi::goals {
namespace {

using okapi::testing::BadFieldIs;
using okapi::testing::BadFieldsAre;
using okapi::testing::IsOk;
using okapi::testing::ReasonIs;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr absl::Duration kDay = absl::Hours(24);

// Half of the quarter of 90 days has passed at kNow.
class GoalsErrorBudgetTest : public GoalsFixture {
 protected:
  void SetUp() override {
    GoalsFixture::SetUp();
    ASSERT_THAT(CreateObjective("a"), IsOk());
    ASSERT_THAT(CreateKeyResult("up", "range { min: 99 error_budget: 0.01 }"), IsOk());
    ASSERT_THAT(CreateKeyResult("other", kWay), IsOk());
    ASSERT_THAT(Activate(), IsOk());
  }

  static absl::Time Time(const std::string& text) {
    absl::Time time;
    std::string error;
    EXPECT_TRUE(absl::ParseTime("%Y-%m-%dT%H:%M", text, &time, &error)) << error;
    return time;
  }
  static std::string At(const std::string& time) {
    return absl::StrCat(" value_time { seconds: ", absl::ToUnixSeconds(Time(time)), " } ");
  }
  void Say(double value, const std::string& time) {
    ASSERT_THAT(Report("up", absl::StrCat("value: ", value, At(time))), IsOk());
  }
  v1::ErrorBudget Budget(const std::string& more = "") {
    const auto budget = Call(&Goals::GetErrorBudget, Named(KeyResultName("up")) + more);
    EXPECT_THAT(budget, IsOk());
    return budget.ok() ? *budget : v1::ErrorBudget();
  }
  static absl::Duration Of(const google::protobuf::Duration& duration) {
    return api::FromDuration(duration);
  }
  // Whole hours of the windows.
  static std::vector<int64_t> HoursOf(const v1::ErrorBudget& budget) {
    std::vector<int64_t> hours;
    for (const auto& window : budget.windows())
      hours.push_back(Of(window.window()) / absl::Hours(1));
    return hours;
  }
};

TEST_F(GoalsErrorBudgetTest, IsSpentWhileTheValueIsOutOfRange) {
  Say(99.9, "2025-01-01T00:00");
  Say(98.9, "2025-02-10T06:00");
  Say(99, "2025-02-10T12:00");  // The bound counts as kept.
  const v1::ErrorBudget budget = Budget();
  EXPECT_EQ(budget.key_result(), KeyResultName("up"));
  EXPECT_EQ(budget.error_budget(), 0.01);
  EXPECT_EQ(Of(budget.state().budget()), 0.9 * kDay);
  EXPECT_EQ(Of(budget.state().spent()), absl::Hours(6));
  EXPECT_EQ(Of(budget.state().left()), 0.9 * kDay - absl::Hours(6));
  EXPECT_DOUBLE_EQ(budget.state().spent_share(), 0.25 / 0.9);
  EXPECT_EQ(Of(budget.unknown()), absl::ZeroDuration());
  EXPECT_THAT(HoursOf(budget), ElementsAre(1, 6, 24, 72, 168, 672));
  // Nothing in the last 3 days; of a week a quarter of a day.
  EXPECT_EQ(budget.windows(3).burn_rate(), 0);
  EXPECT_FALSE(budget.windows(3).has_exhaust_time());
  EXPECT_DOUBLE_EQ(budget.windows(4).burn_rate(), 0.25 / 7 / 0.01);
  EXPECT_EQ(Of(budget.windows(4).spent()), absl::Hours(6));
  // 0.65 days are left, and 0.25 of 7 burn.
  const absl::Time exhausted = api::FromTimestamp(budget.windows(4).exhaust_time());
  EXPECT_LT(absl::AbsDuration(exhausted - clock_.Now() - 0.65 / (0.25 / 7) * kDay),
            absl::Milliseconds(1));
  EXPECT_EQ(api::FromTimestamp(budget.start_time()), Time("2025-01-01T00:00"));
  EXPECT_EQ(api::FromTimestamp(budget.end_time()), Time("2025-04-01T00:00"));
  EXPECT_EQ(api::FromTimestamp(budget.as_of_time()), clock_.Now());
  EXPECT_FALSE(budget.over());

  // It stands beside the key result too, and changes nothing else of it.
  const auto key_result = GetKeyResult("up");
  EXPECT_EQ(Of(key_result->error_budget_state().spent()), absl::Hours(6));
  EXPECT_EQ(key_result->progress().raw(), 1);
  const auto listed = Call(&Goals::ListKeyResults, "parent: 'organizations/o/objectives/a'");
  EXPECT_FALSE(listed->key_results(0).has_error_budget_state());
  EXPECT_EQ(Of(listed->key_results(1).error_budget_state().spent()), absl::Hours(6));
}

TEST_F(GoalsErrorBudgetTest, TimePassesAndMoreIsSpentThanThereWas) {
  Say(98, "2025-02-14T12:00");
  EXPECT_EQ(Of(Budget().state().spent()), absl::Hours(12));
  clock_.Advance(kDay);
  const v1::ErrorBudget budget = Budget();
  EXPECT_EQ(Of(budget.state().left()), 0.9 * kDay - absl::Hours(36));
  EXPECT_DOUBLE_EQ(budget.windows(2).burn_rate(), 100);
  EXPECT_FALSE(budget.windows(2).has_exhaust_time());  // It is used up.
  // Before the first value nothing was spent, and nothing earned.
  EXPECT_EQ(Of(budget.unknown()), 44.5 * kDay);
}

TEST_F(GoalsErrorBudgetTest, WhatIsNotKnownIsNoRate) {
  const v1::ErrorBudget budget = Budget();
  EXPECT_EQ(Of(budget.state().spent()), absl::ZeroDuration());
  EXPECT_EQ(Of(budget.unknown()), 45 * kDay);
  for (const auto& window : budget.windows()) EXPECT_FALSE(window.has_burn_rate());
}

TEST_F(GoalsErrorBudgetTest, ALateValueAndACorrectionChangeThePast) {
  Say(99.5, "2025-01-01T00:00");
  const auto wrong = Report("up", "value: 90" + At("2025-02-01T00:00"));
  Say(99.5, "2025-02-03T00:00");
  EXPECT_EQ(Of(Budget().state().spent()), 2 * kDay);
  Say(99.5, "2025-02-02T00:00");  // Late.
  EXPECT_EQ(Of(Budget().state().spent()), kDay);
  ASSERT_THAT(Report("up", "value: 99.2 corrects: '" + wrong->name() + "'"), IsOk());
  EXPECT_EQ(Of(Budget().state().spent()), absl::ZeroDuration());
}

TEST_F(GoalsErrorBudgetTest, AnotherRangeJudgesThePastToo) {
  Say(99.5, "2025-01-01T00:00");
  Say(97, "2025-02-14T00:00");
  EXPECT_EQ(Of(Budget().state().spent()), kDay);
  const auto retargeted =
      Call(&Goals::RetargetKeyResult,
           Named(KeyResultName("up")) + "range { min: 95 error_budget: 0.1 } reason: 'cheaper'");
  ASSERT_THAT(retargeted, IsOk());
  EXPECT_EQ(Of(Budget().state().spent()), absl::ZeroDuration());
  EXPECT_EQ(Of(Budget().state().budget()), 9 * kDay);
  // What was promised before is remembered whole.
  EXPECT_EQ(retargeted->retargets(0).range().error_budget(), 0.01);
}

TEST_F(GoalsErrorBudgetTest, IsCopied) {
  const auto copy =
      Call(&Goals::CopyObjective, Named("organizations/o/objectives/a") + "objective_id: 'b'");
  ASSERT_THAT(copy, IsOk());
  const auto copied =
      Call(&Goals::GetKeyResult, "name: 'organizations/o/objectives/b/keyResults/up'");
  EXPECT_EQ(copied->range().error_budget(), 0.01);
  EXPECT_EQ(Of(copied->error_budget_state().spent()), absl::ZeroDuration());
}

TEST_F(GoalsErrorBudgetTest, BeginsWithTheKeyResult) {
  ASSERT_THAT(CreateKeyResult("late",
                              "range { max: 3 error_budget: 0.5 } "
                              "start_date { year: 2025 month: 2 day: 12 }"),
              IsOk());
  ASSERT_THAT(Report("late", "value: 5" + At("2025-02-01T00:00")), IsOk());
  const auto budget = Call(&Goals::GetErrorBudget, Named(KeyResultName("late")));
  EXPECT_EQ(Of(budget->state().budget()), 24 * kDay);
  EXPECT_EQ(Of(budget->state().spent()), 3 * kDay);
  EXPECT_THAT(HoursOf(*budget), ElementsAre(1, 6, 24, 72));
}

TEST_F(GoalsErrorBudgetTest, WindowsAreThoseOfTheRequest) {
  Say(99.5, "2025-01-01T00:00");
  Say(97, "2025-02-14T23:50");
  const v1::ErrorBudget budget =
      Budget("windows { seconds: 1200 } windows { seconds: 300 } windows { seconds: 8640000 }");
  ASSERT_EQ(budget.windows_size(), 3);
  EXPECT_DOUBLE_EQ(budget.windows(0).burn_rate(), 50);
  EXPECT_DOUBLE_EQ(budget.windows(1).burn_rate(), 100);
  // Of 100 days 55 lie before the first.
  EXPECT_EQ(Of(budget.windows(2).unknown()), 55 * kDay);

  const auto refused =
      Call(&Goals::GetErrorBudget, Named(KeyResultName("up")) +
                                       "windows { nanos: 5 } windows { seconds: 60 } "
                                       "windows { seconds: 34560001 }");
  EXPECT_THAT(refused, BadFieldsAre(std::vector<std::string>{"windows[0]", "windows[2]"}));
  std::string many;
  for (int i = 0; i < 21; ++i) absl::StrAppend(&many, "windows { seconds: 60 } ");
  EXPECT_THAT(Call(&Goals::GetErrorBudget, Named(KeyResultName("up")) + many),
              BadFieldIs("windows"));
}

TEST_F(GoalsErrorBudgetTest, OfTheEndOfTheCycleItStays) {
  Say(99.5, "2025-01-01T00:00");
  clock_.Advance(60 * kDay);
  Say(90, "2025-03-31T12:00");
  const v1::ErrorBudget budget = Budget();
  EXPECT_TRUE(budget.over());
  EXPECT_EQ(Of(budget.state().spent()), absl::Hours(12));
  EXPECT_EQ(api::FromTimestamp(budget.as_of_time()), Time("2025-04-01T00:00"));
  EXPECT_DOUBLE_EQ(budget.windows(2).burn_rate(), 50);
  EXPECT_FALSE(budget.windows(2).has_exhaust_time());
}

TEST_F(GoalsErrorBudgetTest, OfAClosedObjectiveItStays) {
  Say(90, "2025-02-14T00:00");
  ASSERT_THAT(
      Call(&Goals::CloseObjective, Named("organizations/o/objectives/a") + "reason: 'done'"),
      IsOk());
  clock_.Advance(10 * kDay);
  EXPECT_TRUE(Budget().over());
  EXPECT_EQ(Of(Budget().state().spent()), kDay);
  EXPECT_EQ(Of(GetKeyResult("up")->error_budget_state().spent()), kDay);
  ASSERT_THAT(Call(&Goals::ReopenObjective, Named("organizations/o/objectives/a")), IsOk());
  EXPECT_EQ(Of(Budget().state().spent()), 11 * kDay);
}

TEST_F(GoalsErrorBudgetTest, TellsHowItWas) {
  Say(99.5, "2025-01-01T00:00");
  Say(90, "2025-02-14T00:00");
  const absl::Time then = clock_.Now();
  clock_.Advance(kDay);
  Say(99.5, "2025-02-14T06:00");
  const std::string read_time =
      absl::StrCat("read_time { seconds: ", absl::ToUnixSeconds(then), " } ");
  EXPECT_EQ(Of(Budget().state().spent()), absl::Hours(6));
  EXPECT_EQ(Of(Budget(read_time).state().spent()), kDay);
  EXPECT_EQ(api::FromTimestamp(Budget(read_time).as_of_time()), then);
  EXPECT_EQ(Of(Budget(read_time + "known_now: true").state().spent()), absl::Hours(6));
}

TEST_F(GoalsErrorBudgetTest, ExplainsItself) {
  Say(99.5, "2025-01-02T00:00");
  Say(90, "2025-02-14T23:00");
  const auto explanation = Call(&Review::Explain, Named(KeyResultName("up")));
  ASSERT_THAT(explanation, IsOk());
  EXPECT_THAT(explanation->steps(), Contains(HasSubstr("error budget = 0.01 x 2160 = 21.6 hours")));
  EXPECT_THAT(explanation->steps(), Contains(HasSubstr("spent = 1 hours")));
  EXPECT_THAT(explanation->steps(), Contains(HasSubstr("for 24 hours there is none")));
  EXPECT_THAT(explanation->steps(), Contains("left = 21.6 - 1 = 20.6 hours"));
  bool said = false;
  for (const auto& input : explanation->inputs()) {
    said = said || (input.label() == "error budget" && input.value() == 0.01);
  }
  EXPECT_TRUE(said);
}

TEST_F(GoalsErrorBudgetTest, SaysWhatIsWrong) {
  for (const char* share : {"0", "1", "-0.5", "99.9"}) {
    EXPECT_THAT(CreateKeyResult("x", absl::StrCat("range { min: 1 error_budget: ", share, " }")),
                BadFieldIs("key_result.range.error_budget"));
  }
  EXPECT_THAT(CreateKeyResult("x", "range { min: 2 max: 1 error_budget: 2 }"),
              BadFieldsAre(std::vector<std::string>{"key_result.range.max",
                                                    "key_result.range.error_budget"}));
  EXPECT_THAT(CreateKeyResult("x", "range { min: 1 error_budget: nan }"),
              BadFieldIs("key_result.range.error_budget"));
  EXPECT_THAT(CreateKeyResult("x", std::string(kWay) +
                                       "guard { kpi_source { kpi: 'organizations/o/kpis/q' } "
                                       "range { min: 1 error_budget: 0.1 } }"),
              BadFieldIs("key_result.guard.range.error_budget"));
  EXPECT_THAT(Call(&Goals::RetargetKeyResult,
                   Named(KeyResultName("up")) + "range { min: 1 error_budget: 1 } reason: 'x'"),
              BadFieldIs("key_result.range.error_budget"));
  EXPECT_THAT(Call(&Goals::GetErrorBudget, Named(KeyResultName("other"))),
              ReasonIs(status::ErrorReason::INVALID_STATE));
}

}  // namespace
}  // namespace okapi::goals

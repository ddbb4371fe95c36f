#include "services/goals/numbers/progress.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "tests/support/text_proto.h"

namespace okapi::goals {
namespace {

using okapi::common::v1::Status;
using okapi::goals::v1::Cycle;
using okapi::goals::v1::KeyResult;
using okapi::goals::v1::Objective;
using okapi::testing::FromText;

absl::Time At(absl::string_view text) {
  absl::Time time;
  std::string error;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, text, &time, &error)) << error;
  return time;
}

CycleSpan Quarter() {
  okapi::common::v1::Calendar proto;
  proto.set_time_zone("Asia/Ho_Chi_Minh");
  return SpanOf(FromText<Cycle>("start_date { year: 2025 month: 1 day: 1 } "
                                "end_date { year: 2025 month: 3 day: 31 }"),
                *calendar::Calendar::Create(proto));
}

// Under way, half of the time gone.
const Timing kHalf = [] {
  Timing timing;
  timing.expected = 0.5;
  return timing;
}();

TEST(ProgressTest, ACycleLastsFromItsFirstMidnightToTheEndOfItsLastDay) {
  EXPECT_EQ(Quarter().start, At("2025-01-01T00:00:00+07:00"));
  EXPECT_EQ(Quarter().end, At("2025-04-01T00:00:00+07:00"));
}

TEST(ProgressTest, TimingFollowsStateAndClock) {
  struct Case {
    Objective::State state;
    const char* now;
    bool started;
    bool ended;
    double expected;
  };
  const std::vector<Case> cases = {
      {Objective::ACTIVE, "2024-12-31T23:59:59+07:00", false, false, 0},
      {Objective::ACTIVE, "2025-01-01T00:00:00+07:00", true, false, 0},
      {Objective::ACTIVE, "2025-02-15T00:00:00+07:00", true, false, 0.5},
      {Objective::DRAFT, "2025-02-15T00:00:00+07:00", false, false, 0.5},
      {Objective::ACTIVE, "2025-04-01T00:00:00+07:00", true, true, 1},
  };
  for (const Case& each : cases) {
    SCOPED_TRACE(each.now);
    const Timing timing = TimingOf(each.state, Quarter(), At(each.now));
    EXPECT_EQ(timing.started, each.started);
    EXPECT_EQ(timing.ended, each.ended);
    EXPECT_DOUBLE_EQ(timing.expected, each.expected);
  }
}

TEST(ProgressTest, VerdictsBeginWithTheWorkAndAreFinalAfterTheCycle) {
  struct Case {
    Objective::State state;
    const char* now;
    const char* value;
    Status status;
  };
  const std::vector<Case> cases = {
      {Objective::DRAFT, "2025-02-15T00:00:00+07:00", "current_value: 1", Status::NOT_STARTED},
      {Objective::DRAFT, "2025-04-01T00:00:00+07:00", "current_value: 0", Status::NOT_STARTED},
      {Objective::ACTIVE, "2024-12-31T23:59:59+07:00", "current_value: 1", Status::NOT_STARTED},
      {Objective::ACTIVE, "2025-01-01T00:00:00+07:00", "", Status::NO_DATA},
      {Objective::ACTIVE, "2025-03-31T23:59:59+07:00", "current_value: 0.9", Status::ON_TRACK},
      {Objective::ACTIVE, "2025-04-01T00:00:00+07:00", "current_value: 0.9", Status::MISSED},
      {Objective::ACTIVE, "2025-04-01T00:00:00+07:00", "current_value: 1", Status::ACHIEVED},
      {Objective::ACTIVE, "2025-04-01T00:00:00+07:00", "", Status::NO_DATA},
  };
  for (const Case& each : cases) {
    SCOPED_TRACE(std::string(each.now) + " " + each.value);
    const Timing timing = TimingOf(each.state, Quarter(), At(each.now));
    KeyResult key_result =
        FromText<KeyResult>(std::string("from_to { baseline: 0 target: 1 } ") + each.value);
    *key_result.mutable_progress() = KeyResultProgress(key_result, timing);
    EXPECT_EQ(key_result.progress().status(), each.status);
    EXPECT_EQ(ObjectiveProgress({PartOf(key_result)}, timing, std::nullopt).status(), each.status);
  }
}

TEST(ProgressTest, KeyResultsGoUpDownByAShareOrStay) {
  struct Case {
    const char* key_result;
    double raw;
    double clamped;
    Status status;
  };
  const std::vector<Case> cases = {
      {"from_to { baseline: 10 target: 20 } current_value: 15", 0.5, 0.5, Status::ON_TRACK},
      {"from_to { baseline: 20 target: 10 } current_value: 16", 0.4, 0.4, Status::AT_RISK},
      {"from_to { baseline: 10 target: 20 } current_value: 5", -0.5, 0, Status::OFF_TRACK},
      {"from_to { baseline: 10 target: 20 } current_value: 25", 1.5, 1, Status::ACHIEVED},
      {"from_to { baseline: 7 target: 7 } current_value: 7", 1, 1, Status::ACHIEVED},
      {"from_to { baseline: 7 target: 7 } current_value: 6", 0, 0, Status::OFF_TRACK},
      {"relative_change { baseline: 50 change: -0.2 } current_value: 45", 0.5, 0.5,
       Status::ON_TRACK},
  };
  for (const Case& each : cases) {
    SCOPED_TRACE(each.key_result);
    const auto progress = KeyResultProgress(FromText<KeyResult>(each.key_result), kHalf);
    EXPECT_NEAR(progress.raw(), each.raw, 1e-12);
    EXPECT_NEAR(progress.clamped(), each.clamped, 1e-12);
    EXPECT_EQ(progress.status(), each.status);
    EXPECT_EQ(progress.expected(), 0.5);
  }
}

TEST(ProgressTest, ANumberThatIsToBeFoundIsNeverMissing) {
  struct Case {
    const char* key_result;
    double clamped;
    Status status;
  };
  const std::vector<Case> cases = {
      {"", 0, Status::OFF_TRACK},
      {"curve { shape: AT_END }", 0, Status::ON_TRACK},  // It is not due yet.
      {"current_value: -3", 1, Status::ACHIEVED},
      // Whether there is a value by now, only the KPI knows.
      {"kpi_link { stale: true }", 0, Status::STALE},
      {"kpi_link { stale: true } current_value: 0", 1, Status::ACHIEVED},
  };
  for (const Case& each : cases) {
    SCOPED_TRACE(each.key_result);
    auto key_result = FromText<KeyResult>(std::string("find_baseline {} ") + each.key_result);
    *key_result.mutable_progress() = KeyResultProgress(key_result, kHalf);
    const Part part = PartOf(key_result);
    EXPECT_EQ(part.child.clamped, each.clamped);
    EXPECT_EQ(key_result.progress().raw(), each.clamped);
    EXPECT_EQ(key_result.progress().status(), each.status);
    EXPECT_EQ(part.child.stale, each.status == Status::STALE);
  }
  Timing over = kHalf;
  over.ended = true;
  EXPECT_EQ(KeyResultProgress(FromText<KeyResult>("find_baseline {}"), over).status(),
            Status::MISSED);
}

constexpr char kScale[] =
    "scale { steps { step_id: 'manual' } steps { step_id: 'assisted' } "
    "steps { step_id: 'automatic' } } ";

TEST(ProgressTest, AStepIsWorthWhatTheScaleSaysNow) {
  const auto even = FromText<KeyResult>(kScale);
  const auto valued = FromText<KeyResult>(
      "scale { steps { step_id: 'assisted' share: 0.25 } steps { step_id: 'automatic' share: 1.5 } "
      "}");
  const auto reached = [](const std::string& step) {
    return FromText<okapi::goals::v1::CheckIn>("value: 0.125 reached_step: '" + step + "'");
  };
  EXPECT_EQ(ValueOn(even, reached("manual")), 0);
  EXPECT_EQ(ValueOn(even, reached("assisted")), 0.5);
  EXPECT_EQ(ValueOn(valued, reached("assisted")), 0.25);
  EXPECT_EQ(ValueOn(valued, reached("automatic")), 1.5);
  EXPECT_EQ(ValueOn(valued, reached("manual")), std::nullopt);
  EXPECT_EQ(ValueOn(even, FromText<okapi::goals::v1::CheckIn>("value: 1")), std::nullopt);
  EXPECT_EQ(ValueOn(FromText<KeyResult>("from_to { target: 4 }"), reached("manual")), std::nullopt);
  KeyResult beyond = valued;
  beyond.set_current_value(1.5);
  const auto progress = KeyResultProgress(beyond, kHalf);
  EXPECT_EQ(progress.raw(), 1.5);
  EXPECT_EQ(progress.clamped(), 1);
  EXPECT_EQ(progress.status(), Status::ACHIEVED);
}

TEST(ProgressTest, MissingIsNotZeroAndStaleIsNoVerdict) {
  const auto missing =
      KeyResultProgress(FromText<KeyResult>("from_to { baseline: 1 target: 2 }"), kHalf);
  EXPECT_FALSE(missing.has_raw());
  EXPECT_EQ(missing.status(), Status::NO_DATA);
  const auto stale = KeyResultProgress(
      FromText<KeyResult>(
          "from_to { baseline: 0 target: 2 } current_value: 1 kpi_link { stale: true }"),
      kHalf);
  EXPECT_EQ(stale.raw(), 0.5);
  EXPECT_EQ(stale.status(), Status::STALE);
}

Part Child(const std::string& name, const std::string& text) {
  KeyResult child = FromText<KeyResult>(text);
  child.set_name(name);
  *child.mutable_progress() = KeyResultProgress(child, kHalf);
  return PartOf(child);
}

TEST(ProgressTest, AnObjectiveShowsTheMeanTheWorstAndWhatIsMissing) {
  const auto progress =
      ObjectiveProgress({Child("a",
                               "from_to { baseline: 0 target: 1 } current_value: 0.9 weight: 2 "
                               "current_value_time { seconds: 7 }"),
                         Child("b",
                               "from_to { baseline: 0 target: 1 } current_value: 0.3 "
                               "current_value_time { seconds: 9 }"),
                         Child("c", "from_to { baseline: 0 target: 1 }")},
                        kHalf, std::nullopt);
  EXPECT_NEAR(progress.clamped(), (2 * 0.9 + 0.3) / 3, 1e-12);
  EXPECT_EQ(progress.worst_child(), "b");
  EXPECT_EQ(progress.worst_child_status(), Status::OFF_TRACK);
  EXPECT_EQ(progress.missing_share(), 0.25);
  EXPECT_EQ(progress.value_time().seconds(), 9);
  EXPECT_EQ(progress.status(), Status::ON_TRACK);
}

TEST(ProgressTest, AnObjectiveIsStaleWhenEveryValueIs) {
  const std::string stale =
      "from_to { baseline: 0 target: 1 } current_value: 0.5 kpi_link { stale: true }";
  const std::string fresh = "from_to { baseline: 0 target: 1 } current_value: 0.5";
  const std::string missing = "from_to { baseline: 0 target: 1 }";
  EXPECT_EQ(
      ObjectiveProgress({Child("a", stale), Child("b", missing)}, kHalf, std::nullopt).status(),
      Status::STALE);
  const auto half = ObjectiveProgress({Child("a", stale), Child("b", fresh)}, kHalf, std::nullopt);
  EXPECT_EQ(half.status(), Status::ON_TRACK);
  EXPECT_EQ(half.stale_share(), 0.5);
  EXPECT_EQ(ObjectiveProgress({}, kHalf, std::nullopt).status(), Status::NO_DATA);
}

TEST(ProgressTest, ExpectationFollowsTheCurveAndTheDayItStarts) {
  struct Case {
    const char* key_result;
    const char* now;
    double expected;
  };
  const std::vector<Case> cases = {
      {"", "2025-02-15T00:00:00+07:00", 0.5},
      {"curve { shape: S_CURVE }", "2025-01-23T12:00:00+07:00", 0.15625},
      {"curve { shape: AT_END }", "2025-03-31T23:59:59+07:00", 0},
      {"curve { shares: 0.2 shares: 1 }", "2025-02-15T00:00:00+07:00", 0.2},
      {"start_date { year: 2025 month: 3 day: 1 }", "2025-02-15T00:00:00+07:00", 0},
      {"start_date { year: 2025 month: 3 day: 1 }", "2025-03-16T12:00:00+07:00", 0.5},
  };
  const auto calendar = [] {
    okapi::common::v1::Calendar proto;
    proto.set_time_zone("Asia/Ho_Chi_Minh");
    return *calendar::Calendar::Create(proto);
  }();
  for (const Case& each : cases) {
    SCOPED_TRACE(std::string(each.key_result) + " " + each.now);
    const Timing timing = TimingOf(Objective::ACTIVE, Quarter(), At(each.now), {}, calendar);
    const auto key_result =
        FromText<KeyResult>(std::string("from_to { target: 1 } ") + each.key_result);
    EXPECT_NEAR(KeyResultProgress(key_result, timing).expected(), each.expected, 1e-9);
  }
}

TEST(ProgressTest, AnObjectiveIsExpectedToBeWhereItsPartsAre) {
  Part late = Child("a", "from_to { target: 1 } current_value: 0.2 weight: 3");
  late.child.expected = 0.1;
  const Part even = Child("b", "from_to { target: 1 } current_value: 0.5");
  const auto progress = ObjectiveProgress({late, even}, kHalf, std::nullopt);
  EXPECT_NEAR(progress.expected(), (3 * 0.1 + 0.5) / 4, 1e-12);
  EXPECT_EQ(progress.status(), Status::ON_TRACK);
  // What has no value is not waited for either.
  late.child.clamped.reset();
  EXPECT_EQ(ObjectiveProgress({late, even}, kHalf, std::nullopt).expected(), 0.5);
}

TEST(ProgressTest, AProfileComparesLikeWithLike) {
  Part late = Child("a", "from_to { target: 1 } current_value: 0 weight: 9");
  late.child.expected = 0;
  Part now = Child("b", "from_to { target: 1 } current_value: 0");
  now.child.expected = 0.7;
  Timing timing = kHalf;
  timing.profile = okapi::common::v1::ScoringProfile::PLAIN_MEAN;
  const auto progress = ObjectiveProgress({late, now}, timing, std::nullopt);
  EXPECT_NEAR(progress.expected(), 0.35, 1e-12);  // Weights do not come in.
  EXPECT_EQ(progress.status(), Status::OFF_TRACK);
}

TEST(ProgressTest, AnObjectiveSaysHowItsPartsMakeItsNumber) {
  const auto made = [](const char* combination) {
    const auto objective = FromText<Objective>(std::string("combination: ") + combination);
    return ObjectiveProgress(
        {Child("a", "from_to { target: 1 } current_value: 0.2 weight: 0.5"),
         Child("b",
               "from_to { target: 1 } current_value: 0.6 weight: 0.25 kpi_link { stale: true }"),
         Child("c", "from_to { target: 1 } weight: 0.25")},
        kHalf, CombinationOf(objective));
  };
  EXPECT_FALSE(CombinationOf(Objective()).has_value());
  EXPECT_NEAR(made("MEAN").clamped(), (0.5 * 0.2 + 0.25 * 0.6) / 0.75, 1e-12);
  EXPECT_EQ(made("LEAST").clamped(), 0.2);
  EXPECT_EQ(made("LEAST").status(), Status::OFF_TRACK);
  // The number is that of one part alone, which is not heard.
  EXPECT_EQ(made("MOST").clamped(), 0.6);
  EXPECT_EQ(made("MOST").status(), Status::STALE);
  EXPECT_NEAR(made("TOTAL").clamped(), 0.5 * 0.2 + 0.25 * 0.6, 1e-12);
  for (const char* combination : {"MEAN", "LEAST", "MOST", "TOTAL"}) {
    const auto progress = made(combination);
    EXPECT_EQ(progress.worst_child(), "a") << combination;
    EXPECT_EQ(progress.missing_share(), 0.25) << combination;
    EXPECT_EQ(progress.stale_share(), 0.25) << combination;
  }
}

TEST(ProgressTest, ThePolicySetsBordersAndWaits) {
  const auto policy =
      FromText<okapi::goals::v1::GoalPolicy>("bands { on_track: 1 at_risk: 0.5 } early_share: 0.1");
  const auto status = [&](const char* now, const char* value) {
    const Timing timing = TimingOf(Objective::ACTIVE, Quarter(), At(now), policy);
    return KeyResultProgress(
               FromText<KeyResult>(std::string("from_to { target: 1 } current_value: ") + value),
               timing)
        .status();
  };
  EXPECT_EQ(status("2025-01-09T23:59:59+07:00", "-1"), Status::TOO_EARLY);
  EXPECT_EQ(status("2025-01-09T23:59:59+07:00", "1"), Status::ACHIEVED);
  EXPECT_EQ(status("2025-01-10T00:00:00+07:00", "-1"), Status::OFF_TRACK);
  EXPECT_EQ(status("2025-02-15T00:00:00+07:00", "0.49"), Status::AT_RISK);
  EXPECT_EQ(status("2025-02-15T00:00:00+07:00", "0.5"), Status::ON_TRACK);
}

}  // namespace
}  // namespace okapi::goals

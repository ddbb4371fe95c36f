#include "services/goals/numbers/guard_breaches.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/api/timestamp.h"
#include "services/goals/numbers/progress.h"
#include "tests/support/text_proto.h"

namespace okapi::goals {
namespace {

using okapi::goals::v1::Guard;
using okapi::goals::v1::KeyResult;
using okapi::storage::v1::KeyResultStateRecord;
using okapi::testing::FromText;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// A key result whose guard is to be at least 7, from move to move.
class GuardBreachesTest : public ::testing::Test {
 protected:
  // The guard was measured at a time, in hours, when the progress had come to `raw`.
  void Move(int hours, double guard, double raw) {
    KeyResult after = shown_;
    after.mutable_guard()->set_value(guard);
    *after.mutable_guard()->mutable_value_time() = api::ToTimestamp(At(hours));
    Judge(after);
    after.mutable_progress()->set_raw(raw);
    FollowGuard(shown_, after, state_);
    shown_ = after;
  }
  // Nobody knows its value any more.
  void Lose(double raw) {
    KeyResult after = shown_;
    after.mutable_guard()->clear_value();
    after.mutable_guard()->clear_broken();
    after.mutable_progress()->set_raw(raw);
    FollowGuard(shown_, after, state_);
    shown_ = after;
  }
  bool Redefine(int hours, const std::string& range) {
    *shown_.mutable_guard()->mutable_range() = FromText<okapi::goals::v1::Range>(range);
    Judge(shown_);
    return FollowNewGuard(shown_, At(hours), state_);
  }
  // Such as `10-12 at least 7: 6, 0.25`; the hour of the end is missing of what goes on.
  std::vector<std::string> Told() const {
    Guard guard;
    ShowBreaches(state_, guard);
    std::vector<std::string> told;
    for (const auto& it : guard.breaches()) {
      const std::string end = it.has_end_time() ? absl::StrCat(HoursOf(it.end_time())) : "";
      told.push_back(absl::StrCat(HoursOf(it.start_time()), "-", end, " ",
                                  it.range().has_min() ? it.range().min() : -it.range().max(), ": ",
                                  it.worst_value(), ", ", it.progress()));
    }
    return told;
  }

  KeyResultStateRecord state_;

 private:
  static absl::Time At(int hours) { return absl::FromUnixSeconds(1739577600) + absl::Hours(hours); }
  static int64_t HoursOf(const google::protobuf::Timestamp& time) {
    return (api::FromTimestamp(time) - At(0)) / absl::Hours(1);
  }
  static void Judge(KeyResult& it) {
    if (!it.guard().has_value()) return;
    const auto range = RangeOf(it.guard().range());
    it.mutable_guard()->set_broken(scoring::RangeProgress(range, it.guard().value()) < 1);
  }

  KeyResult shown_ = FromText<KeyResult>(
      "guard { kpi_source { kpi: 'organizations/o/kpis/quality' } range { min: 7 } }");
};

TEST_F(GuardBreachesTest, EachTimeHasWhatWasMadeInIt) {
  Move(1, 8, 0.25);
  EXPECT_THAT(Told(), IsEmpty());
  Move(2, 6, 0.25);
  EXPECT_THAT(Told(), ElementsAre("2- 7: 6, 0"));
  Move(3, 5, 0.5);
  Move(4, 6.5, 0.75);
  Move(5, 8, 1);
  EXPECT_THAT(Told(), ElementsAre("2-5 7: 5, 0.5"));
  Move(7, 4, 1);
  Move(8, 4, 1.25);
  EXPECT_THAT(Told(), ElementsAre("2-5 7: 5, 0.5", "7- 7: 4, 0.25"));
  EXPECT_EQ(state_.raw_while_guard_broken(), 0.75);
}

TEST_F(GuardBreachesTest, OneInWhichNothingMovedIsForgotten) {
  Move(1, 6, 0);
  Move(2, 8, 0);
  EXPECT_THAT(Told(), IsEmpty());
}

TEST_F(GuardBreachesTest, TheyAddUpToTheSumThatIsNeverNegative) {
  Move(1, 6, 0.25);
  Move(2, 8, 0.5);
  Move(3, 6, 0);
  EXPECT_THAT(Told(), ElementsAre("1-2 7: 6, 0.25", "3- 7: 6, -0.25"));
  EXPECT_EQ(state_.raw_while_guard_broken(), 0);
}

TEST_F(GuardBreachesTest, WhileNothingIsKnownItNeitherEndsNorHasProgress) {
  Move(1, 6, 0.25);
  Lose(0.5);
  EXPECT_THAT(Told(), ElementsAre("1- 7: 6, 0.25"));
  Move(3, 6, 0.75);
  EXPECT_THAT(Told(), ElementsAre("1- 7: 6, 0.5"));
}

TEST_F(GuardBreachesTest, OtherBoundsAreAnotherBreach) {
  EXPECT_FALSE(Redefine(0, "min: 7"));
  Move(1, 6, 0.25);
  EXPECT_TRUE(Redefine(2, "max: 5"));
  Move(3, 5.5, 0.5);
  EXPECT_THAT(Told(), ElementsAre("1-2 7: 6, 0.25", "2- -5: 6, 0.25"));
  EXPECT_TRUE(Redefine(4, "max: 9"));
  EXPECT_FALSE(Redefine(5, "max: 10"));
  EXPECT_THAT(Told(), ElementsAre("1-2 7: 6, 0.25", "2-4 -5: 6, 0.25"));
}

TEST_F(GuardBreachesTest, AToldBreachOfAnotherGuardEndsWithTheNextValue) {
  auto& told = *state_.add_guard_breaches();
  told.set_kpi("organizations/o/kpis/other");
  told.set_min(7);
  told.set_worst_value(3);
  told.set_progress(0.5);
  Move(2, 6, 0.25);
  EXPECT_THAT(Told(), ElementsAre(::testing::HasSubstr("7: 3, 0.5"), "2- 7: 6, 0.25"));
}

TEST_F(GuardBreachesTest, ARestatedValueIsNotBeforeWhatItFollows) {
  Move(5, 6, 0.25);
  Move(4, 8, 0.25);
  Move(3, 6, 0.5);
  EXPECT_THAT(Told(), ElementsAre("5-5 7: 6, 0.25", "5- 7: 6, 0.25"));
}

TEST_F(GuardBreachesTest, TheOldestGoAndStayInTheSum) {
  for (int i = 0; i <= kBreachesMax; ++i) {
    Move(2 * i, 6, (i + 1) * 0.25);
    Move(2 * i + 1, 8, (i + 1) * 0.25);
  }
  EXPECT_EQ(Told().size(), kBreachesMax);
  EXPECT_EQ(Told().front(), "2-3 7: 6, 0.25");
  EXPECT_EQ(state_.raw_while_guard_broken(), (kBreachesMax + 1) * 0.25);
}

TEST_F(GuardBreachesTest, WhatIsShownIsTakenBackWhole) {
  Move(1, 6, 0.25);
  Redefine(2, "max: 5 strict: true");
  Guard shown;
  ShowBreaches(state_, shown);
  KeyResultStateRecord taken;
  TakeBreaches(shown, taken);
  EXPECT_EQ(taken.SerializeAsString(), state_.SerializeAsString());
  EXPECT_EQ(shown.ByteSizeLong(), 0);
}

}  // namespace
}  // namespace okapi::goals

#include "services/metrics/kpis/targets.h"

#include <gmock/gmock.h>

#include "tests/support/text_proto.h"

namespace okapi::metrics {
namespace {

using ::testing::Optional;

Aim Number(double value) { return {value, std::nullopt}; }

constexpr char kTargets[] = R"(
  targets { value: 100 }
  targets { value: 300 effective_date { year: 2025 month: 3 day: 1 } }
  targets { value: 200 effective_date { year: 2025 month: 2 day: 1 } }
  targets { value: 10 dimension: "person" }
  targets { value: 7 dimension: "person" member: "an" effective_date { year: 2025 month: 3 day: 1 } })";

std::vector<TargetPart> FirstQuarter() {
  std::vector<TargetPart> parts;
  for (int month = 1; month <= 3; ++month) {
    const auto start = [month](int later) {
      return absl::FromCivil(absl::CivilMonth(2025, month) + later, absl::UTCTimeZone());
    };
    parts.push_back({20250001 + 100 * month, start(0), start(1)});
  }
  return parts;
}

Targets Make() { return Targets(okapi::testing::FromText<v1::Kpi>(kTargets)); }

TEST(TargetsTest, TheLatestThatHasBegunHolds) {
  const Targets targets = Make();
  EXPECT_THAT(targets.On({}, 20250131), Optional(Number(100.0)));
  EXPECT_THAT(targets.On({}, 20250201), Optional(Number(200.0)));
  EXPECT_THAT(targets.On({}, 20250228), Optional(Number(200.0)));
  EXPECT_THAT(targets.On({}, 20300101), Optional(Number(300.0)));
}

TEST(TargetsTest, TheTargetOfAMemberGoesBeforeThatOfEachMember) {
  const Targets targets = Make();
  EXPECT_THAT(targets.On({"person", "binh"}, 20250301), Optional(Number(10.0)));
  EXPECT_THAT(targets.On({"person", "an"}, 20250301), Optional(Number(7.0)));
  EXPECT_THAT(targets.On({"person", "an"}, 20250201),
              Optional(Number(10.0)));  // Its own has not begun.
  EXPECT_EQ(targets.On({"shop", "a"}, 20250301), std::nullopt);
}

TEST(TargetsTest, OnlyTargetsOfASumAddUp) {
  const std::vector<TargetPart> days = FirstQuarter();
  EXPECT_THAT(Make().Over({}, days, true), Optional(Number(600.0)));
  EXPECT_THAT(Make().Over({}, days, false), Optional(Number(300.0)));
  EXPECT_THAT(Make().Over({"person", "an"}, days, false), Optional(Number(7.0)));
  EXPECT_EQ(Make().Over({}, {}, true), std::nullopt);
  EXPECT_EQ(Make().Over({"shop", "a"}, days, true), std::nullopt);
}

TEST(TargetsTest, OfARunningPeriodAPartIsDue) {
  const std::vector<TargetPart> days = FirstQuarter();
  const absl::Time mid_february = days[1].start + absl::Hours(24 * 14);
  EXPECT_THAT(Make().DueOver({}, days, mid_february, true), Optional(Number(100.0 + 200.0 / 2)));
  EXPECT_THAT(Make().DueOver({}, days, days[0].start, true), Optional(Number(0.0)));
  EXPECT_THAT(Make().DueOver({}, days, days[2].end, true), Optional(Number(600.0)));
  EXPECT_THAT(Make().DueOver({}, days, days[0].start, false), Optional(Number(300.0)));
  EXPECT_EQ(Make().DueOver({"shop", "a"}, days, mid_february, true), std::nullopt);
  const Targets late(
      okapi::testing::FromText<v1::Kpi>("targets { value: 100 curve { shares: [ 0.1, 1 ] } }"));
  EXPECT_THAT(late.DueOver({}, {&days[1], 1}, mid_february, true), Optional(Number(10.0)));
}

TEST(TargetsTest, OfARangeBothEndsCount) {
  const Targets targets(okapi::testing::FromText<v1::Kpi>(R"(
      direction: WITHIN
      targets { range { min: 40 max: 60 } }
      targets { range { min: 0 max: 90 } effective_date { year: 2025 month: 3 day: 1 } }
      targets { range { min: -2 max: 2 } dimension: "person" })"));
  const std::vector<TargetPart> days = FirstQuarter();
  EXPECT_THAT(targets.On({}, 20250201), Optional(Aim{40, 60}));
  EXPECT_THAT(targets.On({}, 20250301), Optional(Aim{0, 90}));
  EXPECT_THAT(targets.On({"person", "an"}, 20250301), Optional(Aim{-2, 2}));
  EXPECT_THAT(targets.Over({}, days, true), Optional(Aim{80, 210}));
  EXPECT_THAT(targets.DueOver({}, days, days[1].start + absl::Hours(24 * 14), true),
              Optional(Aim{60, 90}));
  EXPECT_THAT(targets.Over({}, days, false), Optional(Aim{0, 90}));
  EXPECT_THAT(targets.DueOver({}, days, days[0].start, false), Optional(Aim{0, 90}));
}

TEST(TargetsTest, AnAbsentDayIsBeforeAllOthers) {
  EXPECT_EQ(DayNumber({}), 0);
  EXPECT_EQ(DayNumber(okapi::testing::FromText<google::type::Date>("year: 2025 month: 3 day: 14")),
            20250314);
}

}  // namespace
}  // namespace okapi::metrics

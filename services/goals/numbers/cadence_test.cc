#include "services/goals/numbers/cadence.h"

#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/support/text_proto.h"

namespace okapi::goals {
namespace {

using okapi::goals::v1::Cycle;
using okapi::goals::v1::Objective;
using okapi::goals::v1::Team;
using okapi::testing::FromText;

Cycle Year(const std::string& cadence) {
  return FromText<Cycle>(
      "start_date { year: 2026 month: 1 day: 1 } end_date { year: 2026 month: 12 day: 31 } "
      "cadence { " +
      cadence + " }");
}

std::string Text(std::optional<absl::CivilDay> day) {
  return day.has_value() ? absl::FormatCivilTime(*day) : "none";
}

TEST(CadenceTest, TheLastAndTheNextDayByTheRhythm) {
  struct Case {
    const char* cadence;
    absl::CivilDay today;
    const char* last;
    const char* next;
  };
  const std::vector<Case> cases = {
      // 2 January 2026 is a Friday.
      {"", absl::CivilDay(2026, 1, 1), "none", "2026-01-02"},
      {"", absl::CivilDay(2026, 1, 2), "2026-01-02", "2026-01-09"},
      {"", absl::CivilDay(2026, 1, 8), "2026-01-02", "2026-01-09"},
      {"", absl::CivilDay(2025, 12, 1), "none", "2026-01-02"},
      {"", absl::CivilDay(2026, 12, 26), "2026-12-25", "none"},
      {"", absl::CivilDay(2027, 6, 1), "2026-12-25", "none"},
      {"day: MONDAY", absl::CivilDay(2026, 1, 6), "2026-01-05", "2026-01-12"},
      {"day: SUNDAY", absl::CivilDay(2026, 1, 6), "2026-01-04", "2026-01-11"},
      {"every: TWO_WEEKS", absl::CivilDay(2026, 1, 9), "2026-01-02", "2026-01-16"},
      {"every: TWO_WEEKS", absl::CivilDay(2026, 1, 16), "2026-01-16", "2026-01-30"},
      {"every: MONTH", absl::CivilDay(2026, 2, 5), "2026-01-02", "2026-02-06"},
      {"every: NEVER", absl::CivilDay(2026, 6, 1), "none", "none"},
      {"every: MONTH day: THURSDAY", absl::CivilDay(2026, 1, 1), "2026-01-01", "2026-02-05"},
  };
  for (const Case& each : cases) {
    SCOPED_TRACE(std::string(each.cadence) + " " + absl::FormatCivilTime(each.today));
    EXPECT_EQ(Text(LastDue(Year(each.cadence), each.today)), each.last);
    EXPECT_EQ(Text(NextDue(Year(each.cadence), each.today)), each.next);
  }
}

// The rhythm that holds, among teams of which each lies in the one behind it.
std::string Holds(const std::string& objective, const std::vector<std::string>& teams,
                  const std::string& cycle) {
  std::map<std::string, Team> by_name;
  for (size_t i = 0; i < teams.size(); ++i) {
    Team& team = by_name[absl::StrCat(i)];
    team = FromText<Team>(teams[i]);
    team.set_name(absl::StrCat(i));
    team.set_parent_team(absl::StrCat(i + 1));
  }
  auto find = [&by_name](const std::string& name) {
    const auto found = by_name.find(name);
    return found == by_name.end() ? nullptr : &found->second;
  };
  auto asked = FromText<Objective>(objective);
  asked.set_team("0");
  return CycleFor(asked, find, FromText<Cycle>(cycle)).cadence().ShortDebugString();
}

TEST(CadenceTest, TheNearestRhythmHoldsAndNothingIsMixed) {
  const std::string month = "cadence { every: MONTH }";
  const std::string week = "cadence { every: WEEK day: MONDAY fresh_days: 1 }";
  const std::string never = "cadence { every: NEVER }";
  EXPECT_EQ(Holds("", {}, ""), "");
  EXPECT_EQ(Holds("", {}, week), "every: WEEK day: MONDAY fresh_days: 1");
  EXPECT_EQ(Holds("", {"", ""}, month), "every: MONTH");
  EXPECT_EQ(Holds("", {"", never, month}, week), "every: NEVER");
  EXPECT_EQ(Holds("", {month, never}, week), "every: MONTH");
  EXPECT_EQ(Holds("cadence {}", {month}, week), "");
  EXPECT_EQ(Holds(never, {month, week}, week), "every: NEVER");
  EXPECT_EQ(Holds(month, {never}, ""), "every: MONTH");
}

TEST(CadenceTest, ACheckInIsFreshForThreeDaysUnlessToldOtherwise) {
  EXPECT_EQ(FreshDays(Year("").cadence()), 3);
  EXPECT_EQ(FreshDays(Year("fresh_days: 0").cadence()), 0);
}

}  // namespace
}  // namespace okapi::goals

#include "services/goals/numbers/initiative_dates.h"

#include <gtest/gtest.h>

#include <string>

#include "common/calendar/date.h"
#include "tests/support/text_proto.h"

namespace okapi::goals {
namespace {

using google::type::Date;
using okapi::goals::v1::Initiative;
using okapi::testing::FromText;

constexpr char kDue[] = "due_date { year: 2025 month: 11 day: 15 } ";
constexpr char kFollowUp[] = "follow_up_date { year: 2025 month: 12 day: 1 } ";

std::string Text(bool there, const Date& date) {
  return there ? calendar::FormatDate(date) : "none";
}

// Due and follow-up date of what becomes of `after`, in a cycle from 1 October 2025 and on 20
// November.
std::string Dates(const std::string& before, const std::string& after) {
  const auto old = FromText<Initiative>(before);
  auto initiative = FromText<Initiative>(after);
  const absl::Status set = SetDatesByWeeks(
      before.empty() ? nullptr : &old, calendar::DateOf(absl::CivilDay(2025, 10, 1)),
      calendar::DateOf(absl::CivilDay(2025, 11, 20)), initiative);
  if (!set.ok()) return std::string(set.message());
  return Text(initiative.has_due_date(), initiative.due_date()) + " " +
         Text(initiative.has_follow_up_date(), initiative.follow_up_date());
}

TEST(InitiativeDatesTest, ANewOneHasWhatItsWeeksSay) {
  EXPECT_EQ(Dates("", "display_name: 'i'"), "none none");
  EXPECT_EQ(Dates("", "due_after_weeks: 6"), "2025-11-12 none");
  EXPECT_EQ(Dates("", "due_after_weeks: 6 follow_up_after_weeks: 6"), "2025-11-12 2025-12-24");
  EXPECT_EQ(Dates("", "follow_up_after_weeks: 2"), "none none");
  EXPECT_EQ(Dates("", std::string(kDue) + "follow_up_after_weeks: 2"), "2025-11-15 2025-11-29");
  EXPECT_EQ(Dates("", "state: DONE follow_up_after_weeks: 2"), "none 2025-12-04");
}

TEST(InitiativeDatesTest, WeeksOwnTheirDate) {
  EXPECT_EQ(Dates("", std::string(kDue) + "due_after_weeks: 6"),
            "initiative.due_date: is set by due_after_weeks, to 2025-11-12: give one of the two");
  EXPECT_EQ(Dates("due_after_weeks: 6", std::string(kDue) + "due_after_weeks: 6"),
            "initiative.due_date: is set by due_after_weeks, to 2025-11-12: give one of the two");
  EXPECT_EQ(
      Dates("", std::string(kFollowUp) + "follow_up_after_weeks: 2"),
      "initiative.follow_up_date: is set by follow_up_after_weeks, to no day yet: give one of "
      "the two");
  // Whoever changes something else sends along what was there.
  const std::string old = std::string(kDue) + kFollowUp;
  EXPECT_EQ(Dates(old, old + "due_after_weeks: 7"), "2025-11-19 2025-12-01");
  EXPECT_EQ(Dates(old, old + "due_after_weeks: 7 follow_up_after_weeks: 2"),
            "2025-11-19 2025-12-03");
  // Without weeks a date is as it was.
  EXPECT_EQ(Dates(old + "due_after_weeks: 6 follow_up_after_weeks: 2", old),
            "2025-11-15 2025-12-01");
}

TEST(InitiativeDatesTest, TheFollowUpCountsFromWhenItWasDone) {
  const std::string open = std::string(kDue) +
                           "follow_up_date { year: 2025 month: 11 day: 29 } "
                           "follow_up_after_weeks: 2 ";
  const std::string done = std::string(kDue) +
                           "follow_up_date { year: 2025 month: 12 day: 4 } state: DONE "
                           "follow_up_after_weeks: ";
  EXPECT_EQ(Dates(open, open + "state: DONE"), "2025-11-15 2025-12-04");
  // Another change of what is done moves nothing, other weeks do.
  EXPECT_EQ(Dates(done + "2", done + "2 description: 'd'"), "2025-11-15 2025-12-04");
  EXPECT_EQ(Dates(done + "2", done + "3"), "2025-11-15 2025-12-11");
  // Taken up again, it is due as before.
  EXPECT_EQ(Dates(done + "2", open + "state: IN_PROGRESS"), "2025-11-15 2025-11-29");
  // Who says when to look at what is done is believed: it may come from elsewhere.
  EXPECT_EQ(Dates("", std::string(kFollowUp) + "state: DONE follow_up_after_weeks: 2"),
            "none 2025-12-01");
  EXPECT_EQ(
      Dates(done + "2", std::string(kDue) + kFollowUp + "state: DONE follow_up_after_weeks: 2"),
      "2025-11-15 2025-12-01");
}

TEST(InitiativeDatesTest, AnotherDueDateMovesTheFollowUp) {
  EXPECT_EQ(Dates("due_after_weeks: 6 follow_up_after_weeks: 2",
                  "due_after_weeks: 7 follow_up_after_weeks: 2"),
            "2025-11-19 2025-12-03");
  EXPECT_EQ(Dates("follow_up_after_weeks: 2", std::string(kDue) + "follow_up_after_weeks: 2"),
            "2025-11-15 2025-11-29");
}

// Of what is planned in weeks, begun on a day of November in a cycle from 1 October to 31 December
// 2025.
std::string Begun(int weeks, absl::CivilDay today) {
  Initiative planned;
  planned.set_due_after_weeks(weeks);
  const bool fits =
      BeginWeeks(calendar::DateOf(absl::CivilDay(2025, 10, 1)),
                 calendar::DateOf(absl::CivilDay(2025, 12, 31)), calendar::DateOf(today), planned);
  return Text(planned.has_due_date(), planned.due_date()) + " " +
         std::to_string(planned.due_after_weeks()) + (fits ? "" : " does not fit");
}

TEST(BeginWeeksTest, WeeksBeginWithTheCycleOrToday) {
  EXPECT_EQ(Begun(0, absl::CivilDay(2025, 11, 20)), "none 0");
  EXPECT_EQ(Begun(6, absl::CivilDay(2025, 9, 1)), "none 6");
  EXPECT_EQ(Begun(6, absl::CivilDay(2025, 10, 1)), "none 6");
  EXPECT_EQ(Begun(6, absl::CivilDay(2025, 10, 2)), "2025-11-13 0");
  EXPECT_EQ(Begun(4, absl::CivilDay(2025, 11, 20)), "2025-12-18 0");
  EXPECT_EQ(Begun(5, absl::CivilDay(2025, 11, 26)), "2025-12-31 0");
  EXPECT_EQ(Begun(5, absl::CivilDay(2026, 1, 1)), "none 5") << "it is over";
}

TEST(BeginWeeksTest, WhatDoesNotFitIsDueOnTheLastDay) {
  EXPECT_EQ(Begun(5, absl::CivilDay(2025, 11, 27)), "2025-12-31 0 does not fit");
  EXPECT_EQ(Begun(14, absl::CivilDay(2025, 9, 1)), "2025-12-31 0 does not fit");
  EXPECT_EQ(Begun(1, absl::CivilDay(2025, 12, 31)), "2025-12-31 0 does not fit");
}

}  // namespace
}  // namespace okapi::goals

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
  SetDatesByWeeks(before.empty() ? nullptr : &old, calendar::DateOf(absl::CivilDay(2025, 10, 1)),
                  calendar::DateOf(absl::CivilDay(2025, 11, 20)), initiative);
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

TEST(InitiativeDatesTest, WhatIsGivenStays) {
  EXPECT_EQ(
      Dates("", std::string(kDue) + kFollowUp + "due_after_weeks: 6 follow_up_after_weeks: 6"),
      "2025-11-15 2025-12-01");
  EXPECT_EQ(Dates("due_after_weeks: 6", std::string(kDue) + "due_after_weeks: 8"),
            "2025-11-15 none");
  EXPECT_EQ(Dates("follow_up_after_weeks: 2 state: IN_PROGRESS",
                  std::string(kFollowUp) + "follow_up_after_weeks: 2 state: DONE"),
            "none 2025-12-01");
}

TEST(InitiativeDatesTest, TheFollowUpCountsFromWhenItWasDone) {
  const std::string open = std::string(kDue) + kFollowUp + "follow_up_after_weeks: 2 ";
  EXPECT_EQ(Dates(open + "state: IN_PROGRESS", open + "state: DONE"), "2025-11-15 2025-12-04");
  // Another change of what is done moves nothing.
  EXPECT_EQ(Dates(open + "state: DONE", open + "state: DONE description: 'd'"),
            "2025-11-15 2025-12-01");
  // Taken up again, it is due as before.
  EXPECT_EQ(Dates(open + "state: DONE", open + "state: IN_PROGRESS"), "2025-11-15 2025-11-29");
}

TEST(InitiativeDatesTest, OtherWeeksAndAnotherDueDateMoveThem) {
  const std::string old = std::string(kDue) + kFollowUp;
  EXPECT_EQ(Dates(old + "due_after_weeks: 6", old + "due_after_weeks: 7"), "2025-11-19 2025-12-01");
  EXPECT_EQ(Dates(old + "follow_up_after_weeks: 2", old + "follow_up_after_weeks: 3"),
            "2025-11-15 2025-12-06");
  EXPECT_EQ(
      Dates(std::string(kFollowUp) + "follow_up_after_weeks: 2", old + "follow_up_after_weeks: 2"),
      "2025-11-15 2025-11-29");
  // Without weeks a date is as it was.
  EXPECT_EQ(Dates(old + "due_after_weeks: 6 follow_up_after_weeks: 2", old),
            "2025-11-15 2025-12-01");
}

}  // namespace
}  // namespace okapi::goals

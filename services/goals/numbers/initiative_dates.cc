#include "services/goals/numbers/initiative_dates.h"

#include "common/calendar/date.h"

namespace okapi::goals {
namespace {

using google::type::Date;
using okapi::goals::v1::Initiative;

bool Same(const Date& a, const Date& b) {
  return !calendar::Before(a, b) && !calendar::Before(b, a);
}

// Dates that are not there are those without a year.
bool IsGiven(const Date* before, const Date& after) {
  return after.year() > 0 && (before == nullptr || !Same(*before, after));
}

Date After(const Date& date, int weeks) {
  return calendar::DateOf(calendar::DayOf(date) + 7 * weeks);
}

void SetDue(const Initiative* before, const Date& cycle_start, Initiative& after) {
  const int weeks = after.due_after_weeks();
  if (weeks == 0 || (before != nullptr && before->due_after_weeks() == weeks)) return;
  if (IsGiven(before == nullptr ? nullptr : &before->due_date(), after.due_date())) return;
  *after.mutable_due_date() = After(cycle_start, weeks);
}

void SetFollowUp(const Initiative* before, const Date& today, Initiative& after) {
  const int weeks = after.follow_up_after_weeks();
  if (weeks == 0) return;
  const bool done = after.state() == Initiative::DONE;
  const bool moved = before == nullptr || before->follow_up_after_weeks() != weeks ||
                     (before->state() == Initiative::DONE) != done ||
                     (!done && !Same(before->due_date(), after.due_date()));
  if (!moved) return;
  if (IsGiven(before == nullptr ? nullptr : &before->follow_up_date(), after.follow_up_date())) {
    return;
  }
  if (done) {
    *after.mutable_follow_up_date() = After(today, weeks);
  } else if (after.has_due_date()) {
    *after.mutable_follow_up_date() = After(after.due_date(), weeks);
  } else {
    after.clear_follow_up_date();
  }
}

}  // namespace

void SetDatesByWeeks(const Initiative* before, const Date& cycle_start, const Date& today,
                     Initiative& after) {
  SetDue(before, cycle_start, after);
  SetFollowUp(before, today, after);
}

}  // namespace okapi::goals

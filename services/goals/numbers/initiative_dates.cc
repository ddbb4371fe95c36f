#include "services/goals/numbers/initiative_dates.h"

#include "absl/strings/str_cat.h"
#include "common/calendar/date.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"

namespace okapi::goals {
namespace {

using google::type::Date;
using okapi::goals::v1::Initiative;

// Dates that are not there are those without a year.
bool Same(const Date& a, const Date& b) {
  return !calendar::Before(a, b) && !calendar::Before(b, a);
}

Date After(const Date& date, int weeks) {
  return calendar::DateOf(calendar::DayOf(date) + 7 * weeks);
}

// A date that was there before is not given: whoever changes something else sends it along.
absl::Status CheckGiven(const Date& before, const Date& after, const Date& set,
                        absl::string_view field) {
  if (after.year() == 0 || Same(before, after) || Same(after, set)) return absl::OkStatus();
  const std::string day = set.year() == 0 ? "no day yet" : calendar::FormatDate(set);
  return status::InvalidField(
      absl::StrCat("initiative.", field, "_date"),
      absl::StrCat("is set by ", field, "_after_weeks, to ", day, ": give one of the two"));
}

// When it is to be asked whether what is not done yet helped; no date without a due date.
Date PlannedFollowUp(const Initiative& initiative) {
  return initiative.has_due_date()
             ? After(initiative.due_date(), initiative.follow_up_after_weeks())
             : Date();
}

// Precondition: it is DONE.
void SetFollowUpOfDone(const Initiative& before, const Date& today, Initiative& after) {
  const int weeks = after.follow_up_after_weeks();
  const bool given =
      after.has_follow_up_date() && !Same(before.follow_up_date(), after.follow_up_date());
  if (given) return;
  if (before.state() != Initiative::DONE || !after.has_follow_up_date()) {
    *after.mutable_follow_up_date() = After(today, weeks);
  } else if (before.follow_up_after_weeks() > 0) {
    *after.mutable_follow_up_date() =
        After(after.follow_up_date(), weeks - before.follow_up_after_weeks());
  }
}

}  // namespace

absl::Status SetDatesByWeeks(const Initiative* before, const Date& cycle_start, const Date& today,
                             Initiative& after) {
  const Initiative& old = before == nullptr ? Initiative::default_instance() : *before;
  if (after.due_after_weeks() > 0) {
    const Date due = After(cycle_start, after.due_after_weeks());
    OKAPI_RETURN_IF_ERROR(CheckGiven(old.due_date(), after.due_date(), due, "due"));
    *after.mutable_due_date() = due;
  }
  if (after.follow_up_after_weeks() == 0) return absl::OkStatus();
  if (after.state() == Initiative::DONE) {
    SetFollowUpOfDone(old, today, after);
    return absl::OkStatus();
  }
  const Date planned = PlannedFollowUp(after);
  OKAPI_RETURN_IF_ERROR(
      CheckGiven(old.follow_up_date(), after.follow_up_date(), planned, "follow_up"));
  after.clear_follow_up_date();
  if (planned.year() > 0) *after.mutable_follow_up_date() = planned;
  return absl::OkStatus();
}

bool BeginWeeks(const Date& cycle_start, const Date& cycle_end, const Date& today,
                Initiative& planned) {
  if (planned.due_after_weeks() == 0) return true;
  const bool begun = calendar::Before(cycle_start, today) && !calendar::Before(cycle_end, today);
  const Date due = After(begun ? today : cycle_start, planned.due_after_weeks());
  const bool fits = !calendar::Before(cycle_end, due);
  if (fits && !begun) return true;
  *planned.mutable_due_date() = fits ? due : cycle_end;
  planned.clear_due_after_weeks();
  return fits;
}

}  // namespace okapi::goals

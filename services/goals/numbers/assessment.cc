#include "services/goals/numbers/assessment.h"

#include "common/calendar/date.h"

namespace okapi::goals {
namespace {

using okapi::common::v1::Status;

// The better the higher; 0 is no verdict on how it goes.
int RankOf(Status status) {
  switch (status) {
    case Status::ON_TRACK:
    case Status::ACHIEVED:
      return 3;
    case Status::AT_RISK:
      return 2;
    case Status::OFF_TRACK:
    case Status::MISSED:
      return 1;
    default:
      return 0;
  }
}

}  // namespace

void ShowExpiry(const Timing& timing, okapi::goals::v1::Assessment& assessment) {
  assessment.set_expired(
      calendar::Before(assessment.last_date(), timing.calendar.DateOf(timing.now)));
}

bool IsBetter(const okapi::goals::v1::Assessment& assessment,
              const okapi::common::v1::Progress& progress) {
  const int computed = RankOf(progress.status());
  return computed > 0 && RankOf(assessment.status()) > computed;
}

}  // namespace okapi::goals

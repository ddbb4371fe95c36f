#pragma once

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/calendar/calendar.h"
#include "google/protobuf/message.h"

namespace okapi::cli {

struct Session;

// Whose days are meant: an organization has its calendar in goals, and metrics has settings of its
// own, with defaults where nobody wrote any.
enum class DaysOf { kGoals, kKpis };

// What a day is given for.
enum class DayUse {
  // Who only looks does not wait for a service that hangs.
  kLook,
  // For a service to keep whose day it is: nobody else's will do, and it has to be there anyway.
  kWrite,
  // For another service to keep, which may be well while this one is away.
  kWriteElsewhere
};

// The calendar by which goals, or metrics, counts days. Both are asked at once, but for kWrite; to
// look, the one that is meant has twice as long as the other took, and a moment at least. Where it
// is away or silent the calendar is that of the other, and standard error says so; for kWrite it is
// an error.
absl::StatusOr<calendar::Calendar> CalendarOf(Session& session, const std::string& organization,
                                              DaysOf days, DayUse use);

// The first instant of a day where an organization is. May ask a service, once.
using DayStart = std::function<absl::StatusOr<absl::Time>(absl::CivilDay)>;
// Of the organization that the resource `owner` belongs to, for fields of `message`, which is
// written: in one of goals they are days of goals, in any other days of metrics.
DayStart DayStartOf(Session& session, const std::string& owner,
                    const google::protobuf::Message& message);

}  // namespace okapi::cli

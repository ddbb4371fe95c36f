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

// The calendar by which goals, or metrics, counts days. While that is away, the one of the other.
absl::StatusOr<calendar::Calendar> CalendarOf(Session& session, const std::string& organization,
                                              DaysOf days);

// The same for who only looks, and does not wait for a service that hangs: both are asked at once,
// and the one that is meant has twice as long as the other took, and a moment at least.
absl::StatusOr<calendar::Calendar> CalendarToLookBy(Session& session,
                                                    const std::string& organization, DaysOf days);

// The first instant of a day where an organization is. May ask a service.
using DayStart = std::function<absl::StatusOr<absl::Time>(absl::CivilDay)>;
// Of the organization that the resource `owner` belongs to, for fields of `message`: in one of
// goals they are days of goals.
DayStart DayStartOf(Session& session, const std::string& owner,
                    const google::protobuf::Message& message);

}  // namespace okapi::cli

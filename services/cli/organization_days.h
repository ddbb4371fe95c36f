#pragma once

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/calendar/calendar.h"

namespace okapi::cli {

struct Session;

// The calendar by which the metrics service cuts periods; while it is away, the organization's own.
absl::StatusOr<calendar::Calendar> CalendarOf(Session& session, const std::string& organization);

// The first instant of a day where an organization is. May ask a service.
using DayStart = std::function<absl::StatusOr<absl::Time>(absl::CivilDay)>;
// Of the organization that the resource `owner` belongs to.
DayStart DayStartOf(Session& session, const std::string& owner);

}  // namespace okapi::cli

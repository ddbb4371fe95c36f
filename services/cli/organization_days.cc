#include "services/cli/organization_days.h"

#include "common/api/resource_name.h"
#include "common/calendar/date.h"
#include "common/status/status_macros.h"
#include "okapi/goals/v1/organizations_service.pb.h"
#include "okapi/metrics/v1/metrics_service.pb.h"
#include "services/cli/catalogue.h"
#include "services/cli/command.h"

namespace okapi::cli {

absl::StatusOr<calendar::Calendar> CalendarOf(Session& session, const std::string& organization) {
  okapi::metrics::v1::GetSettingsRequest request;
  okapi::metrics::v1::Settings settings;
  request.set_name(organization + "/settings");
  const absl::Status known =
      session.connection().Call(*FindKind("settings")->get, request, settings);
  if (known.ok()) return calendar::Calendar::Create(settings.calendar());
  okapi::goals::v1::GetOrganizationRequest get;
  okapi::goals::v1::Organization found;
  get.set_name(organization);
  if (!session.connection().Call(*FindKind("organization")->get, get, found).ok()) return known;
  return calendar::Calendar::Create(found.calendar());
}

DayStart DayStartOf(Session& session, const std::string& owner) {
  return [&session, organization = api::OrganizationOf(owner)](
             absl::CivilDay day) -> absl::StatusOr<absl::Time> {
    OKAPI_ASSIGN_OR_RETURN(const calendar::Calendar calendar, CalendarOf(session, organization));
    return calendar.StartOf(calendar::DateOf(day));
  };
}

}  // namespace okapi::cli

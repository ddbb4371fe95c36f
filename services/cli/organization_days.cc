#include "services/cli/organization_days.h"

#include <utility>

#include "common/api/resource_name.h"
#include "common/calendar/date.h"
#include "common/status/status_macros.h"
#include "okapi/goals/v1/organizations_service.pb.h"
#include "okapi/metrics/v1/metrics_service.pb.h"
#include "services/cli/catalogue.h"
#include "services/cli/command.h"

namespace okapi::cli {
namespace {

absl::StatusOr<calendar::Calendar> CalendarOfGoals(Session& session,
                                                   const std::string& organization) {
  okapi::goals::v1::GetOrganizationRequest request;
  okapi::goals::v1::Organization found;
  request.set_name(organization);
  OKAPI_RETURN_IF_ERROR(session.connection().Call(*FindKind("organization")->get, request, found));
  return calendar::Calendar::Create(found.calendar());
}

absl::StatusOr<calendar::Calendar> CalendarOfKpis(Session& session,
                                                  const std::string& organization) {
  okapi::metrics::v1::GetSettingsRequest request;
  okapi::metrics::v1::Settings settings;
  request.set_name(organization + "/settings");
  OKAPI_RETURN_IF_ERROR(session.connection().Call(*FindKind("settings")->get, request, settings));
  return calendar::Calendar::Create(settings.calendar());
}

DaysOf DaysIn(const Message& message) {
  const std::string& package = message.GetDescriptor()->file()->package();
  return package == okapi::goals::v1::Organization::descriptor()->file()->package() ? DaysOf::kGoals
                                                                                    : DaysOf::kKpis;
}

}  // namespace

absl::StatusOr<calendar::Calendar> CalendarOf(Session& session, const std::string& organization,
                                              DaysOf days) {
  if (days == DaysOf::kGoals) return CalendarOfGoals(session, organization);
  auto of_kpis = CalendarOfKpis(session, organization);
  if (of_kpis.ok()) return of_kpis;
  auto of_goals = CalendarOfGoals(session, organization);
  return of_goals.ok() ? std::move(of_goals) : std::move(of_kpis);
}

DayStart DayStartOf(Session& session, const std::string& owner, const Message& message) {
  return [&session, organization = api::OrganizationOf(owner),
          days = DaysIn(message)](absl::CivilDay day) -> absl::StatusOr<absl::Time> {
    OKAPI_ASSIGN_OR_RETURN(const calendar::Calendar calendar,
                           CalendarOf(session, organization, days));
    return calendar.StartOf(calendar::DateOf(day));
  };
}

}  // namespace okapi::cli

#include "services/cli/session/organization_days.h"

#include <utility>

#include "common/api/resource_name.h"
#include "common/calendar/date.h"
#include "common/rpc/retry.h"
#include "common/status/status_macros.h"
#include "okapi/goals/v1/organizations_service.pb.h"
#include "okapi/metrics/v1/metrics_service.pb.h"
#include "services/cli/session/catalogue.h"
#include "services/cli/session/command.h"

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
  const bool of_goals = days == DaysOf::kGoals;
  auto own =
      of_goals ? CalendarOfGoals(session, organization) : CalendarOfKpis(session, organization);
  if (own.ok() || !rpc::MayPass(own.status())) return own;
  auto other =
      of_goals ? CalendarOfKpis(session, organization) : CalendarOfGoals(session, organization);
  return other.ok() ? std::move(other) : std::move(own);
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

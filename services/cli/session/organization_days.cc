#include "services/cli/session/organization_days.h"

#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/api/resource_name.h"
#include "common/calendar/date.h"
#include "common/rpc/retry.h"
#include "common/status/convert.h"
#include "common/status/status_macros.h"
#include "okapi/goals/v1/organizations_service.grpc.pb.h"
#include "okapi/metrics/v1/metrics_service.grpc.pb.h"
#include "services/cli/session/catalogue.h"
#include "services/cli/session/command.h"

namespace okapi::cli {
namespace {

// As long as any call of a command.
constexpr auto kAnswerMax = std::chrono::seconds(30);
constexpr auto kMoment = std::chrono::milliseconds(200);

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

// Asks one service for its calendar, while others are asked.
template <typename Service, typename Request, typename Response>
class CalendarQuestion {
 public:
  using Method = void (Service::StubInterface::async_interface::*)(
      grpc::ClientContext*, const Request*, Response*, std::function<void(grpc::Status)>);

  CalendarQuestion(Connection& connection, const std::string& name, Method method)
      : connection_(connection),
        package_(Request::descriptor()->file()->package()),
        stub_(Service::NewStub(connection.ChannelOf(package_))) {
    request_.set_name(name);
    connection.Introduce(request_, context_);
    context_.set_deadline(std::chrono::system_clock::now() + kAnswerMax);
    (stub_->async()->*method)(&context_, &request_, &response_,
                              [this](grpc::Status status) { done_.set_value(std::move(status)); });
  }
  ~CalendarQuestion() {
    context_.TryCancel();
    answer_.wait();
  }

  bool AnsweredWithin(std::chrono::steady_clock::duration wait) const {
    return answer_.wait_for(wait) == std::future_status::ready;
  }
  void Wait() const { answer_.wait(); }
  // Waits for it.
  absl::StatusOr<calendar::Calendar> Answer() const {
    const absl::Status status = status::FromGrpc(answer_.get());
    if (!status.ok()) return connection_.Explain(package_, status);
    return calendar::Calendar::Create(response_.calendar());
  }

 private:
  Connection& connection_;
  const std::string package_;
  const std::unique_ptr<typename Service::Stub> stub_;
  grpc::ClientContext context_;
  Request request_;
  Response response_;
  std::promise<grpc::Status> done_;
  const std::shared_future<grpc::Status> answer_{done_.get_future()};
};

template <typename Own, typename Other>
absl::StatusOr<calendar::Calendar> FirstOf(const Own& own, const Other& other) {
  const auto begun = std::chrono::steady_clock::now();
  bool told = own.AnsweredWithin(kMoment);
  if (!told) {
    other.Wait();
    told = own.AnsweredWithin(std::chrono::steady_clock::now() - begun);
  }
  if (told) {
    auto answer = own.Answer();
    if (answer.ok() || !rpc::MayPass(answer.status())) return answer;
  }
  auto answer = other.Answer();
  return answer.ok() ? std::move(answer) : own.Answer();
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

absl::StatusOr<calendar::Calendar> CalendarToLookBy(Session& session,
                                                    const std::string& organization, DaysOf days) {
  namespace goals = okapi::goals::v1;
  namespace metrics = okapi::metrics::v1;
  const CalendarQuestion<goals::OrganizationsService, goals::GetOrganizationRequest,
                         goals::Organization>
      of_goals(session.connection(), organization,
               &goals::OrganizationsService::StubInterface::async_interface::GetOrganization);
  const CalendarQuestion<metrics::MetricsService, metrics::GetSettingsRequest, metrics::Settings>
      of_kpis(session.connection(), absl::StrCat(organization, "/settings"),
              &metrics::MetricsService::StubInterface::async_interface::GetSettings);
  return days == DaysOf::kGoals ? FirstOf(of_goals, of_kpis) : FirstOf(of_kpis, of_goals);
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

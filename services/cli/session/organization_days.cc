#include "services/cli/session/organization_days.h"

#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <optional>
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

namespace goals = okapi::goals::v1;
namespace metrics = okapi::metrics::v1;

// As long as any call of a command.
constexpr auto kAnswerMax = std::chrono::seconds(30);
constexpr auto kMoment = std::chrono::milliseconds(200);

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

// The name of the service in what is said of it.
const char* NameOf(DaysOf days) { return days == DaysOf::kGoals ? "goals" : "metrics"; }

struct CalendarAnswer {
  calendar::Calendar calendar;
  // It is that of the other service.
  bool others = false;
};

template <typename Own, typename Other>
absl::StatusOr<CalendarAnswer> FirstOf(const Own& own, const Other& other, DayUse use) {
  const auto begun = std::chrono::steady_clock::now();
  bool told = own.AnsweredWithin(use == DayUse::kLook ? kMoment : kAnswerMax);
  if (!told) {
    other.Wait();
    told = own.AnsweredWithin(std::chrono::steady_clock::now() - begun);
  }
  if (told) {
    auto answer = own.Answer();
    if (answer.ok()) return CalendarAnswer{*std::move(answer)};
    if (!rpc::MayPass(answer.status())) return answer.status();
  }
  if (auto answer = other.Answer(); answer.ok()) {
    return CalendarAnswer{*std::move(answer), /*others=*/true};
  }
  OKAPI_ASSIGN_OR_RETURN(calendar::Calendar late, own.Answer());
  return CalendarAnswer{std::move(late)};
}

struct GoalsQuestion : CalendarQuestion<goals::OrganizationsService, goals::GetOrganizationRequest,
                                        goals::Organization> {
  GoalsQuestion(Connection& connection, const std::string& organization)
      : CalendarQuestion(
            connection, organization,
            &goals::OrganizationsService::StubInterface::async_interface::GetOrganization) {}
};

struct KpisQuestion
    : CalendarQuestion<metrics::MetricsService, metrics::GetSettingsRequest, metrics::Settings> {
  KpisQuestion(Connection& connection, const std::string& organization)
      : CalendarQuestion(connection, absl::StrCat(organization, "/settings"),
                         &metrics::MetricsService::StubInterface::async_interface::GetSettings) {}
};

template <typename Own, typename Other>
absl::StatusOr<CalendarAnswer> Ask(Connection& connection, const std::string& organization,
                                   DayUse use) {
  const Own own(connection, organization);
  if (use == DayUse::kWrite) {
    OKAPI_ASSIGN_OR_RETURN(calendar::Calendar calendar, own.Answer());
    return CalendarAnswer{std::move(calendar)};
  }
  const Other other(connection, organization);
  return FirstOf(own, other, use);
}

bool InPackageOf(const google::protobuf::Descriptor* known, const Message& message) {
  return message.GetDescriptor()->file()->package() == known->file()->package();
}

}  // namespace

absl::StatusOr<calendar::Calendar> CalendarOf(Session& session, const std::string& organization,
                                              DaysOf days, DayUse use) {
  Connection& connection = session.connection();
  OKAPI_ASSIGN_OR_RETURN(CalendarAnswer answer,
                         days == DaysOf::kGoals
                             ? (Ask<GoalsQuestion, KpisQuestion>(connection, organization, use))
                             : (Ask<KpisQuestion, GoalsQuestion>(connection, organization, use)));
  if (answer.others) {
    const DaysOf others = days == DaysOf::kGoals ? DaysOf::kKpis : DaysOf::kGoals;
    *session.err << absl::StrCat("okapi: ", NameOf(days), " does not say when its days begin; ",
                                 "they are taken as ", NameOf(others), " has them, in ",
                                 answer.calendar.time_zone().name(), "\n");
  }
  return std::move(answer.calendar);
}

DayStart DayStartOf(Session& session, const std::string& owner, const Message& message) {
  const bool of_goals = InPackageOf(goals::Organization::descriptor(), message);
  const bool of_kpis = InPackageOf(metrics::Settings::descriptor(), message);
  const DaysOf days = of_goals ? DaysOf::kGoals : DaysOf::kKpis;
  const DayUse use = of_goals || of_kpis ? DayUse::kWrite : DayUse::kWriteElsewhere;
  // All days of a command are of one calendar: what was answered, also that it is not to be had.
  std::optional<absl::StatusOr<calendar::Calendar>> answer;
  return [&session, organization = api::OrganizationOf(owner), days, use,
          answer](absl::CivilDay day) mutable -> absl::StatusOr<absl::Time> {
    if (!answer.has_value()) answer = CalendarOf(session, organization, days, use);
    if (!answer->ok()) return answer->status();
    return (*answer)->StartOf(calendar::DateOf(day));
  };
}

}  // namespace okapi::cli

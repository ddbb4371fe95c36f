// Whose days are meant, also when a service hangs: connected, but silent.

#include "services/cli/session/organization_days.h"

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>

#include <chrono>
#include <memory>
#include <optional>
#include <sstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "okapi/goals/v1/organizations_service.grpc.pb.h"
#include "okapi/metrics/v1/metrics_service.grpc.pb.h"
#include "okapi/reporting/v1/decision.pb.h"
#include "services/cli/session/command.h"
#include "tests/support/status_matchers.h"

namespace okapi::cli {
namespace {

using okapi::goals::v1::CheckIn;
using okapi::goals::v1::GetOrganizationRequest;
using okapi::goals::v1::Organization;
using okapi::goals::v1::OrganizationsService;
using okapi::metrics::v1::GetSettingsRequest;
using okapi::metrics::v1::Kpi;
using okapi::metrics::v1::MetricsService;
using okapi::metrics::v1::Settings;
using okapi::reporting::v1::Decision;
using okapi::testing::IsOk;
using okapi::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

const absl::CivilDay kDay(2025, 12, 31);

// What a service says of its calendar; nothing at all without a zone.
struct Script {
  std::optional<std::string> zone;
  grpc::Status refusal;
  int asked = 0;
  // Of an answer that was waited for in vain: how much longer its caller could have waited.
  absl::Duration left;
};

// Is over when nobody waits for it any more.
class Silence final : public grpc::ServerUnaryReactor {
 public:
  Silence(grpc::CallbackServerContext* context, Script& script)
      : context_(context), script_(script) {}
  void OnCancel() override {
    script_.left = absl::FromChrono(context_->deadline() - std::chrono::system_clock::now());
    Finish(grpc::Status::CANCELLED);
  }
  void OnDone() override { delete this; }

 private:
  grpc::CallbackServerContext* const context_;
  Script& script_;
};

template <typename Response>
grpc::ServerUnaryReactor* Play(Script& script, grpc::CallbackServerContext* context,
                               Response* response) {
  ++script.asked;
  if (!script.zone.has_value()) return new Silence(context, script);
  response->mutable_calendar()->set_time_zone(*script.zone);
  auto* reactor = context->DefaultReactor();
  reactor->Finish(script.refusal);
  return reactor;
}

class OrganizationDaysTest : public ::testing::Test {
 protected:
  struct Goals final : OrganizationsService::CallbackService {
    grpc::ServerUnaryReactor* GetOrganization(grpc::CallbackServerContext* context,
                                              const GetOrganizationRequest*,
                                              Organization* response) override {
      return Play(script, context, response);
    }
    Script script;
  };
  struct Metrics final : MetricsService::CallbackService {
    grpc::ServerUnaryReactor* GetSettings(grpc::CallbackServerContext* context,
                                          const GetSettingsRequest*, Settings* response) override {
      return Play(script, context, response);
    }
    Script script;
  };

  OrganizationDaysTest() {
    session_.addresses.goals = Start(goals_, goals_server_);
    session_.addresses.metrics = Start(metrics_, metrics_server_);
    session_.err = &said_;
  }
  ~OrganizationDaysTest() override { StopServers(); }

  static std::string Start(grpc::Service& service, std::unique_ptr<grpc::Server>& server) {
    int port = 0;
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&service);
    server = builder.BuildAndStart();
    return absl::StrCat("127.0.0.1:", port);
  }
  // Afterwards the scripts say what happened.
  void StopServers() {
    for (const auto& server : {goals_server_.get(), metrics_server_.get()}) {
      server->Shutdown(std::chrono::system_clock::now());
      server->Wait();
    }
  }
  absl::StatusOr<calendar::Calendar> Calendar(DaysOf days, DayUse use = DayUse::kLook) {
    return CalendarOf(session_, "organizations/o", days, use);
  }
  std::string ZoneOf(DaysOf days, DayUse use = DayUse::kLook) {
    const auto calendar = Calendar(days, use);
    return calendar.ok() ? calendar->time_zone().name() : calendar.status().ToString();
  }

  Goals goals_;
  Metrics metrics_;
  std::unique_ptr<grpc::Server> goals_server_;
  std::unique_ptr<grpc::Server> metrics_server_;
  std::ostringstream said_;
  Session session_;
};

TEST_F(OrganizationDaysTest, EachServiceHasItsOwn) {
  goals_.script.zone = "Europe/Berlin";
  metrics_.script.zone = "Asia/Tokyo";
  EXPECT_EQ(ZoneOf(DaysOf::kGoals), "Europe/Berlin");
  EXPECT_EQ(ZoneOf(DaysOf::kKpis), "Asia/Tokyo");
  EXPECT_EQ(said_.str(), "");
}

TEST_F(OrganizationDaysTest, OneThatHangsIsNotWaitedForWhileTheOtherKnows) {
  metrics_.script.zone = "Asia/Tokyo";
  EXPECT_EQ(ZoneOf(DaysOf::kGoals), "Asia/Tokyo");
  EXPECT_EQ(said_.str(),
            "okapi: goals does not say when its days begin; they are taken as metrics has them, "
            "in Asia/Tokyo\n");
  StopServers();
  EXPECT_GT(goals_.script.left, absl::Seconds(20)) << "of 30";
}

TEST_F(OrganizationDaysTest, SoItIsTheOtherWayRound) {
  goals_.script.zone = "Europe/Berlin";
  EXPECT_EQ(ZoneOf(DaysOf::kKpis), "Europe/Berlin");
  StopServers();
  EXPECT_GT(metrics_.script.left, absl::Seconds(20)) << "of 30";
}

TEST_F(OrganizationDaysTest, OneThatRefusesIsNotReplaced) {
  goals_.script.zone = "";
  goals_.script.refusal = grpc::Status(grpc::StatusCode::NOT_FOUND, "no such organization");
  metrics_.script.zone = "Asia/Tokyo";
  EXPECT_THAT(Calendar(DaysOf::kGoals), StatusIs(absl::StatusCode::kNotFound));
  goals_.script.refusal = grpc::Status(grpc::StatusCode::UNAVAILABLE, "starting");
  EXPECT_EQ(said_.str(), "");
  for (const DayUse use : {DayUse::kLook, DayUse::kWriteElsewhere}) {
    said_.str("");
    EXPECT_EQ(ZoneOf(DaysOf::kGoals, use), "Asia/Tokyo") << "one that is away is";
    EXPECT_NE(said_.str(), "");
  }
}

// What is stored would have another zone's midnight, because a service was slow for a moment.
TEST_F(OrganizationDaysTest, WhatIsWrittenToAServiceHasItsOwnDays) {
  goals_.script.zone = metrics_.script.zone = "Asia/Tokyo";
  goals_.script.refusal = metrics_.script.refusal =
      grpc::Status(grpc::StatusCode::UNAVAILABLE, "starting");
  const DayStart of_goals = DayStartOf(session_, "organizations/o/objectives/a", CheckIn());
  EXPECT_THAT(of_goals(kDay), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(metrics_.script.asked, 0);
  EXPECT_EQ(goals_.script.asked, 1);
  const DayStart of_kpis = DayStartOf(session_, "organizations/o/kpis/a", Kpi());
  EXPECT_THAT(of_kpis(kDay), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(goals_.script.asked, 1);
  EXPECT_EQ(said_.str(), "");
}

TEST_F(OrganizationDaysTest, WhatIsWrittenElsewhereHasTheDaysThatAreKnown) {
  goals_.script.zone = "Asia/Tokyo";
  metrics_.script.zone = "UTC";
  metrics_.script.refusal = grpc::Status(grpc::StatusCode::UNAVAILABLE, "starting");
  const DayStart start = DayStartOf(session_, "organizations/o", Decision());
  const auto time = start(kDay);
  ASSERT_THAT(time, IsOk());
  EXPECT_EQ(*time, absl::FromCivil(absl::CivilHour(2025, 12, 30, 15), absl::UTCTimeZone()));
  EXPECT_NE(said_.str(), "");
}

TEST_F(OrganizationDaysTest, SeveralDaysOfOneCommandAreAskedForOnce) {
  goals_.script.zone = "Asia/Tokyo";
  metrics_.script.refusal = grpc::Status(grpc::StatusCode::UNAVAILABLE, "starting");
  metrics_.script.zone = "UTC";
  const DayStart start = DayStartOf(session_, "organizations/o", Decision());
  const auto first = start(kDay);
  const auto next = start(kDay + 1);
  ASSERT_THAT(next, IsOk());
  EXPECT_EQ(*next - *first, absl::Hours(24));
  EXPECT_EQ(goals_.script.asked, 1);
  EXPECT_EQ(metrics_.script.asked, 1);
  EXPECT_THAT(absl::StrSplit(said_.str(), '\n'), ElementsAre(HasSubstr("Asia/Tokyo"), ""));
}

}  // namespace
}  // namespace okapi::cli

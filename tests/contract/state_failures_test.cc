// The failures that depend on state: every row of the tables, and by the descriptors what holds for
// every method that has an etag, a request id or pages.

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>

#include <map>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "google/api/resource.pb.h"
#include "okapi/reporting/v1/alert_service.grpc.pb.h"
#include "services/reporting/alerts/alert_watcher.h"
#include "tests/contract/any_call.h"
#include "tests/contract/state_table.h"
#include "tests/integration/goals_scene.h"
#include "tests/integration/metrics_scene.h"
#include "tests/integration/reporting_scene.h"
#include "tests/support/server_options.h"
#include "tests/support/status_matchers.h"

namespace okapi::contract {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;
using okapi::testing::IsOk;
using okapi::testing::ReasonIs;
using okapi::testing::StatusIs;
using status::ErrorReason;
using ::testing::AllOf;
using ::testing::Contains;

constexpr char kGoals[] = "okapi.goals.v1";
constexpr char kMetrics[] = "okapi.metrics.v1";
constexpr char kReporting[] = "okapi.reporting.v1";

std::string Expand(const std::string& text) {
  return absl::StrReplaceAll(text, {{"@", "organizations/o/"}});
}

const MethodDescriptor& MethodNamed(const std::string& package, const std::string& name) {
  for (const MethodDescriptor* method : UnaryMethods()) {
    if (method->file()->package() == package && method->name() == name) return *method;
  }
  ADD_FAILURE() << "there is no method " << name << " in " << package;
  return *UnaryMethods().front();
}

std::unique_ptr<Message> RequestOf(const MethodDescriptor& method, const std::string& text) {
  auto request = New(method.input_type());
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(Expand(text), request.get())) << text;
  return request;
}

void Set(Message& message, const std::string& field, const std::string& text) {
  message.GetReflection()->SetString(&message, message.GetDescriptor()->FindFieldByName(field),
                                     text);
}

bool Has(const MethodDescriptor& method, const std::string& field) {
  return method.input_type()->FindFieldByName(field) != nullptr;
}

class StateFailuresTest : public ::testing::Test {
 protected:
  void SetUp() override {
    Tell(kGoals, GoalsStory());
    Tell(kMetrics, MetricsStory());
    Tell(kReporting, ReportingStory());
    TellOfAlert();
  }

  absl::Status CallOf(const MethodDescriptor& method, const Message& request) {
    const std::string& package = method.file()->package();
    const auto channel = package == kGoals     ? goals_.channel()
                         : package == kMetrics ? metrics_.channel()
                                               : reporting_.channel();
    return Call(channel, method, request);
  }

  // Every step has a request id, which is taken then: the same call that is only to be checked is
  // another one.
  void Tell(const std::string& package, const std::vector<Step>& story) {
    for (const Step& step : story) {
      SCOPED_TRACE(absl::StrCat(step.method, " ", step.request));
      const MethodDescriptor& method = MethodNamed(package, step.method);
      const auto request = RequestOf(method, step.request);
      Set(*request, "request_id", absl::StrFormat("00000000-0000-4000-8000-%012d", ++request_ids_));
      ASSERT_THAT(CallOf(method, *request), IsOk());
      request->GetReflection()->SetBool(
          request.get(), method.input_type()->FindFieldByName("validate_only"), true);
      EXPECT_THAT(CallOf(method, *request), AllOf(StatusIs(absl::StatusCode::kAlreadyExists),
                                                  ReasonIs(ErrorReason::REQUEST_ID_REUSED)));
      told_.insert(method.full_name());
    }
  }

  // What the server itself begins: the rule of the story fires, and its webhook is told of it.
  void TellOfAlert() {
    using okapi::reporting::v1::AlertService;
    reporting_.watcher().LookNow();
    const auto stub = AlertService::NewStub(reporting_.channel());
    {
      grpc::ClientContext context;
      okapi::reporting::v1::ListAlertsRequest request;
      request.set_parent("organizations/o");
      okapi::reporting::v1::ListAlertsResponse response;
      ASSERT_TRUE(stub->ListAlerts(&context, request, &response).ok());
      ASSERT_EQ(response.alerts_size(), 1);
      existing_["Alert"] = response.alerts(0).name();
    }
    grpc::ClientContext context;
    okapi::reporting::v1::ListDeliveriesRequest request;
    request.set_parent(Expand("@webhooks/hook"));
    okapi::reporting::v1::ListDeliveriesResponse response;
    ASSERT_TRUE(stub->ListDeliveries(&context, request, &response).ok());
    ASSERT_GT(response.deliveries_size(), 0);
    existing_["Delivery"] = response.deliveries(0).name();
    Tell(kReporting,
         {{"AcknowledgeAlert", absl::StrCat("name: '", existing_["Alert"], "' text: 'on it'")}});
  }

  void ExpectFailures(const std::string& package, const std::vector<Row>& rows) {
    for (const Row& row : rows) {
      SCOPED_TRACE(absl::StrCat(row.method, " ", row.request));
      const MethodDescriptor& method = MethodNamed(package, row.method);
      const absl::Status status = CallOf(method, *RequestOf(method, row.request));
      EXPECT_THAT(status, AllOf(StatusIs(row.code), ReasonIs(row.reason)));
      EXPECT_THAT(DetailsOf(status), Contains(Expand(row.detail)));
    }
  }

  // The name of something of the type of a reference, such as `okapi.dev/Team`.
  std::string Existing(const std::string& type) {
    const auto found = existing_.find(type.substr(type.find('/') + 1));
    if (found != existing_.end()) return Expand(found->second);
    ADD_FAILURE() << "the story has no " << type;
    return "";
  }
  std::string ExistingFor(const MethodDescriptor& method, const std::string& field) {
    const FieldDescriptor* reference = method.input_type()->FindFieldByName(field);
    return Existing(reference->options().GetExtension(google::api::resource_reference).type());
  }

  // By the last part of their types.
  std::map<std::string, std::string> existing_ = {
      {"Organization", "organizations/o"},
      {"Team", "@teams/all"},
      {"Member", "@members/ann"},
      {"Cycle", "@cycles/q1"},
      {"Objective", "@objectives/active"},
      {"KeyResult", "@objectives/active/keyResults/k"},
      {"Initiative", "@objectives/active/initiatives/i"},
      {"Comment", "@objectives/active/comments/m"},
      {"Kpi", "@kpis/revenue"},
      {"KpiComment", "@kpis/revenue/comments/m"},
      {"Settings", "@settings"},
      {"AlertRule", "@alertRules/low"},
      {"Webhook", "@webhooks/hook"},
      {"Dashboard", "@dashboards/board"},
      {"Decision", "@decisions/judged"}};
  int request_ids_ = 0;
  // The full names of the methods of the stories.
  std::set<std::string> told_;
  base::FakeClock clock_{absl::FromUnixSeconds(1739577600)};  // 15 February 2025.
  metrics::MetricsScene metrics_{clock_};
  goals::GoalsScene goals_{clock_, metrics_.address()};
  reporting::ReportingScene reporting_{clock_, goals_.address(), metrics_.address()};
};

TEST_F(StateFailuresTest, OfGoals) {
  ExpectFailures(kGoals, GoalsStateRows());
  ExpectFailures(kGoals, GoalsRows());
}

TEST_F(StateFailuresTest, OfMetrics) { ExpectFailures(kMetrics, MetricsRows()); }

TEST_F(StateFailuresTest, OfReporting) {
  ExpectFailures(kReporting, ReportingRows());
  ExpectFailures(
      kReporting,
      {{"AcknowledgeAlert", absl::StrCat("name: '", Existing("okapi.dev/Alert"), "'"),
        absl::StatusCode::kFailedPrecondition, ErrorReason::INVALID_STATE, "state=ACKNOWLEDGED"},
       {"RetryDelivery", absl::StrCat("name: '", Existing("okapi.dev/Delivery"), "'"),
        absl::StatusCode::kFailedPrecondition, ErrorReason::INVALID_STATE, "state=PENDING"}});
}

// The stories found out that an id is taken.
TEST_F(StateFailuresTest, EveryMethodWithARequestIdIsToldOf) {
  const std::set<std::string> others = {
      // Samples that are gone do not go once more: it needs no memory.
      "okapi.metrics.v1.MetricsService.PurgeSamples",
      // A delivery is dead after two days: tests/integration/reporting_alerts_test.cc.
      "okapi.reporting.v1.AlertService.RetryDelivery"};
  for (const MethodDescriptor* method : UnaryMethods()) {
    if (!Has(*method, "request_id")) continue;
    EXPECT_NE(told_.count(method->full_name()), others.count(method->full_name()))
        << method->full_name();
  }
}

TEST_F(StateFailuresTest, AnEtagOfAnotherRevisionIsRefused) {
  int methods = 0;
  for (const MethodDescriptor* method : UnaryMethods()) {
    SCOPED_TRACE(method->full_name());
    const auto request = New(method->input_type());
    FillRequired(*request);
    std::string name;
    if (Has(*method, "etag")) {
      name = ExistingFor(*method, "name");
      Set(*request, "name", name);
      Set(*request, "etag", "\"0\"");
    } else if (absl::StartsWith(method->name(), "Update")) {
      const FieldDescriptor* field = method->input_type()->field(0);
      Message& resource = *request->GetReflection()->MutableMessage(request.get(), field);
      name = Existing(field->message_type()->options().GetExtension(google::api::resource).type());
      Set(resource, "name", name);
      Set(resource, "etag", "\"0\"");
    } else {
      continue;
    }
    ++methods;
    const absl::Status status = CallOf(*method, *request);
    EXPECT_THAT(status,
                AllOf(StatusIs(absl::StatusCode::kAborted), ReasonIs(ErrorReason::ETAG_MISMATCH)));
    EXPECT_THAT(DetailsOf(status), Contains(absl::StrCat("resource=", name)));
  }
  EXPECT_GT(methods, 35);
}

TEST_F(StateFailuresTest, APageTokenOfAnotherQueryIsRefused) {
  int methods = 0;
  for (const MethodDescriptor* method : UnaryMethods()) {
    if (!Has(*method, "page_token")) continue;
    SCOPED_TRACE(method->full_name());
    const auto request = New(method->input_type());
    FillRequired(*request);
    if (Has(*method, "parent")) Set(*request, "parent", ExistingFor(*method, "parent"));
    Set(*request, "page_token", "no token");
    EXPECT_THAT(CallOf(*method, *request), AllOf(StatusIs(absl::StatusCode::kInvalidArgument),
                                                 ReasonIs(ErrorReason::INVALID_PAGE_TOKEN)));
    ++methods;
  }
  EXPECT_GT(methods, 20);
}

// Neighbours that were never heard: what cannot do without them says which one is away.
TEST(StateFailuresWithoutNeighboursTest, WhatNeedsThemSaysWhichIsAway) {
  const base::FakeClock clock(absl::FromUnixSeconds(1739577600));
  reporting::ReportingScene scene(clock, okapi::testing::kNobody, okapi::testing::kNobody);
  for (const Row& row : std::vector<Row>{
           {"CreateSnapshot", "parent: 'organizations/o' snapshot { period: '2025-01' }",
            absl::StatusCode::kUnavailable, ErrorReason::NEIGHBOUR_UNAVAILABLE, "service=metrics"},
           {"AcceptDraftObjective",
            "parent: 'organizations/o' draft { objective { display_name: 'x' cycle: '@cycles/q1' } "
            "}",
            absl::StatusCode::kUnavailable, ErrorReason::NEIGHBOUR_UNAVAILABLE, "service=goals"},
           {"ExplainNumber", "name: '@objectives/a'", absl::StatusCode::kUnavailable,
            ErrorReason::NEIGHBOUR_UNAVAILABLE, "service=goals"},
           {"ExplainNumber", "name: '@kpis/k'", absl::StatusCode::kUnavailable,
            ErrorReason::NEIGHBOUR_UNAVAILABLE, "service=metrics"}}) {
    SCOPED_TRACE(absl::StrCat(row.method, " ", row.request));
    const MethodDescriptor& method = MethodNamed(kReporting, row.method);
    const absl::Status status = Call(scene.channel(), method, *RequestOf(method, row.request));
    EXPECT_THAT(status, AllOf(StatusIs(row.code), ReasonIs(row.reason)));
    EXPECT_THAT(DetailsOf(status), Contains(row.detail));
  }
}

}  // namespace
}  // namespace okapi::contract

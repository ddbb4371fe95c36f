// Alerts on an objective that becomes private, and who is told of them.

#include <gmock/gmock.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "services/reporting/webhooks/webhook_sender.h"
#include "tests/integration/reporting_private.h"
#include "tests/support/field_matchers.h"

namespace okapi::reporting {
namespace {

using okapi::testing::HttpReceiver;
using okapi::testing::IsOk;
using okapi::testing::ReasonIs;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

TEST_F(ReportingPrivateTest, AlertsAndTheirRulesGoAndComeBackWithIt) {
  HttpReceiver receiver;
  AddFiringRule(receiver);
  const v1::Alert fired = Alerts()[0];
  EXPECT_THAT(Told("ben"), TellsOfTheSecret());
  See("ANNA");
  for (const char* caller : {"", "ben"}) {
    EXPECT_THAT(Told(caller), Not(TellsOfTheSecret()));
    EXPECT_THAT(
        As<AlertRpc>(caller, &AlertStub::GetAlertRule, "name: 'organizations/o/alertRules/behind'"),
        ReasonIs(status::ErrorReason::RESOURCE_NOT_FOUND));
    const std::string name = absl::StrCat("name: '", fired.name(), "'");
    EXPECT_THAT(As<AlertRpc>(caller, &AlertStub::GetAlert, name),
                ReasonIs(status::ErrorReason::RESOURCE_NOT_FOUND));
    EXPECT_THAT(As<AlertRpc>(caller, &AlertStub::AcknowledgeAlert, name),
                ReasonIs(status::ErrorReason::RESOURCE_NOT_FOUND));
    EXPECT_THAT(As<AlertRpc>(caller, &AlertStub::DeleteAlertRule,
                             "name: 'organizations/o/alertRules/behind'"),
                ReasonIs(status::ErrorReason::RESOURCE_NOT_FOUND));
  }
  EXPECT_THAT(Told("anna"), TellsOfTheSecret());
  // Nobody in particular sees any more what is wrong.
  scene_.watcher().LookNow();
  EXPECT_THAT(Alerts(), IsEmpty());
  See("PUBLIC");
  ASSERT_THAT(Alerts(), SizeIs(1));
  EXPECT_EQ(Alerts()[0].state(), v1::Alert::RESOLVED);
  scene_.watcher().LookNow();
  EXPECT_THAT(Alerts(), SizeIs(2)) << "it is as bad as before";
}

TEST_F(ReportingPrivateTest, WhoWatchesHearsThatAnAlertIsOverAndNoMore) {
  HttpReceiver receiver;
  AddFiringRule(receiver);
  const auto stub = AlertRpc::NewStub(scene_.channel());
  v1::WatchAlertsRequest request;
  request.set_parent("organizations/o");
  // The first message in which there are alerts.
  auto next = [](auto& reader) {
    v1::WatchAlertsResponse message;
    do {
      EXPECT_TRUE(reader->Read(&message));
    } while (message.alerts().empty() && message.revision() > 0);
    return message;
  };
  grpc::ClientContext bens;
  Introduce("ben", bens);
  const auto ben = stub->WatchAlerts(&bens, request);
  grpc::ClientContext annas;
  Introduce("anna", annas);
  const auto anna = stub->WatchAlerts(&annas, request);
  EXPECT_THAT(next(ben).DebugString(), TellsOfTheSecret());
  EXPECT_THAT(next(anna).DebugString(), TellsOfTheSecret());
  See("ANNA");
  scene_.watcher().LookNow();
  const v1::WatchAlertsResponse heard = next(ben);
  ASSERT_EQ(heard.alerts_size(), 1);
  EXPECT_EQ(heard.alerts(0).state(), v1::Alert::RESOLVED);
  EXPECT_THAT(heard.DebugString(), Not(TellsOfTheSecret()));
  EXPECT_THAT(next(anna).DebugString(), TellsOfTheSecret());
  grpc::ClientContext late;
  Introduce("ben", late);
  const auto afterwards = stub->WatchAlerts(&late, request);
  v1::WatchAlertsResponse opening;
  ASSERT_TRUE(afterwards->Read(&opening));
  EXPECT_THAT(opening.alerts(), IsEmpty());
  for (grpc::ClientContext* context : {&bens, &annas, &late}) context->TryCancel();
}

// It rang while everybody saw it, and was not told in time.
TEST_F(ReportingPrivateTest, WhatBecamePrivateWhileItWaitedIsNotSent) {
  HttpReceiver receiver;
  AddFiringRule(receiver);
  See("ANNA");
  scene_.watcher().LookNow();
  const auto of_hook = [this](const std::string& caller) {
    const auto list =
        As<AlertRpc>(caller, &AlertStub::ListDeliveries, "parent: 'organizations/o/webhooks/hook'");
    EXPECT_THAT(list, IsOk());
    return list->deliveries();
  };
  // The beginning and the end.
  const auto pending = [&of_hook] {
    int count = 0;
    for (const auto& each : of_hook("anna")) count += each.state() == v1::Delivery::PENDING ? 1 : 0;
    return count;
  };
  ASSERT_EQ(pending(), 2);
  while (pending() > 0) scene_.sender().SendDue();  // The test's own time limit ends it.
  ASSERT_THAT(receiver.requests(), SizeIs(1));
  EXPECT_THAT(receiver.requests()[0], AllOf(HasSubstr("\"event\":\"alert.resolved\""),
                                            HasSubstr("\"state\":\"RESOLVED\"")));
  EXPECT_THAT(receiver.requests()[0], Not(TellsOfTheSecret()));
  EXPECT_THAT(of_hook("ben"), IsEmpty());
  const v1::Delivery dead = of_hook("anna")[0];
  EXPECT_EQ(dead.state(), v1::Delivery::DEAD);
  EXPECT_EQ(dead.problem(), "what it tells of became private before it was sent");
  EXPECT_EQ(dead.attempts(), 0);
  EXPECT_THAT(dead.body(), TellsOfTheSecret());

  // Whoever sees it may try again, and nothing is told; when everybody sees it again, it is.
  const auto retry = [&](const std::string& caller) {
    return As<AlertRpc>(caller, &AlertStub::RetryDelivery,
                        absl::StrCat("name: '", dead.name(), "'"));
  };
  EXPECT_THAT(retry("ben"), ReasonIs(status::ErrorReason::RESOURCE_NOT_FOUND));
  ASSERT_THAT(retry("anna"), IsOk());
  while (pending() > 0) scene_.sender().SendDue();
  EXPECT_THAT(receiver.requests(), SizeIs(1));
  See("PUBLIC");
  ASSERT_THAT(retry("ben"), IsOk());
  while (pending() > 0) scene_.sender().SendDue();
  ASSERT_THAT(receiver.requests(), SizeIs(2));
  EXPECT_THAT(receiver.requests()[1], TellsOfTheSecret());
}

// The receiver did not take the bare end while it was private.
TEST_F(ReportingPrivateTest, AnEndThatWaitsKeepsItsWords) {
  HttpReceiver receiver;
  receiver.Answer(500);
  AddFiringRule(receiver);
  See("ANNA");
  scene_.watcher().LookNow();
  const auto end = [this](v1::Delivery::State state) {
    while (true) {  // The test's own time limit ends it.
      scene_.sender().SendDue();
      const auto list = As<AlertRpc>("anna", &AlertStub::ListDeliveries,
                                     "parent: 'organizations/o/webhooks/hook'");
      EXPECT_THAT(list, IsOk());
      for (const v1::Delivery& each : list->deliveries()) {
        const bool is_end = absl::StrContains(each.body(), "alert.resolved");
        if (is_end && each.attempts() > 0 && each.state() == state) return each;
      }
    }
  };
  EXPECT_THAT(end(v1::Delivery::PENDING).body(), TellsOfTheSecret());
  EXPECT_THAT(receiver.requests().back(), Not(TellsOfTheSecret()));
  See("PUBLIC");
  receiver.Answer(204);
  clock_.Advance(absl::Hours(1));
  EXPECT_THAT(end(v1::Delivery::DELIVERED).body(), TellsOfTheSecret());
  EXPECT_THAT(receiver.requests().back(), TellsOfTheSecret());
}

TEST_F(ReportingPrivateTest, NoRuleLooksAtWhatIsPrivateAndWhoeverSeesItIsToldWhy) {
  AddRule("open", "status_is { resource: 'organizations/o/kpis/revenue' statuses: MISSED }");
  See("ANNA");
  auto create = [this](const std::string& caller, const std::string& subject) {
    return As<AlertRpc>(caller, &AlertStub::CreateAlertRule,
                        absl::StrCat("parent: 'organizations/o' alert_rule_id: 'r' alert_rule { "
                                     "display_name: 'R' status_is { resource: '",
                                     subject, "' } }"))
        .status();
  };
  EXPECT_THAT(create("anna", kSecret), ReasonIs(status::ErrorReason::INVALID_STATE));
  EXPECT_THAT(As<AlertRpc>("anna", &AlertStub::UpdateAlertRule,
                           absl::StrCat("alert_rule { name: 'organizations/o/alertRules/open' "
                                        "status_is { resource: '",
                                        kSecret, "' } } update_mask { paths: 'status_is' }")),
              ReasonIs(status::ErrorReason::INVALID_STATE));
  for (const char* caller : {"", "ben"}) {
    EXPECT_EQ(absl::StrReplaceAll(create(caller, kSecret).message(), {{"secret", "nobody"}}),
              create(caller, "organizations/o/objectives/nobody").message());
  }
}

}  // namespace
}  // namespace okapi::reporting

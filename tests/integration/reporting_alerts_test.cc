// Alerts and the webhooks that tell of them, between the real goal and metrics services.

#include <gmock/gmock.h>

#include <map>
#include <set>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/api/timestamp.h"
#include "common/base/hmac.h"
#include "services/reporting/alerts/alert_watcher.h"
#include "tests/integration/reporting_follow_up.h"
#include "tests/support/field_matchers.h"
#include "tests/support/http_receiver.h"

namespace okapi::reporting {
namespace {

using okapi::reporting::v1::Alert;
using okapi::reporting::v1::Delivery;
using okapi::testing::BadFieldIs;
using okapi::testing::HttpReceiver;
using okapi::testing::IsOk;
using okapi::testing::ReasonIs;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST_F(ReportingFollowUpTest, AnAlertFiresIsTakenCareOfAndEndsBeyondItsBorder) {
  AddRule("low", kLowRevenue);
  scene_.watcher().LookNow();
  ASSERT_THAT(Alerts(), SizeIs(1));
  const Alert fired = Alerts()[0];
  EXPECT_EQ(fired.state(), Alert::FIRING);
  EXPECT_EQ(fired.value(), 90);
  EXPECT_EQ(fired.message(), "“revenue” is 90, below 95");
  scene_.watcher().LookNow();
  EXPECT_THAT(Alerts(), SizeIs(1)) << "it fires once";

  const std::string acknowledge = absl::StrCat("name: '", fired.name(), "' text: 'on it'");
  ASSERT_THAT(CallOf<AlertRpc>(&AlertStub::AcknowledgeAlert, acknowledge), IsOk());
  EXPECT_THAT(CallOf<AlertRpc>(&AlertStub::AcknowledgeAlert, acknowledge),
              ReasonIs(status::ErrorReason::INVALID_STATE));
  // Better than the border at which it fired, not as good as the one at which it ends.
  Add("revenue", Utc(2025, 1, 20), 7, "north");
  scene_.watcher().LookNow();
  EXPECT_EQ(Alerts()[0].state(), Alert::ACKNOWLEDGED);
  Add("revenue", Utc(2025, 1, 21), 7, "north");
  scene_.watcher().LookNow();
  EXPECT_EQ(Alerts()[0].state(), Alert::RESOLVED);
  EXPECT_EQ(Alerts()[0].value(), 104);
  EXPECT_EQ(Alerts()[0].message(), "“revenue” was 90, below 95; it is 104 now");
  EXPECT_EQ(Alerts()[0].acknowledge_text(), "on it");
}

TEST_F(ReportingFollowUpTest, AnOpenAlertSaysTheNumberOfNowButNotEveryOne) {
  AddRule("low", kLowRevenue);
  scene_.watcher().LookNow();
  Add("revenue", Utc(2025, 1, 20), 2, "north");
  clock_.Advance(absl::Minutes(4));
  scene_.watcher().LookNow();
  EXPECT_EQ(Alerts()[0].value(), 90) << "each move of a number would be a write";
  clock_.Advance(absl::Minutes(1));
  scene_.watcher().LookWhereNeeded();
  EXPECT_EQ(Alerts()[0].value(), 92);
  EXPECT_EQ(Alerts()[0].message(), "“revenue” is 92, below 95");
  EXPECT_EQ(Alerts()[0].state(), Alert::FIRING);
  const std::string etag = Alerts()[0].etag();
  clock_.Advance(absl::Minutes(10));
  scene_.watcher().LookNow();
  EXPECT_EQ(Alerts()[0].etag(), etag) << "the same number is no news";
}

// Its new name has words in it that a message of the past has otherwise.
TEST_F(ReportingFollowUpTest, AnOpenAlertFollowsANewNameAndUnit) {
  AddRule("low", kLowRevenue);
  scene_.watcher().LookNow();
  ASSERT_THAT(Alerts(), SizeIs(1));
  const auto change = testing::FromText<okapi::metrics::v1::UpdateKpiRequest>(
      "kpi { name: 'organizations/o/kpis/revenue' display_name: 'What is sold' "
      "unit { currency_code: 'EUR' } } update_mask { paths: 'display_name' paths: 'unit' }");
  ASSERT_THAT(metrics_.Call(&Metrics::UpdateKpi, change), IsOk());
  clock_.Advance(absl::Minutes(5));
  scene_.watcher().LookNow();
  EXPECT_EQ(Alerts()[0].resource_display_name(), "What is sold");
  EXPECT_EQ(Alerts()[0].unit().currency_code(), "EUR");
  EXPECT_EQ(Alerts()[0].message(), "“What is sold” is 90 EUR, below 95 EUR");
  Add("revenue", Utc(2025, 1, 21), 50, "north");
  scene_.watcher().LookNow();
  EXPECT_EQ(Alerts()[0].message(), "“What is sold” was 90 EUR, below 95 EUR; it is 140 EUR now");
}

// Words without a number say nothing of its unit.
TEST_F(ReportingFollowUpTest, AnOpenAlertFollowsAUnitThatItsWordsDoNotHave) {
  AddRule("status", "status_is { resource: 'organizations/o/kpis/revenue' statuses: NO_DATA }");
  clock_.Set(Utc(2025, 3, 2));
  scene_.watcher().LookNow();
  ASSERT_THAT(Alerts(), SizeIs(1));
  const std::string message = Alerts()[0].message();
  const auto change = testing::FromText<okapi::metrics::v1::UpdateKpiRequest>(
      "kpi { name: 'organizations/o/kpis/revenue' unit { currency_code: 'EUR' } } "
      "update_mask { paths: 'unit' }");
  ASSERT_THAT(metrics_.Call(&Metrics::UpdateKpi, change), IsOk());
  clock_.Advance(absl::Minutes(5));
  scene_.watcher().LookNow();
  EXPECT_EQ(Alerts()[0].message(), message);
  EXPECT_EQ(Alerts()[0].unit().currency_code(), "EUR");
}

TEST_F(ReportingFollowUpTest, MissingDataAreToldOfTheNewestThatCame) {
  AddRule("old", "missing_data { kpi: 'organizations/o/kpis/revenue' age { seconds: 864000 } }");
  scene_.watcher().LookNow();
  ASSERT_THAT(Alerts(), SizeIs(1));
  EXPECT_EQ(Alerts()[0].message(), "no data of “revenue” since 2025-01-10 00:00 UTC");
  Add("revenue", Utc(2025, 1, 25), 1, "north");
  clock_.Advance(absl::Minutes(5));
  scene_.watcher().LookNow();
  EXPECT_EQ(Alerts()[0].message(), "no data of “revenue” since 2025-01-25 00:00 UTC");
  Add("revenue", Utc(2025, 2, 14), 1, "north");
  scene_.watcher().LookNow();
  EXPECT_EQ(Alerts()[0].state(), Alert::RESOLVED);
  EXPECT_EQ(Alerts()[0].message(),
            "no data of “revenue” had come since 2025-01-25 00:00 UTC; the newest are of "
            "2025-02-14 00:00 UTC");
}

TEST_F(ReportingFollowUpTest, AnAlertWaitsForAsLongAsItsRuleHolds) {
  AddRule("low", absl::StrCat("hold { seconds: 3600 } ", kLowRevenue));
  scene_.watcher().LookNow();
  clock_.Advance(absl::Minutes(59));
  scene_.watcher().LookNow();
  EXPECT_THAT(Alerts(), IsEmpty());
  clock_.Advance(absl::Minutes(1));
  scene_.watcher().LookNow();
  ASSERT_THAT(Alerts(), SizeIs(1));
  EXPECT_EQ(
      api::FromTimestamp(Alerts()[0].fire_time()) - api::FromTimestamp(Alerts()[0].start_time()),
      absl::Hours(1));
}

// Nothing else happens in that minute.
TEST_F(ReportingFollowUpTest, AnAlertFiresWhenItsHoldIsOverAndNotAMinuteLater) {
  AddRule("low", absl::StrCat("hold { seconds: 10 } ", kLowRevenue));
  const absl::Time begun = clock_.Now();
  EXPECT_EQ(scene_.watcher().LookWhereNeeded(), begun + absl::Seconds(10));
  clock_.Advance(absl::Seconds(9));
  EXPECT_EQ(scene_.watcher().LookWhereNeeded(), begun + absl::Seconds(10));
  EXPECT_THAT(Alerts(), IsEmpty());
  clock_.Advance(absl::Seconds(1));
  EXPECT_EQ(scene_.watcher().LookWhereNeeded(), absl::InfiniteFuture());
  ASSERT_THAT(Alerts(), SizeIs(1));
  EXPECT_EQ(api::FromTimestamp(Alerts()[0].fire_time()), begun + absl::Seconds(10));
}

// March begins without a number.
TEST_F(ReportingFollowUpTest, AHoldEndsWithTheNumberAndBeginsAnew) {
  constexpr absl::Duration kHold = absl::Hours(24 * 20);
  AddRule("low",
          "hold { seconds: 1728000 } threshold { kpi: 'organizations/o/kpis/revenue' side: "
          "BELOW value: 95 window: OPEN }");
  Add("revenue", Utc(2025, 2, 14), 5, "north");
  EXPECT_EQ(scene_.watcher().LookWhereNeeded(), clock_.Now() + kHold);
  clock_.Advance(absl::Hours(24 * 15));
  EXPECT_EQ(scene_.watcher().LookWhereNeeded(), absl::InfiniteFuture()) << "it waits for nothing";
  clock_.Advance(absl::Hours(24 * 6));
  EXPECT_EQ(scene_.watcher().LookWhereNeeded(), absl::InfiniteFuture());
  Add("revenue", Utc(2025, 3, 7), 5, "north");
  const absl::Time begun = clock_.Now();
  EXPECT_EQ(scene_.watcher().LookWhereNeeded(), begun + kHold);
  EXPECT_THAT(Alerts(), IsEmpty()) << "it has held for a moment only";
  clock_.Advance(kHold);
  scene_.watcher().LookWhereNeeded();
  ASSERT_THAT(Alerts(), SizeIs(1));
  EXPECT_EQ(api::FromTimestamp(Alerts()[0].start_time()), begun);
}

TEST_F(ReportingFollowUpTest, EveryKindOfConditionAndARuleThatGoes) {
  AddObjective("grow");
  AddRule("status", "status_is { resource: 'organizations/o/kpis/revenue' statuses: NO_DATA }");
  AddRule("goal",
          "status_is { resource: 'organizations/o/objectives/grow/keyResults/own' statuses: "
          "NO_DATA }");
  AddRule("old", "missing_data { kpi: 'organizations/o/kpis/revenue' age { seconds: 864000 } }");
  AddRule("fresh", "missing_data { kpi: 'organizations/o/kpis/revenue' age { seconds: 8640000 } }");
  AddRule("guard", "guard_broken { key_result: 'organizations/o/objectives/grow/keyResults/own' }");
  AddRule("forecast", "forecast_miss { kpi: 'organizations/o/kpis/revenue' }");
  scene_.watcher().LookNow();
  std::set<std::string> firing;
  for (const Alert& alert : Alerts()) firing.insert(alert.rule_display_name());
  EXPECT_THAT(firing, ElementsAre("goal", "old", "status"));
  // Two a day are 56 in a February: less than 100.
  for (int day = 1; day <= 14; ++day) Add("revenue", Utc(2025, 2, day), 2, "north");
  scene_.watcher().LookNow();
  std::map<std::string, int> states;
  for (const Alert& alert : Alerts()) states[alert.rule_display_name()] = alert.state();
  EXPECT_EQ(states["forecast"], Alert::FIRING);
  EXPECT_EQ(states["old"], Alert::RESOLVED);
  ASSERT_THAT(
      CallOf<AlertRpc>(&AlertStub::DeleteAlertRule, "name: 'organizations/o/alertRules/forecast'"),
      IsOk());
  scene_.watcher().LookNow();
  for (const Alert& alert : Alerts()) states[alert.rule_display_name()] = alert.state();
  EXPECT_EQ(states["forecast"], Alert::RESOLVED);
}

// In the morning hardly any day is where it will be.
TEST_F(ReportingFollowUpTest, ADayIsJudgedOnceItIsOverOrMissedForGood) {
  for (const auto& [id, fields] :
       {std::pair("calls", "targets { value: 10 }"),
        std::pair("failures", "direction: DECREASE targets { value: 5 }")}) {
    auto request = testing::FromText<okapi::metrics::v1::CreateKpiRequest>(
        absl::StrCat("parent: 'organizations/o' kpi_id: '", id, "' kpi { display_name: '", id,
                     "' frequency: DAY aggregation: SUM metric: '", id, "' ", fields, " }"));
    ASSERT_THAT(metrics_.Call(&Metrics::CreateKpi, request), IsOk());
  }
  for (const char* kpi : {"calls", "failures"}) {
    AddRule(kpi, absl::StrCat("status_is { resource: 'organizations/o/kpis/", kpi, "' }"));
  }
  Add("calls", Utc(2025, 2, 14), 12, "north");
  Add("calls", Utc(2025, 2, 15), 1, "north");
  Add("failures", Utc(2025, 2, 14), 2, "north");
  Add("failures", Utc(2025, 2, 15), 4, "north");
  clock_.Advance(absl::Hours(9));
  scene_.watcher().LookNow();
  EXPECT_THAT(Alerts(), IsEmpty());

  Add("failures", Utc(2025, 2, 15) + absl::Hours(8), 2, "north");
  scene_.watcher().LookNow();
  ASSERT_THAT(Alerts(), SizeIs(1));
  EXPECT_EQ(Alerts()[0].message(), "“failures” is MISSED");
  EXPECT_EQ(Alerts()[0].value(), 6);

  clock_.Advance(absl::Hours(24));
  Add("failures", Utc(2025, 2, 16), 1, "north");
  scene_.watcher().LookNow();
  ASSERT_THAT(Alerts(), SizeIs(2)) << "the day is over";
  for (const Alert& alert : Alerts()) EXPECT_EQ(alert.state(), Alert::FIRING);
}

// What it looks at may go later: then the rule can still be changed, but not to something else that
// does not exist.
TEST_F(ReportingFollowUpTest, NoAlertsOfARuleThatIsNotThereIsNotNone) {
  auto list = [&](const std::string& rule) {
    return CallOf<AlertRpc>(
        &AlertStub::ListAlerts,
        absl::StrCat("parent: 'organizations/o' rule: 'organizations/o/alertRules/", rule, "'"));
  };
  AddRule("low", kLowRevenue);
  EXPECT_THAT(list("lo"), ReasonIs(status::ErrorReason::RESOURCE_NOT_FOUND));
  EXPECT_THAT(list("low"), IsOk());
  scene_.watcher().LookNow();
  ASSERT_THAT(
      CallOf<AlertRpc>(&AlertStub::DeleteAlertRule, "name: 'organizations/o/alertRules/low'"),
      IsOk());
  const auto left = list("low");
  ASSERT_THAT(left, IsOk()) << "alerts outlive their rule";
  EXPECT_EQ(left->alerts_size(), 1);
}

TEST_F(ReportingFollowUpTest, ARuleLooksAtWhatThereIs) {
  auto update = [&](const std::string& fields) {
    return CallOf<AlertRpc>(
        &AlertStub::UpdateAlertRule,
        absl::StrCat("alert_rule { name: 'organizations/o/alertRules/low' ", fields, " }"));
  };
  Kpi("short", "");
  AddRule("low", "missing_data { kpi: 'organizations/o/kpis/short' age { seconds: 86400 } }");
  okapi::metrics::v1::DeleteKpiRequest doomed;
  doomed.set_name("organizations/o/kpis/short");
  ASSERT_THAT(metrics_.Call(&Metrics::DeleteKpi, doomed), IsOk());
  EXPECT_THAT(update("display_name: 'Lower'"), IsOk());
  EXPECT_THAT(update("missing_data { kpi: 'organizations/o/kpis/short' age { seconds: 90000 } }"),
              IsOk());
  const auto refused =
      update("missing_data { kpi: 'organizations/o/kpis/none' age { seconds: 86400 } }");
  EXPECT_THAT(refused, ReasonIs(status::ErrorReason::RESOURCE_NOT_FOUND));
  EXPECT_THAT(refused.status().message(),
              HasSubstr("alert_rule.missing_data.kpi: 'organizations/o/kpis/none'"));
  EXPECT_THAT(update("missing_data { kpi: 'organizations/o/kpis/revenue' age { seconds: 86400 } }"),
              IsOk());
}

TEST_F(ReportingFollowUpTest, ARuleFromElsewhereMayLookAtWhatIsGone) {
  auto create = [&](const std::string& id, const std::string& condition) {
    return CallOf<AlertRpc>(
        &AlertStub::CreateAlertRule,
        absl::StrCat("parent: 'organizations/o' allow_missing_subject: true alert_rule_id: '", id,
                     "' alert_rule { display_name: 'x' ", condition, " }"));
  };
  ASSERT_THAT(create("a", "forecast_miss { kpi: 'organizations/o/kpis/gone' }"), IsOk());
  ASSERT_THAT(create("b", "status_is { resource: 'organizations/o/objectives/gone' }"), IsOk());
  EXPECT_THAT(create("c", "forecast_miss { kpi: 'organizations/o/teams/sales' }"),
              BadFieldIs("alert_rule.forecast_miss.kpi"));
  scene_.watcher().LookNow();
  EXPECT_THAT(Alerts(), IsEmpty()) << "what is not there is no reason to ring";
  EXPECT_THAT(
      CallOf<AlertRpc>(&AlertStub::UpdateAlertRule,
                       "alert_rule { name: 'organizations/o/alertRules/a' display_name: 'Gone' }"),
      IsOk());
}

TEST_F(ReportingFollowUpTest, WatchersSeeWhatIsOpenAndThenWhatHappens) {
  AddRule("low", kLowRevenue);
  scene_.watcher().LookNow();
  const auto stub = AlertRpc::NewStub(scene_.channel());
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
  v1::WatchAlertsRequest request;
  request.set_parent("organizations/o");
  const auto reader = stub->WatchAlerts(&context, request);
  v1::WatchAlertsResponse message;
  ASSERT_TRUE(reader->Read(&message));
  ASSERT_EQ(message.alerts_size(), 1);
  const int64_t resume = message.revision();
  Add("revenue", Utc(2025, 1, 21), 50, "north");
  scene_.watcher().LookNow();
  do {
    ASSERT_TRUE(reader->Read(&message));
  } while (message.alerts().empty());
  EXPECT_EQ(message.alerts(0).state(), Alert::RESOLVED);
  context.TryCancel();
  // Resumed, it hears that again and nothing before.
  grpc::ClientContext second;
  second.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
  request.set_after_revision(resume);
  const auto resumed = stub->WatchAlerts(&second, request);
  do {
    ASSERT_TRUE(resumed->Read(&message));
  } while (message.alerts().empty());
  EXPECT_EQ(message.alerts(0).state(), Alert::RESOLVED);
  second.TryCancel();
}

TEST_F(ReportingFollowUpTest, WebhooksAreSignedRetriedAndGivenUp) {
  HttpReceiver receiver;
  receiver.Answer(500);
  AddRule("low", kLowRevenue);
  const std::string fields =
      absl::StrCat("parent: 'organizations/o' webhook_id: 'hook' webhook { url: '", receiver.url(),
                   "' secret: '0123456789abcdef' }");
  const auto hook = CallOf<AlertRpc>(&AlertStub::CreateWebhook, fields);
  ASSERT_THAT(hook, IsOk());
  EXPECT_THAT(hook->secret(), IsEmpty());
  scene_.watcher().LookNow();
  const Delivery first = DeliveriesAfter(1)[0];
  EXPECT_EQ(first.response_code(), 500);
  EXPECT_EQ(first.state(), Delivery::PENDING);
  EXPECT_EQ(api::FromTimestamp(first.next_attempt_time()) - clock_.Now(), absl::Seconds(10));

  ASSERT_THAT(receiver.requests(), SizeIs(1));
  const std::string request = receiver.requests()[0];
  const std::vector<std::string> parts = absl::StrSplit(request, absl::MaxSplits("\r\n\r\n", 1));
  EXPECT_EQ(parts[1], first.body());
  EXPECT_THAT(parts[1], AllOf(HasSubstr("\"event\":\"alert.fired\""), HasSubstr("below 95")));
  const std::string seconds = absl::StrCat(absl::ToUnixSeconds(clock_.Now()));
  EXPECT_THAT(request, HasSubstr(absl::StrCat(
                           "Okapi-Signature: t=", seconds, ",v1=",
                           absl::BytesToHexString(base::HmacSha256(
                               "0123456789abcdef", absl::StrCat(seconds, ".", parts[1]))))));

  for (int attempt = 2; attempt <= kAttemptsMax; ++attempt) {
    clock_.Advance(absl::Hours(1));
    DeliveriesAfter(attempt);
  }
  Delivery dead = DeliveriesAfter(kAttemptsMax)[0];
  EXPECT_EQ(dead.state(), Delivery::DEAD);
  EXPECT_EQ(dead.problem(), "the receiver answered 500");
  receiver.Answer(204);
  ASSERT_THAT(
      CallOf<AlertRpc>(&AlertStub::RetryDelivery, absl::StrCat("name: '", dead.name(), "'")),
      IsOk());
  EXPECT_EQ(DeliveriesAfter(1)[0].state(), Delivery::DELIVERED);
  EXPECT_THAT(
      CallOf<AlertRpc>(&AlertStub::RetryDelivery, absl::StrCat("name: '", dead.name(), "'")),
      ReasonIs(status::ErrorReason::INVALID_STATE));
}

TEST_F(ReportingFollowUpTest, WebhooksDoNotReachIntoPrivateNetworks) {
  HttpReceiver receiver;
  scene_.ForbidPrivateAddresses();
  AddRule("low", kLowRevenue);
  ASSERT_THAT(
      CallOf<AlertRpc>(&AlertStub::CreateWebhook,
                       absl::StrCat("parent: 'organizations/o' webhook_id: 'hook' webhook { "
                                    "url: '",
                                    receiver.url(), "' secret: '0123456789abcdef' }")),
      IsOk());
  scene_.watcher().LookNow();
  EXPECT_THAT(DeliveriesAfter(1)[0].problem(), HasSubstr("not a public one"));
  EXPECT_THAT(receiver.requests(), IsEmpty());
}

TEST_F(ReportingFollowUpTest, AMutedRuleTellsNobodyAndSecretsAreKept) {
  HttpReceiver receiver;
  AddRule("low", absl::StrCat("mute_time { seconds: 1900000000 } ", kLowRevenue));
  ASSERT_THAT(
      CallOf<AlertRpc>(&AlertStub::CreateWebhook,
                       absl::StrCat("parent: 'organizations/o' webhook_id: 'hook' webhook { "
                                    "url: '",
                                    receiver.url(), "' secret: '0123456789abcdef' }")),
      IsOk());
  scene_.watcher().LookNow();
  ASSERT_THAT(Alerts(), SizeIs(1));
  EXPECT_TRUE(Alerts()[0].muted());
  EXPECT_THAT(DeliveriesAfter(0), IsEmpty());
  auto update = [&](const std::string& fields) {
    return CallOf<AlertRpc>(
        &AlertStub::UpdateWebhook,
        absl::StrCat("webhook { name: 'organizations/o/webhooks/hook' ", fields, " }"));
  };
  EXPECT_THAT(update("display_name: 'Hook'"), IsOk());
  EXPECT_THAT(update("secret: 'short'"), BadFieldIs("webhook.secret"));
  EXPECT_THAT(update("url: 'ftp://x'"), BadFieldIs("webhook.url"));
  EXPECT_THAT(update("url: 'https://a:b@x/'"), BadFieldIs("webhook.url"));
  EXPECT_THAT(CallOf<AlertRpc>(&AlertStub::CreateWebhook,
                               "parent: 'organizations/o' webhook { url: 'https://x/' }"),
              BadFieldIs("webhook.secret"));
}

TEST_F(ReportingFollowUpTest, RulesThatMakeNoSense) {
  auto create = [&](const std::string& fields) {
    return CallOf<AlertRpc>(
        &AlertStub::CreateAlertRule,
        absl::StrCat("parent: 'organizations/o' alert_rule { display_name: 'x' ", fields, " }"));
  };
  EXPECT_THAT(create(""), BadFieldIs("alert_rule.condition"));
  EXPECT_THAT(create("threshold { kpi: 'organizations/o/kpis/revenue' side: BELOW value: 5 "
                     "resolve_value: 4 }"),
              BadFieldIs("alert_rule.threshold.resolve_value"));
  EXPECT_THAT(create("missing_data { kpi: 'organizations/o/kpis/revenue' age { seconds: 1 } }"),
              BadFieldIs("alert_rule.missing_data.age"));
  EXPECT_THAT(create("forecast_miss { kpi: 'organizations/o/kpis/revenue' likelihood: 2 }"),
              BadFieldIs("alert_rule.forecast_miss.likelihood"));
  EXPECT_THAT(create("status_is { resource: 'organizations/o/teams/sales' }"),
              BadFieldIs("alert_rule.status_is.resource"));
  EXPECT_THAT(create("status_is { resource: 'organizations/p/kpis/revenue' }"),
              BadFieldIs("alert_rule.condition"));
}

}  // namespace
}  // namespace okapi::reporting

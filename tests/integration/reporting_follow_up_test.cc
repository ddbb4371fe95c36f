// What people leave with the reporting service, between the real goal and metrics services:
// decisions, snapshots, dashboards, alerts and the webhooks that tell of them.

#include <gmock/gmock.h>

#include <map>
#include <set>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/api/timestamp.h"
#include "common/base/hmac.h"
#include "okapi/reporting/v1/alert_service.grpc.pb.h"
#include "okapi/reporting/v1/dashboard_service.grpc.pb.h"
#include "okapi/reporting/v1/decision_service.grpc.pb.h"
#include "okapi/reporting/v1/snapshot_service.grpc.pb.h"
#include "tests/integration/reporting_company.h"
#include "tests/support/field_matchers.h"
#include "tests/support/http_receiver.h"

namespace okapi::reporting {
namespace {

using okapi::common::v1::Status;
using okapi::reporting::v1::Alert;
using okapi::reporting::v1::Decision;
using okapi::reporting::v1::Delivery;
using okapi::reporting::v1::Insight;
using okapi::reporting::v1::ReviewEvent;
using okapi::reporting::v1::Verdict;
using okapi::testing::BadFieldIs;
using okapi::testing::HttpReceiver;
using okapi::testing::IsOk;
using okapi::testing::ReasonIs;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class ReportingFollowUpTest : public ReportingCompanyTest {
 protected:
  using AlertRpc = v1::AlertService;
  using AlertStub = v1::AlertService::Stub;
  using DashboardRpc = v1::DashboardService;
  using DashboardStub = v1::DashboardService::Stub;
  using DecisionRpc = v1::DecisionService;
  using DecisionStub = v1::DecisionService::Stub;
  using SnapshotRpc = v1::SnapshotService;
  using SnapshotStub = v1::SnapshotService::Stub;

  void AddRule(const std::string& id, const std::string& fields) {
    ASSERT_THAT(
        CallOf<AlertRpc>(&AlertStub::CreateAlertRule,
                         absl::StrCat("parent: 'organizations/o' alert_rule_id: '", id,
                                      "' alert_rule { display_name: '", id, "' ", fields, " }")),
        IsOk());
  }
  std::vector<Alert> Alerts() {
    const auto alerts = CallOf<AlertRpc>(&AlertStub::ListAlerts, "parent: 'organizations/o'");
    EXPECT_THAT(alerts, IsOk());
    return {alerts->alerts().begin(), alerts->alerts().end()};
  }
  // Sends, and waits until every delivery of the hook has been tried so often.
  std::vector<Delivery> DeliveriesAfter(int attempts) {
    scene_.sender().SendDue();
    while (true) {  // The test's own time limit ends it.
      const auto list =
          CallOf<AlertRpc>(&AlertStub::ListDeliveries, "parent: 'organizations/o/webhooks/hook'");
      EXPECT_THAT(list, IsOk());
      bool done = true;
      for (const Delivery& it : list->deliveries()) done = done && it.attempts() >= attempts;
      if (done) return {list->deliveries().begin(), list->deliveries().end()};
    }
  }
};

constexpr char kLowRevenue[] =
    "severity: CRITICAL threshold { kpi: 'organizations/o/kpis/revenue' side: BELOW value: 95 "
    "resolve_value: 100 }";

TEST_F(ReportingFollowUpTest, ADecisionKnowsItsNumberAndIsJudgedOnce) {
  const auto decided = CallOf<DecisionRpc>(
      &DecisionStub::CreateDecision,
      "parent: 'organizations/o' decision_id: 'north' decision { subject: "
      "'organizations/o/kpis/revenue' text: 'A second shop in the north' expected_value: 120 "
      "review_date { year: 2025 month: 2 day: 20 } }");
  ASSERT_THAT(decided, IsOk());
  EXPECT_EQ(decided->number().period(), "2025-02");
  EXPECT_FALSE(decided->number().has_value()) << "nothing was sold in February yet";
  EXPECT_EQ(decided->number().target(), 100);

  const std::string due = "parent: 'organizations/o' due: true";
  EXPECT_THAT(CallOf<DecisionRpc>(&DecisionStub::ListDecisions, due)->decisions(), IsEmpty());
  clock_.Advance(absl::Hours(24 * 5));
  EXPECT_THAT(CallOf<DecisionRpc>(&DecisionStub::ListDecisions, due)->decisions(), SizeIs(1));

  Add("revenue", Utc(2025, 2, 18), 110, "north");
  const std::string judge =
      "name: 'organizations/o/decisions/north' outcome: WORKED_PARTLY text: 'but it cost more'";
  const auto judged = CallOf<DecisionRpc>(&DecisionStub::JudgeDecision, judge);
  ASSERT_THAT(judged, IsOk());
  EXPECT_EQ(judged->verdict().number().value(), 110);
  EXPECT_THAT(CallOf<DecisionRpc>(&DecisionStub::JudgeDecision, judge),
              ReasonIs(status::ErrorReason::INVALID_STATE));
  EXPECT_THAT(CallOf<DecisionRpc>(&DecisionStub::ListDecisions, due)->decisions(), IsEmpty());

  clock_.Advance(absl::Minutes(1));
  const auto pack =
      Call(&Stub::GetReviewPack, "name: 'organizations/o' start_time { seconds: 1739577600 }");
  ASSERT_THAT(pack, IsOk());
  std::map<int, std::string> events;
  for (const ReviewEvent& event : pack->events()) events[event.kind()] = event.text();
  EXPECT_EQ(events[ReviewEvent::DECIDED], "A second shop in the north");
  EXPECT_EQ(events[ReviewEvent::JUDGED], "worked partly: but it cost more");
  const auto report = Call(&Stub::GetKpiReport, "name: 'organizations/o/kpis/revenue'");
  ASSERT_THAT(report, IsOk());
  EXPECT_THAT(report->decisions(), SizeIs(1));
}

TEST_F(ReportingFollowUpTest, DecisionsOnWhatIsNotThere) {
  auto create = [&](const std::string& subject, const std::string& more = "") {
    return CallOf<DecisionRpc>(&DecisionStub::CreateDecision,
                               absl::StrCat("parent: 'organizations/o' decision { subject: '",
                                            subject, "' text: 'x' ", more, " }"));
  };
  EXPECT_THAT(create("organizations/o/kpis/nobody"),
              ReasonIs(status::ErrorReason::RESOURCE_NOT_FOUND));
  EXPECT_THAT(create("organizations/o/teams/sales"), BadFieldIs("decision.subject"));
  EXPECT_THAT(create("organizations/o/kpis/revenue", "decision_time { seconds: 1900000000 }"),
              BadFieldIs("decision.decision_time"));
  EXPECT_THAT(create("organizations/o/kpis/revenue", "author: 'organizations/p/members/x'"),
              BadFieldIs("decision.author"));
}

TEST_F(ReportingFollowUpTest, ARedKpiWithoutDecisionIsToldOf) {
  auto codes = [&] {
    std::set<int> found;
    const auto report = Call(&Stub::GetCombinedReport, "name: 'organizations/o'");
    EXPECT_THAT(report, IsOk());
    for (const Insight& insight : report->insights()) found.insert(insight.code());
    return found;
  };
  EXPECT_EQ(codes().count(Insight::NO_DECISION), 1);
  ASSERT_THAT(CallOf<DecisionRpc>(&DecisionStub::CreateDecision,
                                  "parent: 'organizations/o' decision { subject: "
                                  "'organizations/o/kpis/revenue' text: 'x' }"),
              IsOk());
  EXPECT_EQ(codes().count(Insight::NO_DECISION), 0);
}

TEST_F(ReportingFollowUpTest, ASnapshotShowsWhatWasSeenAndWhatIsKnownNow) {
  const auto taken = CallOf<SnapshotRpc>(
      &SnapshotStub::CreateSnapshot, "parent: 'organizations/o' snapshot { period: '2025-01' }");
  ASSERT_THAT(taken, IsOk());
  EXPECT_EQ(taken->name(), "organizations/o/snapshots/p-2025-01");
  ASSERT_EQ(taken->reports_size(), 2);
  EXPECT_EQ(taken->kpis_size(), 1);
  EXPECT_EQ(taken->sha256().size(), 64);
  const std::string compare = "name: 'organizations/o/snapshots/p-2025-01'";
  auto comparison = CallOf<SnapshotRpc>(&SnapshotStub::GetSnapshotComparison, compare);
  ASSERT_THAT(comparison, IsOk());
  EXPECT_THAT(comparison->differences(), IsEmpty());

  const absl::Time seen = clock_.Now();
  clock_.Advance(absl::Hours(1));
  Add("revenue", Utc(2025, 1, 20), 25, "north");  // It came late.
  scene_.Restart();
  comparison = CallOf<SnapshotRpc>(&SnapshotStub::GetSnapshotComparison, compare);
  ASSERT_THAT(comparison, IsOk());
  std::map<std::string, std::string> of_scorecard;
  for (const auto& it : comparison->differences()) {
    if (it.question() != 0) continue;
    of_scorecard[absl::StrCat(it.period(), " ", it.member(), " ", it.field())] =
        it.field() == "status" ? absl::StrCat(it.then_text(), " ", it.now_text())
                               : absl::StrCat(it.then_value(), " ", it.now_value());
  }
  EXPECT_THAT(
      of_scorecard,
      ElementsAre(std::pair<const std::string, std::string>("2025-01  actual", "90 115"),
                  std::pair<const std::string, std::string>("2025-01  status", "MISSED ACHIEVED"),
                  std::pair<const std::string, std::string>("2025-01 region=north actual", "30 55"),
                  std::pair<const std::string, std::string>("2025-01 region=north status",
                                                            "MISSED ACHIEVED")));
  // What the board saw stays.
  const auto last = CallOf<SnapshotRpc>(
      &SnapshotStub::GetLastSnapshot,
      absl::StrCat("parent: 'organizations/o' time { seconds: ", absl::ToUnixSeconds(seen), " }"));
  ASSERT_THAT(last, IsOk());
  EXPECT_EQ(last->SerializeAsString(), taken->SerializeAsString());
  EXPECT_THAT(CallOf<SnapshotRpc>(&SnapshotStub::GetLastSnapshot,
                                  "parent: 'organizations/o' time { seconds: 1 }"),
              ReasonIs(status::ErrorReason::RESOURCE_NOT_FOUND));
  EXPECT_THAT(CallOf<SnapshotRpc>(&SnapshotStub::CreateSnapshot,
                                  "parent: 'organizations/o' snapshot { period: '2025-01' }"),
              ReasonIs(status::ErrorReason::RESOURCE_EXISTS));
  EXPECT_THAT(CallOf<SnapshotRpc>(&SnapshotStub::CreateSnapshot,
                                  "parent: 'organizations/o' snapshot { period: '2025-02' }"),
              ReasonIs(status::ErrorReason::INVALID_STATE));
  EXPECT_THAT(CallOf<SnapshotRpc>(&SnapshotStub::CreateSnapshot,
                                  "parent: 'organizations/o' snapshot { period: 'March' }"),
              BadFieldIs("snapshot.period"));
  EXPECT_THAT(
      CallOf<SnapshotRpc>(&SnapshotStub::CreateSnapshot, "parent: 'organizations/o' snapshot { }"),
      BadFieldIs("snapshot.questions"));
  const auto list = CallOf<SnapshotRpc>(&SnapshotStub::ListSnapshots, "parent: 'organizations/o'");
  ASSERT_THAT(list, IsOk());
  ASSERT_EQ(list->snapshots_size(), 1);
  EXPECT_THAT(list->snapshots(0).reports(), IsEmpty());
}

TEST_F(ReportingFollowUpTest, ADashboardGetsEverythingAtOnce) {
  const auto made = CallOf<DashboardRpc>(
      &DashboardStub::CreateDashboard,
      "parent: 'organizations/o' dashboard_id: 'sales' template_id: 'team' dashboard { "
      "display_name: 'Sales' team: 'organizations/o/teams/sales' }");
  ASSERT_THAT(made, IsOk());
  EXPECT_EQ(made->widgets_size(), 2);
  ASSERT_THAT(CallOf<DashboardRpc>(
                  &DashboardStub::UpdateDashboard,
                  "dashboard { name: 'organizations/o/dashboards/sales' widgets { id: 'a' question "
                  "{ scorecard { name: 'organizations/o' } } } widgets { id: 'b' question { "
                  "kpi_report { name: 'organizations/o/kpis/nobody' } } } widgets { id: 'c' text: "
                  "'Read this first' } } update_mask { paths: 'widgets' }"),
              IsOk());
  const auto content = CallOf<DashboardRpc>(&DashboardStub::GetDashboardContent,
                                            "name: 'organizations/o/dashboards/sales'");
  ASSERT_THAT(content, IsOk());
  ASSERT_EQ(content->widgets_size(), 3);
  EXPECT_EQ(content->widgets(0).report().scorecard().rows_size(), 1);
  EXPECT_THAT(content->widgets(1).problem(), HasSubstr("does not exist"));
  EXPECT_THAT(content->widgets(2).problem(), IsEmpty());
  auto create = [&](const std::string& dashboard) {
    return CallOf<DashboardRpc>(&DashboardStub::CreateDashboard,
                                absl::StrCat("parent: 'organizations/o' ", dashboard));
  };
  EXPECT_THAT(create("template_id: 'team' dashboard { display_name: 'x' }"),
              BadFieldIs("dashboard.team"));
  EXPECT_THAT(create("template_id: 'nobody' dashboard { display_name: 'x' }"),
              BadFieldIs("template_id"));
  EXPECT_THAT(create("dashboard { display_name: 'x' widgets { id: 'a' text: 'x' } widgets { id: "
                     "'a' text: 'x' } }"),
              BadFieldIs("dashboard.widgets[1].id"));
  EXPECT_THAT(
      create("dashboard { display_name: 'x' widgets { id: 'a' text: 'x' placement { column: "
             "8 width: 5 } } }"),
      BadFieldIs("dashboard.widgets[0].placement.width"));
  EXPECT_THAT(create("dashboard { display_name: 'x' widgets { id: 'a' question { scorecard { name: "
                     "'organizations/p' } } } }"),
              BadFieldIs("dashboard.widgets[0].question"));
}

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
  EXPECT_EQ(Alerts()[0].acknowledge_text(), "on it");
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

TEST_F(ReportingFollowUpTest, ADigestSaysWhatOnePersonShouldKnow) {
  Goal(&Organizations::CreateMember,
       "parent: 'organizations/o' member_id: 'an' member { display_name: 'An' }");
  Goal(&Organizations::CreateMember,
       "parent: 'organizations/o' member_id: 'binh' member { display_name: 'Binh' }");
  Kpi("visits", "owner: 'organizations/o/members/an' targets { value: 10 }");
  Add("visits", Utc(2025, 2, 1), 4, "north");
  AddObjective("grow");
  Goal(&Goals::UpdateKeyResult,
       "key_result { name: 'organizations/o/objectives/grow/keyResults/own' owner: "
       "'organizations/o/members/an' } update_mask { paths: 'owner' }");
  AddRule("low", absl::StrCat("owner: 'organizations/o/members/an' ", kLowRevenue));
  AddRule("other", "status_is { resource: 'organizations/o/kpis/revenue' statuses: NO_DATA }");
  scene_.watcher().LookNow();
  ASSERT_THAT(CallOf<DecisionRpc>(
                  &DecisionStub::CreateDecision,
                  "parent: 'organizations/o' decision { subject: 'organizations/o/kpis/visits' "
                  "text: 'x' review_date { year: 2025 month: 2 day: 15 } }"),
              IsOk());
  clock_.Advance(absl::Hours(1));
  Goal(&Goals::CreateCheckIn,
       "parent: 'organizations/o/objectives/grow/keyResults/own' check_in { value: 4 comment: "
       "'ours' author: 'organizations/o/members/binh' }");
  clock_.Advance(absl::Hours(1));
  const auto digest = Call(&Stub::GetDigest, "name: 'organizations/o/members/an'");
  ASSERT_THAT(digest, IsOk());
  ASSERT_EQ(digest->scorecard().rows_size(), 1);
  EXPECT_EQ(digest->scorecard().rows(0).kpi(), "organizations/o/kpis/visits");
  ASSERT_EQ(digest->objectives_size(), 1);
  EXPECT_EQ(digest->objectives(0).objective().name(), "organizations/o/objectives/grow");
  ASSERT_EQ(digest->alerts_size(), 1);
  EXPECT_EQ(digest->alerts(0).rule(), "organizations/o/alertRules/low");
  EXPECT_EQ(digest->due_decisions_size(), 1);
  bool told = false;
  for (const ReviewEvent& event : digest->events()) told = told || event.text() == "ours";
  EXPECT_TRUE(told);
  ASSERT_GE(digest->movements_size(), 2);
  EXPECT_THAT(Call(&Stub::GetDigest, "name: 'organizations/o/members/nobody'"),
              ReasonIs(status::ErrorReason::RESOURCE_NOT_FOUND));
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

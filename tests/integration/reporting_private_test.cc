// Decisions and alerts on an objective that becomes private: for whoever does not see it they do
// not exist, and when it is open again they are as before.

#include <gmock/gmock.h>

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "common/rpc/call.h"
#include "okapi/reporting/v1/export_service.grpc.pb.h"
#include "services/reporting/alerts/alert_watcher.h"
#include "tests/integration/reporting_follow_up.h"
#include "tests/support/field_matchers.h"
#include "tests/support/http_receiver.h"

namespace okapi::reporting {
namespace {

using okapi::testing::HttpReceiver;
using okapi::testing::IsOk;
using okapi::testing::ReasonIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kSecret[] = "organizations/o/objectives/secret";

// What was recorded of it: its name, its number, and words about it.
MATCHER(TellsOfTheSecret, "") {
  return absl::StrContains(arg, "secret") || absl::StrContains(arg, "7.25") ||
         absl::StrContains(arg, "hire two");
}

// Anna's objective, open at first; a decision and an alert on a key result of it, a decision on
// itself, and one on a KPI. Ben is nobody to it.
class ReportingPrivateTest : public ReportingFollowUpTest {
 protected:
  void SetUp() override {
    ReportingFollowUpTest::SetUp();
    for (const char* member : {"anna", "ben"}) {
      Goal(&Organizations::CreateMember,
           absl::StrCat("parent: 'organizations/o' member_id: '", member,
                        "' member { display_name: '", member, "' }"));
    }
    AddObjective("secret");
    Goal(&Goals::CreateCheckIn,
         absl::StrCat("parent: '", kSecret, "/keyResults/own' check_in { value: 7.25 }"));
    Decide("on-key-result", absl::StrCat("subject: '", kSecret,
                                         "/keyResults/own' text: 'hire two' "
                                         "review_date { year: 2025 month: 2 day: 1 }"));
    Decide("on-objective", absl::StrCat("subject: '", kSecret, "' text: 'hire two more'"));
    Decide("on-kpi", "subject: 'organizations/o/kpis/revenue' text: 'sell more'");
    See("PUBLIC");
  }
  void Decide(const std::string& id, const std::string& fields) {
    ASSERT_THAT(CallOf<DecisionRpc>(&DecisionStub::CreateDecision,
                                    absl::StrCat("parent: 'organizations/o' decision_id: '", id,
                                                 "' decision { ", fields, " }")),
                IsOk());
  }
  // Who sees the objective from here on: everybody, or Anna.
  void See(const std::string& whom) {
    goals_.CallAs("organizations/o/members/anna");
    Goal(&Goals::UpdateObjective,
         absl::StrCat("objective { name: '", kSecret,
                      "' owner: 'organizations/o/members/anna' visibility: ",
                      whom == "ANNA" ? "PRIVATE" : "ORGANIZATION",
                      " } update_mask { paths: 'visibility' paths: 'owner' }"));
    goals_.CallAs("");
  }

  void DeleteSecret() {
    goals_.CallAs("organizations/o/members/anna");
    Goal(&Goals::CloseObjective, absl::StrCat("name: '", kSecret, "'"));
    Goal(&Goals::ArchiveObjective, absl::StrCat("name: '", kSecret, "'"));
    Goal(&Goals::DeleteObjective, absl::StrCat("name: '", kSecret, "' force: true"));
    goals_.CallAs("");
  }

  // As a member, or as nobody in particular.
  template <typename Service, typename Request, typename Response, typename AnyStub>
  absl::StatusOr<Response> As(const std::string& caller,
                              grpc::Status (AnyStub::*method)(grpc::ClientContext*, const Request&,
                                                              Response*),
                              const std::string& text) {
    const auto stub = Service::NewStub(scene_.channel());
    grpc::ClientContext context;
    Introduce(caller, context);
    Response response;
    const grpc::Status status =
        ((*stub).*method)(&context, testing::FromText<Request>(text), &response);
    if (!status.ok()) return status::FromGrpc(status);
    return response;
  }
  static void Introduce(const std::string& caller, grpc::ClientContext& context) {
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
    if (caller.empty()) return;
    context.AddMetadata(rpc::kActorKey, absl::StrCat("organizations/o/members/", caller));
  }
  absl::StatusOr<v1::Decision> Decision(const std::string& caller, const std::string& id) {
    return As<DecisionRpc>(caller, &DecisionStub::GetDecision, NameOf(id));
  }
  static std::string NameOf(const std::string& decision) {
    return absl::StrCat("name: 'organizations/o/decisions/", decision, "' ");
  }
  std::string Listed(const std::string& caller) {
    const auto list =
        As<DecisionRpc>(caller, &DecisionStub::ListDecisions, "parent: 'organizations/o'");
    return list.ok() ? list->DebugString() : list.status().ToString();
  }
  std::string ListedOn(const std::string& caller, const std::string& subject) {
    const auto list =
        As<DecisionRpc>(caller, &DecisionStub::ListDecisions,
                        absl::StrCat("parent: 'organizations/o' subject: '", subject, "'"));
    return list.ok() ? list->DebugString() : std::string(list.status().message());
  }

  // Everything that reports say, whoever asks.
  std::string Reports(const std::string& caller) {
    const std::string since = "start_time { seconds: 1735689600 }";
    const std::string whose = "name: 'organizations/o' ";
    std::string all;
    auto add = [&all](const auto& report) {
      ASSERT_THAT(report, IsOk());
      all += report->DebugString();
    };
    using Rpc = v1::ReportingService;
    add(As<Rpc>(caller, &Stub::GetReviewPack, whose + since));
    add(As<Rpc>(caller, &Stub::GetKpiReport, "name: 'organizations/o/kpis/revenue'"));
    add(As<Rpc>(caller, &Stub::GetCombinedReport, whose));
    add(As<Rpc>(caller, &Stub::GetOkrReport, whose));
    add(As<Rpc>(caller, &Stub::GetAlignmentReport, whose));
    add(As<Rpc>(caller, &Stub::GetDigest, "name: 'organizations/o/members/anna' " + since));
    add(As<DashboardRpc>(caller, &DashboardStub::GetDashboardContent,
                         "name: 'organizations/o/dashboards/board'"));
    return all + Exported(caller, absl::StrCat("question { review_pack { ", whose, since,
                                               " } } format: CSV"));
  }
  std::string Exported(const std::string& caller, const std::string& text) {
    const auto stub = v1::ExportService::NewStub(scene_.channel());
    grpc::ClientContext context;
    Introduce(caller, context);
    const auto reader =
        stub->ExportReport(&context, testing::FromText<v1::ExportReportRequest>(text));
    v1::ExportReportResponse piece;
    std::string file;
    while (reader->Read(&piece)) file += piece.data();
    EXPECT_THAT(status::FromGrpc(reader->Finish()), IsOk());
    return file;
  }
  // The alerts, their rules, and what was sent of them.
  std::string Told(const std::string& caller) {
    std::string all;
    auto add = [&all](const auto& answer) {
      ASSERT_THAT(answer, IsOk());
      all += answer->DebugString();
    };
    const std::string parent = "parent: 'organizations/o'";
    add(As<AlertRpc>(caller, &AlertStub::ListAlertRules, parent));
    add(As<AlertRpc>(caller, &AlertStub::ListAlerts, parent));
    add(As<AlertRpc>(caller, &AlertStub::ListDeliveries,
                     "parent: 'organizations/o/webhooks/hook'"));
    return all;
  }
  void AddFiringRule(const HttpReceiver& receiver) {
    ASSERT_THAT(
        CallOf<AlertRpc>(&AlertStub::CreateWebhook,
                         absl::StrCat("parent: 'organizations/o' webhook_id: 'hook' webhook { "
                                      "url: '",
                                      receiver.url(), "' secret: '0123456789abcdef' }")),
        IsOk());
    AddRule("behind", absl::StrCat("status_is { resource: '", kSecret,
                                   "/keyResults/own' statuses: OFF_TRACK statuses: ON_TRACK "
                                   "statuses: AT_RISK }"));
    scene_.watcher().LookNow();
    ASSERT_THAT(Alerts(), SizeIs(1));
  }
};

TEST_F(ReportingPrivateTest, ADecisionOnWhatBecamePrivateIsItsCircles) {
  const auto before = Decision("", "on-key-result");
  ASSERT_THAT(before, IsOk());
  EXPECT_EQ(before->number().value(), 7.25);
  See("ANNA");
  for (const char* caller : {"", "ben"}) {
    for (const char* id : {"on-key-result", "on-objective"}) {
      const auto hidden = Decision(caller, id);
      const auto missing = Decision(caller, "none");
      EXPECT_EQ(hidden.status().code(), absl::StatusCode::kNotFound);
      EXPECT_EQ(absl::StrReplaceAll(hidden.status().message(), {{id, "none"}}),
                missing.status().message());
      EXPECT_THAT(As<DecisionRpc>(caller, &DecisionStub::GetDecisionHistory, NameOf(id)),
                  ReasonIs(status::ErrorReason::RESOURCE_NOT_FOUND));
    }
    EXPECT_THAT(Listed(caller), Not(TellsOfTheSecret()));
    EXPECT_THAT(Listed(caller), HasSubstr("sell more"));
    for (const std::string& subject :
         {std::string(kSecret), absl::StrCat(kSecret, "/keyResults/own")}) {
      EXPECT_EQ(absl::StrReplaceAll(ListedOn(caller, subject), {{"secret", "nobody"}}),
                ListedOn(caller, absl::StrReplaceAll(subject, {{"secret", "nobody"}})));
    }
  }
  const auto hers = Decision("anna", "on-key-result");
  ASSERT_THAT(hers, IsOk());
  EXPECT_EQ(hers->SerializeAsString(), before->SerializeAsString());
  EXPECT_THAT(Listed("anna"), HasSubstr("7.25"));
  EXPECT_THAT(ListedOn("anna", kSecret), HasSubstr("hire two more"));

  See("PUBLIC");
  const auto again = Decision("ben", "on-key-result");
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->SerializeAsString(), before->SerializeAsString());
}

TEST_F(ReportingPrivateTest, WhoDoesNotSeeADecisionCannotChangeIt) {
  See("ANNA");
  const std::string name = NameOf("on-key-result");
  auto all = [&](const std::string& caller, auto check) {
    check(As<DecisionRpc>(caller, &DecisionStub::UpdateDecision,
                          absl::StrCat("decision { ", name, "text: 'no' }"))
              .status());
    check(As<DecisionRpc>(caller, &DecisionStub::JudgeDecision, name + "outcome: WORKED").status());
    check(As<DecisionRpc>(caller, &DecisionStub::DeleteDecision, name).status());
  };
  all("ben", [](const absl::Status& status) {
    EXPECT_THAT(status, ReasonIs(status::ErrorReason::RESOURCE_NOT_FOUND));
  });
  EXPECT_THAT(As<DecisionRpc>("ben", &DecisionStub::ImportDecisionHistory,
                              name + "history { create_time { seconds: 1 } "
                                     "update_time { seconds: 1 } }"),
              ReasonIs(status::ErrorReason::RESOURCE_NOT_FOUND));
  EXPECT_EQ(Decision("anna", "on-key-result")->text(), "hire two");
  all("anna", [](const absl::Status& status) { EXPECT_THAT(status, IsOk()); });
}

// Not even to its owner: reports are what nobody in particular sees.
TEST_F(ReportingPrivateTest, NoReportTellsOfIt) {
  ASSERT_THAT(CallOf<DashboardRpc>(
                  &DashboardStub::CreateDashboard,
                  "parent: 'organizations/o' dashboard_id: 'board' dashboard { display_name: 'B' "
                  "widgets { id: 'kpi' question { kpi_report { name: "
                  "'organizations/o/kpis/revenue' } } } widgets { id: 'review' question { "
                  "review_pack { name: 'organizations/o' start_time { seconds: 1735689600 } } } } "
                  "}"),
              IsOk());
  Decide("on-driven", absl::StrCat("subject: '", kSecret, "/keyResults/sum' text: 'hire two'"));
  const std::string before = Reports("");
  EXPECT_THAT(before, TellsOfTheSecret());
  See("ANNA");
  for (const char* caller : {"", "ben", "anna"}) {
    const std::string reports = Reports(caller);
    EXPECT_THAT(reports, Not(TellsOfTheSecret()));
    EXPECT_THAT(reports, HasSubstr("sell more"));
  }
  See("PUBLIC");
  const auto pack =
      Call(&Stub::GetReviewPack, "name: 'organizations/o' start_time { seconds: 1735689600 }");
  ASSERT_THAT(pack, IsOk());
  EXPECT_THAT(pack->DebugString(), TellsOfTheSecret());
}

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

// What everybody saw hides nothing when it is gone: a company goes on learning from what it
// decided.
TEST_F(ReportingPrivateTest, ADecisionOutlivesWhatItIsOn) {
  DeleteSecret();
  const auto decision = Decision("ben", "on-key-result");
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->number().value(), 7.25);
}

TEST_F(ReportingPrivateTest, WhatWasPrivateStaysWithItsCircleWhenItIsGone) {
  HttpReceiver receiver;
  AddFiringRule(receiver);
  See("ANNA");
  DeleteSecret();
  scene_.watcher().LookNow();
  for (const char* caller : {"", "ben"}) {
    for (const char* id : {"on-key-result", "on-objective"}) {
      EXPECT_THAT(Decision(caller, id), ReasonIs(status::ErrorReason::RESOURCE_NOT_FOUND));
    }
    EXPECT_THAT(Listed(caller), Not(TellsOfTheSecret()));
    EXPECT_THAT(Told(caller), Not(TellsOfTheSecret()));
  }
  const auto hers = Decision("anna", "on-key-result");
  ASSERT_THAT(hers, IsOk());
  EXPECT_EQ(hers->number().value(), 7.25);
  EXPECT_THAT(ListedOn("anna", kSecret), HasSubstr("hire two more"));
  EXPECT_THAT(Told("anna"), TellsOfTheSecret());
}

TEST_F(ReportingPrivateTest, WhoeverOwnsItMayAskForDecisionsOnItThoughThereAreNone) {
  See("ANNA");
  ASSERT_THAT(As<DecisionRpc>("anna", &DecisionStub::DeleteDecision, NameOf("on-key-result")),
              IsOk());
  const std::string subject = absl::StrCat(kSecret, "/keyResults/own");
  EXPECT_EQ(ListedOn("anna", subject), "");
  EXPECT_THAT(ListedOn("ben", subject), HasSubstr("does not exist"));
}

TEST_F(ReportingPrivateTest, WhoeverSeesItDecidesOnIt) {
  See("ANNA");
  auto decide = [this](const std::string& caller, const std::string& id, const std::string& on) {
    return As<DecisionRpc>(caller, &DecisionStub::CreateDecision,
                           absl::StrCat("parent: 'organizations/o' decision_id: '", id,
                                        "' decision { subject: '", on, "' text: 'go on' }"));
  };
  const std::string key_result = absl::StrCat(kSecret, "/keyResults/own");
  const auto hers = decide("anna", "hers", key_result);
  ASSERT_THAT(hers, IsOk());
  EXPECT_EQ(hers->number().value(), 7.25);
  const auto judged =
      As<DecisionRpc>("anna", &DecisionStub::JudgeDecision, NameOf("hers") + "outcome: WORKED");
  EXPECT_EQ(judged.value_or(v1::Decision()).verdict().number().value(), 7.25);
  for (const char* caller : {"", "ben"}) {
    EXPECT_THAT(Decision(caller, "hers"), ReasonIs(status::ErrorReason::RESOURCE_NOT_FOUND));
    const absl::Status refused = decide(caller, "none", key_result).status();
    const std::string missing = absl::StrReplaceAll(key_result, {{"secret", "nobody"}});
    EXPECT_EQ(absl::StrReplaceAll(refused.message(), {{"secret", "nobody"}}),
              decide(caller, "none", missing).status().message());
  }
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

// Alerts stay when their rules are gone, so these do not tell what lists of alerts are about.
TEST_F(ReportingPrivateTest, GoalsIsAskedOnceAboutAListAndOnlyAboutWhatIsRead) {
  const std::vector<std::string> ids = {"one", "two", "three"};
  for (const std::string& id : ids) {
    AddObjective(id);
    AddRule(id, absl::StrCat("status_is { resource: 'organizations/o/objectives/", id,
                             "' statuses: NO_DATA statuses: OFF_TRACK statuses: ON_TRACK }"));
  }
  scene_.watcher().LookNow();
  ASSERT_THAT(Alerts(), SizeIs(3));
  for (const std::string& id : ids) {
    ASSERT_THAT(As<AlertRpc>("", &AlertStub::DeleteAlertRule,
                             absl::StrCat("name: 'organizations/o/alertRules/", id, "'")),
                IsOk());
  }
  goals_.TakeHiddenAsked();
  const std::string first = Alerts()[0].name();
  EXPECT_THAT(goals_.TakeHiddenAsked(), ElementsAre(1, 3));
  EXPECT_THAT(As<AlertRpc>("ben", &AlertStub::GetAlert, absl::StrCat("name: '", first, "'")),
              IsOk());
  EXPECT_THAT(goals_.TakeHiddenAsked(), ElementsAre(1));
  EXPECT_THAT(Decision("ben", "on-objective"), IsOk());
  EXPECT_THAT(goals_.TakeHiddenAsked(), ElementsAre(1));
  EXPECT_THAT(Call(&Stub::GetScorecard, "name: 'organizations/o' period_type: MONTH"), IsOk());
  Exported("ben",
           "question { scorecard { name: 'organizations/o' period_type: MONTH } } "
           "format: CSV");
  EXPECT_THAT(goals_.TakeHiddenAsked(), IsEmpty()) << "a scorecard tells of no objective";
  // What was said at different times adds up.
  scene_.Flush();
  goals_.Stop();
  scene_.Restart();
  EXPECT_THAT(Alerts(), SizeIs(3));
}

TEST_F(ReportingPrivateTest, GoalsIsAskedOnceAboutAMessageOfChanges) {
  for (int i = 0; i < 20; ++i) {
    Decide(absl::StrCat("more", i), absl::StrCat("subject: '", kSecret, "' text: 'more'"));
  }
  goals_.TakeHiddenAsked();
  const auto stub = AlertRpc::NewStub(scene_.channel());
  v1::WatchAlertsRequest request;
  request.set_parent("organizations/o");
  request.set_after_revision(0);
  grpc::ClientContext context;
  Introduce("ben", context);
  const auto reader = stub->WatchAlerts(&context, request);
  v1::WatchAlertsResponse message;
  ASSERT_TRUE(reader->Read(&message));
  EXPECT_GT(message.revision(), 20);
  EXPECT_THAT(goals_.TakeHiddenAsked(), ElementsAre(1));
  context.TryCancel();
}

TEST_F(ReportingPrivateTest, WhileGoalsIsAwayItsLastWordHolds) {
  See("ANNA");
  EXPECT_THAT(Listed(""), Not(TellsOfTheSecret()));
  scene_.Flush();
  goals_.Stop();
  for (const bool restarted : {false, true}) {
    SCOPED_TRACE(restarted);
    if (restarted) scene_.Restart();
    EXPECT_THAT(Listed("ben"), Not(TellsOfTheSecret()));
    EXPECT_THAT(Listed("ben"), HasSubstr("sell more"));
    EXPECT_THAT(Decision("ben", "on-key-result"),
                ReasonIs(status::ErrorReason::RESOURCE_NOT_FOUND));
    EXPECT_THAT(Listed("anna"), Not(TellsOfTheSecret())) << "it was said of nobody in particular";
  }
}

TEST_F(ReportingPrivateTest, WhatGoalsWasNeverAskedAboutWaitsForIt) {
  Decide("on-driven", absl::StrCat("subject: '", kSecret, "/keyResults/sum' text: 'hire two'"));
  goals_.Stop();
  EXPECT_THAT(Decision("anna", "on-key-result"),
              ReasonIs(status::ErrorReason::NEIGHBOUR_UNAVAILABLE));
  EXPECT_THAT(Decision("", "on-kpi"), IsOk());
  const auto report = Call(&Stub::GetKpiReport, "name: 'organizations/o/kpis/revenue'");
  ASSERT_THAT(report, IsOk());
  ASSERT_EQ(report->decisions_size(), 1);
  EXPECT_EQ(report->decisions(0).text(), "sell more");
}

}  // namespace
}  // namespace okapi::reporting

// Decisions on an objective that becomes private: for whoever does not see it they do not exist,
// and when it is open again they are as before.

#include "tests/integration/reporting_private.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/support/field_matchers.h"

namespace okapi::reporting {
namespace {

using okapi::testing::HttpReceiver;
using okapi::testing::IsOk;
using okapi::testing::ReasonIs;
using ::testing::AllOf;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

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

// Not even to its owner: these are what nobody in particular sees.
TEST_F(ReportingPrivateTest, NoReportThatIsSharedTellsOfIt) {
  ASSERT_THAT(CallOf<DashboardRpc>(
                  &DashboardStub::CreateDashboard,
                  "parent: 'organizations/o' dashboard_id: 'board' dashboard { display_name: 'B' "
                  "widgets { id: 'kpi' question { kpi_report { name: "
                  "'organizations/o/kpis/revenue' } } } widgets { id: 'review' question { "
                  "review_pack { name: 'organizations/o' start_time { seconds: 1735689600 } } } } "
                  "}"),
              IsOk());
  Decide("on-driven", absl::StrCat("subject: '", kSecret, "/keyResults/sum' text: 'hire two'"));
  const std::string before = SharedReports("");
  EXPECT_THAT(before, TellsOfTheSecret());
  See("ANNA");
  for (const char* caller : {"", "ben", "anna"}) {
    const std::string reports = SharedReports(caller);
    EXPECT_THAT(reports, Not(TellsOfTheSecret()));
    EXPECT_THAT(reports, HasSubstr("sell more"));
  }
  See("PUBLIC");
  const auto pack =
      Call(&Stub::GetReviewPack, "name: 'organizations/o' start_time { seconds: 1735689600 }");
  ASSERT_THAT(pack, IsOk());
  EXPECT_THAT(pack->DebugString(), TellsOfTheSecret());
}

TEST_F(ReportingPrivateTest, WhoeverSeesItHasItInTheReportsThatOneAsksForOneself) {
  See("ANNA");
  for (const char* caller : {"", "ben"})
    EXPECT_THAT(OwnReports(caller), Each(Not(TellsOfTheSecret())));
  const std::vector<std::string> hers = OwnReports("anna");
  EXPECT_THAT(hers, AllOf(SizeIs(3), Each(TellsOfTheSecret())));
  EXPECT_THAT(hers[1], HasSubstr("paces"));
  const std::string name = absl::StrCat("name: '", kSecret, "/keyResults/sum'");
  const auto why = As<v1::ReportingService>("anna", &Stub::ExplainNumber, name);
  ASSERT_THAT(why, IsOk());
  EXPECT_THAT(why->kpis(), SizeIs(1));
  EXPECT_THAT(As<v1::ReportingService>("ben", &Stub::ExplainNumber, name),
              ReasonIs(status::ErrorReason::RESOURCE_NOT_FOUND));

  // What she saw is nobody else's, and while goals is away not hers either.
  scene_.Flush();
  goals_.Stop();
  for (const char* caller : {"", "ben", "anna"}) {
    EXPECT_THAT(OwnReports(caller), AllOf(SizeIs(3), Each(Not(TellsOfTheSecret()))));
  }
}

// Everybody here says who it is. What they see besides the secret is there while goals is away,
// too.
TEST_F(ReportingPrivateTest, WhatEverybodySeesIsRememberedWhoeverAsks) {
  AddObjective("plain");
  See("ANNA");
  clock_.Advance(absl::Minutes(2));  // What was asked before is old.
  const std::vector<std::string> hers = OwnReports("anna");
  EXPECT_THAT(hers[1], AllOf(TellsOfTheSecret(), HasSubstr("objectives/plain/keyResults/own")));
  scene_.Flush();
  goals_.Stop();
  for (const char* caller : {"anna", "ben", ""}) {
    const std::vector<std::string> reports = OwnReports(caller);
    EXPECT_THAT(reports, Each(Not(TellsOfTheSecret())));
    EXPECT_THAT(reports[1], HasSubstr("objectives/plain/keyResults/own"));
    EXPECT_THAT(reports[2], HasSubstr("objectives/plain"));
  }
}

TEST_F(ReportingPrivateTest, WhatWasDecidedOnItCountsInTheCombinedReportOfWhoeverSeesIt) {
  Add("revenue", Utc(2025, 2, 3), 1, "north");  // Far behind.
  Decide("on-driven", absl::StrCat("subject: '", kSecret, "/keyResults/sum' text: 'hire two'"));
  ASSERT_THAT(CallOf<DecisionRpc>(&DecisionStub::DeleteDecision, NameOf("on-kpi")), IsOk());
  See("ANNA");
  const auto undecided = [this](const std::string& caller) {
    const auto report =
        As<v1::ReportingService>(caller, &Stub::GetCombinedReport, "name: 'organizations/o'");
    EXPECT_THAT(report, IsOk());
    int count = 0;
    for (const auto& insight : report->insights()) {
      count += insight.code() == v1::Insight::NO_DECISION ? 1 : 0;
    }
    return count;
  };
  EXPECT_EQ(undecided("ben"), 1);
  EXPECT_EQ(undecided("anna"), 0);
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

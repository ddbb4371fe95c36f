// What people leave with the reporting service, between the real goal and metrics services:
// decisions, snapshots, dashboards, alerts and the webhooks that tell of them.

#include "tests/integration/reporting_follow_up.h"

#include <gmock/gmock.h>

#include <map>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/api/timestamp.h"
#include "services/reporting/alerts/alert_watcher.h"
#include "tests/support/field_matchers.h"

namespace okapi::reporting {
namespace {

using okapi::reporting::v1::Insight;
using okapi::reporting::v1::ReviewEvent;
using okapi::testing::BadFieldIs;
using okapi::testing::IsOk;
using okapi::testing::ReasonIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

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

TEST_F(ReportingFollowUpTest, ADecisionFromElsewhereIsAsItWas) {
  const auto create = [this](const std::string& id) {
    return CallOf<DecisionRpc>(&DecisionStub::CreateDecision,
                               "parent: 'organizations/o' decision_id: '" + id +
                                   "' decision { subject: 'organizations/o/kpis/revenue' "
                                   "text: 'A second shop' decision_time { seconds: 1 } }");
  };
  ASSERT_THAT(create("there"), IsOk());
  clock_.Advance(absl::Hours(24));
  Add("revenue", Utc(2025, 2, 15), 110, "north");
  ASSERT_THAT(CallOf<DecisionRpc>(&DecisionStub::JudgeDecision,
                                  "name: 'organizations/o/decisions/there' outcome: WORKED "
                                  "text: 'it pays' author: 'organizations/o/members/ann'"),
              IsOk());
  const auto history = CallOf<DecisionRpc>(&DecisionStub::GetDecisionHistory,
                                           "name: 'organizations/o/decisions/there'");
  ASSERT_THAT(history, IsOk());
  const auto import = [this](const std::string& told) {
    return CallOf<DecisionRpc>(&DecisionStub::ImportDecisionHistory,
                               "name: 'organizations/o/decisions/here' history { " + told + " }");
  };
  ASSERT_THAT(create("here"), IsOk());
  EXPECT_THAT(import("verdict { text: 'x' verdict_time { seconds: 1 } }"),
              BadFieldIs("history.verdict.outcome"));
  EXPECT_THAT(import("verdict { outcome: WORKED }"), BadFieldIs("history.verdict.verdict_time"));
  EXPECT_THAT(import("create_time { seconds: 4102444800 }"), BadFieldIs("history.create_time"));
  const auto imported = import(history->DebugString());
  ASSERT_THAT(imported, IsOk());
  EXPECT_EQ(imported->verdict().text(), "it pays");
  const auto again = CallOf<DecisionRpc>(&DecisionStub::GetDecisionHistory,
                                         "name: 'organizations/o/decisions/here'");
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->DebugString(), history->DebugString());
  EXPECT_THAT(import(history->DebugString()), ReasonIs(status::ErrorReason::INVALID_STATE));
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
  EXPECT_THAT(create("organizations/p/kpis/nobody"), BadFieldIs("decision.subject"));
  EXPECT_THAT(create("organizations/o/kpis/revenue", "decision_time { seconds: 1900000000 }"),
              BadFieldIs("decision.decision_time"));
  EXPECT_THAT(create("organizations/o/kpis/revenue", "author: 'organizations/p/members/x'"),
              BadFieldIs("decision.author"));
}

TEST_F(ReportingFollowUpTest, ADecisionFromElsewhereMayBeOnWhatIsGone) {
  const auto create = [this](const std::string& subject) {
    return CallOf<DecisionRpc>(&DecisionStub::CreateDecision,
                               absl::StrCat("parent: 'organizations/o' allow_missing_subject: true "
                                            "decision { subject: 'organizations/o/",
                                            subject, "' text: 'x' }"));
  };
  for (const char* gone : {"kpis/gone", "objectives/gone", "objectives/gone/keyResults/k"}) {
    const auto decided = create(gone);
    ASSERT_THAT(decided, IsOk()) << gone;
    EXPECT_FALSE(decided->has_number()) << gone;
  }
  const auto decided = create("kpis/revenue");
  ASSERT_THAT(decided, IsOk());
  EXPECT_EQ(decided->number().target(), 100) << "what is there has its number";
  EXPECT_THAT(create("teams/sales"), BadFieldIs("decision.subject"));
  const auto history = CallOf<DecisionRpc>(
      &DecisionStub::ImportDecisionHistory,
      absl::StrCat("name: '", create("kpis/other")->name(),
                   "' history { create_time { seconds: 1 } number { value: 7 } }"));
  ASSERT_THAT(history, IsOk());
  EXPECT_EQ(history->number().value(), 7);
}

TEST_F(ReportingFollowUpTest, WhatIsArrangedIsAsOldAsItWas) {
  AddRule("low", kLowRevenue);
  ASSERT_THAT(CallOf<DashboardRpc>(&DashboardStub::CreateDashboard,
                                   "parent: 'organizations/o' dashboard_id: 'board' dashboard { "
                                   "display_name: 'Board' widgets { id: 'a' text: 'x' } }"),
              IsOk());
  const std::string rule = "name: 'organizations/o/alertRules/low' ";
  const std::string board = "name: 'organizations/o/dashboards/board' ";
  const std::string told = "history { create_time { seconds: 10 } update_time { seconds: 20 } }";
  ASSERT_THAT(CallOf<AlertRpc>(&AlertStub::ImportAlertRuleHistory, rule + told), IsOk());
  ASSERT_THAT(CallOf<DashboardRpc>(&DashboardStub::ImportDashboardHistory, board + told), IsOk());
  const auto of_rule = CallOf<AlertRpc>(&AlertStub::GetAlertRuleHistory, rule);
  ASSERT_THAT(of_rule, IsOk());
  EXPECT_EQ(of_rule->create_time().seconds(), 10);
  EXPECT_EQ(of_rule->update_time().seconds(), 20);
  const auto of_board = CallOf<DashboardRpc>(&DashboardStub::GetDashboardHistory, board);
  ASSERT_THAT(of_board, IsOk());
  EXPECT_EQ(of_board->DebugString(), of_rule->DebugString());
  EXPECT_THAT(CallOf<DashboardRpc>(&DashboardStub::ImportDashboardHistory, board + told),
              ReasonIs(status::ErrorReason::INVALID_STATE));
  EXPECT_THAT(CallOf<AlertRpc>(&AlertStub::ImportAlertRuleHistory,
                               rule + "history { update_time { seconds: 20 } }"),
              BadFieldIs("history.update_time"));
}

TEST_F(ReportingFollowUpTest, NoDecisionsOnWhatIsNotThereIsNotNone) {
  auto list = [&](const std::string& subject) {
    return CallOf<DecisionRpc>(
        &DecisionStub::ListDecisions,
        absl::StrCat("parent: 'organizations/o' due: true subject: '", subject, "'"));
  };
  EXPECT_THAT(list("organizations/o/kpis/revenu"),
              ReasonIs(status::ErrorReason::RESOURCE_NOT_FOUND));
  EXPECT_THAT(list("organizations/o/objectives/nobody"),
              ReasonIs(status::ErrorReason::RESOURCE_NOT_FOUND));
  EXPECT_THAT(list("organizations/p/kpis/revenue"), BadFieldIs("subject"));
  EXPECT_THAT(list("organizations/o/teams/sales"), BadFieldIs("subject"));
  ASSERT_THAT(list("organizations/o/kpis/revenue"), IsOk());
  Kpi("visits", "");
  ASSERT_THAT(CallOf<DecisionRpc>(&DecisionStub::CreateDecision,
                                  "parent: 'organizations/o' decision { subject: "
                                  "'organizations/o/kpis/visits' text: 'x' }"),
              IsOk());
  okapi::metrics::v1::DeleteKpiRequest doomed;
  doomed.set_name("organizations/o/kpis/visits");
  ASSERT_THAT(metrics_.Call(&Metrics::DeleteKpi, doomed), IsOk());
  EXPECT_THAT(list("organizations/o/kpis/visits"), IsOk()) << "what was decided outlives the KPI";
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

TEST_F(ReportingFollowUpTest, WhatBecameOfObjectivesSinceASnapshotIsNoDifference) {
  AddObjective("grow");
  AwaitKpi("grow");
  const std::string own = "organizations/o/objectives/grow/keyResults/own";
  clock_.Advance(absl::Hours(24));
  const absl::Time then = clock_.Now();
  ASSERT_THAT(
      CallOf<SnapshotRpc>(&SnapshotStub::CreateSnapshot,
                          "parent: 'organizations/o' snapshot_id: 's' snapshot { questions { "
                          "okr_report { name: 'organizations/o' } } }"),
      IsOk());
  clock_.Advance(absl::Hours(24));
  Goal(&Goals::CreateCheckIn, absl::StrCat("parent: '", own, "' check_in { value: 4 }"));
  const std::string compare = "name: 'organizations/o/snapshots/s'";
  auto comparison = CallOf<SnapshotRpc>(&SnapshotStub::GetSnapshotComparison, compare);
  ASSERT_THAT(comparison, IsOk());
  EXPECT_THAT(comparison->differences(), IsEmpty());
  // What is known by now of what was then is one.
  Goal(&Goals::CreateCheckIn,
       absl::StrCat("parent: '", own, "' check_in { value: 3 value_time { ",
                    api::ToTimestamp(then - absl::Hours(1)).ShortDebugString(), " } }"));
  comparison = CallOf<SnapshotRpc>(&SnapshotStub::GetSnapshotComparison, compare);
  ASSERT_THAT(comparison, IsOk());
  bool found = false;
  for (const auto& difference : comparison->differences()) {
    if (difference.resource() != own || difference.field() != "value") continue;
    EXPECT_FALSE(difference.has_then_value());
    EXPECT_EQ(difference.now_value(), 3);
    found = true;
  }
  EXPECT_TRUE(found);
}

TEST_F(ReportingFollowUpTest, ASnapshotShowsWhatWasSeenAndWhatIsKnownNow) {
  const auto taken = CallOf<SnapshotRpc>(
      &SnapshotStub::CreateSnapshot, "parent: 'organizations/o' snapshot { period: '2025-01' }");
  ASSERT_THAT(taken, IsOk());
  EXPECT_EQ(taken->name(), "organizations/o/snapshots/p-2025-01");
  // Of each service all that was written for the company is in it.
  EXPECT_GE(taken->goals_revision(), 3);
  EXPECT_GE(taken->metrics_revision(), 15);
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
  std::set<std::string> places;
  for (const auto& it : comparison->differences()) {
    // The combined report has the same scorecard in it.
    EXPECT_TRUE(
        places.insert(absl::StrCat(it.resource(), it.member(), it.period(), it.field())).second)
        << it.DebugString();
    if (it.question() != 0) continue;
    // Of a member too it is said which KPI it is.
    EXPECT_EQ(it.display_name(), it.member().empty() ? "revenue" : "revenue: north");
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
  const auto none = CallOf<SnapshotRpc>(
      &SnapshotStub::GetLastSnapshot,
      "parent: 'organizations/o' period: '2025-01' time { seconds: 1739577599 }");
  EXPECT_THAT(none, ReasonIs(status::ErrorReason::RESOURCE_NOT_FOUND));
  EXPECT_EQ(none.status().message(),
            "'organizations/o' has no snapshot of '2025-01' that was taken by "
            "2025-02-14 23:59:59 UTC");
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
  // Whom and what it names it calls by name.
  EXPECT_EQ(digest->organization_display_name(), "O");
  ASSERT_EQ(digest->people_size(), 2);
  EXPECT_EQ(digest->people(0).display_name(), "An");
  EXPECT_EQ(digest->people(1).display_name(), "Binh");
  ASSERT_EQ(digest->teams_size(), 1);
  EXPECT_EQ(digest->teams(0).display_name(), "Sales");
  ASSERT_EQ(digest->cycles_size(), 1);
  EXPECT_EQ(digest->cycles(0).display_name(), "Q1");
  for (const auto& movement : digest->movements()) {
    const bool of_kpi = movement.resource() == "organizations/o/kpis/visits";
    EXPECT_EQ(movement.objective_display_name(), of_kpi ? "" : "grow");
  }
  EXPECT_THAT(Call(&Stub::GetDigest, "name: 'organizations/o/members/nobody'"),
              ReasonIs(status::ErrorReason::RESOURCE_NOT_FOUND));
}

}  // namespace
}  // namespace okapi::reporting

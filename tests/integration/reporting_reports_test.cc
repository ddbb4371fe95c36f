// Reports between the real goal and metrics services: a company whose sales fall in the north.

#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/api/timestamp.h"
#include "okapi/goals/v1/goals_service.pb.h"
#include "okapi/goals/v1/organizations_service.pb.h"
#include "tests/integration/reporting_company.h"
#include "tests/support/field_matchers.h"
#include "tests/support/status_matchers.h"
#include "tests/support/text_proto.h"

namespace okapi::reporting {
namespace {

using okapi::common::v1::Status;
using okapi::reporting::v1::Insight;
using okapi::reporting::v1::ReviewEvent;
using okapi::testing::BadFieldIs;
using okapi::testing::FromText;
using okapi::testing::IsOk;
using okapi::testing::ReasonIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

using ReportingReportsTest = ReportingCompanyTest;

TEST_F(ReportingReportsTest, KpiReportKnowsSeasonAndUses) {
  for (int month = 1; month <= 12; ++month)
    Add("revenue", Utc(2023, month, 10), month == 12 ? 650 : 50, "north");
  AddObjective("grow");
  const auto report = Call(&Stub::GetKpiReport, "name: 'organizations/o/kpis/revenue'");
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->periods_size(), 12);
  EXPECT_EQ(report->members(0).member(), "north");
  ASSERT_EQ(report->season_size(), 12);
  // 2023: 650 to a mean of 100; 2024: like all others.
  EXPECT_DOUBLE_EQ(report->season(11).factor(), (6.5 + 1) / 2);
  ASSERT_EQ(report->uses_size(), 1);
  EXPECT_EQ(report->uses(0).key_result(), "organizations/o/objectives/grow/keyResults/sum");
  EXPECT_THAT(Call(&Stub::GetKpiReport, "name: 'organizations/o/kpis/nobody'"),
              ReasonIs(status::ErrorReason::RESOURCE_NOT_FOUND));
}

TEST_F(ReportingReportsTest, CommentsStandWithTheirPeriods) {
  // Of a year, of a month before those shown, of none but said in December, of none and too old.
  Say("year", "text: 'A hard year' period: '2025' comment_time { seconds: 1739000000 }");
  Say("old", "text: 'Long ago' period: '2024-08'");
  Say("december", "text: 'New prices' comment_time { seconds: 1734000000 }");
  Say("ancient", "text: 'New boss' comment_time { seconds: 1700000000 }");
  Say("north", "text: 'The north fell' period: '2025-01' author: 'organizations/o/members/ann'");
  const auto report =
      Call(&Stub::GetKpiReport, "name: 'organizations/o/kpis/revenue' period_count: 4");
  ASSERT_THAT(report, IsOk());
  std::vector<std::string> texts;
  for (const auto& comment : report->comments()) texts.push_back(comment.text());
  EXPECT_THAT(texts, ElementsAre("New prices", "A hard year", "The north fell"));
  EXPECT_EQ(report->comments(2).author(), "organizations/o/members/ann");

  const auto pack =
      Call(&Stub::GetReviewPack, "name: 'organizations/o' start_time { seconds: 1738900000 }");
  ASSERT_THAT(pack, IsOk());
  std::vector<std::string> said;
  for (const auto& event : pack->events()) {
    if (event.kind() == ReviewEvent::COMMENTED) said.push_back(event.text());
    EXPECT_EQ(event.resource(), "organizations/o/kpis/revenue");
  }
  EXPECT_THAT(said, ElementsAre("A hard year"));
}

TEST_F(ReportingReportsTest, AKpiReportCallsByNameWhomItNames) {
  for (const char* member : {"an", "binh", "chi"}) {
    Goal(&Organizations::CreateMember,
         absl::StrCat("parent: 'organizations/o' member_id: '", member,
                      "' member { display_name: 'The ", member, "' }"));
  }
  Kpi("visits", "owner: 'organizations/o/members/an' team: 'organizations/o/teams/sales'");
  ASSERT_THAT(metrics_.Call(&Metrics::CreateKpiComment,
                            testing::FromText<okapi::metrics::v1::CreateKpiCommentRequest>(
                                "parent: 'organizations/o/kpis/visits' kpi_comment { text: 'x' "
                                "author: 'organizations/o/members/binh' period: '2025-01' }")),
              IsOk());
  const auto report = Call(&Stub::GetKpiReport, "name: 'organizations/o/kpis/visits'");
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->organization_display_name(), "O");
  ASSERT_EQ(report->teams_size(), 1);
  EXPECT_EQ(report->teams(0).display_name(), "Sales");
  ASSERT_EQ(report->people_size(), 2);
  EXPECT_EQ(report->people(0).display_name(), "The an");
  EXPECT_EQ(report->people(1).display_name(), "The binh");
}

TEST_F(ReportingReportsTest, AlignmentReportShowsOrphansAndWhatIsClaimedTwice) {
  AddObjective("company");
  AddObjective("team", "alignments { parent: 'organizations/o/objectives/company' }");
  AddObjective("alone");
  const auto report = Call(&Stub::GetAlignmentReport, "name: 'organizations/o'");
  ASSERT_THAT(report, IsOk());
  std::vector<std::string> walk;
  for (const auto& node : report->nodes()) {
    walk.push_back(absl::StrCat(node.depth(), node.objective().display_name(),
                                node.orphan() ? " orphan" : ""));
  }
  EXPECT_THAT(walk, ElementsAre("0alone orphan", "0company", "1team"));
  ASSERT_EQ(report->overlaps_size(), 1);
  EXPECT_TRUE(report->overlaps(0).same_samples());
  EXPECT_EQ(report->overlaps(0).key_results_size(), 3);
}

TEST_F(ReportingReportsTest, ARedKpiBecomesAnObjectiveByOneCall) {
  const auto report = Call(&Stub::GetCombinedReport, "name: 'organizations/o' language_code: 'vi'");
  ASSERT_THAT(report, IsOk());
  ASSERT_GE(report->insights_size(), 1);
  const Insight& insight = report->insights(0);
  EXPECT_EQ(insight.code(), Insight::UNADDRESSED_KPI);
  EXPECT_THAT(insight.message(), HasSubstr("chưa có mục tiêu nào"));
  ASSERT_EQ(insight.draft().key_results_size(), 2);
  EXPECT_EQ(insight.draft().key_results(0).from_to().baseline(), 90);
  EXPECT_EQ(insight.draft().key_results(0).from_to().target(), 100);
  EXPECT_EQ(insight.draft().key_results(1).kpi_source().filter().at("region"), "north");
  EXPECT_EQ(insight.draft().key_results_missing(), 0);

  okapi::reporting::v1::AcceptDraftObjectiveRequest accept;
  accept.set_parent("organizations/o");
  *accept.mutable_draft() = insight.draft();
  accept.set_request_id("0d1f0c6e-7b43-4f6c-9a7e-6a2c1f0e9b11");
  std::string name;
  for (int time = 0; time < 2; ++time) {  // Repeated, it has one effect.
    grpc::ClientContext context;
    okapi::goals::v1::Objective objective;
    const grpc::Status accepted = scene_.stub().AcceptDraftObjective(&context, accept, &objective);
    ASSERT_TRUE(accepted.ok()) << accepted.error_message();
    if (time > 0) {
      EXPECT_EQ(objective.name(), name);
    }
    name = objective.name();
  }
  const auto key_results = goals_.Call(
      &Goals::ListKeyResults,
      FromText<okapi::goals::v1::ListKeyResultsRequest>(absl::StrCat("parent: '", name, "'")));
  ASSERT_THAT(key_results, IsOk());
  EXPECT_EQ(key_results->key_results_size(), 2);
  // Once somebody works on it, it is addressed.
  Goal(&Goals::ActivateObjective, absl::StrCat("name: '", name, "'"));
  const auto after = Call(&Stub::GetCombinedReport, "name: 'organizations/o'");
  ASSERT_THAT(after, IsOk());
  for (const Insight& left : after->insights()) EXPECT_NE(left.code(), Insight::UNADDRESSED_KPI);
}

TEST_F(ReportingReportsTest, ADraftHasNumbersAsReportsPrintThemAndSaysWhatItLacks) {
  Kpi("rate", "unit { percent: true } targets { value: 0.1 }");
  Add("rate", Utc(2025, 1, 10), 0.0913, "north");
  const auto report = Call(&Stub::GetCombinedReport, "name: 'organizations/o' language_code: 'vi'");
  ASSERT_THAT(report, IsOk());
  const auto& insights = report->insights();
  const auto found = std::find_if(insights.begin(), insights.end(), [](const Insight& it) {
    return it.resource() == "organizations/o/kpis/rate" && it.has_draft();
  });
  ASSERT_NE(found, insights.end());
  ASSERT_EQ(found->draft().key_results_size(), 1);
  EXPECT_EQ(found->draft().key_results(0).display_name(), "rate từ 9,1 % đến 10 %");
  EXPECT_EQ(found->draft().key_results(0).from_to().baseline(), 0.0913);
  // One needs two, unless the organization says otherwise.
  EXPECT_EQ(found->draft().key_results_missing(), 1);
}

TEST_F(ReportingReportsTest, KeyResultsOfReportsComeWithForecasts) {
  AddObjective("grow");
  for (int day = 1; day <= 4; ++day) {
    Goal(&Goals::CreateCheckIn,
         absl::StrCat("parent: 'organizations/o/objectives/grow/keyResults/own' check_in { value: ",
                      day, " value_time { seconds: ",
                      absl::ToUnixSeconds(Utc(2025, 1, 1) + absl::Hours(24 * 10 * day)), " } }"));
  }
  const auto okr = Call(&Stub::GetOkrReport, "name: 'organizations/o'");
  ASSERT_THAT(okr, IsOk());
  const auto& own = okr->objectives(0).key_results(0);
  // One in ten days: nine in ninety.
  EXPECT_NEAR(own.forecast().value(), 9, 0.1);
  EXPECT_LT(own.forecast().likelihood(), 0.5);
  const auto both = Call(&Stub::GetCombinedReport, "name: 'organizations/o'");
  ASSERT_THAT(both, IsOk());
  EXPECT_EQ(both->okr_report().objectives(0).key_results(0).forecast().value(),
            own.forecast().value());
}

TEST_F(ReportingReportsTest, OkrReportComesWithThePacesOfItsKeyResults) {
  AddObjective("grow");
  Goal(&Goals::CreateCheckIn,
       "parent: 'organizations/o/objectives/grow/keyResults/own' check_in { value: 4 }");
  const auto without = Call(&Stub::GetOkrReport, "name: 'organizations/o'");
  ASSERT_THAT(without, IsOk());
  EXPECT_EQ(without->objectives(0).paces_size(), 0);
  const auto report = Call(&Stub::GetOkrReport, "name: 'organizations/o' paces: true");
  ASSERT_THAT(report, IsOk());
  ASSERT_EQ(report->objectives(0).paces_size(), 2);
  EXPECT_GT(report->objectives(0).paces(0).points_size(), 0);
}

TEST_F(ReportingReportsTest, ReviewPackTellsWhatMovedAndWhoSaidWhy) {
  AddObjective("grow");
  const std::string key_result = "organizations/o/objectives/grow/keyResults/own";
  clock_.Advance(absl::Hours(48));
  Goal(&Goals::CreateCheckIn,
       absl::StrCat("parent: '", key_result, "' check_in { value: 4 comment: 'two joined' }"));
  Goal(&Goals::RetargetKeyResult,
       absl::StrCat("name: '", key_result, "' from_to { target: 8 } reason: 'one left'"));
  clock_.Advance(absl::Hours(24));
  const auto pack =
      Call(&Stub::GetReviewPack, "name: 'organizations/o' start_time { seconds: 1739664000 }");
  ASSERT_THAT(pack, IsOk());  // From 16 February on.
  std::map<int, std::string> events;
  for (const ReviewEvent& event : pack->events()) events[event.kind()] = event.text();
  EXPECT_THAT(
      events,
      ElementsAre(std::pair<const int, std::string>(ReviewEvent::RETARGETED, "one left"),
                  std::pair<const int, std::string>(ReviewEvent::CHECKED_IN, "two joined")));
  bool moved = false;
  for (const auto& movement : pack->movements()) {
    if (movement.resource() != key_result) continue;
    moved = true;
    EXPECT_FALSE(movement.has_start_value());
    EXPECT_EQ(movement.end_value(), 4);
  }
  EXPECT_TRUE(moved);
  EXPECT_THAT(
      Call(&Stub::GetReviewPack, "name: 'organizations/o' start_time { seconds: 1839664000 }"),
      BadFieldIs("start_time"));
}

TEST_F(ReportingReportsTest, ANumberIsFollowedDownToItsSamples) {
  AddObjective("grow");
  const auto why = Call(&Stub::ExplainNumber, "name: 'organizations/o/objectives/grow'");
  ASSERT_THAT(why, IsOk());
  EXPECT_EQ(why->goal().children_size(), 2);
  ASSERT_EQ(why->kpis_size(), 1);
  EXPECT_EQ(why->kpis(0).key_result(), "organizations/o/objectives/grow/keyResults/sum");
  EXPECT_EQ(why->kpis(0).number().value(), 90);
  EXPECT_EQ(why->kpis(0).series_size(), 2);
  EXPECT_THAT(why->kpis(0).steps(0), HasSubstr("SUM of revenue, 2 samples = 90"));
  EXPECT_THAT(Call(&Stub::ExplainNumber, "name: 'organizations/o/teams/sales'"),
              BadFieldIs("name"));
  EXPECT_THAT(Call(&Stub::ExplainNumber, "name: 'organizations/o/kpis/nobody'"),
              ReasonIs(status::ErrorReason::RESOURCE_NOT_FOUND));
}

TEST_F(ReportingReportsTest, ATeamsReportMayHaveTheTeamsBelowIt) {
  AddObjective("grow");
  Goal(&Organizations::CreateTeam,
       "parent: 'organizations/o' team_id: 'north' team { display_name: 'North' parent_team: "
       "'organizations/o/teams/sales' }");
  Goal(&Goals::CreateObjective,
       "parent: 'organizations/o' objective_id: 'open-up' objective { display_name: 'Open up' "
       "cycle: "
       "'organizations/o/cycles/q1' team: 'organizations/o/teams/north' }");
  const std::string sales = "name: 'organizations/o' team: 'organizations/o/teams/sales' ";
  const auto own = Call(&Stub::GetOkrReport, sales);
  ASSERT_THAT(own, IsOk());
  ASSERT_EQ(own->objectives_size(), 1);
  const auto all = Call(&Stub::GetOkrReport, sales + "include_sub_teams: true");
  ASSERT_THAT(all, IsOk());
  ASSERT_EQ(all->objectives_size(), 2);
  EXPECT_EQ(all->objectives(1).objective().name(), "organizations/o/objectives/open-up");
}

TEST_F(ReportingReportsTest, ObjectivesAreOfNowWhereNobodyKnowsWhatWasThen) {
  AddObjective("grow");
  const auto report =
      Call(&Stub::GetCombinedReport, "name: 'organizations/o' as_of_time { seconds: 1738000000 }");
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->as_of_time().seconds(), 1738000000);
  EXPECT_EQ(api::FromTimestamp(report->okr_report().as_of_time()), clock_.Now());
  ASSERT_EQ(report->okr_report().sources_size(), 1);
  EXPECT_THAT(report->okr_report().sources(0).note(),
              HasSubstr("nothing is known of what they were at 2025-01-27 17:46 +00:00"));
  EXPECT_EQ(report->okr_report().sources(0).unknown_time().seconds(), 1738000000);
  EXPECT_FALSE(report->okr_report().sources(0).stale());
}

TEST_F(ReportingReportsTest, ObjectivesAreAsTheyWere) {
  const std::string own = "organizations/o/objectives/grow/keyResults/own";
  AddObjective("grow");
  AwaitKpi("grow");
  clock_.Advance(absl::Hours(24));
  Goal(&Goals::CreateCheckIn, absl::StrCat("parent: '", own, "' check_in { value: 4 }"));
  const std::string then = absl::StrCat("name: 'organizations/o' as_of_time { ",
                                        api::ToTimestamp(clock_.Now()).ShortDebugString(), " } ");
  const auto seen = Call(&Stub::GetOkrReport, "name: 'organizations/o' paces: true");
  ASSERT_THAT(seen, IsOk());
  clock_.Advance(absl::Hours(24));
  // Another target, a report of today, and one that was due before.
  Goal(&Goals::RetargetKeyResult,
       absl::StrCat("name: '", own, "' reason: 'r' from_to { baseline: 0 target: 100 }"));
  Goal(&Goals::CreateCheckIn, absl::StrCat("parent: '", own, "' check_in { value: 9 }"));
  Goal(&Goals::CreateCheckIn,
       absl::StrCat("parent: '", own, "' check_in { value: 5 value_time { ",
                    api::ToTimestamp(clock_.Now() - absl::Hours(24)).ShortDebugString(), " } }"));
  AddObjective("later");

  auto key_result = [&](const std::string& more) {
    const auto report = Call(&Stub::GetOkrReport, then + more);
    EXPECT_THAT(report, IsOk());
    EXPECT_EQ(report->objectives_size(), 1);
    EXPECT_EQ(report->sources(0).note(), "");
    EXPECT_EQ(report->as_of_time().DebugString(), seen->as_of_time().DebugString());
    return report->objectives(0).key_results(0);
  };
  EXPECT_EQ(key_result("known_then: true").DebugString(),
            seen->objectives(0).key_results(0).DebugString());
  EXPECT_EQ(key_result("").current_value(), 5);
  EXPECT_EQ(key_result("").from_to().target(), 10);
  const auto paces = Call(&Stub::GetOkrReport, then + "known_then: true paces: true");
  EXPECT_EQ(paces->objectives(0).DebugString(), seen->objectives(0).DebugString());
  const auto combined = Call(&Stub::GetCombinedReport, then);
  ASSERT_THAT(combined, IsOk());
  EXPECT_EQ(combined->okr_report().objectives_size(), 1);
  const auto alignment = Call(&Stub::GetAlignmentReport, then);
  ASSERT_THAT(alignment, IsOk());
  EXPECT_EQ(alignment->nodes_size(), 1);
  EXPECT_EQ(alignment->as_of_time().DebugString(), seen->as_of_time().DebugString());
}

TEST_F(ReportingReportsTest, ACombinedReportOfNobodyIsAnError) {
  EXPECT_THAT(Call(&Stub::GetCombinedReport,
                   "name: 'organizations/o' team: 'organizations/o/teams/nowhere'"),
              ReasonIs(status::ErrorReason::RESOURCE_NOT_FOUND));
  EXPECT_THAT(
      Call(&Stub::GetCombinedReport, "name: 'organizations/o' team: 'organizations/o/teams/sales'"),
      IsOk());
}

TEST_F(ReportingReportsTest, APeriodBeginsWithItsFirstInstant) {
  // The last microsecond of January, and the first of February, without a sample yet.
  const auto at = [this](absl::Time time) {
    return Call(&Stub::GetScorecard,
                absl::StrCat("name: 'organizations/o' period_type: MONTH period_count: 1 details: "
                             "true as_of_time { seconds: ",
                             absl::ToUnixSeconds(time),
                             " nanos: ", (absl::ToUnixMicros(time) % 1000000) * 1000, " }"));
  };
  const auto january = at(Utc(2025, 2, 1) - absl::Microseconds(1));
  ASSERT_THAT(january, IsOk());
  ASSERT_EQ(january->rows(0).cells_size(), 1);
  EXPECT_EQ(january->rows(0).cells(0).actual(), 90);
  // Of its 31 days one had samples.
  EXPECT_DOUBLE_EQ(january->rows(0).cells(0).coverage(), 1.0 / 31);
  const auto february = at(Utc(2025, 2, 1));
  ASSERT_THAT(february, IsOk());
  EXPECT_EQ(february->periods(0).id(), "2025-02");
  EXPECT_EQ(february->rows(0).cells(0).target(), 100);
  EXPECT_EQ(february->sources(0).problem(), "");
}

}  // namespace
}  // namespace okapi::reporting

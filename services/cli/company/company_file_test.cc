#include "services/cli/company/company_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "okapi/goals/v1/objective_history.pb.h"
#include "okapi/goals/v1/resources.pb.h"
#include "okapi/metrics/v1/kpi_history.pb.h"
#include "okapi/metrics/v1/resources.pb.h"
#include "okapi/reporting/v1/decision.pb.h"
#include "okapi/reporting/v1/reporting_service.pb.h"
#include "services/cli/session/references.h"

namespace okapi::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kOrganization[] = "organization: {id: acme, display_name: Acme}\n";

std::vector<DeclaredResource> Read(const std::string& text) {
  YamlErrors errors("c.yaml");
  std::vector<DeclaredResource> declared = ReadCompanyFile(text, errors);
  EXPECT_THAT(errors.errors(), IsEmpty());
  return declared;
}

std::vector<std::string> ErrorsOf(const std::string& text) {
  YamlErrors errors("c.yaml");
  EXPECT_TRUE(ReadCompanyFile(text, errors).empty());
  return errors.errors();
}

// What comes after `organizations/acme`, in order.
std::vector<std::string> NamesOf(const std::vector<DeclaredResource>& declared) {
  std::vector<std::string> names;
  for (const auto& each : declared) {
    names.push_back(each.name.substr(std::string("organizations/acme").size()));
  }
  return names;
}

TEST(CompanyFileTest, PutsWhatIsReferredToFirst) {
  const auto declared = Read(R"(
objectives:
  - id: o
    cycle: q1
    key_results: [{id: b}, {id: a}]
    initiatives: [{id: i, key_results: [a]}]
kpis: [{id: k, team: child}]
cycles: [{id: q1, parent_cycle: y}, {id: y}]
members: [{id: m, team: child}]
teams: [{id: child, parent_team: top}, {id: top}]
organization: {id: acme, calendar: {time_zone: UTC}}
)");
  EXPECT_THAT(NamesOf(declared),
              ElementsAre("", "/settings", "/cycles/y", "/cycles/q1", "/teams/top", "/teams/child",
                          "/members/m", "/kpis/k", "/objectives/o", "/objectives/o/keyResults/b",
                          "/objectives/o/keyResults/a", "/objectives/o/initiatives/i"));
}

TEST(CompanyFileTest, KeyResultsComeAfterThoseThatTheyAreMadeOf) {
  const auto declared = Read(std::string(kOrganization) + R"(
objectives:
  - id: company
    key_results: [{id: all, key_result_source: {key_results: [online, south/sales, north/sales]}}, {id: online}]
  - {id: north, key_results: [{id: sales, key_result_source: {key_results: [south/sales]}}]}
  - {id: south, key_results: [{id: other}, {id: sales}]}
)");
  EXPECT_THAT(
      NamesOf(declared),
      ElementsAre("", "/objectives/company", "/objectives/north", "/objectives/south",
                  "/objectives/company/keyResults/online", "/objectives/south/keyResults/sales",
                  "/objectives/north/keyResults/sales", "/objectives/company/keyResults/all",
                  "/objectives/south/keyResults/other"));
}

TEST(CompanyFileTest, TellsOfCirclesWithinAKind) {
  EXPECT_THAT(ErrorsOf(R"(
organization: {id: acme}
teams: [{id: c, parent_team: a}, {id: a, parent_team: b}, {id: b, parent_team: a}]
objectives:
  - id: o
    key_results:
      - {id: x, key_result_source: {key_results: [o/y], combination: SUM}}
      - {id: y, key_result_source: {key_results: [o/x], combination: SUM}}
)"),
              ElementsAre("c.yaml:3:34: teams[1]: refers to itself in a circle: a, b, a",
                          "c.yaml:7:9: objectives[0].key_results[0]: refers to itself in a circle: "
                          "o/x, o/y, o/x"));
}

TEST(CompanyFileTest, CompletesReferences) {
  const auto declared = Read(std::string(kOrganization) + R"(
teams: [{id: child, display_name: C, parent_team: organizations/acme/teams/top}]
objectives:
  - id: o
    owner: anna
    initiatives: [{id: i, key_results: [kr, other/kr]}]
    key_results: [{id: kr, kpi_source: {kpi: mrr}}]
)");
  const auto& team = static_cast<const goals::v1::Team&>(*declared[1].resource);
  EXPECT_EQ(team.parent_team(), "organizations/acme/teams/top");
  const auto& objective = static_cast<const goals::v1::Objective&>(*declared[2].resource);
  EXPECT_EQ(objective.owner(), "organizations/acme/members/anna");
  const auto& key_result = static_cast<const goals::v1::KeyResult&>(*declared[3].resource);
  EXPECT_EQ(key_result.kpi_source().kpi(), "organizations/acme/kpis/mrr");
  const auto& initiative = static_cast<const goals::v1::Initiative&>(*declared[4].resource);
  EXPECT_THAT(initiative.key_results(),
              ElementsAre("organizations/acme/objectives/o/keyResults/kr",
                          "organizations/acme/objectives/other/keyResults/kr"));
}

TEST(CompanyFileTest, TheOrganizationItselfIsNamedByNoId) {
  const FieldDescriptor& field =
      *okapi::reporting::v1::GetCombinedReportRequest::descriptor()->FindFieldByName("name");
  EXPECT_EQ(ShortenReference(field, "organizations/acme"), ".");
  std::string text = ".";
  EXPECT_EQ(CompleteReference(field, "organizations/other/dashboards/board", text), "");
  EXPECT_EQ(text, "organizations/other");
  text = "acme";  // As earlier files have it.
  EXPECT_EQ(CompleteReference(field, "organizations/acme/dashboards/board", text), "");
  EXPECT_EQ(text, "organizations/acme");
}

TEST(CompanyFileTest, SaysWhatTheFileSays) {
  const auto declared = Read(std::string(kOrganization) +
                             "cycles:\n"
                             "  - {id: q1, end_date: 2025-03-31, state: ACTIVE}\n"
                             "  - {id: q2}\n");
  EXPECT_THAT(declared[0].fields, ElementsAre("display_name"));
  EXPECT_THAT(declared[1].fields, ElementsAre("end_date"));
  EXPECT_THAT(declared[1].missing, ElementsAre("display_name", "start_date"));
  EXPECT_EQ(declared[1].state, "ACTIVE");
  EXPECT_EQ(declared[1].place, "c.yaml:3");
  EXPECT_EQ(declared[1].path, "cycles[0]");
  EXPECT_THAT(declared[2].fields, IsEmpty());
  EXPECT_EQ(declared[2].state, "");
}

TEST(CompanyFileTest, AHistoryIsReadAsAServerWroteIt) {
  const auto declared = Read(std::string(kOrganization) + R"(
objectives:
  - id: o
    history:
      state: CLOSED
      create_time: 2025-01-02T03:04:05.5Z
      grade: {score: 0.5, author: anna, key_results: [{key_result: o/kr, value: 1}]}
      copied_from: before
      key_results:
        - key_result: kr
          check_ins: [{name: o/kr/c1, value: 1, create_time: 2025-02-01T00:00:00Z, corrects: o/kr/c0}]
      comments: [{name: o/m1, text: Hm, subject: objectives/o/keyResults/kr, author: anna}]
)");
  ASSERT_NE(declared[1].history, nullptr);
  EXPECT_EQ(declared[1].state, "");
  EXPECT_THAT(declared[1].fields, IsEmpty());
  // Who wrote something may be gone: it is not referred to.
  EXPECT_THAT(declared[1].references, ElementsAre("organizations/acme"));
  const auto& history = static_cast<const goals::v1::ObjectiveHistory&>(*declared[1].history);
  EXPECT_EQ(history.state(), goals::v1::Objective::CLOSED);
  EXPECT_EQ(history.create_time().nanos(), 500'000'000);
  EXPECT_EQ(history.grade().author(), "organizations/acme/members/anna");
  EXPECT_EQ(history.copied_from(), "organizations/acme/objectives/before");
  const std::string kr = "organizations/acme/objectives/o/keyResults/kr";
  EXPECT_EQ(history.grade().key_results(0).key_result(), kr);
  EXPECT_EQ(history.key_results(0).key_result(), kr);
  EXPECT_EQ(history.key_results(0).check_ins(0).name(), kr + "/checkIns/c1");
  EXPECT_EQ(history.key_results(0).check_ins(0).corrects(), kr + "/checkIns/c0");
  EXPECT_EQ(history.comments(0).name(), "organizations/acme/objectives/o/comments/m1");
  EXPECT_EQ(history.comments(0).subject(), kr);
}

TEST(CompanyFileTest, AStateIsSaidOnceAndOnlyWhereItCanBeReached) {
  EXPECT_EQ(Read(std::string(kOrganization) + "cycles: [{id: q, state: CLOSED}]\n")[1].state,
            "CLOSED");
  EXPECT_THAT(ErrorsOf(std::string(kOrganization) +
                       "cycles: [{id: q, state: OVER}]\n"
                       "objectives: [{id: o, state: CLOSED},\n"
                       "  {id: p, state: ACTIVE, history: {state: ACTIVE}}]\n"),
              ElementsAre(HasSubstr("cycles[0].state: can only be ACTIVE or CLOSED;"),
                          HasSubstr("objectives[0].state: can only be ACTIVE;"),
                          HasSubstr("objectives[1].state: is said in `history`")));
}

TEST(CompanyFileTest, WhatMayNameAnythingIsCompletedToo) {
  const auto declared = Read(
      "organization: {id: acme}\n"
      "decisions: [{id: d, subject: kpis/revenue, text: T},\n"
      "  {id: e, subject: organizations/acme/objectives/o, text: T}]\n");
  const auto& first = static_cast<const reporting::v1::Decision&>(*declared[1].resource);
  EXPECT_EQ(first.subject(), "organizations/acme/kpis/revenue");
  const auto& second = static_cast<const reporting::v1::Decision&>(*declared[2].resource);
  EXPECT_EQ(second.subject(), "organizations/acme/objectives/o");
  EXPECT_THAT(ErrorsOf("organization: {id: acme}\ndecisions: [{id: d, subject: revenue}]\n"),
              ElementsAre(HasSubstr("decisions[0].subject: 'revenue' names no resource")));
}

TEST(CompanyFileTest, SettingsAreAMapOfTheirOwn) {
  const auto declared = Read(
      "organization: {id: acme, calendar: {time_zone: Asia/Tokyo}}\n"
      "settings: {active_kpis_per_owner_max: 3, intake_limits: {clock_skew_max: 1m30s}}\n");
  ASSERT_THAT(NamesOf(declared), ElementsAre("", "/settings"));
  EXPECT_THAT(declared[1].fields,
              ElementsAre("active_kpis_per_owner_max", "intake_limits", "calendar"));
  const auto& settings = static_cast<const metrics::v1::Settings&>(*declared[1].resource);
  EXPECT_EQ(settings.active_kpis_per_owner_max(), 3);
  EXPECT_EQ(settings.intake_limits().clock_skew_max().seconds(), 90);
  EXPECT_EQ(settings.calendar().time_zone(), "Asia/Tokyo");
  EXPECT_EQ(declared[1].place, "c.yaml:2");
}

TEST(CompanyFileTest, SettingsMayHaveNothingButAHistory) {
  const auto declared = Read(
      "organization: {id: acme}\n"
      "settings: {history: {create_time: \"2025-01-01T00:00:00Z\"}}\n");
  ASSERT_THAT(NamesOf(declared), ElementsAre("", "/settings"));
  EXPECT_THAT(declared[1].fields, IsEmpty());
  ASSERT_NE(declared[1].history, nullptr);
  EXPECT_EQ(static_cast<const metrics::v1::SettingsHistory&>(*declared[1].history)
                .create_time()
                .seconds(),
            1735689600);
  EXPECT_THAT(ErrorsOf("organization: {id: acme}\nsettings: {history: {state: CLOSED}}\n"),
              ElementsAre(HasSubstr("settings.history.state")));
}

TEST(CompanyFileTest, AFormulaComesAfterTheKpisItNames) {
  const auto declared = Read(
      "organization: {id: acme}\n"
      "kpis:\n"
      "  - {id: m, display_name: M, frequency: MONTH, aggregation: FORMULA,"
      " formula: 'max(net_sum, 2) / b1'}\n"
      "  - {id: b1, display_name: B, frequency: MONTH, aggregation: SUM, metric: b}\n"
      "  - {id: net-sum, display_name: N, frequency: MONTH, aggregation: SUM, metric: n}\n");
  EXPECT_THAT(NamesOf(declared), ElementsAre("", "/kpis/net-sum", "/kpis/b1", "/kpis/m"));
}

TEST(CompanyFileTest, GivesMetricsItsCopyOfTheCalendar) {
  const auto declared = Read("organization: {id: acme, calendar: {time_zone: Asia/Tokyo}}\n");
  ASSERT_THAT(NamesOf(declared), ElementsAre("", "/settings"));
  EXPECT_THAT(declared[1].fields, ElementsAre("calendar"));
  const auto& settings = static_cast<const metrics::v1::Settings&>(*declared[1].resource);
  EXPECT_EQ(settings.calendar().time_zone(), "Asia/Tokyo");
  // Nothing is said about it: nothing is touched.
  EXPECT_THAT(NamesOf(Read(kOrganization)), ElementsAre(""));
}

TEST(CompanyFileTest, RefusesWrongEntries) {
  EXPECT_THAT(
      ErrorsOf(std::string(kOrganization) + R"(teams:
  - {id: a, name: organizations/acme/teams/a, etag: x}
  - {id: a}
  - {id: Big Team}
  - {display_name: None}
  - text
  - {id: c, parent_team: no team}
  - {id: d, parent_team: organizations/acme/members/m}
objectives:
  - {id: o, state: CLOSED, key_results: {id: x}}
  - {id: p, initiatives: [{id: i, key_results: [a/b/c/d]}]}
kpiss: []
)"),
      ElementsAre("c.yaml:3:19: teams[0].name: comes from `id`",
                  "c.yaml:3:53: teams[0].etag: is the server's",
                  "c.yaml:4:10: teams[1].id: 'a' is declared twice",
                  "c.yaml:5:10: teams[2].id: 'Big Team' is no id: lower-case letters, digits and "
                  "hyphens, from a letter, at most 63",
                  "c.yaml:6:5: teams[3]: must be a map of fields with an `id`",
                  "c.yaml:7:5: teams[4]: must be a map of fields with an `id`",
                  "c.yaml:8:26: teams[5].parent_team: 'no team' names no team: expected its id or "
                  "organizations/{organization}/teams/{team}",
                  "c.yaml:9:26: teams[6].parent_team: 'organizations/acme/members/m' names no "
                  "team: expected its id or organizations/{organization}/teams/{team}",
                  "c.yaml:11:20: objectives[0].state: can only be ACTIVE; other states are set by "
                  "the server",
                  "c.yaml:11:41: objectives[0].key_results: must be a list",
                  "c.yaml:12:49: objectives[1].initiatives[0].key_results[0]: 'a/b/c/d' names no "
                  "key-result: expected its id or organizations/{organization}/objectives/"
                  "{objective}/keyResults/{key_result}",
                  "c.yaml:13:1: kpiss: there is no such list; did you mean kpis?"));
}

TEST(CompanyFileTest, RefusesWhatIsNoCompany) {
  const std::string no_map = "c.yaml:1:1: must be a map that has `organization`";
  for (const std::string text : {"", "# nothing\n", "[]", "teams: []\n", "text"}) {
    EXPECT_THAT(ErrorsOf(text), ElementsAre(no_map)) << text;
  }
  EXPECT_THAT(ErrorsOf("organization:\n"), ElementsAre("c.yaml:1:1: organization: has no value"));
  EXPECT_THAT(ErrorsOf(std::string(kOrganization) + "teams:\nkpis: []\n"),
              ElementsAre("c.yaml:2:1: teams: must be a list"));
  EXPECT_THAT(ErrorsOf(std::string(kOrganization) + "---\nteams: []\n"),
              ElementsAre("c.yaml:3:1: there can be only one document in the file"));
  EXPECT_THAT(ErrorsOf("organization: {id: acme\n"), ::testing::SizeIs(1));
  EXPECT_THAT(ErrorsOf("organization: {id: acme}\nteams: [{id: \xff}]\n\xfe"),
              ElementsAre("c.yaml:2:1: is not UTF-8"));
  EXPECT_THAT(ErrorsOf(std::string(100'000, '[')),
              ElementsAre(::testing::HasSubstr("is nested too deeply")));
}

TEST(CompanyFileTest, RanksKindsByWhatTheyNeed) {
  const auto rank = [](const char* kind) { return RankOf(*FindKind(kind)); };
  EXPECT_EQ(rank("organization"), 0);
  EXPECT_LT(rank("organization"), rank("settings"));
  EXPECT_LT(rank("team"), rank("member"));
  EXPECT_LT(rank("member"), rank("kpi"));
  EXPECT_LT(rank("cycle"), rank("objective"));
  EXPECT_LT(rank("kpi"), rank("key-result"));
  EXPECT_LT(rank("objective"), rank("key-result"));
  EXPECT_LT(rank("key-result"), rank("initiative"));
}

// yaml-cpp finds documents without end there.
TEST(CompanyFileTest, ACommaBeginsNothing) {
  for (const char* text : {",", ",a", "organization: {id: acme}\n--- ,", "}", "]"}) {
    YamlErrors errors("company.yaml");
    EXPECT_THAT(ReadCompanyFile(text, errors), ::testing::IsEmpty());
    EXPECT_FALSE(errors.empty()) << text;
  }
}

}  // namespace
}  // namespace okapi::cli

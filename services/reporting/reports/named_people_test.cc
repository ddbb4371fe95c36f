#include "services/reporting/reports/named_people.h"

#include <gmock/gmock.h>

#include "okapi/reporting/v1/digest.pb.h"
#include "okapi/reporting/v1/kpi_report.pb.h"
#include "tests/support/text_proto.h"

namespace okapi::reporting {
namespace {

using okapi::reporting::v1::Digest;
using okapi::reporting::v1::KpiReport;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

NameAnswers Goals() {
  NameAnswers goals;
  goals.organization.value.set_display_name("Acme");
  goals.cycles.value = testing::FromText<okapi::goals::v1::ListCyclesResponse>(
      "cycles { name: 'organizations/o/cycles/q1' display_name: 'Q1' }");
  goals.teams.value = testing::FromText<okapi::goals::v1::ListTeamsResponse>(
      "teams { name: 'organizations/o/teams/all' } "
      "teams { name: 'organizations/o/teams/sales' display_name: 'Sales' }");
  goals.members.value = testing::FromText<okapi::goals::v1::ListMembersResponse>(
      "members { name: 'organizations/o/members/an' display_name: 'An' } "
      "members { name: 'organizations/o/members/ben' display_name: 'Ben' } "
      "members { name: 'organizations/o/members/dan' display_name: 'Dan' }");
  return goals;
}

TEST(NamedPeopleTest, WhoIsNamedAnywhereIsFound) {
  const auto digest = testing::FromText<Digest>(
      "member: 'organizations/o/members/an' "
      "due_check_ins { key_result: 'organizations/o/objectives/x/keyResults/k' "
      "  escalate_to: 'organizations/o/members/ben' escalate_to: 'organizations/o/members/cy' } "
      "due_decisions { subject: 'organizations/o/kpis/k' verdict { author: "
      "  'organizations/o/members/dan' } } "
      "objectives { objective { cycle: 'organizations/o/cycles/q1' team: "
      "  'organizations/o/teams/sales' } }");
  EXPECT_THAT(PeopleNamedIn(digest),
              ElementsAre("organizations/o/cycles/q1", "organizations/o/kpis/k",
                          "organizations/o/members/an", "organizations/o/members/ben",
                          "organizations/o/members/cy", "organizations/o/members/dan",
                          "organizations/o/teams/sales"));
}

TEST(NamedPeopleTest, AReportBringsTheNamesOfThoseThatGoalsKnows) {
  auto report = testing::FromText<KpiReport>(
      "kpi { owner: 'organizations/o/members/an' team: 'organizations/o/teams/sales' } "
      "comments { author: 'organizations/o/members/gone' } "
      "decisions { author: 'organizations/o/members/ben' }");
  AddNames(Goals(), report);
  EXPECT_EQ(report.organization_display_name(), "Acme");
  ASSERT_EQ(report.teams_size(), 1);
  EXPECT_EQ(report.teams(0).display_name(), "Sales");
  ASSERT_EQ(report.people_size(), 2);
  EXPECT_EQ(report.people(0).display_name(), "An");
  EXPECT_EQ(report.people(1).display_name(), "Ben");
}

TEST(NamedPeopleTest, WithoutGoalsThereAreNone) {
  auto report = testing::FromText<KpiReport>("kpi { owner: 'organizations/o/members/an' }");
  AddNames(NameAnswers(), report);
  EXPECT_THAT(report.people(), IsEmpty());
  EXPECT_EQ(report.organization_display_name(), "");
}

}  // namespace
}  // namespace okapi::reporting

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "tests/integration/goals_fixture.h"
#include "tests/support/field_matchers.h"

namespace okapi::goals {
namespace {

using okapi::testing::BadFieldIs;
using okapi::testing::BadFieldsAre;
using okapi::testing::IsOk;
using okapi::testing::ReasonIs;
using okapi::testing::StatusIs;
using status::ErrorReason;
using ::testing::AllOf;
using ::testing::HasSubstr;

// Organizations and what lies directly in them.
class GoalsOrganizationTest : public GoalsFixture {
 protected:
  absl::StatusOr<google::protobuf::Empty> DeleteOrganization(const std::string& more) {
    return Call(&Organizations::DeleteOrganization, Named("organizations/o") + more);
  }
  absl::StatusOr<v1::Cycle> UpdateCycle(const std::string& id, const std::string& fields) {
    return Call(&Organizations::UpdateCycle,
                "cycle { " + Named("organizations/o/cycles/" + id) + fields + " }");
  }
};

constexpr char kJanuary[] =
    "start_date { year: 2025 month: 1 day: 1 } end_date { year: 2025 month: 1 day: 31 } ";

TEST_F(GoalsOrganizationTest, ACalendarIsRefusedWithEveryFieldThatIsWrong) {
  EXPECT_THAT(CreateOrganization("p", "calendar { time_zone: 'Mars/Olympus' }"),
              BadFieldIs("organization.calendar.time_zone"));
  EXPECT_THAT(
      CreateOrganization("p", "calendar { time_zone: 'Mars/Olympus' fiscal_year_start_month: 13 }"),
      BadFieldsAre(std::vector<std::string>{"organization.calendar.time_zone",
                                            "organization.calendar.fiscal_year_start_month"}));
  EXPECT_THAT(CreateOrganization("p", "calendar { time_zone: 'Asia/Ho_Chi_Minh' }"), IsOk());
  EXPECT_THAT(Call(&Organizations::UpdateOrganization,
                   "organization { name: 'organizations/p' "
                   "calendar { fiscal_year_start_month: -1 } }"),
              BadFieldIs("organization.calendar.fiscal_year_start_month"));
}

TEST_F(GoalsOrganizationTest, CyclesHaveNoLoops) {
  ASSERT_THAT(
      CreateCycle("m1", std::string(kJanuary) + "parent_cycle: 'organizations/o/cycles/q1'"),
      IsOk());
  EXPECT_THAT(UpdateCycle("q1", "parent_cycle: 'organizations/o/cycles/m1'"),
              AllOf(StatusIs(absl::StatusCode::kFailedPrecondition),
                    ReasonIs(ErrorReason::CYCLIC_REFERENCE)));
  EXPECT_THAT(CreateCycle("x", std::string(kJanuary) + "parent_cycle: 'organizations/o/cycles/x'"),
              ReasonIs(ErrorReason::CYCLIC_REFERENCE));
}

TEST_F(GoalsOrganizationTest, ACycleSaysWhichOfItsFieldsIsWrong) {
  const std::string within = "parent_cycle: 'organizations/o/cycles/q1' ";
  EXPECT_THAT(CreateCycle("x", within + "start_date { year: 2025 month: 3 day: 31 } "
                                        "end_date { year: 2025 month: 4 day: 1 }"),
              BadFieldIs("cycle.parent_cycle"));
  EXPECT_THAT(CreateCycle("x",
                          "start_date { year: 2025 month: 2 day: 1 } "
                          "end_date { year: 2025 month: 1 day: 31 }"),
              BadFieldIs("cycle.end_date"));
  EXPECT_THAT(CreateCycle("x",
                          "start_date { year: 2025 month: 2 day: 29 } "
                          "end_date { year: 2025 month: 3 day: 1 }"),
              BadFieldIs("cycle.start_date"));
  EXPECT_THAT(CreateCycle("x", std::string(kJanuary) + "parent_cycle: 'organizations/p/cycles/q'"),
              BadFieldIs("cycle.parent_cycle"));
  EXPECT_THAT(CreateCycle("x", ""),
              BadFieldsAre(std::vector<std::string>{"cycle.start_date", "cycle.end_date"}));
  // Exactly the parent's days are within them.
  EXPECT_THAT(CreateCycle("same", within + "start_date { year: 2025 month: 1 day: 1 } "
                                           "end_date { year: 2025 month: 3 day: 31 }"),
              IsOk());
}

TEST_F(GoalsOrganizationTest, AReferenceTellsItsFieldWhenNothingIsThere) {
  struct Case {
    const char* fields;
    const char* field;
  };
  for (const Case& each : {Case{"team: 'organizations/o/teams/none'", "objective.team"},
                           Case{"owner: 'organizations/o/members/none'", "objective.owner"}}) {
    EXPECT_THAT(CreateObjective("a", each.fields),
                AllOf(StatusIs(absl::StatusCode::kFailedPrecondition),
                      ReasonIs(ErrorReason::REFERENCE_NOT_FOUND)));
    EXPECT_THAT(CreateObjective("a", each.fields).status().message(), HasSubstr(each.field));
  }
  ASSERT_THAT(CreateOrganization("p"), IsOk());
  EXPECT_THAT(CreateObjective("a", "owner: 'organizations/p/members/m'"),
              BadFieldIs("objective.owner"));
  EXPECT_THAT(CreateMember("m", "team: 'organizations/p/teams/t'"), BadFieldIs("member.team"));
}

TEST_F(GoalsOrganizationTest, MembersAndCyclesInUseStay) {
  ASSERT_THAT(CreateMember("m"), IsOk());
  ASSERT_THAT(CreateObjective("a"), IsOk());
  ASSERT_THAT(CreateKeyResult("k", std::string(kWay) + "owner: 'organizations/o/members/m'"),
              IsOk());
  const auto delete_member = [this] {
    return Call(&Organizations::DeleteMember, Named("organizations/o/members/m"));
  };
  EXPECT_THAT(delete_member(), ReasonIs(ErrorReason::RESOURCE_IN_USE));
  EXPECT_THAT(delete_member().status().message(), HasSubstr(KeyResultName("k")));
  EXPECT_THAT(Call(&Organizations::DeleteCycle, Named("organizations/o/cycles/q1")),
              ReasonIs(ErrorReason::RESOURCE_IN_USE));
  ASSERT_THAT(DeleteKeyResult("k"), IsOk());
  EXPECT_THAT(delete_member(), IsOk());
}

TEST_F(GoalsOrganizationTest, ForceTakesAllOfAnOrganizationAndNothingOfAnother) {
  ASSERT_THAT(CreateOrganization("o2"), IsOk());  // Its name begins with the other's.
  ASSERT_THAT(Call(&Organizations::CreateTeam,
                   "parent: 'organizations/o2' team_id: 't' team { display_name: 'T' }"),
              IsOk());
  ASSERT_THAT(CreateTeam("t"), IsOk());
  ASSERT_THAT(CreateObjective("a", "team: 'organizations/o/teams/t'"), IsOk());
  ASSERT_THAT(CreateKeyResult("k", kWay), IsOk());
  ASSERT_THAT(Report("k", "value: 1"), IsOk());
  EXPECT_THAT(DeleteOrganization(""), ReasonIs(ErrorReason::RESOURCE_IN_USE));
  EXPECT_THAT(GetKeyResult("k"), IsOk());
  ASSERT_THAT(DeleteOrganization("force: true"), IsOk());
  EXPECT_THAT(GetKeyResult("k"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Call(&Organizations::GetTeam, Named("organizations/o/teams/t")),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Call(&Organizations::GetTeam, Named("organizations/o2/teams/t")), IsOk());
}

}  // namespace
}  // namespace okapi::goals

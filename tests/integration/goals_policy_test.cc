// Who may change what when, locks and limits, over gRPC.

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/integration/goals_fixture.h"
#include "tests/support/field_matchers.h"

namespace okapi::goals {
namespace {

using okapi::testing::BadFieldIs;
using okapi::testing::IsOk;
using okapi::testing::ReasonIs;
using okapi::testing::StatusIs;
using status::ErrorReason;
using ::testing::HasSubstr;

constexpr char kCycle[] = "organizations/o/cycles/q1";

// Ann owns the objective `a` of the team sales, Bob one of its key results; Cleo leads the team
// above. Dan has nothing to do with it.
class GoalsPolicyTest : public GoalsFixture {
 protected:
  void SetUp() override {
    GoalsFixture::SetUp();
    ASSERT_THAT(CreateTeam("all"), IsOk());
    ASSERT_THAT(CreateTeam("sales", "parent_team: 'organizations/o/teams/all'"), IsOk());
    for (const char* member : {"ann", "bob", "dan"}) ASSERT_THAT(CreateMember(member), IsOk());
    ASSERT_THAT(CreateMember("cleo", "leads: 'organizations/o/teams/all'"), IsOk());
    ASSERT_THAT(CreateObjective("a",
                                "owner: 'organizations/o/members/ann' "
                                "team: 'organizations/o/teams/sales'"),
                IsOk());
    ASSERT_THAT(CreateKeyResult("k", absl::StrCat(kWay, "owner: 'organizations/o/members/bob'")),
                IsOk());
    ASSERT_THAT(CreateKeyResult("l", kWay), IsOk());
    ASSERT_THAT(CreateKeyResult("m", kWay), IsOk());
  }

  void As(const std::string& member) {
    scene_.CallAs(member.empty() ? "" : absl::StrCat("organizations/o/members/", member));
  }
  absl::Status SetPolicy(const std::string& policy) {
    return Call(&Organizations::UpdateOrganization,
                "organization { name: 'organizations/o' policy { " + policy +
                    " } } update_mask { paths: 'policy' }")
        .status();
  }
  absl::StatusOr<v1::KeyResult> UpdateKeyResult(const std::string& fields) {
    return Call(&Goals::UpdateKeyResult,
                absl::StrCat("key_result { ", Named(KeyResultName("k")), fields, " }"));
  }
  absl::StatusOr<v1::Objective> UpdateObjective(const std::string& fields) {
    return Call(&Goals::UpdateObjective, absl::StrCat("objective { ", Named(kA), fields, " }"));
  }
  // The outcome of one change of each kind that leaves no trace.
  absl::Status Try(const std::string& what) {
    const std::string only = " validate_only: true";
    if (what == "TARGETS") {
      return Call(&Goals::UpdateKeyResult,
                  absl::StrCat("key_result { ", Named(KeyResultName("k")),
                               "from_to { baseline: 0 target: 11 } }", only))
          .status();
    }
    if (what == "OBJECTIVES") {
      return Call(&Goals::UpdateObjective,
                  absl::StrCat("objective { ", Named(kA), "description: 'x' }", only))
          .status();
    }
    if (what == "STATES") return Call(&Goals::ProposeObjective, Named(kA) + only).status();
    return Report("k", "value: 1", only).status();
  }
};

TEST_F(GoalsPolicyTest, RulesSayWhoMayChangeWhat) {
  for (const std::string what : {"TARGETS", "OBJECTIVES", "STATES", "CHECK_INS"}) {
    SCOPED_TRACE(what);
    As("");
    ASSERT_THAT(SetPolicy(""), IsOk());
    EXPECT_THAT(Try(what), IsOk());
    ASSERT_THAT(SetPolicy("change_rules { what: " + what + " who: OWNERS who: LEADS }"), IsOk());
    EXPECT_THAT(Try(what), ReasonIs(ErrorReason::CHANGE_NOT_ALLOWED));
    EXPECT_THAT(Try(what), StatusIs(absl::StatusCode::kPermissionDenied, HasSubstr("okapi-actor")));
    for (const std::string member : {"ann", "cleo"}) {
      As(member);
      EXPECT_THAT(Try(what), IsOk()) << member;
    }
    As("bob");  // Owns a key result, and not the objective.
    EXPECT_EQ(Try(what).ok(), what == "TARGETS" || what == "CHECK_INS");
    As("dan");
    EXPECT_THAT(Try(what), StatusIs(absl::StatusCode::kPermissionDenied, HasSubstr("who owns it")));
    // Others are held up by their own rules only.
    for (const std::string other : {"TARGETS", "OBJECTIVES", "STATES", "CHECK_INS"}) {
      EXPECT_EQ(Try(other).ok(), other != what) << other;
    }
    As("");
    ASSERT_THAT(SetPolicy("change_rules { what: " + what + " }"), IsOk());
    As("ann");
    EXPECT_THAT(Try(what), StatusIs(absl::StatusCode::kPermissionDenied, HasSubstr("for nobody")));
  }
}

TEST_F(GoalsPolicyTest, RulesSayWhen) {
  ASSERT_THAT(SetPolicy("change_rules { what: TARGETS who: LEADS states: ACTIVE } "
                        "change_rules { what: TARGETS who: OWNERS states: PROPOSED }"),
              IsOk());
  As("dan");
  EXPECT_THAT(Try("TARGETS"), IsOk());
  ASSERT_THAT(Call(&Goals::ProposeObjective, Named(kA)), IsOk());
  EXPECT_THAT(Try("TARGETS"), ReasonIs(ErrorReason::CHANGE_NOT_ALLOWED));
  As("cleo");
  EXPECT_THAT(Try("TARGETS"), ReasonIs(ErrorReason::CHANGE_NOT_ALLOWED));
  As("bob");
  EXPECT_THAT(Try("TARGETS"), IsOk());
  ASSERT_THAT(Activate(), IsOk());
  EXPECT_THAT(Try("TARGETS"), ReasonIs(ErrorReason::CHANGE_NOT_ALLOWED));
  EXPECT_THAT(DeleteKeyResult("m"), ReasonIs(ErrorReason::CHANGE_NOT_ALLOWED));
  EXPECT_THAT(Call(&Goals::RetargetKeyResult,
                   Named(KeyResultName("k")) + "reason: 'x' from_to { baseline: 0 target: 9 }"),
              ReasonIs(ErrorReason::CHANGE_NOT_ALLOWED));
  As("cleo");
  EXPECT_THAT(Try("TARGETS"), IsOk());
  EXPECT_THAT(DeleteKeyResult("m"), IsOk());
}

TEST_F(GoalsPolicyTest, TheEndOfACycleLeavesScoresToThoseWhoMayDecide) {
  ASSERT_THAT(Activate(), IsOk());
  ASSERT_THAT(Call(&Organizations::ActivateCycle, Named(kCycle)), IsOk());
  ASSERT_THAT(Report("k", "value: 5"), IsOk());
  ASSERT_THAT(SetPolicy("change_rules { what: STATES who: OWNERS }"), IsOk());
  const std::string decided =
      absl::StrCat("scores { objective: '", kA, "' score: 1 reason: 'we tried' }");
  for (const std::string member : {"", "cleo"}) {
    As(member);
    EXPECT_THAT(Call(&Organizations::CloseCycle, Named(kCycle) + decided),
                ReasonIs(ErrorReason::CHANGE_NOT_ALLOWED));
    EXPECT_THAT(Call(&Organizations::CloseCycle, Named(kCycle) + "validate_only: true"), IsOk());
  }
  As("ann");
  EXPECT_THAT(Call(&Organizations::CloseCycle, Named(kCycle) + decided), IsOk());
  EXPECT_EQ(GetObjective("a")->grade().score(), 1);
}

TEST_F(GoalsPolicyTest, RulesAreChecked) {
  EXPECT_THAT(SetPolicy("change_rules { who: OWNERS }"),
              BadFieldIs("organization.policy.change_rules[0].what"));
  EXPECT_THAT(SetPolicy("change_rules { what: TARGETS who: WHO_UNSPECIFIED }"),
              BadFieldIs("organization.policy.change_rules[0].who"));
  EXPECT_THAT(SetPolicy("change_rules { what: TARGETS states: STATE_UNSPECIFIED }"),
              BadFieldIs("organization.policy.change_rules[0].states"));
}

TEST_F(GoalsPolicyTest, ALockHoldsEverythingThatMakesTheWay) {
  ASSERT_THAT(SetPolicy("targets_locked: true"), IsOk());
  EXPECT_THAT(UpdateKeyResult("weight: 2"), IsOk());  // A draft's.
  ASSERT_THAT(Activate(), IsOk());
  for (const char* change :
       {"from_to { baseline: 0 target: 1 }", "weight: 0", "curve { shape: AT_END }",
        "start_date { year: 2025 month: 3 day: 20 }",
        "kpi_source { kpi: 'organizations/o/kpis/x' }",
        "guard { kpi_source { kpi: 'organizations/o/kpis/x' } range { min: 1 } }"}) {
    EXPECT_THAT(UpdateKeyResult(change), ReasonIs(ErrorReason::INVALID_STATE)) << change;
  }
  EXPECT_THAT(DeleteKeyResult("m"), ReasonIs(ErrorReason::INVALID_STATE));
  EXPECT_THAT(CreateKeyResult("n", kWay), ReasonIs(ErrorReason::INVALID_STATE));
  EXPECT_THAT(UpdateKeyResult("display_name: 'Better words'"), IsOk());
  EXPECT_THAT(Call(&Goals::RetargetKeyResult,
                   Named(KeyResultName("k")) + "reason: 'x' from_to { baseline: 0 target: 9 }"),
              IsOk());
}

TEST_F(GoalsPolicyTest, LimitsHoldForWhatMovesToo) {
  ASSERT_THAT(SetPolicy("objectives_per_owner_max: 1 objectives_per_team_max: 1"), IsOk());
  ASSERT_THAT(Activate(), IsOk());
  ASSERT_THAT(CreateObjective("b", "rollup: CHILDREN owner: 'organizations/o/members/bob'"),
              IsOk());
  ASSERT_THAT(Call(&Goals::ActivateObjective, Named("organizations/o/objectives/b")), IsOk());
  const auto move = [this](const std::string& fields) {
    return Call(&Goals::UpdateObjective,
                "objective { name: 'organizations/o/objectives/b' " + fields + " }");
  };
  EXPECT_THAT(move("owner: 'organizations/o/members/ann'"), ReasonIs(ErrorReason::OBJECTIVE_LIMIT));
  EXPECT_THAT(move("team: 'organizations/o/teams/sales'"), ReasonIs(ErrorReason::OBJECTIVE_LIMIT));
  EXPECT_THAT(move("owner: 'organizations/o/members/dan'"), IsOk());
  EXPECT_THAT(UpdateObjective("description: 'It stays where it is'"), IsOk());
  // And for what is opened again after another took its place.
  ASSERT_THAT(Call(&Goals::CloseObjective,
                   Named("organizations/o/objectives/b") + "score: 1 reason: 'done'"),
              IsOk());
  ASSERT_THAT(CreateObjective("c", "rollup: CHILDREN owner: 'organizations/o/members/dan'"),
              IsOk());
  ASSERT_THAT(Call(&Goals::ActivateObjective, Named("organizations/o/objectives/c")), IsOk());
  EXPECT_THAT(Call(&Goals::ReopenObjective, Named("organizations/o/objectives/b")),
              ReasonIs(ErrorReason::OBJECTIVE_LIMIT));
}

TEST_F(GoalsPolicyTest, WhoChangesATargetIsRemembered) {
  ASSERT_THAT(Activate(), IsOk());
  As("cleo");
  const auto updated = UpdateKeyResult("from_to { baseline: 0 target: 8 }");
  ASSERT_THAT(updated, IsOk());
  ASSERT_EQ(updated->retargets_size(), 1);
  EXPECT_EQ(updated->retargets(0).author(), "organizations/o/members/cleo");
}

}  // namespace
}  // namespace okapi::goals

// What people say of objectives and key results beside their numbers: assessments, which hold for
// some time, and retrospectives.

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/integration/goals_fixture.h"
#include "tests/support/field_matchers.h"

namespace okapi::goals {
namespace {

using okapi::common::v1::Status;
using okapi::testing::BadFieldIs;
using okapi::testing::BadFieldsAre;
using okapi::testing::IsOk;
using okapi::testing::ReasonIs;
using status::ErrorReason;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class GoalsAssessmentTest : public GoalsFixture {
 protected:
  void SetUp() override {
    GoalsFixture::SetUp();
    ASSERT_THAT(CreateMember("ann"), IsOk());
    ASSERT_THAT(CreateMember("bob"), IsOk());
    ASSERT_THAT(CreateObjective("a", "owner: 'organizations/o/members/ann'"), IsOk());
    ASSERT_THAT(CreateKeyResult("k", kWay), IsOk());
    ASSERT_THAT(CreateKeyResult("l", kWay), IsOk());
    ASSERT_THAT(Activate(), IsOk());
  }

  void As(const std::string& member) {
    scene_.CallAs(member.empty() ? "" : absl::StrCat("organizations/o/members/", member));
  }
  // `date` as month and day of 2025.
  static std::string Assessed(const std::string& status, int month = 3, int day = 31,
                              const std::string& more = "") {
    return absl::StrCat("assessment { status: ", status,
                        " reason: 'a supplier left' last_date { year: 2025 month: ", month,
                        " day: ", day, " } ", more, " } ");
  }
  absl::StatusOr<v1::Objective> Update(const std::string& fields, const std::string& paths = "") {
    return Call(&Goals::UpdateObjective,
                absl::StrCat("objective { ", Named(kA), fields, " } ",
                             paths.empty() ? "" : absl::StrCat("update_mask { ", paths, " }")));
  }
  absl::StatusOr<v1::KeyResult> UpdateKeyResult(const std::string& fields) {
    return Call(&Goals::UpdateKeyResult,
                absl::StrCat("key_result { ", Named(KeyResultName("k")), fields, " }"));
  }
  absl::Status SetPolicy(const std::string& policy) {
    return Call(&Organizations::UpdateOrganization,
                "organization { name: 'organizations/o' policy { " + policy + " } }")
        .status();
  }
  absl::StatusOr<v1::Objective> Close() {
    return Call(&Goals::CloseObjective, absl::StrCat(Named(kA), "score: 0.5 reason: 'over'"));
  }
  // Resource and words of what is found of assessments.
  std::vector<std::string> Found(const std::string& language = "en") {
    const auto found = Call(&Review::ListFindings,
                            absl::StrCat("parent: '", kA, "' language_code: '", language, "'"));
    EXPECT_THAT(found, IsOk());
    std::vector<std::string> told;
    for (const auto& finding : found->findings()) {
      if (finding.code() != v1::Finding::ASSESSED_BETTER) continue;
      told.push_back(absl::StrCat(finding.resource().substr(finding.resource().rfind('/') + 1),
                                  ": ", finding.message()));
    }
    return told;
  }
};

TEST_F(GoalsAssessmentTest, HoldsBesideTheNumbersUntilItsLastDayIsOver) {
  const auto before = GetObjective("a");
  ASSERT_THAT(Update(Assessed("AT_RISK", 2, 16, "author: 'organizations/o/members/bob'")), IsOk());
  ASSERT_THAT(UpdateKeyResult(Assessed("OFF_TRACK", 2, 15)), IsOk());
  auto objective = GetObjective("a");
  ASSERT_THAT(objective, IsOk());
  EXPECT_EQ(objective->assessment().status(), Status::AT_RISK);
  EXPECT_FALSE(objective->assessment().expired());
  // It is part of no other number.
  EXPECT_EQ(objective->progress().ShortDebugString(), before->progress().ShortDebugString());
  EXPECT_FALSE(GetKeyResult("k")->assessment().expired());
  clock_.Advance(absl::Hours(24));
  EXPECT_FALSE(GetObjective("a")->assessment().expired());
  EXPECT_TRUE(GetKeyResult("k")->assessment().expired());
  clock_.Advance(absl::Hours(24));
  objective = GetObjective("a");
  EXPECT_TRUE(objective->assessment().expired());
  EXPECT_EQ(objective->assessment().reason(), "a supplier left");  // It is kept.
  // What is wrong by now is not judged again, unless it is changed.
  EXPECT_THAT(Update("description: 'x'"), IsOk());
  EXPECT_THAT(Update("", "paths: 'assessment'"), IsOk());
  EXPECT_FALSE(GetObjective("a")->has_assessment());
}

TEST_F(GoalsAssessmentTest, EveryWrongFieldIsNamed) {
  EXPECT_THAT(Update("assessment {}"),
              BadFieldsAre(std::vector<std::string>{"objective.assessment.status",
                                                    "objective.assessment.reason",
                                                    "objective.assessment.last_date"}));
  for (const char* status :
       {"NOT_STARTED", "NO_DATA", "STALE", "ACHIEVED", "MISSED", "TOO_EARLY"}) {
    EXPECT_THAT(UpdateKeyResult(Assessed(status)), BadFieldIs("key_result.assessment.status"));
  }
  EXPECT_THAT(Update("assessment { status: ACHIEVED reason: ' ' last_date { year: 2025 month: 2 "
                     "day: 30 } }"),
              BadFieldsAre(std::vector<std::string>{"objective.assessment.status",
                                                    "objective.assessment.reason",
                                                    "objective.assessment.last_date"}));
  // 92 days ahead of 15 February.
  EXPECT_THAT(Update(Assessed("AT_RISK", 5, 19)), BadFieldIs("objective.assessment.last_date"));
  EXPECT_THAT(Update(Assessed("AT_RISK", 5, 18)), IsOk());
  EXPECT_THAT(Update(Assessed("AT_RISK", 3, 1, "author: 'organizations/o/members/zoe'")),
              ReasonIs(ErrorReason::REFERENCE_NOT_FOUND));
  EXPECT_THAT(Update(Assessed("AT_RISK", 3, 1, "author: 'organizations/p/members/zoe'")),
              BadFieldIs("objective.assessment.author"));
  EXPECT_THAT(CreateObjective("b", Assessed("STALE")), BadFieldIs("objective.assessment.status"));
  // Expired is nobody's to say.
  EXPECT_FALSE(Update(Assessed("AT_RISK", 3, 1, "expired: true"))->assessment().expired());
}

TEST_F(GoalsAssessmentTest, TheDayIsTheOrganizations) {
  ASSERT_THAT(Call(&Organizations::UpdateOrganization,
                   "organization { name: 'organizations/o' calendar { time_zone: "
                   "'Pacific/Kiritimati' } }"),
              IsOk());
  ASSERT_THAT(Update(Assessed("AT_RISK", 2, 15)), IsOk());
  clock_.Advance(absl::Hours(9));
  EXPECT_FALSE(GetObjective("a")->assessment().expired());
  clock_.Advance(absl::Hours(1));  // Midnight there.
  EXPECT_TRUE(GetObjective("a")->assessment().expired());
  EXPECT_THAT(Update(Assessed("AT_RISK", 5, 19)), IsOk());  // 92 days after the 16th.
}

TEST_F(GoalsAssessmentTest, BetterThanTheNumbersIsFound) {
  ASSERT_THAT(Update(Assessed("ON_TRACK")), IsOk());
  ASSERT_THAT(UpdateKeyResult(Assessed("ON_TRACK")), IsOk());
  EXPECT_THAT(Found(), IsEmpty());  // Nothing is known.
  ASSERT_THAT(Report("k", "value: 3.5"), IsOk());
  ASSERT_EQ(GetKeyResult("k")->progress().status(), Status::AT_RISK);
  EXPECT_THAT(Found(), ElementsAre("a: Reported as on track, but its numbers say at risk.",
                                   "k: Reported as on track, but its numbers say at risk."));
  EXPECT_THAT(Found("vi"),
              ElementsAre("a: Được đánh giá là đúng tiến độ, nhưng số liệu cho thấy có rủi ro.",
                          "k: Được đánh giá là đúng tiến độ, nhưng số liệu cho thấy có rủi ro."));
  ASSERT_THAT(UpdateKeyResult(Assessed("OFF_TRACK")), IsOk());
  ASSERT_THAT(Update(Assessed("ON_TRACK", 2, 15)), IsOk());
  EXPECT_THAT(Found(), ElementsAre(HasSubstr("a: Reported")));
  clock_.Advance(absl::Hours(24));
  EXPECT_THAT(Found(), IsEmpty());  // It does not hold any more.
}

TEST_F(GoalsAssessmentTest, LockedTargetsCanBeAssessed) {
  ASSERT_THAT(SetPolicy("targets_locked: true"), IsOk());
  EXPECT_THAT(UpdateKeyResult(Assessed("AT_RISK")), IsOk());
  EXPECT_THAT(Update(Assessed("AT_RISK")), IsOk());
  EXPECT_THAT(UpdateKeyResult(Assessed("ON_TRACK") + "weight: 3"),
              ReasonIs(ErrorReason::INVALID_STATE));
}

TEST_F(GoalsAssessmentTest, WhatIsSaidIsReportedByTheRulesOfChange) {
  ASSERT_THAT(SetPolicy("change_rules { what: CHECK_INS who: OWNERS } "
                        "change_rules { what: OBJECTIVES }"),
              IsOk());
  for (const std::string member : {"", "bob"}) {
    As(member);
    EXPECT_THAT(Update(Assessed("AT_RISK")), ReasonIs(ErrorReason::CHANGE_NOT_ALLOWED));
    EXPECT_THAT(Update("retrospective { lessons: 'x' }"),
                ReasonIs(ErrorReason::CHANGE_NOT_ALLOWED));
    EXPECT_THAT(UpdateKeyResult(Assessed("AT_RISK")), ReasonIs(ErrorReason::CHANGE_NOT_ALLOWED));
  }
  As("ann");
  EXPECT_THAT(Update(Assessed("AT_RISK") + "retrospective { lessons: 'x' }"), IsOk());
  EXPECT_THAT(UpdateKeyResult(Assessed("AT_RISK")), IsOk());
  // Of a change of both, each rule is asked.
  EXPECT_THAT(Update(Assessed("ON_TRACK") + "description: 'x'"),
              ReasonIs(ErrorReason::CHANGE_NOT_ALLOWED));
  EXPECT_THAT(UpdateKeyResult(Assessed("ON_TRACK") + "description: 'x'"),
              ReasonIs(ErrorReason::CHANGE_NOT_ALLOWED));
  ASSERT_THAT(SetPolicy("change_rules { what: CHECK_INS }"), IsOk());
  EXPECT_THAT(CreateObjective("b", Assessed("AT_RISK")), ReasonIs(ErrorReason::CHANGE_NOT_ALLOWED));
  EXPECT_THAT(CreateObjective("b"), IsOk());
}

TEST_F(GoalsAssessmentTest, ARetrospectiveIsWrittenWhenTheObjectiveIsClosed) {
  EXPECT_THAT(Update("retrospective {}"), BadFieldIs("objective.retrospective"));
  EXPECT_THAT(Update("retrospective { went_well: ' ' author: 'organizations/o/members/ann' }"),
              BadFieldIs("objective.retrospective"));
  EXPECT_THAT(Update("retrospective { lessons: 'x' author: 'organizations/o/members/zoe' }"),
              ReasonIs(ErrorReason::REFERENCE_NOT_FOUND));
  ASSERT_THAT(Update("retrospective { lessons: 'early' }" + Assessed("AT_RISK")), IsOk());
  ASSERT_THAT(Close(), IsOk());
  const auto written =
      Update("retrospective { went_well: 'two teams' author: 'organizations/o/members/bob' }");
  ASSERT_THAT(written, IsOk());
  EXPECT_EQ(written->retrospective().went_well(), "two teams");
  EXPECT_EQ(written->state(), v1::Objective::CLOSED);
  EXPECT_EQ(written->grade().score(), 0.5);
  // Exactly this.
  EXPECT_THAT(Update("retrospective { lessons: 'x' } description: 'x'"),
              ReasonIs(ErrorReason::INVALID_STATE));
  EXPECT_THAT(Update(Assessed("ON_TRACK")), ReasonIs(ErrorReason::INVALID_STATE));
  EXPECT_THAT(Update("", "paths: 'assessment'"), ReasonIs(ErrorReason::INVALID_STATE));
  EXPECT_THAT(UpdateKeyResult(Assessed("ON_TRACK")), ReasonIs(ErrorReason::INVALID_STATE));
  EXPECT_TRUE(GetObjective("a")->has_assessment());  // It is kept.
  EXPECT_THAT(Update("", "paths: 'retrospective'"), IsOk());
  ASSERT_THAT(Call(&Goals::ArchiveObjective, Named(kA)), IsOk());
  EXPECT_THAT(Update("retrospective { lessons: 'x' }"), ReasonIs(ErrorReason::INVALID_STATE));
  EXPECT_THAT(Update(Assessed("ON_TRACK")), ReasonIs(ErrorReason::INVALID_STATE));
}

TEST_F(GoalsAssessmentTest, AClosedCycleTakesRetrospectives) {
  const std::string cycle = Named("organizations/o/cycles/q1");
  ASSERT_THAT(Call(&Organizations::ActivateCycle, cycle), IsOk());
  ASSERT_THAT(Call(&Organizations::CloseCycle,
                   absl::StrCat(cycle, "scores { objective: '", kA, "' score: 1 reason: 'x' }")),
              IsOk());
  EXPECT_THAT(Update("retrospective { lessons: 'ask sooner' }"), IsOk());
}

TEST_F(GoalsAssessmentTest, CopiesBeginWithout) {
  ASSERT_THAT(Update(Assessed("AT_RISK") + "retrospective { lessons: 'x' }"), IsOk());
  ASSERT_THAT(UpdateKeyResult(Assessed("AT_RISK")), IsOk());
  const auto copy = Call(&Goals::CopyObjective, absl::StrCat(Named(kA), "objective_id: 'b'"));
  ASSERT_THAT(copy, IsOk());
  EXPECT_FALSE(copy->has_assessment());
  EXPECT_FALSE(copy->has_retrospective());
  EXPECT_FALSE(Call(&Goals::GetKeyResult, Named("organizations/o/objectives/b/keyResults/k"))
                   ->has_assessment());
}

TEST_F(GoalsAssessmentTest, WhoSaidItDoesNotGo) {
  const auto remove = [this](const std::string& member) {
    return Call(&Organizations::DeleteMember, Named("organizations/o/members/" + member));
  };
  const std::string by_bob = "author: 'organizations/o/members/bob'";
  ASSERT_THAT(Update(Assessed("AT_RISK", 3, 31, by_bob)), IsOk());
  EXPECT_THAT(remove("bob"), ReasonIs(ErrorReason::RESOURCE_IN_USE));
  ASSERT_THAT(Update("retrospective { lessons: 'x' " + by_bob + " }",
                     "paths: 'retrospective' paths: 'assessment'"),
              IsOk());
  EXPECT_THAT(remove("bob"), ReasonIs(ErrorReason::RESOURCE_IN_USE));
  ASSERT_THAT(Update("", "paths: 'retrospective'"), IsOk());
  ASSERT_THAT(UpdateKeyResult(Assessed("AT_RISK", 3, 31, by_bob)), IsOk());
  EXPECT_THAT(remove("bob"), ReasonIs(ErrorReason::RESOURCE_IN_USE));
  ASSERT_THAT(UpdateKeyResult(Assessed("AT_RISK", 3, 31)), IsOk());
  EXPECT_THAT(remove("bob"), IsOk());
}

TEST_F(GoalsAssessmentTest, WhoWatchesSeesIt) {
  ChangesWatch watch(scene_);
  ASSERT_THAT(UpdateKeyResult(Assessed("AT_RISK")), IsOk());
  const auto seen =
      watch.Await(KeyResultName("k"), [](const v1::KeyResult& it) { return it.has_assessment(); });
  EXPECT_EQ(seen.assessment().status(), Status::AT_RISK);
}

}  // namespace
}  // namespace okapi::goals

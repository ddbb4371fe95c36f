// What may be made of what, over gRPC.

#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "tests/integration/goals_combining_fixture.h"
#include "tests/support/field_matchers.h"

namespace okapi::goals {
namespace {

using okapi::testing::BadFieldIs;
using okapi::testing::BadFieldsAre;
using okapi::testing::IsOk;
using okapi::testing::ReasonIs;
using okapi::testing::StatusIs;
using status::ErrorReason;
using ::testing::HasSubstr;

constexpr char kSource[] = "key_result.key_result_source";
constexpr char kParts[] = "key_result.key_result_source.key_results";
constexpr char kFirstPart[] = "key_result.key_result_source.key_results[0]";
constexpr char kMilestones[] = "milestones { milestones { milestone_id: 'x' } } ";

class GoalsCombiningRulesTest : public GoalsCombiningFixture {
 protected:
  void SetUp() override {
    GoalsFixture::SetUp();
    for (const char* id : {"a", "b"}) ASSERT_THAT(CreateObjective(id), IsOk());
    for (const char* id : {"a/x", "b/y"}) ASSERT_THAT(Create(id), IsOk());
  }
};

TEST_F(GoalsCombiningRulesTest, AllThatIsWrongIsToldAtOnce) {
  EXPECT_THAT(
      Create("a/k", MadeOf({"a/x", "b/y", "a/x"}) + "kpi_source { kpi: 'organizations/o/kpis/x' } ",
             kMilestones),
      BadFieldsAre(std::vector<std::string>{"key_result.kpi_source", kSource, kSource,
                                            absl::StrCat(kParts, "[2]")}));
  EXPECT_THAT(Create("a/k", MadeOf({})), BadFieldIs(kParts));
  EXPECT_THAT(Create("a/k", "key_result_source { key_results: 'nobody' }"), BadFieldIs(kFirstPart));
  EXPECT_THAT(Create("a/k", MadeOf({"a/x"}), "binary { } "), BadFieldIs(kSource));
  EXPECT_THAT(Create("a/k", MadeOf({"a/x"}), "find_baseline { } "), BadFieldIs(kSource));
}

TEST_F(GoalsCombiningRulesTest, AHundredAreEnough) {
  std::vector<std::string> many(100, "");
  for (size_t i = 0; i < many.size(); ++i) {
    many[i] = absl::StrCat("b/p", i);
    ASSERT_THAT(Create(many[i]), IsOk());
    ASSERT_THAT(ReportValue(many[i], 0.1), IsOk());
  }
  ASSERT_THAT(Create("a/k", MadeOf(many)), IsOk());
  EXPECT_EQ(ValueOf("a/k"), 10);
  many.push_back("b/y");
  EXPECT_THAT(MakeOf("a/k", many), BadFieldIs(kParts));
}

// All that is made of one moves in the write of its check-in.
TEST_F(GoalsCombiningRulesTest, OfOneAThousandCanBeMadeByWhateverWay) {
  ASSERT_THAT(Create("b/between", MadeOf({"b/y"})), IsOk());
  std::string last;
  for (int i = 0; i < 999; ++i) {
    last = absl::StrCat("a/k", i);
    ASSERT_THAT(Create(last, MadeOf({i % 2 == 0 ? "b/y" : "b/between"})), IsOk());
  }
  ASSERT_THAT(ReportValue("b/y", 3), IsOk());
  EXPECT_EQ(ValueOf(last), 3);
  for (const char* part : {"b/y", "b/between", "a/k7"}) {
    const auto refused = Create("a/more", MadeOf({"a/x", part}));
    EXPECT_THAT(refused, BadFieldIs(absl::StrCat(kParts, "[1]"))) << part;
    EXPECT_THAT(std::string(refused.status().message()), HasSubstr("more than 1000"));
  }
  // Whoever counts already may change otherwise, and so may what is made of other things.
  ASSERT_THAT(MakeOf("a/k7", {"b/between", "a/x"}, "MAX"), IsOk());
  ASSERT_THAT(Create("a/more", MadeOf({"a/x"})), IsOk());
  EXPECT_THAT(MakeOf("a/x", {"b/y"}), BadFieldIs(kFirstPart));
  // One that goes makes room.
  ASSERT_THAT(Call(&Goals::DeleteKeyResult, Named(NameOf("a/k8"))), IsOk());
  EXPECT_THAT(MakeOf("a/more", {"a/x", "b/y"}), IsOk());
}

// Nobody waits for what takes too long to be found out.
TEST_F(GoalsCombiningRulesTest, WhatTakesTooManyLookUpsIsRefused) {
  ASSERT_THAT(Create("b/between"), IsOk());
  for (int i = 0; i < 500; ++i) {
    ASSERT_THAT(Create(absl::StrCat("a/k", i), MadeOf({"b/between"})), IsOk());
  }
  std::vector<std::string> many(100, "");
  for (size_t i = 0; i < many.size(); ++i) {
    many[i] = absl::StrCat("b/p", i);
    ASSERT_THAT(Create(many[i]), IsOk());
  }
  ASSERT_THAT(MakeOf("b/between", many), IsOk());
  const auto refused = Create("a/more", MadeOf(many));
  EXPECT_THAT(refused, BadFieldIs(kParts));
  EXPECT_THAT(std::string(refused.status().message()), HasSubstr("50000 look-ups"));
  // What was there before is not looked at again.
  ASSERT_THAT(Create("a/more", MadeOf({many.begin(), many.begin() + 50})), IsOk());
  EXPECT_THAT(MakeOf("a/more", many), IsOk());
}

TEST_F(GoalsCombiningRulesTest, PartsAreThereAndAreNumbers) {
  EXPECT_THAT(Create("a/k", MadeOf({"b/y", "b/nobody"})),
              ReasonIs(ErrorReason::REFERENCE_NOT_FOUND));
  ASSERT_THAT(CreateOrganization("other"), IsOk());
  EXPECT_THAT(Create("a/k",
                     "key_result_source { key_results: "
                     "'organizations/other/objectives/a/keyResults/x' }"),
              BadFieldIs(kFirstPart));
  ASSERT_THAT(Create("b/m", "", kMilestones), IsOk());
  ASSERT_THAT(Create("b/d", "", "binary { } "), IsOk());
  EXPECT_THAT(Create("a/k", MadeOf({"b/m", "b/y", "b/d"})),
              BadFieldsAre(std::vector<std::string>{kFirstPart, absl::StrCat(kParts, "[2]")}));
  ASSERT_THAT(Create("b/r", "", "range { min: 1 } "), IsOk());
  ASSERT_THAT(Create("b/c", "", "relative_change { baseline: 5 change: 1 } "), IsOk());
  ASSERT_THAT(Create("b/f", "", "find_baseline { } "), IsOk());
  ASSERT_THAT(Create("a/k", MadeOf({"b/r", "b/c", "b/f"}), "range { max: 10 } "), IsOk());
  ASSERT_THAT(ReportValue("b/f", 7), IsOk());
  EXPECT_EQ(ValueOf("a/k"), 7);
}

TEST_F(GoalsCombiningRulesTest, WhatOthersAreMadeOfStaysANumber) {
  ASSERT_THAT(Create("a/k", MadeOf({"b/y"})), IsOk());
  EXPECT_THAT(Update("b/y", kMilestones, "milestones"), ReasonIs(ErrorReason::RESOURCE_IN_USE));
  ASSERT_THAT(Update("b/y", "range { min: 5 }", "range"), IsOk());
  ASSERT_THAT(Update("a/k", "", "key_result_source"), IsOk());
  EXPECT_THAT(Update("b/y", kMilestones, "milestones"), IsOk());
}

TEST_F(GoalsCombiningRulesTest, NothingIsMadeOfItselfHoweverLongTheWay) {
  EXPECT_THAT(MakeOf("a/x", {"a/x"}), ReasonIs(ErrorReason::CYCLIC_REFERENCE));
  EXPECT_THAT(Create("a/new", MadeOf({"a/new"})), ReasonIs(ErrorReason::CYCLIC_REFERENCE));
  std::string last = "a/x";
  for (int level = 1; level <= 9; ++level) {
    const std::string next = absl::StrCat(level % 2 == 0 ? "a" : "b", "/l", level);
    ASSERT_THAT(Create(next, MadeOf({"b/y", last})), IsOk());
    last = next;
    EXPECT_THAT(MakeOf("a/x", {"b/y", last}), ReasonIs(ErrorReason::CYCLIC_REFERENCE));
  }
}

TEST_F(GoalsCombiningRulesTest, TenLevelsAreEnough) {
  std::string last = "a/x";
  for (int level = 1; level <= 10; ++level) {
    const std::string next = absl::StrCat("a/l", level);
    ASSERT_THAT(Create(next, MadeOf({last, "b/y"})), IsOk());
    last = next;
  }
  ASSERT_THAT(ReportValue("a/x", 3), IsOk());
  EXPECT_EQ(ValueOf("a/l10"), 3);
  EXPECT_THAT(Create("b/above", MadeOf({"a/l10"})), BadFieldIs(kParts));
  ASSERT_THAT(Create("b/below"), IsOk());
  EXPECT_THAT(MakeOf("a/x", {"b/below"}), BadFieldIs(kParts));
  // In the middle too: what is above counts as what is below.
  ASSERT_THAT(Create("b/two", MadeOf({"b/below"})), IsOk());
  EXPECT_THAT(MakeOf("a/l2", {"a/l1", "b/two"}), IsOk());
  ASSERT_THAT(Create("b/three", MadeOf({"b/two"})), IsOk());
  EXPECT_THAT(MakeOf("a/l2", {"a/l1", "b/three"}), BadFieldIs(kParts));
}

TEST_F(GoalsCombiningRulesTest, WhatOthersAreMadeOfDoesNotGoWithoutThem) {
  ASSERT_THAT(Create("a/k", MadeOf({"b/y", "a/x"})), IsOk());
  const absl::Status used = Call(&Goals::DeleteKeyResult, Named(NameOf("a/x"))).status();
  EXPECT_THAT(used, ReasonIs(ErrorReason::RESOURCE_IN_USE));
  EXPECT_THAT(std::string(used.message()), HasSubstr(NameOf("a/k")));
  EXPECT_THAT(Call(&Goals::DeleteKeyResult, Named(NameOf("b/y")) + "force: true").status(),
              ReasonIs(ErrorReason::RESOURCE_IN_USE));
  EXPECT_THAT(DeleteObjective("b"), ReasonIs(ErrorReason::RESOURCE_IN_USE));
  EXPECT_THAT(DeleteObjective("a"), IsOk());  // Both go.
  EXPECT_THAT(DeleteObjective("b"), IsOk());
  // What comes later under the name has nothing to do with what was.
  for (const char* id : {"a", "b"}) ASSERT_THAT(CreateObjective(id), IsOk());
  for (const char* id : {"a/k", "b/y"}) ASSERT_THAT(Create(id), IsOk());
  ASSERT_THAT(ReportValue("b/y", 5), IsOk());
  EXPECT_FALSE(Get("a/k").has_current_value());
  EXPECT_THAT(DeleteObjective("b"), IsOk());
}

TEST_F(GoalsCombiningRulesTest, AnOrganizationGoesWithEverythingInIt) {
  ASSERT_THAT(Create("b/k", MadeOf({"a/x", "b/y"})), IsOk());
  ASSERT_THAT(Create("a/k", MadeOf({"b/k"})), IsOk());
  EXPECT_THAT(
      Call(&Organizations::DeleteOrganization, "name: 'organizations/o' force: true").status(),
      IsOk());
  GoalsFixture::SetUp();
  ASSERT_THAT(CreateObjective("a"), IsOk());
  ASSERT_THAT(Create("a/x"), IsOk());
  EXPECT_THAT(Call(&Goals::DeleteKeyResult, Named(NameOf("a/x"))), IsOk());
}

TEST_F(GoalsCombiningRulesTest, ARetargetKeepsItMadeOfOthers) {
  ASSERT_THAT(Create("a/k", MadeOf({"b/y"})), IsOk());
  ASSERT_THAT(ReportValue("b/y", 5), IsOk());
  ASSERT_THAT(ActivateIt("a"), IsOk());
  const auto retargeted =
      Call(&Goals::RetargetKeyResult,
           Named(NameOf("a/k")) + "from_to { target: 50 } reason: 'the market shrank'");
  ASSERT_THAT(retargeted, IsOk());
  EXPECT_EQ(retargeted->progress().raw(), 0.1);
  EXPECT_EQ(retargeted->retargets(0).value(), 5);
  EXPECT_EQ(retargeted->first_promise().raw(), 0.05);
  EXPECT_THAT(
      Call(&Goals::RetargetKeyResult, Named(NameOf("a/k")) + "binary { } reason: 'it is done'"),
      BadFieldIs(kSource));
}

}  // namespace
}  // namespace okapi::goals

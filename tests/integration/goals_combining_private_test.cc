// What is made of key results of private objectives: numbers for everybody, names for some.

#include <gmock/gmock.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "tests/integration/goals_private_fixture.h"
#include "tests/support/field_matchers.h"

namespace okapi::goals {
namespace {

using okapi::testing::BadFieldIs;
using okapi::testing::IsOk;
using okapi::testing::ReasonIs;
using status::ErrorReason;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kFirstPartField[] = "key_result.key_result_source.key_results[0]";

class GoalsCombiningPrivateTest : public GoalsPrivateFixture {
 protected:
  static std::string KeyResultOf(const std::string& objective, const std::string& id = "k") {
    return absl::StrCat(NameOf(objective), "/keyResults/", id);
  }
  static std::string MadeOf(const std::string& objective, const std::string& id = "k") {
    return absl::StrCat("key_result_source { key_results: '", KeyResultOf(objective, id), "' }");
  }
  absl::StatusOr<v1::KeyResult> Create(const std::string& objective, const std::string& source) {
    return Call(&Goals::CreateKeyResult,
                absl::StrCat("parent: '", NameOf(objective),
                             "' key_result_id: 'made' key_result { display_name: 'KR' ", kWay,
                             source, " }"));
  }
  absl::Status Delete(const std::string& key_result) {
    return Call(&Goals::DeleteKeyResult, Named(key_result)).status();
  }
};

TEST_F(GoalsCombiningPrivateTest, WhoSeesItSeesWhatItIsMadeOf) {
  As("anna");
  EXPECT_THAT(Create("top", MadeOf(kHidden)), BadFieldIs(kFirstPartField));
  ASSERT_THAT(CreateObjective("closer", Private("anna")), IsOk());
  const auto made = Create("closer", MadeOf(kHidden));
  ASSERT_THAT(made, IsOk());
  EXPECT_EQ(made->current_value(), 2);
  ASSERT_THAT(CreateObjective("wider", Private("anna", {"dan"})), IsOk());
  EXPECT_THAT(Create("wider", MadeOf(kHidden)), BadFieldIs(kFirstPartField));
  // Of what is its own, and of what everybody sees, anything can be made.
  EXPECT_THAT(Create(kHidden, MadeOf(kHidden)), IsOk());
  EXPECT_THAT(Create("wider", MadeOf(kSeen)), IsOk());
}

TEST_F(GoalsCombiningPrivateTest, AnAudienceDoesNotLeaveItBehind) {
  As("anna");
  ASSERT_THAT(CreateObjective("closer", Private("anna")), IsOk());
  ASSERT_THAT(Create("closer", MadeOf(kHidden)), IsOk());
  // What is made of it would be seen by more than see it.
  EXPECT_THAT(Update("closer", "visibility: ORGANIZATION", "paths: 'visibility'"),
              BadFieldIs("objective.visibility"));
  EXPECT_THAT(Update("closer", "readers: 'organizations/o/members/dan'", "paths: 'readers'"),
              BadFieldIs("objective.visibility"));
  EXPECT_THAT(Update("closer", "readers: 'organizations/o/members/ben'", "paths: 'readers'"),
              IsOk());
  // It would be seen by fewer than see what is made of it.
  EXPECT_THAT(Update(kHidden, "", "paths: 'readers'"), BadFieldIs("objective.visibility"));
  EXPECT_THAT(Update(kHidden, "visibility: ORGANIZATION", "paths: 'visibility'"), IsOk());
  ASSERT_THAT(CreateObjective("open"), IsOk());
  ASSERT_THAT(Create("open", MadeOf(kHidden, "l")), IsOk());
  EXPECT_THAT(Update(kHidden, "visibility: PRIVATE", "paths: 'visibility'"),
              BadFieldIs("objective.visibility"));
}

TEST_F(GoalsCombiningPrivateTest, AHiddenOneFollowsWhatEverybodyChanges) {
  As("anna");
  ASSERT_THAT(Create(kHidden, MadeOf(kSeen)), IsOk());
  As("dan");
  ASSERT_THAT(CheckIn(kSeen, "d", 9), IsOk());
  // He is not told who uses what he may not delete.
  const absl::Status used = Delete(KeyResultOf(kSeen));
  EXPECT_THAT(used, ReasonIs(ErrorReason::RESOURCE_IN_USE));
  EXPECT_THAT(std::string(used.message()), Not(HasSubstr(kHidden)));
  As("anna");
  EXPECT_THAT(std::string(Delete(KeyResultOf(kSeen)).message()), HasSubstr(kHidden));
  EXPECT_EQ(Call(&Goals::GetKeyResult, Named(KeyResultOf(kHidden, "made")))->current_value(), 9);
  // Who watches hears of what they see.
  for (const auto& [member, seen] : {std::pair("anna", true), std::pair("dan", false)}) {
    As(member);
    ChangesWatch watch(scene_);
    const auto record = watch.AwaitRecord([](const okapi::common::v1::ChangeRecord& each) {
      return absl::StrContains(each.ShortDebugString(), "checkIns/d");
    });
    EXPECT_EQ(absl::StrContains(record.ShortDebugString(), kHidden), seen) << member;
  }
}

TEST_F(GoalsCombiningPrivateTest, WhatIsHiddenIsAnsweredAsIfItWereNotThere) {
  As("anna");
  ASSERT_THAT(Create(kHidden, MadeOf(kSeen)), IsOk());
  As("dan");
  const auto answer = [&](const std::string& objective, const std::string& id) {
    const absl::Status status = Create(kSeen, MadeOf(objective, id)).status();
    EXPECT_THAT(status, ReasonIs(ErrorReason::REFERENCE_NOT_FOUND));
    return absl::StrReplaceAll(std::string(status.message()), {{objective, "X"}});
  };
  EXPECT_EQ(answer(kHidden, "k"), answer("nowhere1", "k"));
  // Also where it leads back.
  const absl::Status back =
      Call(&Goals::UpdateKeyResult,
           absl::StrCat("key_result { ", Named(KeyResultOf(kSeen)), MadeOf(kHidden, "made"),
                        " } update_mask { paths: 'key_result_source' }"))
          .status();
  EXPECT_THAT(back, ReasonIs(ErrorReason::REFERENCE_NOT_FOUND));
}

}  // namespace
}  // namespace okapi::goals

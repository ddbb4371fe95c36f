// What changes would do, and what other rules would make of the same goals.

#include <gmock/gmock.h>

#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "tests/integration/goals_private_fixture.h"
#include "tests/support/field_matchers.h"

namespace okapi::goals {
namespace {

using okapi::common::v1::ScoringProfile;
using okapi::common::v1::Status;
using okapi::testing::BadFieldIs;
using okapi::testing::IsOk;
using okapi::testing::ReasonIs;
using okapi::testing::StatusIs;
using status::ErrorReason;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class GoalsWhatIfTest : public GoalsPrivateFixture {
 protected:
  static constexpr char kKeyResult[] = "organizations/o/objectives/visible1/keyResults/k";

  absl::StatusOr<v1::WhatIfResponse> WhatIf(const std::string& changes) {
    return Call(&Review::WhatIf, "parent: 'organizations/o' " + changes);
  }
  static std::vector<std::string> NamesIn(const v1::WhatIfResponse& response) {
    std::vector<std::string> names;
    for (const auto& move : response.moves()) names.push_back(move.name());
    return names;
  }
  static std::string CheckInOf(double value) {
    return absl::StrCat("changes { check_in { parent: '", kKeyResult, "' check_in { value: ", value,
                        " } } } ");
  }
  static std::string RetargetTo(double target) {
    return absl::StrCat("changes { retarget { name: '", kKeyResult,
                        "' reason: 'r' from_to { baseline: 0 target: ", target, " } } } ");
  }
};

TEST_F(GoalsWhatIfTest, ItSaysWhatTheChangesDoAndDoesNothing) {
  As("anna");
  const auto before = GetObjective("top");
  const auto told = WhatIf(RetargetTo(20) + CheckInOf(5));
  ASSERT_THAT(told, IsOk());
  EXPECT_THAT(NamesIn(*told), ElementsAre(kKeyResult, NameOf(kSeen), kTop));
  EXPECT_EQ(told->moves(0).before().raw(), 0.8);
  EXPECT_EQ(told->moves(0).after().raw(), 0.25);
  EXPECT_EQ(told->moves(2).display_name(), "Obj");
  EXPECT_DOUBLE_EQ(told->moves(2).after().clamped(), (0.25 + 0.2) / 2);
  EXPECT_EQ(GetObjective("top")->DebugString(), before->DebugString());

  // What it says is what comes when it is done.
  ASSERT_THAT(
      Call(&Goals::RetargetKeyResult,
           absl::StrCat(Named(kKeyResult), "reason: 'r' from_to { baseline: 0 target: 20 }")),
      IsOk());
  ASSERT_THAT(CheckIn(kSeen, "d", 5), IsOk());
  EXPECT_EQ(GetObjective("top")->progress().DebugString(), told->moves(2).after().DebugString());
}

TEST_F(GoalsWhatIfTest, LinksWeightsAndWhatComesAndGoesCountToo) {
  As("anna");
  const auto apart =
      WhatIf(absl::StrCat("changes { update_objective { objective { name: '", NameOf(kSeen),
                          "' } update_mask { paths: 'alignments' } } }"));
  ASSERT_THAT(apart, IsOk());
  // Its own progress stays, that of what it was for does not.
  EXPECT_THAT(NamesIn(*apart), ElementsAre(kTop));
  EXPECT_DOUBLE_EQ(apart->moves(0).after().clamped(), 0.2);

  const auto more = WhatIf(
      absl::StrCat("changes { create_key_result { parent: '", NameOf(kSeen),
                   "' key_result_id: 'n' key_result { display_name: 'N' binary {} weight: 3 } } } "
                   "changes { check_in { parent: '",
                   NameOf(kSeen),
                   "/keyResults/n' check_in { value: 1 } } } "
                   "changes { update_key_result { key_result { name: '",
                   kKeyResult,
                   "' weight: 2 } update_mask { paths: 'weight' } } } "
                   "changes { delete_key_result { name: '",
                   NameOf(kSeen), "/keyResults/l' } }"));
  ASSERT_THAT(more, IsOk());
  EXPECT_THAT(NamesIn(*more), ElementsAre(NameOf(kSeen) + "/keyResults/l",
                                          NameOf(kSeen) + "/keyResults/n", NameOf(kSeen), kTop));
  EXPECT_FALSE(more->moves(0).has_after());
  EXPECT_FALSE(more->moves(1).has_before());
  EXPECT_DOUBLE_EQ(more->moves(2).after().clamped(), (2 * 0.8 + 3 * 1) / 5);
}

TEST_F(GoalsWhatIfTest, WhatIsAboveEitherSideIsLookedAtWhateverTheOrder) {
  As("anna");
  // `visible1` is for `between` now; `between` would be for `above` then.
  for (const char* id : {"above", "between"}) {
    ASSERT_THAT(CreateObjective(id, "rollup: CHILDREN"), IsOk());
    ASSERT_THAT(Call(&Goals::ActivateObjective, Named(NameOf(id))), IsOk());
  }
  auto aligned = [](const std::string& id, const std::string& parents) {
    return absl::StrCat("objective { name: '", NameOf(id), "' ", parents,
                        " } update_mask { paths: 'alignments' } ");
  };
  auto to = [](const std::string& id) {
    return absl::StrCat("alignments { parent: '", NameOf(id), "' } ");
  };
  ASSERT_THAT(Call(&Goals::UpdateObjective, aligned(kSeen, to("between") + ForTop())), IsOk());
  const std::string leave =
      absl::StrCat("changes { update_objective { ", aligned(kSeen, ForTop()), " } } ");
  const std::string join =
      absl::StrCat("changes { update_objective { ", aligned("between", to("above")), " } } ");
  const std::string come = absl::StrCat("changes { update_objective { ",
                                        aligned(kHidden, to("between") + ForTop()), " } } ");
  for (const std::string& changes : {leave + join + come, come + join + leave}) {
    const auto told = WhatIf(changes);
    ASSERT_THAT(told, IsOk());
    EXPECT_THAT(NamesIn(*told), ElementsAre(NameOf("between"), NameOf("above")));
  }
}

TEST_F(GoalsWhatIfTest, WhatIsHiddenMovesUnseen) {
  As("anna");
  const std::string hidden = absl::StrCat("changes { check_in { parent: '", NameOf(kHidden),
                                          "/keyResults/k' check_in { value: 9 } } } ");
  EXPECT_THAT(NamesIn(*WhatIf(hidden)),
              ElementsAre(NameOf(kHidden) + "/keyResults/k", NameOf(kHidden), kTop));
  As("dan");
  EXPECT_THAT(WhatIf(hidden), StatusIs(absl::StatusCode::kNotFound));
  const auto told = WhatIf(CheckInOf(1));
  ASSERT_THAT(told, IsOk());
  EXPECT_THAT(told->DebugString(), Not(HasSubstr(kHidden)));
  EXPECT_DOUBLE_EQ(told->moves(2).after().worst_child_clamped(), 0.1);
}

TEST_F(GoalsWhatIfTest, WhatIsWrongIsToldWithItsPlace) {
  As("anna");
  EXPECT_THAT(WhatIf(""), BadFieldIs("changes"));
  EXPECT_THAT(WhatIf(CheckInOf(1) + "changes {}"), BadFieldIs("changes[1].change"));
  EXPECT_THAT(WhatIf(CheckInOf(1) + absl::StrCat("changes { retarget { name: '", kKeyResult,
                                                 "' reason: 'r' range {} } }")),
              BadFieldIs("changes[1].retarget.key_result.range.min"));
  EXPECT_THAT(
      WhatIf("changes { delete_key_result { name: 'organizations/p/objectives/a/keyResults/k' } }"),
      BadFieldIs("changes[0].delete_key_result"));
  EXPECT_THAT(WhatIf(absl::StrCat("changes { delete_key_result { name: '", kKeyResult, "' } }")),
              ReasonIs(ErrorReason::KEY_RESULT_COUNT));
  std::string many;
  for (int i = 0; i < 101; ++i) many += CheckInOf(1);
  EXPECT_THAT(WhatIf(many), BadFieldIs("changes"));
}

TEST_F(GoalsWhatIfTest, ProfilesAreCompared) {
  As("anna");
  auto compare = [&](const std::string& more = "") {
    return Call(&Review::CompareProfiles, "parent: 'organizations/o' " + more);
  };
  const auto told = compare();
  ASSERT_THAT(told, IsOk());
  EXPECT_EQ(told->profile(), ScoringProfile::OKAPI);
  ASSERT_EQ(told->comparisons_size(), 3);
  const auto& seen = told->comparisons(2);
  EXPECT_EQ(seen.objective(), NameOf(kSeen));
  std::map<ScoringProfile, okapi::common::v1::Progress> by;
  for (const auto& judgement : seen.judgements()) by[judgement.profile()] = judgement.progress();
  ASSERT_EQ(by.size(), 5);
  EXPECT_EQ(seen.judgements(0).profile(), ScoringProfile::OKAPI);
  // One key result is at 0.8, the other has no value.
  EXPECT_DOUBLE_EQ(by[ScoringProfile::OKAPI].clamped(), 0.8);
  EXPECT_DOUBLE_EQ(by[ScoringProfile::PLAIN_MEAN].clamped(), 0.4);
  EXPECT_EQ(by[ScoringProfile::OKAPI].status(), Status::ON_TRACK);
  EXPECT_EQ(by[ScoringProfile::WEAKEST_LINK].status(), Status::NO_DATA);
  EXPECT_TRUE(seen.differs());
  EXPECT_EQ(by[ScoringProfile::OKAPI].DebugString(), GetObjective(kSeen)->progress().DebugString());

  // A closed one is judged by what it had come to.
  ASSERT_THAT(Call(&Goals::CloseObjective, Named(NameOf(kSeen))), IsOk());
  clock_.Advance(absl::Hours(24 * 100));
  const auto closed = compare();
  ASSERT_EQ(closed->comparisons_size(), 3);
  EXPECT_DOUBLE_EQ(closed->comparisons(2).judgements(1).progress().clamped(), 0.4);
  EXPECT_EQ(closed->comparisons(2).judgements(0).progress().status(), Status::ON_TRACK);

  As("dan");
  const auto partly = compare("page_size: 1");
  ASSERT_EQ(partly->comparisons_size(), 1);
  EXPECT_EQ(partly->comparisons(0).objective(), kTop);
  EXPECT_THAT(partly->DebugString(), Not(HasSubstr(kHidden)));
  const auto rest = compare("page_size: 1 page_token: '" + partly->next_page_token() + "'");
  ASSERT_EQ(rest->comparisons_size(), 1);
  EXPECT_EQ(rest->next_page_token(), "");
  EXPECT_THAT(compare("cycle: 'organizations/o/cycles/none'"),
              StatusIs(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace okapi::goals

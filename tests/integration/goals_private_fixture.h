#pragma once

#include <gmock/gmock.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "tests/integration/goals_fixture.h"

namespace okapi::goals {

// Two objectives for a third one, `top`: `visible1`, and `hushhush`, which is Anna's, private, and
// shown to Ben. Cleo sees everything that is private; Dan does not. The private one is behind.
class GoalsPrivateFixture : public GoalsFixture {
 protected:
  static constexpr char kSeen[] = "visible1";
  static constexpr char kHidden[] = "hushhush";
  static constexpr char kTop[] = "organizations/o/objectives/top";

  void SetUp() override {
    GoalsFixture::SetUp();
    for (const char* member : {"anna", "ben", "dan"}) {
      ASSERT_THAT(CreateMember(member), testing::IsOk());
    }
    ASSERT_THAT(CreateMember("cleo", "sees_private: true"), testing::IsOk());
    ASSERT_THAT(CreateObjective("top", "rollup: CHILDREN"), testing::IsOk());
    ASSERT_THAT(Call(&Goals::ActivateObjective, Named(kTop)), testing::IsOk());
    As("anna");
    ASSERT_NO_FATAL_FAILURE(CreateWhole(kSeen, ForTop(), 8));
    ASSERT_NO_FATAL_FAILURE(CreateWhole(kHidden, ForTop() + Private("anna", {"ben"}), 2));
  }

  // Who calls from here on.
  void As(const std::string& member) {
    scene_.CallAs(member.empty() ? "" : absl::StrCat("organizations/o/members/", member));
  }

  static std::string ForTop() { return absl::StrCat("alignments { parent: '", kTop, "' } "); }
  static std::string Private(const std::string& owner,
                             const std::vector<std::string>& readers = {}) {
    std::string fields =
        absl::StrCat("visibility: PRIVATE owner: 'organizations/o/members/", owner, "' ");
    for (const std::string& reader : readers) {
      absl::StrAppend(&fields, "readers: 'organizations/o/members/", reader, "' ");
    }
    return fields;
  }
  static std::string NameOf(const std::string& id) {
    return absl::StrCat("organizations/o/objectives/", id);
  }

  // An active objective with one of everything: key results, a check-in, an initiative, a comment.
  void CreateWhole(const std::string& id, const std::string& fields, double value) {
    const std::string parent = absl::StrCat("parent: '", NameOf(id), "' ");
    ASSERT_THAT(CreateObjective(id, fields), testing::IsOk());
    for (const char* key_result : {"k", "l"}) {
      ASSERT_THAT(Call(&Goals::CreateKeyResult,
                       absl::StrCat(parent, "key_result_id: '", key_result,
                                    "' key_result { display_name: 'KR' ", kWay, " }")),
                  testing::IsOk());
    }
    ASSERT_THAT(Call(&Goals::CreateInitiative,
                     absl::StrCat(parent, "initiative_id: 'i' initiative { display_name: 'I' }")),
                testing::IsOk());
    ASSERT_THAT(Call(&Goals::ActivateObjective, Named(NameOf(id))), testing::IsOk());
    ASSERT_THAT(CheckIn(id, "c", value), testing::IsOk());
    ASSERT_THAT(
        Call(&Goals::CreateComment, absl::StrCat(parent, "comment_id: 'm' comment { text: 'hm' }")),
        testing::IsOk());
  }
  absl::StatusOr<v1::CheckIn> CheckIn(const std::string& objective, const std::string& id,
                                      double value) {
    return Call(&Goals::CreateCheckIn,
                absl::StrCat("parent: '", NameOf(objective), "/keyResults/k' check_in_id: '", id,
                             "' check_in { value: ", value, " }"));
  }
  absl::StatusOr<v1::Objective> Update(const std::string& id, const std::string& fields,
                                       const std::string& paths) {
    return Call(&Goals::UpdateObjective, absl::StrCat("objective { name: '", NameOf(id), "' ",
                                                      fields, "} update_mask { ", paths, " }"));
  }
};

}  // namespace okapi::goals

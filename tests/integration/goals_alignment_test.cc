// What objectives are for each other, over gRPC.

#include <gmock/gmock.h>

#include "tests/integration/goals_fixture.h"
#include "tests/support/field_matchers.h"

namespace okapi::goals {
namespace {

using okapi::common::v1::Status;
using okapi::testing::BadFieldIs;
using okapi::testing::IsOk;
using okapi::testing::ReasonIs;
using status::ErrorReason;
using ::testing::Contains;

class GoalsAlignmentTest : public GoalsFixture {
 protected:
  static std::string Name(const std::string& id) { return "organizations/o/objectives/" + id; }
  static std::string For(const std::string& parent, const std::string& fields = "") {
    return "alignments { parent: '" + Name(parent) + "' " + fields + " } ";
  }
  // An active objective with two key results at this share of their way.
  void Active(const std::string& id, const std::string& fields, double share) {
    ASSERT_THAT(CreateObjective(id, fields), IsOk());
    for (const char* key_result : {"k", "l"}) {
      ASSERT_THAT(Call(&Goals::CreateKeyResult,
                       "parent: '" + Name(id) + "' key_result_id: '" + key_result +
                           "' key_result { display_name: 'KR' from_to { target: 1 } }"),
                  IsOk());
      ASSERT_THAT(
          Call(&Goals::CreateCheckIn, "parent: '" + Name(id) + "/keyResults/" + key_result +
                                          "' check_in { value: " + std::to_string(share) + " }"),
          IsOk());
    }
    ASSERT_THAT(ActivateIt(id), IsOk());
  }
  absl::StatusOr<v1::Objective> ActivateIt(const std::string& id) {
    return Call(&Goals::ActivateObjective, Named(Name(id)));
  }
  absl::Status Align(const std::string& id, const std::string& alignments) {
    return Call(&Goals::UpdateObjective, "objective { " + Named(Name(id)) + alignments +
                                             " } update_mask { paths: 'alignments' }")
        .status();
  }
  double Progress(const std::string& id) { return GetObjective(id)->progress().clamped(); }
};

TEST_F(GoalsAlignmentTest, ChildrenMakeTheProgressOfTheirParent) {
  ASSERT_THAT(CreateObjective("top", "rollup: CHILDREN"), IsOk());
  ASSERT_THAT(ActivateIt("top"), IsOk());  // Without key results of its own.
  EXPECT_EQ(GetObjective("top")->progress().status(), Status::NO_DATA);
  Active("a", For("top", "weight: 3"), 0.5);
  Active("b", For("top"), 0.1);
  Active("c", For("top", "kind: SUPPORTS"), 1);
  const auto top = GetObjective("top");
  ASSERT_THAT(top, IsOk());
  EXPECT_DOUBLE_EQ(top->progress().clamped(), (3 * 0.5 + 0.1) / 4);
  EXPECT_EQ(top->progress().worst_child(), Name("b"));
  EXPECT_EQ(top->progress().worst_child_status(), Status::OFF_TRACK);
  // A child that ends counts with its score.
  ASSERT_THAT(
      Call(&Goals::CloseObjective, Named(Name("b")) + " score: 0.9 reason: 'late but good'"),
      IsOk());
  EXPECT_DOUBLE_EQ(Progress("top"), (3 * 0.5 + 0.9) / 4);
  // One put aside is no part of it.
  ASSERT_THAT(Call(&Goals::ArchiveObjective, Named(Name("b"))), IsOk());
  EXPECT_DOUBLE_EQ(Progress("top"), 0.5);
}

TEST_F(GoalsAlignmentTest, BothMeansKeyResultsAndChildrenByTheirWeights) {
  Active("top", "rollup: BOTH", 0.2);
  Active("a", For("top", "weight: 2"), 0.8);
  EXPECT_DOUBLE_EQ(Progress("top"), (0.2 + 0.2 + 2 * 0.8) / 4);
}

TEST_F(GoalsAlignmentTest, WhatHasNotBegunIsNotMissing) {
  ASSERT_THAT(CreateCycle("q2",
                          "start_date { year: 2025 month: 4 day: 1 } "
                          "end_date { year: 2025 month: 6 day: 30 }"),
              IsOk());
  ASSERT_THAT(CreateObjective("top", "rollup: CHILDREN"), IsOk());
  Active("a", For("top"), 0.5);
  ASSERT_THAT(CreateObjective("draft", For("top")), IsOk());
  Active("later", For("top") + "rollup: KEY_RESULTS", 0.5);
  ASSERT_THAT(Call(&Goals::UpdateObjective,
                   "objective { " + Named(Name("later")) +
                       " cycle: 'organizations/o/cycles/q2' } update_mask { paths: 'cycle' }"),
              IsOk());
  const auto top = GetObjective("top");
  EXPECT_DOUBLE_EQ(top->progress().clamped(), 0.5);
  EXPECT_EQ(top->progress().missing_share(), 0);
}

// top <- left, right <- shared: what is shared counts once, at the first of two equally near.
TEST_F(GoalsAlignmentTest, WhatComesByTwoWaysCountsOnce) {
  for (const char* id : {"top", "left", "right"}) {
    const std::string fields = id == std::string("top") ? "" : For("top");
    ASSERT_THAT(CreateObjective(id, fields + "rollup: CHILDREN"), IsOk());
    ASSERT_THAT(ActivateIt(id), IsOk());
  }
  Active("shared", For("left") + For("right"), 0.4);
  Active("own", For("right"), 0.8);
  EXPECT_DOUBLE_EQ(Progress("left"), 0.4);
  EXPECT_DOUBLE_EQ(Progress("right"), 0.6);
  EXPECT_DOUBLE_EQ(Progress("top"), (0.4 + 0.8) / 2);
  // One of which everything counts elsewhere is left out.
  ASSERT_THAT(Align("own", ""), IsOk());
  EXPECT_DOUBLE_EQ(Progress("right"), 0.4);
  EXPECT_DOUBLE_EQ(Progress("top"), 0.4);
  EXPECT_EQ(GetObjective("top")->progress().missing_share(), 0);
  // The nearest way goes before the first name.
  ASSERT_THAT(Align("shared", For("left") + For("top")), IsOk());
  const auto explained = Call(&Review::Explain, Named(Name("top")));
  ASSERT_THAT(explained, IsOk());
  ASSERT_EQ(explained->children_size(), 2);
  EXPECT_EQ(explained->children(1).name(), Name("shared"));
  EXPECT_THAT(
      explained->steps(),
      Contains(Name("left") +
               " contributes too: it, or what it is made of, counts elsewhere below the top"));
}

TEST_F(GoalsAlignmentTest, NoWayLeadsBack) {
  ASSERT_THAT(CreateObjective("a"), IsOk());
  ASSERT_THAT(CreateObjective("b", For("a")), IsOk());
  ASSERT_THAT(CreateObjective("c", For("b")), IsOk());
  EXPECT_THAT(Align("a", For("c")), ReasonIs(ErrorReason::CYCLIC_REFERENCE));
  EXPECT_THAT(Align("a", For("a")), ReasonIs(ErrorReason::CYCLIC_REFERENCE));
  EXPECT_THAT(CreateObjective("d", For("d")), ReasonIs(ErrorReason::CYCLIC_REFERENCE));
  EXPECT_THAT(Align("a", For("nobody")), ReasonIs(ErrorReason::REFERENCE_NOT_FOUND));
  EXPECT_THAT(Align("c", For("a") + For("a")), BadFieldIs("objective.alignments[1].parent"));
  EXPECT_THAT(Align("c", For("a", "weight: -1")), BadFieldIs("objective.alignments[0].weight"));
}

TEST_F(GoalsAlignmentTest, WhatOthersAreForDoesNotGo) {
  ASSERT_THAT(CreateObjective("a"), IsOk());
  ASSERT_THAT(CreateObjective("b", For("a")), IsOk());
  const std::string doomed = Named(Name("a")) + " force: true";
  EXPECT_THAT(Call(&Goals::DeleteObjective, doomed).status(),
              ReasonIs(ErrorReason::RESOURCE_IN_USE));
  ASSERT_THAT(Align("b", ""), IsOk());
  EXPECT_THAT(Call(&Goals::DeleteObjective, doomed), IsOk());
}

TEST_F(GoalsAlignmentTest, ListsWhatIsForAnObjective) {
  ASSERT_THAT(CreateObjective("a"), IsOk());
  ASSERT_THAT(CreateObjective("b", For("a")), IsOk());
  ASSERT_THAT(CreateObjective("c", For("b")), IsOk());
  const auto listed =
      Call(&Goals::ListObjectives, "parent: 'organizations/o' aligned_to: '" + Name("a") + "'");
  ASSERT_THAT(listed, IsOk());
  ASSERT_EQ(listed->objectives_size(), 1);
  EXPECT_EQ(listed->objectives(0).name(), Name("b"));
}

}  // namespace
}  // namespace okapi::goals

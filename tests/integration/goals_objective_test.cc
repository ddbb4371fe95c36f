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

// Objectives and key results under the standard methods.
class GoalsObjectiveTest : public GoalsFixture {
 protected:
  // `rest`: fields of the objective `a`, its end, and the mask.
  absl::StatusOr<v1::Objective> Update(const std::string& rest) {
    return Call(&Goals::UpdateObjective,
                "objective { " + Named("organizations/o/objectives/a") + rest);
  }
};

TEST_F(GoalsObjectiveTest, ActivationTakesTwoToFiveKeyResults) {
  ASSERT_THAT(CreateObjective("a"), IsOk());
  const std::vector<bool> allowed = {false, false, true, true, true, true, false};
  for (size_t count = 0; count < allowed.size(); ++count) {
    SCOPED_TRACE(count);
    if (count > 0) {
      ASSERT_THAT(CreateKeyResult("k" + std::to_string(count), kWay), IsOk());
    }
    const auto checked = Call(&Goals::ActivateObjective,
                              Named("organizations/o/objectives/a") + "validate_only: true");
    if (allowed[count]) {
      EXPECT_THAT(checked, IsOk());
    } else {
      EXPECT_THAT(checked, AllOf(StatusIs(absl::StatusCode::kFailedPrecondition),
                                 ReasonIs(ErrorReason::KEY_RESULT_COUNT)));
    }
    EXPECT_EQ(GetObjective("a")->state(), v1::Objective::DRAFT);
  }
  ASSERT_THAT(DeleteKeyResult("k6"), IsOk());
  ASSERT_THAT(Activate(), IsOk());
  EXPECT_EQ(GetObjective("a")->state(), v1::Objective::ACTIVE);
  EXPECT_THAT(CreateKeyResult("k6", kWay), ReasonIs(ErrorReason::KEY_RESULT_COUNT));
}

TEST_F(GoalsObjectiveTest, AStaleEtagAbortsAndChangesNothing) {
  const auto created = CreateObjective("a");
  ASSERT_THAT(created, IsOk());
  ASSERT_THAT(Update("description: 'meanwhile' }"), IsOk());
  const std::string etag = "etag: '" + created->etag() + "' ";
  const auto mismatch =
      AllOf(StatusIs(absl::StatusCode::kAborted), ReasonIs(ErrorReason::ETAG_MISMATCH));
  EXPECT_THAT(Update(etag + "description: 'mine' }"), mismatch);
  EXPECT_THAT(Call(&Goals::ActivateObjective, Named("organizations/o/objectives/a") + etag),
              mismatch);
  EXPECT_THAT(Call(&Goals::DeleteObjective, Named("organizations/o/objectives/a") + etag),
              mismatch);
  EXPECT_EQ(GetObjective("a")->description(), "meanwhile");
}

TEST_F(GoalsObjectiveTest, MasksSayWhatIsTaken) {
  ASSERT_THAT(CreateObjective("a", "description: 'why'"), IsOk());
  // Named and absent: cleared. Not named: left.
  const auto cleared = Update("display_name: 'New' } update_mask { paths: 'description' }");
  ASSERT_THAT(cleared, IsOk());
  EXPECT_EQ(cleared->description(), "");
  EXPECT_EQ(cleared->display_name(), "Obj");
  EXPECT_THAT(Update("} update_mask { paths: 'display_name' }"),
              BadFieldIs("objective.display_name"));
  EXPECT_THAT(Update("} update_mask { paths: 'colour' }"),
              ReasonIs(ErrorReason::INVALID_UPDATE_MASK));
  // What only the server sets is passed over.
  const auto state = Update("state: CLOSED } update_mask { paths: 'state' }");
  ASSERT_THAT(state, IsOk());
  EXPECT_EQ(state->state(), v1::Objective::DRAFT);
  EXPECT_EQ(state->etag(), cleared->etag()) << "an update that changes nothing is no change";
  EXPECT_THAT(Update("display_name: 'All' } update_mask { paths: '*' }"),
              BadFieldIs("objective.cycle"));
}

TEST_F(GoalsObjectiveTest, AKeyResultsMeasureCanBecomeTheOtherKind) {
  ASSERT_THAT(CreateObjective("a"), IsOk());
  ASSERT_THAT(CreateKeyResult("k", kWay), IsOk());
  const auto updated =
      Call(&Goals::UpdateKeyResult, "key_result { " + Named(KeyResultName("k")) +
                                        "relative_change { baseline: 50 change: -0.2 } }");
  ASSERT_THAT(updated, IsOk());
  EXPECT_TRUE(updated->has_relative_change());
  EXPECT_FALSE(updated->has_from_to());
}

TEST_F(GoalsObjectiveTest, AKeyResultNamesEveryFieldThatIsWrong) {
  ASSERT_THAT(CreateObjective("a"), IsOk());
  EXPECT_THAT(CreateKeyResult("k", "weight: -1 kpi_source { kpi: 'organizations/p/kpis/k' }"),
              BadFieldsAre(std::vector<std::string>{"key_result.measure", "key_result.weight",
                                                    "key_result.kpi_source.kpi"}));
  EXPECT_THAT(CreateKeyResult("k", "relative_change { baseline: 0 change: 0 }"),
              BadFieldsAre(std::vector<std::string>{"key_result.relative_change.baseline",
                                                    "key_result.relative_change.change"}));
  EXPECT_THAT(CreateKeyResult("K", kWay), BadFieldIs("key_result_id"));
}

TEST_F(GoalsObjectiveTest, ValidateOnlyNeitherUpdatesNorDeletes) {
  const auto created = CreateObjective("a");
  ASSERT_THAT(created, IsOk());
  const auto shown = Update("description: 'new' } validate_only: true");
  ASSERT_THAT(shown, IsOk());
  EXPECT_EQ(shown->description(), "new");
  EXPECT_THAT(
      Call(&Goals::DeleteObjective, Named("organizations/o/objectives/a") + "validate_only: true"),
      IsOk());
  const auto found = GetObjective("a");
  ASSERT_THAT(found, IsOk());
  EXPECT_EQ(found->SerializeAsString(), created->SerializeAsString());
}

TEST_F(GoalsObjectiveTest, PagesAreCompleteAndTokensBelongToTheirQuery) {
  const std::vector<std::string> ids = {"a", "b", "c", "d", "e"};
  for (const std::string& id : ids) ASSERT_THAT(CreateObjective(id), IsOk());
  auto list =
      testing::FromText<v1::ListObjectivesRequest>("parent: 'organizations/o' page_size: 2");
  std::vector<std::string> found;
  std::vector<int> sizes;
  std::string token;
  do {
    list.set_page_token(token);
    const auto page = scene_.Call(&Goals::ListObjectives, list);
    ASSERT_THAT(page, IsOk());
    sizes.push_back(page->objectives_size());
    for (const auto& objective : page->objectives()) {
      found.push_back(objective.name().substr(objective.name().rfind('/') + 1));
    }
    token = page->next_page_token();
  } while (!token.empty());
  EXPECT_EQ(found, ids);
  EXPECT_EQ(sizes, (std::vector<int>{2, 2, 1}));
  // The token of the last page, with another query, and damaged.
  auto other = list;
  other.add_states(v1::Objective::DRAFT);
  EXPECT_THAT(scene_.Call(&Goals::ListObjectives, other),
              ReasonIs(ErrorReason::INVALID_PAGE_TOKEN));
  list.set_page_token("!" + list.page_token());
  EXPECT_THAT(scene_.Call(&Goals::ListObjectives, list), ReasonIs(ErrorReason::INVALID_PAGE_TOKEN));
  list.clear_page_token();
  list.set_page_size(-1);
  EXPECT_THAT(scene_.Call(&Goals::ListObjectives, list), BadFieldIs("page_size"));
}

}  // namespace
}  // namespace okapi::goals

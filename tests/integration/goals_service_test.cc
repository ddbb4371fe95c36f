#include <gmock/gmock.h>

#include <string>
#include <thread>
#include <vector>

#include "tests/integration/goals_fixture.h"

namespace okapi::goals {
namespace {

using namespace okapi::goals::v1;  // NOLINT(google-build-using-namespace): nearly every message.
using okapi::testing::FromText;
using okapi::testing::IsOk;
using okapi::testing::ReasonIs;
using okapi::testing::StatusIs;
using status::ErrorReason;
using ::testing::HasSubstr;

class GoalsServiceTest : public GoalsFixture {};

TEST_F(GoalsServiceTest, TreesHaveNoLoopsAndReferencesExist) {
  ASSERT_THAT(CreateTeam("a"), IsOk());
  ASSERT_THAT(CreateTeam("b", "parent_team: 'organizations/o/teams/a'"), IsOk());
  const auto loop =
      scene_.Call(&Organizations::UpdateTeam,
                  FromText<UpdateTeamRequest>("team { name: 'organizations/o/teams/a' "
                                              "parent_team: 'organizations/o/teams/b' }"));
  EXPECT_THAT(loop, ReasonIs(ErrorReason::CYCLIC_REFERENCE));
  EXPECT_THAT(CreateTeam("c", "parent_team: 'organizations/o/teams/c'"),
              ReasonIs(ErrorReason::CYCLIC_REFERENCE));
  EXPECT_THAT(CreateTeam("c", "parent_team: 'organizations/o/teams/none'"),
              ReasonIs(ErrorReason::REFERENCE_NOT_FOUND));
  EXPECT_THAT(CreateTeam("c", "parent_team: 'organizations/other/teams/a'"),
              ReasonIs(ErrorReason::INVALID_FIELD));
  EXPECT_THAT(CreateObjective("a", "owner: 'organizations/o/members/none'"),
              ReasonIs(ErrorReason::REFERENCE_NOT_FOUND));
  const auto orphan = scene_.Call(
      &Organizations::CreateTeam,
      FromText<CreateTeamRequest>("parent: 'organizations/none' team { display_name: 'T' }"));
  EXPECT_THAT(orphan, StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(GoalsServiceTest, CyclesLieWithinTheirParents) {
  const std::string parent = "parent_cycle: 'organizations/o/cycles/q1' ";
  EXPECT_THAT(CreateCycle("m1", parent + "start_date { year: 2025 month: 1 day: 1 } "
                                         "end_date { year: 2025 month: 1 day: 31 }"),
              IsOk());
  const auto outside = CreateCycle("m4", parent +
                                             "start_date { year: 2025 month: 4 day: 1 } "
                                             "end_date { year: 2025 month: 4 day: 30 }");
  EXPECT_THAT(outside.status().message(), HasSubstr("cycle.parent_cycle"));
  const auto backwards = CreateCycle("x",
                                     "start_date { year: 2025 month: 2 day: 1 } "
                                     "end_date { year: 2025 month: 1 day: 31 }");
  EXPECT_THAT(backwards.status().message(), HasSubstr("cycle.end_date"));
  const auto unreal = CreateCycle("y",
                                  "start_date { year: 2025 month: 2 day: 29 } "
                                  "end_date { year: 2025 month: 3 day: 1 }");
  EXPECT_THAT(unreal.status().message(), HasSubstr("cycle.start_date"));
  const auto shrunk =
      scene_.Call(&Organizations::UpdateCycle,
                  FromText<UpdateCycleRequest>("cycle { name: 'organizations/o/cycles/q1' "
                                               "end_date { year: 2025 month: 1 day: 15 } }"));
  EXPECT_THAT(shrunk.status().message(), HasSubstr("organizations/o/cycles/m1"));
}

TEST_F(GoalsServiceTest, WhatIsUsedDoesNotGo) {
  ASSERT_THAT(CreateTeam("a"), IsOk());
  ASSERT_THAT(CreateObjective("a", "team: 'organizations/o/teams/a'"), IsOk());
  ASSERT_THAT(CreateKeyResult("one", kWay), IsOk());
  const auto remove = [this](const std::string& team) {
    return scene_.Call(&Organizations::DeleteTeam,
                       FromText<DeleteTeamRequest>("name: 'organizations/o/teams/" + team + "'"));
  };
  EXPECT_THAT(remove("a"), ReasonIs(ErrorReason::RESOURCE_IN_USE));
  EXPECT_THAT(remove("none"), StatusIs(absl::StatusCode::kNotFound));
  auto doomed = FromText<DeleteObjectiveRequest>("name: 'organizations/o/objectives/a'");
  EXPECT_THAT(scene_.Call(&Goals::DeleteObjective, doomed), ReasonIs(ErrorReason::RESOURCE_IN_USE));
  doomed.set_force(true);
  EXPECT_THAT(scene_.Call(&Goals::DeleteObjective, doomed), IsOk());
  EXPECT_THAT(GetKeyResult("one"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(remove("a"), IsOk());
}

TEST_F(GoalsServiceTest, AnActiveObjectiveHasTwoToFiveKeyResults) {
  ASSERT_THAT(CreateObjective("a"), IsOk());
  ASSERT_THAT(CreateKeyResult("k1", kWay), IsOk());
  EXPECT_THAT(Activate(), ReasonIs(ErrorReason::KEY_RESULT_COUNT));
  ASSERT_THAT(CreateKeyResult("k2", kWay), IsOk());
  const auto active = Activate();
  ASSERT_THAT(active, IsOk());
  EXPECT_EQ(active->state(), Objective::ACTIVE);
  EXPECT_THAT(Activate(), IsOk());  // Again: nothing to do.
  EXPECT_THAT(DeleteKeyResult("k1"), ReasonIs(ErrorReason::KEY_RESULT_COUNT));
  for (const char* id : {"k3", "k4", "k5"}) ASSERT_THAT(CreateKeyResult(id, kWay), IsOk());
  EXPECT_THAT(CreateKeyResult("k6", kWay), ReasonIs(ErrorReason::KEY_RESULT_COUNT));
  EXPECT_THAT(DeleteKeyResult("k5"), IsOk());
}

TEST_F(GoalsServiceTest, ADraftWithSixKeyResultsIsNotActivated) {
  ASSERT_THAT(CreateObjective("a"), IsOk());
  for (const char* id : {"k1", "k2", "k3", "k4", "k5", "k6"}) {
    ASSERT_THAT(CreateKeyResult(id, kWay), IsOk());
  }
  EXPECT_THAT(Activate(), ReasonIs(ErrorReason::KEY_RESULT_COUNT));
}

TEST_F(GoalsServiceTest, KeyResultsSayWhatIsWrongWithThem) {
  ASSERT_THAT(CreateObjective("a"), IsOk());
  EXPECT_THAT(CreateKeyResult("x", "").status().message(), HasSubstr("key_result.measure"));
  EXPECT_THAT(
      CreateKeyResult("x", "relative_change { baseline: 0 change: 0.1 }").status().message(),
      HasSubstr("key_result.relative_change.baseline"));
  EXPECT_THAT(CreateKeyResult("x", std::string(kWay) + " weight: -1").status().message(),
              HasSubstr("key_result.weight"));
  EXPECT_THAT(CreateKeyResult("x", "from_to { baseline: nan target: 1 }").status().message(),
              HasSubstr("key_result.from_to.baseline"));
  EXPECT_THAT(
      CreateKeyResult("x", std::string(kWay) + " kpi_source { kpi: 'organizations/other/kpis/k' }")
          .status()
          .message(),
      HasSubstr("key_result.kpi_source.kpi"));
}

TEST_F(GoalsServiceTest, CheckInsMoveTheKeyResult) {
  ASSERT_THAT(CreateObjective("a"), IsOk());
  ASSERT_THAT(CreateKeyResult("k1", kWay), IsOk());
  ASSERT_THAT(CreateKeyResult("k2", kWay), IsOk());
  ASSERT_THAT(Activate(), IsOk());
  EXPECT_THAT(Report("k1", "").status().message(),
              HasSubstr("one of value, done_milestones, reached_step, confidence"));
  EXPECT_THAT(Report("k1", "confidence: 1.5").status().message(), HasSubstr("check_in.confidence"));
  EXPECT_THAT(Report("k1", "value: 1 value_time { seconds: 1900000000 }").status().message(),
              HasSubstr("check_in.value_time"));
  const auto first = Report("k1", "value: 5 confidence: 0.7");
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(first->value_time().seconds(), 1739577600);
  const auto older = Report("k1", "value: 1 value_time { seconds: 1739000000 }");
  ASSERT_THAT(older, IsOk());
  EXPECT_LT(first->name(), older->name());  // In the order of reporting.
  const auto key_result = GetKeyResult("k1");
  ASSERT_THAT(key_result, IsOk());
  EXPECT_EQ(key_result->current_value(), 5);
  EXPECT_EQ(key_result->confidence(), 0.7);
  EXPECT_EQ(key_result->progress().raw(), 0.5);
  const auto objective = scene_.Call(
      &Goals::GetObjective, FromText<GetObjectiveRequest>("name: 'organizations/o/objectives/a'"));
  ASSERT_THAT(objective, IsOk());
  EXPECT_EQ(objective->progress().clamped(), 0.5);
  EXPECT_EQ(objective->progress().missing_share(), 0.5);
}

TEST_F(GoalsServiceTest, InitiativesMoveKeyResultsOfTheirObjective) {
  ASSERT_THAT(CreateObjective("a"), IsOk());
  ASSERT_THAT(CreateKeyResult("k1", kWay), IsOk());
  const auto create = [this](const std::string& key_result) {
    return scene_.Call(&Goals::CreateInitiative,
                       FromText<CreateInitiativeRequest>(
                           "parent: 'organizations/o/objectives/a' initiative_id: 'i' initiative { "
                           "display_name: 'I' key_results: '" +
                           key_result + "' }"));
  };
  EXPECT_THAT(create("organizations/o/objectives/b/keyResults/k1").status().message(),
              HasSubstr("initiative.key_results[0]"));
  EXPECT_THAT(create("organizations/o/objectives/a/keyResults/none"),
              ReasonIs(ErrorReason::REFERENCE_NOT_FOUND));
  const auto initiative = create("organizations/o/objectives/a/keyResults/k1");
  ASSERT_THAT(initiative, IsOk());
  EXPECT_EQ(initiative->state(), Initiative::PLANNED);
  EXPECT_THAT(DeleteKeyResult("k1"), ReasonIs(ErrorReason::RESOURCE_IN_USE));
}

// One of many who read the same version wins; the others are told to read again.
TEST_F(GoalsServiceTest, OfManyWritersWithOneEtagOneWins) {
  constexpr int kWriters = 32;
  ASSERT_THAT(CreateObjective("race"), IsOk());
  const std::string etag = GetObjective("race")->etag();
  std::vector<std::thread> writers;
  std::vector<absl::Status> outcomes(kWriters);
  for (size_t i = 0; i < outcomes.size(); ++i) {
    writers.emplace_back([&, i] {
      v1::UpdateObjectiveRequest request;
      request.mutable_objective()->set_name("organizations/o/objectives/race");
      request.mutable_objective()->set_description(std::to_string(i));
      request.mutable_objective()->set_etag(etag);
      outcomes[i] = scene_.Call(&Goals::UpdateObjective, request).status();
    });
  }
  for (std::thread& writer : writers) writer.join();
  int winner = -1;
  for (size_t i = 0; i < outcomes.size(); ++i) {
    if (outcomes[i].ok()) {
      EXPECT_EQ(winner, -1) << "two writers won";
      winner = static_cast<int>(i);
    } else {
      EXPECT_THAT(outcomes[i], ReasonIs(ErrorReason::ETAG_MISMATCH));
    }
  }
  EXPECT_EQ(GetObjective("race")->description(), std::to_string(winner));
}

TEST_F(GoalsServiceTest, StaleEtagsAreAbortedAndMasksAreObeyed) {
  const auto created = CreateObjective("a", "description: 'why'");
  ASSERT_THAT(created, IsOk());
  auto update = FromText<UpdateObjectiveRequest>(
      "objective { name: 'organizations/o/objectives/a' display_name: 'New' } "
      "update_mask { paths: 'display_name' }");
  update.mutable_objective()->set_etag(created->etag());
  const auto updated = scene_.Call(&Goals::UpdateObjective, update);
  ASSERT_THAT(updated, IsOk());
  EXPECT_EQ(updated->display_name(), "New");
  EXPECT_EQ(updated->description(), "why");
  EXPECT_THAT(scene_.Call(&Goals::UpdateObjective, update), ReasonIs(ErrorReason::ETAG_MISMATCH));
}

TEST_F(GoalsServiceTest, ARequestIdHasOneEffectAlsoAfterARestart) {
  const std::string id = "request_id: '123e4567-e89b-42d3-a456-426614174000'";
  const auto first = CreateObjective("a", "", id);
  ASSERT_THAT(first, IsOk());
  scene_.Restart();
  const auto again = CreateObjective("a", "", id);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  EXPECT_THAT(CreateObjective("b", "", id), ReasonIs(ErrorReason::REQUEST_ID_REUSED));
}

TEST_F(GoalsServiceTest, ARepeatedRequestIsTheSameInWhateverOrderItsMapsCome) {
  ASSERT_THAT(CreateObjective("a"), IsOk());
  auto request = FromText<CreateKeyResultRequest>(
      "parent: 'organizations/o/objectives/a' key_result_id: 'k' "
      "request_id: '123e4567-e89b-42d3-a456-426614174000' key_result { display_name: 'K' "
      "from_to { baseline: 0 target: 1 } kpi_source { kpi: 'organizations/o/kpis/k' } }");
  auto& filter = *request.mutable_key_result()->mutable_kpi_source()->mutable_filter();
  for (int i = 0; i < 50; ++i) filter["label" + std::to_string(i)] = "x";
  ASSERT_THAT(scene_.Call(&Goals::CreateKeyResult, request), IsOk());
  for (int i = 0; i < 20; ++i) {
    auto again = request;
    auto& other = *again.mutable_key_result()->mutable_kpi_source()->mutable_filter();
    other.clear();
    for (int j = 50; j > 0; --j) other["label" + std::to_string((j + i) % 50)] = "x";
    EXPECT_THAT(scene_.Call(&Goals::CreateKeyResult, again), IsOk());
  }
}

TEST_F(GoalsServiceTest, ValidateOnlyChangesNothing) {
  EXPECT_THAT(CreateObjective("a", "", "validate_only: true"), IsOk());
  EXPECT_THAT(scene_.Call(&Goals::GetObjective,
                          FromText<GetObjectiveRequest>("name: 'organizations/o/objectives/a'")),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(GoalsServiceTest, ListsArePagedAndFiltered) {
  ASSERT_THAT(CreateTeam("t"), IsOk());
  for (const char* id : {"a", "b", "c"}) {
    ASSERT_THAT(
        CreateObjective(id, id == std::string("b") ? "" : "team: 'organizations/o/teams/t'"),
        IsOk());
  }
  auto list = FromText<ListObjectivesRequest>(
      "parent: 'organizations/o' page_size: 1 team: 'organizations/o/teams/t'");
  const auto first = scene_.Call(&Goals::ListObjectives, list);
  ASSERT_THAT(first, IsOk());
  ASSERT_EQ(first->objectives_size(), 1);
  EXPECT_EQ(first->objectives(0).name(), "organizations/o/objectives/a");
  list.set_page_token(first->next_page_token());
  const auto second = scene_.Call(&Goals::ListObjectives, list);
  ASSERT_THAT(second, IsOk());
  ASSERT_EQ(second->objectives_size(), 1);
  EXPECT_EQ(second->objectives(0).name(), "organizations/o/objectives/c");
  EXPECT_EQ(second->next_page_token(), "");
  list.set_team("");
  EXPECT_THAT(scene_.Call(&Goals::ListObjectives, list), ReasonIs(ErrorReason::INVALID_PAGE_TOKEN));
}

TEST_F(GoalsServiceTest, AWatchResumesAfterARevision) {
  ASSERT_THAT(CreateObjective("a"), IsOk());
  ASSERT_THAT(CreateKeyResult("k1", kWay), IsOk());
  const std::string name = "organizations/o/objectives/a/keyResults/k1";
  int64_t revision = 0;
  {
    ChangesWatch watch(scene_);
    ASSERT_THAT(Report("k1", "value: 3"), IsOk());
    watch.Await(name, [](const KeyResult& now) { return now.current_value() == 3; });
    revision = watch.revision();
  }
  ASSERT_THAT(Report("k1", "value: 4"), IsOk());
  scene_.Restart();
  ChangesWatch watch(scene_, revision);
  // The first change after the revision, nothing from before.
  const KeyResult next = watch.Await(name, [](const KeyResult&) { return true; });
  EXPECT_EQ(next.current_value(), 4);
}

}  // namespace
}  // namespace okapi::goals

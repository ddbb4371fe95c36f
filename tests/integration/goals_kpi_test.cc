#include <gmock/gmock.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "tests/integration/goals_kpi_fixture.h"

namespace okapi::goals {
namespace {

TEST_F(GoalsKpiTest, AKpiMovesItsKeyResult) {
  ChangesWatch watch(scene_);
  EXPECT_EQ(watch.Await(kName, Says(5)).progress().raw(), 0.5);
  metrics_.Set("one", 7);
  EXPECT_EQ(watch.Await(kName, Says(7)).progress().raw(), 0.7);
}

TEST_F(GoalsKpiTest, ThePastHasTheValueOfThenAndNoDaysOfAnotherKpi) {
  ChangesWatch watch(scene_);
  watch.Await(kName, Says(5));
  const std::string then = "read_time { seconds: 1739577600 }";
  clock_.Advance(absl::Hours(1));
  metrics_.Set("one", 7);
  watch.Await(kName, Says(7));
  auto pace = [&] {
    return scene_.Call(&GoalsScene::Goals::GetPace,
                       FromText<GetPaceRequest>(std::string("name: '") + kName + "' " + then));
  };
  auto value = [&] {
    return scene_.Call(&GoalsScene::Goals::GetKeyResult,
                       FromText<GetKeyResultRequest>(std::string("name: '") + kName + "' " + then));
  };
  // The day has gone on since.
  ASSERT_THAT(pace(), IsOk());
  ASSERT_EQ(pace()->points_size(), 1);
  EXPECT_EQ(pace()->points(0).value(), 5);
  EXPECT_EQ(value()->current_value(), 5);
  ASSERT_THAT(Update("kpi_source { kpi: 'organizations/o/kpis/two' } }"), IsOk());
  watch.Await(kName, Says(8));
  EXPECT_EQ(value()->current_value(), 5);
  EXPECT_EQ(value()->kpi_source().kpi(), "organizations/o/kpis/one");
  ASSERT_EQ(pace()->points_size(), 1);
  EXPECT_EQ(pace()->points(0).value(), 5);
}

TEST_F(GoalsKpiTest, ALostKpiLeavesTheLastValueStaleUntilItIsBack) {
  ChangesWatch watch(scene_);
  watch.Await(kName, Says(5));
  metrics_.Stop();
  const KeyResult stale = watch.Await(kName, IsStale);
  EXPECT_EQ(stale.current_value(), 5);
  EXPECT_EQ(stale.progress().status(), okapi::common::v1::NOT_STARTED);  // It is a draft.
  EXPECT_EQ(stale.kpi_link().stale_since().seconds(), 1739577600);
  metrics_.Set("one", 6);
  metrics_.Start();
  watch.Await(kName, Says(6));
}

TEST_F(GoalsKpiTest, ARefusedQuestionIsTold) {
  ChangesWatch watch(scene_);
  watch.Await(kName, Says(5));
  metrics_.Refuse("one");
  metrics_.Set("one", 6);
  const KeyResult stale = watch.Await(kName, IsStale);
  EXPECT_NE(stale.kpi_link().problem(), "");
}

TEST_F(GoalsKpiTest, AnotherSourceIsAskedAtOnce) {
  ChangesWatch watch(scene_);
  watch.Await(kName, Says(5));
  const auto updated = Update("kpi_source { kpi: 'organizations/o/kpis/two' } }");
  ASSERT_THAT(updated, IsOk());
  EXPECT_FALSE(updated->has_current_value());  // What the other KPI said counts for nothing.
  watch.Await(kName, Says(8));
}

TEST_F(GoalsKpiTest, WithoutItsSourceAKeyResultBelongsToPeopleAgain) {
  ChangesWatch watch(scene_);
  watch.Await(kName, Says(5));
  const auto updated = Update("} update_mask { paths: 'kpi_source' }");
  ASSERT_THAT(updated, IsOk());
  EXPECT_FALSE(updated->has_current_value());
  EXPECT_FALSE(updated->has_kpi_link());
  metrics_.Set("one", 7);  // Moves nothing any more.
  ASSERT_THAT(scene_.Call(&GoalsScene::Goals::CreateCheckIn,
                          FromText<CreateCheckInRequest>(std::string("parent: '") + kName +
                                                         "' check_in { value: 4 }")),
              IsOk());
  const KeyResult next =
      watch.Await(kName, [](const KeyResult& now) { return now.has_current_value(); });
  EXPECT_EQ(next.current_value(), 4);
}

TEST_F(GoalsKpiTest, OneMessageIsOneWriteHoweverManyKeyResultsItMoves) {
  CreateKeyResult("second");
  const std::string second = "organizations/o/objectives/a/keyResults/second";
  ChangesWatch watch(scene_);
  watch.Await(second, Says(5));
  metrics_.Set("one", 7);
  const auto record = watch.AwaitRecord([&](const okapi::common::v1::ChangeRecord& each) {
    for (const auto& change : each.changes()) {
      KeyResult after;
      if (change.name() == kName && change.after().UnpackTo(&after) && Says(7)(after)) return true;
    }
    return false;
  });
  ASSERT_EQ(record.changes_size(), 2);
  EXPECT_EQ(record.changes(0).name(), kName);
  EXPECT_EQ(record.changes(1).name(), second);
  EXPECT_EQ(record.method(), "");  // Nobody called: the follower itself wrote.
  EXPECT_EQ(record.actor(), "services/goals");
}

TEST_F(GoalsKpiTest, AKeyResultRecreatedUnderItsNameIsAskedForAgain) {
  ChangesWatch watch(scene_);
  watch.Await(kName, Says(5));
  // Both before the follower may have looked: the questions are the same as before.
  ASSERT_THAT(scene_.Call(&GoalsScene::Goals::DeleteKeyResult,
                          FromText<DeleteKeyResultRequest>(std::string("name: '") + kName + "'")),
              IsOk());
  CreateKeyResult("k");
  EXPECT_EQ(watch.Await(kName, Says(5)).progress().raw(), 0.5);
}

TEST_F(GoalsKpiTest, ARestartKeepsTheLastValue) {
  {
    ChangesWatch watch(scene_);
    watch.Await(kName, Says(5));
  }
  metrics_.Stop();
  scene_.Restart();
  const auto kept =
      scene_.Call(&GoalsScene::Goals::GetKeyResult,
                  FromText<GetKeyResultRequest>(std::string("name: '") + kName + "'"));
  ASSERT_THAT(kept, IsOk());
  EXPECT_EQ(kept->current_value(), 5);
  ChangesWatch watch(scene_);
  metrics_.Set("one", 9);
  metrics_.Start();
  watch.Await(kName, Says(9));
}

TEST_F(GoalsKpiTest, AKpiThatMovesOnLeavesAClosedObjectiveAlone) {
  CreateKeyResult("l");
  const std::string name = "name: 'organizations/o/objectives/a'";
  ASSERT_THAT(
      scene_.Call(&GoalsScene::Goals::ActivateObjective, FromText<ActivateObjectiveRequest>(name)),
      IsOk());
  ChangesWatch watch(scene_);
  watch.Await(kName, Says(5));
  ASSERT_THAT(
      scene_.Call(&GoalsScene::Goals::CloseObjective, FromText<CloseObjectiveRequest>(name)),
      IsOk());
  metrics_.Set("one", 9);
  // Another objective that asks the same hears of it; by then the closed one would have, too.
  ASSERT_THAT(scene_.Call(&GoalsScene::Goals::CreateObjective,
                          FromText<CreateObjectiveRequest>(
                              "parent: 'organizations/o' objective_id: 'b' objective { "
                              "display_name: 'B' cycle: 'organizations/o/cycles/q' }")),
              IsOk());
  ASSERT_THAT(scene_.Call(&GoalsScene::Goals::CreateKeyResult,
                          FromText<CreateKeyResultRequest>(
                              "parent: 'organizations/o/objectives/b' key_result_id: 'k' "
                              "key_result { display_name: 'K' from_to { target: 10 } "
                              "kpi_source { kpi: 'organizations/o/kpis/one' } }")),
              IsOk());
  watch.Await("organizations/o/objectives/b/keyResults/k", Says(9));
  const auto closed =
      scene_.Call(&GoalsScene::Goals::GetKeyResult,
                  FromText<GetKeyResultRequest>(std::string("name: '") + kName + "'"));
  ASSERT_THAT(closed, IsOk());
  EXPECT_EQ(closed->current_value(), 5);
  EXPECT_EQ(closed->progress().raw(), 0.5);
}

TEST_F(GoalsKpiTest, ABaselineIsFoundByItsKpiAndStaysFound) {
  CreateKeyResult("l");
  ASSERT_THAT(
      scene_.Call(&GoalsScene::Goals::ActivateObjective,
                  FromText<ActivateObjectiveRequest>("name: 'organizations/o/objectives/a'")),
      IsOk());
  ChangesWatch watch(scene_);
  const auto asked = Update("find_baseline {} kpi_source { kpi: 'organizations/o/kpis/three' } }");
  ASSERT_THAT(asked, IsOk());
  // Whether there is a value by now, nobody has heard.
  EXPECT_EQ(asked->progress().raw(), 0);
  EXPECT_EQ(asked->progress().status(), okapi::common::v1::STALE);
  metrics_.Set("three", 37);
  EXPECT_EQ(watch.Await(kName, Says(37)).progress().status(), okapi::common::v1::ACHIEVED);
  metrics_.Stop();
  const KeyResult away = watch.Await(kName, IsStale);
  EXPECT_EQ(away.progress().raw(), 1);
  EXPECT_EQ(away.progress().status(), okapi::common::v1::ACHIEVED);
  const auto refused = scene_.Call(
      &GoalsScene::Goals::CreateCheckIn,
      FromText<CreateCheckInRequest>(std::string("parent: '") + kName + "' check_in { value: 4 }"));
  EXPECT_FALSE(refused.ok());  // The KPI says it.
}

// What a closed one with a guard looked like is the same elsewhere, and an open one is asked for.
TEST_F(GoalsKpiTest, AHistoryIsHeardOnlyWhileItGoesOn) {
  ASSERT_THAT(Update("guard { kpi_source { kpi: 'organizations/o/kpis/two' } range { min: 9 } } }"),
              IsOk());
  CreateKeyResult("l");
  const std::string name = "name: 'organizations/o/objectives/a' ";
  const auto get = FromText<GetKeyResultRequest>(std::string("name: '") + kName + "'");
  ASSERT_THAT(
      scene_.Call(&GoalsScene::Goals::ActivateObjective, FromText<ActivateObjectiveRequest>(name)),
      IsOk());
  ChangesWatch watch(scene_);
  watch.Await(kName, [](const KeyResult& now) {
    return now.guard().broken() && now.has_current_value() && now.current_value() == 5;
  });
  ASSERT_THAT(
      scene_.Call(&GoalsScene::Goals::CloseObjective, FromText<CloseObjectiveRequest>(name)),
      IsOk());
  KeyResult before = *scene_.Call(&GoalsScene::Goals::GetKeyResult, get);
  const auto history = scene_.Call(&GoalsScene::Goals::GetObjectiveHistory,
                                   FromText<GetObjectiveHistoryRequest>(name));
  ASSERT_THAT(history, IsOk());
  ASSERT_THAT(scene_.Call(&GoalsScene::Goals::DeleteObjective,
                          FromText<DeleteObjectiveRequest>(name + "force: true")),
              IsOk());
  metrics_.Stop();  // Nobody tells it what it was.
  ASSERT_THAT(scene_.Call(&GoalsScene::Goals::CreateObjective,
                          FromText<CreateObjectiveRequest>(
                              "parent: 'organizations/o' objective_id: 'a' objective { "
                              "display_name: 'A' cycle: 'organizations/o/cycles/q' }")),
              IsOk());
  CreateKeyResult("k");
  CreateKeyResult("l");
  ASSERT_THAT(Update("guard { kpi_source { kpi: 'organizations/o/kpis/two' } range { min: 9 } } }"),
              IsOk());
  ImportObjectiveHistoryRequest import;
  import.set_name("organizations/o/objectives/a");
  *import.mutable_history() = *history;
  ASSERT_THAT(scene_.Call(&GoalsScene::Goals::ImportObjectiveHistory, import), IsOk());
  KeyResult after = *scene_.Call(&GoalsScene::Goals::GetKeyResult, get);
  before.clear_etag();
  after.clear_etag();
  EXPECT_EQ(after.DebugString(), before.DebugString());
  EXPECT_TRUE(after.guard().broken());

  ASSERT_THAT(
      scene_.Call(&GoalsScene::Goals::ReopenObjective, FromText<ReopenObjectiveRequest>(name)),
      IsOk());
  metrics_.Set("one", 7);
  metrics_.Start();
  watch.Await(kName, Says(7));
}

// However soon the guard is heard.
TEST_F(GoalsKpiTest, WhatIsImportedWhileTheGuardIsBrokenWasNotMadeMeanwhile) {
  const std::string guard =
      "guard { kpi_source { kpi: 'organizations/o/kpis/two' } range { min: 9 } }";
  const std::string reported = "organizations/o/objectives/a/keyResults/reported";
  const std::string made = "organizations/o/objectives/a/keyResults/made";
  for (const std::string& rest :
       {std::string("parent: 'organizations/o/objectives/a' key_result_id: 'reported' "
                    "key_result { "),
        "parent: 'organizations/o/objectives/a' key_result_id: 'made' key_result { "
        "key_result_source { key_results: '" +
            reported + "' } "}) {
    ASSERT_THAT(scene_.Call(&GoalsScene::Goals::CreateKeyResult,
                            FromText<CreateKeyResultRequest>(
                                rest + guard + " display_name: 'K' from_to { target: 10 } }")),
                IsOk());
  }
  // Each from the beginning: which of them is heard of first is open.
  for (const std::string& name : {reported, made}) {
    ChangesWatch watch(scene_);
    watch.Await(name, [](const KeyResult& now) { return now.guard().broken(); });
  }
  ASSERT_THAT(
      scene_.Call(
          &GoalsScene::Goals::ImportObjectiveHistory,
          FromText<ImportObjectiveHistoryRequest>(
              "name: 'organizations/o/objectives/a' history { key_results { "
              "key_result: '" +
              reported + "' progress_while_guard_broken: 0.125 check_ins { name: '" + reported +
              "/checkIns/c' value: 5 value_time { seconds: 1739000000 } "
              "create_time { seconds: 1739000000 } } } }")),
      IsOk());
  const auto get = [this](const std::string& name) {
    return *scene_.Call(&GoalsScene::Goals::GetKeyResult,
                        FromText<GetKeyResultRequest>("name: '" + name + "'"));
  };
  EXPECT_EQ(get(reported).progress().raw(), 0.5);
  EXPECT_EQ(get(reported).guard().progress_while_broken(), 0.125);
  EXPECT_EQ(get(made).progress().raw(), 0.5);
  EXPECT_EQ(get(made).guard().progress_while_broken(), 0);
}

TEST_F(GoalsKpiTest, TheHistoryOfAKpiIsKeptForThePaceChart) {
  ChangesWatch watch(scene_);
  watch.Await(kName, Says(5));
  metrics_.Set("one", 7);
  watch.Await(kName, Says(7));
  const auto pace = scene_.Call(&GoalsScene::Goals::GetPace,
                                FromText<GetPaceRequest>(std::string("name: '") + kName + "'"));
  ASSERT_THAT(pace, IsOk());
  ASSERT_EQ(pace->points_size(), 1);  // The last one of the day.
  EXPECT_EQ(pace->points(0).value(), 7);
  EXPECT_EQ(pace->points(0).raw(), 0.7);
}

}  // namespace
}  // namespace okapi::goals

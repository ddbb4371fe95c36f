// A guard beside a key result: what is made while it is broken is marked.

#include <gmock/gmock.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "tests/integration/goals_kpi_fixture.h"

namespace okapi::goals {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

// What the objective `b` makes of both key results of `a`, with a guard that is broken.
class GoalsGuardTest : public GoalsKpiTest {
 protected:
  using Goals = GoalsScene::Goals;

  void SetUp() override {
    GoalsKpiTest::SetUp();
    Do(&Goals::CreateObjective,
       "parent: 'organizations/o' objective_id: 'b' objective { display_name: 'B' "
       "cycle: 'organizations/o/cycles/q' }");
    for (const char* id : {"one", "two"}) {
      Do(&Goals::CreateKeyResult, absl::StrCat("parent: 'organizations/o/objectives/a' "
                                               "key_result_id: '",
                                               id,
                                               "' key_result { display_name: 'K' "
                                               "from_to { target: 10 } }"));
    }
    Do(&Goals::CreateKeyResult,
       absl::StrCat("parent: 'organizations/o/objectives/b' key_result_id: 'made' key_result { "
                    "display_name: 'K' from_to { target: 10 } key_result_source { key_results: '",
                    PartNamed("one"), "' key_results: '", PartNamed("two"),
                    "' } guard { kpi_source { kpi: 'organizations/o/kpis/two' } "
                    "range { min: 9 } } }"));
    ChangesWatch watch(scene_);
    watch.Await(kMade, [](const KeyResult& now) { return now.guard().broken(); });
  }
  template <typename Stub, typename Request, typename Response>
  void Do(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
          const std::string& text) {
    ASSERT_THAT(scene_.Call(method, FromText<Request>(text)), IsOk());
  }
  static std::string PartNamed(const std::string& id) {
    return absl::StrCat("organizations/o/objectives/a/keyResults/", id);
  }
  // A key result's history of one check-in.
  static std::string Reported(const std::string& id, double value) {
    return absl::StrCat("key_results { key_result: '", PartNamed(id), "' check_ins { name: '",
                        PartNamed(id), "/checkIns/c' value: ", value,
                        " value_time { seconds: 1739000000 } create_time { seconds: 1739000000 } "
                        "} } ");
  }
  void Import(const std::string& history) {
    Do(&Goals::ImportObjectiveHistory,
       absl::StrCat("name: 'organizations/o/objectives/a' history { ", history, " }"));
  }
  void ExpectUnmarkedAt(double raw) {
    const auto made = scene_.Call(
        &Goals::GetKeyResult, FromText<GetKeyResultRequest>(absl::StrCat("name: '", kMade, "'")));
    ASSERT_THAT(made, IsOk());
    EXPECT_EQ(made->progress().raw(), raw);
    EXPECT_EQ(made->guard().progress_while_broken(), 0);
  }

  static constexpr char kMade[] = "organizations/o/objectives/b/keyResults/made";
};

TEST_F(GoalsGuardTest, SeveralPartsOfAnImportAreNoProgressOfNow) {
  Import(Reported("one", 5) + Reported("two", 3));
  ExpectUnmarkedAt(0.8);
}

TEST_F(GoalsGuardTest, NeitherAGradeNorReopeningIsProgress) {
  Import(absl::StrCat(
      "state: CLOSED grade { score: 0.5 grade_time { seconds: 1739100000 } key_results { "
      "key_result: '",
      PartNamed("one"), "' value: 4 value_time { seconds: 1739000000 } } } ", Reported("one", 5),
      Reported("two", 3)));
  ExpectUnmarkedAt(0.7);
  Do(&Goals::ReopenObjective, "name: 'organizations/o/objectives/a'");
  ExpectUnmarkedAt(0.8);
}

TEST_F(GoalsKpiTest, AGuardThatBreaksMarksTheProgress) {
  ASSERT_THAT(Update("guard { kpi_source { kpi: 'organizations/o/kpis/two' } range { min: 7 } } }"),
              IsOk());
  ChangesWatch watch(scene_);
  const KeyResult kept = watch.Await(kName, [](const KeyResult& now) {
    return now.guard().has_value() && now.current_value() == 5;
  });
  EXPECT_EQ(kept.guard().value(), 8);
  EXPECT_FALSE(kept.progress().guard_broken());
  metrics_.Set("two", 6);
  const KeyResult broken =
      watch.Await(kName, [](const KeyResult& now) { return now.guard().broken(); });
  EXPECT_EQ(broken.progress().raw(), 0.5);  // It counts all the same.
  EXPECT_TRUE(broken.progress().guard_broken());
  const auto objective =
      scene_.Call(&GoalsScene::Goals::GetObjective,
                  FromText<GetObjectiveRequest>("name: 'organizations/o/objectives/a'"));
  EXPECT_TRUE(objective->progress().guard_broken());
  EXPECT_EQ(broken.guard().progress_while_broken(), 0);  // It was made before.

  metrics_.Set("one", 8);
  const KeyResult earned = watch.Await(kName, Says(8));
  EXPECT_NEAR(earned.guard().progress_while_broken(), 0.3, 1e-9);
  metrics_.Set("two", 9);
  watch.Await(kName, [](const KeyResult& now) { return now.guard().value() == 9; });
  metrics_.Set("one", 9);
  const KeyResult after = watch.Await(kName, Says(9));
  EXPECT_FALSE(after.progress().guard_broken());
  EXPECT_NEAR(after.guard().progress_while_broken(), 0.3, 1e-9);
}

TEST_F(GoalsKpiTest, AnExplanationSaysWhatWasMadeWhileTheGuardWasBroken) {
  CreateKeyResult("l");
  ASSERT_THAT(Update("guard { kpi_source { kpi: 'organizations/o/kpis/two' } range { min: 7 } } }"),
              IsOk());
  using Organizations = GoalsScene::Organizations;
  ASSERT_THAT(scene_.Call(&Organizations::ActivateCycle,
                          FromText<ActivateCycleRequest>("name: 'organizations/o/cycles/q'")),
              IsOk());
  ASSERT_THAT(
      scene_.Call(&GoalsScene::Goals::ActivateObjective,
                  FromText<ActivateObjectiveRequest>("name: 'organizations/o/objectives/a'")),
      IsOk());
  auto explain = [this] {
    const auto explained =
        scene_.Call(&GoalsScene::Review::Explain,
                    FromText<ExplainRequest>(std::string("name: '") + kName + "'"));
    return explained.ok() ? explained->DebugString() : explained.status().ToString();
  };
  ChangesWatch watch(scene_);
  watch.Await(kName, [](const KeyResult& now) {
    return now.current_value() == 5 && now.guard().value() == 8;
  });
  EXPECT_THAT(explain(), Not(HasSubstr("while the guard was broken")));
  metrics_.Set("two", 6);
  watch.Await(kName, [](const KeyResult& now) { return now.guard().broken(); });
  metrics_.Set("one", 7.5);
  watch.Await(kName, Says(7.5));
  metrics_.Set("two", 9);
  watch.Await(kName, [](const KeyResult& now) { return now.guard().value() == 9; });
  const std::string made = "progress while the guard was broken = 0.25 of the raw";
  EXPECT_THAT(explain(), AllOf(HasSubstr("guard kept: 9 of"), HasSubstr(made),
                               HasSubstr("label: \"progress while the guard was broken\"")));

  metrics_.Set("two", 6);
  watch.Await(kName, [](const KeyResult& now) { return now.guard().broken(); });
  ASSERT_THAT(scene_.Call(&GoalsScene::Goals::CloseObjective,
                          FromText<CloseObjectiveRequest>("name: 'organizations/o/objectives/a'")),
              IsOk());
  EXPECT_THAT(explain(),
              AllOf(HasSubstr("guard broken: organizations/o/kpis/two was out of its bounds when "
                              "it was closed"),
                    HasSubstr(made), Not(HasSubstr("label: \"guard value\""))));
}

}  // namespace
}  // namespace okapi::goals

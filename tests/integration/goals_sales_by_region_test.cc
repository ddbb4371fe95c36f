// Sales of 100, by region: the company's key result is made of those of its regions, of which some
// are reported and some follow a KPI.

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/integration/goals_scene.h"
#include "tests/integration/scripted_metrics.h"
#include "tests/support/status_matchers.h"
#include "tests/support/text_proto.h"

namespace okapi::goals {
namespace {

using namespace okapi::goals::v1;  // NOLINT(google-build-using-namespace): nearly every message.
using okapi::common::v1::ChangeRecord;
using okapi::common::v1::Status;
using okapi::testing::FromText;
using okapi::testing::IsOk;

constexpr char kCompany[] = "organizations/o/objectives/company/keyResults/sales";
constexpr const char* kRegions[] = {"north", "east", "south", "west"};

// East and west follow KPIs of a scripted metrics service, north and south report.
class GoalsSalesByRegionTest : public ::testing::Test {
 protected:
  using Goals = GoalsScene::Goals;
  using Organizations = GoalsScene::Organizations;

  void SetUp() override {
    metrics_.Set("east", 25);
    metrics_.Set("west", 15);
    ASSERT_THAT(scene_.Call(&Organizations::CreateOrganization,
                            FromText<CreateOrganizationRequest>(
                                "organization_id: 'o' organization { display_name: 'O' }")),
                IsOk());
    ASSERT_THAT(scene_.Call(&Organizations::CreateCycle,
                            FromText<CreateCycleRequest>(
                                "parent: 'organizations/o' cycle_id: 'q' cycle { display_name: 'Q' "
                                "start_date { year: 2025 month: 1 day: 1 } "
                                "end_date { year: 2025 month: 3 day: 31 } }")),
                IsOk());
    std::string parts;
    for (const std::string region : kRegions) {
      const bool by_kpi = region == "east" || region == "west";
      Create(region, "from_to { target: 25 } " +
                         (by_kpi ? "kpi_source { kpi: 'organizations/o/kpis/" + region + "' } "
                                 : std::string()));
      absl::StrAppend(&parts, "key_results: '", SalesOf(region), "' ");
    }
    Create("company", "from_to { target: 100 } key_result_source { " + parts + " }");
    ASSERT_THAT(
        scene_.Call(&Goals::ActivateObjective, FromText<ActivateObjectiveRequest>(
                                                   "name: 'organizations/o/objectives/company'")),
        IsOk());
  }
  static std::string SalesOf(const std::string& objective) {
    return absl::StrCat("organizations/o/objectives/", objective, "/keyResults/sales");
  }
  // An objective with two key results, of which `sales` is of this kind.
  void Create(const std::string& id, const std::string& sales) {
    ASSERT_THAT(
        scene_.Call(&Goals::CreateObjective,
                    FromText<CreateObjectiveRequest>(
                        "parent: 'organizations/o' objective_id: '" + id +
                        "' objective { display_name: 'A' cycle: 'organizations/o/cycles/q' }")),
        IsOk());
    CreateKeyResult(id, "sales", sales);
    CreateKeyResult(id, "quality", "range { min: 1 } weight: 0");
  }
  void CreateKeyResult(const std::string& objective, const std::string& id,
                       const std::string& fields) {
    ASSERT_THAT(
        scene_.Call(&Goals::CreateKeyResult,
                    FromText<CreateKeyResultRequest>(
                        "parent: 'organizations/o/objectives/" + objective + "' key_result_id: '" +
                        id + "' key_result { display_name: 'K' " + fields + " }")),
        IsOk());
  }
  void Report(const std::string& region, double value) {
    ASSERT_THAT(scene_.Call(&Goals::CreateCheckIn, FromText<CreateCheckInRequest>(absl::StrCat(
                                                       "parent: '", SalesOf(region),
                                                       "' check_in { value: ", value, " }"))),
                IsOk());
  }
  static auto Is(double value) {
    return [value](const KeyResult& now) {
      return now.has_current_value() && now.current_value() == value;
    };
  }

  base::FakeClock clock_{absl::FromUnixSeconds(1739577600)};  // 2025-02-15T00:00:00Z
  reporting::ScriptedMetrics metrics_;
  GoalsScene scene_{clock_, metrics_.address()};
};

TEST_F(GoalsSalesByRegionTest, EveryRegionMovesTheCompany) {
  ChangesWatch watch(scene_);
  KeyResult sales = watch.Await(kCompany, Is(40));  // East and west; nobody has reported.
  EXPECT_EQ(sales.key_result_source().missing(), 2);
  Report("north", 20);
  Report("south", 10);
  sales = watch.Await(kCompany, Is(70));
  EXPECT_EQ(sales.key_result_source().missing(), 0);
  EXPECT_EQ(sales.progress().raw(), 0.7);
  EXPECT_EQ(sales.progress().status(), Status::ON_TRACK);
  metrics_.Set("west", 24);
  EXPECT_EQ(watch.Await(kCompany, Is(79)).progress().raw(), 0.79);
  // As the objective has it, and the way.
  const auto objective =
      scene_.Call(&Goals::GetObjective,
                  FromText<GetObjectiveRequest>("name: 'organizations/o/objectives/company'"));
  ASSERT_THAT(objective, IsOk());
  EXPECT_EQ(objective->progress().clamped(), 0.79);
  const auto pace = scene_.Call(&Goals::GetPace,
                                FromText<GetPaceRequest>(absl::StrCat("name: '", kCompany, "'")));
  ASSERT_THAT(pace, IsOk());
  ASSERT_GT(pace->points_size(), 0);
  EXPECT_EQ(pace->points(pace->points_size() - 1).value(), 79);
}

TEST_F(GoalsSalesByRegionTest, ItIsStaleOnceAllThatIsKnownIs) {
  ChangesWatch watch(scene_);
  watch.Await(kCompany, Is(40));
  Report("north", 20);
  watch.Await(kCompany, Is(60));
  metrics_.Stop();
  // What north reported is as good as ever.
  KeyResult sales = watch.Await(
      kCompany, [](const KeyResult& now) { return now.key_result_source().stale() == 2; });
  EXPECT_EQ(sales.current_value(), 60);
  EXPECT_FALSE(sales.kpi_link().stale());
  EXPECT_NE(sales.progress().status(), Status::STALE);
  ASSERT_THAT(
      scene_.Call(&Goals::UpdateKeyResult,
                  FromText<UpdateKeyResultRequest>(absl::StrCat(
                      "key_result { name: '", kCompany, "' key_result_source { key_results: '",
                      SalesOf("west"), "' key_results: '", SalesOf("south"),
                      "' } } update_mask { paths: 'key_result_source' }"))),
      IsOk());
  sales = watch.Await(kCompany, Is(15));
  EXPECT_EQ(sales.progress().status(), Status::STALE);
  EXPECT_EQ(sales.kpi_link().stale_since().seconds(), 1739577600);
  EXPECT_NE(sales.kpi_link().problem(), "");
  // It is heard again.
  metrics_.Start();
  metrics_.Set("west", 16);
  sales = watch.Await(kCompany, Is(16));
  EXPECT_FALSE(sales.kpi_link().stale());
  EXPECT_EQ(sales.key_result_source().stale(), 0);
}

// What was found stays found: only west is old, in the number and in its explanation.
TEST_F(GoalsSalesByRegionTest, WhatWasFoundIsNotStale) {
  ASSERT_THAT(scene_.Call(&Goals::UpdateKeyResult, FromText<UpdateKeyResultRequest>(
                                                       "key_result { name: '" + SalesOf("east") +
                                                       "' find_baseline {} } "
                                                       "update_mask { paths: 'find_baseline' }")),
              IsOk());
  ChangesWatch watch(scene_);
  watch.Await(kCompany, Is(40));
  metrics_.Stop();
  watch.Await(kCompany, [](const KeyResult& now) { return now.key_result_source().stale() == 1; });
  const auto explained =
      scene_.Call(&GoalsScene::Review::Explain,
                  FromText<ExplainRequest>(absl::StrCat("name: '", kCompany, "'")));
  ASSERT_THAT(explained, IsOk());
  std::vector<std::string> stale;
  for (const auto& input : explained->inputs()) {
    if (input.label() == "part" && input.text() == "stale") stale.push_back(input.source());
  }
  EXPECT_THAT(stale, ::testing::ElementsAre(SalesOf("west")));
}

TEST_F(GoalsSalesByRegionTest, WhatComesTogetherMovesItOnce) {
  ChangesWatch watch(scene_);
  watch.Await(kCompany, Is(40));
  metrics_.Stop();
  const ChangeRecord record = watch.AwaitRecord([](const ChangeRecord& each) {
    KeyResult after;
    for (const auto& change : each.changes()) {
      const bool it = change.name() == kCompany && change.after().UnpackTo(&after);
      if (it && after.key_result_source().stale() > 0) return true;
    }
    return false;
  });
  ASSERT_EQ(record.changes_size(), 3);  // Both regions, and the company after them.
  EXPECT_EQ(record.changes(2).name(), kCompany);
}

}  // namespace
}  // namespace okapi::goals

#pragma once

#include <gmock/gmock.h>

#include <string>

#include "tests/integration/goals_scene.h"
#include "tests/integration/scripted_metrics.h"
#include "tests/support/status_matchers.h"
#include "tests/support/text_proto.h"

namespace okapi::goals {

using namespace okapi::goals::v1;  // NOLINT(google-build-using-namespace): nearly every message.
using okapi::testing::FromText;
using okapi::testing::IsOk;

inline constexpr char kName[] = "organizations/o/objectives/a/keyResults/k";

// A key result that follows the KPI `one` of a scripted metrics service.
class GoalsKpiTest : public ::testing::Test {
 protected:
  void SetUp() override {
    using Goals = GoalsScene::Goals;
    using Organizations = GoalsScene::Organizations;
    metrics_.Set("one", 5);
    metrics_.Set("two", 8);
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
    ASSERT_THAT(scene_.Call(&Goals::CreateObjective,
                            FromText<CreateObjectiveRequest>(
                                "parent: 'organizations/o' objective_id: 'a' objective { "
                                "display_name: 'A' cycle: 'organizations/o/cycles/q' }")),
                IsOk());
    CreateKeyResult("k");
  }

  void CreateKeyResult(const std::string& id) {
    ASSERT_THAT(scene_.Call(&GoalsScene::Goals::CreateKeyResult,
                            FromText<CreateKeyResultRequest>(
                                "parent: 'organizations/o/objectives/a' key_result_id: '" + id +
                                "' key_result { display_name: 'K' "
                                "from_to { baseline: 0 target: 10 } "
                                "kpi_source { kpi: 'organizations/o/kpis/one' } }")),
                IsOk());
  }
  absl::StatusOr<KeyResult> Update(const std::string& rest) {
    return scene_.Call(&GoalsScene::Goals::UpdateKeyResult,
                       FromText<UpdateKeyResultRequest>(std::string("key_result { name: '") +
                                                        kName + "' " + rest));
  }

  static auto Says(double value) {
    return [value](const KeyResult& now) {
      return now.has_current_value() && now.current_value() == value && !now.kpi_link().stale();
    };
  }
  static bool IsStale(const KeyResult& now) {
    return now.kpi_link().stale() && now.has_current_value();
  }

  base::FakeClock clock_{absl::FromUnixSeconds(1739577600)};  // 2025-02-15T00:00:00Z
  reporting::ScriptedMetrics metrics_;
  GoalsScene scene_{clock_, metrics_.address()};
};

}  // namespace okapi::goals

#pragma once

#include <gmock/gmock.h>

#include <string>

#include "tests/integration/goals_scene.h"
#include "tests/support/server_options.h"
#include "tests/support/status_matchers.h"
#include "tests/support/text_proto.h"

namespace okapi::goals {

// The objective that most tests are about.
inline constexpr char kA[] = "organizations/o/objectives/a";

// The organization `o` with the cycle `q1`, in the middle of it, and no metrics service. Fields are
// in protobuf's text format.
class GoalsFixture : public ::testing::Test {
 protected:
  using Goals = GoalsScene::Goals;
  using Organizations = GoalsScene::Organizations;
  using Review = GoalsScene::Review;

  // The clock's time, 2025-02-15T00:00:00Z, in seconds.
  static constexpr int64_t kNow = 1739577600;
  static constexpr char kWay[] = "from_to { baseline: 0 target: 10 } ";

  void SetUp() override {
    ASSERT_THAT(CreateOrganization("o"), testing::IsOk());
    ASSERT_THAT(CreateCycle("q1",
                            "start_date { year: 2025 month: 1 day: 1 } "
                            "end_date { year: 2025 month: 3 day: 31 }"),
                testing::IsOk());
  }

  absl::StatusOr<v1::Organization> CreateOrganization(const std::string& id,
                                                      const std::string& fields = "") {
    return Call(&Organizations::CreateOrganization,
                "organization_id: '" + id + "' organization { display_name: 'O' " + fields + " }");
  }
  absl::StatusOr<v1::Cycle> CreateCycle(const std::string& id, const std::string& fields) {
    return Call(&Organizations::CreateCycle, "parent: 'organizations/o' cycle_id: '" + id +
                                                 "' cycle { display_name: 'C' " + fields + " }");
  }
  absl::StatusOr<v1::Team> CreateTeam(const std::string& id, const std::string& fields = "") {
    return Call(&Organizations::CreateTeam, "parent: 'organizations/o' team_id: '" + id +
                                                "' team { display_name: 'T' " + fields + " }");
  }
  absl::StatusOr<v1::Member> CreateMember(const std::string& id, const std::string& fields = "") {
    return Call(&Organizations::CreateMember, "parent: 'organizations/o' member_id: '" + id +
                                                  "' member { display_name: 'M' " + fields + " }");
  }
  // `more` is beside the objective: `validate_only: true`.
  absl::StatusOr<v1::Objective> CreateObjective(const std::string& id,
                                                const std::string& fields = "",
                                                const std::string& more = "") {
    return Call(&Goals::CreateObjective, "parent: 'organizations/o' objective_id: '" + id +
                                             "' objective { display_name: 'Obj' "
                                             "cycle: 'organizations/o/cycles/q1' " +
                                             fields + " } " + more);
  }
  // Key results are those of the objective `a`.
  absl::StatusOr<v1::KeyResult> CreateKeyResult(const std::string& id, const std::string& fields) {
    return Call(&Goals::CreateKeyResult,
                "parent: 'organizations/o/objectives/a' "
                "key_result_id: '" +
                    id + "' key_result { display_name: 'KR' " + fields + " }");
  }
  absl::StatusOr<v1::CheckIn> Report(const std::string& key_result, const std::string& fields,
                                     const std::string& more = "") {
    return Call(&Goals::CreateCheckIn,
                "parent: '" + KeyResultName(key_result) + "' check_in { " + fields + " } " + more);
  }
  absl::StatusOr<v1::Objective> GetObjective(const std::string& id) {
    return Call(&Goals::GetObjective, "name: 'organizations/o/objectives/" + id + "'");
  }
  absl::StatusOr<v1::KeyResult> GetKeyResult(const std::string& id) {
    return Call(&Goals::GetKeyResult, Named(KeyResultName(id)));
  }
  absl::Status DeleteKeyResult(const std::string& id, const std::string& more = "") {
    return Call(&Goals::DeleteKeyResult, Named(KeyResultName(id)) + more).status();
  }
  absl::StatusOr<v1::Objective> Activate() {
    return Call(&Goals::ActivateObjective, Named("organizations/o/objectives/a"));
  }

  // Call(&Goals::GetObjective, the request as text).
  template <typename Stub, typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                             Response*),
                                const std::string& text) {
    return scene_.Call(method, testing::FromText<Request>(text));
  }
  static std::string Named(const std::string& name) { return "name: '" + name + "' "; }
  static std::string KeyResultName(const std::string& id) {
    return "organizations/o/objectives/a/keyResults/" + id;
  }

  base::FakeClock clock_{absl::FromUnixSeconds(kNow)};
  GoalsScene scene_{clock_, okapi::testing::kNobody};
};

}  // namespace okapi::goals

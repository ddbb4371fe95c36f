// A rehearsal of the real goal services: what they answer within it is what they answer when it is
// meant, and nothing of it stays.

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "okapi/common/v1/rehearsal_service.grpc.pb.h"
#include "tests/integration/goals_fixture.h"
#include "tests/support/server_options.h"

namespace okapi::goals {
namespace {

using okapi::testing::IsOk;
using okapi::testing::ReasonIs;
using status::ErrorReason;

class GoalsRehearsalTest : public ::testing::Test {
 protected:
  using Goals = GoalsScene::Goals;
  using Organizations = GoalsScene::Organizations;

  std::string Start() {
    const auto stub = common::v1::RehearsalService::NewStub(scene_.channel());
    grpc::ClientContext context;
    GoalsScene::Bound(context);
    common::v1::StartRehearsalRequest request;
    request.set_parent("organizations/o");
    common::v1::Rehearsal rehearsal;
    EXPECT_THAT(status::FromGrpc(stub->StartRehearsal(&context, request, &rehearsal)), IsOk());
    return rehearsal.rehearsal_id();
  }

  // Makes a call and adds what was answered.
  template <typename Stub, typename Request, typename Response>
  void Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
            const std::string& text) {
    const auto response = scene_.Call(method, testing::FromText<Request>(text));
    // The details of an error are in no order.
    answers_.push_back(response.ok() ? response->ShortDebugString()
                                     : absl::StatusCodeToString(response.status().code()) +
                                           std::string(response.status().message()));
  }

  // What a quarter is made of, with some that is refused; gives the answers.
  std::vector<std::string> Story() {
    answers_.clear();
    const std::string grow = "'organizations/o/objectives/grow'";
    const std::string part = "'organizations/o/objectives/grow/keyResults/part'";
    Call(&Organizations::CreateOrganization,
         "organization_id: 'o' organization { display_name: 'O' }");
    Call(
        &Organizations::CreateCycle,
        "parent: 'organizations/o' cycle_id: 'q' cycle { display_name: 'Q' start_date { year: 2025 "
        "month: 1 day: 1 } end_date { year: 2025 month: 3 day: 31 } }");
    Call(&Organizations::ActivateCycle, "name: 'organizations/o/cycles/q'");
    Call(&Goals::CreateObjective,
         "parent: 'organizations/o' objective_id: 'grow' objective { display_name: 'Grow' cycle: "
         "'organizations/o/cycles/q' }");
    Call(&Goals::ActivateObjective, "name: " + grow);  // Without a key result.
    Call(&Goals::CreateKeyResult, "parent: " + grow +
                                      " key_result_id: 'part' key_result { display_name: 'P' "
                                      "from_to { baseline: 0 target: 10 } }");
    Call(&Goals::CreateKeyResult,
         "parent: " + grow +
             " key_result_id: 'whole' key_result { display_name: 'W' from_to { baseline: 0 target: "
             "20 } key_result_source { combination: SUM key_results: " +
             part + " } }");
    Call(&Goals::UpdateKeyResult,  // Would be made of itself.
         "key_result { name: " + part +
             " key_result_source { combination: SUM key_results: "
             "'organizations/o/objectives/grow/keyResults/whole' } } update_mask { paths: "
             "'key_result_source' }");
    Call(&Goals::ActivateObjective, "name: " + grow);
    Call(&Goals::CreateCheckIn, "parent: " + part + " check_in { value: 5 confidence: 0.5 }");
    Call(&Goals::CreateCheckIn, "parent: " + part + " check_in { value: 6 }");
    Call(&Goals::UpdateObjective,
         "objective { name: " + grow +
             " display_name: 'Grow more' etag: 'old' } update_mask { paths: 'display_name' }");
    Call(&Goals::CloseObjective, "name: " + grow + " reason: 'enough'");
    Call(&Organizations::CloseCycle, "name: 'organizations/o/cycles/q'");
    Call(&Organizations::DeleteOrganization, "name: 'organizations/o'");  // Has things.
    return answers_;
  }

  base::FakeClock clock_{absl::FromUnixSeconds(1739577600)};
  GoalsScene scene_{clock_, okapi::testing::kNobody};
  std::vector<std::string> answers_;
};

TEST_F(GoalsRehearsalTest, AnswersAreThoseOfTheWritesAndNothingStays) {
  scene_.CallIn(Start());
  const std::vector<std::string> rehearsed = Story();
  scene_.CallIn("");
  EXPECT_THAT(scene_.Call(&Organizations::GetOrganization,
                          testing::FromText<v1::GetOrganizationRequest>("name: 'organizations/o'")),
              ReasonIs(ErrorReason::RESOURCE_NOT_FOUND));
  EXPECT_THAT(rehearsed, ::testing::Contains(::testing::HasSubstr("ABORTED")).Times(1));
  const std::vector<std::string> meant = Story();
  ASSERT_EQ(meant.size(), rehearsed.size());
  for (size_t i = 0; i < meant.size(); ++i) EXPECT_EQ(rehearsed[i], meant[i]) << "call " << i;
}

TEST_F(GoalsRehearsalTest, ARestartEndsIt) {
  const std::string rehearsal = Start();
  scene_.Restart();
  scene_.CallIn(rehearsal);
  EXPECT_THAT(scene_.Call(&Organizations::CreateOrganization,
                          testing::FromText<v1::CreateOrganizationRequest>(
                              "organization_id: 'o' organization { display_name: 'O' }")),
              ReasonIs(ErrorReason::REHEARSAL_OVER));
}

}  // namespace
}  // namespace okapi::goals

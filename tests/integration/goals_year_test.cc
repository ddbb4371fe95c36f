// A year in the life of a company, over gRPC: it plans, aligns, works, is late, changes its mind,
// closes, grades and carries over, and every number on the way is what it should be.

#include <gmock/gmock.h>

#include "tests/integration/goals_fixture.h"
#include "tests/support/field_matchers.h"
#include "tests/support/server_options.h"

namespace okapi::goals {
namespace {

using okapi::common::v1::GradeBand;
using okapi::common::v1::Status;
using okapi::testing::IsOk;
using okapi::testing::ReasonIs;
using status::ErrorReason;
using ::testing::ElementsAre;

class GoalsYearTest : public ::testing::Test {
 protected:
  using Goals = GoalsScene::Goals;
  using Organizations = GoalsScene::Organizations;
  using Review = GoalsScene::Review;

  static constexpr char kOrg[] = "organizations/tea";

  template <typename Stub, typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                             Response*),
                                const std::string& text) {
    return scene_.Call(method, testing::FromText<Request>(text));
  }
  // The same of a call that has to succeed.
  template <typename Stub, typename Request, typename Response>
  Response Do(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
              const std::string& text) {
    const auto response = Call(method, text);
    EXPECT_THAT(response, IsOk()) << text;
    return response.ok() ? *response : Response();
  }
  static std::string In(const std::string& collection, const std::string& id) {
    return "'" + std::string(kOrg) + "/" + collection + "/" + id + "'";
  }
  static std::string Named(const std::string& id) { return "name: " + In("objectives", id) + " "; }

  // Noon in Hanoi.
  void On(int month, int day, int year = 2026) {
    clock_.Set(absl::FromCivil(absl::CivilHour(year, month, day, 12), Hanoi()));
  }
  static absl::TimeZone Hanoi() {
    absl::TimeZone zone;
    EXPECT_TRUE(absl::LoadTimeZone("Asia/Ho_Chi_Minh", &zone));
    return zone;
  }
  void Cycle(const std::string& id, const std::string& days, const std::string& more = "") {
    Do(&Organizations::CreateCycle, "parent: '" + std::string(kOrg) + "' cycle_id: '" + id +
                                        "' cycle { display_name: '" + id + "' " + days + more +
                                        " }");
    Do(&Organizations::ActivateCycle, "name: " + In("cycles", id));
  }
  void Objective(const std::string& id, const std::string& cycle, const std::string& fields) {
    Do(&Goals::CreateObjective, "parent: '" + std::string(kOrg) + "' objective_id: '" + id +
                                    "' objective { display_name: '" + id +
                                    "' cycle: " + In("cycles", cycle) + " " + fields + " }");
  }
  void KeyResult(const std::string& id, const std::string& fields) {
    const size_t slash = id.find('/');
    Do(&Goals::CreateKeyResult, "parent: " + In("objectives", id.substr(0, slash)) +
                                    " key_result_id: '" + id.substr(slash + 1) +
                                    "' key_result { display_name: '" + id + "' " + fields + " }");
  }
  static std::string KeyResultName(const std::string& id) {
    std::string name = id;
    name.replace(name.find('/'), 1, "/keyResults/");
    return In("objectives", name);
  }
  v1::CheckIn CheckIn(const std::string& id, const std::string& fields) {
    return Do(&Goals::CreateCheckIn,
              "parent: " + KeyResultName(id) + " check_in { " + fields + " }");
  }
  okapi::common::v1::Progress Of(const std::string& objective) {
    return Do(&Goals::GetObjective, Named(objective)).progress();
  }

  base::FakeClock clock_{absl::FromUnixSeconds(0)};
  GoalsScene scene_{clock_, okapi::testing::kNobody};
};

TEST_F(GoalsYearTest, FromThePlanToTheNextOne) {
  // December: the year is planned.
  On(12, 10, 2025);
  Do(&Organizations::CreateOrganization,
     "organization_id: 'tea' organization { display_name: 'Tea' calendar { time_zone: "
     "'Asia/Ho_Chi_Minh' } policy { proposal_required: true targets_locked: true early_share: 0.05 "
     "escalation_days: 7 } }");
  Do(&Organizations::CreateTeam,
     "parent: 'organizations/tea' team_id: 'sales' team { display_name: 'Sales' }");
  for (const char* member : {"lan", "minh"}) {
    const std::string leads =
        member == std::string("minh") ? " leads: " + In("teams", "sales") : "";
    Do(&Organizations::CreateMember,
       "parent: 'organizations/tea' member_id: '" + std::string(member) +
           "' member { display_name: 'M' team: " + In("teams", "sales") + leads + " }");
  }
  Cycle("y", "start_date { year: 2026 month: 1 day: 1 } end_date { year: 2026 month: 12 day: 31 }");
  Cycle("q1", "start_date { year: 2026 month: 1 day: 1 } end_date { year: 2026 month: 3 day: 31 }",
        " parent_cycle: " + In("cycles", "y") + " cadence { every: WEEK day: MONDAY }");
  Objective("company", "y", "rollup: CHILDREN");
  Objective("customers", "q1",
            "commitment: ASPIRATIONAL owner: " + In("members", "lan") +
                " team: " + In("teams", "sales") +
                " alignments { parent: " + In("objectives", "company") + " }");
  KeyResult("customers/nps", "from_to { baseline: 30 target: 50 } unit { points: 'NPS' }");
  KeyResult("customers/complaints", "relative_change { baseline: 50 change: -0.2 }");
  KeyResult("customers/crm",
            "milestones { milestones { milestone_id: 'chosen' } milestones { milestone_id: 'live' "
            "weight: 3 } } curve { shape: AT_END }");
  EXPECT_THAT(Call(&Goals::ActivateObjective, Named("customers")),
              ReasonIs(ErrorReason::INVALID_STATE));
  for (const char* objective : {"company", "customers"}) {
    Do(&Goals::ProposeObjective, Named(objective));
    Do(&Goals::ActivateObjective, Named(objective));
  }
  EXPECT_EQ(Of("customers").status(), Status::NOT_STARTED);

  // 5 January: too early for a verdict. The 5th is a Monday.
  On(1, 4);
  CheckIn("customers/nps", "value: 29 confidence: 0.9");
  EXPECT_EQ(Of("customers").status(), Status::TOO_EARLY);
  EXPECT_DOUBLE_EQ(Of("customers").raw(), 0);  // The clamped one: below the start is no debt.
  EXPECT_NEAR(Of("customers").missing_share(), 2.0 / 3, 1e-12);

  // Half of the quarter: one ahead, one behind, one that nobody expects before the end.
  On(2, 15);
  CheckIn("customers/nps", "value: 42 confidence: 0.9 author: " + In("members", "lan"));
  CheckIn("customers/complaints", "value: 48 confidence: 0.6");
  CheckIn("customers/crm", "done_milestones { milestone_ids: 'chosen' } confidence: 0.8");
  auto progress = Of("customers");
  EXPECT_NEAR(progress.clamped(), (0.6 + 0.2 + 0.25) / 3, 1e-12);
  EXPECT_NEAR(progress.expected(), 2 * (45.5 / 90) / 3, 1e-9);
  EXPECT_EQ(progress.status(), Status::ON_TRACK);
  EXPECT_EQ(progress.worst_child_status(), Status::OFF_TRACK);
  EXPECT_EQ(progress.missing_share(), 0);
  // The company is where its only child is.
  EXPECT_EQ(Of("company").clamped(), progress.clamped());
  EXPECT_EQ(Of("company").expected(), progress.expected());

  // A typing error is put right.
  const v1::CheckIn wrong = CheckIn("customers/complaints", "value: 4");
  EXPECT_NEAR(Of("customers").clamped(), (0.6 + 1 + 0.25) / 3, 1e-12);
  CheckIn("customers/complaints", "value: 44 confidence: 0.7 corrects: '" + wrong.name() + "'");
  EXPECT_NEAR(Of("customers").clamped(), (0.6 + 0.6 + 0.25) / 3, 1e-12);

  // Monday, 2 March: everybody owes a check-in, and their lead hears of it.
  On(3, 2);
  const auto due = Do(&Review::ListDue, "parent: 'organizations/tea'");
  ASSERT_EQ(due.due_size(), 3);
  EXPECT_EQ("'" + due.due(0).member() + "'", In("members", "lan"));
  EXPECT_EQ(due.due(0).days_overdue(),
            7);  // Since the 23rd: the check-in of the 15th was fresh for the 16th.
  EXPECT_EQ(due.due(0).escalate_to_size(), 1);

  // The market turns: the target is lowered, and the first promise is not forgotten.
  EXPECT_THAT(Call(&Goals::UpdateKeyResult, "key_result { name: " + KeyResultName("customers/nps") +
                                                " from_to { baseline: 30 target: 45 } }"),
              ReasonIs(ErrorReason::INVALID_STATE));
  const auto nps =
      Do(&Goals::RetargetKeyResult,
         "name: " + KeyResultName("customers/nps") +
             " from_to { baseline: 30 target: 45 } reason: 'a rival gave up' author: " +
             In("members", "minh"));
  EXPECT_NEAR(nps.progress().raw(), 0.8, 1e-12);
  EXPECT_NEAR(nps.first_promise().raw(), 0.6, 1e-12);

  // The quarter ends.
  On(3, 31);
  CheckIn("customers/nps", "value: 47 confidence: 1");
  CheckIn("customers/crm", "done_milestones { milestone_ids: 'chosen' milestone_ids: 'live' }");
  Do(&Goals::CreateComment, "parent: " + In("objectives", "customers") +
                                " comment { text: 'phones, not mails, made the difference' }");
  On(4, 2);
  EXPECT_EQ(Of("customers").status(), Status::MISSED);
  EXPECT_NEAR(Of("customers").clamped(), (1 + 0.6 + 1) / 3, 1e-12);
  Cycle("q2", "start_date { year: 2026 month: 4 day: 1 } end_date { year: 2026 month: 6 day: 30 }",
        " parent_cycle: " + In("cycles", "y"));
  const auto closed = Do(&Organizations::CloseCycle,
                         "name: " + In("cycles", "q1") + " reason: 'the quarter is over'");
  ASSERT_EQ(closed.objectives_size(), 1);
  const v1::Grade grade = closed.objectives(0).grade();
  EXPECT_NEAR(grade.score(), 2.6 / 3, 1e-12);
  EXPECT_EQ(grade.band(), GradeBand::GREEN);
  EXPECT_TRUE(grade.met());  // A stretch: 0.7 is what it asks for.
  EXPECT_EQ(closed.carried_over_size(), 0);
  EXPECT_THAT(Call(&Goals::CreateCheckIn,
                   "parent: " + KeyResultName("customers/nps") + " check_in { value: 1 }"),
              ReasonIs(ErrorReason::INVALID_STATE));

  // Who foresaw what: 0.9, 0.9 and 1 for what was reached, 0.8 too; 0.6 and 0.7 for what was not.
  const auto calibration = Do(&Review::GetCalibration, "parent: 'organizations/tea'");
  EXPECT_EQ(calibration.all().forecasts(), 6);
  EXPECT_NEAR(calibration.all().confidence_mean(), 4.9 / 6, 1e-12);
  EXPECT_NEAR(calibration.all().reached_share(), 4.0 / 6, 1e-12);
  EXPECT_NEAR(calibration.all().brier_score(), (0.01 + 0.01 + 0 + 0.04 + 0.36 + 0.49) / 6, 1e-12);

  // The second quarter goes on with what is left.
  Do(&Goals::CopyObjective, Named("customers") + " objective_id: 'customers2' cycle: " +
                                In("cycles", "q2") + " carry_over: true");
  const auto way = Do(&Goals::GetKeyResult, "name: " + KeyResultName("customers2/complaints"));
  EXPECT_EQ(way.from_to().baseline(), 44);
  EXPECT_EQ(way.from_to().target(), 40);
  Do(&Goals::ProposeObjective, Named("customers2"));
  Do(&Goals::ActivateObjective, Named("customers2"));
  On(5, 16);
  CheckIn("customers2/complaints", "value: 43");
  // The company has the score of the first quarter and half of ... nothing but one number of the
  // second.
  EXPECT_NEAR(Of("company").clamped(), (2.6 / 3 + 0.25) / 2, 1e-12);
  // The whole year survives a restart.
  const auto before = Do(&Review::Explain, Named("company"));
  scene_.Restart();
  const auto after = Do(&Review::Explain, Named("company"));
  EXPECT_EQ(before.SerializeAsString(), after.SerializeAsString());

  // December: the year ends with what people decide about the quarter that was given up.
  On(12, 31);
  const auto second =
      Do(&Organizations::CloseCycle, "name: " + In("cycles", "q2") +
                                         " scores { objective: " + In("objectives", "customers2") +
                                         " score: 0.5 reason: 'dropped in May' }");
  EXPECT_EQ(second.objectives(0).grade().band(), GradeBand::AMBER);
  const auto year = Do(&Organizations::CloseCycle, "name: " + In("cycles", "y"));
  ASSERT_EQ(year.objectives_size(), 1);
  EXPECT_NEAR(year.objectives(0).grade().score(), (2.6 / 3 + 0.5) / 2, 1e-12);
  EXPECT_FALSE(year.objectives(0).grade().met());  // It was committed to.
  EXPECT_EQ(
      Do(&Goals::ListObjectives, "parent: 'organizations/tea' states: CLOSED").objectives_size(),
      3);
}

}  // namespace
}  // namespace okapi::goals

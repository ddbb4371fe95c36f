// How it was: reads with a `read_time`.

#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/api/timestamp.h"
#include "okapi/common/v1/audit_service.grpc.pb.h"
#include "tests/integration/goals_private_fixture.h"
#include "tests/support/field_matchers.h"

namespace okapi::goals {
namespace {

using okapi::testing::BadFieldIs;
using okapi::testing::IsOk;
using okapi::testing::ReasonIs;
using okapi::testing::StatusIs;
using status::ErrorReason;

class GoalsPastTest : public GoalsPrivateFixture {
 protected:
  static std::string ReadTime(absl::Time time) {
    return absl::StrCat("read_time { ", api::ToTimestamp(time).ShortDebugString(), " } ");
  }
  // Everything that reads with a time tell.
  std::string Everything(const std::string& read_time) {
    std::string told;
    auto tell = [&told](const auto& answer) {
      absl::StrAppend(&told, answer.ok() ? answer->DebugString() : answer.status().ToString(),
                      "----\n");
    };
    const std::string under = "parent: 'organizations/o' page_size: 1000 " + read_time;
    const std::string below = "parent: 'organizations/o/objectives/-' page_size: 1000 " + read_time;
    tell(Call(&Organizations::GetOrganization, Named("organizations/o") + read_time));
    tell(Call(&Organizations::ListCycles, under));
    tell(Call(&Organizations::ListTeams, under));
    tell(Call(&Organizations::ListMembers, under));
    tell(Call(&Goals::ListObjectives,
              under + "states: [DRAFT, PROPOSED, ACTIVE, CLOSED, ARCHIVED]"));
    tell(Call(&Goals::ListKeyResults, below));
    tell(Call(&Goals::ListInitiatives, below));
    tell(Call(&Organizations::GetOrganizationHistory, Named("organizations/o") + read_time));
    tell(Call(&Organizations::GetTeamHistory, Named("organizations/o/teams/t") + read_time));
    tell(Call(&Organizations::GetMemberHistory, Named("organizations/o/members/ben") + read_time));
    tell(Call(&Organizations::GetCycleHistory, Named("organizations/o/cycles/q1") + read_time));
    for (const char* id : {"x", "y", "z", "top", kHidden}) {
      tell(Call(&Goals::GetObjective, Named(NameOf(id)) + read_time));
      tell(History(Named(NameOf(id)) + read_time));
      tell(Call(&Goals::GetPace, Named(NameOf(id) + "/keyResults/k") + read_time));
      tell(Explained(NameOf(id), read_time));
      tell(Explained(NameOf(id) + "/keyResults/k", read_time));
    }
    return WithoutHiddenNames(told);
  }

 private:
  // Without the revision, which is that of the state that was read.
  absl::StatusOr<v1::Explanation> Explained(const std::string& name, const std::string& read_time) {
    auto explanation = Call(&Review::Explain, Named(name) + read_time);
    if (explanation.ok()) explanation->clear_revision();
    return explanation;
  }
  // Without the days of what is made of others, which are as they are known now.
  absl::StatusOr<v1::ObjectiveHistory> History(const std::string& request) {
    auto history = Call(&Goals::GetObjectiveHistory, request);
    if (!history.ok()) return history;
    for (auto& key_result : *history->mutable_key_results()) key_result.clear_kpi_points();
    return history;
  }
  // Records do not have the name of the worst child of a grade that was taken back since, if that
  // was private.
  static std::string WithoutHiddenNames(const std::string& told) {
    std::vector<absl::string_view> lines = absl::StrSplit(told, '\n');
    lines.erase(std::remove_if(lines.begin(), lines.end(),
                               [](absl::string_view line) {
                                 return absl::StrContains(line, "worst_child: ") ||
                                        absl::StrContains(line, "worst_below: ");
                               }),
                lines.end());
    return absl::StrJoin(lines, "\n");
  }
};

// One of the things that people do, some of which are refused.
class Life {
 public:
  explicit Life(unsigned seed) : random_(seed) {}

  std::string Pick(const std::vector<std::string>& some) { return some[random_() % some.size()]; }
  std::string Objective() {
    return "organizations/o/objectives/" + Pick({"x", "y", "z", "top", "visible1"});
  }
  std::string KeyResult() { return Objective() + "/keyResults/" + Pick({"k", "l", "m"}); }
  int Number(int below) { return static_cast<int>(random_() % static_cast<unsigned>(below)); }

 private:
  std::mt19937 random_;
};

TEST_F(GoalsPastTest, EverythingIsAsItWasAnsweredThen) {
  const unsigned seed = std::random_device()();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  Life life(seed);
  As("anna");
  std::map<absl::Time, std::string> told;
  const std::string way = " key_result { display_name: 'KR' from_to { baseline: 0 target: 1";
  for (int step = 0; step < 220; ++step) {
    clock_.Advance(absl::Hours(5));
    const std::string objective = life.Objective();
    const std::string key_result = life.KeyResult();
    const std::string value = absl::StrCat(life.Number(20));
    switch (life.Number(23)) {
      case 0:
        (void)CreateObjective(life.Pick({"x", "y", "z"}),
                              life.Pick({"", ForTop(), "rollup: BOTH", Private("anna"),
                                         "team: 'organizations/o/teams/t'"}));
        break;
      case 1:
      case 2:
        (void)Call(&Goals::CreateKeyResult,
                   absl::StrCat("parent: '", objective, "' key_result_id: '",
                                life.Pick({"k", "l", "m"}), "'", way, value, " } weight: 2 }"));
        break;
      case 3:
        (void)Call(&Goals::ActivateObjective, Named(objective));
        break;
      case 4:
      case 5:
      case 6:
        (void)Call(&Goals::CreateCheckIn,
                   absl::StrCat("parent: '", key_result, "' check_in { value: ", value,
                                " confidence: 0.5 }"));
        break;
      case 7:
        (void)Call(&Goals::CreateCheckIn,
                   absl::StrCat("parent: '", key_result, "' check_in { value: ", value,
                                " corrects: '", key_result, "/checkIns/c' }"));
        break;
      case 8:
        (void)Call(&Goals::RetargetKeyResult,
                   absl::StrCat(Named(key_result), "from_to { baseline: 0 target: 2", value,
                                " } reason: 'r'"));
        break;
      case 9:
        (void)Call(
            &Goals::UpdateObjective,
            absl::StrCat(
                "objective { name: '", objective, "' ",
                life.Pick({ForTop(), Private("anna", {"ben"}), "description: 'd" + value + "'"}),
                " } update_mask { paths: '",
                life.Pick({"alignments", "visibility", "description", "readers"}), "' }"));
        break;
      case 10:
        (void)Call(&Goals::CloseObjective, Named(objective));
        break;
      case 11:
        (void)Call(&Goals::ReopenObjective, Named(objective));
        break;
      case 12:
        if (life.Number(3) == 0) {
          // What goes with a grade is recorded as it was graded.
          (void)Call(&Goals::ReopenObjective, Named(objective));
          (void)Call(&Goals::DeleteObjective, Named(objective) + "force: true");
        }
        break;
      case 13:
        (void)Call(&Goals::DeleteKeyResult, Named(key_result) + "force: true");
        break;
      case 14:
        (void)CreateTeam("t");
        (void)Call(&Organizations::DeleteTeam, Named("organizations/o/teams/t"));
        break;
      case 15:
        (void)Call(&Organizations::UpdateOrganization,
                   absl::StrCat("organization { name: 'organizations/o' display_name: 'O", value,
                                "' policy { early_share: 0.", value, "} } update_mask { paths: '",
                                life.Pick({"display_name", "policy"}), "' }"));
        break;
      case 16:
        (void)Call(
            &Goals::CreateKeyResult,
            absl::StrCat("parent: '", objective, "' key_result_id: '", life.Pick({"k", "l", "m"}),
                         "' key_result { display_name: 'KR' ",
                         life.Pick({"scale { steps { step_id: 'a' } steps { step_id: 'b' } }",
                                    "milestones { milestones { milestone_id: 'a' } "
                                    "milestones { milestone_id: 'b' } }",
                                    "find_baseline {}", "binary {}"}),
                         " }"));
        break;
      case 17:
        (void)Call(&Goals::CreateCheckIn,
                   absl::StrCat("parent: '", key_result, "' check_in { ",
                                life.Pick({"reached_step: 'a'", "reached_step: 'b'",
                                           "done_milestones { milestone_ids: 'a' }"}),
                                " }"));
        break;
      case 18:
        (void)Call(&Goals::UpdateObjective,
                   absl::StrCat("objective { name: '", objective, "' ",
                                life.Pick({"combination: LEAST", "combination: TOTAL", ""}),
                                " } update_mask { paths: 'combination' }"));
        break;
      case 19:
      case 20:
        // Not `k`: the days of what is made of others are as they are known now.
        (void)Call(
            &Goals::CreateKeyResult,
            absl::StrCat("parent: '", objective, "' key_result_id: '", life.Pick({"l", "m"}),
                         "' key_result { display_name: 'KR' from_to { target: 9 } "
                         "key_result_source { key_results: '",
                         key_result, "' key_results: '", NameOf(kSeen), "/keyResults/l' } }"));
        break;
      case 21:
        (void)Call(&Goals::UpdateKeyResult,
                   absl::StrCat("key_result { name: '", key_result,
                                "' assessment { status: AT_RISK reason: 'r", value,
                                "' last_date { year: 2025 month: 3 day: ", 1 + life.Number(25),
                                " } } } update_mask { paths: 'assessment' }"));
        break;
      default:
        (void)Call(&Goals::CreateInitiative,
                   absl::StrCat("parent: '", objective, "' initiative { display_name: 'I' }"));
    }
    if (life.Number(4) == 0) told[clock_.Now()] = Everything("");
  }
  clock_.Advance(absl::Hours(1));
  for (const auto& [time, then] : told) {
    ASSERT_EQ(Everything(ReadTime(time)), then) << absl::FormatTime(time);
    // What happened since the last time it was asked for is taken back too.
    (void)Call(&Goals::CreateCheckIn,
               "parent: 'organizations/o/objectives/visible1/keyResults/k' check_in { value: 3 }");
  }
}

// So an export is of one state, whoever writes meanwhile.
TEST_F(GoalsPastTest, AHeadHasTheTimeOfItsState) {
  As("anna");
  ASSERT_THAT(CreateObjective("x", Private("anna")), IsOk());
  ASSERT_THAT(Call(&Goals::CopyObjective, Named(NameOf("x")) + "objective_id: 'y' cycle: "
                                                               "'organizations/o/cycles/q1'"),
              IsOk());
  const auto stub = common::v1::AuditService::NewStub(scene_.channel());
  grpc::ClientContext context;
  scene_.Prepare(context);
  common::v1::GetHeadRequest request;
  request.set_name("organizations/o");
  common::v1::Head head;
  ASSERT_TRUE(stub->GetHead(&context, request, &head).ok());
  const absl::Time time = api::FromTimestamp(head.time());
  const std::string then = Everything(ReadTime(time));
  EXPECT_EQ(then, Everything(""));
  EXPECT_THAT(then, ::testing::HasSubstr("copied_from: \"organizations/o/objectives/x\""));
  clock_.Advance(absl::Hours(1));
  ASSERT_THAT(Update("x", "display_name: 'Another'", "paths: 'display_name'"), IsOk());
  ASSERT_THAT(Update("y", "description: 'Another'", "paths: 'description'"), IsOk());
  ASSERT_THAT(Call(&Organizations::UpdateMember,
                   "member { name: 'organizations/o/members/ben' display_name: 'B.' } "
                   "update_mask { paths: 'display_name' }"),
              IsOk());
  ASSERT_THAT(Call(&Goals::CreateCheckIn, absl::StrCat("parent: '", NameOf(kSeen),
                                                       "/keyResults/k' check_in { value: 3 }")),
              IsOk());
  ASSERT_THAT(Call(&Goals::DeleteObjective, Named(NameOf(kHidden)) + "force: true"), IsOk());
  EXPECT_EQ(Everything(ReadTime(time)), then);
}

TEST_F(GoalsPastTest, WhatIsKnownNowOfThenIsAnotherQuestion) {
  As("anna");
  const std::string name = NameOf(kSeen) + "/keyResults/k";
  ASSERT_THAT(CreateObjective("sum"), IsOk());
  ASSERT_THAT(Call(&Goals::CreateKeyResult,
                   absl::StrCat("parent: '", NameOf("sum"),
                                "' key_result_id: 'all' key_result { display_name: 'KR' ", kWay,
                                "key_result_source { key_results: '", name, "' key_results: '",
                                NameOf(kSeen), "/keyResults/l' } }")),
              IsOk());
  const absl::Time then = clock_.Now() + absl::Hours(24);
  clock_.Advance(absl::Hours(48));
  // Reported two days later, of the day before `then`.
  const auto late =
      Call(&Goals::CreateCheckIn,
           absl::StrCat("parent: '", name, "' check_in { value: 5 confidence: 0.9 value_time { ",
                        api::ToTimestamp(then - absl::Hours(1)).ShortDebugString(), " } }"));
  ASSERT_THAT(late, IsOk());
  ASSERT_THAT(
      Call(&Goals::CreateCheckIn, absl::StrCat("parent: '", name, "' check_in { value: 7 }")),
      IsOk());
  ASSERT_THAT(Call(&Goals::RetargetKeyResult,
                   Named(name) + "from_to { baseline: 0 target: 20 } reason: 'r'"),
              IsOk());
  auto value_at = [&](const std::string& more) {
    const auto found = Call(&Goals::GetKeyResult, Named(name) + ReadTime(then) + more);
    EXPECT_THAT(found, IsOk());
    // The way is that of then, in any case.
    EXPECT_EQ(found->from_to().target(), 10);
    EXPECT_FALSE(found->has_confidence());
    return found->current_value();
  };
  EXPECT_EQ(value_at(""), 8);
  EXPECT_EQ(value_at("known_now: true"), 5);
  const auto pace = Call(&Goals::GetPace, Named(name) + ReadTime(then) + "known_now: true");
  ASSERT_THAT(pace, IsOk());
  EXPECT_EQ(pace->retargets_size(), 0);
  EXPECT_EQ(pace->points_size(), 2);
  // A correction takes the place of what it corrects, then too.
  ASSERT_THAT(Call(&Goals::CreateCheckIn,
                   absl::StrCat("parent: '", name, "' check_in { value: 6 corrects: '",
                                late->name(), "' }")),
              IsOk());
  EXPECT_EQ(value_at("known_now: true"), 6);
  EXPECT_EQ(value_at(""), 8);
  // What is made of it follows.
  const auto all = Call(&Goals::GetKeyResult, Named(NameOf("sum") + "/keyResults/all") +
                                                  ReadTime(then) + "known_now: true");
  ASSERT_THAT(all, IsOk());
  EXPECT_EQ(all->current_value(), 6);
  EXPECT_EQ(all->key_result_source().missing(), 1);
  const auto top = Call(&Goals::GetObjective, Named(kTop) + ReadTime(then) + "known_now: true");
  EXPECT_DOUBLE_EQ(top->progress().clamped(), (0.6 + 0.2) / 2);
}

TEST_F(GoalsPastTest, WhatIsPrivateOnEitherSideIsNotSeen) {
  const absl::Time open = clock_.Now();
  clock_.Advance(absl::Hours(1));
  As("anna");
  ASSERT_THAT(Update(kSeen, Private("anna"), "paths: 'visibility' paths: 'owner'"), IsOk());
  const absl::Time closed = clock_.Now();
  clock_.Advance(absl::Hours(1));
  ASSERT_THAT(Update(kHidden, "visibility: ORGANIZATION", "paths: 'visibility' paths: 'readers'"),
              IsOk());
  auto sees = [&](const std::string& member, const std::string& id, absl::Time time) {
    As(member);
    const auto found = Call(&Goals::GetObjective, Named(NameOf(id)) + ReadTime(time));
    EXPECT_TRUE(found.ok() || absl::IsNotFound(found.status())) << found.status();
    const auto list = Call(&Goals::ListObjectives, "parent: 'organizations/o' " + ReadTime(time));
    EXPECT_THAT(list, IsOk());
    EXPECT_EQ(list->DebugString().find(NameOf(id)) != std::string::npos, found.ok());
    return found.ok();
  };
  EXPECT_TRUE(sees("anna", kSeen, open));
  EXPECT_FALSE(sees("dan", kSeen, open)) << "private since";
  EXPECT_TRUE(sees("cleo", kSeen, open));
  EXPECT_FALSE(sees("dan", kHidden, closed)) << "private then";
  EXPECT_TRUE(sees("anna", kHidden, closed));
  EXPECT_TRUE(sees("dan", kHidden, clock_.Now()));
  // Who sees everything private only now sees no more of then, and the other way round.
  As("");
  ASSERT_THAT(
      Call(&Organizations::UpdateMember,
           "member { name: 'organizations/o/members/cleo' } update_mask { paths: 'sees_private' }"),
      IsOk());
  EXPECT_FALSE(sees("cleo", kSeen, open));
}

TEST_F(GoalsPastTest, WhoDidNotSeeItWhenItWentDoesNotSeeItByItsBeingGone) {
  As("anna");
  const absl::Time open = clock_.Now();
  clock_.Advance(absl::Hours(1));
  ASSERT_THAT(Update(kSeen, Private("anna"), "paths: 'visibility' paths: 'owner'"), IsOk());
  ASSERT_THAT(Call(&Goals::DeleteObjective, Named(NameOf(kSeen)) + "force: true"), IsOk());
  clock_.Advance(absl::Hours(1));
  const std::string then = Named(NameOf(kSeen)) + ReadTime(open);
  EXPECT_THAT(Call(&Goals::GetObjective, then), IsOk());
  As("dan");
  EXPECT_THAT(Call(&Goals::GetObjective, then), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Call(&Goals::GetKeyResult, Named(NameOf(kSeen) + "/keyResults/k") + ReadTime(open)),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(GoalsPastTest, WhatSomebodyWasConfidentOfThenStays) {
  As("anna");
  const std::string name = NameOf(kSeen) + "/keyResults/k";
  const std::string parent = absl::StrCat("parent: '", name, "' ");
  clock_.Advance(absl::Hours(1));
  const auto wrong = Call(&Goals::CreateCheckIn, parent + "check_in { value: 5 confidence: 0.8 }");
  ASSERT_THAT(wrong, IsOk());
  const absl::Time then = clock_.Now();
  const std::string known = Named(name) + ReadTime(then) + "known_now: true";
  EXPECT_EQ(Call(&Goals::GetKeyResult, known)->current_value(), 5);
  clock_.Advance(absl::Hours(24));
  ASSERT_THAT(Call(&Goals::CreateCheckIn,
                   absl::StrCat(parent, "check_in { value: 6 confidence: 0.1 corrects: '",
                                wrong->name(), "' }")),
              IsOk());
  const auto found = Call(&Goals::GetKeyResult, known);
  ASSERT_THAT(found, IsOk());
  EXPECT_EQ(found->current_value(), 6);
  EXPECT_EQ(found->confidence(), 0.8);
}

TEST_F(GoalsPastTest, WhatIsNotKnownIsSaid) {
  EXPECT_THAT(Call(&Goals::GetObjective, Named(kTop) + "known_now: true"), BadFieldIs("known_now"));
  EXPECT_THAT(Call(&Goals::GetObjective, Named(kTop) + ReadTime(clock_.Now() + absl::Hours(1))),
              BadFieldIs("read_time"));
  EXPECT_THAT(Call(&Goals::GetObjective, Named(kTop) + ReadTime(clock_.Now() - absl::Hours(1))),
              ReasonIs(ErrorReason::REVISION_TRIMMED));
  EXPECT_THAT(
      Call(&Goals::GetObjectiveHistory, Named(kTop) + ReadTime(clock_.Now() + absl::Hours(1))),
      BadFieldIs("read_time"));
  EXPECT_THAT(Call(&Organizations::GetOrganizationHistory,
                   Named("organizations/o") + ReadTime(clock_.Now() - absl::Hours(1))),
              ReasonIs(ErrorReason::REVISION_TRIMMED));
  const absl::Time before = clock_.Now();
  clock_.Advance(absl::Hours(1));
  ASSERT_THAT(CreateObjective("late"), IsOk());
  EXPECT_THAT(Call(&Goals::GetObjective, Named(NameOf("late")) + ReadTime(before)),
              StatusIs(absl::StatusCode::kNotFound));
  As("");
  EXPECT_THAT(Call(&Goals::ListObjectives, "parent: 'organizations/nobody' " + ReadTime(before)),
              StatusIs(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace okapi::goals

// Corrections, comments, search, and what to make of goals, over gRPC.

#include <gmock/gmock.h>

#include "common/text/quantity.h"
#include "tests/integration/goals_fixture.h"
#include "tests/support/field_matchers.h"

namespace okapi::goals {
namespace {

using okapi::common::v1::Status;
using okapi::testing::BadFieldIs;
using okapi::testing::BadFieldsAre;
using okapi::testing::IsOk;
using okapi::testing::ReasonIs;
using okapi::testing::StatusIs;
using status::ErrorReason;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

constexpr int64_t kDay = 86400;

class GoalsReviewTest : public GoalsFixture {
 protected:
  void SetUp() override {
    GoalsFixture::SetUp();
    ASSERT_THAT(CreateMember("ann"), IsOk());
    ASSERT_THAT(CreateObjective("a", "owner: 'organizations/o/members/ann'"), IsOk());
    ASSERT_THAT(CreateKeyResult("k", kWay), IsOk());
    ASSERT_THAT(CreateKeyResult("l", kWay), IsOk());
    ASSERT_THAT(Activate(), IsOk());
  }
  static std::string CheckInName(const std::string& id) {
    return KeyResultName("k") + "/checkIns/" + id;
  }
  // Reports with an id of the caller's.
  absl::StatusOr<v1::CheckIn> ReportAs(const std::string& id, const std::string& fields) {
    return Report("k", fields, "check_in_id: '" + id + "'");
  }
  absl::StatusOr<v1::Comment> Say(const std::string& fields, const std::string& id = "") {
    return Call(&Goals::CreateComment, "parent: '" + std::string(kA) + "' comment_id: '" + id +
                                           "' comment { " + fields + " }");
  }
  // What is said beside the numbers: without what is found in the wording.
  std::vector<v1::Finding::Code> Findings(const std::string& name) {
    const auto response = Call(&Review::ListFindings, "parent: 'organizations/o/objectives/-'");
    EXPECT_THAT(response, IsOk());
    std::vector<v1::Finding::Code> codes;
    for (const auto& finding : response->findings()) {
      const bool claim = finding.code() >= v1::Finding::CONFIDENT_BUT_FLAT;
      if (finding.resource() == name && claim) codes.push_back(finding.code());
    }
    return codes;
  }
  std::vector<std::string> Found(const std::string& query) {
    const auto response =
        Call(&Goals::ListObjectives, "parent: 'organizations/o' query: '" + query + "'");
    EXPECT_THAT(response, IsOk());
    std::vector<std::string> names;
    for (const auto& objective : response->objectives()) names.push_back(objective.name());
    return names;
  }
};

TEST_F(GoalsReviewTest, ACorrectionTakesThePlaceOfWhatWasWrong) {
  ASSERT_THAT(ReportAs("one", "value: 2 confidence: 0.5"), IsOk());
  ASSERT_THAT(ReportAs("two", "value: 70 confidence: 0.9"), IsOk());
  EXPECT_EQ(GetKeyResult("k")->current_value(), 70);
  EXPECT_THAT(Report("l", "value: 7 corrects: '" + CheckInName("two") + "'"),
              BadFieldIs("check_in.corrects"));
  EXPECT_THAT(ReportAs("x", "value: 7 corrects: '" + CheckInName("nobody") + "'"),
              ReasonIs(ErrorReason::REFERENCE_NOT_FOUND));
  ASSERT_THAT(ReportAs("three", "value: 7 corrects: '" + CheckInName("two") + "'"), IsOk());
  EXPECT_EQ(GetKeyResult("k")->current_value(), 7);
  EXPECT_EQ(GetKeyResult("k")->confidence(), 0.9);  // It was the number that was wrong.
  EXPECT_THAT(ReportAs("x", "value: 8 corrects: '" + CheckInName("two") + "'"),
              BadFieldIs("check_in.corrects"));
  // The old one is kept, and says what took its place.
  const auto old = Call(&Goals::GetCheckIn, Named(CheckInName("two")));
  EXPECT_EQ(old->value(), 70);
  EXPECT_EQ(old->corrected_by(), CheckInName("three"));
  // One without a value takes the value back.
  ASSERT_THAT(ReportAs("four", "corrects: '" + CheckInName("three") + "'"), IsOk());
  EXPECT_EQ(GetKeyResult("k")->current_value(), 2);
  EXPECT_EQ(GetKeyResult("k")->confidence(), 0.5);
  ASSERT_THAT(ReportAs("five", "corrects: '" + CheckInName("one") + "'"), IsOk());
  EXPECT_FALSE(GetKeyResult("k")->has_current_value());
  EXPECT_EQ(GetKeyResult("k")->progress().status(), Status::NO_DATA);
}

TEST_F(GoalsReviewTest, ALateCorrectionIsNoNews) {
  ASSERT_THAT(
      ReportAs("old", "value: 4 value_time { seconds: " + std::to_string(kNow - 9 * kDay) + " }"),
      IsOk());
  ASSERT_THAT(ReportAs("new", "value: 6"), IsOk());
  const auto correction = ReportAs("late", "value: 5 corrects: '" + CheckInName("old") + "'");
  ASSERT_THAT(correction, IsOk());
  EXPECT_EQ(correction->value_time().seconds(), kNow - 9 * kDay);
  EXPECT_EQ(GetKeyResult("k")->current_value(), 6);
}

TEST_F(GoalsReviewTest, ABatchIsAllOrNothing) {
  const std::string good =
      "requests { parent: '" + KeyResultName("k") + "' check_in { value: 3 } }";
  const std::string bad =
      "requests { parent: '" + KeyResultName("l") + "' check_in { confidence: 2 } }";
  const auto batch = [&](const std::string& requests) {
    return Call(&Goals::BatchCreateCheckIns, "parent: 'organizations/o' " + requests);
  };
  const auto refused = batch(good + bad);
  EXPECT_THAT(refused, BadFieldIs("requests[1].check_in.confidence"));
  EXPECT_THAT(batch(bad + good + bad),
              BadFieldsAre(std::vector<std::string>{"requests[0].check_in.confidence",
                                                    "requests[2].check_in.confidence"}));
  EXPECT_FALSE(GetKeyResult("k")->has_current_value());
  const auto taken = batch(good + good);
  ASSERT_THAT(taken, IsOk());
  EXPECT_EQ(taken->check_ins_size(), 2);
  EXPECT_LT(taken->check_ins(0).name(), taken->check_ins(1).name());
  EXPECT_EQ(GetKeyResult("k")->current_value(), 3);
  EXPECT_THAT(batch("requests { parent: 'organizations/other/objectives/a/keyResults/k' "
                    "check_in { value: 1 } }"),
              BadFieldIs("requests[0].parent"));
  EXPECT_THAT(batch(""), BadFieldIs("requests"));
}

TEST_F(GoalsReviewTest, PeopleCommentOnWhatBelongsToAnObjective) {
  EXPECT_THAT(Say("text: ''"), BadFieldIs("comment.text"));
  EXPECT_THAT(Say("text: 'x' subject: 'organizations/o/objectives/b'"),
              BadFieldIs("comment.subject"));
  EXPECT_THAT(Say("text: 'x' subject: '" + KeyResultName("z") + "'"),
              ReasonIs(ErrorReason::REFERENCE_NOT_FOUND));
  const auto first = Say("text: 'why?' subject: '" + KeyResultName("k") + "'");
  ASSERT_THAT(first, IsOk());
  ASSERT_THAT(Say("text: 'because' subject: '" + first->name() + "'"), IsOk());
  EXPECT_EQ(Say("text: 'all of it'")->subject(), kA);
  const std::string list = "parent: '" + std::string(kA) + "' ";
  EXPECT_EQ(Call(&Goals::ListComments, list)->comments_size(), 3);
  const auto about = Call(&Goals::ListComments, list + "subject: '" + KeyResultName("k") + "'");
  ASSERT_EQ(about->comments_size(), 1);
  EXPECT_EQ(about->comments(0).text(), "why?");
  EXPECT_THAT(Call(&Goals::DeleteComment, Named(first->name())),
              ReasonIs(ErrorReason::RESOURCE_IN_USE));
}

TEST_F(GoalsReviewTest, SearchMindsNeitherCaseNorAccents) {
  ASSERT_THAT(CreateObjective("b", "description: 'Tăng trưởng doanh thu'"), IsOk());
  EXPECT_THAT(Found("tang TRUONG"), ElementsAre("organizations/o/objectives/b"));
  EXPECT_THAT(Found("doanh tr"), ElementsAre("organizations/o/objectives/b"));
  EXPECT_THAT(Found("doanh x"), IsEmpty());
  EXPECT_THAT(Found("kr"), ElementsAre(kA));  // In the words of its key results.
  const auto list = [this](const std::string& query) {
    return Call(&Goals::ListObjectives, "parent: 'organizations/o' query: '" + query + "'");
  };
  EXPECT_THAT(list(std::string(200, 'x')), IsOk());
  EXPECT_THAT(list(std::string(199, 'x') + "đx"), BadFieldIs("query"));
  EXPECT_THAT(list("%"), BadFieldIs("query"));
}

TEST_F(GoalsReviewTest, ExplainsEveryNumber) {
  ASSERT_THAT(ReportAs("one", "value: 4"), IsOk());
  const auto explained = Call(&Review::Explain, Named(kA));
  ASSERT_THAT(explained, IsOk());
  EXPECT_DOUBLE_EQ(explained->progress().clamped(), GetObjective("a")->progress().clamped());
  EXPECT_GT(explained->revision(), 0);
  ASSERT_EQ(explained->children_size(), 2);
  const v1::Explanation& k = explained->children(0);
  EXPECT_EQ(k.name(), KeyResultName("k"));
  EXPECT_EQ(k.contribution(), 0.4);
  EXPECT_THAT(k.steps(), Contains("raw = (4 - 0) / (10 - 0) = 0.4"));
  ASSERT_EQ(k.inputs_size(), 3);
  EXPECT_EQ(k.inputs(0).source(), CheckInName("one"));
  EXPECT_THAT(k.verdict(), HasSubstr("AT_RISK: 0.7 x 0.5 <= 0.4 < 0.9 x 0.5"));
  EXPECT_FALSE(explained->children(1).has_contribution());
  EXPECT_THAT(explained->steps(), Contains("raw = clamped = (1 x 0.4) / 1 = 0.4"));
  EXPECT_THAT(Call(&Review::Explain, Named(KeyResultName("k"))), IsOk());
  EXPECT_THAT(Call(&Review::Explain, Named("organizations/o/cycles/q1")), BadFieldIs("name"));
  EXPECT_THAT(Call(&Review::Explain, Named("organizations/o/objectives/z")),
              ReasonIs(ErrorReason::RESOURCE_NOT_FOUND));
}

// 15 February 2025 is a Saturday.
TEST_F(GoalsReviewTest, WhoOwesACheckIn) {
  const auto due = [this](const std::string& more = "") {
    return Call(&Review::ListDue, "parent: 'organizations/o' " + more);
  };
  EXPECT_EQ(due()->due_size(), 0);  // The cycle has no cadence.
  ASSERT_THAT(Call(&Organizations::UpdateCycle,
                   "cycle { name: 'organizations/o/cycles/q1' cadence { every: WEEK } }"),
              IsOk());
  ASSERT_THAT(Report("k", "value: 1"), IsOk());
  // Both came on a Saturday: nobody is late with the Friday before.
  EXPECT_EQ(due()->due_size(), 0);
  clock_.Advance(absl::Hours(24 * 5));
  EXPECT_EQ(due()->due_size(), 0);
  // On Thursday the report would still have counted; on Friday it is too old.
  clock_.Advance(absl::Hours(24));
  auto owed = due();
  ASSERT_THAT(owed, IsOk());
  ASSERT_EQ(owed->due_size(), 2);
  EXPECT_EQ(owed->due(0).key_result(), KeyResultName("k"));
  EXPECT_EQ(owed->due(1).key_result(), KeyResultName("l"));
  EXPECT_EQ(owed->due(1).member(), "organizations/o/members/ann");
  EXPECT_EQ(owed->due(1).member_display_name(), "M");
  EXPECT_EQ(owed->due(1).objective_display_name(), "Obj");
  EXPECT_EQ(owed->due(1).due_date().day(), 21);
  EXPECT_EQ(owed->due(1).days_overdue(), 0);
  ASSERT_THAT(Report("k", "value: 2"), IsOk());
  clock_.Advance(absl::Hours(24 * 8));
  owed = due();
  ASSERT_EQ(owed->due_size(), 2);
  EXPECT_EQ(owed->due(0).days_overdue(), 1);  // Since Friday, the 28th.
  EXPECT_EQ(owed->due(1).days_overdue(), 8);  // Since the one before.
  const auto first = due("page_size: 1");
  ASSERT_EQ(first->due_size(), 1);
  const auto second = due("page_size: 1 page_token: '" + first->next_page_token() + "'");
  EXPECT_EQ(second->due(0).key_result(), KeyResultName("l"));
  EXPECT_EQ(second->next_page_token(), "");
}

TEST_F(GoalsReviewTest, AnObjectiveHasARhythmOfItsOwn) {
  const auto owed = [this](const std::string& cadence) {
    EXPECT_THAT(Call(&Goals::UpdateObjective,
                     "objective { " + Named(kA) + cadence + " } update_mask { paths: 'cadence' }"),
                IsOk());
    return Call(&Review::ListDue, "parent: 'organizations/o'")->due_size();
  };
  ASSERT_THAT(Report("k", "value: 1"), IsOk());
  ASSERT_THAT(Report("l", "value: 1"), IsOk());
  clock_.Advance(absl::Hours(24 * 9));  // A Friday and three days: Monday, 24 February.
  EXPECT_EQ(owed(""), 0);
  EXPECT_EQ(owed("cadence { every: WEEK }"), 2);  // The cycle has none.
  ASSERT_THAT(Call(&Organizations::UpdateCycle,
                   "cycle { name: 'organizations/o/cycles/q1' cadence { every: WEEK } }"),
              IsOk());
  EXPECT_EQ(owed(""), 2);
  EXPECT_EQ(owed("cadence { every: MONTH }"), 0);  // Not before 7 March.
  EXPECT_EQ(owed("cadence { every: NEVER }"), 0);
  EXPECT_EQ(owed("cadence { every: WEEK day: MONDAY }"), 2);
  clock_.Advance(absl::Hours(24));
  EXPECT_THAT(Findings(KeyResultName("l")), Contains(v1::Finding::CHECK_IN_OVERDUE));
  EXPECT_EQ(owed("cadence { every: NEVER }"), 0);
  EXPECT_THAT(Findings(KeyResultName("l")), IsEmpty());
  EXPECT_THAT(Call(&Goals::UpdateObjective,
                   "objective { " + Named(kA) + " cadence { every: WEEK fresh_days: 31 } }"),
              BadFieldIs("objective.cadence.fresh_days"));
}

TEST_F(GoalsReviewTest, ADueDayBeginsWhereItsOwnerLives) {
  ASSERT_THAT(
      Call(&Organizations::UpdateCycle,
           "cycle { name: 'organizations/o/cycles/q1' cadence { every: WEEK day: SATURDAY } }"),
      IsOk());
  ASSERT_THAT(Report("k", "value: 1"), IsOk());
  ASSERT_THAT(Report("l", "value: 1"), IsOk());
  // Seven days less a minute later it is Saturday in Hanoi, not in New York.
  clock_.Advance(absl::Hours(24 * 7) - absl::Minutes(1));
  const auto owed_in = [this](const std::string& zone) {
    EXPECT_THAT(Call(&Organizations::UpdateMember,
                     "member { name: 'organizations/o/members/ann' time_zone: '" + zone + "' }"),
                IsOk());
    return Call(&Review::ListDue, "parent: 'organizations/o'")->due_size();
  };
  EXPECT_EQ(owed_in("Asia/Ho_Chi_Minh"), 2);
  EXPECT_EQ(owed_in("America/New_York"), 0);
  EXPECT_THAT(Call(&Organizations::UpdateMember,
                   "member { name: 'organizations/o/members/ann' time_zone: 'Nowhere' }"),
              BadFieldIs("member.time_zone"));
}

TEST_F(GoalsReviewTest, WhatIsOverdueGoesUp) {
  ASSERT_THAT(CreateTeam("all"), IsOk());
  ASSERT_THAT(CreateTeam("sales", "parent_team: 'organizations/o/teams/all'"), IsOk());
  ASSERT_THAT(CreateMember("boss", "leads: 'organizations/o/teams/sales'"), IsOk());
  ASSERT_THAT(CreateMember("chief", "leads: 'organizations/o/teams/all'"), IsOk());
  EXPECT_THAT(CreateMember("x", "leads: 'organizations/o/teams/none'"),
              ReasonIs(ErrorReason::REFERENCE_NOT_FOUND));
  ASSERT_THAT(
      Call(&Organizations::UpdateMember,
           "member { name: 'organizations/o/members/ann' team: 'organizations/o/teams/sales' }"),
      IsOk());
  ASSERT_THAT(Call(&Organizations::UpdateOrganization,
                   "organization { name: 'organizations/o' policy { escalation_days: 10 } }"),
              IsOk());
  ASSERT_THAT(Call(&Organizations::UpdateCycle,
                   "cycle { name: 'organizations/o/cycles/q1' cadence { every: WEEK } }"),
              IsOk());
  const auto told = [this] {
    const auto due = Call(&Review::ListDue, "parent: 'organizations/o'")->due(0);
    return std::vector<std::string>(due.escalate_to().begin(), due.escalate_to().end());
  };
  clock_.Advance(absl::Hours(24 * 16));  // Ten days after the first Friday.
  EXPECT_THAT(told(), ElementsAre("organizations/o/members/boss"));
  clock_.Advance(absl::Hours(24 * 10));
  EXPECT_THAT(told(), ElementsAre("organizations/o/members/boss", "organizations/o/members/chief"));
  EXPECT_EQ(
      Call(&Review::ListDue, "parent: 'organizations/o' member: 'organizations/o/members/chief'")
          ->due_size(),
      2);
}

TEST_F(GoalsReviewTest, WhatIsSaidBesideWhatTheNumbersSay) {
  const auto at = [](int days_ago) {
    return " value_time { seconds: " + std::to_string(kNow - days_ago * kDay) + " } ";
  };
  EXPECT_THAT(Findings(KeyResultName("k")), IsEmpty());
  ASSERT_THAT(Report("k", "value: 5 confidence: 0.8" + at(40)), IsOk());
  ASSERT_THAT(Report("k", "value: 4 confidence: 0.8" + at(1)), IsOk());
  EXPECT_THAT(Findings(KeyResultName("k")),
              ElementsAre(v1::Finding::CONFIDENT_BUT_FLAT, v1::Finding::CONFIDENCE_UNMOVED));
  ASSERT_THAT(Report("k", "value: 3 confidence: 0.3" + at(0)), IsOk());
  EXPECT_THAT(Findings(KeyResultName("k")), IsEmpty());
  // A report that comes late is no fall.
  ASSERT_THAT(Report("k", "value: 2 confidence: 0.3" + at(30)), IsOk());
  EXPECT_THAT(Findings(KeyResultName("k")), IsEmpty());
  ASSERT_THAT(Call(&Organizations::UpdateCycle,
                   "cycle { name: 'organizations/o/cycles/q1' cadence { every: WEEK } }"),
              IsOk());
  clock_.Advance(absl::Hours(24 * 8));  // A Friday and two days.
  EXPECT_THAT(Findings(KeyResultName("l")), Contains(v1::Finding::CHECK_IN_OVERDUE));
  const std::string driven = "kpi_source { kpi: 'organizations/o/kpis/x' } ";
  ASSERT_THAT(CreateKeyResult("m", std::string(kWay) + driven), IsOk());
  EXPECT_THAT(Findings(KeyResultName("m")), IsEmpty());
  // Who measures for the first time claims no movement.
  ASSERT_THAT(CreateKeyResult("f", "find_baseline {} " + driven), IsOk());
  EXPECT_THAT(Findings(KeyResultName("m")), IsEmpty());
  ASSERT_THAT(CreateKeyResult("n", std::string(kWay) + driven), IsOk());
  EXPECT_THAT(Findings(KeyResultName("m")), ElementsAre(v1::Finding::SAME_MOVEMENT));
  EXPECT_THAT(
      Call(&Review::ListFindings, "parent: 'organizations/o/objectives/-' language_code: 'fr'"),
      BadFieldIs("language_code"));
  const auto vietnamese =
      Call(&Review::ListFindings, "parent: '" + std::string(kA) + "' language_code: 'vi'");
  EXPECT_THAT(vietnamese->findings(vietnamese->findings_size() - 1).message(), HasSubstr("KPI"));
}

TEST_F(GoalsReviewTest, InitiativesAreFollowedUp) {
  const std::string initiative = "organizations/o/objectives/a/initiatives/i";
  ASSERT_THAT(Call(&Goals::CreateInitiative,
                   "parent: 'organizations/o/objectives/a' initiative_id: 'i' initiative { "
                   "display_name: 'I' due_date { year: 2025 month: 2 day: 20 } "
                   "follow_up_date { year: 2025 month: 3 day: 1 } }"),
              IsOk());
  EXPECT_THAT(Findings(initiative), IsEmpty());
  clock_.Advance(absl::Hours(24 * 6));  // The day after.
  EXPECT_THAT(Findings(initiative), ElementsAre(v1::Finding::INITIATIVE_OVERDUE));
  ASSERT_THAT(
      Call(&Goals::UpdateInitiative, "initiative { name: '" + initiative + "' state: DONE }"),
      IsOk());
  EXPECT_THAT(Findings(initiative), IsEmpty());
  clock_.Advance(absl::Hours(24 * 8));
  EXPECT_THAT(Findings(initiative), ElementsAre(v1::Finding::FOLLOW_UP_DUE));
  ASSERT_THAT(Call(&Goals::CreateComment,
                   "parent: 'organizations/o/objectives/a' comment { text: 'It did' subject: '" +
                       initiative + "' }"),
              IsOk());
  EXPECT_THAT(Findings(initiative), IsEmpty());
}

TEST_F(GoalsReviewTest, FindsWhatCouldBePutBetter) {
  ASSERT_THAT(CreateObjective("b", "description: 'x'"), IsOk());
  const auto found =
      Call(&Review::ListFindings, "parent: 'organizations/o/objectives/b' language_code: 'vi'");
  ASSERT_THAT(found, IsOk());
  std::vector<v1::Finding::Code> codes;
  for (const auto& finding : found->findings()) codes.push_back(finding.code());
  EXPECT_THAT(codes,
              ElementsAre(v1::Finding::TOO_FEW, v1::Finding::DUPLICATE, v1::Finding::NO_OWNER));
  EXPECT_EQ(found->findings(1).other(), kA);
  EXPECT_THAT(found->findings(0).message(), HasSubstr("ít nhất hai"));
  EXPECT_THAT(Call(&Review::ListFindings, "parent: 'organizations/o/objectives/z'"),
              ReasonIs(ErrorReason::RESOURCE_NOT_FOUND));
}

TEST_F(GoalsReviewTest, ConfidenceIsComparedWithWhatCame) {
  ASSERT_THAT(CreateTeam("t"), IsOk());
  ASSERT_THAT(Call(&Goals::UpdateObjective,
                   "objective { " + Named(kA) + "team: 'organizations/o/teams/t' }"),
              IsOk());
  ASSERT_THAT(Report("k", "value: 10 confidence: 0.5"), IsOk());
  ASSERT_THAT(Report("l", "value: 3 confidence: 0.9"), IsOk());
  ASSERT_THAT(Report("l", "confidence: 0.4"), IsOk());
  EXPECT_EQ(Call(&Review::GetCalibration, "parent: 'organizations/o'")->all().forecasts(), 0);
  ASSERT_THAT(Call(&Goals::CloseObjective, Named(kA)), IsOk());
  const auto calibration = Call(&Review::GetCalibration, "parent: 'organizations/o'");
  ASSERT_THAT(calibration, IsOk());
  EXPECT_EQ(calibration->all().forecasts(), 3);
  EXPECT_EQ(calibration->all().key_results(), 2);
  EXPECT_DOUBLE_EQ(calibration->all().confidence_mean(), 0.6);
  EXPECT_DOUBLE_EQ(calibration->all().optimism(), 0.6 - 1.0 / 3);
  EXPECT_DOUBLE_EQ(calibration->all().brier_score(), (0.25 + 0.81 + 0.16) / 3);
  ASSERT_EQ(calibration->teams_size(), 1);
  EXPECT_EQ(calibration->teams(0).team(), "organizations/o/teams/t");
  for (const char* name : {"organizations/o", "organizations/o/teams/t"}) {
    const auto why = Call(&Review::Explain, Named(name));
    ASSERT_THAT(why, IsOk());
    EXPECT_THAT(
        why->steps(),
        ElementsAre(StartsWith("confidence_mean = (0.5 + 0.9 + 0.4) / 3 = "),
                    StartsWith("reached_share = (1 + 0 + 0) / 3 = "), StartsWith("optimism = "),
                    StartsWith("brier_score = ((0.5 - 1)^2 + (0.9 - 0)^2 + (0.4 - 0)^2) / 3 = ")));
    EXPECT_DOUBLE_EQ(why->calibration().brier_score(), calibration->all().brier_score());
    EXPECT_EQ(why->calibration().forecasts(), 3);
    ASSERT_EQ(why->children_size(), 2);
    EXPECT_EQ(why->children(0).name(), KeyResultName("k"));
    EXPECT_THAT(why->children(0).steps(),
                ElementsAre("reached = 1: its progress when it was closed, 1, is at least 1"));
    ASSERT_EQ(why->children(1).inputs_size(), 2);
    EXPECT_EQ(why->children(1).inputs(0).value(), 0.9);
    EXPECT_THAT(why->children(1).inputs(0).source(), StartsWith(KeyResultName("l") + "/checkIns/"));
  }
  const auto other =
      Call(&Review::Explain, Named("organizations/o") + "cycle: 'organizations/o/cycles/q1'");
  ASSERT_THAT(other, IsOk());
  EXPECT_EQ(other->children_size(), 2);
  EXPECT_THAT(Call(&Review::Explain, Named("organizations/o/teams/none")),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Call(&Review::Explain, Named(kA) + "cycle: 'organizations/o/cycles/q1'"),
              BadFieldIs("cycle"));
}

TEST_F(GoalsReviewTest, ThePaceIsTheHistoryThatCounts) {
  ASSERT_THAT(
      ReportAs("one", "value: 2 value_time { seconds: " + std::to_string(kNow - 10 * kDay) + " }"),
      IsOk());
  ASSERT_THAT(ReportAs("two", "value: 9"), IsOk());
  ASSERT_THAT(ReportAs("three", "value: 3 corrects: '" + CheckInName("two") + "'"), IsOk());
  const auto pace = Call(&Goals::GetPace, Named(KeyResultName("k")));
  ASSERT_THAT(pace, IsOk());
  ASSERT_EQ(pace->points_size(), 2);
  EXPECT_EQ(pace->points(0).value(), 2);
  EXPECT_DOUBLE_EQ(pace->points(1).raw(), 0.3);
  ASSERT_EQ(pace->expected_size(), 2);
  EXPECT_EQ(pace->expected(0).expected(), 0);
  EXPECT_EQ(pace->expected(1).expected(), 1);
  EXPECT_FALSE(pace->has_forecast());  // Two points tell no pace.
  ASSERT_THAT(
      Report("k", "value: 1 value_time { seconds: " + std::to_string(kNow - 40 * kDay) + " }"),
      IsOk());
  const auto known = Call(&Goals::GetPace, Named(KeyResultName("k")));
  ASSERT_TRUE(known->has_forecast());
  EXPECT_EQ(known->forecast().points(), 3);
  EXPECT_GT(known->forecast().value(), 3);
  EXPECT_LT(known->forecast().likelihood(), 0.5);
  const auto why = Call(&Review::Explain, Named(KeyResultName("k")));
  ASSERT_THAT(why, IsOk());
  EXPECT_THAT(
      why->steps(),
      Contains(AllOf(StartsWith("forecast = " + text::ExactNumber(known->forecast().value())),
                     HasSubstr("likelihood = " + text::ExactNumber(known->forecast().likelihood())),
                     HasSubstr("from 3 points"))));
  std::vector<double> history;
  for (const auto& input : why->inputs()) {
    if (input.label() == "history") history.push_back(input.value());
  }
  EXPECT_THAT(history, ElementsAre(1, 2, 3));
}

TEST_F(GoalsReviewTest, AnotherHousesRulesMayJudge) {
  ASSERT_THAT(Report("k", "value: 10"), IsOk());
  ASSERT_THAT(Report("l", "value: 1"), IsOk());
  EXPECT_EQ(GetObjective("a")->progress().status(), Status::ON_TRACK);
  ASSERT_THAT(Call(&Organizations::UpdateOrganization,
                   "organization { name: 'organizations/o' policy { profile: WEAKEST_LINK } }"),
              IsOk());
  EXPECT_EQ(GetObjective("a")->progress().status(), Status::OFF_TRACK);
  EXPECT_DOUBLE_EQ(GetObjective("a")->progress().clamped(), 0.55);
}

}  // namespace
}  // namespace okapi::goals

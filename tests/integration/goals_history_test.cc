#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/message_differencer.h"
#include "tests/integration/goals_fixture.h"
#include "tests/support/field_matchers.h"

namespace okapi::goals {
namespace {

using namespace okapi::goals::v1;  // NOLINT(google-build-using-namespace): nearly every message.
using okapi::testing::FromText;
using okapi::testing::IsOk;
using okapi::testing::ReasonIs;
using status::ErrorReason;
using ::testing::SizeIs;

constexpr char kObjective[] = "organizations/o/objectives/a";

// Two messages of one type, but for the versions of what they show.
template <typename M>
bool Same(M one, M other) {
  if constexpr (requires { one.clear_etag(); }) {
    one.clear_etag();
    other.clear_etag();
  }
  return google::protobuf::util::MessageDifferencer::Equals(one, other);
}

class GoalsHistoryTest : public GoalsFixture {
 protected:
  void SetUp() override {
    GoalsFixture::SetUp();
    ASSERT_THAT(CreateMember("ann"), IsOk());
    ASSERT_THAT(CreateMember("gone"), IsOk());
    Define();
  }

  // The objective with what belongs to it, and nothing that happened to it.
  void Define() {
    ASSERT_THAT(CreateObjective("a", "owner: 'organizations/o/members/ann'"), IsOk());
    ASSERT_THAT(CreateKeyResult("k", "from_to { baseline: 0 target: 20 }"), IsOk());
    ASSERT_THAT(CreateKeyResult("m",
                                "milestones { milestones { milestone_id: 'x' } "
                                "milestones { milestone_id: 'y' weight: 3 } }"),
                IsOk());
    ASSERT_THAT(CreateKeyResult("s",
                                "scale { steps { step_id: 'manual' } steps { step_id: 'assisted' } "
                                "steps { step_id: 'automatic' } }"),
                IsOk());
    ASSERT_THAT(CreateKeyResult("z", "find_baseline {}"), IsOk());
    ASSERT_THAT(Call(&Goals::CreateInitiative,
                     absl::StrCat("parent: '", kObjective,
                                  "' initiative_id: 'i' initiative { display_name: 'I' }")),
                IsOk());
  }

  // A quarter in the objective's life, to its end.
  void Live() {
    Later(Call(&Goals::UpdateKeyResult, absl::StrCat("key_result { name: '", KeyResultName("k"),
                                                     "' from_to { baseline: 0 target: 10 } }")));
    Later(Activate());
    Later(Report("k", "value: 2 confidence: 0.5 comment: 'begun'", "check_in_id: 'z'"));
    Later(Report("k", "value: 30 author: 'organizations/o/members/gone'", "check_in_id: 'y'"));
    Later(Report("k", "value: 3 corrects: 'organizations/o/objectives/a/keyResults/k/checkIns/y'",
                 "check_in_id: 'x'"));
    Later(Report("m", "done_milestones { milestone_ids: 'y' }"));
    Later(Report("s", "reached_step: 'automatic'", "check_in_id: 'x'"));
    Later(
        Report("s", "reached_step: 'assisted' corrects: '" + KeyResultName("s") + "/checkIns/x'"));
    Later(Call(&Goals::RetargetKeyResult,
               absl::StrCat(Named(KeyResultName("k")),
                            "from_to { baseline: 0 target: 20 } reason: 'too easy' "
                            "author: 'organizations/o/members/ann'")));
    Later(Comment("q", "text: 'Why so few?' subject: '" + KeyResultName("k") + "/checkIns/x'"));
    Later(Comment("b", "text: 'Holidays' subject: 'organizations/o/objectives/a/comments/q'"));
    Later(Call(&Goals::CloseObjective,
               absl::StrCat(Named(kObjective),
                            "score: 0.4 reason: 'late' author: 'organizations/o/members/ann'")));
  }

  absl::StatusOr<v1::Comment> Comment(const std::string& id, const std::string& fields) {
    return Call(&Goals::CreateComment, absl::StrCat("parent: '", kObjective, "' comment_id: '", id,
                                                    "' comment { ", fields, " }"));
  }

  template <typename Answer>
  void Later(const Answer& answer) {
    EXPECT_THAT(answer, IsOk());
    clock_.Advance(absl::Hours(30));
  }

  ObjectiveHistory History() {
    const auto history = Call(&Goals::GetObjectiveHistory, Named(kObjective));
    EXPECT_THAT(history, IsOk());
    return *history;
  }
  absl::StatusOr<v1::Objective> Import(const ObjectiveHistory& history,
                                       const std::string& request_id = "",
                                       bool validate_only = false) {
    ImportObjectiveHistoryRequest request;
    request.set_name(kObjective);
    *request.mutable_history() = history;
    request.set_request_id(request_id);
    request.set_validate_only(validate_only);
    return scene_.Call(&Goals::ImportObjectiveHistory, request);
  }
  absl::StatusOr<v1::Objective> Import(const std::string& history) {
    return Import(FromText<ObjectiveHistory>(history));
  }

  void StartAnew() {
    ASSERT_THAT(Call(&Goals::DeleteObjective, absl::StrCat(Named(kObjective), "force: true")),
                IsOk());
    Define();
  }

  auto KeyResults() {
    return Call(&Goals::ListKeyResults, absl::StrCat("parent: '", kObjective, "'"));
  }
};

TEST_F(GoalsHistoryTest, WhatIsImportedIsAsItWas) {
  Live();  // Nothing of it happened now: what is compared is of one time, and what is kept is not.
  const ObjectiveHistory history = History();
  ASSERT_THAT(history.key_results(), SizeIs(4));
  ASSERT_THAT(history.key_results(0).check_ins(), SizeIs(3));
  ASSERT_THAT(history.comments(), SizeIs(2));
  EXPECT_EQ(history.comments(1).text(), "Holidays");
  const auto objective = GetObjective("a");
  const auto key_results = KeyResults();
  const auto pace = Call(&Goals::GetPace, Named(KeyResultName("k")));
  StartAnew();
  // Who reported has left the company since.
  ASSERT_THAT(Call(&Organizations::DeleteMember, Named("organizations/o/members/gone")), IsOk());

  const auto imported = Import(history);
  ASSERT_THAT(imported, IsOk());
  EXPECT_TRUE(Same(History(), history)) << History().DebugString();
  EXPECT_TRUE(Same(*GetObjective("a"), *objective));
  EXPECT_TRUE(Same(*imported, *objective));
  EXPECT_EQ(imported->state(), v1::Objective::CLOSED);
  EXPECT_EQ(imported->grade().score(), 0.4);
  const auto again = KeyResults();
  for (int i = 0; i < key_results->key_results_size(); ++i) {
    KeyResult one = key_results->key_results(i);
    KeyResult other = again->key_results(i);
    EXPECT_EQ(one.first_promise().raw(), other.first_promise().raw());
    // It goes on to be expected, and an hour has passed.
    one.clear_first_promise();
    other.clear_first_promise();
    EXPECT_TRUE(Same(one, other)) << other.DebugString();
  }
  EXPECT_TRUE(Same(*Call(&Goals::GetPace, Named(KeyResultName("k"))), *pace));
}

TEST_F(GoalsHistoryTest, WhatGoesOnGoesOnFromThere) {
  Live();
  Later(Call(&Goals::ReopenObjective, Named(kObjective)));
  const ObjectiveHistory history = History();
  const auto key_results = KeyResults();
  StartAnew();
  ASSERT_THAT(Import(history), IsOk());
  EXPECT_EQ(GetKeyResult("k")->current_value(), 3);
  EXPECT_EQ(GetKeyResult("m")->current_value(), 0.75);
  EXPECT_EQ(GetKeyResult("s")->current_value(), 0.5);
  EXPECT_TRUE(GetKeyResult("s")->scale().steps(1).reached());
  ASSERT_THAT(Report("k", "value: 5"), IsOk());
  EXPECT_EQ(GetKeyResult("k")->current_value(), 5);
  EXPECT_EQ(GetKeyResult("k")->first_promise().clamped(), 0.5);
  // A late report of an earlier time is history, not the current value.
  ASSERT_THAT(Report("k", "value: 1 value_time { seconds: 1739600000 }"), IsOk());
  EXPECT_EQ(GetKeyResult("k")->current_value(), 5);
}

TEST_F(GoalsHistoryTest, WhatIsSaidNextIsListedLast) {
  // A journal that has come further than this one.
  const std::string far = "000000900000000";
  const std::string at = "create_time { seconds: 1739000000 } ";
  ASSERT_THAT(Import(absl::StrCat("state: ACTIVE key_results { key_result: '", KeyResultName("k"),
                                  "' check_ins { name: '", KeyResultName("k"), "/checkIns/c", far,
                                  "' ", at, "comment: 'old' } } comments { name: '", kObjective,
                                  "/comments/m", far, "' text: 'old' ", at, "}")),
              IsOk());
  ASSERT_THAT(Report("k", "value: 1"), IsOk());
  const std::string two =
      "requests { parent: '" + KeyResultName("k") + "' check_in { value: 2 } } ";
  ASSERT_THAT(Call(&Goals::BatchCreateCheckIns, "parent: 'organizations/o' " + two + two), IsOk());
  const auto check_ins =
      Call(&Goals::ListCheckIns, absl::StrCat("parent: '", KeyResultName("k"), "'"));
  ASSERT_THAT(check_ins->check_ins(), SizeIs(4));
  EXPECT_EQ(check_ins->check_ins(0).comment(), "old");
  EXPECT_EQ(check_ins->check_ins(1).value(), 1);
  EXPECT_EQ(check_ins->check_ins(1).name(), KeyResultName("k") + "/checkIns/c000000900000001");
  EXPECT_EQ(check_ins->check_ins(2).name(), KeyResultName("k") + "/checkIns/c000000900000002-0000");
  EXPECT_EQ(check_ins->check_ins(3).name(), KeyResultName("k") + "/checkIns/c000000900000002-0001");
  ASSERT_THAT(Call(&Goals::CreateComment,
                   absl::StrCat("parent: '", kObjective, "' comment { text: 'new' }")),
              IsOk());
  const auto comments = Call(&Goals::ListComments, absl::StrCat("parent: '", kObjective, "'"));
  ASSERT_THAT(comments->comments(), SizeIs(2));
  EXPECT_EQ(comments->comments(1).text(), "new");
}

TEST_F(GoalsHistoryTest, WhatIsNamedComesFirstThoughTheClockStoodStill) {
  ASSERT_THAT(Report("k", "value: 1", "check_in_id: 'z'"), IsOk());
  ASSERT_THAT(
      Report("k", "value: 2 corrects: '" + KeyResultName("k") + "/checkIns/z'", "check_in_id: 'a'"),
      IsOk());
  ASSERT_THAT(Comment("z", "text: 'Why?'"), IsOk());
  ASSERT_THAT(Comment("a", "text: 'So' subject: 'organizations/o/objectives/a/comments/z'"),
              IsOk());
  const ObjectiveHistory history = History();
  EXPECT_EQ(history.key_results(0).check_ins(0).name(), KeyResultName("k") + "/checkIns/z");
  EXPECT_EQ(history.comments(0).text(), "Why?");
  StartAnew();
  ASSERT_THAT(Import(history), IsOk());
  EXPECT_TRUE(Same(History(), history));
  EXPECT_EQ(GetKeyResult("k")->current_value(), 2);
}

TEST_F(GoalsHistoryTest, WhatACommentIsAboutMayBeGone) {
  ASSERT_THAT(Comment("c", "text: 'No' subject: 'organizations/o/objectives/a/initiatives/i'"),
              IsOk());
  ASSERT_THAT(Report("m", "comment: 'Hm'", "check_in_id: 'x'"), IsOk());
  ASSERT_THAT(Comment("d", "text: 'Hm?' subject: '" + KeyResultName("m") + "/checkIns/x'"), IsOk());
  ASSERT_THAT(Call(&Goals::DeleteInitiative, Named("organizations/o/objectives/a/initiatives/i")),
              IsOk());
  ASSERT_THAT(DeleteKeyResult("m", "force: true"), IsOk());
  const ObjectiveHistory history = History();
  ASSERT_THAT(history.comments(), SizeIs(2));
  StartAnew();
  ASSERT_THAT(Import(history), IsOk());
  EXPECT_TRUE(Same(History().comments(0), history.comments(0)));
  EXPECT_TRUE(Same(History().comments(1), history.comments(1)));
}

TEST_F(GoalsHistoryTest, AScoreFromElsewhereIsJudgedHere) {
  ASSERT_THAT(Import("state: CLOSED grade { score: 0.7 grade_time { seconds: 1739000000 } }"),
              IsOk());
  EXPECT_EQ(GetObjective("a")->grade().band(), okapi::common::v1::GREEN);
  EXPECT_FALSE(GetObjective("a")->grade().met());  // It is COMMITTED.
  StartAnew();
  ASSERT_THAT(Import("state: CLOSED grade { score: 1 grade_time { seconds: 1739000000 } }"),
              IsOk());
  EXPECT_TRUE(GetObjective("a")->grade().met());
}

TEST_F(GoalsHistoryTest, WhatAKpiSaidLastStaysWithWhatIsOver) {
  const std::string driven =
      "from_to { baseline: 0 target: 10 } kpi_source { kpi: 'organizations/o/kpis/one' } "
      "guard { kpi_source { kpi: 'organizations/o/kpis/two' } range { min: 7 } }";
  ASSERT_THAT(CreateKeyResult("d", driven), IsOk());
  const auto history = FromText<ObjectiveHistory>(
      absl::StrCat("state: ARCHIVED key_results { key_result: '", KeyResultName("d"),
                   "' kpi { value: 4 value_time { seconds: 1739000000 } } guard { value: 6 "
                   "value_time { seconds: 1739000000 } stale_since { seconds: 1739000001 } "
                   "problem: 'gone' } }"));
  ASSERT_THAT(Import(history), IsOk());
  const auto key_result = GetKeyResult("d");
  EXPECT_EQ(key_result->current_value(), 4);
  EXPECT_FALSE(key_result->kpi_link().stale());
  EXPECT_EQ(key_result->guard().value(), 6);
  EXPECT_TRUE(key_result->guard().broken());
  EXPECT_EQ(key_result->guard().kpi_link().problem(), "gone");
  EXPECT_TRUE(Same(History().key_results(0).kpi(), history.key_results(0).kpi()));
  EXPECT_TRUE(Same(History().key_results(0).guard(), history.key_results(0).guard()));
}

TEST_F(GoalsHistoryTest, WhatAKpiSaidIsKeptByDay) {
  const std::string history =
      absl::StrCat("state: ACTIVE key_results { key_result: '", KeyResultName("k"),
                   "' kpi_points { value: 1 value_time { seconds: 1738500000 } } "
                   "kpi_points { value: 0 value_time { seconds: 1738600000 } } }");
  ASSERT_THAT(Import(history), IsOk());
  ASSERT_THAT(History().key_results(0).kpi_points(), SizeIs(2));
  EXPECT_EQ(History().key_results(0).kpi_points(0).value(), 1);
  EXPECT_EQ(History().key_results(0).kpi_points(1).value_time().seconds(), 1738600000);
}

TEST_F(GoalsHistoryTest, OnlyWhatIsFreshTakesOne) {
  const auto draft = FromText<ObjectiveHistory>("state: PROPOSED");
  ASSERT_THAT(Import(draft, "", /*validate_only=*/true), IsOk());
  EXPECT_EQ(GetObjective("a")->state(), v1::Objective::DRAFT);
  ASSERT_THAT(Report("k", "value: 1"), IsOk());
  EXPECT_THAT(Import(draft), ReasonIs(ErrorReason::INVALID_STATE));
  StartAnew();
  ASSERT_THAT(Comment("c", "text: 'Hm'"), IsOk());
  EXPECT_THAT(Import(draft), ReasonIs(ErrorReason::INVALID_STATE));
  StartAnew();
  ASSERT_THAT(Activate(), IsOk());
  EXPECT_THAT(Import(draft), ReasonIs(ErrorReason::INVALID_STATE));
}

TEST_F(GoalsHistoryTest, ARepeatedImportHasOneEffect) {
  const std::string id = "123e4567-e89b-42d3-a456-426614174000";
  const auto history = FromText<ObjectiveHistory>("state: PROPOSED");
  const auto first = Import(history, id);
  ASSERT_THAT(first, IsOk());
  const auto again = Import(history, id);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  EXPECT_THAT(Import(history), ReasonIs(ErrorReason::INVALID_STATE));
}

TEST_F(GoalsHistoryTest, EveryFieldThatIsWrongIsNamed) {
  const std::string k = "key_result: 'organizations/o/objectives/a/keyResults/k' ";
  const std::string x = "name: 'organizations/o/objectives/a/keyResults/k/checkIns/x' ";
  const std::string y = "name: 'organizations/o/objectives/a/keyResults/k/checkIns/y' ";
  const std::string at = "create_time { seconds: 1739000000 } ";
  const std::string says = "comment: 'C' ";
  const std::string comment = "name: 'organizations/o/objectives/a/comments/c' text: 'T' ";
  const std::string future = "{ seconds: 2000000000 }";
  const std::string grade = "grade { score: 0.5 grade_time { seconds: 1739000000 } ";
  const std::vector<std::pair<std::string, std::string>> refused = {
      {"state: 77", "history.state"},
      {"create_time " + future, "history.create_time"},
      {"create_time { nanos: -1 }", "history.create_time"},
      {"update_time { seconds: 1 } create_time { seconds: 2 }", "history.update_time"},
      {"update_time { seconds: 1 }", "history.update_time"},
      {"create_time { seconds: -70000000000 }", "history.create_time"},
      {"state: CLOSED", "history.grade"},
      {"state: CLOSED " + grade + "band: GREEN }", "history.grade.band"},
      {"state: CLOSED " + grade + "key_results { " + k + "confidence: 2 } }",
       "history.grade.key_results[0].confidence"},
      {"state: CLOSED " + grade + "key_results { " + k + "stale_since " + future + "} }",
       "history.grade.key_results[0].stale_since"},
      {"state: ACTIVE " + grade + "}", "history.grade"},
      {"state: CLOSED grade { grade_time { seconds: 1 } score: 2 }", "history.grade.score"},
      {"state: CLOSED grade { score: 1 }", "history.grade.grade_time"},
      {"state: CLOSED " + grade + "author: 'organizations/p/members/m' }", "history.grade.author"},
      {"state: CLOSED " + grade +
           "key_results { key_result: "
           "'organizations/o/objectives/a/keyResults/none' } }",
       "history.grade.key_results[0].key_result"},
      {"state: CLOSED " + grade + "progress { raw: nan } }", "history.grade.progress.raw"},
      {"copied_from: 'organizations/p/objectives/a'", "history.copied_from"},
      {"key_results {}", "history.key_results[0].key_result"},
      {"key_results { key_result: 'organizations/o/objectives/b/keyResults/k' }",
       "history.key_results[0].key_result"},
      {"key_results { " + k + "} key_results { " + k + "}", "history.key_results[1].key_result"},
      {"key_results { " + k + "retargets { retarget_time { seconds: 1 } } }",
       "history.key_results[0].retargets[0].measure"},
      {"key_results { " + k + "retargets { binary {} } }",
       "history.key_results[0].retargets[0].retarget_time"},
      {"key_results { " + k +
           "retargets { relative_change { baseline: 0 change: 1 } "
           "retarget_time { seconds: 1 } } }",
       "history.key_results[0].retargets[0].relative_change.baseline"},
      {"key_results { " + k +
           "retargets { milestones { milestones { milestone_id: 'X' } } "
           "retarget_time { seconds: 1 } } }",
       "history.key_results[0].retargets[0].milestones.milestones[0].milestone_id"},
      {"key_results { " + k + "kpi { stale_since { seconds: 1 } } }", "history.key_results[0].kpi"},
      {"state: ARCHIVED key_results { " + k + "kpi { stale_since { seconds: 1 } } }",
       "history.key_results[0].kpi"},
      {"state: ARCHIVED key_results { " + k + "guard { stale_since { seconds: 1 } } }",
       "history.key_results[0].guard"},
      {"state: ARCHIVED key_results { " + k + "kpi { value: 1 } }",
       "history.key_results[0].kpi.value_time"},
      {"state: ARCHIVED key_results { " + k + "kpi { problem: 'P' } }",
       "history.key_results[0].kpi.problem"},
      {"key_results { " + k + "check_ins { " + x + at + "} }",
       "history.key_results[0].check_ins[0]"},
      {"key_results { " + k + "check_ins { " + x + at + "done_milestones {} } }",
       "history.key_results[0].check_ins[0].value"},
      {"key_results { " + k + "check_ins { " + x + at +
           "value: 1 value_time { seconds: 1 } done_milestones { milestone_ids: 'no id' } } }",
       "history.key_results[0].check_ins[0].done_milestones.milestone_ids[0]"},
      {"key_results { " + k + "check_ins { " + x + at + "reached_step: 'manual' } }",
       "history.key_results[0].check_ins[0].value"},
      {"key_results { " + k + "check_ins { " + x + at +
           "value: 1 value_time { seconds: 1 } reached_step: 'no id' } }",
       "history.key_results[0].check_ins[0].reached_step"},
      {"key_results { " + k + "check_ins { " + x + at +
           "value: 1 value_time { seconds: 1 } reached_step: 'manual' done_milestones {} } }",
       "history.key_results[0].check_ins[0].reached_step"},
      {"key_results { " + k +
           "retargets { scale { steps { step_id: 'a' } } retarget_time { seconds: 1 } } }",
       "history.key_results[0].retargets[0].scale.steps"},
      {"key_results { " + k + "check_ins { " + at + says + "} }",
       "history.key_results[0].check_ins[0].name"},
      {"key_results { " + k + "check_ins { " + x + says + "} }",
       "history.key_results[0].check_ins[0].create_time"},
      {"key_results { " + k + "check_ins { " + x + at + says + "} check_ins { " + x + at + says +
           "} }",
       "history.key_results[0].check_ins[1].name"},
      {"key_results { " + k + "check_ins { " + x + at + says + "} check_ins { " + y + says +
           "create_time { seconds: 1 } } }",
       "history.key_results[0].check_ins[1].create_time"},
      {"key_results { " + k + "check_ins { " + x + at + "value: 1 } }",
       "history.key_results[0].check_ins[0].value_time"},
      {"key_results { " + k + "check_ins { " + x + at + "confidence: 1.5 } }",
       "history.key_results[0].check_ins[0].confidence"},
      {"key_results { " + k + "check_ins { " + x + at +
           "corrects: "
           "'organizations/o/objectives/a/keyResults/k/checkIns/y' } }",
       "history.key_results[0].check_ins[0].corrects"},
      {"key_results { " + k + "check_ins { " + x + at + says +
           "corrected_by: "
           "'organizations/o/objectives/a/keyResults/k/checkIns/y' } }",
       "history.key_results[0].check_ins[0].corrected_by"},
      {"key_results { " + k +
           "kpi_points { value: 1 value_time { seconds: 5 } } "
           "kpi_points { value: 1 value_time { seconds: 6 } } }",
       "history.key_results[0].kpi_points[1].value_time"},
      {"initiatives { initiative: 'organizations/o/objectives/a/initiatives/none' }",
       "history.initiatives[0].initiative"},
      {"comments { " + comment + "}", "history.comments[0].create_time"},
      {"comments { text: 'T' " + at + "}", "history.comments[0].name"},
      {"comments { name: 'organizations/o/objectives/a/comments/c' " + at + "}",
       "history.comments[0].text"},
      {"comments { " + comment + at + "subject: 'organizations/o/objectives/a/comments/d' }",
       "history.comments[0].subject"},
      {"comments { " + comment + at + "subject: 'organizations/o/objectives/b/keyResults/k' }",
       "history.comments[0].subject"},
      {"comments { " + comment + at + "author: 'organizations/p/members/m' }",
       "history.comments[0].author"},
  };
  const ObjectiveHistory before = History();
  for (const auto& [history, field] : refused) {
    SCOPED_TRACE(history);
    EXPECT_THAT(Import(history), testing::BadFieldIs(field));
  }
  EXPECT_TRUE(Same(History(), before)) << "a refused history left something";
  EXPECT_THAT(Import("grade { author: 'nobody' }"), ReasonIs(ErrorReason::INVALID_NAME));
}

TEST_F(GoalsHistoryTest, AClosedCycleTakesNothingThatGoesOn) {
  ASSERT_THAT(Call(&Organizations::ActivateCycle, Named("organizations/o/cycles/q1")), IsOk());
  ASSERT_THAT(Call(&Organizations::CloseCycle, Named("organizations/o/cycles/q1")), IsOk());
  EXPECT_THAT(Import("state: ACTIVE"), testing::BadFieldIs("history.state"));
  EXPECT_THAT(Import("state: ARCHIVED"), IsOk());
}

}  // namespace
}  // namespace okapi::goals

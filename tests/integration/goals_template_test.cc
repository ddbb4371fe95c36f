// Objectives as others have written them, and what begins from one.

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/calendar/date.h"
#include "tests/integration/goals_fixture.h"
#include "tests/support/field_matchers.h"

namespace okapi::goals {
namespace {

using okapi::testing::BadFieldIs;
using okapi::testing::IsOk;
using okapi::testing::ReasonIs;
using status::ErrorReason;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class GoalsTemplateTest : public GoalsFixture {
 protected:
  void SetUp() override {
    GoalsFixture::SetUp();
    ASSERT_THAT(CreateMember("ann"), IsOk());
  }
  absl::StatusOr<v1::ListObjectiveTemplatesResponse> List(const std::string& more = "") {
    return Call(&Goals::ListObjectiveTemplates, "parent: 'organizations/o' " + more);
  }
  absl::StatusOr<v1::Objective> Begin(const std::string& from, const std::string& objective,
                                      const std::string& more = "") {
    return Call(&Goals::CreateObjectiveFromTemplate,
                absl::StrCat("parent: 'organizations/o' template_id: '", from, "' objective { ",
                             objective, " } ", more));
  }
  static std::string InQ1() { return "cycle: 'organizations/o/cycles/q1' "; }
};

TEST_F(GoalsTemplateTest, AreListedByIdInPagesAndInBothLanguages) {
  const auto all = List();
  ASSERT_THAT(all, IsOk());
  ASSERT_GE(all->objective_templates_size(), 5);
  EXPECT_EQ(all->next_page_token(), "");
  std::string token;
  for (const auto& it : all->objective_templates()) {
    const auto page = List(absl::StrCat("page_size: 1 page_token: '", token, "'"));
    ASSERT_THAT(page, IsOk());
    ASSERT_EQ(page->objective_templates_size(), 1);
    EXPECT_EQ(page->objective_templates(0).ShortDebugString(), it.ShortDebugString());
    token = page->next_page_token();
  }
  EXPECT_EQ(token, "");
  const auto vietnamese = List("language_code: 'vi'");
  ASSERT_THAT(vietnamese, IsOk());
  EXPECT_EQ(vietnamese->objective_templates_size(), all->objective_templates_size());
  EXPECT_NE(vietnamese->objective_templates(0).display_name(),
            all->objective_templates(0).display_name());
  EXPECT_THAT(List("language_code: 'fr'"), BadFieldIs("language_code"));
  EXPECT_THAT(Call(&Goals::ListObjectiveTemplates, "parent: 'organizations/p'"),
              ReasonIs(ErrorReason::RESOURCE_NOT_FOUND));
}

TEST_F(GoalsTemplateTest, EachBeginsAnObjectiveThatCanBeWorkedOnAndIsWellPut) {
  for (const std::string language : {"en", "vi"}) {
    const std::string cycle = "q1-" + language;
    ASSERT_THAT(CreateCycle(cycle,
                            "start_date { year: 2025 month: 1 day: 1 } "
                            "end_date { year: 2025 month: 3 day: 31 }"),
                IsOk());
    const auto all = List(absl::StrCat("language_code: '", language, "'"));
    ASSERT_THAT(all, IsOk());
    for (const auto& it : all->objective_templates()) {
      SCOPED_TRACE(it.id());
      const auto created = Begin(it.id(),
                                 absl::StrCat("cycle: 'organizations/o/cycles/", cycle,
                                              "' owner: 'organizations/o/members/ann'"),
                                 absl::StrCat("language_code: '", language, "' objective_id: '",
                                              it.id(), "-", language, "'"));
      ASSERT_THAT(created, IsOk());
      EXPECT_EQ(created->state(), v1::Objective::DRAFT);
      EXPECT_EQ(created->display_name(), it.display_name());
      EXPECT_EQ(created->description(), it.description());
      const std::string parent = absl::StrCat("parent: '", created->name(), "'");
      const auto key_results = Call(&Goals::ListKeyResults, parent);
      ASSERT_THAT(key_results, IsOk());
      EXPECT_EQ(key_results->key_results_size(), it.key_results_size());
      const auto initiatives = Call(&Goals::ListInitiatives, parent);
      ASSERT_THAT(initiatives, IsOk());
      ASSERT_EQ(initiatives->initiatives_size(), it.initiatives_size());
      EXPECT_TRUE(initiatives->initiatives(0).has_due_date());
      EXPECT_THAT(initiatives->initiatives(0).key_results(0),
                  HasSubstr(created->name() + "/keyResults/"));
      EXPECT_THAT(Call(&Goals::ActivateObjective, Named(created->name())), IsOk());
    }
    const auto found =
        Call(&Review::ListFindings, absl::StrCat("parent: 'organizations/o/objectives/-' cycle: "
                                                 "'organizations/o/cycles/",
                                                 cycle, "'"));
    ASSERT_THAT(found, IsOk());
    for (const auto& finding : found->findings()) {
      EXPECT_GE(finding.code(), v1::Finding::CONFIDENT_BUT_FLAT) << finding.ShortDebugString();
    }
  }
}

TEST_F(GoalsTemplateTest, WhatIsSetGoesBeforeWhatTheTemplateSays) {
  const auto created = Begin("customer-experience",
                             InQ1() +
                                 "display_name: 'Loved in every shop' commitment: ASPIRATIONAL "
                                 "visibility: PRIVATE owner: 'organizations/o/members/ann' "
                                 "labels { key: 'theme' value: 'care' }",
                             "objective_id: 'loved'");
  EXPECT_THAT(created, ReasonIs(ErrorReason::INVALID_FIELD));  // Nobody would see it afterwards.
  scene_.CallAs("organizations/o/members/ann");
  const auto again = Begin("customer-experience",
                           InQ1() +
                               "display_name: 'Loved in every shop' commitment: ASPIRATIONAL "
                               "visibility: PRIVATE owner: 'organizations/o/members/ann' "
                               "labels { key: 'theme' value: 'care' }",
                           "objective_id: 'loved'");
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->name(), "organizations/o/objectives/loved");
  EXPECT_EQ(again->display_name(), "Loved in every shop");
  EXPECT_THAT(again->description(), HasSubstr("examples"));
  EXPECT_EQ(again->commitment(), v1::Objective::ASPIRATIONAL);
  EXPECT_EQ(again->labels().at("theme"), "care");
  scene_.CallAs("");
  EXPECT_THAT(Call(&Goals::ListKeyResults, "parent: 'organizations/o/objectives/loved'"),
              ReasonIs(ErrorReason::RESOURCE_NOT_FOUND));
}

// The 15th of February, a Saturday: six weeks and two days before the end.
TEST_F(GoalsTemplateTest, WeeksBeginTodayWhereTheCycleHasBegun) {
  const auto told = [this](const std::string& cycle, const std::string& more = "") {
    const auto created =
        Begin("customer-experience", "cycle: 'organizations/o/cycles/" + cycle + "' ", more);
    EXPECT_THAT(created, IsOk());
    const auto list =
        Call(&Goals::ListInitiatives, absl::StrCat("parent: '", created->name(), "'"));
    EXPECT_THAT(list, IsOk());
    std::vector<std::string> lines;
    for (const auto& it : list->initiatives()) {
      const bool late = absl::StrContains(it.description(), "8 weeks for this") ||
                        absl::StrContains(it.description(), "8 tuần");
      lines.push_back(absl::StrCat(calendar::FormatDate(it.due_date()), " ", it.due_after_weeks(),
                                   " ", calendar::FormatDate(it.follow_up_date()),
                                   late ? " and says so" : ""));
    }
    return lines;
  };
  // In the order of their names: interviews, CRM, content.
  const std::vector<std::string> in_the_middle = {
      "2025-03-29 0 2025-05-10", "2025-03-31 0 2025-05-12 and says so", "2025-03-15 0 2025-04-26"};
  EXPECT_EQ(told("q1"), in_the_middle);
  EXPECT_EQ(told("q1", "language_code: 'vi'"), in_the_middle);
  ASSERT_THAT(CreateCycle("q2",
                          "start_date { year: 2025 month: 4 day: 1 } "
                          "end_date { year: 2025 month: 6 day: 30 }"),
              IsOk());
  EXPECT_EQ(told("q2"),
            (std::vector<std::string>{"2025-05-13 6 2025-06-24", "2025-05-27 8 2025-07-08",
                                      "2025-04-29 4 2025-06-10"}));
  // Where the organization is it is the 16th already.
  clock_.Advance(absl::Hours(18));
  ASSERT_THAT(Call(&Organizations::UpdateOrganization,
                   "organization { name: 'organizations/o' calendar { time_zone: "
                   "'Asia/Ho_Chi_Minh' } }"),
              IsOk());
  EXPECT_EQ(told("q1")[2], "2025-03-16 0 2025-04-27");
}

TEST_F(GoalsTemplateTest, AllOfItOrNothing) {
  const auto none = Begin("no-such", InQ1());
  EXPECT_THAT(none, ReasonIs(ErrorReason::RESOURCE_NOT_FOUND));
  EXPECT_THAT(std::string(none.status().message()),
              AllOf(HasSubstr("'no-such'"), HasSubstr("customer-experience")));
  EXPECT_THAT(Begin("customer-experience", ""), BadFieldIs("objective.cycle"));
  EXPECT_THAT(Begin("customer-experience", InQ1() + "alignments {}"),
              BadFieldIs("objective.alignments[0].parent"));
  EXPECT_THAT(Begin("customer-experience", "cycle: 'organizations/o/cycles/q9'"),
              ReasonIs(ErrorReason::REFERENCE_NOT_FOUND));
  EXPECT_THAT(Begin("customer-experience", InQ1(), "language_code: 'fr'"),
              BadFieldIs("language_code"));
  ASSERT_THAT(Begin("customer-experience", InQ1(), "objective_id: 'b' validate_only: true"),
              IsOk());
  // Key results are held up by a rule of their own, and then nothing is left behind.
  ASSERT_THAT(Call(&Organizations::UpdateOrganization,
                   "organization { name: 'organizations/o' policy { change_rules { what: TARGETS } "
                   "} }"),
              IsOk());
  EXPECT_THAT(Begin("customer-experience", InQ1()), ReasonIs(ErrorReason::CHANGE_NOT_ALLOWED));
  EXPECT_THAT(Call(&Goals::ListObjectives, "parent: 'organizations/o'")->objectives(), IsEmpty());
}

TEST_F(GoalsTemplateTest, ARepeatedRequestHasOneEffect) {
  const std::string id = "request_id: '123e4567-e89b-42d3-a456-426614174000'";
  const auto first = Begin("staying-team", InQ1(), id);
  ASSERT_THAT(first, IsOk());
  const auto second = Begin("staying-team", InQ1(), id);
  ASSERT_THAT(second, IsOk());
  EXPECT_EQ(first->name(), second->name());
  EXPECT_EQ(Call(&Goals::ListObjectives, "parent: 'organizations/o'")->objectives_size(), 1);
}

}  // namespace
}  // namespace okapi::goals

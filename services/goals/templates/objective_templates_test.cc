#include "services/goals/templates/objective_templates.h"

#include <gmock/gmock.h>

#include <set>
#include <string>
#include <vector>

#include "common/api/request_check.h"
#include "common/text/fold.h"
#include "services/goals/templates/template_text.h"
#include "services/goals/wording/wording.h"

namespace okapi::goals {
namespace {

using okapi::goals::v1::Initiative;
using okapi::goals::v1::KeyResult;
using okapi::goals::v1::Objective;
using okapi::goals::v1::ObjectiveTemplate;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr Language kBoth[] = {Language::kEnglish, Language::kVietnamese};

// What somebody has who begins from it.
Objective ObjectiveOf(const ObjectiveTemplate& from) {
  Objective objective;
  objective.set_name("organizations/o/objectives/" + from.id());
  objective.set_display_name(from.display_name());
  objective.set_description(from.description());
  objective.set_owner("organizations/o/members/ann");
  objective.set_cycle("organizations/o/cycles/q1");
  return objective;
}

std::string Told(const std::vector<okapi::goals::v1::Finding>& findings) {
  std::string told;
  for (const auto& finding : findings) told += finding.ShortDebugString() + "\n";
  return told;
}

TEST(ObjectiveTemplatesTest, OurOwnAdviceFindsNothingInThem) {
  for (const Language language : kBoth) {
    std::vector<Objective> siblings;
    for (const ObjectiveTemplate& it : ObjectiveTemplates(language)) {
      const std::vector<KeyResult> key_results(it.key_results().begin(), it.key_results().end());
      const Objective objective = ObjectiveOf(it);
      for (const Language told : kBoth) {
        EXPECT_THAT(Told(CheckWording({objective, key_results, siblings}, told)), IsEmpty())
            << it.id();
      }
      siblings.push_back(objective);
    }
  }
}

TEST(ObjectiveTemplatesTest, AreWholeInBothLanguages) {
  for (const Language language : kBoth) {
    std::string last;
    for (const ObjectiveTemplate& it : ObjectiveTemplates(language)) {
      SCOPED_TRACE(it.id());
      EXPECT_LT(last, it.id());
      last = it.id();
      const std::string replace =
          language == Language::kVietnamese ? "hãy thay" : "eplace";  // Replace, replace.
      EXPECT_THAT(it.description(), HasSubstr(replace));
      EXPECT_EQ(it.key_results_size(), 3);
      EXPECT_GE(it.initiatives_size(), 2);
      std::set<std::string> ids;
      for (const KeyResult& key_result : it.key_results()) {
        EXPECT_TRUE(ids.insert(key_result.name()).second) << key_result.name();
        EXPECT_TRUE(api::CheckResource(key_result).ok()) << api::CheckResource(key_result);
        EXPECT_NE(key_result.measure_case(), KeyResult::MEASURE_NOT_SET) << key_result.name();
        EXPECT_TRUE(key_result.has_unit()) << key_result.name();
        EXPECT_FALSE(key_result.has_start_date()) << "a day lies in one cycle and not in another";
        EXPECT_THAT(text::Fold(key_result.description()), HasSubstr(text::Fold(replace)))
            << key_result.name();
      }
      std::set<std::string> moved;
      for (const Initiative& initiative : it.initiatives()) {
        EXPECT_FALSE(initiative.display_name().empty());
        EXPECT_FALSE(initiative.description().empty());
        EXPECT_GT(initiative.due_after_weeks(), 0) << initiative.name();
        EXPECT_GT(initiative.follow_up_after_weeks(), 0) << initiative.name();
        for (const std::string& id : initiative.key_results()) {
          EXPECT_EQ(ids.count(id), 1U) << id;
          moved.insert(id);
        }
      }
      EXPECT_EQ(moved, ids);  // Something is done for each.
    }
  }
}

// All that is no text, and the ids.
ObjectiveTemplate WithoutTexts(ObjectiveTemplate it) {
  it.clear_display_name();
  it.clear_description();
  for (KeyResult& key_result : *it.mutable_key_results()) {
    key_result.clear_display_name();
    key_result.clear_description();
    if (key_result.unit().has_count_of()) key_result.mutable_unit()->set_count_of("it");
  }
  for (Initiative& initiative : *it.mutable_initiatives()) {
    initiative.clear_display_name();
    initiative.clear_description();
  }
  return it;
}

TEST(ObjectiveTemplatesTest, SayTheSameInEachLanguage) {
  const auto& english = ObjectiveTemplates(Language::kEnglish);
  const auto& vietnamese = ObjectiveTemplates(Language::kVietnamese);
  ASSERT_EQ(english.size(), vietnamese.size());
  ASSERT_GE(english.size(), 5U);
  for (size_t i = 0; i < english.size(); ++i) {
    EXPECT_EQ(WithoutTexts(english[i]).DebugString(), WithoutTexts(vietnamese[i]).DebugString());
    EXPECT_NE(english[i].display_name(), vietnamese[i].display_name());
  }
}

TEST(ObjectiveTemplatesTest, HaveTheExampleThatEverybodyKnows) {
  const ObjectiveTemplate* it = FindObjectiveTemplate("customer-experience", Language::kEnglish);
  ASSERT_NE(it, nullptr);
  EXPECT_EQ(it->display_name(), "Improve the customers' experience across channels");
  EXPECT_EQ(it->key_results(0).unit().points(), "NPS");
  EXPECT_THAT(it->key_results(1).display_name(), HasSubstr("Acquisition rate"));
  EXPECT_LT(it->key_results(2).relative_change().change(), 0);
  std::vector<std::string> initiatives;
  for (const Initiative& initiative : it->initiatives()) {
    initiatives.push_back(initiative.display_name());
  }
  EXPECT_THAT(initiatives, ElementsAre("Roll out an omnichannel CRM", "Write content for personas",
                                       "Interview customers who left"));
  EXPECT_EQ(FindObjectiveTemplate("customer", Language::kEnglish), nullptr);
}

}  // namespace
}  // namespace okapi::goals

#include "services/cli/company/apply_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "okapi/goals/v1/goals_service.pb.h"
#include "tests/support/status_matchers.h"

namespace okapi::cli {
namespace {

using okapi::testing::IsOk;
using okapi::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr char kAcme[] = "organization: {id: acme, display_name: Acme}\n";

// Key results of an ACTIVE objective.
std::string ObjectiveWith(int key_results) {
  std::string text = absl::StrCat(kAcme,
                                  "cycles: [{id: y, display_name: Y, start_date: 2025-01-01, "
                                  "end_date: 2025-12-31}]\n"
                                  "objectives:\n"
                                  "  - {id: o, display_name: O, cycle: y, state: ACTIVE, "
                                  "key_results: [");
  for (int i = 0; i < key_results; ++i) {
    absl::StrAppend(&text, i > 0 ? ", " : "", "{id: k", i,
                    ", display_name: K, from_to: {baseline: 0, target: 1}}");
  }
  return text + "]}\n";
}

class ApplyCheckTest : public ::testing::Test {
 protected:
  void Check(const std::string& text) {
    YamlErrors errors("c.yaml");
    const auto declared = ReadCompanyFile(text, errors);
    ASSERT_THAT(errors.errors(), IsEmpty());
    warnings_.clear();
    status_ = CheckApply(
        declared,
        [this](const MethodDescriptor& method, const Message& request, Message& response) {
          return Answer(method, request, response);
        },
        errors, warnings_);
    errors_ = errors.errors();
  }

  absl::Status Answer(const MethodDescriptor& method, const Message& request, Message& response) {
    if (method.file()->package() == away_) return absl::UnavailableError("away");
    if (method.name() == "ListKeyResults") {
      const std::string parent = GetString(request, "parent");
      auto& list = static_cast<goals::v1::ListKeyResultsResponse&>(response);
      for (const std::string& name : there_) {
        if (absl::StartsWith(name, parent + "/keyResults/")) list.add_key_results()->set_name(name);
      }
      return there_.count(parent) != 0 ? absl::OkStatus() : status::NotFound(parent);
    }
    if (method.name() == "ListObjectives") {
      auto& list = static_cast<goals::v1::ListObjectivesResponse&>(response);
      for (const std::string& name : active_) list.add_objectives()->set_name(name);
      return absl::OkStatus();
    }
    const std::string name = GetString(request, "name");
    if (method.name() == "GetCycle") {
      static_cast<goals::v1::Cycle&>(response).set_state(cycle_state_);
    }
    return there_.count(name) != 0 ? absl::OkStatus() : status::NotFound(name);
  }

  std::set<std::string> there_;
  std::set<std::string> active_;  // Objectives of every cycle.
  std::string away_;              // A package.
  goals::v1::Cycle::State cycle_state_ = goals::v1::Cycle::PLANNED;
  absl::Status status_;
  std::vector<std::string> errors_;
  std::vector<std::string> warnings_;
};

TEST_F(ApplyCheckTest, WhatIsReferredToIsInTheFileOrThere) {
  const std::string text =
      absl::StrCat(kAcme, "teams: [{id: a, display_name: A, parent_team: b}]\n",
                   "objectives: [{id: o, display_name: O, cycle: y}]\n");
  Check(text);
  EXPECT_THAT(status_, IsOk());
  EXPECT_THAT(
      errors_,
      ElementsAre("c.yaml:2:9: teams[0]: refers to team 'organizations/acme/teams/b', which "
                  "neither exists nor is in the file",
                  "c.yaml:3:14: objectives[0]: refers to cycle "
                  "'organizations/acme/cycles/y', which neither exists nor is in the file"));
  there_ = {"organizations/acme/teams/b", "organizations/acme/cycles/y"};
  Check(text);
  EXPECT_THAT(errors_, IsEmpty());
  EXPECT_THAT(warnings_, IsEmpty());
  away_ = "okapi.goals.v1";
  Check(text);
  EXPECT_THAT(status_, StatusIs(absl::StatusCode::kUnavailable));
}

TEST_F(ApplyCheckTest, WhatIsDecidedOnAndWatchedIsThereBeforeAnythingIsWritten) {
  const std::string text = absl::StrCat(
      kAcme, "decisions: [{id: d, subject: kpis/gone, text: T}]\n",
      "alert_rules: [{id: r, display_name: R, threshold: {kpi: gone, side: BELOW, value: 1}}]\n");
  Check(text);
  EXPECT_THAT(status_, IsOk());
  const std::string missing =
      "refers to kpi 'organizations/acme/kpis/gone', which neither exists nor is in the file";
  EXPECT_THAT(errors_, UnorderedElementsAre("c.yaml:2:13: decisions[0]: " + missing,
                                            "c.yaml:3:15: alert_rules[0]: " + missing));
  // They outlive what they are about.
  there_ = {"organizations/acme/decisions/d", "organizations/acme/alertRules/r"};
  Check(text);
  EXPECT_THAT(errors_, IsEmpty());
  EXPECT_EQ(warnings_.size(), 2);
}

TEST_F(ApplyCheckTest, WhatComesFromElsewhereMayHaveOutlivedWhatItIsAbout) {
  const std::string text =
      absl::StrCat(kAcme,
                   "decisions: [{id: d, subject: kpis/gone, text: T, history: {}}]\n"
                   "alert_rules: [{id: r, display_name: R, status_is: {resource: objectives/gone}, "
                   "history: {}}]\n");
  Check(text);
  EXPECT_THAT(status_, IsOk());
  EXPECT_THAT(errors_, IsEmpty());
  EXPECT_THAT(
      warnings_,
      UnorderedElementsAre(
          "note: c.yaml:2: decisions[0] refers to kpi 'organizations/acme/kpis/gone', which "
          "neither exists nor is in the file: it outlived that",
          "note: c.yaml:3: alert_rules[0] refers to objective "
          "'organizations/acme/objectives/gone', which neither exists nor is in the file: it "
          "outlived that"));
}

TEST_F(ApplyCheckTest, NobodyAsksWhoDecided) {
  there_ = {"organizations/acme/kpis/k"};
  Check(absl::StrCat(kAcme, "decisions: [{id: d, subject: kpis/k, text: T, author: gone}]\n"));
  EXPECT_THAT(errors_, IsEmpty());
  EXPECT_THAT(warnings_,
              ElementsAre(HasSubstr("warning: c.yaml:2: decisions[0] refers to member")));
}

TEST_F(ApplyCheckTest, WarnsOfWhatIsActiveBeforeItsCycle) {
  const std::string cycle =
      absl::StrCat(kAcme,
                   "cycles: [{id: y, display_name: Y, start_date: 2025-01-01, "
                   "end_date: 2025-12-31");
  const std::string objective =
      "}]\nobjectives: [{id: o, display_name: O, cycle: y, history: {state: ACTIVE}}, {id: p, "
      "display_name: P, cycle: y, history: {state: PROPOSED}}]\n";
  const std::string warning =
      "warning: c.yaml:3: objectives[0] is to be ACTIVE in cycle 'organizations/acme/cycles/y', "
      "which stays PLANNED";
  for (const char* planned : {"", ", history: {state: PLANNED}", ", history: {}"}) {
    Check(cycle + planned + objective);
    EXPECT_THAT(status_, IsOk());
    EXPECT_THAT(warnings_, ElementsAre(warning)) << planned;
  }
  for (const char* begun : {", state: ACTIVE", ", history: {state: ACTIVE}"}) {
    Check(cycle + begun + objective);
    EXPECT_THAT(warnings_, IsEmpty()) << begun;
  }
  // It was planned, or it was begun, before.
  there_ = {"organizations/acme/cycles/y"};
  for (const auto& [state, expected] :
       {std::pair(goals::v1::Cycle::PLANNED, 1), std::pair(goals::v1::Cycle::ACTIVE, 0)}) {
    cycle_state_ = state;
    Check(cycle + objective);
    EXPECT_EQ(warnings_.size(), expected);
  }
  EXPECT_THAT(errors_, IsEmpty());
}

TEST_F(ApplyCheckTest, WarnsOfWhatNobodyChecks) {
  const std::string text = absl::StrCat(kAcme, "objectives:\n",
                                        "  - {id: o, display_name: O, cycle: y, key_results: [\n",
                                        "      {id: k, display_name: K, from_to: {baseline: 0, "
                                        "target: 1}, kpi_source: {kpi: x}}]}\n");
  there_ = {"organizations/acme/cycles/y"};
  Check(text);
  EXPECT_THAT(status_, IsOk());
  EXPECT_THAT(errors_, IsEmpty());
  EXPECT_THAT(warnings_,
              ElementsAre("warning: c.yaml:4: objectives[0].key_results[0] refers to kpi "
                          "'organizations/acme/kpis/x', which neither exists nor is in the file"));
  away_ = "okapi.metrics.v1";
  Check(text);
  EXPECT_THAT(status_, IsOk());
  EXPECT_THAT(warnings_, IsEmpty());
}

TEST_F(ApplyCheckTest, AnActiveObjectiveHasTwoToFiveKeyResults) {
  for (const int count : {2, 5}) {
    Check(ObjectiveWith(count));
    EXPECT_THAT(errors_, IsEmpty()) << count;
  }
  Check(ObjectiveWith(1));
  EXPECT_THAT(
      errors_,
      ElementsAre(HasSubstr("objectives[0]: is to be ACTIVE and needs 2 to 5 key results, not 1")));
  Check(ObjectiveWith(6));
  EXPECT_THAT(errors_, ElementsAre(HasSubstr("not 6")));
}

TEST_F(ApplyCheckTest, NothingGoesOnInACycleThatIsToBeClosed) {
  const std::string cycle =
      absl::StrCat(kAcme,
                   "cycles: [{id: y, display_name: Y, start_date: 2025-01-01, "
                   "end_date: 2025-12-31, state: CLOSED}]\n");
  Check(cycle + "objectives: [{id: o, display_name: O, cycle: y, history: {state: PROPOSED}}]\n");
  EXPECT_THAT(errors_, IsEmpty());
  Check(cycle + "objectives: [{id: o, display_name: O, cycle: y, history: {state: ACTIVE}}]\n");
  EXPECT_THAT(errors_, ElementsAre(HasSubstr("c.yaml:3:14: objectives[0]: is to be ACTIVE in cycle "
                                             "'organizations/acme/cycles/y', which is to be")));
  active_ = {"organizations/acme/objectives/p"};
  Check(cycle);
  EXPECT_THAT(errors_,
              ElementsAre("c.yaml:2:10: cycles[0]: is to be CLOSED, but objective "
                          "'organizations/acme/objectives/p' in it is ACTIVE: close that first"));
}

TEST_F(ApplyCheckTest, AHistoryIsOfWhatComesWithIt) {
  there_ = {"organizations/acme/cycles/y"};
  const std::string text = absl::StrCat(
      kAcme,
      "objectives:\n  - {id: o, display_name: O, cycle: y, key_results: [{id: k, display_name: K, "
      "binary: {}}], history: {key_results: [{key_result: k}, {key_result: l}]}}\n");
  Check(text);
  EXPECT_THAT(errors_, ElementsAre(HasSubstr("refers to key-result "
                                             "'organizations/acme/objectives/o/keyResults/l'")));
  there_.insert("organizations/acme/objectives/o/keyResults/l");
  Check(text);
  EXPECT_THAT(errors_, IsEmpty());
}

TEST_F(ApplyCheckTest, KeyResultsThatAreThereCountToo) {
  const std::string objective = "organizations/acme/objectives/o";
  there_ = {objective, objective + "/keyResults/k0", objective + "/keyResults/other"};
  Check(ObjectiveWith(1));
  EXPECT_THAT(errors_, IsEmpty());
  Check(ObjectiveWith(5));
  EXPECT_THAT(errors_, ElementsAre(HasSubstr("not 6")));
}

}  // namespace
}  // namespace okapi::cli

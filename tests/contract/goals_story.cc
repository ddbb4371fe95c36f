// An organization in which everything of the goal service is once, in each of its states.

#include "absl/strings/str_cat.h"
#include "tests/contract/state_table.h"

namespace okapi::contract {
namespace {

// An objective of the first quarter that has one key result, `k`.
void AddObjective(const std::string& id, const std::string& fields, std::vector<Step>& story) {
  story.push_back(
      {"CreateObjective", absl::StrCat("parent: 'organizations/o' objective_id: '", id,
                                       "' objective { display_name: 'Obj' ", fields, " }")});
  story.push_back(
      {"CreateKeyResult", absl::StrCat("parent: '@objectives/", id,
                                       "' key_result_id: 'k' key_result { display_name: 'KR' "
                                       "from_to { target: 10 } }")});
}

void Activate(const std::string& id, std::vector<Step>& story) {
  const std::string name = absl::StrCat("name: '@objectives/", id, "'");
  story.push_back({"ProposeObjective", name});
  story.push_back({"ActivateObjective", name});
}

void AddOrganization(std::vector<Step>& story) {
  story.insert(
      story.end(),
      {{"CreateOrganization",
        "organization_id: 'o' organization { display_name: 'O' policy { key_results_min: 1 "
        "key_results_max: 1 objectives_per_team_max: 1 proposal_required: true targets_locked: "
        "true } }"},
       {"UpdateOrganization", "organization { name: 'organizations/o' display_name: 'Oak' }"},
       {"CreateOrganization", "organization_id: 'gone' organization { display_name: 'Gone' }"},
       {"DeleteOrganization", "name: 'organizations/gone'"},
       {"CreateTeam", "parent: 'organizations/o' team_id: 'all' team { display_name: 'All' }"},
       {"CreateTeam",
        "parent: 'organizations/o' team_id: 'sales' team { display_name: 'Sales' parent_team: "
        "'@teams/all' }"},
       {"ImportOrganizationHistory",
        "name: 'organizations/o' history { create_time { seconds: 1 } }"},
       {"ImportTeamHistory", "name: '@teams/all' history { create_time { seconds: 1 } }"},
       {"UpdateTeam", "team { name: '@teams/sales' display_name: 'Selling' }"},
       {"CreateTeam", "parent: 'organizations/o' team_id: 'gone' team { display_name: 'Gone' }"},
       {"DeleteTeam", "name: '@teams/gone'"},
       {"CreateMember",
        "parent: 'organizations/o' member_id: 'ann' member { display_name: 'Ann' team: "
        "'@teams/sales' }"},
       {"UpdateMember", "member { name: '@members/ann' display_name: 'Anna' }"},
       {"ImportMemberHistory", "name: '@members/ann' history { create_time { seconds: 1 } }"},
       {"CreateMember",
        "parent: 'organizations/o' member_id: 'gone' member { display_name: 'Gone' }"},
       {"DeleteMember", "name: '@members/gone'"}});
}

// The year and its first quarter are active, the second is planned, the year before is closed.
void AddCycles(std::vector<Step>& story) {
  story.insert(
      story.end(),
      {{"CreateCycle",
        "parent: 'organizations/o' cycle_id: 'y' cycle { display_name: 'Y' start_date { year: 2025 "
        "month: 1 day: 1 } end_date { year: 2025 month: 12 day: 31 } }"},
       {"CreateCycle",
        "parent: 'organizations/o' cycle_id: 'q1' cycle { display_name: 'Q1' parent_cycle: "
        "'@cycles/y' start_date { year: 2025 month: 1 day: 1 } end_date { year: 2025 month: 3 day: "
        "31 } }"},
       {"CreateCycle",
        "parent: 'organizations/o' cycle_id: 'q2' cycle { display_name: 'Q2' parent_cycle: "
        "'@cycles/y' start_date { year: 2025 month: 4 day: 1 } end_date { year: 2025 month: 6 day: "
        "30 } }"},
       {"ImportCycleHistory", "name: '@cycles/q2' history { create_time { seconds: 1 } }"},
       // Nothing is planned for it.
       {"CreateCycle",
        "parent: 'organizations/o' cycle_id: 'free' cycle { display_name: 'F' start_date { year: "
        "2025 month: 1 day: 1 } end_date { year: 2025 month: 1 day: 31 } }"},
       {"CreateCycle",
        "parent: 'organizations/o' cycle_id: 'old' cycle { display_name: 'Old' start_date { year: "
        "2024 month: 1 day: 1 } end_date { year: 2024 month: 12 day: 31 } }"},
       {"UpdateCycle", "cycle { name: '@cycles/old' display_name: 'Last year' }"},
       {"CreateCycle",
        "parent: 'organizations/o' cycle_id: 'gone' cycle { display_name: 'Gone' start_date { "
        "year: 2023 month: 1 day: 1 } end_date { year: 2023 month: 12 day: 31 } }"},
       {"DeleteCycle", "name: '@cycles/gone'"},
       {"ActivateCycle", "name: '@cycles/y'"},
       {"ActivateCycle", "name: '@cycles/q1'"},
       {"ActivateCycle", "name: '@cycles/free'"},
       {"ActivateCycle", "name: '@cycles/old'"}});
}

// Each objective has the name of its state or of what is wrong with it.
void AddObjectives(std::vector<Step>& story) {
  const std::string cycle = "cycle: '@cycles/q1' ";
  story.push_back({"CreateObjective",
                   "parent: 'organizations/o' objective_id: 'company' objective { display_name: "
                   "'Obj' cycle: '@cycles/y' rollup: CHILDREN }"});
  AddObjective("draft", absl::StrCat(cycle, "alignments { parent: '@objectives/company' }"), story);
  story.push_back({"ProposeObjective", "name: '@objectives/draft'"});
  story.push_back({"WithdrawObjective", "name: '@objectives/draft'"});
  story.push_back({"UpdateObjective", "objective { name: '@objectives/draft' display_name: 'D' }"});
  story.push_back(
      {"CopyObjective", "name: '@objectives/draft' objective_id: 'copy' cycle: '@cycles/q2'"});
  AddObjective("active", absl::StrCat(cycle, "team: '@teams/sales' owner: '@members/ann'"), story);
  Activate("active", story);
  // Nobody has reported on it.
  AddObjective("silent", cycle, story);
  Activate("silent", story);
  // Its team has an active one already.
  AddObjective("crowded", absl::StrCat(cycle, "team: '@teams/sales'"), story);
  story.push_back({"ProposeObjective", "name: '@objectives/crowded'"});
  // It has no key result.
  story.push_back({"CreateObjective",
                   absl::StrCat("parent: 'organizations/o' objective_id: 'proposed' objective { "
                                "display_name: 'Obj' ",
                                cycle, "}")});
  story.push_back({"ProposeObjective", "name: '@objectives/proposed'"});
  AddObjective("closed", cycle, story);
  Activate("closed", story);
  const std::string close = "name: '@objectives/closed' score: 0.5 reason: 'so it is'";
  story.push_back({"CloseObjective", close});
  story.push_back({"ReopenObjective", "name: '@objectives/closed'"});
  story.push_back({"CloseObjective", close});
  AddObjective("archived", cycle, story);
  story.push_back({"ArchiveObjective", "name: '@objectives/archived'"});
  story.push_back({"RestoreObjective", "name: '@objectives/archived'"});
  story.push_back({"ArchiveObjective", "name: '@objectives/archived'"});
  AddObjective("imported", cycle, story);
  story.push_back(
      {"ImportObjectiveHistory", "name: '@objectives/imported' history { state: DRAFT }"});
  // What is made of another one, and one that nothing can be made of.
  AddObjective("part", cycle, story);
  story.push_back({"CreateKeyResult",
                   "parent: '@objectives/part' key_result_id: 'steps' key_result { display_name: "
                   "'KR' milestones { milestones { milestone_id: 'x' } } }"});
  AddObjective("whole", cycle, story);
  story.push_back({"UpdateKeyResult",
                   "key_result { name: '@objectives/whole/keyResults/k' key_result_source { "
                   "key_results: '@objectives/part/keyResults/k' } }"});
  AddObjective("gone", cycle, story);
  story.push_back({"DeleteKeyResult", "name: '@objectives/gone/keyResults/k'"});
  story.push_back({"DeleteObjective", "name: '@objectives/gone'"});
  story.push_back({"CreateObjectiveFromTemplate",
                   "parent: 'organizations/o' template_id: 'customer-experience' objective_id: "
                   "'begun' objective { cycle: '@cycles/q2' }"});
  // The only one of the year before.
  AddObjective("past", "cycle: '@cycles/old'", story);
  Activate("past", story);
  const std::string end =
      "name: '@cycles/old' scores { objective: '@objectives/past' score: 1 reason: 'done' }";
  story.push_back({"CloseCycle", end});
  story.push_back({"ReopenCycle", "name: '@cycles/old'"});
  story.push_back({"CloseCycle", "name: '@cycles/old'"});
}

void AddPartsOfTheActive(std::vector<Step>& story) {
  const std::string initiative = "' initiative { display_name: 'I' ";
  const std::string parent = "parent: '@objectives/active' ";
  story.insert(
      story.end(),
      {{"CreateCheckIn",
        "parent: '@objectives/active/keyResults/k' check_in_id: 'c' check_in { value: 3 }"},
       {"BatchCreateCheckIns",
        "parent: 'organizations/o' requests { parent: '@objectives/active/keyResults/k' check_in { "
        "value: 4 } }"},
       {"AcknowledgeCheckIn",
        "name: '@objectives/active/keyResults/k/checkIns/c' member: '@members/ann'"},
       {"CreateCheckIn",
        "parent: '@objectives/active/keyResults/k' check_in_id: 'wrong' check_in { value: 9 }"},
       {"CreateCheckIn",
        "parent: '@objectives/active/keyResults/k' check_in_id: 'right' check_in { value: 4 "
        "author: '@members/ann' corrects: '@objectives/active/keyResults/k/checkIns/wrong' }"},
       {"UpdateKeyResult",
        "key_result { name: '@objectives/active/keyResults/k' display_name: 'Key' }"},
       {"RetargetKeyResult",
        "name: '@objectives/active/keyResults/k' from_to { target: 20 } reason: 'more is "
        "possible'"},
       {"CreateInitiative", absl::StrCat(parent, "initiative_id: 'i", initiative,
                                         "key_results: '@objectives/active/keyResults/k' }")},
       {"UpdateInitiative",
        "initiative { name: '@objectives/active/initiatives/i' display_name: 'In' }"},
       {"CreateInitiative", absl::StrCat(parent, "initiative_id: 'gone", initiative, "}")},
       {"DeleteInitiative", "name: '@objectives/active/initiatives/gone'"},
       {"CreateComment", absl::StrCat(parent, "comment_id: 'm' comment { text: 'Why?' }")},
       {"CreateComment",
        absl::StrCat(parent,
                     "comment_id: 'answer' comment { subject: '@objectives/active/comments/m' "
                     "text: 'So.' }")},
       {"CreateComment", absl::StrCat(parent, "comment_id: 'gone' comment { text: 'Oh' }")},
       {"DeleteComment", "name: '@objectives/active/comments/gone'"}});
}

}  // namespace

std::vector<Step> GoalsStory() {
  std::vector<Step> story;
  AddOrganization(story);
  AddCycles(story);
  AddObjectives(story);
  AddPartsOfTheActive(story);
  return story;
}

}  // namespace okapi::contract

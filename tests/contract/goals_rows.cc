// Failures of the goal service that depend on what there is, but for those of lifecycles.

#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "tests/contract/state_table.h"

namespace okapi::contract {
namespace {

using status::ErrorReason;

constexpr char kParent[] = "parent: 'organizations/o' ";

void AddExisting(std::vector<Row>& rows) {
  for (auto& [method, request, name] :
       std::vector<std::tuple<std::string, std::string, std::string>>{
           {"CreateOrganization", "organization_id: 'o' organization { display_name: 'x' }",
            "organizations/o"},
           {"CreateTeam", absl::StrCat(kParent, "team_id: 'all' team { display_name: 'x' }"),
            "@teams/all"},
           {"CreateMember", absl::StrCat(kParent, "member_id: 'ann' member { display_name: 'x' }"),
            "@members/ann"},
           {"CreateCycle",
            absl::StrCat(kParent,
                         "cycle_id: 'y' cycle { display_name: 'x' start_date { year: 2025 month: 1 "
                         "day: 1 } end_date { year: 2025 month: 1 day: 2 } }"),
            "@cycles/y"},
           {"CreateObjective",
            absl::StrCat(
                kParent,
                "objective_id: 'draft' objective { display_name: 'x' cycle: '@cycles/q1' }"),
            "@objectives/draft"},
           {"CopyObjective", "name: '@objectives/active' objective_id: 'draft'",
            "@objectives/draft"},
           {"CreateObjectiveFromTemplate",
            absl::StrCat(kParent,
                         "template_id: 'staying-team' objective_id: 'draft' objective { cycle: "
                         "'@cycles/q1' }"),
            "@objectives/draft"},
           {"CreateKeyResult",
            "parent: '@objectives/draft' key_result_id: 'k' key_result { display_name: 'x' from_to "
            "{ target: 1 } }",
            "@objectives/draft/keyResults/k"},
           {"CreateInitiative",
            "parent: '@objectives/active' initiative_id: 'i' initiative { display_name: 'x' }",
            "@objectives/active/initiatives/i"},
           {"CreateCheckIn",
            "parent: '@objectives/active/keyResults/k' check_in_id: 'c' check_in { value: 1 }",
            "@objectives/active/keyResults/k/checkIns/c"},
           {"BatchCreateCheckIns",
            absl::StrCat(kParent,
                         "requests { parent: '@objectives/active/keyResults/k' check_in_id: 'c' "
                         "check_in { value: 1 } }"),
            "@objectives/active/keyResults/k/checkIns/c"},
           {"CreateComment", "parent: '@objectives/active' comment_id: 'm' comment { text: 'x' }",
            "@objectives/active/comments/m"}}) {
    rows.push_back({method, request, absl::StatusCode::kAlreadyExists, ErrorReason::RESOURCE_EXISTS,
                    absl::StrCat("resource=", name)});
  }
}

void AddUnknownReferences(std::vector<Row>& rows) {
  for (
      auto& [method, request, field] :
      std::vector<std::tuple<std::string, std::string, std::string>>{
          {"CreateTeam",
           absl::StrCat(kParent, "team { display_name: 'x' parent_team: '@teams/x' }"),
           "team.parent_team"},
          {"UpdateTeam", "team { name: '@teams/all' parent_team: '@teams/x' }", "team.parent_team"},
          {"CreateMember", absl::StrCat(kParent, "member { display_name: 'x' team: '@teams/x' }"),
           "member.team"},
          {"UpdateMember", "member { name: '@members/ann' leads: '@teams/x' }", "member.leads[0]"},
          {"CreateCycle",
           absl::StrCat(kParent,
                        "cycle { display_name: 'x' parent_cycle: '@cycles/x' start_date { year: "
                        "2025 month: 1 day: 1 } end_date { year: 2025 month: 1 day: 2 } }"),
           "cycle.parent_cycle"},
          {"UpdateCycle", "cycle { name: '@cycles/q2' parent_cycle: '@cycles/x' }",
           "cycle.parent_cycle"},
          {"CloseCycle", "name: '@cycles/free' carry_over_cycle: '@cycles/x'", "carry_over_cycle"},
          {"CreateObjective",
           absl::StrCat(kParent, "objective { display_name: 'x' cycle: '@cycles/x' }"),
           "objective.cycle"},
          {"UpdateObjective", "objective { name: '@objectives/draft' team: '@teams/x' }",
           "objective.team"},
          {"UpdateObjective", "objective { name: '@objectives/draft' owner: '@members/x' }",
           "objective.owner"},
          {"UpdateObjective",
           "objective { name: '@objectives/draft' alignments { parent: '@objectives/x' } }",
           "objective.alignments[0].parent"},
          {"UpdateObjective",
           "objective { name: '@objectives/draft' assessment { status: AT_RISK reason: 'x' "
           "last_date { year: 2025 month: 3 day: 1 } author: '@members/x' } }",
           "objective.assessment.author"},
          {"UpdateObjective",
           "objective { name: '@objectives/closed' retrospective { lessons: 'x' author: "
           "'@members/x' } }",
           "objective.retrospective.author"},
          {"CopyObjective", "name: '@objectives/draft' cycle: '@cycles/x'", "objective.cycle"},
          {"CreateObjectiveFromTemplate",
           absl::StrCat(kParent,
                        "template_id: 'staying-team' objective { cycle: '@cycles/q1' owner: "
                        "'@members/x' }"),
           "objective.owner"},
          {"CloseObjective", "name: '@objectives/active' score: 1 reason: 'x' author: '@members/x'",
           "author"},
          {"CreateKeyResult",
           "parent: '@objectives/draft' key_result { display_name: 'x' owner: '@members/x' from_to "
           "{ target: 1 } }",
           "key_result.owner"},
          {"CreateKeyResult",
           "parent: '@objectives/draft' key_result { display_name: 'x' from_to { target: 1 } "
           "key_result_source { key_results: '@objectives/draft/keyResults/x' } }",
           "key_result.key_result_source.key_results[0]"},
          {"UpdateKeyResult",
           "key_result { name: '@objectives/draft/keyResults/k' owner: '@members/x' }",
           "key_result.owner"},
          {"UpdateKeyResult",
           "key_result { name: '@objectives/draft/keyResults/k' assessment { status: AT_RISK "
           "reason: 'x' last_date { year: 2025 month: 3 day: 1 } author: '@members/x' } }",
           "key_result.assessment.author"},
          {"UpdateKeyResult",
           "key_result { name: '@objectives/whole/keyResults/k' key_result_source { key_results: "
           "'@objectives/part/keyResults/k' key_results: '@objectives/x/keyResults/k' } }",
           "key_result.key_result_source.key_results[1]"},
          {"RetargetKeyResult",
           "name: '@objectives/active/keyResults/k' from_to { target: 30 } reason: 'x' author: "
           "'@members/x'",
           "author"},
          {"AcknowledgeCheckIn",
           "name: '@objectives/active/keyResults/k/checkIns/right' member: '@members/x'", "member"},
          {"CreateInitiative",
           "parent: '@objectives/draft' initiative { display_name: 'x' key_results: "
           "'@objectives/draft/keyResults/x' }",
           "initiative.key_results[0]"},
          {"UpdateInitiative",
           "initiative { name: '@objectives/active/initiatives/i' owner: '@members/x' }",
           "initiative.owner"},
          {"CreateCheckIn",
           "parent: '@objectives/active/keyResults/k' check_in { value: 1 author: '@members/x' }",
           "check_in.author"},
          {"BatchCreateCheckIns",
           absl::StrCat(kParent,
                        "requests { parent: '@objectives/active/keyResults/k' check_in { value: 1 "
                        "author: '@members/x' } }"),
           "check_in.author"},
          {"CreateComment",
           "parent: '@objectives/draft' comment { text: 'x' author: '@members/x' }",
           "comment.author"},
          {"CreateComment",
           "parent: '@objectives/draft' comment { text: 'x' subject: "
           "'@objectives/draft/keyResults/x' }",
           "comment.subject"}}) {
    rows.push_back(Precondition(method, request, ErrorReason::REFERENCE_NOT_FOUND,
                                absl::StrCat("field=", field)));
  }
}

void AddInUse(std::vector<Row>& rows) {
  for (const auto& [method, name] : std::vector<std::pair<std::string, std::string>>{
           {"DeleteOrganization", "organizations/o"},
           {"DeleteTeam", "@teams/all"},                            // Another lies within it.
           {"DeleteTeam", "@teams/sales"},                          // A member is in it.
           {"DeleteMember", "@members/ann"},                        // She owns an objective.
           {"DeleteCycle", "@cycles/y"},                            // Quarters lie within it.
           {"DeleteCycle", "@cycles/q1"},                           // Objectives are in it.
           {"DeleteObjective", "@objectives/company"},              // Others contribute to it.
           {"DeleteObjective", "@objectives/active"},               // It has key results.
           {"DeleteObjective", "@objectives/part"},                 // Another is made of its own.
           {"DeleteKeyResult", "@objectives/active/keyResults/k"},  // An initiative moves it.
           {"DeleteKeyResult", "@objectives/part/keyResults/k"},    // Another is made of it.
           {"DeleteComment", "@objectives/active/comments/m"}}) {   // It was answered.
    rows.push_back(Precondition(method, absl::StrCat("name: '", name, "'"),
                                ErrorReason::RESOURCE_IN_USE, absl::StrCat("resource=", name)));
  }
}

void AddLoops(std::vector<Row>& rows) {
  for (const auto& [method, request, name] :
       std::vector<std::tuple<std::string, std::string, std::string>>{
           {"CreateTeam",
            absl::StrCat(kParent,
                         "team_id: 't' team { display_name: 'x' parent_team: '@teams/t' }"),
            "@teams/t"},
           {"UpdateTeam", "team { name: '@teams/all' parent_team: '@teams/sales' }", "@teams/all"},
           {"UpdateCycle", "cycle { name: '@cycles/y' parent_cycle: '@cycles/q1' }", "@cycles/y"},
           {"UpdateObjective",
            "objective { name: '@objectives/company' alignments { parent: '@objectives/draft' } }",
            "@objectives/company"},
           {"CreateKeyResult",
            "parent: '@objectives/draft' key_result_id: 'self' key_result { display_name: 'x' "
            "from_to { target: 1 } key_result_source { key_results: "
            "'@objectives/draft/keyResults/self' } }",
            "@objectives/draft/keyResults/self"},
           {"UpdateKeyResult",
            "key_result { name: '@objectives/part/keyResults/k' key_result_source { key_results: "
            "'@objectives/whole/keyResults/k' } }",
            "@objectives/part/keyResults/k"}}) {
    rows.push_back(Precondition(method, request, ErrorReason::CYCLIC_REFERENCE,
                                absl::StrCat("resource=", name)));
  }
}

// The policy of the story: one key result of an objective, one active objective of a team.
void AddPolicy(std::vector<Row>& rows) {
  rows.push_back(Precondition("ActivateObjective", "name: '@objectives/proposed'",
                              ErrorReason::KEY_RESULT_COUNT, "count=0"));
  rows.push_back(Precondition("CreateKeyResult",
                              "parent: '@objectives/active' key_result { display_name: 'x' from_to "
                              "{ target: 1 } }",
                              ErrorReason::KEY_RESULT_COUNT, "count=2"));
  rows.push_back(Precondition("DeleteKeyResult", "name: '@objectives/silent/keyResults/k'",
                              ErrorReason::KEY_RESULT_COUNT, "count=0"));
  rows.push_back(Precondition("ActivateObjective", "name: '@objectives/crowded'",
                              ErrorReason::OBJECTIVE_LIMIT, "resource=@teams/sales"));
  rows.push_back(Precondition("CloseCycle", "name: '@cycles/q1'", ErrorReason::SCORE_REQUIRED,
                              "resource=@objectives/silent"));
  // Of one alone, the field that lacks says the same.
  rows.push_back({"CloseObjective", "name: '@objectives/silent'",
                  absl::StatusCode::kInvalidArgument, ErrorReason::INVALID_FIELD, "score"});
  rows.push_back({"CloseCycle",
                  "name: '@cycles/q1' scores { objective: '@objectives/draft' score: 1 reason: "
                  "'x' }",
                  absl::StatusCode::kInvalidArgument, ErrorReason::INVALID_FIELD,
                  "scores[0].objective"});
}

// What people say of what there is; 15 February 2025 is today.
void AddWords(std::vector<Row>& rows) {
  const auto assessed = [](const char* status, const char* reason, int month, int day) {
    return absl::StrCat("assessment { status: ", status, " reason: '", reason,
                        "' last_date { year: 2025 month: ", month, " day: ", day, " } } ");
  };
  for (auto& [request, field] : std::vector<std::pair<std::string, std::string>>{
           {assessed("ACHIEVED", "x", 3, 1), "status"},
           {assessed("AT_RISK", " ", 3, 1), "reason"},
           {assessed("AT_RISK", "x", 2, 29), "last_date"},
           {assessed("AT_RISK", "x", 5, 19), "last_date"}}) {
    rows.push_back({"UpdateObjective",
                    absl::StrCat("objective { name: '@objectives/active' ", request, "}"),
                    absl::StatusCode::kInvalidArgument, ErrorReason::INVALID_FIELD,
                    absl::StrCat("objective.assessment.", field)});
    rows.push_back(
        {"UpdateKeyResult",
         absl::StrCat("key_result { name: '@objectives/active/keyResults/k' ", request, "}"),
         absl::StatusCode::kInvalidArgument, ErrorReason::INVALID_FIELD,
         absl::StrCat("key_result.assessment.", field)});
  }
  rows.push_back({"UpdateObjective",
                  "objective { name: '@objectives/closed' retrospective { went_well: ' ' } }",
                  absl::StatusCode::kInvalidArgument, ErrorReason::INVALID_FIELD,
                  "objective.retrospective"});
  rows.push_back({"UpdateTeam", "team { name: '@teams/sales' cadence { fresh_days: 31 } }",
                  absl::StatusCode::kInvalidArgument, ErrorReason::INVALID_FIELD,
                  "team.cadence.fresh_days"});
  // Who reported it.
  rows.push_back({"AcknowledgeCheckIn",
                  "name: '@objectives/active/keyResults/k/checkIns/right' member: '@members/ann'",
                  absl::StatusCode::kInvalidArgument, ErrorReason::INVALID_FIELD, "member"});
}

void AddTemplates(std::vector<Row>& rows) {
  const std::string begin = absl::StrCat(kParent, "objective { cycle: '@cycles/q1' } ");
  rows.push_back({"CreateObjectiveFromTemplate", absl::StrCat(begin, "template_id: 'none'"),
                  absl::StatusCode::kNotFound, ErrorReason::RESOURCE_NOT_FOUND, "resource=none"});
  rows.push_back({"CreateObjectiveFromTemplate",
                  absl::StrCat(begin, "template_id: 'staying-team' language_code: 'fr'"),
                  absl::StatusCode::kInvalidArgument, ErrorReason::INVALID_FIELD, "language_code"});
  rows.push_back({"CreateObjectiveFromTemplate",
                  absl::StrCat(kParent, "template_id: 'staying-team' objective {}"),
                  absl::StatusCode::kInvalidArgument, ErrorReason::INVALID_FIELD,
                  "objective.cycle"});
  rows.push_back({"ListObjectiveTemplates", absl::StrCat(kParent, "language_code: 'fr'"),
                  absl::StatusCode::kInvalidArgument, ErrorReason::INVALID_FIELD, "language_code"});
  rows.push_back({"ListObjectiveTemplates", "parent: 'organizations/x'",
                  absl::StatusCode::kNotFound, ErrorReason::RESOURCE_NOT_FOUND,
                  "resource=organizations/x"});
}

// Of key results that are made of others, beside references, uses and loops.
void AddCombined(std::vector<Row>& rows) {
  const std::string whole = "key_result { name: '@objectives/whole/keyResults/k' ";
  const std::string source = "key_result.key_result_source";
  for (const auto& [method, request, field] :
       std::vector<std::tuple<std::string, std::string, std::string>>{
           {"UpdateKeyResult",
            absl::StrCat(whole,
                         "kpi_source { kpi: '@kpis/x' } } update_mask { paths: "
                         "'kpi_source' }"),
            source},
           {"UpdateKeyResult",
            absl::StrCat(whole, "milestones { milestones { milestone_id: 'x' } } }"), source},
           {"UpdateKeyResult", absl::StrCat(whole, "key_result_source { combination: MEAN } }"),
            absl::StrCat(source, ".key_results")},
           {"UpdateKeyResult",
            absl::StrCat(whole,
                         "key_result_source { key_results: "
                         "'@objectives/part/keyResults/steps' } }"),
            absl::StrCat(source, ".key_results[0]")},
           {"UpdateKeyResult",
            absl::StrCat(whole,
                         "key_result_source { key_results: "
                         "'organizations/p/objectives/part/keyResults/k' } }"),
            absl::StrCat(source, ".key_results[0]")},
           {"CreateKeyResult",
            "parent: '@objectives/draft' key_result { display_name: 'x' from_to { target: 1 } "
            "key_result_source { key_results: '@objectives/part/keyResults/k' key_results: "
            "'@objectives/part/keyResults/k' } }",
            absl::StrCat(source, ".key_results[1]")},
           {"CreateCheckIn", "parent: '@objectives/whole/keyResults/k' check_in { value: 1 }",
            "check_in.value"},
           {"BatchCreateCheckIns",
            absl::StrCat(kParent,
                         "requests { parent: '@objectives/whole/keyResults/k' check_in { "
                         "value: 1 } }"),
            "requests[0].check_in.value"}}) {
    rows.push_back(
        {method, request, absl::StatusCode::kInvalidArgument, ErrorReason::INVALID_FIELD, field});
  }
  // It would be no number any more.
  rows.push_back(Precondition(
      "UpdateKeyResult", "key_result { name: '@objectives/part/keyResults/k' binary { } }",
      ErrorReason::RESOURCE_IN_USE, "child=@objectives/whole/keyResults/k"));
  // What it is made of is part of its way.
  rows.push_back(
      Precondition("UpdateKeyResult",
                   "key_result { name: '@objectives/active/keyResults/k' "
                   "key_result_source { key_results: '@objectives/part/keyResults/k' } }",
                   ErrorReason::INVALID_STATE, "state=ACTIVE"));
}

}  // namespace

std::vector<Row> GoalsRows() {
  std::vector<Row> rows;
  AddWords(rows);
  AddTemplates(rows);
  AddExisting(rows);
  AddUnknownReferences(rows);
  AddInUse(rows);
  AddLoops(rows);
  AddPolicy(rows);
  AddCombined(rows);
  return rows;
}

}  // namespace okapi::contract

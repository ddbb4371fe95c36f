// Every method of a lifecycle of the goal service in each state from which it does not go on.

#include <map>
#include <tuple>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "tests/contract/state_table.h"

namespace okapi::contract {
namespace {

using status::ErrorReason;

// The resource may be another one than is asked about, such as the objective of a key result.
Row InvalidState(std::string method, std::string request, const std::string& state) {
  return {std::move(method), std::move(request), absl::StatusCode::kFailedPrecondition,
          ErrorReason::INVALID_STATE, absl::StrCat("state=", state)};
}

// The story has one objective of each state, which is its id.
void AddObjectiveRows(std::vector<Row>& rows) {
  const std::multimap<std::string, std::string> refused = {
      {"ProposeObjective", "ACTIVE"},   {"ProposeObjective", "CLOSED"},
      {"ProposeObjective", "ARCHIVED"}, {"WithdrawObjective", "ACTIVE"},
      {"WithdrawObjective", "CLOSED"},  {"WithdrawObjective", "ARCHIVED"},
      {"ActivateObjective", "DRAFT"},  // It has to be proposed first.
      {"ActivateObjective", "CLOSED"},  {"ActivateObjective", "ARCHIVED"},
      {"CloseObjective", "DRAFT"},      {"CloseObjective", "PROPOSED"},
      {"CloseObjective", "CLOSED"},     {"CloseObjective", "ARCHIVED"},
      {"ReopenObjective", "DRAFT"},     {"ReopenObjective", "PROPOSED"},
      {"ReopenObjective", "ACTIVE"},    {"ReopenObjective", "ARCHIVED"},
      {"ArchiveObjective", "ACTIVE"},   {"RestoreObjective", "DRAFT"},
      {"RestoreObjective", "PROPOSED"}, {"RestoreObjective", "ACTIVE"},
      {"RestoreObjective", "CLOSED"},
  };
  for (const auto& [method, state] : refused) {
    rows.push_back(InvalidState(
        method, absl::StrCat("name: '@objectives/", absl::AsciiStrToLower(state), "'"), state));
  }
  for (const char* state : {"PROPOSED", "ACTIVE", "CLOSED", "ARCHIVED"}) {
    rows.push_back(InvalidState("ImportObjectiveHistory",
                                absl::StrCat("name: '@objectives/", absl::AsciiStrToLower(state),
                                             "' history { state: DRAFT }"),
                                state));
  }
}

// What was told once is no news.
void AddEntryRows(std::vector<Row>& rows) {
  const std::string told = "history { create_time { seconds: 1 } }";
  rows.push_back(
      InvalidState("ImportOrganizationHistory", "name: 'organizations/o'" + told, "CHANGED"));
  for (const auto& [rule, field] : std::vector<std::pair<std::string, std::string>>{
           {"who: OWNERS", "change_rules[0].what"},
           {"what: STATES who: WHO_UNSPECIFIED", "change_rules[0].who"},
           {"what: STATES states: STATE_UNSPECIFIED", "change_rules[0].states"}}) {
    rows.push_back({"ImportOrganizationHistory",
                    absl::StrCat("name: 'organizations/o' history { } change_rules { ", rule, " }"),
                    absl::StatusCode::kInvalidArgument, ErrorReason::INVALID_FIELD, field});
  }
  rows.push_back(InvalidState("ImportTeamHistory", "name: '@teams/all'" + told, "CHANGED"));
  rows.push_back(InvalidState("ImportMemberHistory", "name: '@members/ann'" + told, "CHANGED"));
  rows.push_back(InvalidState("ImportCycleHistory", "name: '@cycles/q2'" + told, "PLANNED"));
  rows.push_back(InvalidState("ImportCycleHistory", "name: '@cycles/old' history { state: ACTIVE }",
                              "CLOSED"));
}

// What is over takes no changes.
void AddEndedRows(std::vector<Row>& rows) {
  for (const char* state : {"CLOSED", "ARCHIVED"}) {
    const std::string name = absl::StrCat("'@objectives/", absl::AsciiStrToLower(state));
    const std::string key_result = absl::StrCat(name, "/keyResults/k' ");
    for (auto& [method, request] : std::vector<std::pair<std::string, std::string>>{
             {"UpdateObjective", absl::StrCat("objective { name: ", name, "' description: 'x' }")},
             {"UpdateObjective",
              absl::StrCat("objective { name: ", name,
                           "' assessment { status: AT_RISK reason: 'x' last_date { year: 2025 "
                           "month: 3 day: 1 } } }")},
             {"UpdateObjective", absl::StrCat("objective { name: ", name,
                                              "' retrospective { lessons: 'x' } description: 'x' "
                                              "}")},
             {"CreateKeyResult",
              absl::StrCat("parent: ", name,
                           "' key_result { display_name: 'x' from_to { target: 1 } }")},
             {"UpdateKeyResult",
              absl::StrCat("key_result { name: ", key_result, "description: 'x' }")},
             {"DeleteKeyResult", absl::StrCat("name: ", key_result)},
             {"RetargetKeyResult",
              absl::StrCat("name: ", key_result, "from_to { target: 30 } reason: 'x'")},
             {"CreateCheckIn", absl::StrCat("parent: ", key_result, "check_in { value: 1 }")},
             {"BatchCreateCheckIns", absl::StrCat("parent: 'organizations/o' requests { parent: ",
                                                  key_result, "check_in { value: 1 } }")}}) {
      rows.push_back(InvalidState(method, request, state));
    }
  }
  // One may still say what was learnt from what is closed.
  rows.push_back(InvalidState(
      "UpdateObjective",
      "objective { name: '@objectives/archived' retrospective { lessons: 'x' } }", "ARCHIVED"));
  rows.push_back(InvalidState("CreateComment",
                              "parent: '@objectives/archived' comment { text: 'x' }", "ARCHIVED"));
  rows.push_back(InvalidState(
      "RetargetKeyResult",
      "name: '@objectives/draft/keyResults/k' from_to { target: 30 } reason: 'x'", "DRAFT"));
  rows.push_back(
      InvalidState("GetErrorBudget", "name: '@objectives/active/keyResults/k'", "NO_ERROR_BUDGET"));
  // Targets are locked: there is a method that asks why.
  rows.push_back(InvalidState(
      "UpdateKeyResult",
      "key_result { name: '@objectives/active/keyResults/k' from_to { target: 30 } }", "ACTIVE"));
}

// A check-in is read once, and not when it was taken back.
void AddCheckInRows(std::vector<Row>& rows) {
  for (const auto& [check_in, state] : std::vector<std::pair<std::string, std::string>>{
           {"c", "ACKNOWLEDGED"}, {"wrong", "CORRECTED"}}) {
    rows.push_back(InvalidState("AcknowledgeCheckIn",
                                absl::StrCat("name: '@objectives/active/keyResults/k/checkIns/",
                                             check_in, "' member: '@members/ann'"),
                                state));
  }
}

void AddCycleRows(std::vector<Row>& rows) {
  for (const auto& [method, cycle, state] :
       std::vector<std::tuple<std::string, std::string, std::string>>{
           {"ActivateCycle", "old", "CLOSED"},
           {"CloseCycle", "q2", "PLANNED"},
           {"CloseCycle", "old", "CLOSED"},
           {"CloseCycle", "y", "ACTIVE"},  // Its quarters are not closed.
           {"ReopenCycle", "q1", "ACTIVE"},
           {"ReopenCycle", "q2", "PLANNED"}}) {
    rows.push_back(InvalidState(method, absl::StrCat("name: '@cycles/", cycle, "'"), state));
  }
  rows.push_back(
      InvalidState("UpdateCycle", "cycle { name: '@cycles/old' display_name: 'x' }", "CLOSED"));
  // A closed cycle takes no more objectives.
  rows.push_back(InvalidState(
      "CreateObjective",
      "parent: 'organizations/o' objective { display_name: 'x' cycle: '@cycles/old' }", "CLOSED"));
  rows.push_back(InvalidState(
      "UpdateObjective", "objective { name: '@objectives/draft' cycle: '@cycles/old' }", "CLOSED"));
  rows.push_back(
      InvalidState("CopyObjective", "name: '@objectives/draft' cycle: '@cycles/old'", "CLOSED"));
  rows.push_back(InvalidState("ReopenObjective", "name: '@objectives/past'", "CLOSED"));
}

}  // namespace

std::vector<Row> GoalsStateRows() {
  std::vector<Row> rows;
  AddObjectiveRows(rows);
  AddEntryRows(rows);
  AddEndedRows(rows);
  AddCheckInRows(rows);
  AddCycleRows(rows);
  return rows;
}

}  // namespace okapi::contract

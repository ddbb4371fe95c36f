#include "services/goals/store/change_rules.h"

#include <set>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/rpc/call.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/storage/veil.h"
#include "services/goals/store/goals_store.h"

namespace okapi::goals {
namespace {

using okapi::goals::v1::ChangeRule;
using okapi::goals::v1::GoalPolicy;
using okapi::goals::v1::Objective;

constexpr int kRulesMax = 20;

// Whether the caller leads the team or one above it.
absl::StatusOr<bool> Leads(const GoalsStore& store, const storage::Reader& reader,
                           const std::string& caller, std::string team) {
  OKAPI_ASSIGN_OR_RETURN(const auto member, store.members.FindStored(reader, caller));
  if (!member.has_value()) return false;
  std::set<std::string> seen;
  while (!team.empty() && seen.insert(team).second) {
    if (absl::c_linear_search(member->leads(), team)) return true;
    OKAPI_ASSIGN_OR_RETURN(const auto found, store.teams.FindStored(reader, team));
    if (!found.has_value()) break;
    team = found->parent_team();
  }
  return false;
}

absl::StatusOr<bool> Is(const GoalsStore& store, const storage::Reader& reader,
                        const std::string& caller, ChangeRule::Who who, const Objective& objective,
                        const AskedChange& change) {
  if (caller.empty()) return false;
  if (who == ChangeRule::LEADS) return Leads(store, reader, caller, objective.team());
  return caller == objective.owner() || caller == change.owner;
}

// For people: `owners and leads`.
std::string NamesOf(const std::set<ChangeRule::Who>& who) {
  std::vector<std::string> names;
  if (who.count(ChangeRule::OWNERS) > 0) names.emplace_back("who owns it");
  if (who.count(ChangeRule::LEADS) > 0) names.emplace_back("who leads its team or one above");
  return names.empty() ? "nobody" : absl::StrJoin(names, ", and for ");
}

}  // namespace

std::string CallerOf(const storage::Reader& reader) {
  if (reader.veil() == nullptr || reader.veil()->viewer() == rpc::kAnonymous) return "";
  return reader.veil()->viewer();
}

absl::Status CheckMayChange(const GoalsStore& store, const storage::Reader& reader,
                            const Objective& objective, const AskedChange& change) {
  if (reader.veil() == nullptr) return absl::OkStatus();
  OKAPI_ASSIGN_OR_RETURN(const GoalPolicy policy,
                         store.PolicyOf(reader, api::OrganizationOf(objective.name())));
  bool ruled = false;
  std::set<ChangeRule::Who> may;
  for (const ChangeRule& rule : policy.change_rules()) {
    if (rule.what() != change.what) continue;
    if (!rule.states().empty() && !absl::c_linear_search(rule.states(), objective.state()))
      continue;
    ruled = true;
    for (const int who : rule.who()) may.insert(static_cast<ChangeRule::Who>(who));
  }
  if (!ruled) return absl::OkStatus();
  const std::string caller = CallerOf(reader);
  for (const ChangeRule::Who who : may) {
    OKAPI_ASSIGN_OR_RETURN(const bool is, Is(store, reader, caller, who, objective, change));
    if (is) return absl::OkStatus();
  }
  const std::string what = ChangeRule::What_Name(change.what);
  return status::Error(
      absl::StatusCode::kPermissionDenied, status::ErrorReason::CHANGE_NOT_ALLOWED,
      absl::StrCat("'", change.name, "': by the policy, changes of ", what, " while it is ",
                   Objective::State_Name(objective.state()), " are for ", NamesOf(may),
                   caller.empty()
                       ? absl::StrCat("; say who you are in ", rpc::kActorKey, " (okapi --as)")
                       : ""),
      {{"resource", change.name}, {"what", what}, {"who", NamesOf(may)}});
}

void CheckChangeRules(const google::protobuf::RepeatedPtrField<ChangeRule>& rules,
                      absl::string_view field, status::FieldViolations& violations) {
  if (rules.size() > kRulesMax) {
    violations.Add(field, absl::StrCat("has more than ", kRulesMax, " entries"));
  }
  for (int i = 0; i < rules.size(); ++i) {
    const ChangeRule& rule = rules[i];
    const std::string at = absl::StrCat(field, "[", i, "]");
    if (absl::c_linear_search(rule.who(), ChangeRule::WHO_UNSPECIFIED))
      violations.Add(at + ".who", "says nobody");
    if (absl::c_linear_search(rule.states(), Objective::STATE_UNSPECIFIED)) {
      violations.Add(at + ".states", "says no state");
    }
  }
}

}  // namespace okapi::goals

#include "services/goals/insights/findings.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/strings/match.h"
#include "common/status/status_macros.h"
#include "services/goals/insights/claims.h"
#include "services/goals/store/lifecycle.h"
#include "services/goals/store/policy.h"
#include "services/goals/store/references.h"
#include "services/goals/wording/wording.h"

namespace okapi::goals {
namespace {

using okapi::goals::v1::Finding;
using okapi::goals::v1::ListFindingsRequest;
using okapi::goals::v1::Objective;

struct Objectives {
  std::vector<Objective> asked;
  std::vector<Objective> open;  // All of the organization, which they are compared with.
};

absl::StatusOr<Objectives> Read(const GoalsStore& store, const storage::Reader& reader,
                                const ListFindingsRequest& request) {
  const std::string organization = api::OrganizationOf(request.parent());
  const bool all = absl::EndsWith(request.parent(), "/-");
  Objectives objectives;
  OKAPI_RETURN_IF_ERROR(store.organizations.Get(reader, organization).status());
  OKAPI_RETURN_IF_ERROR(CheckFilter(store.cycles, reader, organization, "cycle", request.cycle()));
  OKAPI_RETURN_IF_ERROR(
      store.objectives.ForEach(reader, organization, [&](const Objective& objective) {
        const bool in_cycle = request.cycle().empty() || objective.cycle() == request.cycle();
        if (!CheckOpen(objective).ok()) return true;
        objectives.open.push_back(objective);
        if (all && in_cycle) objectives.asked.push_back(objective);
        return true;
      }));
  if (!all) {
    OKAPI_ASSIGN_OR_RETURN(Objective one, store.objectives.Get(reader, request.parent()));
    objectives.asked.push_back(std::move(one));
  }
  return objectives;
}

absl::StatusOr<std::vector<Finding>> CheckWording(const GoalsStore& store,
                                                  const storage::Reader& reader,
                                                  const Objectives& objectives, bool vietnamese) {
  Wording wording(vietnamese);
  for (const Objective& objective : objectives.open) wording.Note(objective);
  std::vector<Finding> findings;
  for (const Objective& objective : objectives.asked) {
    OKAPI_ASSIGN_OR_RETURN(const Timing timing, store.TimingOf(reader, objective));
    OKAPI_ASSIGN_OR_RETURN(const auto key_results,
                           store.KeyResultsOf(reader, objective.name(), timing));
    OKAPI_ASSIGN_OR_RETURN(const auto policy,
                           store.PolicyOf(reader, api::OrganizationOf(objective.name())));
    const Wording::Limits limits{.key_results = KeyResultsMax(policy),
                                 .objectives_of_team = policy.objectives_per_team_max(),
                                 .objectives_of_owner = policy.objectives_per_owner_max()};
    for (Finding& finding : wording.Check(objective, key_results, limits)) {
      findings.push_back(std::move(finding));
    }
  }
  return findings;
}

}  // namespace

absl::StatusOr<std::vector<Finding>> FindingsOf(const GoalsStore& store,
                                                const storage::Reader& reader,
                                                const ListFindingsRequest& request) {
  OKAPI_ASSIGN_OR_RETURN(const Language language, LanguageOf(request.language_code()));
  const bool vietnamese = language == Language::kVietnamese;
  OKAPI_ASSIGN_OR_RETURN(const Objectives objectives, Read(store, reader, request));
  OKAPI_ASSIGN_OR_RETURN(std::vector<Finding> findings,
                         CheckWording(store, reader, objectives, vietnamese));
  OKAPI_ASSIGN_OR_RETURN(std::vector<Finding> claims,
                         CheckClaims(store, reader, objectives.asked, vietnamese));
  for (Finding& claim : claims) findings.push_back(std::move(claim));
  std::stable_sort(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) {
    return std::forward_as_tuple(a.resource(), a.start(), a.code()) <
           std::forward_as_tuple(b.resource(), b.start(), b.code());
  });
  return findings;
}

}  // namespace okapi::goals

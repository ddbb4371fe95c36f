#include "services/goals/findings.h"

#include <algorithm>
#include <tuple>

#include "absl/strings/match.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/goals/claims.h"
#include "services/goals/lifecycle.h"
#include "services/goals/references.h"

namespace okapi::goals {
namespace {

using okapi::goals::v1::Finding;
using okapi::goals::v1::ListFindingsRequest;
using okapi::goals::v1::Objective;

absl::StatusOr<std::vector<Objective>> AskedAbout(const GoalsStore& store,
                                                  const storage::Reader& reader,
                                                  const ListFindingsRequest& request) {
  std::vector<Objective> asked;
  if (!absl::EndsWith(request.parent(), "/-")) {
    OKAPI_ASSIGN_OR_RETURN(Objective objective, store.objectives.Get(reader, request.parent()));
    asked.push_back(std::move(objective));
    return asked;
  }
  const std::string organization = ParentOf(request.parent());
  OKAPI_RETURN_IF_ERROR(store.organizations.Get(reader, organization).status());
  OKAPI_RETURN_IF_ERROR(
      store.objectives.ForEach(reader, organization, [&](const Objective& objective) {
        const bool in_cycle = request.cycle().empty() || objective.cycle() == request.cycle();
        if (in_cycle && CheckOpen(objective).ok()) asked.push_back(objective);
        return true;
      }));
  return asked;
}

}  // namespace

absl::StatusOr<std::vector<Finding>> FindingsOf(const GoalsStore& store,
                                                const storage::Reader& reader,
                                                const ListFindingsRequest& request) {
  const std::string& language = request.language_code();
  if (!language.empty() && language != "en" && language != "vi") {
    return status::InvalidField("language_code", "must be en or vi");
  }
  OKAPI_ASSIGN_OR_RETURN(const std::vector<Objective> objectives,
                         AskedAbout(store, reader, request));
  OKAPI_ASSIGN_OR_RETURN(std::vector<Finding> findings,
                         CheckClaims(store, reader, objectives, language == "vi"));
  std::stable_sort(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) {
    return std::forward_as_tuple(a.resource(), a.start(), a.code()) <
           std::forward_as_tuple(b.resource(), b.start(), b.code());
  });
  return findings;
}

}  // namespace okapi::goals

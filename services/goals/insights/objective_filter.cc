#include "services/goals/insights/objective_filter.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "common/api/request_check.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/text/fold.h"
#include "services/goals/store/references.h"

namespace okapi::goals {
namespace {

using okapi::goals::v1::KeyResult;
using okapi::goals::v1::ListObjectivesRequest;
using okapi::goals::v1::Objective;
using okapi::goals::v1::Team;

absl::Status CheckQuery(const std::string& query, const std::vector<std::string>& words) {
  constexpr size_t kCharactersMax = 200;
  if (api::CodePoints(query) > kCharactersMax) {
    return status::InvalidField("query",
                                absl::StrCat("is longer than ", kCharactersMax, " characters"));
  }
  if (query.empty() || !words.empty()) return absl::OkStatus();
  return status::InvalidField("query", "has no letter or digit to look for");
}

// What the list is narrowed to exists.
absl::Status CheckNames(const GoalsStore& store, const storage::Reader& reader,
                        const ListObjectivesRequest& request) {
  const std::string& parent = request.parent();
  OKAPI_RETURN_IF_ERROR(CheckFilter(store.cycles, reader, parent, "cycle", request.cycle()));
  OKAPI_RETURN_IF_ERROR(CheckFilter(store.teams, reader, parent, "team", request.team()));
  OKAPI_RETURN_IF_ERROR(CheckFilter(store.members, reader, parent, "owner", request.owner()));
  return CheckFilter(store.objectives, reader, parent, "aligned_to", request.aligned_to());
}

// The team and, if asked for, those below it.
absl::StatusOr<std::set<std::string>> TeamsOf(const GoalsStore& store,
                                              const storage::Reader& reader,
                                              const ListObjectivesRequest& request) {
  if (!request.include_sub_teams()) return std::set<std::string>{request.team()};
  if (request.team().empty()) {
    return status::InvalidField("include_sub_teams", "is for a list that names a team");
  }
  std::multimap<std::string, std::string> below;
  OKAPI_RETURN_IF_ERROR(store.teams.ForEach(
      reader, std::string(api::OrganizationOf(request.team())), [&below](const Team& team) {
        below.emplace(team.parent_team(), team.name());
        return true;
      }));
  std::set<std::string> teams;
  std::vector<std::string> waiting = {request.team()};
  while (!waiting.empty()) {
    const std::string team = std::move(waiting.back());
    waiting.pop_back();
    if (!teams.insert(team).second) continue;
    const auto [first, last] = below.equal_range(team);
    for (auto each = first; each != last; ++each) waiting.push_back(each->second);
  }
  return teams;
}

}  // namespace

ObjectiveFilter::ObjectiveFilter(const GoalsStore& store, const storage::Reader& reader,
                                 Rollups& rollups, const ListObjectivesRequest& request)
    : store_(store),
      reader_(reader),
      rollups_(rollups),
      request_(request),
      words_(text::FoldedWords(request.query())),
      status_(CheckQuery(request.query(), words_)) {
  if (status_.ok()) status_ = CheckNames(store, reader, request);
  if (!status_.ok()) return;
  auto teams = TeamsOf(store, reader, request);
  status_ = teams.status();
  if (teams.ok()) teams_ = *std::move(teams);
}

bool ObjectiveFilter::Keeps(const Objective& objective) {
  // The cheap questions first.
  if (!status_.ok() || !HasState(objective) || !HasFields(objective)) return false;
  for (auto question : {&ObjectiveFilter::HasWords, &ObjectiveFilter::HasStatus}) {
    const absl::StatusOr<bool> answer = (this->*question)(objective);
    status_ = answer.status();
    if (!answer.ok() || !*answer) return false;
  }
  return true;
}

bool ObjectiveFilter::HasState(const Objective& objective) const {
  if (request_.states().empty()) return objective.state() != Objective::ARCHIVED;
  return absl::c_linear_search(request_.states(), objective.state());
}

bool ObjectiveFilter::HasFields(const Objective& objective) const {
  const bool asked = (request_.cycle().empty() || objective.cycle() == request_.cycle()) &&
                     (request_.team().empty() || teams_.contains(objective.team())) &&
                     (request_.owner().empty() || objective.owner() == request_.owner());
  if (!asked) return false;
  for (const auto& [key, value] : request_.labels()) {
    const auto label = objective.labels().find(key);
    if (label == objective.labels().end() || label->second != value) return false;
  }
  return request_.aligned_to().empty() ||
         std::any_of(objective.alignments().begin(), objective.alignments().end(),
                     [this](const auto& link) { return link.parent() == request_.aligned_to(); });
}

absl::StatusOr<bool> ObjectiveFilter::HasWords(const Objective& objective) const {
  if (words_.empty()) return true;
  std::string text = absl::StrCat(objective.display_name(), " ", objective.description());
  OKAPI_RETURN_IF_ERROR(
      store_.key_results.ForEach(reader_, objective.name(), [&text](const KeyResult& key_result) {
        absl::StrAppend(&text, " ", key_result.display_name(), " ", key_result.description());
        return true;
      }));
  return text::Matches(words_, text::FoldedWords(text));
}

absl::StatusOr<bool> ObjectiveFilter::HasStatus(const Objective& objective) const {
  if (request_.statuses().empty()) return true;
  OKAPI_ASSIGN_OR_RETURN(const auto progress, rollups_.ProgressOf(objective));
  return absl::c_linear_search(request_.statuses(), progress.status());
}

}  // namespace okapi::goals

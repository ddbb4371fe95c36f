#include "services/goals/insights/objective_filter.h"

#include <algorithm>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "common/api/request_check.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/goals/store/rollup.h"
#include "services/goals/wording/fold.h"

namespace okapi::goals {
namespace {

using okapi::goals::v1::KeyResult;
using okapi::goals::v1::ListObjectivesRequest;
using okapi::goals::v1::Objective;

absl::Status CheckQuery(const std::string& query, const std::vector<std::string>& words) {
  constexpr size_t kCharactersMax = 200;
  if (api::CodePoints(query) > kCharactersMax) {
    return status::InvalidField("query",
                                absl::StrCat("is longer than ", kCharactersMax, " characters"));
  }
  if (query.empty() || !words.empty()) return absl::OkStatus();
  return status::InvalidField("query", "has no letter or digit to look for");
}

}  // namespace

ObjectiveFilter::ObjectiveFilter(const GoalsStore& store, const storage::Reader& reader,
                                 const ListObjectivesRequest& request)
    : store_(store),
      reader_(reader),
      request_(request),
      words_(FoldedWords(request.query())),
      status_(CheckQuery(request.query(), words_)) {}

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
                     (request_.team().empty() || objective.team() == request_.team()) &&
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
  return Matches(words_, FoldedWords(text));
}

absl::StatusOr<bool> ObjectiveFilter::HasStatus(const Objective& objective) const {
  if (request_.statuses().empty()) return true;
  OKAPI_ASSIGN_OR_RETURN(const auto node, RollUp(store_, reader_, objective));
  return absl::c_linear_search(request_.statuses(), node.objective.progress().status());
}

}  // namespace okapi::goals

#include "services/reporting/neighbours/hidden_answers.h"

namespace okapi::reporting {
namespace {

using okapi::goals::v1::FindHiddenObjectivesResponse;

// One for all questions about an organization.
AnswerKey KeyOf(const std::string& organization) {
  return {organization, "FindHiddenObjectives", ""};
}

FindHiddenObjectivesResponse AnswerOf(const HiddenAnswers::Hidden& hidden) {
  FindHiddenObjectivesResponse answer;
  for (const auto& [objective, hide] : hidden) {
    *(hide ? answer.add_hidden() : answer.add_others()) = objective;
  }
  return answer;
}

}  // namespace

void HiddenAnswers::Remember(const std::string& organization, const Hidden& said, absl::Time time) {
  // Also while it is handed on, so that of two the later one has both.
  base::MutexLock lock(mutex_);
  Hidden& all = Of(organization);
  for (const auto& [objective, hide] : said) all[objective] = hide;
  known_.Remember(KeyOf(organization), api::StableBytes(AnswerOf(all)), time);
}

HiddenAnswers::Hidden HiddenAnswers::Recall(const std::string& organization) {
  base::MutexLock lock(mutex_);
  return Of(organization);
}

HiddenAnswers::Hidden& HiddenAnswers::Of(const std::string& organization) {
  const auto [place, is_new] = hidden_.try_emplace(organization);
  FindHiddenObjectivesResponse kept;
  if (is_new && known_.Recall(KeyOf(organization), kept).has_value()) {
    place->second = HiddenOf(kept);
  }
  return place->second;
}

HiddenAnswers::Hidden HiddenOf(const FindHiddenObjectivesResponse& answer) {
  HiddenAnswers::Hidden hidden;
  for (const std::string& objective : answer.hidden()) hidden[objective] = true;
  for (const std::string& objective : answer.others()) hidden[objective] = false;
  return hidden;
}

}  // namespace okapi::reporting

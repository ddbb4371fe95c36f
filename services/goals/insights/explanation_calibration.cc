#include "services/goals/insights/explanation_calibration.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/types/span.h"
#include "common/api/resource_name.h"
#include "common/scoring/sum.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/text/quantity.h"
#include "services/goals/insights/calibration.h"
#include "services/goals/insights/explanation_inputs.h"

namespace okapi::goals {
namespace {

using okapi::goals::v1::Calibration;
using okapi::goals::v1::CheckIn;
using okapi::goals::v1::Explanation;
using okapi::goals::v1::Team;

// More terms are summed up, not listed; their numbers are inputs all the same.
constexpr size_t kTermsListedMax = 20;
// So many key results, and of each its last check-ins: all count, but whoever reads does not read
// more, and an answer does not grow with the years.
constexpr size_t kKeyResultsListedMax = 100;
constexpr size_t kCheckInsListedMax = 100;

class Mean {
 public:
  void Add(double number, const std::string& term) {
    sum_.Add(number);
    terms_.push_back(term);
  }
  // `(0.8 + 0.6) / 2 = 0.7`
  std::string Text(double mean) const {
    const std::string all = terms_.size() > kTermsListedMax
                                ? text::ExactNumber(sum_.value())
                                : absl::StrCat("(", absl::StrJoin(terms_, " + "), ")");
    return absl::StrCat(all, " / ", terms_.size(), " = ", text::ExactNumber(mean));
  }

 private:
  scoring::Sum sum_;
  std::vector<std::string> terms_;
};

void AddSteps(absl::Span<const Foreseen> foreseen, const Calibration::Part& part,
              Explanation& explanation) {
  Mean said;
  Mean came;
  Mean squares;
  for (const Foreseen& each : foreseen) {
    const double reached = each.reached ? 1 : 0;
    const std::string result = text::ExactNumber(reached);
    for (const CheckIn& check_in : each.check_ins) {
      const double confidence = check_in.confidence();
      const std::string word = text::ExactNumber(confidence);
      said.Add(confidence, word);
      came.Add(reached, result);
      squares.Add((confidence - reached) * (confidence - reached),
                  absl::StrCat("(", word, " - ", result, ")^2"));
    }
  }
  explanation.add_steps(absl::StrCat("confidence_mean = ", said.Text(part.confidence_mean())));
  explanation.add_steps(absl::StrCat("reached_share = ", came.Text(part.reached_share())));
  explanation.add_steps(absl::StrCat("optimism = ", text::ExactNumber(part.confidence_mean()),
                                     " - ", text::Operand(part.reached_share()), " = ",
                                     text::ExactNumber(part.optimism())));
  explanation.add_steps(absl::StrCat("brier_score = ", squares.Text(part.brier_score())));
}

absl::Status AddKeyResult(const GoalsStore& store, const storage::Reader& reader,
                          const Foreseen& foreseen, Explanation& explanation) {
  explanation.set_name(foreseen.key_result);
  OKAPI_ASSIGN_OR_RETURN(const auto key_result,
                         store.key_results.FindStored(reader, foreseen.key_result));
  if (key_result.has_value()) explanation.set_display_name(key_result->display_name());
  const size_t count = foreseen.check_ins.size();
  const size_t left_out = count - std::min(count, kCheckInsListedMax);
  if (left_out > 0) {
    explanation.add_steps(absl::StrCat("before these came ", left_out,
                                       " more check-ins with a confidence, which count too"));
  }
  for (const CheckIn& check_in : absl::MakeSpan(foreseen.check_ins).subspan(left_out)) {
    Explanation::Input& input = AddInput("confidence", check_in.name(), "", explanation);
    input.set_value(check_in.confidence());
    *input.mutable_time() = check_in.create_time();
  }
  explanation.add_steps(absl::StrCat(
      "reached = ", foreseen.reached ? 1 : 0, ": its progress when it was closed, ",
      text::ExactNumber(foreseen.raw), ", is ", foreseen.reached ? "at least 1" : "below 1"));
  return absl::OkStatus();
}

absl::StatusOr<std::string> DisplayNameOf(const GoalsStore& store, const storage::Reader& reader,
                                          const std::string& name) {
  if (name == api::OrganizationOf(name)) {
    OKAPI_ASSIGN_OR_RETURN(const auto organization, store.organizations.Get(reader, name));
    return organization.display_name();
  }
  OKAPI_ASSIGN_OR_RETURN(const Team team, store.teams.Get(reader, name));
  return team.display_name();
}

}  // namespace

absl::StatusOr<Explanation> ExplainCalibration(const GoalsStore& store,
                                               const storage::Reader& reader,
                                               const std::string& name, const std::string& cycle) {
  Explanation explanation;
  explanation.set_name(name);
  OKAPI_ASSIGN_OR_RETURN(*explanation.mutable_display_name(), DisplayNameOf(store, reader, name));
  const std::string organization(api::OrganizationOf(name));
  OKAPI_ASSIGN_OR_RETURN(std::vector<Foreseen> foreseen,
                         ForeseenIn(store, reader, organization, cycle));
  if (name != organization) {
    foreseen.erase(std::remove_if(foreseen.begin(), foreseen.end(),
                                  [&name](const Foreseen& each) { return each.team != name; }),
                   foreseen.end());
  }
  if (foreseen.empty()) {
    explanation.add_steps("nobody has said how likely the target of a closed key result was");
    return explanation;
  }
  auto& calibration = *explanation.mutable_calibration();
  calibration = CalibrationOf(foreseen).all();
  if (name != organization) calibration.set_team(name);
  AddSteps(foreseen, calibration, explanation);
  const size_t listed = std::min(foreseen.size(), kKeyResultsListedMax);
  for (const Foreseen& each : absl::MakeSpan(foreseen).subspan(0, listed)) {
    OKAPI_RETURN_IF_ERROR(AddKeyResult(store, reader, each, *explanation.add_children()));
  }
  if (listed < foreseen.size()) {
    explanation.add_steps(absl::StrCat("and ", foreseen.size() - listed,
                                       " more key results, which are not listed and count too"));
  }
  return explanation;
}

}  // namespace okapi::goals

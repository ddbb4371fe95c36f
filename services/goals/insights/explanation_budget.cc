#include "services/goals/insights/explanation_budget.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "common/api/timestamp.h"
#include "common/status/status_macros.h"
#include "common/text/quantity.h"
#include "services/goals/insights/explanation_inputs.h"
#include "services/goals/numbers/error_budget.h"
#include "services/goals/store/error_budgets.h"

namespace okapi::goals {
namespace {

std::string Hours(absl::Duration duration) {
  return text::ExactNumber(absl::ToDoubleHours(duration));
}

std::string Hours(const google::protobuf::Duration& duration) {
  return Hours(api::FromDuration(duration));
}

}  // namespace

absl::Status AddErrorBudget(const GoalsStore& store, const storage::Reader& reader,
                            const okapi::goals::v1::Objective& objective,
                            const okapi::goals::v1::KeyResult& key_result, const Timing& timing,
                            okapi::goals::v1::Explanation& explanation) {
  if (!BudgetedRangeOf(key_result).has_value()) return absl::OkStatus();
  const BudgetTime time = BudgetTimeOf(key_result, objective, timing);
  OKAPI_ASSIGN_OR_RETURN(const auto steps,
                         ValueStepsOf(store, reader, objective, key_result, time.until));
  const auto view = ErrorBudgetOf(key_result, time, steps, {});
  const auto& state = view.state();
  explanation.add_steps(absl::StrCat("error budget = ", text::ExactNumber(view.error_budget()),
                                     " x ", Hours(time.end - time.start), " = ",
                                     Hours(state.budget()), " hours, of the time from ",
                                     TimeText(time.start), " to ", TimeText(time.end)));
  explanation.add_steps(absl::StrCat(
      "spent = ", Hours(state.spent()), " hours out of the bounds by ", TimeText(time.until),
      ", each value holding until the next; for ", Hours(view.unknown()),
      " hours there is none, which are neither spent nor earned"));
  explanation.add_steps(absl::StrCat("left = ", Hours(state.budget()), " - ", Hours(state.spent()),
                                     " = ", Hours(state.left()), " hours"));
  return absl::OkStatus();
}

}  // namespace okapi::goals

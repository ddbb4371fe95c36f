#include "services/goals/insights/error_budget_view.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "common/api/timestamp.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/goals/numbers/error_budget.h"
#include "services/goals/store/error_budgets.h"
#include "services/goals/store/references.h"

namespace okapi::goals {
namespace {

using okapi::goals::v1::ErrorBudget;
using okapi::goals::v1::GetErrorBudgetRequest;
using okapi::goals::v1::KeyResult;

constexpr int kWindowsMax = 20;
constexpr absl::Duration kWindowMin = absl::Seconds(1);
constexpr absl::Duration kWindowMax = absl::Hours(24 * 400);

absl::StatusOr<std::vector<absl::Duration>> WindowsOf(const GetErrorBudgetRequest& request) {
  status::FieldViolations violations;
  if (request.windows_size() > kWindowsMax) {
    violations.Add("windows", absl::StrCat("has more than ", kWindowsMax, " entries"));
  }
  std::vector<absl::Duration> windows;
  for (int i = 0; i < request.windows_size(); ++i) {
    windows.push_back(api::FromDuration(request.windows(i)));
    if (windows.back() < kWindowMin || windows.back() > kWindowMax) {
      violations.Add(absl::StrCat("windows[", i, "]"),
                     "must be from a second (1s) to 400 days (34560000s)");
    }
  }
  OKAPI_RETURN_IF_ERROR(violations.ToStatus());
  return windows;
}

}  // namespace

absl::StatusOr<ErrorBudget> ViewErrorBudget(const GoalsStore& store, const storage::Reader& reader,
                                            const GetErrorBudgetRequest& request) {
  OKAPI_ASSIGN_OR_RETURN(const auto windows, WindowsOf(request));
  const std::string& name = request.name();
  OKAPI_ASSIGN_OR_RETURN(const KeyResult key_result, store.key_results.Get(reader, name));
  OKAPI_ASSIGN_OR_RETURN(const auto objective, store.objectives.FindStored(reader, ParentOf(name)));
  if (!objective.has_value()) return status::NotFound(ParentOf(name));
  if (!BudgetedRangeOf(key_result).has_value()) {
    return status::Error(
        absl::StatusCode::kFailedPrecondition, status::ErrorReason::INVALID_STATE,
        absl::StrCat("'", name, "' has no error budget: give its range one, `range.error_budget`"),
        {{"resource", name}, {"state", "NO_ERROR_BUDGET"}});
  }
  OKAPI_ASSIGN_OR_RETURN(const Timing timing, store.TimingOf(reader, *objective));
  const BudgetTime time = BudgetTimeOf(key_result, *objective, timing);
  OKAPI_ASSIGN_OR_RETURN(const auto steps,
                         ValueStepsOf(store, reader, *objective, key_result, time.until));
  return ErrorBudgetOf(key_result, time, steps, windows);
}

}  // namespace okapi::goals

#pragma once

#include <optional>

#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/scoring/error_budget.h"
#include "okapi/goals/v1/goals_service.pb.h"
#include "okapi/goals/v1/resources.pb.h"
#include "services/goals/numbers/progress.h"

// Error budgets of key results: from resources and times to common/scoring.
namespace okapi::goals {

// The range of a key result that has an error budget; nullopt of any other.
std::optional<scoring::Range> BudgetedRangeOf(const okapi::goals::v1::KeyResult& key_result);

// That, where it matters when on a day a value went out of it; nullopt where a day has one value,
// which is known once its period is complete: what it was told as before was not all of it.
std::optional<scoring::Range> WatchedRangeOf(const okapi::goals::v1::KeyResult& key_result);

// The time for which an error budget is given, and up to when it is told: `now`, but not after the
// end, nor after the objective was closed. Then it is over.
struct BudgetTime {
  absl::Time start;
  absl::Time end;
  absl::Time until;
  bool over = false;
};
BudgetTime BudgetTimeOf(const okapi::goals::v1::KeyResult& key_result,
                        const okapi::goals::v1::Objective& objective, const Timing& timing);

// What is left. Precondition of both: the key result has an error budget.
okapi::goals::v1::ErrorBudgetState BudgetStateOf(const okapi::goals::v1::KeyResult& key_result,
                                                 const BudgetTime& time,
                                                 absl::Span<const scoring::ValueStep> steps);

// The whole view, with these windows; without any, with those of an hour to 28 days of which so
// much has passed.
okapi::goals::v1::ErrorBudget ErrorBudgetOf(const okapi::goals::v1::KeyResult& key_result,
                                            const BudgetTime& time,
                                            absl::Span<const scoring::ValueStep> steps,
                                            absl::Span<const absl::Duration> windows);

}  // namespace okapi::goals

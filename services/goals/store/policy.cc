#include "services/goals/store/policy.h"

#include "absl/strings/str_cat.h"
#include "common/scoring/expected.h"
#include "common/status/errors.h"

namespace okapi::goals {
namespace {

using okapi::goals::v1::GoalPolicy;

constexpr int kKeyResultsEver = 20;
constexpr int kObjectivesEver = 1000;
constexpr int kEscalationDaysMax = 365;
constexpr double kEarlyShareMax = 0.5;

void CheckWithin(absl::string_view field, int value, int min, int max,
                 status::FieldViolations& violations) {
  if (value >= min && value <= max) return;
  violations.Add(absl::StrCat("organization.policy.", field),
                 absl::StrCat("must be from ", min, " to ", max));
}

}  // namespace

int KeyResultsMin(const GoalPolicy& policy) {
  if (policy.has_key_results_min()) return policy.key_results_min();
  // A maximum of 1 alone would leave nothing.
  return policy.has_key_results_max() && policy.key_results_max() < kKeyResultsMin
             ? policy.key_results_max()
             : kKeyResultsMin;
}

int KeyResultsMax(const GoalPolicy& policy) {
  if (policy.has_key_results_max()) return policy.key_results_max();
  return policy.has_key_results_min() && policy.key_results_min() > kKeyResultsMax
             ? policy.key_results_min()
             : kKeyResultsMax;
}

absl::Status CheckPolicy(const GoalPolicy& policy) {
  status::FieldViolations violations;
  CheckWithin("key_results_min", KeyResultsMin(policy), 1, kKeyResultsEver, violations);
  CheckWithin("key_results_max", KeyResultsMax(policy), 1, kKeyResultsEver, violations);
  if (KeyResultsMax(policy) < KeyResultsMin(policy)) {
    violations.Add("organization.policy.key_results_max", "must not be below key_results_min");
  }
  CheckWithin("objectives_per_team_max", policy.objectives_per_team_max(), 0, kObjectivesEver,
              violations);
  CheckWithin("objectives_per_owner_max", policy.objectives_per_owner_max(), 0, kObjectivesEver,
              violations);
  CheckWithin("escalation_days", policy.escalation_days(), 0, kEscalationDaysMax, violations);
  scoring::CheckBands(policy.bands(), "organization.policy.bands.", violations);
  if (!(policy.early_share() >= 0 && policy.early_share() <= kEarlyShareMax)) {
    violations.Add("organization.policy.early_share",
                   absl::StrCat("must be from 0 to ", kEarlyShareMax));
  }
  return violations.ToStatus();
}

}  // namespace okapi::goals

#pragma once

#include <string>

#include "okapi/goals/v1/goals_service.pb.h"

// Error budgets as text for a terminal.
namespace okapi::cli {

// "18 h of 21 h 36 min left (83 %)".
std::string ErrorBudgetLeftText(const okapi::goals::v1::ErrorBudgetState& state);
// The whole view: what is left, and how fast it burns.
std::string ErrorBudgetText(const okapi::goals::v1::ErrorBudget& budget);

}  // namespace okapi::cli

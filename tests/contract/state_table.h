#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "common/status/errors.h"

// The failures that depend on state, as tables. A story is told first, call by call; what it leaves
// behind is the state of every row after it, and a row, which fails, changes nothing.
namespace okapi::contract {

// A method by its name within its package, and its request as text, where @ stands for
// `organizations/o/`.
struct Step {
  std::string method;
  std::string request;
};

struct Row {
  std::string method;
  std::string request;
  absl::StatusCode code;
  status::ErrorReason reason;
  // What else the error says: `key=value` of its metadata, or the only field that it names.
  std::string detail;
};

// Refused for the state of something.
inline Row Precondition(std::string method, std::string request, status::ErrorReason reason,
                        std::string detail) {
  return {std::move(method), std::move(request), absl::StatusCode::kFailedPrecondition, reason,
          std::move(detail)};
}

std::vector<Step> GoalsStory();
// Of the lifecycles, and all others.
std::vector<Row> GoalsStateRows();
std::vector<Row> GoalsRows();

std::vector<Step> MetricsStory();
std::vector<Row> MetricsRows();

// Told after the stories of goals and metrics.
std::vector<Step> ReportingStory();
std::vector<Row> ReportingRows();

}  // namespace okapi::contract

#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/status/errors.h"

namespace okapi::reporting {

// What callers hear of a call to a neighbour that is away or hangs, when nothing known can stand in
// for its answer: UNAVAILABLE / NEIGHBOUR_UNAVAILABLE. The time that ran out was not the caller's.
// A neighbour that gives a reason is not away: what it says is handed on.
inline absl::Status Unreached(absl::string_view service, const absl::Status& problem) {
  if ((!absl::IsUnavailable(problem) && !absl::IsDeadlineExceeded(problem)) ||
      status::ReasonOf(problem) != status::ErrorReason::ERROR_REASON_UNSPECIFIED) {
    return problem;
  }
  return status::Error(absl::StatusCode::kUnavailable, status::ErrorReason::NEIGHBOUR_UNAVAILABLE,
                       absl::StrCat(service, " cannot be asked: ", problem.message()),
                       {{"service", std::string(service)}});
}

}  // namespace okapi::reporting

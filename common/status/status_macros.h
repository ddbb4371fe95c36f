#pragma once

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

// Returns from the enclosing function when `expression` is not OK.
#define OKAPI_RETURN_IF_ERROR(expression)          \
  do {                                             \
    absl::Status okapi_status_ = (expression);     \
    if (!okapi_status_.ok()) return okapi_status_; \
  } while (false)

// Assigns the value of a StatusOr to `target` (a declaration or a variable), or returns its error.
#define OKAPI_ASSIGN_OR_RETURN(target, expression) \
  OKAPI_ASSIGN_OR_RETURN_IMPL_(OKAPI_CONCAT_(okapi_statusor_, __LINE__), target, expression)
#define OKAPI_ASSIGN_OR_RETURN_IMPL_(statusor, target, expression) \
  auto statusor = (expression);                                    \
  if (!statusor.ok()) return std::move(statusor).status();         \
  target = std::move(statusor).value()
#define OKAPI_CONCAT_(a, b) OKAPI_CONCAT_INNER_(a, b)
#define OKAPI_CONCAT_INNER_(a, b) a##b

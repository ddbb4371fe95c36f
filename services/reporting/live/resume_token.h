#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace okapi::reporting {

// Where a watch goes on: behind a version of a live report, which is known by an id of its own.
struct ResumePoint {
  std::string report_id;
  int64_t version = 0;
};

// The token for a point in the report that answers `question`. Opaque and URL-safe; carries no
// authority.
std::string EncodeResumeToken(absl::string_view question, const ResumePoint& point);

// nullopt for an empty token. INVALID_ARGUMENT when the token is damaged or was made for another
// question.
absl::StatusOr<std::optional<ResumePoint>> DecodeResumeToken(absl::string_view token,
                                                             absl::string_view question);

}  // namespace okapi::reporting

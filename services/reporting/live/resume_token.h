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

// nullopt for an empty token, and for one that says nothing of this report: of another question, or
// made by a build that writes tokens or fills in defaults in another way. INVALID_ARGUMENT when the
// token is damaged.
absl::StatusOr<std::optional<ResumePoint>> DecodeResumeToken(absl::string_view token,
                                                             absl::string_view question);

}  // namespace okapi::reporting

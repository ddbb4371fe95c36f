#include "services/reporting/live/resume_token.h"

#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/sha256.h"
#include "common/status/errors.h"

namespace okapi::reporting {
namespace {

// Enough to tell questions apart.
std::string HashOf(absl::string_view question) {
  return absl::BytesToHexString(base::Sha256(std::string(question)).substr(0, 8));
}

}  // namespace

std::string EncodeResumeToken(absl::string_view question, const ResumePoint& point) {
  return absl::WebSafeBase64Escape(
      absl::StrCat(HashOf(question), "/", point.report_id, "/", point.version));
}

absl::StatusOr<std::optional<ResumePoint>> DecodeResumeToken(absl::string_view token,
                                                             absl::string_view question) {
  if (token.empty()) return std::nullopt;
  std::string text;
  ResumePoint point;
  if (absl::WebSafeBase64Unescape(token, &text)) {
    const std::vector<std::string> parts = absl::StrSplit(text, '/');
    if (parts.size() == 3 && parts[0] == HashOf(question) &&
        absl::SimpleAtoi(parts[2], &point.version)) {
      point.report_id = parts[1];
      return point;
    }
  }
  return status::InvalidField("resume_token", "is damaged, or of a watch of another report");
}

}  // namespace okapi::reporting

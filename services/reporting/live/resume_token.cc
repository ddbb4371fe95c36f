#include "services/reporting/live/resume_token.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
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

// Every version of tokens has at least three parts, the last of which is a number; empty for what
// is none.
std::vector<std::string> PartsOf(absl::string_view token) {
  std::string text;
  if (!absl::WebSafeBase64Unescape(token, &text)) return {};
  std::vector<std::string> parts = absl::StrSplit(text, '/');
  const bool readable = std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isprint(static_cast<unsigned char>(c));
  });
  return readable && parts.size() >= 3 ? parts : std::vector<std::string>();
}

}  // namespace

std::string EncodeResumeToken(absl::string_view question, const ResumePoint& point) {
  return absl::WebSafeBase64Escape(
      absl::StrCat(HashOf(question), "/", point.report_id, "/", point.version));
}

absl::StatusOr<std::optional<ResumePoint>> DecodeResumeToken(absl::string_view token,
                                                             absl::string_view question) {
  if (token.empty()) return std::nullopt;
  const std::vector<std::string> parts = PartsOf(token);
  ResumePoint point;
  if (parts.empty() || !absl::SimpleAtoi(parts.back(), &point.version)) {
    return status::InvalidField("resume_token", "is damaged");
  }
  if (parts.size() != 3 || parts[0] != HashOf(question)) return std::nullopt;
  point.report_id = parts[1];
  return point;
}

}  // namespace okapi::reporting

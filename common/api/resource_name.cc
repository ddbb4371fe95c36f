#include "common/api/resource_name.h"

#include <map>
#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/base/mutex.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "google/api/resource.pb.h"

namespace okapi::api {
namespace {

constexpr size_t kIdLengthMax = 63;

bool IsId(absl::string_view id) {
  if (id.empty() || id.size() > kIdLengthMax) return false;
  if (!absl::ascii_islower(static_cast<unsigned char>(id.front())) || id.back() == '-')
    return false;
  for (const char c : id) {
    const auto u = static_cast<unsigned char>(c);
    if (!absl::ascii_islower(u) && !absl::ascii_isdigit(u) && c != '-') return false;
  }
  return true;
}

absl::Status NameError(absl::string_view field, absl::string_view name, absl::string_view why) {
  constexpr size_t kShownMax = 200;
  // The details of a bad field, under a reason of its own.
  absl::Status status = status::InvalidField(
      field, absl::StrCat("'", name.substr(0, kShownMax), "' is not a valid name: ", why));
  absl::Status named = status::Error(absl::StatusCode::kInvalidArgument,
                                     status::ErrorReason::INVALID_NAME, status.message());
  constexpr char kBadRequest[] = "type.googleapis.com/google.rpc.BadRequest";
  named.SetPayload(kBadRequest, *status.GetPayload(kBadRequest));
  return named;
}

}  // namespace

NamePattern::NamePattern(absl::string_view pattern) : text_(pattern) {
  for (absl::string_view segment : absl::StrSplit(pattern, '/')) {
    const bool variable = absl::StartsWith(segment, "{");
    variables_ += variable ? 1 : 0;
    segments_.emplace_back(variable ? absl::string_view() : segment);
  }
}

std::optional<NamePattern::Ids> NamePattern::Split(absl::string_view name, bool wildcards) const {
  Ids ids;
  for (size_t i = 0; i < segments_.size(); ++i) {
    const absl::string_view part = name.substr(0, name.find('/'));
    const bool last = part.size() == name.size();
    if (last != (i + 1 == segments_.size())) return std::nullopt;
    if (!segments_[i].empty()) {
      if (part != segments_[i]) return std::nullopt;
    } else {
      if (!IsId(part) && !(wildcards && part == "-")) return std::nullopt;
      ids.push_back(part);
    }
    name.remove_prefix(part.size() + (last ? 0 : 1));
  }
  return ids;
}

// What is wrong with a name that was not split.
absl::Status NamePattern::Mismatch(absl::string_view name, absl::string_view field) const {
  const std::vector<absl::string_view> parts = absl::StrSplit(name, '/');
  bool form = parts.size() == segments_.size();
  for (size_t i = 0; form && i < parts.size(); ++i) {
    form = segments_[i].empty() || segments_[i] == parts[i];
  }
  return NameError(field, name,
                   form
                       ? "ids are lower-case letters, digits and hyphens, from a letter, at most 63"
                       : absl::StrCat("expected ", text_));
}

absl::StatusOr<NamePattern::Ids> NamePattern::MatchViews(absl::string_view name,
                                                         absl::string_view field,
                                                         bool wildcards) const {
  auto ids = Split(name, wildcards);
  if (!ids.has_value()) return Mismatch(name, field);
  return *std::move(ids);
}

absl::StatusOr<std::vector<std::string>> NamePattern::Match(absl::string_view name,
                                                            absl::string_view field,
                                                            bool wildcards) const {
  OKAPI_ASSIGN_OR_RETURN(const Ids ids, MatchViews(name, field, wildcards));
  return std::vector<std::string>(ids.begin(), ids.end());
}

std::string NamePattern::Format(absl::Span<const std::string> ids) const {
  std::vector<absl::string_view> parts;
  size_t next = 0;
  for (const std::string& segment : segments_) {
    parts.push_back(segment.empty() ? absl::string_view(ids[next++]) : absl::string_view(segment));
  }
  return absl::StrJoin(parts, "/");
}

const NamePattern& PatternOf(const google::protobuf::Descriptor* resource) {
  static base::Mutex mutex;
  static auto& patterns =
      *new std::map<const google::protobuf::Descriptor*, std::unique_ptr<NamePattern>>();
  base::MutexLock lock(mutex);
  std::unique_ptr<NamePattern>& pattern = patterns[resource];
  if (pattern == nullptr) {
    pattern = std::make_unique<NamePattern>(
        resource->options().GetExtension(google::api::resource).pattern(0));
  }
  return *pattern;
}

std::string OrganizationOf(absl::string_view name) {
  constexpr absl::string_view kPrefix = "organizations/";
  if (!absl::StartsWith(name, kPrefix)) return "";
  return std::string(name.substr(0, name.find('/', kPrefix.size())));
}

bool LooksLikeName(absl::string_view name) {
  const std::vector<absl::string_view> parts = absl::StrSplit(name, '/');
  if (parts.size() % 2 != 0 || parts[0] != "organizations") return false;
  for (size_t i = 0; i < parts.size(); ++i) {
    const bool id = i % 2 == 1;
    if (parts[i].empty() || (id && !IsId(parts[i]))) return false;
  }
  return true;
}

absl::Status CheckId(absl::string_view id, absl::string_view field) {
  if (IsId(id)) return absl::OkStatus();
  return status::InvalidField(
      field, "must be lower-case letters, digits and hyphens, from a letter, at most 63");
}

}  // namespace okapi::api

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "google/protobuf/descriptor.h"

namespace okapi::api {

// Every resource name begins with an organization, and this is its own pattern.
inline constexpr char kOrganizationPattern[] = "organizations/{organization}";

// The pattern of a kind of resource name, such as `organizations/{organization}/teams/{team}`.
class NamePattern {
 public:
  explicit NamePattern(absl::string_view pattern);

  // The ids in the name, in order. INVALID_ARGUMENT / INVALID_NAME, naming `field` and the expected
  // form, if the name does not match or an id is not well formed. With `wildcards`, `-` is taken
  // for any id.
  absl::StatusOr<std::vector<std::string>> Match(absl::string_view name,
                                                 absl::string_view field = "name",
                                                 bool wildcards = false) const;
  // The same without a copy: the ids are parts of `name`.
  using Ids = absl::InlinedVector<absl::string_view, 5>;
  absl::StatusOr<Ids> MatchViews(absl::string_view name, absl::string_view field = "name",
                                 bool wildcards = false) const;
  // Whether Match() would succeed.
  bool Matches(absl::string_view name, bool wildcards = false) const {
    return Split(name, wildcards).has_value();
  }
  // Precondition: one id per variable.
  std::string Format(absl::Span<const std::string> ids) const;

  const std::string& text() const { return text_; }
  // Number of ids.
  size_t size() const { return variables_; }

 private:
  std::optional<Ids> Split(absl::string_view name, bool wildcards) const;
  absl::Status Mismatch(absl::string_view name, absl::string_view field) const;

  std::string text_;
  std::vector<std::string> segments_;  // A variable is the empty string.
  size_t variables_ = 0;
};

// The pattern annotated on a resource message. Precondition: it has one.
const NamePattern& PatternOf(const google::protobuf::Descriptor* resource);
template <typename Resource>
const NamePattern& PatternOf() {
  static const NamePattern& pattern = PatternOf(Resource::descriptor());
  return pattern;
}

// `organizations/{organization}` of any resource name; empty if it does not begin like one.
std::string OrganizationOf(absl::string_view name);

// Whether the name has the general form of a resource name: pairs of collection and well-formed id.
bool LooksLikeName(absl::string_view name);

// Lower-case letters, digits and hyphens, from a letter to a letter or digit, at most 63.
// INVALID_ARGUMENT naming `field`.
absl::Status CheckId(absl::string_view id, absl::string_view field);

}  // namespace okapi::api

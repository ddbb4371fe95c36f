#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/status/errors.h"
#include "okapi/metrics/v1/resources.pb.h"

namespace re2 {
class RE2;
}  // namespace re2

namespace okapi::metrics {

// The limits of resources.proto.
inline constexpr int kMatchersMax = 10;
inline constexpr int kMatcherValuesMax = 1000;
inline constexpr int kPatternsMax = 20;
inline constexpr size_t kPatternBytesMax = 1000;

// A v1::LabelMatcher ready to be asked. Cheap to copy, thread-safe.
class LabelMatcher {
 public:
  // INVALID_ARGUMENT without a field name: the message says what is wrong, to be put behind it.
  static absl::StatusOr<LabelMatcher> Create(const v1::LabelMatcher& matcher);

  const std::string& label() const { return label_; }
  // Whether a series with this value of the label is selected; empty stands for no such label.
  bool Matches(absl::string_view value) const;

  // The values one of which the label must have, if the matcher is of that kind and does not select
  // series without the label: an index can be asked then. nullptr otherwise.
  const std::vector<std::string>* Listed() const;
  // The one value that is selected; nullptr if there may be others.
  const std::string* Only() const;

 private:
  std::string label_;
  bool negated_ = false;
  std::vector<std::string> values_;
  std::vector<std::shared_ptr<const re2::RE2>> patterns_;
};

// Adds what is wrong with any of them, as `field[i].…`.
void CheckMatchers(const google::protobuf::RepeatedPtrField<v1::LabelMatcher>& matchers,
                   absl::string_view field, status::FieldViolations& violations);

}  // namespace okapi::metrics

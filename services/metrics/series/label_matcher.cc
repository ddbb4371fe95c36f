#include "services/metrics/series/label_matcher.h"

#include <re2/re2.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/metrics/series/series.h"

namespace okapi::metrics {
namespace {

// RE2 matches in linear time; this bounds the memory of a pattern's automaton.
constexpr int64_t kPatternMemory = 1 << 20;

absl::StatusOr<std::shared_ptr<const re2::RE2>> Compile(const std::string& pattern) {
  if (pattern.size() > kPatternBytesMax) {
    return absl::InvalidArgumentError(
        absl::StrCat("has a pattern of more than ", kPatternBytesMax, " bytes"));
  }
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(kPatternMemory);
  auto compiled = std::make_shared<const re2::RE2>(pattern, options);
  if (!compiled->ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat("'", pattern, "' is not a regular expression: ", compiled->error()));
  }
  return compiled;
}

}  // namespace

absl::StatusOr<LabelMatcher> LabelMatcher::Create(const v1::LabelMatcher& matcher) {
  using Operation = v1::LabelMatcher;
  if (matcher.values_size() > kMatcherValuesMax) {
    return absl::InvalidArgumentError(absl::StrCat("has more than ", kMatcherValuesMax, " values"));
  }
  LabelMatcher result;
  result.label_ = matcher.label();
  const auto operation = matcher.operation();
  result.negated_ = operation == Operation::NOT_IN || operation == Operation::NOT_MATCHES;
  if (operation == Operation::MATCHES || operation == Operation::NOT_MATCHES) {
    if (matcher.values_size() > kPatternsMax) {
      return absl::InvalidArgumentError(
          absl::StrCat("has more than ", kPatternsMax, " regular expressions"));
    }
    for (const std::string& pattern : matcher.values()) {
      OKAPI_ASSIGN_OR_RETURN(auto compiled, Compile(pattern));
      result.patterns_.push_back(std::move(compiled));
    }
  } else {
    result.values_.assign(matcher.values().begin(), matcher.values().end());
  }
  return result;
}

bool LabelMatcher::Matches(absl::string_view value) const {
  const bool listed = std::any_of(values_.begin(), values_.end(),
                                  [&](const std::string& each) { return value == each; });
  const re2::StringPiece text(value.data(), value.size());
  const bool matched = listed || std::any_of(patterns_.begin(), patterns_.end(), [&](auto& each) {
                         return re2::RE2::FullMatch(text, *each);
                       });
  return matched != negated_;
}

const std::vector<std::string>* LabelMatcher::Listed() const {
  return negated_ || !patterns_.empty() || Matches("") ? nullptr : &values_;
}

const std::string* LabelMatcher::Only() const {
  return !negated_ && patterns_.empty() && values_.size() == 1 ? &values_[0] : nullptr;
}

void CheckMatchers(const google::protobuf::RepeatedPtrField<v1::LabelMatcher>& matchers,
                   absl::string_view field, status::FieldViolations& violations) {
  for (int i = 0; i < matchers.size(); ++i) {
    const std::string path = absl::StrCat(field, "[", i, "]");
    if (absl::Status bad = CheckLabelName(matchers[i].label()); !bad.ok()) {
      violations.Add(absl::StrCat(path, ".label"), bad.message());
    }
    if (absl::Status bad = LabelMatcher::Create(matchers[i]).status(); !bad.ok()) {
      violations.Add(absl::StrCat(path, ".values"), bad.message());
    }
  }
}

}  // namespace okapi::metrics

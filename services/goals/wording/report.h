#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "okapi/goals/v1/findings.pb.h"
#include "services/goals/wording/advice.h"
#include "services/goals/wording/tokens.h"

namespace okapi::goals {

// Collects findings in one language.
class Report {
 public:
  explicit Report(bool vietnamese) : vietnamese_(vietnamese) {}

  // About a whole field, or, without one, a whole resource.
  okapi::goals::v1::Finding& Add(okapi::goals::v1::Finding::Code code, const Advice& advice,
                                 const std::string& resource, absl::string_view field = "");

  // About some characters of a display name.
  void AddSpan(okapi::goals::v1::Finding::Code code, const Advice& advice,
               const std::string& resource, const Text& text, const Span& span);

  // By resource, place and code.
  std::vector<okapi::goals::v1::Finding> Take();

 private:
  const bool vietnamese_;
  std::vector<okapi::goals::v1::Finding> findings_;
};

}  // namespace okapi::goals

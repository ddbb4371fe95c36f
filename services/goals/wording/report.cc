#include "services/goals/wording/report.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace okapi::goals {

using okapi::goals::v1::Finding;

Finding& Report::Add(Finding::Code code, const Advice& advice, const std::string& resource,
                     absl::string_view field) {
  Finding& finding = findings_.emplace_back();
  finding.set_code(code);
  finding.set_resource(resource);
  finding.set_field(std::string(field));
  finding.set_message(vietnamese_ ? advice.vietnamese : advice.english);
  return finding;
}

void Report::AddSpan(Finding::Code code, const Advice& advice, const std::string& resource,
                     const Text& text, const Span& span) {
  Finding& finding = Add(code, advice, resource, "display_name");
  finding.set_start(span.start);
  finding.set_end(span.end);
  finding.set_text(text.Slice(span));
}

std::vector<Finding> Report::Take() {
  std::stable_sort(findings_.begin(), findings_.end(), [](const Finding& a, const Finding& b) {
    return std::forward_as_tuple(a.resource(), a.start(), a.code()) <
           std::forward_as_tuple(b.resource(), b.start(), b.code());
  });
  return std::move(findings_);
}

}  // namespace okapi::goals

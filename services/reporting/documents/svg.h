#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/reporting/documents/document.h"

// Drawings as SVG, to stand in a page that has the colours: classes `bar`, `open`, `target`,
// `axis`, `label`, `line`, `mark`.
namespace okapi::reporting::documents {

// `&`, `<`, `>` and quotes as entities; characters that XML does not know are left out.
std::string Escaped(absl::string_view text);

// Columns from zero with the target as a stepped line, of a range two, and marks across.
std::string ChartSvg(const Chart& chart, const std::string& language);
// A line from the lowest to the highest number.
std::string SparkSvg(const std::vector<std::optional<double>>& values);
// A bar as far as the share goes, at least none and at most all.
std::string BarSvg(double share, Tone tone);

}  // namespace okapi::reporting::documents

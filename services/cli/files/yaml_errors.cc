#include "services/cli/files/yaml_errors.h"

#include <algorithm>
#include <tuple>

#include "absl/strings/str_cat.h"

namespace okapi::cli {
namespace {

// How many letters have to be changed, added or removed to come from one word to the other.
int Distance(absl::string_view a, absl::string_view b) {
  std::vector<int> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = static_cast<int>(j);
  for (size_t i = 1; i <= a.size(); ++i) {
    int diagonal = row[0];
    row[0] = static_cast<int>(i);
    for (size_t j = 1; j <= b.size(); ++j) {
      const int replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row[b.size()];
}

}  // namespace

void YamlErrors::Add(const YAML::Mark& mark, absl::string_view path, absl::string_view what) {
  // An empty document has no mark; its place is the beginning.
  errors_.push_back({std::max(mark.line, 0) + 1, std::max(mark.column, 0) + 1, std::string(path),
                     std::string(what)});
}

std::vector<YamlErrors::Entry> YamlErrors::entries() const {
  std::vector<Entry> ordered = errors_;
  std::stable_sort(ordered.begin(), ordered.end(), [](const Entry& a, const Entry& b) {
    return std::tie(a.line, a.column) < std::tie(b.line, b.column);
  });
  return ordered;
}

std::vector<std::string> YamlErrors::errors() const {
  std::vector<std::string> lines;
  for (const Entry& entry : entries()) {
    lines.push_back(absl::StrCat(file_, ":", entry.line, ":", entry.column, ": ", entry.path,
                                 entry.path.empty() ? "" : ": ", entry.what));
  }
  return lines;
}

std::string Nearest(absl::string_view word, const std::vector<std::string>& candidates) {
  std::string nearest;
  int least = 3;
  for (const std::string& candidate : candidates) {
    const int distance = Distance(word, candidate);
    if (distance >= least) continue;
    least = distance;
    nearest = candidate;
  }
  return nearest;
}

std::string DidYouMean(absl::string_view word, const std::vector<std::string>& candidates) {
  const std::string near = Nearest(word, candidates);
  return near.empty() ? "" : absl::StrCat("; did you mean ", near, "?");
}

}  // namespace okapi::cli

#include "tests/bench/peers/outcome.h"

#include <algorithm>
#include <cstdio>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"

namespace okapi::bench {
namespace {

std::string Object(const std::map<std::string, double>& members) {
  std::string text;
  for (const auto& [name, value] : members) {
    absl::StrAppendFormat(&text, "%s\"%s\":%.6g", text.empty() ? "" : ",", name, value);
  }
  return absl::StrCat("{", text, "}");
}

void PrintRow(const std::vector<std::string>& cells, const std::vector<size_t>& widths) {
  std::string line;
  for (size_t i = 0; i < cells.size(); ++i) {
    const int width = static_cast<int>(widths[i]);
    // Names to the left, numbers to the right.
    absl::StrAppendFormat(&line, "%s%*s", i == 0 ? "" : "  ", i == 0 ? -width : width, cells[i]);
  }
  std::printf("%s\n", line.c_str());
}

}  // namespace

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

void PrintOutcome(const Outcome& outcome) {
  std::printf("{\"bench\":\"%s\",\"figures\":%s,\"ratios\":%s}\n", outcome.bench.c_str(),
              Object(outcome.figures).c_str(), Object(outcome.ratios).c_str());
}

void PrintTable(const std::vector<std::string>& heading,
                const std::vector<std::vector<std::string>>& rows) {
  std::vector<size_t> widths;
  for (size_t i = 0; i < heading.size(); ++i) {
    size_t width = heading[i].size();
    for (const auto& row : rows) width = std::max(width, row[i].size());
    widths.push_back(width);
  }
  std::printf("\n");
  PrintRow(heading, widths);
  for (const auto& row : rows) PrintRow(row, widths);
  std::printf("\n");
}

void Note(const std::string& text) {
  static const absl::Time start = absl::Now();
  std::fprintf(stderr, "%6.1f s  %s\n", absl::ToDoubleSeconds(absl::Now() - start), text.c_str());
}

}  // namespace okapi::bench

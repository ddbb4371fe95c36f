#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace okapi::sample {

// One CSV file: its name, and its text with a header line and `\n` line ends.
struct CsvFile {
  std::string name;
  std::string text;
  int64_t rows = 0;
};

// The company's year as the files that its systems would export, one per table. Times are RFC 3339
// with the offset +07:00, amounts have exactly two decimals.
std::vector<CsvFile> MakeCsvFiles(uint64_t seed);

}  // namespace okapi::sample

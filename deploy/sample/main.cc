// okapi-sample: writes the year of the sample company as CSV files.
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "deploy/sample/csv_files.h"

ABSL_FLAG(std::string, out, "", "Folder for the files; made if it is missing.");
ABSL_FLAG(uint64_t, seed, 2025, "Seed: the same seed gives the same files on every machine.");

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage(
      "Writes the year 2025 of the sample company as CSV files: okapi-sample --out DIR");
  absl::ParseCommandLine(argc, argv);
  const std::filesystem::path folder = absl::GetFlag(FLAGS_out);
  if (folder.empty()) {
    std::cerr << "okapi-sample: --out DIR is missing\n";
    return 2;
  }
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) {
    std::cerr << "okapi-sample: cannot make " << folder << ": " << error.message() << "\n";
    return 1;
  }
  const uint64_t seed = absl::GetFlag(FLAGS_seed);
  std::cout << "seed " << seed << "\n";
  for (const okapi::sample::CsvFile& file : okapi::sample::MakeCsvFiles(seed)) {
    std::ofstream out(folder / file.name, std::ios::binary);
    out << file.text;
    out.close();
    if (!out) {
      std::cerr << "okapi-sample: cannot write " << folder / file.name << "\n";
      return 1;
    }
    std::cout << file.name << ": " << file.rows << " rows\n";
  }
  return 0;
}

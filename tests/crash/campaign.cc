#include "tests/crash/campaign.h"

#include <stdlib.h>

#include <cstdio>
#include <filesystem>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"

ABSL_FLAG(std::string, program, "", "The service's program.");
ABSL_FLAG(int, cycles, 5, "How often it is ended and started.");
ABSL_FLAG(uint64_t, seed, 0, "0 takes a random one; it is printed.");

namespace okapi::crash {

void Fail(const std::string& what) {
  std::fprintf(stderr, "%s\n", what.c_str());
  std::_Exit(1);
}

Campaign::Campaign(int argc, char** argv) {
  absl::ParseCommandLine(argc, argv);
  program_ = absl::GetFlag(FLAGS_program);
  cycles_ = absl::GetFlag(FLAGS_cycles);
  seed_ = absl::GetFlag(FLAGS_seed) != 0 ? absl::GetFlag(FLAGS_seed) : std::random_device()();
  random_.seed(seed_);
  std::printf("seed %lu\n", static_cast<unsigned long>(seed_));
  data_ = (std::filesystem::temp_directory_path() / "okapi-crash-XXXXXX").string();
  if (mkdtemp(data_.data()) == nullptr) Fail("no temporary directory");
}

Campaign::~Campaign() { std::filesystem::remove_all(data_); }

}  // namespace okapi::crash

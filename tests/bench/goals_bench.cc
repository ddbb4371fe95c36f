// Check-ins of okapi-goals beside etcd's puts, and how long a large tree and a KPI with many key
// results take. README.md says how to read it.

#include <cstdio>
#include <filesystem>
#include <string>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "common/status/status_macros.h"
#include "tests/bench/goals_check_ins.h"
#include "tests/bench/goals_fan_out.h"
#include "tests/bench/goals_tree.h"
#include "tests/bench/peers/outcome.h"

ABSL_FLAG(std::string, dir, "var/bench-goals",
          "directory on the disk to measure; removed before and afterwards");

namespace okapi::bench {
namespace {

absl::Status Run() {
  const std::string directory = std::filesystem::absolute(absl::GetFlag(FLAGS_dir));
  std::filesystem::remove_all(directory);
  Outcome outcome;
  outcome.bench = "goals";
  OKAPI_RETURN_IF_ERROR(MeasureCheckIns(directory + "/check-ins", outcome));
  OKAPI_RETURN_IF_ERROR(MeasureTree(directory + "/tree", outcome));
  OKAPI_RETURN_IF_ERROR(MeasureFanOut(directory + "/fan-out", outcome));
  PrintOutcome(outcome);
  return absl::OkStatus();
}

}  // namespace
}  // namespace okapi::bench

int main(int argc, char** argv) {
  absl::ParseCommandLine(argc, argv);
  const absl::Status status = okapi::bench::Run();
  std::filesystem::remove_all(absl::GetFlag(FLAGS_dir));
  if (status.ok()) return 0;
  std::fprintf(stderr, "okapi-bench-goals: %s\n", std::string(status.message()).c_str());
  return 1;
}

// How long okapi-metrics takes to serve again after kill -9. README.md says how to read it.

#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "common/status/status_macros.h"
#include "tests/bench/peers/load.h"
#include "tests/bench/peers/okapi_server.h"
#include "tests/bench/peers/outcome.h"

ABSL_FLAG(std::string, dir, "var/bench-restart",
          "directory on the disk to measure; removed before and afterwards");
ABSL_FLAG(int, series, 10000, "series");
ABSL_FLAG(int, steps, 1000, "samples of each series, 15 s apart");
ABSL_FLAG(int, runs, 5, "how often the service is killed; the median is reported");

namespace okapi::bench {
namespace {

absl::Status Run() {
  const std::string directory = std::filesystem::absolute(absl::GetFlag(FLAGS_dir));
  std::filesystem::remove_all(directory);
  Workload::Options options;
  options.series = absl::GetFlag(FLAGS_series);
  options.steps = absl::GetFlag(FLAGS_steps);
  options.step = absl::Seconds(15);
  options.start =
      absl::FromUnixSeconds(absl::ToUnixSeconds(absl::Now())) - options.step * options.steps;
  const Workload workload(options);

  std::vector<double> seconds;
  for (int run = 0; run < absl::GetFlag(FLAGS_runs); ++run) {
    // Fresh each time: what a second kill finds is no longer all in the journal.
    std::filesystem::remove_all(directory);
    OkapiServer server(OkapiServer::Protocol::kStream);
    OKAPI_RETURN_IF_ERROR(server.Start(directory));
    OKAPI_RETURN_IF_ERROR(SendStreaming(server, workload, LoadOptions()));
    OKAPI_RETURN_IF_ERROR(CheckAllThere(server, workload));
    server.process().Kill();
    const absl::Time start = absl::Now();
    OKAPI_RETURN_IF_ERROR(server.Restart(workload));
    seconds.push_back(absl::ToDoubleSeconds(absl::Now() - start));
    OKAPI_RETURN_IF_ERROR(CheckAllThere(server, workload));
    Note(absl::StrFormat("%d samples: serves again after %.3f s", workload.samples(),
                         seconds.back()));
  }
  Outcome outcome;
  outcome.bench = "restart";
  outcome.figures["seconds"] = Median(seconds);
  outcome.figures["samples"] = static_cast<double>(workload.samples());
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
  std::fprintf(stderr, "okapi-bench-restart: %s\n", std::string(status.message()).c_str());
  return 1;
}

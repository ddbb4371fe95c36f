// Takes durable check-ins by okapi-goals and puts of the same bytes by etcd, one after the other;
// then what readers and followers of okapi-goals wait for. README.md says how to read it.

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/status/status_macros.h"
#include "tests/bench/goals_reading.h"
#include "tests/bench/peers/callers.h"
#include "tests/bench/peers/etcd.h"
#include "tests/bench/peers/okapi_goals.h"
#include "tests/bench/peers/outcome.h"

ABSL_FLAG(std::string, dir, "var/bench-goals",
          "directory on the disk to measure; removed before and afterwards");
ABSL_FLAG(int, runs, 5, "runs of each contender; medians are reported");
ABSL_FLAG(double, seconds, 2, "length of one load");
ABSL_FLAG(int, connections, 0,
          "connections that the callers of a server share; 0: what serves the server best");
ABSL_FLAG(int, batch_callers, 8, "callers that send batches of 100");
ABSL_FLAG(int, tree, 10000, "objectives of the tree that is listed; 0 leaves it out");
ABSL_FLAG(int, fan_out, 1000, "key results that one KPI drives; 0 leaves it out");

namespace okapi::bench {
namespace {

constexpr int kCallers[] = {1, 16, 64, 256};
constexpr int kComparedCallers = 64;
constexpr int kBatch = 100;
constexpr int kOurConnections = 4;
constexpr int kItsConnections = 1;
// Different requests, sent over and over.
constexpr int kRequests = 2000;

// What a number of callers ask of a server, again and again.
struct Load {
  std::string name;
  std::string method;
  std::vector<std::string> requests;
  int callers = 1;
  // What serves the server best, tried out among 1, 2, 4 and 8.
  int connections = 1;
  // Check-ins or puts in one call.
  int writes = 1;
};

struct Figures {
  double per_second = 0;  // Writes.
  double cpu_us = 0;      // Of the server, per write.
  double p50_ms = 0;      // From call to answer.
  double p99_ms = 0;
};
using FiguresByLoad = std::map<std::string, std::vector<Figures>>;

double Share(std::vector<double>& values, double share) {
  const auto at =
      values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

absl::StatusOr<Figures> Measure(const std::string& address, const ServerProcess& process,
                                const Load& load, int64_t& written) {
  const int chosen = absl::GetFlag(FLAGS_connections);
  Callers callers(address, std::min(chosen > 0 ? chosen : load.connections, load.callers));
  // Connections, caches and threads are there before the clock starts.
  OKAPI_ASSIGN_OR_RETURN(const Served warm, callers.CallFor(absl::Milliseconds(300), load.method,
                                                            load.callers, load.requests));
  process.WaitIdle(absl::Seconds(10));
  const double cpu_before = process.CpuSeconds();
  OKAPI_ASSIGN_OR_RETURN(Served served, callers.CallFor(absl::Seconds(absl::GetFlag(FLAGS_seconds)),
                                                        load.method, load.callers, load.requests));
  // What it puts off by moments belongs to it.
  process.WaitIdle(absl::Seconds(10));
  const double cpu = process.CpuSeconds() - cpu_before;
  const auto writes = static_cast<double>(served.calls * load.writes);
  written += (warm.calls + served.calls) * load.writes;
  Figures figures;
  figures.per_second = writes / absl::ToDoubleSeconds(served.wall);
  figures.cpu_us = cpu / writes * 1e6;
  figures.p50_ms = Share(served.latencies_ms, 0.5);
  figures.p99_ms = Share(served.latencies_ms, 0.99);
  Note(absl::StrFormat("%s: %.0f/s, %.1f us of server CPU each, p50 %.2f ms, p99 %.2f ms",
                       load.name, figures.per_second, figures.cpu_us, figures.p50_ms,
                       figures.p99_ms));
  return figures;
}

absl::Status CheckAllThere(const std::string& who, int64_t written,
                           const absl::StatusOr<int64_t>& counted) {
  OKAPI_RETURN_IF_ERROR(counted.status());
  if (*counted == written) return absl::OkStatus();
  return absl::DataLossError(
      absl::StrCat(who, " has ", *counted, " writes of the ", written, " it acknowledged"));
}

std::string LoadName(const std::string& who, int callers) {
  return absl::StrCat(who, "_", callers);
}

// The contender that is compared: CreateCheckIn, then BatchCreateCheckIns on the same service.
absl::Status RunCheckIns(const std::string& directory, FiguresByLoad& all) {
  OkapiGoals goals;
  // Nothing listens there: no key result asks for a KPI.
  OKAPI_RETURN_IF_ERROR(goals.Start(directory, "127.0.0.1:1", {}));
  std::vector<Load> loads;
  for (const int callers : kCallers) {
    loads.push_back({LoadName("check_in", callers), OkapiGoals::kCreateCheckIn,
                     goals.CheckIns(kRequests), callers, kOurConnections});
  }
  loads.push_back({"check_in_batch", OkapiGoals::kBatchCreateCheckIns,
                   goals.CheckInBatches(kRequests / kBatch, kBatch),
                   absl::GetFlag(FLAGS_batch_callers), kOurConnections, kBatch});
  int64_t written = 0;
  for (const Load& load : loads) {
    OKAPI_ASSIGN_OR_RETURN(const Figures figures,
                           Measure(goals.address(), goals.process(), load, written));
    all[load.name].push_back(figures);
  }
  return CheckAllThere("okapi-goals", written, goals.CountCheckIns());
}

// Its peer: puts whose values are the bytes of the check-ins and whose keys are their key results,
// which is less than a check-in keeps.
absl::Status RunPuts(const std::string& directory, FiguresByLoad& all) {
  Etcd etcd;
  OKAPI_RETURN_IF_ERROR(etcd.Start(directory));
  const OkapiGoals same;  // Only for its requests.
  std::vector<std::string> puts = same.CheckIns(kRequests);
  for (int i = 0; i < kRequests; ++i) {
    std::string& put = puts[static_cast<size_t>(i)];
    put = Etcd::Put(same.KeyResultOf(i), put);
  }
  int64_t written = 0;
  for (const int callers : kCallers) {
    OKAPI_ASSIGN_OR_RETURN(
        const Figures figures,
        Measure(etcd.address(), etcd.process(),
                {LoadName("etcd", callers), Etcd::kPut, puts, callers}, written));
    all[LoadName("etcd", callers)].push_back(figures);
  }
  return CheckAllThere("etcd", written, etcd.CountPuts());
}

double MedianOf(const std::vector<Figures>& runs, double Figures::*figure) {
  std::vector<double> values;
  for (const Figures& run : runs) values.push_back(run.*figure);
  return Median(values);
}

void Report(const FiguresByLoad& all, Outcome& outcome) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& [name, runs] : all) {
    const double per_second = MedianOf(runs, &Figures::per_second);
    const double cpu_us = MedianOf(runs, &Figures::cpu_us);
    const double p50_ms = MedianOf(runs, &Figures::p50_ms);
    const double p99_ms = MedianOf(runs, &Figures::p99_ms);
    rows.push_back({name, absl::StrFormat("%.0f", per_second), absl::StrFormat("%.1f", cpu_us),
                    absl::StrFormat("%.2f", p50_ms), absl::StrFormat("%.2f", p99_ms)});
    outcome.figures[absl::StrCat(name, "_per_s")] = per_second;
    outcome.figures[absl::StrCat(name, "_cpu_us")] = cpu_us;
    outcome.figures[absl::StrCat(name, "_p99_ms")] = p99_ms;
  }
  PrintTable({"load", "writes/s", "CPU us", "p50 ms", "p99 ms"}, rows);
}

void AddRatios(Outcome& outcome) {
  const auto& figures = outcome.figures;
  const std::string ours = LoadName("check_in", kComparedCallers);
  const std::string theirs = LoadName("etcd", kComparedCallers);
  outcome.ratios["check_in_vs_etcd"] = figures.at(ours + "_per_s") / figures.at(theirs + "_per_s");
  outcome.ratios["check_in_cpu_vs_etcd"] =
      figures.at(theirs + "_cpu_us") / figures.at(ours + "_cpu_us");
  outcome.ratios["check_in_batch_vs_etcd"] =
      figures.at("check_in_batch_per_s") / figures.at(theirs + "_per_s");
}

absl::Status Run() {
  const std::filesystem::path directory = std::filesystem::absolute(absl::GetFlag(FLAGS_dir));
  const auto fresh = [&directory](const std::string& name) {
    std::filesystem::remove_all(directory);
    return std::string(directory / name);
  };
  Outcome outcome;
  outcome.bench = "goals";
  FiguresByLoad all;
  for (int run = 0; run < absl::GetFlag(FLAGS_runs); ++run) {
    OKAPI_RETURN_IF_ERROR(RunCheckIns(fresh("goals"), all));
    OKAPI_RETURN_IF_ERROR(RunPuts(fresh("etcd"), all));
  }
  Report(all, outcome);
  AddRatios(outcome);
  if (const int objectives = absl::GetFlag(FLAGS_tree); objectives > 0) {
    OKAPI_RETURN_IF_ERROR(MeasureTree(fresh("tree"), objectives, outcome));
  }
  if (const int key_results = absl::GetFlag(FLAGS_fan_out); key_results > 0) {
    OKAPI_RETURN_IF_ERROR(MeasureFanOut(fresh("fan_out"), key_results, outcome));
  }
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

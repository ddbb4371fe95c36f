// Takes the same samples by okapi-metrics and by time-series databases, one after the other:
// time, CPU of the server, memory, bytes on the disk. README.md says how to read it.

#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "common/status/status_macros.h"
#include "tests/bench/peers/influxdb.h"
#include "tests/bench/peers/load.h"
#include "tests/bench/peers/okapi_server.h"
#include "tests/bench/peers/outcome.h"
#include "tests/bench/peers/prometheus.h"
#include "tests/bench/peers/victoriametrics.h"

ABSL_FLAG(std::string, dir, "var/bench-ingest",
          "directory on the disk to measure; removed before and afterwards");
ABSL_FLAG(int, series, 10000, "series");
ABSL_FLAG(int, steps, 300, "samples of each series");
ABSL_FLAG(int, step_seconds, 15, "seconds from one sample of a series to the next");
ABSL_FLAG(int, runs, 5, "runs of each target; medians are reported");
ABSL_FLAG(int, connections, 0, "connections of each sender; 0: what serves the target best");
ABSL_FLAG(int, series_per_request, 0, "series in one request; 0: what serves the target best");
ABSL_FLAG(int, steps_per_request, 1, "samples of each series in one request");
ABSL_FLAG(std::vector<std::string>, targets,
          std::vector<std::string>({"okapi_stream", "okapi_otlp", "victoriametrics", "prometheus",
                                    "influxdb"}),
          "whom to measure");
ABSL_FLAG(
    int, memory_series, 1000000,
    "series of a second part, once each by okapi_stream and victoriametrics; 0 leaves it out");
ABSL_FLAG(int, memory_steps, 10, "samples of each series of the second part");

namespace okapi::bench {
namespace {

struct Figures {
  double wall_s = 0;
  double cpu_s = 0;       // Until the server is idle again.
  double seal_cpu_s = 0;  // From then on, until it has sealed everything and ended.
  double peak_bytes = 0;
  double disk_bytes = 0;
};

std::unique_ptr<Target> NewTarget(const std::string& name) {
  if (name == "okapi_stream") {
    return std::make_unique<OkapiServer>(OkapiServer::Protocol::kStream);
  }
  if (name == "okapi_otlp") return std::make_unique<OkapiServer>(OkapiServer::Protocol::kOtlp);
  if (name == "victoriametrics") return std::make_unique<VictoriaMetrics>();
  if (name == "prometheus") return std::make_unique<Prometheus>();
  if (name == "influxdb") return std::make_unique<InfluxDb>();
  return nullptr;
}

// Ends now, so that servers that only take what is new take it.
Workload NewWorkload(int series, int steps) {
  Workload::Options options;
  options.series = series;
  options.steps = steps;
  options.step = absl::Seconds(absl::GetFlag(FLAGS_step_seconds));
  options.start = absl::FromUnixSeconds(absl::ToUnixSeconds(absl::Now())) - options.step * steps;
  return Workload(options);
}

LoadOptions LoadOptionsFor(const Target& target) {
  LoadOptions options = target.BestLoad();
  if (const int lanes = absl::GetFlag(FLAGS_connections); lanes > 0) options.lanes = lanes;
  if (const int series = absl::GetFlag(FLAGS_series_per_request); series > 0) {
    options.series_per_request = series;
  }
  options.steps_per_request = absl::GetFlag(FLAGS_steps_per_request);
  return options;
}

absl::StatusOr<Figures> RunOnce(const std::string& name, const Workload& workload) {
  const std::string directory = std::filesystem::absolute(absl::GetFlag(FLAGS_dir)) / name;
  std::filesystem::remove_all(directory);
  const std::unique_ptr<Target> target = NewTarget(name);
  OKAPI_RETURN_IF_ERROR(target->Start(directory));
  Figures figures;
  double cpu_before = 0;
  const LoadOptions options = LoadOptionsFor(*target);
  OKAPI_ASSIGN_OR_RETURN(const absl::Duration wall, SendPrepared(*target, workload, options, [&] {
                           target->process().WaitIdle(absl::Seconds(10));
                           cpu_before = target->process().CpuSeconds();
                         }));
  figures.wall_s = absl::ToDoubleSeconds(wall);
  target->process().WaitIdle(absl::Minutes(2));
  figures.cpu_s = target->process().CpuSeconds() - cpu_before;
  figures.peak_bytes = static_cast<double>(target->process().PeakBytes());
  OKAPI_RETURN_IF_ERROR(CheckAllThere(*target, workload));
  cpu_before = target->process().CpuSeconds();
  OKAPI_ASSIGN_OR_RETURN(const int64_t bytes, target->SealAndStop());
  figures.seal_cpu_s = target->process().CpuSeconds() - cpu_before;
  figures.disk_bytes = static_cast<double>(bytes);
  std::filesystem::remove_all(directory);
  Note(absl::StrFormat("%s: %.2f s, server CPU %.2f s, peak %.0f MB, disk %.1f MB", name,
                       figures.wall_s, figures.cpu_s, figures.peak_bytes / 1e6,
                       figures.disk_bytes / 1e6));
  return figures;
}

Figures Medians(const std::vector<Figures>& runs) {
  const auto median = [&runs](double Figures::*figure) {
    std::vector<double> values;
    for (const Figures& run : runs) values.push_back(run.*figure);
    return Median(values);
  };
  return {median(&Figures::wall_s), median(&Figures::cpu_s), median(&Figures::seal_cpu_s),
          median(&Figures::peak_bytes), median(&Figures::disk_bytes)};
}

// Runs each target `runs` times; targets take turns. One that lacks the protocol is left out, and
// so is one that fails, whose error goes to `failures`: the others' figures are not lost by it.
std::map<std::string, Figures> RunAll(std::vector<std::string> names, int runs,
                                      const Workload& workload,
                                      std::vector<std::string>& failures) {
  std::map<std::string, std::vector<Figures>> figures;
  for (int run = 0; run < runs; ++run) {
    for (size_t i = 0; i < names.size();) {
      const std::string name = names[i];
      const absl::StatusOr<Figures> once = RunOnce(name, workload);
      if (once.ok()) {
        figures[name].push_back(*once);
        ++i;
        continue;
      }
      names.erase(names.begin() + static_cast<std::ptrdiff_t>(i));
      figures.erase(name);
      if (absl::IsUnimplemented(once.status())) {
        Note(absl::StrCat(name, " is left out: the service does not offer it"));
      } else {
        failures.push_back(absl::StrCat(name, ": ", once.status().message()));
        Note(absl::StrCat(failures.back(), "; it is left out"));
      }
    }
  }
  std::map<std::string, Figures> medians;
  for (const auto& [name, of_target] : figures) medians[name] = Medians(of_target);
  return medians;
}

void Report(const std::map<std::string, Figures>& medians, const Workload& workload,
            const std::string& suffix, Outcome& outcome) {
  const auto samples = static_cast<double>(workload.samples());
  std::vector<std::vector<std::string>> rows;
  for (const auto& [name, figures] : medians) {
    rows.push_back({name, absl::StrFormat("%.3f", figures.wall_s),
                    absl::StrFormat("%.2f", samples / figures.wall_s / 1e6),
                    absl::StrFormat("%.2f", figures.cpu_s),
                    absl::StrFormat("%.2f", samples / figures.cpu_s / 1e6),
                    absl::StrFormat("%.2f", figures.seal_cpu_s),
                    absl::StrFormat("%.0f", figures.peak_bytes / 1e6),
                    absl::StrFormat("%.0f", figures.peak_bytes / workload.series()),
                    absl::StrFormat("%.2f", figures.disk_bytes / samples)});
    outcome.figures[absl::StrCat(name, suffix, "_wall_s")] = figures.wall_s;
    outcome.figures[absl::StrCat(name, suffix, "_cpu_s")] = figures.cpu_s;
    outcome.figures[absl::StrCat(name, suffix, "_seal_cpu_s")] = figures.seal_cpu_s;
    outcome.figures[absl::StrCat(name, suffix, "_samples_per_cpu_s")] = samples / figures.cpu_s;
    outcome.figures[absl::StrCat(name, suffix, "_peak_bytes")] = figures.peak_bytes;
    outcome.figures[absl::StrCat(name, suffix, "_bytes_per_sample")] = figures.disk_bytes / samples;
  }
  std::printf("\n%d series, %d samples of each:\n", workload.series(), workload.steps());
  PrintTable({"target", "wall s", "M/s", "CPU s", "M/CPU s", "seal CPU s", "peak MB", "B/series",
              "B/sample"},
             rows);
}

// Adds ours / theirs, or theirs / ours, if both were measured.
void AddRatio(const std::map<std::string, Figures>& medians, const std::string& above,
              const std::string& below, double Figures::*figure, const std::string& name,
              Outcome& outcome) {
  if (medians.count(above) == 0 || medians.count(below) == 0) return;
  outcome.ratios[name] = medians.at(above).*figure / (medians.at(below).*figure);
}

void AddIngestRatios(const std::map<std::string, Figures>& medians, Outcome& outcome) {
  AddRatio(medians, "victoriametrics", "okapi_stream", &Figures::cpu_s,
           "native_cpu_vs_victoriametrics", outcome);
  AddRatio(medians, "victoriametrics", "okapi_stream", &Figures::wall_s,
           "native_wall_vs_victoriametrics", outcome);
  AddRatio(medians, "victoriametrics", "okapi_otlp", &Figures::cpu_s, "otlp_cpu_vs_victoriametrics",
           outcome);
  AddRatio(medians, "prometheus", "okapi_otlp", &Figures::cpu_s, "otlp_cpu_vs_prometheus", outcome);
  std::string best;
  for (const auto& [name, figures] : medians) {
    if (name.rfind("okapi", 0) == 0) continue;
    if (best.empty() || figures.disk_bytes < medians.at(best).disk_bytes) best = name;
  }
  AddRatio(medians, "okapi_stream", best, &Figures::disk_bytes, "bytes_vs_best", outcome);
}

absl::Status Run() {
  Outcome outcome;
  outcome.bench = "ingest";
  std::vector<std::string> failures;
  const std::vector<std::string> names = absl::GetFlag(FLAGS_targets);
  for (const std::string& name : names) {
    if (NewTarget(name) != nullptr) continue;
    return absl::InvalidArgumentError(absl::StrCat("there is no target '", name, "'"));
  }
  const Workload workload = NewWorkload(absl::GetFlag(FLAGS_series), absl::GetFlag(FLAGS_steps));
  const auto medians = RunAll(names, absl::GetFlag(FLAGS_runs), workload, failures);
  AddIngestRatios(medians, outcome);
  Report(medians, workload, "", outcome);
  if (const int series = absl::GetFlag(FLAGS_memory_series); series > 0) {
    const Workload wide = NewWorkload(series, absl::GetFlag(FLAGS_memory_steps));
    const auto of_wide = RunAll({"okapi_stream", "victoriametrics"}, 1, wide, failures);
    AddRatio(of_wide, "okapi_stream", "victoriametrics", &Figures::peak_bytes,
             "memory_vs_victoriametrics", outcome);
    Report(of_wide, wide, "_wide", outcome);
  }
  PrintOutcome(outcome);
  if (failures.empty()) return absl::OkStatus();
  return absl::InternalError(absl::StrJoin(failures, "\n"));
}

}  // namespace
}  // namespace okapi::bench

int main(int argc, char** argv) {
  absl::ParseCommandLine(argc, argv);
  const absl::Status status = okapi::bench::Run();
  std::filesystem::remove_all(absl::GetFlag(FLAGS_dir));
  if (status.ok()) return 0;
  std::fprintf(stderr, "okapi-bench-ingest: %s\n", std::string(status.message()).c_str());
  return 1;
}

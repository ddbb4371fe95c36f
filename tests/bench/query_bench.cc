// Asks okapi-metrics and databases the same questions about a year of the same samples.
// README.md says how to read it.

#include <cstdio>
#include <filesystem>
#include <limits>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "common/status/status_macros.h"
#include "tests/bench/peers/influxdb.h"
#include "tests/bench/peers/load.h"
#include "tests/bench/peers/okapi_server.h"
#include "tests/bench/peers/outcome.h"
#include "tests/bench/peers/postgresql.h"
#include "tests/bench/peers/victoriametrics.h"

ABSL_FLAG(std::string, dir, "var/bench-query",
          "directory on the disk to measure; removed before and afterwards");
ABSL_FLAG(int, series, 1000, "series");
ABSL_FLAG(int, days, 365, "days of samples, from the start of 2025");
ABSL_FLAG(int, step_seconds, 600, "seconds from one sample of a series to the next");
ABSL_FLAG(int, runs, 5, "how often each question is asked; medians are reported");
ABSL_FLAG(std::vector<std::string>, targets,
          std::vector<std::string>({"okapi", "victoriametrics", "influxdb", "postgresql"}),
          "whom to ask");

namespace okapi::bench {
namespace {

struct NamedQuestion {
  Question question;
  const char* name;
};
constexpr NamedQuestion kQuestions[] = {{Question::kMonthlySums, "monthly_sum"},
                                        {Question::kLastValues, "last_values"},
                                        {Question::kRegionSums, "region_sum"}};

// Milliseconds by target.
using Times = std::map<std::string, double>;

std::unique_ptr<QueryTarget> NewTarget(const std::string& name) {
  if (name == "okapi") return std::make_unique<OkapiServer>(OkapiServer::Protocol::kStream);
  if (name == "victoriametrics") return std::make_unique<VictoriaMetrics>();
  if (name == "influxdb") return std::make_unique<InfluxDb>();
  if (name == "postgresql") return std::make_unique<PostgreSql>();
  return nullptr;
}

// Computed by ourselves, from the samples.
Values Expected(Question question, const Workload& workload) {
  const std::vector<TimeSpan> months = Months(workload);
  Values values;
  for (int series = 0; series < workload.series(); ++series) {
    if (question == Question::kLastValues) {
      values[workload.Store(series)] = {workload.Value(series, workload.steps() - 1)};
      continue;
    }
    std::vector<double>& sums = values[question == Question::kRegionSums ? workload.Region(series)
                                                                         : workload.Store(series)];
    sums.resize(months.size());
    size_t month = 0;
    for (int step = 0; step < workload.steps(); ++step) {
      while (workload.TimeMs(step) >= absl::ToUnixMillis(months[month].end)) ++month;
      sums[month] += workload.Value(series, step);
    }
  }
  return values;
}

absl::Status CheckEqual(const std::string& who, const Values& found, const Values& expected) {
  if (found.size() != expected.size()) {
    return absl::DataLossError(
        absl::StrCat(who, ": ", found.size(), " answers instead of ", expected.size()));
  }
  for (const auto& [key, values] : expected) {
    const auto at = found.find(key);
    if (at == found.end() || at->second.size() != values.size()) {
      return absl::DataLossError(absl::StrCat(who, ": wrong number of values for ", key));
    }
    for (size_t i = 0; i < values.size(); ++i) {
      if (NearlyEqual(values[i], at->second[i])) continue;
      return absl::DataLossError(absl::StrFormat("%s: %s has %f instead of %f in month %d", who,
                                                 key, at->second[i], values[i], i + 1));
    }
  }
  return absl::OkStatus();
}

absl::Status AskAll(const std::string& name, QueryTarget& target, const Workload& workload,
                    const std::vector<Values>& expected, std::map<std::string, Times>& times) {
  for (size_t i = 0; i < std::size(kQuestions); ++i) {
    std::vector<double> runs;
    for (int run = 0; run < absl::GetFlag(FLAGS_runs); ++run) {
      OKAPI_ASSIGN_OR_RETURN(const Answer answer, target.Ask(kQuestions[i].question, workload));
      OKAPI_RETURN_IF_ERROR(
          CheckEqual(absl::StrCat(name, ", ", kQuestions[i].name), answer.values, expected[i]));
      runs.push_back(absl::ToDoubleMilliseconds(answer.elapsed));
    }
    times[kQuestions[i].name][name] = Median(runs);
    Note(absl::StrFormat("%s: %s in %.2f ms", name, kQuestions[i].name, Median(runs)));
  }
  return absl::OkStatus();
}

absl::Status LoadAndAsk(const std::string& name, const Workload& workload,
                        const std::vector<Values>& expected, std::map<std::string, Times>& times) {
  const std::string directory = std::filesystem::absolute(absl::GetFlag(FLAGS_dir)) / name;
  std::filesystem::remove_all(directory);
  const std::unique_ptr<QueryTarget> target = NewTarget(name);
  OKAPI_RETURN_IF_ERROR(target->Start(directory));
  LoadOptions options;
  options.series_per_request = 100;
  options.steps_per_request = 100;
  OKAPI_RETURN_IF_ERROR(SendStreaming(*target, workload, options));
  Note(absl::StrCat(name, ": everything is sent"));
  OKAPI_RETURN_IF_ERROR(target->Settle(workload));
  Note(absl::StrCat(name, ": settled"));
  OKAPI_RETURN_IF_ERROR(CheckAllThere(*target, workload));
  OKAPI_RETURN_IF_ERROR(AskAll(name, *target, workload, expected, times));
  OKAPI_RETURN_IF_ERROR(target->SealAndStop().status());
  std::filesystem::remove_all(directory);
  return absl::OkStatus();
}

void Report(const std::map<std::string, Times>& times) {
  Outcome outcome;
  outcome.bench = "query";
  std::vector<std::string> heading = {"milliseconds"};
  for (const std::string& name : absl::GetFlag(FLAGS_targets)) heading.push_back(name);
  std::vector<std::vector<std::string>> rows;
  for (const auto& [question, by_target] : times) {
    std::vector<std::string>& row = rows.emplace_back();
    row.push_back(question);
    double best = std::numeric_limits<double>::infinity();
    for (size_t i = 1; i < heading.size(); ++i) {
      const double ms = by_target.at(heading[i]);
      row.push_back(absl::StrFormat("%.2f", ms));
      outcome.figures[absl::StrCat(heading[i], "_", question, "_ms")] = ms;
      if (heading[i] != "okapi") best = std::min(best, ms);
    }
    if (by_target.count("okapi") == 0 || by_target.size() == 1) continue;
    outcome.ratios[absl::StrCat(question, "_vs_best")] = best / by_target.at("okapi");
  }
  PrintTable(heading, rows);
  PrintOutcome(outcome);
}

absl::Status Run() {
  Workload::Options options;
  options.series = absl::GetFlag(FLAGS_series);
  options.step = absl::Seconds(absl::GetFlag(FLAGS_step_seconds));
  options.steps = static_cast<int>(absl::Hours(24) * absl::GetFlag(FLAGS_days) / options.step);
  options.start = absl::FromCivil(absl::CivilSecond(2025), absl::UTCTimeZone());
  options.amounts_only = true;
  const Workload workload(options);
  Note(absl::StrCat(workload.samples(), " samples"));
  std::vector<Values> expected;
  for (const NamedQuestion& named : kQuestions)
    expected.push_back(Expected(named.question, workload));
  std::map<std::string, Times> times;
  for (const std::string& name : absl::GetFlag(FLAGS_targets)) {
    if (NewTarget(name) == nullptr) {
      return absl::InvalidArgumentError(absl::StrCat("there is no target '", name, "'"));
    }
    const absl::Status status = LoadAndAsk(name, workload, expected, times);
    if (!status.ok()) {
      return absl::Status(status.code(), absl::StrCat(name, ": ", status.message()));
    }
  }
  Report(times);
  return absl::OkStatus();
}

}  // namespace
}  // namespace okapi::bench

int main(int argc, char** argv) {
  absl::ParseCommandLine(argc, argv);
  const absl::Status status = okapi::bench::Run();
  std::filesystem::remove_all(absl::GetFlag(FLAGS_dir));
  if (status.ok()) return 0;
  std::fprintf(stderr, "okapi-bench-query: %s\n", std::string(status.message()).c_str());
  return 1;
}

// How long reports take, computed and unchanged, alone and for many dashboards at once, by the
// three services as they are shipped. README.md says how to read it.

#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "common/status/convert.h"
#include "common/status/status_macros.h"
#include "okapi/reporting/v1/reporting_service.grpc.pb.h"
#include "tests/bench/peers/callers.h"
#include "tests/bench/peers/okapi_channel.h"
#include "tests/bench/peers/okapi_goals.h"
#include "tests/bench/peers/okapi_metrics.h"
#include "tests/bench/peers/okapi_process.h"
#include "tests/bench/peers/outcome.h"

ABSL_FLAG(std::string, dir, "var/bench-reports",
          "directory on the disk to measure; removed before and afterwards");
ABSL_FLAG(int, kpis, 1000, "KPIs of the scorecard, each with a sample a day");
ABSL_FLAG(int, periods, 12, "months of the scorecard");
ABSL_FLAG(int, objectives, 10000, "objectives of the OKR report; 0 leaves it out");
ABSL_FLAG(int, dashboards, 200, "callers at the same time");
ABSL_FLAG(int, runs, 20, "reports of each kind; medians are reported");
ABSL_FLAG(double, seconds, 3, "length of the load of the dashboards");

namespace okapi::bench {
namespace {

using okapi::reporting::v1::GetOkrReportRequest;
using okapi::reporting::v1::GetScorecardRequest;
using okapi::reporting::v1::OkrReport;
using okapi::reporting::v1::ReportingService;
using okapi::reporting::v1::Scorecard;

constexpr char kGetScorecard[] = "/okapi.reporting.v1.ReportingService/GetScorecard";
constexpr int kConnections = 4;
constexpr int kKeyResultsEach = 2;
// Of each key result, for its forecast.
constexpr int kCheckInsEach = 6;

double MillisecondsSince(absl::Time start) {
  return absl::ToDoubleMilliseconds(absl::Now() - start);
}

GetScorecardRequest ScorecardRequest() {
  GetScorecardRequest request;
  request.set_name(kOrganization);
  request.set_period_count(absl::GetFlag(FLAGS_periods));
  return request;
}

// Each after a sample, so that nothing of it is known from before.
absl::Status MeasureComputed(OkapiMetrics& metrics, ReportingService::Stub& stub,
                             Outcome& outcome) {
  std::vector<double> times_ms;
  for (int run = 0; run < absl::GetFlag(FLAGS_runs); ++run) {
    OKAPI_RETURN_IF_ERROR(metrics.AddSample(run, 1, absl::Now()));
    grpc::ClientContext context;
    Scorecard card;
    const absl::Time start = absl::Now();
    OKAPI_RETURN_IF_ERROR(status::FromGrpc(stub.GetScorecard(&context, ScorecardRequest(), &card)));
    times_ms.push_back(MillisecondsSince(start));
    if (card.rows_size() != absl::GetFlag(FLAGS_kpis)) {
      return absl::DataLossError(absl::StrCat("the scorecard has ", card.rows_size(), " rows"));
    }
  }
  outcome.figures["scorecard_ms"] = Median(times_ms);
  outcome.figures["scorecard_slowest_ms"] = *std::max_element(times_ms.begin(), times_ms.end());
  Note(absl::StrFormat("a scorecard of %d KPIs in %.1f ms", absl::GetFlag(FLAGS_kpis),
                       Median(times_ms)));
  return absl::OkStatus();
}

absl::StatusOr<std::string> Etag(ReportingService::Stub& stub) {
  grpc::ClientContext context;
  Scorecard card;
  OKAPI_RETURN_IF_ERROR(status::FromGrpc(stub.GetScorecard(&context, ScorecardRequest(), &card)));
  if (card.etag().empty()) return absl::InternalError("the scorecard has no etag");
  return card.etag();
}

absl::Status MeasureUnchanged(ReportingService::Stub& stub, Outcome& outcome) {
  GetScorecardRequest request = ScorecardRequest();
  std::vector<double> times_ms;
  while (times_ms.size() < static_cast<size_t>(absl::GetFlag(FLAGS_runs)) * 10) {
    OKAPI_ASSIGN_OR_RETURN(const std::string etag, Etag(stub));
    request.set_known_etag(etag);
    grpc::ClientContext context;
    Scorecard card;
    const absl::Time start = absl::Now();
    OKAPI_RETURN_IF_ERROR(status::FromGrpc(stub.GetScorecard(&context, request, &card)));
    // Once a minute it is judged anew.
    if (card.unchanged()) times_ms.push_back(MillisecondsSince(start));
  }
  outcome.figures["unchanged_ms"] = Median(times_ms);
  Note(absl::StrFormat("an unchanged one in %.2f ms", Median(times_ms)));
  return absl::OkStatus();
}

absl::Status MeasureDashboards(const std::string& address, ReportingService::Stub& stub,
                               Outcome& outcome) {
  OKAPI_ASSIGN_OR_RETURN(const std::string etag, Etag(stub));
  GetScorecardRequest unchanged = ScorecardRequest();
  unchanged.set_known_etag(etag);
  Callers callers(address, kConnections);
  for (const auto& [name, request] : {std::pair("dashboards_unchanged", unchanged),
                                      std::pair("dashboards", ScorecardRequest())}) {
    OKAPI_ASSIGN_OR_RETURN(
        Served served,
        callers.CallFor(absl::Seconds(absl::GetFlag(FLAGS_seconds)), kGetScorecard,
                        absl::GetFlag(FLAGS_dashboards), {request.SerializeAsString()}));
    std::sort(served.latencies_ms.begin(), served.latencies_ms.end());
    const double p99 = served.latencies_ms[served.latencies_ms.size() * 99 / 100];
    const double per_second =
        static_cast<double>(served.calls) / absl::ToDoubleSeconds(served.wall);
    outcome.figures[absl::StrCat(name, "_per_s")] = per_second;
    outcome.figures[absl::StrCat(name, "_p99_ms")] = p99;
    Note(absl::StrFormat("%s: %.0f a second, p99 %.1f ms", name, per_second, p99));
  }
  return absl::OkStatus();
}

// `forecasts`: how many key results tell where they will be.
absl::Status MeasureOkr(ReportingService::Stub& stub, const std::string& figure, int forecasts,
                        Outcome& outcome) {
  GetOkrReportRequest request;
  request.set_name(kOrganization);
  std::vector<double> times_ms;
  for (int run = 0; run < 5; ++run) {
    grpc::ClientContext context;
    OkrReport report;
    const absl::Time start = absl::Now();
    OKAPI_RETURN_IF_ERROR(status::FromGrpc(stub.GetOkrReport(&context, request, &report)));
    times_ms.push_back(MillisecondsSince(start));
    if (report.objectives_size() != absl::GetFlag(FLAGS_objectives) || report.sources(0).stale()) {
      return absl::DataLossError(absl::StrCat("the OKR report has ", report.objectives_size(),
                                              " objectives: ", report.sources(0).problem()));
    }
    int foreseen = 0;
    for (const auto& part : report.objectives()) {
      for (const auto& key_result : part.key_results()) foreseen += key_result.has_forecast();
    }
    if (foreseen != forecasts) {
      return absl::DataLossError(absl::StrCat("the OKR report has ", foreseen, " forecasts"));
    }
  }
  outcome.figures[figure] = Median(times_ms);
  Note(absl::StrFormat("an OKR report of %d objectives and %d forecasts in %.0f ms",
                       absl::GetFlag(FLAGS_objectives), forecasts, Median(times_ms)));
  return absl::OkStatus();
}

absl::Status Run() {
  const std::filesystem::path directory = std::filesystem::absolute(absl::GetFlag(FLAGS_dir));
  std::filesystem::remove_all(directory);
  Outcome outcome;
  outcome.bench = "reports";
  OkapiMetrics metrics;
  OKAPI_RETURN_IF_ERROR(metrics.Start(directory / "metrics", absl::GetFlag(FLAGS_kpis)));
  OKAPI_RETURN_IF_ERROR(metrics.AddDays(31 * absl::GetFlag(FLAGS_periods)));
  OkapiGoals goals;
  OKAPI_RETURN_IF_ERROR(goals.Start(directory / "goals", metrics.address(),
                                    {.count = std::max(1, absl::GetFlag(FLAGS_objectives)),
                                     .key_results_each = kKeyResultsEach,
                                     .children = 0,
                                     .kpi = ""}));
  ServerProcess process;
  OKAPI_ASSIGN_OR_RETURN(const std::string address,
                         StartOkapi("reporting", directory / "reporting",
                                    {absl::StrCat("--goals=", goals.address()),
                                     absl::StrCat("--metrics=", metrics.address())},
                                    process));
  const auto stub = ReportingService::NewStub(NewChannel(address));
  Note("the company is there");
  OKAPI_RETURN_IF_ERROR(MeasureComputed(metrics, *stub, outcome));
  OKAPI_RETURN_IF_ERROR(MeasureUnchanged(*stub, outcome));
  OKAPI_RETURN_IF_ERROR(MeasureDashboards(address, *stub, outcome));
  if (absl::GetFlag(FLAGS_objectives) > 0) {
    OKAPI_RETURN_IF_ERROR(MeasureOkr(*stub, "okr_ms", 0, outcome));
    Callers reporter(goals.address(), 1);
    OKAPI_RETURN_IF_ERROR(reporter.CallAll(OkapiGoals::kBatchCreateCheckIns, kConnections,
                                           goals.Histories(kCheckInsEach)));
    OKAPI_RETURN_IF_ERROR(MeasureOkr(*stub, "okr_forecasts_ms",
                                     kKeyResultsEach * absl::GetFlag(FLAGS_objectives), outcome));
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
  std::fprintf(stderr, "okapi-bench-reports: %s\n", std::string(status.message()).c_str());
  return 1;
}

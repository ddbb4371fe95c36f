#include "tests/bench/peers/victoriametrics.h"

#include <signal.h>

#include <filesystem>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/status/status_macros.h"
#include "tests/bench/peers/prometheus_query.h"
#include "tests/bench/peers/remote_write_lane.h"

namespace okapi::bench {

absl::Status VictoriaMetrics::Start(const std::string& directory) {
  directory_ = directory;
  std::filesystem::create_directories(directory);
  port_ = FreePort();
  connection_ = std::make_unique<HttpConnection>(port_);
  OKAPI_RETURN_IF_ERROR(process_.Start(
      {"victoria-metrics", absl::StrCat("-storageDataPath=", directory, "/data"),
       absl::StrCat("-httpListenAddr=127.0.0.1:", port_),
       // Its default keeps one month and would drop a year's samples.
       "-retentionPeriod=100y",
       // Its default refuses queries over more than 300,000 series.
       "-search.maxUniqueTimeseries=10000000",
       // It closes connections that are old, or idle for a minute, otherwise.
       "-http.connTimeout=24h", "-http.idleConnTimeout=24h", "-search.maxQueryDuration=10m"},
      absl::StrCat(directory, "/log")));
  return WaitUntil([this] { return connection_->Get("/health").status(); });
}

absl::StatusOr<std::unique_ptr<Lane>> VictoriaMetrics::NewLane(const Workload& workload) {
  return std::make_unique<RemoteWriteLane>(port_, workload);
}

absl::Status VictoriaMetrics::Flush() { return connection_->Get("/internal/force_flush").status(); }

absl::StatusOr<std::map<std::string, Totals>> VictoriaMetrics::Count(const Workload& workload) {
  OKAPI_RETURN_IF_ERROR(Flush());
  return CountByQuery(*connection_, workload);
}

absl::StatusOr<int64_t> VictoriaMetrics::SealAndStop() {
  OKAPI_RETURN_IF_ERROR(Flush());
  // In the background, and the smallest it can get.
  OKAPI_RETURN_IF_ERROR(connection_->Get("/internal/force_merge").status());
  process_.WaitIdle(absl::Minutes(2));
  OKAPI_RETURN_IF_ERROR(process_.Stop(SIGINT));
  // Not its caches, which it leaves beside.
  return DiskBytes(absl::StrCat(directory_, "/data/data")) +
         DiskBytes(absl::StrCat(directory_, "/data/indexdb"));
}

absl::Status VictoriaMetrics::Settle(const Workload&) {
  OKAPI_RETURN_IF_ERROR(Flush());
  OKAPI_RETURN_IF_ERROR(connection_->Get("/internal/force_merge").status());
  process_.WaitIdle(absl::Minutes(2));
  return absl::OkStatus();
}

absl::StatusOr<Answer> VictoriaMetrics::Ask(Question question, const Workload& workload) {
  // It knows no calendar: each month is a query over a window of its length.
  std::vector<TimeSpan> spans = Months(workload);
  std::string function = "sum_over_time";
  if (question == Question::kLastValues) {
    function = "last_over_time";
    spans = {{workload.end() - absl::Hours(24), workload.end()}};
  }
  const bool regions = question == Question::kRegionSums;
  Answer answer;
  std::vector<std::string> texts;
  const absl::Time start = absl::Now();
  for (const TimeSpan& span : spans) {
    std::string query = absl::StrCat(function, "(", Workload::kAmountMetric, Window(span), ")");
    if (regions) query = absl::StrCat("sum(", query, ") by (region)");
    OKAPI_ASSIGN_OR_RETURN(std::string text, InstantQuery(*connection_, query, WindowEnd(span)));
    texts.push_back(std::move(text));
  }
  answer.elapsed = absl::Now() - start;
  for (const std::string& text : texts) {
    OKAPI_ASSIGN_OR_RETURN(const std::vector<LabelledNumber> numbers,
                           UnpackInstantQuery(text, regions ? "region" : "store"));
    for (const auto& [key, number] : numbers) answer.values[key].push_back(number);
  }
  return answer;
}

}  // namespace okapi::bench

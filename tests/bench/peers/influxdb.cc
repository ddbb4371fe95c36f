#include "tests/bench/peers/influxdb.h"

#include <signal.h>

#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "absl/time/clock.h"
#include "common/status/status_macros.h"
#include "tests/bench/peers/json.h"
#include "tests/bench/peers/line_protocol_lane.h"

namespace okapi::bench {
namespace {

using google::protobuf::Struct;

// $0: directory, $1: HTTP port, $2: port of its backups. Limits are lifted, self-monitoring and
// request logs are off; durability stays as it comes.
constexpr char kConfig[] = R"(reporting-disabled = true
bind-address = "127.0.0.1:$2"
[meta]
  dir = "$0/data/meta"
[data]
  dir = "$0/data/data"
  wal-dir = "$0/data/wal"
  index-version = "tsi1"
  query-log-enabled = false
  cache-max-memory-size = "8g"
  cache-snapshot-write-cold-duration = "5s"
  max-series-per-database = 0
  max-values-per-tag = 0
[monitor]
  store-enabled = false
[http]
  bind-address = "127.0.0.1:$1"
  log-enabled = false
  max-body-size = 0
)";

// Calls take(tags, first row without its time) for every series of every result.
template <typename Take>
absl::Status ForEachSeries(const std::string& text, Take take) {
  OKAPI_ASSIGN_OR_RETURN(const Struct answer, ParseJson(text));
  for (const auto& result : Member(answer, "results").list_value().values()) {
    const std::string error = Member(result.struct_value(), "error").string_value();
    if (!error.empty()) return absl::UnknownError(error);
    for (const auto& series : Member(result.struct_value(), "series").list_value().values()) {
      const auto& row = Member(series.struct_value(), "values").list_value().values(0).list_value();
      std::vector<double> numbers;
      for (int i = 1; i < row.values_size(); ++i) numbers.push_back(Number(row.values(i)));
      take(series.struct_value(), numbers);
    }
  }
  return absl::OkStatus();
}

std::string Nanoseconds(absl::Time time) { return absl::StrCat(absl::ToUnixNanos(time)); }

}  // namespace

absl::Status InfluxDb::Start(const std::string& directory) {
  directory_ = directory;
  std::filesystem::create_directories(directory);
  port_ = FreePort();
  connection_ = std::make_unique<HttpConnection>(port_);
  const std::string config = absl::StrCat(directory, "/influxdb.conf");
  std::ofstream(config) << absl::Substitute(kConfig, directory, port_, FreePort());
  OKAPI_RETURN_IF_ERROR(
      process_.Start({"influxd", "-config", config}, absl::StrCat(directory, "/log")));
  OKAPI_RETURN_IF_ERROR(WaitUntil([this] { return connection_->Get("/ping").status(); }));
  // Shards of a month: its advice for history that is loaded at once.
  return Query("CREATE DATABASE bench WITH DURATION INF SHARD DURATION 30d").status();
}

absl::StatusOr<std::unique_ptr<Lane>> InfluxDb::NewLane(const Workload& workload) {
  return std::make_unique<LineProtocolLane>(port_, workload);
}

absl::StatusOr<std::string> InfluxDb::Query(const std::string& query) {
  return connection_->Post("/query", "Content-Type: application/x-www-form-urlencoded\r\n",
                           absl::StrCat("db=bench&epoch=ms&q=", UrlEscape(query)));
}

absl::StatusOr<std::map<std::string, Totals>> InfluxDb::Count(const Workload& workload) {
  std::map<std::string, Totals> totals;
  for (const std::string& metric : workload.metrics()) {
    OKAPI_ASSIGN_OR_RETURN(const std::string text,
                           Query(absl::StrCat("SELECT count(value), sum(value) FROM ", metric)));
    OKAPI_RETURN_IF_ERROR(
        ForEachSeries(text, [&](const Struct&, const std::vector<double>& numbers) {
          totals[metric] = {static_cast<int64_t>(numbers.at(0)), numbers.at(1)};
        }));
  }
  return totals;
}

void InfluxDb::AwaitSnapshot() const {
  for (int tries = 0; tries < 60; ++tries) {
    if (DiskBytes(absl::StrCat(directory_, "/data/wal")) < (1 << 20)) break;
    absl::SleepFor(absl::Seconds(1));
  }
  process_.WaitIdle(absl::Minutes(2));
}

absl::StatusOr<int64_t> InfluxDb::SealAndStop() {
  AwaitSnapshot();
  OKAPI_RETURN_IF_ERROR(process_.Stop(SIGTERM));
  return DiskBytes(absl::StrCat(directory_, "/data"));
}

absl::Status InfluxDb::Settle(const Workload&) {
  AwaitSnapshot();
  return absl::OkStatus();
}

absl::StatusOr<Answer> InfluxDb::Ask(Question question, const Workload& workload) {
  // It groups by fixed durations only, so each month is a statement; all go in one request.
  const std::string key = question == Question::kRegionSums ? "region" : "store";
  std::string query;
  if (question == Question::kLastValues) {
    query =
        absl::Substitute("SELECT last(value) FROM $0 GROUP BY $1", Workload::kAmountMetric, key);
  } else {
    for (const TimeSpan& month : Months(workload)) {
      absl::SubstituteAndAppend(
          &query, "SELECT sum(value) FROM $0 WHERE time >= $1 AND time < $2 GROUP BY $3;",
          Workload::kAmountMetric, Nanoseconds(month.start), Nanoseconds(month.end), key);
    }
  }
  Answer answer;
  const absl::Time start = absl::Now();
  OKAPI_ASSIGN_OR_RETURN(const std::string text, Query(query));
  answer.elapsed = absl::Now() - start;
  OKAPI_RETURN_IF_ERROR(
      ForEachSeries(text, [&](const Struct& series, const std::vector<double>& numbers) {
        const std::string name = Member(Member(series, "tags").struct_value(), key).string_value();
        answer.values[name].push_back(numbers.at(0));
      }));
  return answer;
}

}  // namespace okapi::bench

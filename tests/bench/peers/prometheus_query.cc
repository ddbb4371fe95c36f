#include "tests/bench/peers/prometheus_query.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/substitute.h"
#include "common/status/status_macros.h"
#include "tests/bench/peers/json.h"

namespace okapi::bench {
namespace {

absl::StatusOr<double> OneNumber(HttpConnection& connection, const std::string& query,
                                 absl::Time time) {
  OKAPI_ASSIGN_OR_RETURN(const std::string answer, InstantQuery(connection, query, time));
  OKAPI_ASSIGN_OR_RETURN(const std::vector<LabelledNumber> numbers, UnpackInstantQuery(answer, ""));
  return numbers.empty() ? 0 : numbers.front().second;
}

}  // namespace

absl::StatusOr<std::string> InstantQuery(HttpConnection& connection, const std::string& query,
                                         absl::Time time) {
  return connection.Get(absl::StrFormat("/api/v1/query?nocache=1&query=%s&time=%d.%03d",
                                        UrlEscape(query), absl::ToUnixMillis(time) / 1000,
                                        absl::ToUnixMillis(time) % 1000));
}

absl::StatusOr<std::vector<LabelledNumber>> UnpackInstantQuery(const std::string& answer,
                                                               const std::string& label) {
  OKAPI_ASSIGN_OR_RETURN(const google::protobuf::Struct object, ParseJson(answer));
  std::vector<LabelledNumber> numbers;
  for (const auto& series :
       Member(Member(object, "data").struct_value(), "result").list_value().values()) {
    const google::protobuf::Struct& fields = series.struct_value();
    const auto& value = Member(fields, "value").list_value();
    if (value.values_size() != 2) return absl::InternalError("an instant query without a value");
    numbers.emplace_back(Member(Member(fields, "metric").struct_value(), label).string_value(),
                         Number(value.values(1)));
  }
  return numbers;
}

std::string Window(const TimeSpan& span) {
  return absl::StrCat("[", absl::ToInt64Milliseconds(span.end - span.start), "ms]");
}

absl::Time WindowEnd(const TimeSpan& span) { return span.end - absl::Milliseconds(1); }

absl::StatusOr<std::map<std::string, Totals>> CountByQuery(HttpConnection& connection,
                                                           const Workload& workload) {
  const TimeSpan all = {workload.start(), workload.end()};
  std::map<std::string, Totals> totals;
  for (const std::string& metric : workload.metrics()) {
    OKAPI_ASSIGN_OR_RETURN(
        const double count,
        OneNumber(connection, absl::Substitute("sum(count_over_time($0$1))", metric, Window(all)),
                  WindowEnd(all)));
    OKAPI_ASSIGN_OR_RETURN(
        const double sum,
        OneNumber(connection, absl::Substitute("sum(sum_over_time($0$1))", metric, Window(all)),
                  WindowEnd(all)));
    totals[metric] = {static_cast<int64_t>(count), sum};
  }
  return totals;
}

}  // namespace okapi::bench

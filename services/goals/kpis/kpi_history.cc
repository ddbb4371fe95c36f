#include "services/goals/kpis/kpi_history.h"

#include <algorithm>
#include <map>
#include <utility>

#include "common/api/timestamp.h"
#include "common/status/convert.h"
#include "common/status/status_macros.h"

namespace okapi::goals {
namespace {

using okapi::metrics::v1::AggregateKpiRequest;
using okapi::metrics::v1::AggregateUpdate;
using okapi::metrics::v1::BatchAggregateKpisRequest;
using okapi::metrics::v1::BatchAggregateKpisResponse;

constexpr int64_t kDaysMax = 31;
constexpr int kQueriesMax = 1000;  // What one call takes.
constexpr absl::Duration kTimeout = absl::Seconds(2);

absl::CivilDay DayOf(absl::Time time) { return absl::ToCivilDay(time, absl::UTCTimeZone()); }

// When the key result was heard last before the day of `value_time`, which may be written
// meanwhile; before the cycle if it was not.
absl::StatusOr<absl::Time> HeardUntil(const GoalsStore& store, const storage::Reader& reader,
                                      const MissedQuestion& missed) {
  OKAPI_ASSIGN_OR_RETURN(const auto points, store.PointsOf(reader, missed.question->key_result));
  const absl::Time start = api::FromTimestamp(missed.question->query.start_time());
  absl::Time heard = start - absl::Hours(24);
  for (const auto& point : points) {
    const absl::Time time = api::FromTimestamp(point.value_time());
    if (DayOf(time) < DayOf(missed.value_time)) heard = std::max(heard, time);
  }
  return heard;
}

// Asks each question once, however many key results ask it.
class Asked {
 public:
  int Ask(const AggregateKpiRequest& query) {
    const auto [place, is_new] =
        places_.emplace(query.SerializeAsString(), static_cast<int>(queries_.size()));
    if (is_new) queries_.push_back(query);
    return place->second;
  }

  absl::Status Call(const KpiStreamContext& context, const std::string& organization) {
    for (size_t first = 0; first < queries_.size(); first += kQueriesMax) {
      BatchAggregateKpisRequest request;
      request.set_parent(organization);
      const size_t last = std::min(queries_.size(), first + kQueriesMax);
      for (size_t i = first; i < last; ++i) *request.add_queries() = queries_[i];
      grpc::ClientContext client;
      client.set_deadline(std::chrono::system_clock::now() + absl::ToChronoMicroseconds(kTimeout));
      BatchAggregateKpisResponse response;
      const grpc::Status status = context.metrics->BatchAggregateKpis(&client, request, &response);
      if (!status.ok()) return status::FromGrpc(status);
      for (AggregateUpdate& answer : *response.mutable_answers()) {
        answers_.push_back(std::move(answer));
      }
    }
    return absl::OkStatus();
  }

  // Precondition: Call() was OK.
  const AggregateUpdate& answer(int place) const { return answers_[static_cast<size_t>(place)]; }

 private:
  std::map<std::string, int> places_;
  std::vector<AggregateKpiRequest> queries_;
  std::vector<AggregateUpdate> answers_;
};

}  // namespace

std::vector<absl::Time> MissedDays(absl::Time heard, absl::Time now) {
  const absl::CivilDay first = DayOf(heard) + 1;
  const int64_t days = DayOf(now) - first;
  const int64_t count = std::min(days, kDaysMax);
  std::vector<absl::Time> ends;
  for (int64_t i = 1; i <= count; ++i) {
    ends.push_back(absl::FromCivil(first + days * i / count, absl::UTCTimeZone()));
  }
  return ends;
}

KpiPoints PointsBetween(const std::vector<KpiReading>& numbers, absl::Time heard,
                        absl::Time until) {
  KpiPoints points;
  absl::Time last = absl::InfinitePast();
  for (const KpiReading& number : numbers) {
    if (!number.value.has_value() || number.value_time <= last) continue;
    if (DayOf(number.value_time) <= DayOf(heard)) continue;
    if (DayOf(number.value_time) >= DayOf(until)) break;
    last = number.value_time;
    auto* point = points.Add();
    point->set_value(*number.value);
    *point->mutable_value_time() = api::ToTimestamp(number.value_time);
  }
  return points;
}

absl::StatusOr<std::vector<KpiPoints>> MissedPoints(const KpiStreamContext& context,
                                                    const std::string& organization,
                                                    absl::Span<const MissedQuestion> missed) {
  OKAPI_ASSIGN_OR_RETURN(const journal::View view, context.journal->Read());
  Asked asked;
  std::vector<absl::Time> heard;
  std::vector<std::vector<int>> places(missed.size());
  for (size_t i = 0; i < missed.size(); ++i) {
    const KpiQuestion& question = *missed[i].question;
    OKAPI_ASSIGN_OR_RETURN(const absl::Time since,
                           HeardUntil(*context.store, *view.reader, missed[i]));
    heard.push_back(since);
    if (!question.query.whole_interval()) continue;
    for (const absl::Time end : MissedDays(since, missed[i].value_time)) {
      AggregateKpiRequest query = question.query;
      *query.mutable_end_time() = api::ToTimestamp(end);
      places[i].push_back(asked.Ask(query));
    }
  }
  OKAPI_RETURN_IF_ERROR(asked.Call(context, organization));
  const absl::Time now = context.clock->Now();
  std::vector<KpiPoints> points;
  for (size_t i = 0; i < missed.size(); ++i) {
    const KpiQuestion& question = *missed[i].question;
    std::vector<KpiReading> numbers;
    if (!question.query.whole_interval()) numbers = NumbersOf(question, *missed[i].answer, now);
    for (const int place : places[i]) {
      numbers.push_back(ReadAnswer(question, asked.answer(place), now));
    }
    points.push_back(PointsBetween(numbers, heard[i], missed[i].value_time));
  }
  return points;
}

}  // namespace okapi::goals

#include "services/goals/kpis/kpi_history.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "common/api/timestamp.h"
#include "common/status/convert.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"

namespace okapi::goals {
namespace {

using okapi::metrics::v1::AggregateKpiRequest;
using okapi::metrics::v1::AggregateUpdate;
using okapi::metrics::v1::BatchAggregateKpisRequest;
using okapi::metrics::v1::BatchAggregateKpisResponse;
using okapi::storage::v1::KeyResultPointRecord;

constexpr int kDaysMax = 92;       // A quarter.
constexpr int kQueriesMax = 1000;  // What one call takes.
constexpr int kPointsMax = kDaysMax;
constexpr absl::Duration kTimeout = absl::Seconds(2);

// As if nothing of the question's time had been heard.
absl::Time BeforeAll(const KpiQuestion& question) {
  return api::FromTimestamp(question.query.start_time()) - absl::Microseconds(1);
}

// When the key result was heard last before the day of `value_time`, which may be written
// meanwhile; before the cycle if it was not.
absl::StatusOr<absl::Time> HeardUntil(const storage::Reader& reader, const MissedQuestion& missed) {
  if (missed.heard.has_value()) return *missed.heard;
  OKAPI_ASSIGN_OR_RETURN(const auto points, PointsOf(reader, missed.question->key_result));
  absl::Time heard = BeforeAll(*missed.question);
  const absl::TimeZone& zone = missed.question->zone;
  for (const auto& point : points) {
    const absl::Time time = api::FromTimestamp(point.value_time());
    if (DayOf(time, zone) < DayOf(missed.value_time, zone)) heard = std::max(heard, time);
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
    const auto deadline = std::chrono::system_clock::now() + absl::ToChronoMicroseconds(kTimeout);
    for (size_t first = 0; first < queries_.size(); first += kQueriesMax) {
      BatchAggregateKpisRequest request;
      request.set_parent(organization);
      const size_t last = std::min(queries_.size(), first + kQueriesMax);
      for (size_t i = first; i < last; ++i) *request.add_queries() = queries_[i];
      grpc::ClientContext client;
      client.set_deadline(deadline);
      BatchAggregateKpisResponse response;
      const grpc::Status status = context.metrics->BatchAggregateKpis(&client, request, &response);
      if (!status.ok()) return status::FromGrpc(status);
      if (static_cast<size_t>(response.answers_size()) != last - first) {
        return status::Internal("the metrics service answered other questions than were asked");
      }
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

// Asks what the sum had come to by each of the times; where the answers will be.
std::vector<int> AskBy(const std::vector<absl::Time>& ends, const KpiQuestion& question,
                       Asked& asked) {
  std::vector<int> places;
  for (const absl::Time end : ends) {
    AggregateKpiRequest query = question.query;
    *query.mutable_end_time() = api::ToTimestamp(end);
    places.push_back(asked.Ask(query));
  }
  return places;
}

}  // namespace

bool PastDiffers(const std::vector<KpiReading>& before, const std::vector<KpiReading>& after) {
  if (before.empty()) return false;
  // The last one goes on, until there is another one.
  const size_t past = after.size() > before.size() ? before.size() : before.size() - 1;
  if (after.size() < past) return true;
  for (size_t i = 0; i < past; ++i) {
    if (before[i].value != after[i].value) return true;
    if (before[i].value_time != after[i].value_time) return true;
  }
  return false;
}

std::vector<absl::Time> MissedDays(absl::Time heard, absl::Time now, const absl::TimeZone& zone) {
  const absl::CivilDay first = DayOf(heard, zone) + 1;
  const int64_t days = DayOf(now, zone) - first;
  const int64_t count = std::min<int64_t>(days, kDaysMax);
  std::vector<absl::Time> ends;
  for (int64_t i = 1; i <= count; ++i) {
    ends.push_back(absl::FromCivil(first + days * i / count, zone));
  }
  return ends;
}

namespace {

KpiPoints AllBetween(const std::vector<KpiReading>& numbers, absl::Time heard, absl::Time until,
                     const absl::TimeZone& zone) {
  KpiPoints points;
  absl::Time last = absl::InfinitePast();
  for (const KpiReading& number : numbers) {
    if (!number.value.has_value() || number.value_time <= last) continue;
    const absl::CivilDay day = DayOf(number.value_time, zone);
    if (day <= DayOf(heard, zone)) continue;
    if (day >= DayOf(until, zone)) break;
    last = number.value_time;
    auto* point = points.Add();
    point->set_value(*number.value);
    *point->mutable_value_time() = api::ToTimestamp(number.value_time);
  }
  return points;
}

}  // namespace

KpiPoints PointsBetween(const std::vector<KpiReading>& numbers, absl::Time heard, absl::Time until,
                        const absl::TimeZone& zone) {
  KpiPoints points = AllBetween(numbers, heard, until, zone);
  const int count = points.size();
  if (count <= kPointsMax) return points;
  KpiPoints thinned;
  for (int i = 1; i <= kPointsMax; ++i) {
    *thinned.Add() = points[static_cast<int>(int64_t{count} * i / kPointsMax) - 1];
  }
  return thinned;
}

absl::StatusOr<Past> AskPast(const KpiStreamContext& context, const std::string& organization,
                             const PastQuestions& questions) {
  OKAPI_ASSIGN_OR_RETURN(const journal::View view, context.journal->Read());
  Asked asked;
  std::vector<absl::Time> heard;
  std::vector<std::vector<int>> places;  // Of the answers to each missed question.
  for (const MissedQuestion& missed : questions.missed) {
    OKAPI_ASSIGN_OR_RETURN(const absl::Time since, HeardUntil(*view.reader, missed));
    heard.push_back(since);
    places.emplace_back();
    if (!missed.question->query.whole_interval()) continue;
    places.back() =
        AskBy(MissedDays(since, missed.value_time, missed.question->zone), *missed.question, asked);
  }
  std::vector<int> season_places;
  for (const KpiQuestion* season : questions.seasons) {
    season_places.push_back(asked.Ask(season->query));
  }
  OKAPI_RETURN_IF_ERROR(asked.Call(context, organization));
  const absl::Time now = context.clock->Now();
  Past past;
  for (size_t i = 0; i < questions.missed.size(); ++i) {
    const MissedQuestion& missed = questions.missed[i];
    std::vector<KpiReading> numbers;
    if (places[i].empty()) numbers = NumbersOf(*missed.question, *missed.answer, now);
    for (const int place : places[i]) {
      numbers.push_back(ReadAnswer(*missed.question, asked.answer(place), now));
    }
    past.points.push_back(
        PointsBetween(numbers, heard[i], missed.value_time, missed.question->zone));
  }
  for (const int place : season_places) past.seasons.push_back(SeasonOf(asked.answer(place)));
  return past;
}

KpiPoints Restated(const std::vector<KeyResultPointRecord>& history, const KpiPoints& points,
                   const absl::TimeZone& zone) {
  KpiPoints restated;
  if (points.empty()) return restated;
  std::map<absl::CivilDay, const KeyResultPointRecord*> known;
  for (const auto& point : history)
    known[DayOf(api::FromTimestamp(point.value_time()), zone)] = &point;
  const absl::CivilDay first = DayOf(api::FromTimestamp(points[0].value_time()), zone);
  if (!known.empty() && known.begin()->first < first) return restated;
  for (const auto& point : points) {
    const absl::Time time = api::FromTimestamp(point.value_time());
    const auto same_day = known.find(DayOf(time, zone));
    const bool same = same_day != known.end() && same_day->second->value() == point.value() &&
                      api::FromTimestamp(same_day->second->value_time()) == time;
    if (!same) *restated.Add() = point;
  }
  return restated;
}

namespace {

// The ends of the days that the sum is asked for again: those of the history, and more in between.
std::vector<absl::Time> DaysAgain(const RestatedQuestion& restated,
                                  const std::vector<KeyResultPointRecord>& history) {
  const absl::TimeZone& zone = restated.question->zone;
  const auto more = MissedDays(BeforeAll(*restated.question), restated.value_time, zone);
  std::set<absl::Time> ends(more.begin(), more.end());
  for (const auto& point : history) {
    const absl::CivilDay day = DayOf(api::FromTimestamp(point.value_time()), zone);
    if (day < DayOf(restated.value_time, zone)) ends.insert(absl::FromCivil(day + 1, zone));
  }
  return {ends.begin(), ends.end()};
}

}  // namespace

absl::StatusOr<std::vector<KpiPoints>> AskAgain(const KpiStreamContext& context,
                                                const std::string& organization,
                                                const std::vector<RestatedQuestion>& questions) {
  OKAPI_ASSIGN_OR_RETURN(const journal::View view, context.journal->Read());
  Asked asked;
  std::vector<std::vector<KeyResultPointRecord>> histories;
  std::vector<std::vector<int>> places;
  for (const RestatedQuestion& restated : questions) {
    OKAPI_ASSIGN_OR_RETURN(auto history, PointsOf(*view.reader, restated.question->key_result));
    places.emplace_back();
    if (restated.question->query.whole_interval()) {
      places.back() = AskBy(DaysAgain(restated, history), *restated.question, asked);
    }
    histories.push_back(std::move(history));
  }
  OKAPI_RETURN_IF_ERROR(asked.Call(context, organization));
  const absl::Time now = context.clock->Now();
  std::vector<KpiPoints> points;
  for (size_t i = 0; i < questions.size(); ++i) {
    const KpiQuestion& question = *questions[i].question;
    std::vector<KpiReading> numbers;
    if (!question.query.whole_interval()) numbers = NumbersOf(question, *questions[i].answer, now);
    bool failed = false;
    for (const int place : places[i]) {
      failed = failed || asked.answer(place).has_error();
      numbers.push_back(ReadAnswer(question, asked.answer(place), now));
    }
    if (failed) numbers.clear();
    const absl::TimeZone& zone = question.zone;
    points.push_back(
        Restated(histories[i],
                 AllBetween(numbers, BeforeAll(question), questions[i].value_time, zone), zone));
  }
  return points;
}

}  // namespace okapi::goals

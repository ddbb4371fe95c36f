#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/clock.h"
#include "common/journal/journal.h"
#include "okapi/metrics/v1/metrics_service.grpc.pb.h"
#include "services/goals/kpis/kpi_question.h"
#include "services/goals/store/goals_store.h"

// What KPIs said on the days on which nobody here heard them: before a key result was there, or
// while one of the services was away; and what they say of days gone by now that late data came.
namespace okapi::goals {

// Where readings come from and go to. All must outlive the streams.
struct KpiStreamContext {
  okapi::metrics::v1::MetricsService::Stub* metrics;
  const GoalsStore* store;
  journal::Journal* journal;
  const base::Clock* clock;
};

// A question about a value, its answer, and between which times nobody heard one.
struct MissedQuestion {
  const KpiQuestion* question;
  const okapi::metrics::v1::AggregateUpdate* answer;
  // nullopt: as the history of the key result tells.
  std::optional<absl::Time> heard;
  absl::Time value_time;
};

// Whether numbers before the last one differ in an answer from those of the one before it: late
// data came. Numbers in the order of their periods.
bool PastDiffers(const std::vector<KpiReading>& before, const std::vector<KpiReading>& after);

// The days whose ends a key result missed that was heard last at `heard` and then at `now`: of a
// day in the zone its end, evenly spread if there are more than a chart shows.
std::vector<absl::Time> MissedDays(absl::Time heard, absl::Time now, const absl::TimeZone& zone);

// Those of the numbers, in their order, that were measured on days after that of `heard` and before
// that of `until`, the last one of each time; of many as many as a quarter has days.
KpiPoints PointsBetween(const std::vector<KpiReading>& numbers, absl::Time heard, absl::Time until,
                        const absl::TimeZone& zone);

// What is asked about the past, and the answers in the same order.
struct PastQuestions {
  std::vector<MissedQuestion> missed;
  std::vector<const KpiQuestion*> seasons;
};
struct Past {
  std::vector<KpiPoints> points;
  std::vector<std::vector<double>> seasons;
};

// For each missed question what lacks in the history: what a period had in the end is in its
// answer, what had come since the start of the cycle by the end of a day is asked for. Blocks for 2
// seconds at most.
absl::StatusOr<Past> AskPast(const KpiStreamContext& context, const std::string& organization,
                             const PastQuestions& questions);

// A question whose past is looked at again, its answer, and the time of its value.
struct RestatedQuestion {
  const KpiQuestion* question;
  const okapi::metrics::v1::AggregateUpdate* answer;
  absl::Time value_time;
};

// Those of the points of now that say something else than the history, which is in the order of
// time. None when the history begins before the points: then metrics has lost, or never had, what
// sums are made of.
KpiPoints Restated(const std::vector<okapi::storage::v1::KeyResultPointRecord>& history,
                   const KpiPoints& points, const absl::TimeZone& zone);

// For each question the points that differ from what is in the history now; none when a part of
// the answer is an error. Blocks for 2 seconds at most.
absl::StatusOr<std::vector<KpiPoints>> AskAgain(const KpiStreamContext& context,
                                                const std::string& organization,
                                                const std::vector<RestatedQuestion>& questions);

}  // namespace okapi::goals

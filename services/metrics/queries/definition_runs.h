#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/calendar/calendar.h"
#include "common/storage/reader.h"
#include "okapi/metrics/v1/metrics_service.pb.h"
#include "services/metrics/engine/aggregation.h"

namespace okapi::metrics {

// One step of computing a KPI: samples aggregated, or a formula of the results of earlier steps.
struct ComputationStep {
  // Without bounds and limits, which are those of the question.
  AggregationQuery aggregation;
  // Not empty: the step is this formula instead, of the steps at these positions, one per name.
  std::string formula;
  std::vector<size_t> operands;
};

// Intervals that follow one another and whose numbers are made in one way, since no definition that
// they rest on changes between them.
struct DefinitionRun {
  // The intervals from begin to end of the question's.
  size_t begin = 0;
  size_t end = 0;
  // The last one gives the numbers.
  std::vector<ComputationStep> steps;
  // Of the KPI's own definition; nullopt: from ever.
  std::optional<google::type::Date> definition_date;
  // By that definition a SUM, so that targets of parts add up.
  bool additive = false;
};

// What a KPI that is made from samples adds up for the question, without intervals.
absl::StatusOr<AggregationQuery> AggregationOf(const v1::Kpi& kpi,
                                               const v1::AggregateKpiRequest& request);

// How the numbers of the intervals are made, by the definitions that hold on the days on which they
// start; at least one run, which together cover all intervals. NOT_FOUND when there is no such KPI,
// INVALID_ARGUMENT when an operand lacks a dimension that is grouped by.
absl::StatusOr<std::vector<DefinitionRun>> PlanRuns(const storage::Reader& reader,
                                                    const v1::AggregateKpiRequest& request,
                                                    const calendar::Calendar& calendar,
                                                    const AggregationQuery& intervals);

}  // namespace okapi::metrics

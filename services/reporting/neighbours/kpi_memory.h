#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "okapi/metrics/v1/metrics_service.pb.h"
#include "services/reporting/neighbours/kpi_questions.h"

// What is known of a KPI's periods, whatever question it was an answer to: while metrics is away, a
// scorecard of nine months shows those that one of six had.
namespace okapi::reporting {

// Under which an answer about periods of a KPI is remembered, found also by who asks for other
// periods of it. `now` stands for a question about the last so many periods, whenever it is asked;
// without it the request says from when to when.
AnswerKey KeyOfPeriods(const std::string& organization,
                       const okapi::metrics::v1::AggregateKpiRequest& request,
                       std::optional<int> now);

// An answer that was heard, under the variant of its key.
struct KnownPeriods {
  std::string variant;
  absl::Time heard;
  okapi::metrics::v1::AggregateKpiResponse response;
};

// Each period that is asked for as it was last told of, wherever nothing later counted in than the
// question lets count: a month that was cut off in its middle does not stand in for a whole one.
// `away` is what is wrong with metrics. Nothing is known where no period is.
KpiAnswer PutTogether(const KpiQuestion& question, std::vector<KnownPeriods> known,
                      const absl::Status& away);

}  // namespace okapi::reporting

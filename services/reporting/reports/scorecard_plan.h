#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "okapi/common/v1/calendar.pb.h"
#include "okapi/metrics/v1/metrics_service.pb.h"
#include "okapi/metrics/v1/resources.pb.h"
#include "okapi/reporting/v1/reporting_service.pb.h"
#include "services/reporting/neighbours/kpi_questions.h"

namespace okapi::reporting {

// A checked request for a scorecard, defaults filled in.
struct ScorecardQuery {
  using GroupBy = okapi::reporting::v1::GetScorecardRequest::GroupBy;
  std::string organization;
  okapi::common::v1::PeriodType period_type = okapi::common::v1::MONTH;
  int period_count = 6;
  // Absent: the scorecard of now.
  std::optional<absl::Time> as_of;
  bool breakdown = false;
  bool details = false;
  bool rank_by_contribution = false;
  bool forecasts = false;
  GroupBy group_by = okapi::reporting::v1::GetScorecardRequest::GROUP_BY_UNSPECIFIED;
  std::string group_label;
  std::string known_etag;
  bool names = false;
  // Empty: of any.
  std::string team;
  std::string owner;

  // Differs for any two queries with different answers; says nothing of groups and names.
  std::string Key() const;

  // INVALID_ARGUMENT naming the fields, `prefix` before each, that the annotations of the request
  // cannot check.
  static absl::StatusOr<ScorecardQuery> Parse(
      const okapi::reporting::v1::GetScorecardRequest& request, absl::string_view prefix = "");
};

// The frame of a scorecard and the questions that fill it.
struct ScorecardPlan {
  // Whether members are sorted by what they did to the last change.
  bool rank_by_contribution = false;
  // The period before the first column, which the first change is measured against, then the
  // columns. Empty when the calendar is not known.
  std::vector<okapi::common::v1::Period> periods;
  // The KPIs in the order of their names.
  std::vector<okapi::metrics::v1::Kpi> kpis;
  // In the order of the KPIs; of each the whole first, then its dimensions in their order.
  std::vector<KpiQuestion> questions;
};

// What is due of a straight target is told by the time that has passed; only a curve needs asking.
bool HasCurve(const okapi::metrics::v1::Kpi& kpi);

// Plans the scorecard that is looked at from `as_of`.
absl::StatusOr<ScorecardPlan> PlanScorecard(const ScorecardQuery& query,
                                            const KpiDefinitions& definitions, absl::Time as_of);

}  // namespace okapi::reporting

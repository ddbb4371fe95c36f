#include "services/metrics/kpi_answer.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/api/resource_name.h"
#include "common/api/timestamp.h"
#include "common/status/status_macros.h"
#include "services/metrics/aggregation.h"
#include "services/metrics/targets.h"

namespace okapi::metrics {
namespace {

using okapi::metrics::v1::AggregateKpiRequest;
using okapi::metrics::v1::AggregateKpiResponse;
using okapi::metrics::v1::KpiGroup;
using okapi::metrics::v1::KpiValue;

// Adds the declared members that have no samples; keeps the order by labels.
void AddDeclared(const KpiQuery& query, std::vector<GroupNumbers>& groups) {
  for (const std::string& member : query.declared_members) {
    const std::vector<std::string> labels = {member};
    const auto at = std::lower_bound(
        groups.begin(), groups.end(), labels,
        [](const GroupNumbers& group, const auto& key) { return group.labels < key; });
    if (at != groups.end() && at->labels == labels) continue;
    groups.insert(at, GroupNumbers{labels, std::vector<IntervalNumber>(query.periods.size())});
  }
}

KpiValue ToValue(const QueryPeriod& period, const IntervalNumber& number,
                 const std::optional<TargetScope>& scope, const Targets& targets) {
  KpiValue value;
  *value.mutable_period() = period.period;
  if (number.value.has_value()) value.set_value(*number.value);
  value.set_sample_count(number.sample_count);
  if (number.sample_count > 0) {
    *value.mutable_last_sample_time() =
        api::ToTimestamp(absl::FromUnixMicros(number.last_sample_us));
  }
  if (!scope.has_value() || targets.empty()) return value;
  const std::optional<double> target = targets.Over(*scope, period.target_days);
  if (target.has_value()) value.set_target(*target);
  return value;
}

}  // namespace

absl::StatusOr<PreparedQuestion> Prepare(const Definitions& definitions,
                                         const storage::Reader& reader,
                                         const AggregateKpiRequest& request, absl::Time now) {
  PreparedQuestion question;
  question.request = request;
  OKAPI_ASSIGN_OR_RETURN(question.kpi, definitions.kpis.Get(reader, request.name()));
  OKAPI_ASSIGN_OR_RETURN(const calendar::Calendar calendar,
                         definitions.CalendarOf(reader, api::OrganizationOf(request.name())));
  OKAPI_ASSIGN_OR_RETURN(question.query, PlanQuery(request, question.kpi, calendar, now));
  return question;
}

absl::StatusOr<AggregateKpiResponse> AnswerFrom(const SampleEngine& engine, int64_t revision,
                                                const PreparedQuestion& question) {
  OKAPI_ASSIGN_OR_RETURN(const CapturedSamples samples,
                         engine.Capture(api::OrganizationOf(question.kpi.name()), revision,
                                        question.query.aggregation.Selections()));
  OKAPI_ASSIGN_OR_RETURN(std::vector<GroupNumbers> groups,
                         Aggregate(samples, question.query.aggregation));
  AddDeclared(question.query, groups);
  OKAPI_RETURN_IF_ERROR(CheckSize(groups.size(), question.query.aggregation));
  const Targets targets(question.kpi);
  AggregateKpiResponse response;
  response.set_kpi(question.kpi.name());
  response.set_revision(revision);
  for (const GroupNumbers& numbers : groups) {
    KpiGroup& group = *response.add_groups();
    for (size_t i = 0; i < numbers.labels.size(); ++i) {
      (*group.mutable_labels())[question.request.group_by(static_cast<int>(i))] = numbers.labels[i];
    }
    const std::optional<TargetScope> scope = ScopeOf(question.request, numbers.labels);
    for (size_t i = 0; i < question.query.periods.size(); ++i) {
      *group.add_values() =
          ToValue(question.query.periods[i], numbers.intervals[i], scope, targets);
    }
  }
  return response;
}

absl::StatusOr<AggregateKpiResponse> Answer(const Definitions& definitions,
                                            const SampleEngine& engine, const journal::View& view,
                                            const AggregateKpiRequest& request, absl::Time now) {
  OKAPI_ASSIGN_OR_RETURN(const PreparedQuestion question,
                         Prepare(definitions, *view.reader, request, now));
  return AnswerFrom(engine, view.revision, question);
}

}  // namespace okapi::metrics

#include "services/metrics/queries/kpi_answer.h"

#include "common/api/resource_name.h"
#include "common/status/status_macros.h"
#include "services/metrics/queries/run_numbers.h"

namespace okapi::metrics {

using okapi::metrics::v1::AggregateKpiRequest;
using okapi::metrics::v1::AggregateKpiResponse;

namespace {

// Runs hold intervals, and each period is one of these.
void SetDefinitions(KpiQuery& query) {
  for (QueryPeriod& period : query.periods) {
    for (const DefinitionRun& run : query.runs) {
      if (period.interval < run.begin || period.interval >= run.end) continue;
      period.definition_date = run.definition_date;
      period.additive = run.additive;
    }
  }
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
  OKAPI_ASSIGN_OR_RETURN(question.query.runs,
                         PlanRuns(reader, request, calendar, question.query.aggregation));
  SetDefinitions(question.query);
  return question;
}

void DescribeKpi(const okapi::metrics::v1::Kpi& kpi, AggregateKpiResponse& response) {
  response.set_kpi(kpi.name());
  response.set_aggregation(kpi.aggregation());
  response.set_additive(kpi.aggregation() == okapi::metrics::v1::SUM ||
                        kpi.aggregation() == okapi::metrics::v1::COUNT);
}

AggregateKpiResponse ToResponse(const ComputedAnswer& answer, const PreparedQuestion& question,
                                int64_t revision) {
  AggregateKpiResponse response;
  DescribeKpi(question.kpi, response);
  response.set_revision(revision);
  response.set_group_count(answer.group_count());
  for (size_t i = 0; i < answer.size(); ++i) *response.add_groups() = answer.Group(i);
  return response;
}

absl::StatusOr<AggregateKpiResponse> AnswerFrom(const SampleEngine& engine, int64_t revision,
                                                const PreparedQuestion& question) {
  OKAPI_ASSIGN_OR_RETURN(const CapturedSamples samples,
                         engine.Capture(api::OrganizationOf(question.kpi.name()), revision,
                                        SelectionsOf(question.query.runs)));
  OKAPI_ASSIGN_OR_RETURN(const ComputedAnswer answer,
                         ComputedAnswer::Compute(question, samples, /*first=*/0));
  return ToResponse(answer, question, revision);
}

absl::StatusOr<AggregateKpiResponse> Answer(const Definitions& definitions,
                                            const SampleEngine& engine, const journal::View& view,
                                            const AggregateKpiRequest& request, absl::Time now) {
  OKAPI_ASSIGN_OR_RETURN(const PreparedQuestion question,
                         Prepare(definitions, *view.reader, request, now));
  return AnswerFrom(engine, view.revision, question);
}

}  // namespace okapi::metrics

#include "services/metrics/queries/question_batch.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/api/resource_name.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/metrics/queries/kpi_answer.h"
#include "services/metrics/queries/run_numbers.h"

namespace okapi::metrics {
namespace {

using okapi::metrics::v1::AggregateUpdate;
using okapi::metrics::v1::BatchAggregateKpisRequest;
using okapi::metrics::v1::BatchAggregateKpisResponse;

}  // namespace

absl::StatusOr<QuestionBatch> QuestionBatch::Capture(const Definitions& definitions,
                                                     const SampleEngine& engine,
                                                     const journal::View& view,
                                                     const Queries& queries, absl::Time now) {
  QuestionBatch batch;
  batch.revision_ = view.revision;
  std::vector<SampleSelection> selections;
  for (const auto& query : queries) {
    Question& question = batch.questions_.emplace_back(
        Question{Prepare(definitions, *view.reader, query, now), selections.size()});
    if (!question.prepared.ok()) continue;
    for (SampleSelection& selection : SelectionsOf(question.prepared->query.runs)) {
      selections.push_back(std::move(selection));
    }
  }
  if (selections.empty()) return batch;
  OKAPI_ASSIGN_OR_RETURN(batch.samples_, engine.Capture(api::OrganizationOf(queries[0].name()),
                                                        view.revision, selections));
  return batch;
}

absl::StatusOr<ComputedAnswer> QuestionBatch::Compute(size_t position, size_t groups_max,
                                                      size_t numbers_max) {
  Question& question = questions_[position];
  OKAPI_RETURN_IF_ERROR(question.prepared.status());
  question.prepared->query.aggregation.groups_max = groups_max;
  question.prepared->query.aggregation.numbers_max = numbers_max;
  return ComputedAnswer::Compute(*question.prepared, samples_, question.first);
}

absl::StatusOr<BatchAggregateKpisResponse> AnswerBatch(const Definitions& definitions,
                                                       const SampleEngine& engine,
                                                       const journal::View& view,
                                                       const BatchAggregateKpisRequest& request,
                                                       absl::Time now) {
  status::FieldViolations violations;
  CheckQueries(request.queries(), request.parent(), kBatchQueriesMax, violations);
  OKAPI_RETURN_IF_ERROR(violations.ToStatus());
  OKAPI_ASSIGN_OR_RETURN(QuestionBatch batch,
                         QuestionBatch::Capture(definitions, engine, view, request.queries(), now));
  BatchAggregateKpisResponse response;
  response.set_revision(batch.revision());
  size_t numbers_left = kNumbersMax;
  for (size_t i = 0; i < batch.size(); ++i) {
    AggregateUpdate& update = *response.add_answers();
    update.set_query(static_cast<int>(i));
    const absl::StatusOr<ComputedAnswer> answer = batch.Compute(i, kGroupsMax, numbers_left);
    if (!answer.ok()) {
      SetError(answer.status(), update);
      continue;
    }
    numbers_left -= answer->number_count();
    *update.mutable_result() = ToResponse(*answer, batch.question(i), batch.revision());
  }
  return response;
}

}  // namespace okapi::metrics

#pragma once

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/journal/journal.h"
#include "services/metrics/engine/sample_engine.h"
#include "services/metrics/kpis/definitions.h"
#include "services/metrics/queries/aggregate_update.h"
#include "services/metrics/queries/computed_answer.h"

namespace okapi::metrics {

// Questions that may be asked at once.
inline constexpr int kBatchQueriesMax = 1000;

// Several questions, to be answered one by one from one state of definitions and samples. Not
// thread-safe.
class QuestionBatch {
 public:
  // Captures the samples of all questions at once. A question that cannot be worked out has its
  // error; others are not disturbed. LIMIT_EXCEEDED when they select too many series together. Not
  // from the lane.
  static absl::StatusOr<QuestionBatch> Capture(const Definitions& definitions,
                                               const SampleEngine& engine,
                                               const journal::View& view, const Queries& queries,
                                               absl::Time now);

  size_t size() const { return questions_.size(); }
  int64_t revision() const { return revision_; }
  // Precondition: Compute(position) gave an answer.
  const PreparedQuestion& question(size_t position) const { return *questions_[position].prepared; }

  // The numbers of one answer; valid as long as the batch is neither moved nor destroyed.
  absl::StatusOr<ComputedAnswer> Compute(size_t position, size_t groups_max, size_t numbers_max);

 private:
  struct Question {
    absl::StatusOr<PreparedQuestion> prepared;
    size_t first = 0;  // Of its metrics in samples_.
  };

  QuestionBatch() = default;

  int64_t revision_ = 0;
  std::vector<Question> questions_;
  CapturedSamples samples_;
};

// Answers all questions in one message.
absl::StatusOr<okapi::metrics::v1::BatchAggregateKpisResponse> AnswerBatch(
    const Definitions& definitions, const SampleEngine& engine, const journal::View& view,
    const okapi::metrics::v1::BatchAggregateKpisRequest& request, absl::Time now);

}  // namespace okapi::metrics

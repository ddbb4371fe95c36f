#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <vector>

#include "absl/status/statusor.h"
#include "okapi/metrics/v1/metrics_service.pb.h"
#include "services/metrics/engine/captured_samples.h"
#include "services/metrics/kpis/targets.h"
#include "services/metrics/queries/coverage.h"
#include "services/metrics/queries/kpi_query.h"

namespace okapi::metrics {

// A question with the KPI's definition and what there is to compute: all that an answer needs
// besides samples.
struct PreparedQuestion {
  okapi::metrics::v1::AggregateKpiRequest request;
  okapi::metrics::v1::Kpi kpi;
  KpiQuery query;
};

// The numbers of an answer, to be made into messages group by group.
class ComputedAnswer {
 public:
  // `samples` hold what the question's aggregation selects, from metrics[first] on; they and the
  // question must outlive the object. Fails as Aggregate.
  static absl::StatusOr<ComputedAnswer> Compute(const PreparedQuestion& question,
                                                const CapturedSamples& samples, size_t first);

  // The groups to be answered, and all there are.
  size_t size() const { return groups_.size(); }
  int group_count() const { return group_count_; }
  // How many numbers were computed, those of groups that are not answered included.
  size_t number_count() const { return number_count_; }
  // Precondition: position < size().
  okapi::metrics::v1::KpiGroup Group(size_t position) const;

 private:
  explicit ComputedAnswer(const PreparedQuestion& question)
      : question_(&question), targets_(question.kpi) {}

  void AddDeclaredMembers();
  // Where the group has samples; nullptr when coverage was not asked for.
  const CoveredParts* CoveredOf(const GroupNumbers& group) const;

  const PreparedQuestion* question_;
  Targets targets_;
  std::vector<GroupNumbers> groups_;
  int group_count_ = 0;
  size_t number_count_ = 0;
  std::map<std::array<absl::string_view, kGroupByMax>, CoveredParts> covered_;
  CoveredParts nothing_covered_;
};

}  // namespace okapi::metrics

#include "services/metrics/queries/computed_answer.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "common/api/timestamp.h"
#include "common/status/status_macros.h"
#include "services/metrics/engine/aggregation.h"
#include "services/metrics/queries/group_order.h"
#include "services/metrics/queries/run_numbers.h"

namespace okapi::metrics {
namespace {

using okapi::metrics::v1::KpiGroup;
using okapi::metrics::v1::KpiValue;

// What the samples say.
void SetNumbers(const QueryPeriod& period, const std::vector<IntervalNumber>& intervals,
                KpiValue& value) {
  const IntervalNumber& number = intervals[period.interval];
  if (number.value.has_value()) value.set_value(*number.value);
  value.set_sample_count(number.sample_count);
  if (number.sample_count > 0) {
    *value.mutable_last_sample_time() =
        api::ToTimestamp(absl::FromUnixMicros(number.last_sample_us));
  }
  if (period.previous.has_value() && intervals[*period.previous].value.has_value()) {
    value.set_previous_value(*intervals[*period.previous].value);
  }
  if (period.previous_year.has_value() && intervals[*period.previous_year].value.has_value()) {
    value.set_previous_year_value(*intervals[*period.previous_year].value);
  }
}

// What they are measured against.
void SetTargets(const PreparedQuestion& question, const QueryPeriod& period,
                const TargetScope& scope, const Targets& targets, KpiValue& value) {
  const std::optional<Aim> target = targets.Over(scope, period.target_parts, period.additive);
  if (!target.has_value()) return;
  value.set_target(target->value);
  if (target->max.has_value()) value.set_target_max(*target->max);
  if (!question.request.include_due_target()) return;
  const std::optional<Aim> due =
      targets.DueOver(scope, period.target_parts, question.query.end, period.additive);
  value.set_due_target(due->value);
  if (due->max.has_value()) value.set_due_target_max(*due->max);
}

}  // namespace

absl::StatusOr<ComputedAnswer> ComputedAnswer::Compute(const PreparedQuestion& question,
                                                       const CapturedSamples& samples,
                                                       size_t first) {
  const KpiQuery& query = question.query;
  ComputedAnswer answer(question);
  OKAPI_ASSIGN_OR_RETURN(answer.groups_,
                         ComputeRuns(samples, query.aggregation, query.runs, first));
  answer.AddDeclaredMembers();
  OKAPI_RETURN_IF_ERROR(CheckSize(answer.groups_.size(), query.aggregation));
  answer.group_count_ = static_cast<int>(answer.groups_.size());
  answer.number_count_ = answer.groups_.size() * query.aggregation.interval_count();
  SortAndCut(question.request, query.periods.empty() ? 0 : query.periods.back().interval,
             answer.groups_);
  if (query.parts.has_value()) {
    OKAPI_ASSIGN_OR_RETURN(answer.covered_, FindRunsCovered(samples, query.aggregation, query.runs,
                                                            query.parts->bounds_us, first));
    answer.nothing_covered_.resize(query.parts->bounds_us.size() - 1);
  }
  return answer;
}

// Adds those that have no samples; keeps the order by labels.
void ComputedAnswer::AddDeclaredMembers() {
  const KpiQuery& query = question_->query;
  for (const std::string& member : query.declared_members) {
    const std::vector<std::string> labels = {member};
    const auto at = std::lower_bound(
        groups_.begin(), groups_.end(), labels,
        [](const GroupNumbers& group, const auto& key) { return group.labels < key; });
    if (at != groups_.end() && at->labels == labels) continue;
    groups_.insert(
        at, GroupNumbers{labels, std::vector<IntervalNumber>(query.aggregation.interval_count())});
  }
}

const CoveredParts* ComputedAnswer::CoveredOf(const GroupNumbers& group) const {
  if (!question_->query.parts.has_value()) return nullptr;
  std::array<absl::string_view, kGroupByMax> key;
  for (size_t i = 0; i < group.labels.size(); ++i) key[i] = group.labels[i];
  const auto found = covered_.find(key);
  return found == covered_.end() ? &nothing_covered_ : &found->second;
}

KpiGroup ComputedAnswer::Group(size_t position) const {
  const GroupNumbers& numbers = groups_[position];
  const KpiQuery& query = question_->query;
  KpiGroup group;
  for (size_t i = 0; i < numbers.labels.size(); ++i) {
    const std::string& label = question_->request.group_by(static_cast<int>(i));
    (*group.mutable_labels())[label] = numbers.labels[i];
  }
  const std::optional<TargetScope> scope = ScopeOf(question_->request, numbers.labels);
  const CoveredParts* covered = CoveredOf(numbers);
  for (size_t i = 0; i < query.periods.size(); ++i) {
    KpiValue& value = *group.add_values();
    *value.mutable_period() = query.periods[i].period;
    value.set_settled(query.periods[i].settled);
    if (query.periods[i].definition_date.has_value()) {
      *value.mutable_definition_date() = *query.periods[i].definition_date;
    }
    SetNumbers(query.periods[i], numbers.intervals, value);
    if (scope.has_value() && !targets_.empty()) {
      SetTargets(*question_, query.periods[i], *scope, targets_, value);
    }
    if (covered == nullptr) continue;
    const std::optional<double> coverage = CoverageOf(*query.parts, *covered, i);
    if (coverage.has_value()) value.set_coverage(*coverage);
  }
  return group;
}

}  // namespace okapi::metrics

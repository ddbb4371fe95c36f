#include "services/metrics/engine/metric_selection.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/metrics/series/series.h"

namespace okapi::metrics {

SampleSelection SelectMetric(const std::string& metric, const LabelMatchers& filter,
                             status::FieldViolations& violations) {
  if (absl::Status bad = CheckMetricName(metric); !bad.ok()) {
    violations.Add("metric", bad.message());
  }
  if (filter.size() > kMatchersMax) {
    violations.Add("filter", absl::StrCat("has more than ", kMatchersMax, " entries"));
  }
  CheckMatchers(filter, "filter", violations);
  SampleSelection selection;
  selection.metric = metric;
  for (const v1::LabelMatcher& matcher : filter) {
    absl::StatusOr<LabelMatcher> created = LabelMatcher::Create(matcher);
    if (created.ok()) selection.matchers.push_back(*std::move(created));
  }
  return selection;
}

}  // namespace okapi::metrics

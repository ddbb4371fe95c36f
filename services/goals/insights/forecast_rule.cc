#include "services/goals/insights/forecast_rule.h"

#include <set>
#include <string>

#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/goals/numbers/key_result_state.h"
#include "services/goals/store/combined_values.h"

namespace okapi::goals {
namespace {

using okapi::goals::v1::KeyResult;
using okapi::goals::v1::KpiLink;
using okapi::goals::v1::KpiSource;

// Whether the values lie nearer to a way from 0 at the start of the span than to one level: by the
// squares of how far they stray from the best of each.
bool GrowsFromNothing(const CycleSpan& span, absl::Span<const DatedValue> history) {
  double xx = 0;
  double xy = 0;
  double y = 0;
  for (const DatedValue& value : history) {
    const double x = absl::FDivDuration(value.time - span.start, span.end - span.start);
    xx += x * x;
    xy += x * value.value;
    y += value.value;
  }
  if (!(xx > 0)) return false;
  const double slope = xy / xx;
  const double level = y / static_cast<double>(history.size());
  double from_way = 0;
  double from_level = 0;
  for (const DatedValue& value : history) {
    const double x = absl::FDivDuration(value.time - span.start, span.end - span.start);
    from_way += (value.value - slope * x) * (value.value - slope * x);
    from_level += (value.value - level) * (value.value - level);
  }
  return from_way < from_level;
}

ForecastRule OfTotal(const KeyResult& key_result) {
  return key_result.has_start_date() ? ForecastRule::kLevel : ForecastRule::kTotal;
}

ForecastRule OfKpi(const KeyResult& key_result, const CycleSpan& span,
                   absl::Span<const DatedValue> history) {
  const auto aggregation = key_result.kpi_link().aggregation();
  if (aggregation == KpiLink::LAST) return ForecastRule::kStock;
  if (key_result.kpi_source().window() != KpiSource::CYCLE_TO_DATE) return ForecastRule::kLevel;
  switch (aggregation) {
    case KpiLink::MEAN:
      return ForecastRule::kMean;
    case KpiLink::MIN:
      return ForecastRule::kSmallest;
    case KpiLink::MAX:
      return ForecastRule::kLargest;
    case KpiLink::FORMULA:
      return GrowsFromNothing(span, history) ? OfTotal(key_result) : ForecastRule::kMean;
    default:
      return OfTotal(key_result);
  }
}

// How the KPIs at the ends of all ways down from a key result aggregate; each is looked at once.
class Aggregations {
 public:
  Aggregations(const GoalsStore& store, const storage::Reader& reader)
      : store_(store), reader_(reader) {}

  absl::Status AddPartsOf(const KeyResult& key_result) {
    for (const std::string& name : key_result.key_result_source().key_results()) {
      if (!seen_.insert(name).second) continue;
      OKAPI_ASSIGN_OR_RETURN(const auto stored, store_.key_results.FindStored(reader_, name));
      if (!stored.has_value()) return status::NotFound(name);
      if (stored->has_key_result_source()) {
        OKAPI_RETURN_IF_ERROR(AddPartsOf(*stored));
        continue;
      }
      OKAPI_ASSIGN_OR_RETURN(const auto state, store_.StateOf(reader_, name));
      KeyResult part = *stored;
      ShowState(state, part);
      found_.insert(part.kpi_link().aggregation());
    }
    return absl::OkStatus();
  }

  bool AreAll(KpiLink::Aggregation one) const {
    return found_.size() == 1 && *found_.begin() == one;
  }
  bool AddUp() const {
    return found_.empty() || *found_.rbegin() <= KpiLink::SUM;  // Or are not known yet.
  }

 private:
  const GoalsStore& store_;
  const storage::Reader& reader_;
  std::set<std::string> seen_;
  std::set<KpiLink::Aggregation> found_;
};

}  // namespace

absl::StatusOr<ForecastRule> ForecastRuleOf(const GoalsStore& store, const storage::Reader& reader,
                                            const KeyResult& key_result, const Timing& timing,
                                            absl::Span<const DatedValue> history) {
  if (key_result.has_kpi_source()) return OfKpi(key_result, timing.span, history);
  if (!key_result.has_key_result_source()) return ForecastRule::kLevel;
  OKAPI_ASSIGN_OR_RETURN(const FromStart from_start, CountedFromStart(store, reader, key_result));
  if (from_start != FromStart::kWholly) return ForecastRule::kLevel;
  Aggregations parts(store, reader.whole());
  OKAPI_RETURN_IF_ERROR(parts.AddPartsOf(key_result));
  if (parts.AddUp()) return OfTotal(key_result);
  return parts.AreAll(KpiLink::MEAN) ? ForecastRule::kMean : ForecastRule::kLevel;
}

}  // namespace okapi::goals

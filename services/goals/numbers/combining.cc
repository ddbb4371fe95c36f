#include "services/goals/numbers/combining.h"

#include <algorithm>
#include <map>
#include <optional>
#include <vector>

#include "common/api/stable_bytes.h"
#include "common/api/timestamp.h"
#include "common/base/sha256.h"
#include "common/scoring/sum.h"
#include "services/goals/numbers/key_result_state.h"
#include "services/goals/numbers/progress.h"

namespace okapi::goals {
namespace {

using okapi::goals::v1::KeyResult;
using okapi::goals::v1::KeyResultSource;
using okapi::storage::v1::CombinedValueRecord;

bool IsStaleOne(const KeyResult* part) { return IsStale(*part); }

double SumOf(const std::vector<DatedValue>& known) {
  scoring::Sum sum;
  for (const DatedValue& one : known) sum.Add(one.value);
  return sum.value();
}

bool Less(const DatedValue& a, const DatedValue& b) { return a.value < b.value; }

bool Earlier(const DatedValue& a, const DatedValue& b) { return a.time < b.time; }

double ValueOf(KeyResultSource::Combination combination, const std::vector<DatedValue>& known) {
  switch (combination) {
    case KeyResultSource::MEAN:
      return SumOf(known) / static_cast<double>(known.size());
    case KeyResultSource::MIN:
      return std::min_element(known.begin(), known.end(), Less)->value;
    case KeyResultSource::MAX:
      return std::max_element(known.begin(), known.end(), Less)->value;
    case KeyResultSource::LATEST:  // Of several the first: that is what max_element takes.
      return std::max_element(known.begin(), known.end(), Earlier)->value;
    default:
      return SumOf(known);
  }
}

// Precondition: there is one.
DatedValue PutTogether(KeyResultSource::Combination combination,
                       const std::vector<DatedValue>& known) {
  const absl::Time newest = std::max_element(known.begin(), known.end(), Earlier)->time;
  return {newest, ValueOf(combination, known)};
}

// Since when nothing of it is news: since the last of them became stale.
absl::Time StaleSince(const std::vector<const KeyResult*>& known) {
  absl::Time since = absl::InfinitePast();
  for (const KeyResult* part : known) {
    since = std::max(since, api::FromTimestamp(part->kpi_link().stale_since()));
  }
  return since;
}

}  // namespace

bool IsDriven(const KeyResult& key_result) {
  return key_result.has_kpi_source() || key_result.has_key_result_source();
}

std::string SourceHash(const KeyResultSource& source) {
  KeyResultSource definition = source;
  definition.clear_missing();
  definition.clear_stale();
  if (definition.combination() == KeyResultSource::COMBINATION_UNSPECIFIED) {
    definition.set_combination(KeyResultSource::SUM);
  }
  return base::Sha256(api::StableBytes(definition));
}

std::string SourceHash(const KeyResult& key_result) {
  if (key_result.has_kpi_source()) return SourceHash(key_result.kpi_source());
  return key_result.has_key_result_source() ? SourceHash(key_result.key_result_source()) : "";
}

CombinedValueRecord Combine(const KeyResultSource& source, absl::Span<const KeyResult> parts) {
  CombinedValueRecord combined;
  combined.set_source_hash(SourceHash(source));
  std::vector<const KeyResult*> known;
  std::vector<DatedValue> values;
  for (const KeyResult& part : parts) {
    if (!part.has_current_value()) continue;
    known.push_back(&part);
    values.push_back({api::FromTimestamp(part.current_value_time()), part.current_value()});
  }
  combined.set_missing(static_cast<int>(parts.size() - known.size()));
  if (known.empty()) return combined;
  const DatedValue value = PutTogether(source.combination(), values);
  combined.set_value(value.value);
  *combined.mutable_value_time() = api::ToTimestamp(value.time);
  const auto stale = std::count_if(known.begin(), known.end(), IsStaleOne);
  combined.set_stale(static_cast<int>(stale));
  if (combined.stale() == static_cast<int>(known.size())) {
    *combined.mutable_stale_since() = api::ToTimestamp(StaleSince(known));
  }
  return combined;
}

std::vector<DatedValue> CombineHistories(KeyResultSource::Combination combination,
                                         absl::Span<const absl::Span<const DatedValue>> parts,
                                         absl::CivilDay from, const absl::TimeZone& zone) {
  std::map<absl::CivilDay, std::map<size_t, DatedValue>> days;  // The last of every part.
  for (size_t part = 0; part < parts.size(); ++part) {
    for (const DatedValue& value : parts[part]) days[DayOf(value.time, zone)][part] = value;
  }
  std::vector<DatedValue> combined;
  std::map<size_t, DatedValue> last;
  for (const auto& [day, news] : days) {
    for (const auto& [part, value] : news) last[part] = value;
    if (day < from) continue;
    std::vector<DatedValue> known;
    for (const auto& [part, value] : last) known.push_back(value);
    combined.push_back(PutTogether(combination, known));
  }
  return combined;
}

void ShowCombined(const CombinedValueRecord& combined, KeyResult& key_result) {
  auto& source = *key_result.mutable_key_result_source();
  auto& link = *key_result.mutable_kpi_link();
  if (combined.source_hash() != SourceHash(source)) {
    source.set_missing(source.key_results_size());
    return;
  }
  source.set_missing(combined.missing());
  source.set_stale(combined.stale());
  if (combined.has_stale_since()) {
    link.set_stale(true);
    *link.mutable_stale_since() = combined.stale_since();
    link.set_problem("all values that it is made of are stale");
  }
  if (!combined.has_value()) return;
  key_result.set_current_value(combined.value());
  *key_result.mutable_current_value_time() = combined.value_time();
}

}  // namespace okapi::goals

#include "services/goals/numbers/combining.h"

#include <algorithm>
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

absl::Time TimeOf(const KeyResult* part) { return api::FromTimestamp(part->current_value_time()); }

double SumOf(const std::vector<const KeyResult*>& known) {
  scoring::Sum sum;
  for (const KeyResult* part : known) sum.Add(part->current_value());
  return sum.value();
}

bool Less(const KeyResult* a, const KeyResult* b) {
  return a->current_value() < b->current_value();
}

bool Earlier(const KeyResult* a, const KeyResult* b) { return TimeOf(a) < TimeOf(b); }

// Precondition: there is one that has a value.
double ValueOf(KeyResultSource::Combination combination,
               const std::vector<const KeyResult*>& known) {
  switch (combination) {
    case KeyResultSource::MEAN:
      return SumOf(known) / static_cast<double>(known.size());
    case KeyResultSource::MIN:
      return (*std::min_element(known.begin(), known.end(), Less))->current_value();
    case KeyResultSource::MAX:
      return (*std::max_element(known.begin(), known.end(), Less))->current_value();
    case KeyResultSource::LATEST:  // Of several the first: that is what max_element takes.
      return (*std::max_element(known.begin(), known.end(), Earlier))->current_value();
    default:
      return SumOf(known);
  }
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
  for (const KeyResult& part : parts) {
    if (part.has_current_value()) known.push_back(&part);
  }
  combined.set_missing(static_cast<int>(parts.size() - known.size()));
  if (known.empty()) return combined;
  combined.set_value(ValueOf(source.combination(), known));
  *combined.mutable_value_time() =
      (*std::max_element(known.begin(), known.end(), Earlier))->current_value_time();
  const auto stale = std::count_if(known.begin(), known.end(), IsStaleOne);
  combined.set_stale(static_cast<int>(stale));
  if (combined.stale() == static_cast<int>(known.size())) {
    *combined.mutable_stale_since() = api::ToTimestamp(StaleSince(known));
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

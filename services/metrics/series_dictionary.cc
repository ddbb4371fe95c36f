#include "services/metrics/series_dictionary.h"

#include <utility>

namespace okapi::metrics {

SeriesDictionary::Decisions SeriesDictionary::Decide(
    const std::vector<DeclaredSeries*>& series) const {
  Decisions decisions;
  absl::flat_hash_map<std::string, uint64_t> new_numbers;
  absl::flat_hash_map<std::string, SampleKind> new_kinds;
  for (const DeclaredSeries* declared : series) {
    const std::string& metric = declared->identity.metric;
    const auto known_kind = kinds_.find(metric);
    const SampleKind kind = known_kind != kinds_.end()
                                ? known_kind->second
                                : new_kinds.try_emplace(metric, declared->kind).first->second;
    if (kind != declared->kind) {
      decisions.numbers.push_back(DeclaredSeries::kKindMismatch);
      continue;
    }
    std::string key = declared->identity.Key();
    uint64_t number = numbers_.size() + new_numbers.size();
    if (const auto known = numbers_.find(key); known != numbers_.end()) {
      number = known->second;
    } else if (const auto [slot, is_new] = new_numbers.try_emplace(std::move(key), number);
               is_new) {
      decisions.added.push_back(NewSeries{number, kind, declared->identity});
    } else {
      number = slot->second;
    }
    decisions.numbers.push_back(static_cast<int64_t>(number));
  }
  return decisions;
}

void SeriesDictionary::Add(const NewSeries& series) {
  numbers_.emplace(series.identity.Key(), series.number);
  kinds_.emplace(series.identity.metric, series.kind);
}

}  // namespace okapi::metrics

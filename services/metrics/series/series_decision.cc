#include "services/metrics/series/series_decision.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"

namespace okapi::metrics {

SeriesDecisions Decide(const SeriesIndex& index,
                       const std::vector<std::shared_ptr<DeclaredSeries>>& series,
                       size_t series_max) {
  SeriesDecisions decisions;
  absl::flat_hash_map<std::string, int64_t> new_numbers;
  absl::flat_hash_map<std::string, SampleKind> new_kinds;
  auto decide = [&](const DeclaredSeries& declared) -> int64_t {
    // An earlier batch of the same sender may have settled it since.
    if (declared.decided()) return declared.number();
    const std::string& metric = declared.identity.metric;
    const Metric* known_metric = index.FindMetric(metric);
    const SampleKind kind = known_metric != nullptr
                                ? known_metric->kind
                                : new_kinds.try_emplace(metric, declared.kind).first->second;
    if (kind != declared.kind) return DeclaredSeries::kKindMismatch;
    if (const std::optional<uint32_t> known = index.Find(declared.identity); known.has_value()) {
      return *known;
    }
    const auto number = static_cast<int64_t>(index.size() + decisions.added.size());
    if (static_cast<size_t>(number) >= series_max) return DeclaredSeries::kTooMany;
    const auto [slot, is_new] = new_numbers.try_emplace(declared.identity.Key(), number);
    if (is_new) {
      decisions.added.push_back({static_cast<uint32_t>(number), kind, declared.identity});
    }
    return slot->second;
  };
  decisions.numbers.reserve(series.size());
  for (const auto& declared : series) decisions.numbers.push_back(decide(*declared));
  return decisions;
}

}  // namespace okapi::metrics

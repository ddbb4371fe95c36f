#include "services/metrics/series/series_index.h"

#include <algorithm>
#include <utility>

#include "absl/hash/hash.h"

namespace okapi::metrics {
namespace {

// Answers of one matcher, remembered by label: a regular expression looks at each value once.
class RememberingMatcher {
 public:
  RememberingMatcher(const LabelMatcher& matcher, const LabelPool& pool)
      : matcher_(matcher), pool_(pool) {}

  const std::string& label() const { return matcher_.label(); }
  bool Matches(LabelPool::Id id) {
    const auto [answer, is_new] = answers_.try_emplace(id, false);
    if (is_new) answer->second = matcher_.Matches(pool_.value(id));
    return answer->second;
  }

 private:
  const LabelMatcher& matcher_;
  const LabelPool& pool_;
  absl::flat_hash_map<LabelPool::Id, bool> answers_;
};

}  // namespace

size_t SeriesIndex::Hash::operator()(const Candidate& series) const {
  return absl::HashOf(series.metric, series.labels);
}

bool SeriesIndex::Equal::operator()(uint32_t a, const Candidate& b) const {
  const Candidate known = index->AsCandidate(a);
  return known.metric == b.metric && known.labels == b.labels;
}

uint32_t SeriesIndex::Add(const SeriesIdentity& identity, SampleKind kind) {
  const auto number = static_cast<uint32_t>(series_.size());
  const auto [metric, is_new] =
      metric_ids_.try_emplace(identity.metric, static_cast<uint32_t>(metrics_.size()));
  if (is_new) {
    Metric& added = metrics_.emplace_back();
    added.name = identity.metric;
    added.kind = kind;
  }
  metrics_[metric->second].series.Add(number);
  series_.push_back({metric->second, static_cast<uint32_t>(label_ids_.size())});
  for (const auto& [name, value] : identity.labels) {
    const LabelPool::Id id = pool_.Intern(name, value);
    label_ids_.push_back(id);
    if (id >= by_label_.size()) by_label_.resize(id + 1);
    by_label_[id].Add(number);
  }
  by_identity_.insert(number);
  return number;
}

std::optional<uint32_t> SeriesIndex::Find(const SeriesIdentity& identity) const {
  const auto metric = metric_ids_.find(identity.metric);
  if (metric == metric_ids_.end()) return std::nullopt;
  std::vector<LabelPool::Id> labels;
  labels.reserve(identity.labels.size());
  for (const auto& [name, value] : identity.labels) {
    labels.push_back(pool_.Find(name, value));
    if (labels.back() == LabelPool::kNone) return std::nullopt;
  }
  const auto found = by_identity_.find(Candidate{metric->second, labels});
  if (found == by_identity_.end()) return std::nullopt;
  return *found;
}

const Metric* SeriesIndex::FindMetric(absl::string_view name) const {
  const auto found = metric_ids_.find(name);
  return found == metric_ids_.end() ? nullptr : &metrics_[found->second];
}

absl::Span<const LabelPool::Id> SeriesIndex::LabelsOf(uint32_t number) const {
  const size_t begin = series_[number].labels_begin;
  const size_t end =
      number + 1 < series_.size() ? series_[number + 1].labels_begin : label_ids_.size();
  return absl::MakeConstSpan(label_ids_).subspan(begin, end - begin);
}

SeriesIdentity SeriesIndex::IdentityOf(uint32_t number) const {
  SeriesIdentity identity;
  identity.metric = metrics_[series_[number].metric].name;
  for (const LabelPool::Id id : LabelsOf(number)) {
    identity.labels.emplace_back(std::string(pool_.name(id)), std::string(pool_.value(id)));
  }
  return identity;
}

LabelPool::Id SeriesIndex::LabelOf(uint32_t number, absl::string_view name) const {
  for (const LabelPool::Id id : LabelsOf(number)) {
    if (pool_.name(id) == name) return id;
  }
  return LabelPool::kNone;
}

std::vector<uint32_t> SeriesIndex::Select(absl::string_view metric_name,
                                          absl::Span<const LabelMatcher> matchers) const {
  std::vector<uint32_t> selected;
  const Metric* metric = FindMetric(metric_name);
  if (metric == nullptr) return selected;
  // Start from the smallest set that is known to hold the answer.
  Roaring listed;
  uint64_t smallest = metric->series.count();
  bool by_label = false;
  for (const LabelMatcher& matcher : matchers) {
    if (matcher.Listed() == nullptr) continue;
    Roaring some;
    for (const std::string& value : *matcher.Listed()) {
      const LabelPool::Id id = pool_.Find(matcher.label(), value);
      if (id != LabelPool::kNone) by_label_[id].AddTo(some);
    }
    if (some.cardinality() >= smallest) continue;
    smallest = some.cardinality();
    listed = std::move(some);
    by_label = true;
  }
  std::vector<RememberingMatcher> remembering;
  for (const LabelMatcher& matcher : matchers) remembering.emplace_back(matcher, pool_);
  const uint32_t metric_id = metric_ids_.find(metric_name)->second;
  auto consider = [&](uint32_t number) {
    if (series_[number].metric != metric_id) return;
    const bool all = std::all_of(remembering.begin(), remembering.end(), [&](auto& matcher) {
      return matcher.Matches(LabelOf(number, matcher.label()));
    });
    if (all) selected.push_back(number);
  };
  if (by_label) {
    for (const uint32_t number : listed) consider(number);
  } else {
    metric->series.ForEach(consider);
  }
  return selected;
}

}  // namespace okapi::metrics

#include "services/metrics/intake/otlp_series.h"

#include <utility>

#include "common/status/status_macros.h"

namespace okapi::metrics {
namespace {

constexpr size_t kSeriesMax = 2'000'000;
constexpr size_t kOrganizationsMax = 1'000;

}  // namespace

absl::StatusOr<uint32_t> OtlpSeries::RefOf(
    const std::string& key, absl::FunctionRef<absl::StatusOr<v1::SeriesDeclaration>()> declare) {
  if (!known_.empty()) {
    const uint32_t guess = known_[before_].next;
    if (*known_[guess].key == key) return before_ = guess;
  }
  auto known = refs_.find(key);
  if (known == refs_.end()) {
    OKAPI_ASSIGN_OR_RETURN(const v1::SeriesDeclaration declaration, declare());
    const auto ref = static_cast<uint32_t>(declared_.size());
    declared_.Declare(declaration);
    known = refs_.emplace(key, ref).first;
    known_.push_back({&known->first, 0});
  }
  known_[before_].next = known->second;
  return before_ = known->second;
}

bool OtlpSeries::Restarted(uint32_t ref, uint64_t start_ns) {
  const auto [known, is_new] = starts_ns_.try_emplace(ref, start_ns);
  if (is_new || known->second == start_ns) return false;
  known->second = start_ns;
  return true;
}

std::unique_ptr<OtlpSeries> OtlpSeriesPool::Take(const std::string& organization) {
  base::MutexLock lock(mutex_);
  auto& free = free_[organization];
  if (free.empty()) return std::make_unique<OtlpSeries>();
  std::unique_ptr<OtlpSeries> series = std::move(free.back());
  free.pop_back();
  return series;
}

void OtlpSeriesPool::Return(const std::string& organization, std::unique_ptr<OtlpSeries> series) {
  if (series->size() > kSeriesMax) return;
  base::MutexLock lock(mutex_);
  if (free_.size() > kOrganizationsMax) free_.clear();
  free_[organization].push_back(std::move(series));
}

}  // namespace okapi::metrics

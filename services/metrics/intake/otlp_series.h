#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/node_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "common/base/mutex.h"
#include "services/metrics/series/declared_series.h"

namespace okapi::metrics {

// The series that OTLP points of one organization were found to belong to, so that the next point
// with the same attributes costs one look-up. Used by one thread at a time.
class OtlpSeries {
 public:
  // The number in declared() of the series that `key` stands for; `declare` is asked when it is
  // new. A declaration that fails is not remembered.
  absl::StatusOr<uint32_t> RefOf(
      const std::string& key, absl::FunctionRef<absl::StatusOr<v1::SeriesDeclaration>()> declare);
  // Takes note of when the counter behind a series began. True if that is another time than before:
  // it has been restarted, or it is Fresh().
  bool Restarted(uint32_t ref, uint64_t start_ns);
  // The series has no samples yet: its counter begins with what comes now.
  void Fresh(uint32_t ref) { starts_ns_[ref] = 0; }
  DeclaredSeriesList& declared() { return declared_; }
  size_t size() const { return refs_.size(); }

 private:
  DeclaredSeriesList declared_;
  absl::node_hash_map<std::string, uint32_t> refs_;
  // By number: the key, which is refs_' own, and the series whose point came next the last time.
  // Senders send in the same order again and again, so the guess is mostly right.
  struct Known {
    const std::string* key;
    uint32_t next;
  };
  std::vector<Known> known_;
  uint32_t before_ = 0;
  absl::flat_hash_map<uint32_t, uint64_t> starts_ns_;
};

// One OtlpSeries per organization and call under way. Thread-safe.
class OtlpSeriesPool {
 public:
  std::unique_ptr<OtlpSeries> Take(const std::string& organization) OKAPI_EXCLUDES(mutex_);
  // One that has become too large is dropped: it is only a memory.
  void Return(const std::string& organization, std::unique_ptr<OtlpSeries> series)
      OKAPI_EXCLUDES(mutex_);

 private:
  base::Mutex mutex_;
  absl::flat_hash_map<std::string, std::vector<std::unique_ptr<OtlpSeries>>> free_
      OKAPI_GUARDED_BY(mutex_);
};

}  // namespace okapi::metrics

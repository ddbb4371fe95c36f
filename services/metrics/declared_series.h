#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "okapi/metrics/v1/samples.pb.h"
#include "services/metrics/series.h"

namespace okapi::metrics {

// A series as declared by a sender. All but `number` is constant once declared.
struct DeclaredSeries {
  // Values of `number` that are no number.
  static constexpr int64_t kUndecided = -1;     // No sample of it has come to the lane yet.
  static constexpr int64_t kKindMismatch = -2;  // The metric's samples are of the other kind.

  SeriesIdentity identity;
  SampleKind kind = SampleKind::SAMPLE_KIND_UNSPECIFIED;
  // Why the declaration was refused; empty if it was not.
  std::string refusal;
  // The series' number within the organization. Decided once, on the lane; read by the sender's
  // thread, so that later samples need no look-up there.
  std::atomic<int64_t> number{kUndecided};
};

// The series declared on one stream or in one request, by the sender's numbers, which count from 0.
// Used by one thread at a time; the elements' addresses stay.
class DeclaredSeriesList {
 public:
  // A refused declaration takes its number too.
  void Declare(const v1::SeriesDeclaration& declaration);
  size_t size() const { return series_.size(); }
  // Precondition: ref < size().
  DeclaredSeries& At(uint32_t ref) { return series_[ref]; }
  // What is known of the series' number here and now. Precondition: ref < size().
  int64_t NumberOf(uint32_t ref) {
    if (numbers_[ref] == DeclaredSeries::kUndecided) {
      numbers_[ref] = series_[ref].number.load(std::memory_order_acquire);
    }
    return numbers_[ref];
  }

 private:
  std::deque<DeclaredSeries> series_;
  // The decided numbers side by side, so that checking a batch stays within the cache.
  std::vector<int64_t> numbers_;
};

}  // namespace okapi::metrics

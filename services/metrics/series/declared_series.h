#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "okapi/metrics/v1/samples.pb.h"
#include "services/metrics/series/series.h"

namespace okapi::metrics {

// A series as declared by a sender. All but the number is constant until it is settled.
class DeclaredSeries {
 public:
  // Values of the number that are no number.
  static constexpr int64_t kUndecided = -1;     // No sample of it has come to the lane yet.
  static constexpr int64_t kKindMismatch = -2;  // The metric's samples are of another kind.
  static constexpr int64_t kTooMany = -3;       // The organization has no room for one more.

  SeriesIdentity identity;
  SampleKind kind = SampleKind::SAMPLE_KIND_UNSPECIFIED;
  // Why the declaration was refused; empty if it was not.
  std::string refusal;

  // The series' number within the organization. Decided once, on the lane; read by the sender's
  // thread, so that later samples need no look-up there.
  int64_t number() const { return number_.load(std::memory_order_acquire); }
  bool decided() const { return number() != kUndecided; }
  // On the lane, which nobody asks for the identity afterwards: it is dropped once there is a
  // number. One there is no room for stays undecided: there may be room later.
  void Settle(int64_t number) {
    if (number == kTooMany || decided()) return;
    if (number >= 0) identity = SeriesIdentity();
    number_.store(number, std::memory_order_release);
  }

 private:
  std::atomic<int64_t> number_{kUndecided};
};

// The series declared on one stream or in one request, by the sender's numbers, which count from 0.
// Used by one thread at a time. Of a series that is taken only the number stays, as there may be a
// million of them.
class DeclaredSeriesList {
 public:
  // A refused declaration takes its number too.
  void Declare(const v1::SeriesDeclaration& declaration);
  // Lets go of declarations that have become numbers.
  void Forget();
  size_t size() const { return numbers_.size(); }
  // What is known of the series' number here and now. Precondition: ref < size().
  int64_t NumberOf(uint32_t ref) {
    if (numbers_[ref] == DeclaredSeries::kUndecided) Look(ref);
    return numbers_[ref];
  }
  // Precondition: NumberOf(ref) < 0.
  const std::shared_ptr<DeclaredSeries>& At(uint32_t ref) const { return series_[ref]; }

 private:
  void Look(uint32_t ref);

  std::vector<std::shared_ptr<DeclaredSeries>> series_;
  std::deque<uint32_t> undecided_;  // In the order of declaration.
  // The decided numbers side by side, so that checking a batch stays within the cache.
  std::vector<int64_t> numbers_;
};

}  // namespace okapi::metrics

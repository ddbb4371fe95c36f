#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "okapi/metrics/v1/samples.pb.h"

namespace okapi::crash {

// What one stream sends: its batches, each made from its number, and what the first `count` of them
// come to. Increments at any time, readings that are corrected again and again, a counter that is
// restarted now and then, and new series all the time.
class SentSamples {
 public:
  SentSamples(std::string stream, uint64_t seed) : stream_(std::move(stream)), seed_(seed) {}

  const std::string& stream() const { return stream_; }
  // What a connection has declared so far.
  struct Declared {
    uint32_t count = 0;
    int64_t increments_series = -1;
    uint32_t increments_ref = 0;
  };
  // With the declarations that the connection needs for it.
  metrics::v1::SampleBatch Batch(int64_t sequence, Declared& declared) const;

  // Takes the batches up to this number into account.
  void Advance(int64_t sequence);
  double increments() const { return increments_; }
  int64_t increment_count() const { return increment_count_; }
  double readings() const;  // Sum of the readings that hold.
  double counted() const { return counted_; }
  double counter() const { return counter_; }

  static constexpr int64_t kEpochUs = 1'600'000'000'000'000;
  static constexpr int64_t kSecondUs = 1'000'000;

 private:
  static constexpr int kPerKind = 40;
  uint64_t Random(int64_t sequence, int index) const;
  double CounterAt(int64_t sequence) const;

  const std::string stream_;
  const uint64_t seed_;
  int64_t sequence_ = 0;
  double increments_ = 0;
  int64_t increment_count_ = 0;
  std::map<std::pair<int64_t, int64_t>, double> readings_;  // By series and time.
  double counted_ = 0;
  double counter_ = 0;
};

}  // namespace okapi::crash

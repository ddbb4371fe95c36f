#include "tests/crash/sent_samples.h"

namespace okapi::crash {
namespace {

using metrics::v1::SampleBatch;

constexpr int64_t kTimes = 5'000;
constexpr int64_t kReadingSeries = 7;
constexpr int64_t kBatchesPerSeries = 20;

// SplitMix64 (Steele, Lea, Flood 2014).
uint64_t Mix(uint64_t x) {
  x += 0x9E3779B97F4A7C15;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
  return x ^ (x >> 31);
}

void Declare(const std::string& metric, metrics::v1::SampleKind kind, const std::string& stream,
             const std::string& series, SampleBatch& batch) {
  auto& declaration = *batch.add_series();
  declaration.set_metric(metric);
  declaration.set_kind(kind);
  (*declaration.mutable_labels())["stream"] = stream;
  (*declaration.mutable_labels())["series"] = series;
}

void Add(uint32_t ref, int64_t time_us, double value, SampleBatch& batch) {
  batch.add_series_refs(ref);
  batch.add_times_us(time_us);
  batch.add_values(value);
}

}  // namespace

uint64_t SentSamples::Random(int64_t sequence, int index) const {
  return Mix(seed_ ^ Mix(static_cast<uint64_t>(sequence) * 1000 + static_cast<uint64_t>(index)));
}

// Rises by 3 a batch, and begins again every 50.
double SentSamples::CounterAt(int64_t sequence) const {
  return static_cast<double>(sequence % 50 * 3);
}

SampleBatch SentSamples::Batch(int64_t sequence, Declared& declared) const {
  SampleBatch batch;
  batch.set_sequence(sequence);
  if (declared.count == 0) {
    Declare("counter", metrics::v1::CUMULATIVE, stream_, "0", batch);
    for (int64_t i = 0; i < kReadingSeries; ++i) {
      Declare("reading", metrics::v1::GAUGE, stream_, std::to_string(i), batch);
    }
    declared.count = 1 + kReadingSeries;
  }
  if (const int64_t series = sequence / kBatchesPerSeries; series != declared.increments_series) {
    Declare("increment", metrics::v1::DELTA, stream_, std::to_string(series), batch);
    declared.increments_series = series;
    declared.increments_ref = declared.count++;
  }
  for (int i = 0; i < kPerKind; ++i) {
    const uint64_t random = Random(sequence, i);
    const auto time = static_cast<int64_t>(random % kTimes);
    const auto series = static_cast<uint32_t>(1 + time % kReadingSeries);
    Add(series, kEpochUs + time * kSecondUs, static_cast<double>(sequence * 100 + i), batch);
    Add(declared.increments_ref, kEpochUs + time * kSecondUs, 1 + i % 3, batch);
  }
  Add(0, kEpochUs + sequence * kSecondUs, CounterAt(sequence), batch);
  return batch;
}

void SentSamples::Advance(int64_t sequence) {
  for (; sequence_ < sequence;) {
    ++sequence_;
    for (int i = 0; i < kPerKind; ++i) {
      const auto time = static_cast<int64_t>(Random(sequence_, i) % kTimes);
      readings_[{time % kReadingSeries, time}] = static_cast<double>(sequence_ * 100 + i);
      increments_ += 1 + i % 3;
    }
    increment_count_ += kPerKind;
    const double counter = CounterAt(sequence_);
    if (sequence_ > 1) counted_ += counter >= counter_ ? counter - counter_ : counter;
    counter_ = counter;
  }
}

double SentSamples::readings() const {
  double sum = 0;
  for (const auto& [place, value] : readings_) sum += value;
  return sum;
}

}  // namespace okapi::crash

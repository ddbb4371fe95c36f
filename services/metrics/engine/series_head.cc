#include "services/metrics/engine/series_head.h"

#include <cstring>
#include <new>

namespace okapi::metrics {
namespace {

constexpr uint32_t kFirstCapacity = 4;

}  // namespace

static_assert(sizeof(SampleBlock) == 8 && alignof(Sample) <= 8, "the samples follow the block");
static_assert(sizeof(SeriesHead) == 16);

SampleBlock* SampleBlock::Create(uint32_t capacity) {
  void* memory = ::operator new(sizeof(SampleBlock) + capacity * sizeof(Sample));
  return new (memory) SampleBlock(capacity);
}

void SampleBlock::Release() {
  if (holders_.fetch_sub(1, std::memory_order_acq_rel) == 1) ::operator delete(this);
}

void SeriesHead::Append(Sample sample) {
  if (block_ == nullptr || size_ == block_->capacity()) Grow();
  // Views reach up to the size they were taken at, so nobody reads this place.
  Sample* const place = block_->samples() + size_;
  if (size_ > 0 && sample.time_us <= place[-1].time_us) descended_ = 1;
  *place = sample;
  ++size_;
}

void SeriesHead::Grow() {
  if (block_ == nullptr) {
    block_ = SampleBlock::Create(kFirstCapacity);
    return;
  }
  SampleBlock* larger = SampleBlock::Create(size_ + size_ / 2 + 1);
  std::memcpy(larger->samples(), block_->samples(), size_ * sizeof(Sample));
  block_->Release();
  block_ = larger;
}

}  // namespace okapi::metrics

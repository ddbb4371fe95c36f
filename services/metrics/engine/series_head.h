#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

#include "absl/types/span.h"
#include "services/metrics/chunks/sample.h"

namespace okapi::metrics {

// A block of samples that grows at its end only, shared by a head and the views of it.
class SampleBlock {
 public:
  static SampleBlock* Create(uint32_t capacity);
  void Hold() { holders_.fetch_add(1, std::memory_order_relaxed); }
  void Release();
  uint32_t capacity() const { return capacity_; }
  Sample* samples() { return reinterpret_cast<Sample*>(this + 1); }

 private:
  explicit SampleBlock(uint32_t capacity) : capacity_(capacity) {}

  std::atomic<uint32_t> holders_{1};
  const uint32_t capacity_;
  // The samples lie behind the block.
};

// What a head held at one moment, in the order the samples came. Stays as it is while the head
// grows. The engine's lock is needed to take it, not to read it.
class HeadView {
 public:
  HeadView() = default;
  HeadView(SampleBlock* block, uint32_t size, bool ascending)
      : block_(block), size_(size), ascending_(ascending) {
    if (block_ != nullptr) block_->Hold();
  }
  HeadView(HeadView&& other) noexcept
      : block_(std::exchange(other.block_, nullptr)),
        size_(other.size_),
        ascending_(other.ascending_) {}
  HeadView& operator=(HeadView&& other) noexcept {
    std::swap(block_, other.block_);
    size_ = other.size_;
    ascending_ = other.ascending_;
    return *this;
  }
  ~HeadView() {
    if (block_ != nullptr) block_->Release();
  }

  bool empty() const { return block_ == nullptr || size_ == 0; }
  absl::Span<const Sample> samples() const {
    return empty() ? absl::Span<const Sample>() : absl::MakeConstSpan(block_->samples(), size_);
  }
  // Every sample is later than the one before.
  bool ascending() const { return ascending_; }

 private:
  SampleBlock* block_ = nullptr;
  uint32_t size_ = 0;
  bool ascending_ = true;
};

// The samples of one series that are not sealed yet, in the order they came: sorting is left to who
// reads them, so that taking a sample costs the same whatever its time. 16 bytes, because there may
// be a million of them. Not thread-safe: the engine's lock guards it.
class SeriesHead {
 public:
  SeriesHead() = default;
  SeriesHead(SeriesHead&& other) noexcept
      : block_(std::exchange(other.block_, nullptr)),
        size_(std::exchange(other.size_, 0)),
        descended_(std::exchange(other.descended_, 0)) {}
  SeriesHead& operator=(SeriesHead&&) = delete;
  ~SeriesHead() {
    if (block_ != nullptr) block_->Release();
  }

  void Append(Sample sample);
  HeadView View() const { return HeadView(block_, size_, descended_ == 0); }
  size_t size() const { return size_; }

 private:
  void Grow();

  SampleBlock* block_ = nullptr;
  uint32_t size_ = 0;
  uint32_t descended_ = 0;  // 1 once a sample was not later than the one before.
};

}  // namespace okapi::metrics

#pragma once

#include <cstdint>
#include <memory>
#include <roaring/roaring.hh>

#include "absl/functional/function_ref.h"

namespace okapi::metrics {

// The numbers of the series that have something in common, such as a label. Most labels that tell
// series apart have one series only; that costs no bitmap.
class Postings {
 public:
  // Numbers are added in ascending order.
  void Add(uint32_t series) {
    if (++count_ == 1) {
      only_ = series;
      return;
    }
    if (more_ == nullptr) {
      more_ = std::make_unique<Roaring>();
      more_->add(only_);
    }
    more_->add(series);
  }
  uint32_t count() const { return count_; }

  // Visits the numbers in ascending order.
  void ForEach(absl::FunctionRef<void(uint32_t)> visit) const {
    if (more_ != nullptr) {
      for (const uint32_t series : *more_) visit(series);
    } else if (count_ == 1) {
      visit(only_);
    }
  }
  bool Has(uint32_t series) const {
    return more_ != nullptr ? more_->contains(series) : count_ == 1 && only_ == series;
  }
  // Whether a series has both in common.
  bool Meets(const Postings& other) const {
    if (more_ != nullptr && other.more_ != nullptr) return more_->intersect(*other.more_);
    if (more_ == nullptr) return count_ == 1 && other.Has(only_);
    return other.Meets(*this);
  }
  void AddTo(Roaring& all) const {
    if (more_ != nullptr) {
      all |= *more_;
    } else if (count_ == 1) {
      all.add(only_);
    }
  }

 private:
  uint32_t count_ = 0;
  uint32_t only_ = 0;
  std::unique_ptr<Roaring> more_;  // All of them, once there are two.
};

}  // namespace okapi::metrics

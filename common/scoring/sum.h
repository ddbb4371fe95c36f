#pragma once

#include <cmath>

namespace okapi::scoring {

// A sum that carries the rounding error of every addition along (Neumaier 1974), so that a million
// amounts with cents add up to the same number in any order, to the last digit a double shows.
class Sum {
 public:
  void Add(double value) {
    const double total = total_ + value;
    lost_ +=
        std::abs(total_) >= std::abs(value) ? (total_ - total) + value : (value - total) + total_;
    total_ = total;
  }
  double value() const { return total_ + lost_; }

 private:
  double total_ = 0;
  double lost_ = 0;
};

}  // namespace okapi::scoring

#pragma once

#include <cmath>

namespace okapi::scoring {

// A sum that carries the rounding error of every addition along (Neumaier 1974), so that a million
// amounts with cents add up to the same number in any order, to the last digit a double shows.
class Sum {
 public:
  Sum() = default;
  // One that was kept: its total() and lost().
  Sum(double total, double lost) : total_(total), lost_(lost) {}

  void Add(double value) {
    const double total = total_ + value;
    lost_ +=
        std::abs(total_) >= std::abs(value) ? (total_ - total) + value : (value - total) + total_;
    total_ = total;
  }
  void Add(const Sum& other) {
    Add(other.total_);
    lost_ += other.lost_;
  }
  double value() const { return total_ + lost_; }
  // The two parts of the sum, for keeping it.
  double total() const { return total_; }
  double lost() const { return lost_; }

 private:
  double total_ = 0;
  double lost_ = 0;
};

}  // namespace okapi::scoring

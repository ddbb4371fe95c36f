#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "common/calendar/calendar.h"
#include "okapi/metrics/v1/metrics_service.pb.h"

namespace okapi::metrics {

// The first microsecond that is not before the time.
int64_t CeilMicros(absl::Time time);

// The periods of a question and those they are compared with, as intervals of time one after the
// other, so that all their numbers come from one pass over the samples.
class ComparedPeriods {
 public:
  // `periods` follow one another and are at least one.
  ComparedPeriods(const std::vector<calendar::Period>& periods,
                  const google::protobuf::RepeatedField<int>& comparisons,
                  const calendar::Calendar& calendar);

  // Position of a period's interval; nullopt when it is none of them.
  std::optional<size_t> IntervalOf(const calendar::Period& period) const;
  // Of what the period is compared with; nullopt when it is not, or there is no such period.
  std::optional<size_t> PreviousOf(const calendar::Period& period) const;
  std::optional<size_t> YearBeforeOf(const calendar::Period& period) const;
  // Interval i is [bounds[i], bounds[i + 1]). The last one ends at `end`, if that is earlier.
  std::vector<int64_t> BoundsUs(absl::Time end) const;
  // The interval between last year's periods and this year's, if there is one.
  std::optional<size_t> gap() const { return gap_; }

 private:
  const calendar::Calendar& calendar_;
  bool previous_ = false;
  bool year_ = false;
  std::vector<absl::Time> starts_;  // Of every interval, ascending.
  absl::Time end_;                  // Of the last one.
  std::map<std::string, size_t> by_id_;
  std::optional<size_t> gap_;
};

}  // namespace okapi::metrics

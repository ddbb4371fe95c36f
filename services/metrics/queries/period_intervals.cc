#include "services/metrics/queries/period_intervals.h"

#include <algorithm>

#include "absl/strings/match.h"

namespace okapi::metrics {

using calendar::Calendar;
using calendar::Period;
using v1::AggregateKpiRequest;

int64_t CeilMicros(absl::Time time) {
  const int64_t floor_us = absl::ToUnixMicros(time);
  return absl::FromUnixMicros(floor_us) < time ? floor_us + 1 : floor_us;
}

ComparedPeriods::ComparedPeriods(const std::vector<Period>& periods,
                                 const google::protobuf::RepeatedField<int>& comparisons,
                                 const Calendar& calendar)
    : calendar_(calendar), end_(periods.back().end) {
  for (const int comparison : comparisons) {
    previous_ |= comparison == AggregateKpiRequest::PREVIOUS_PERIOD;
    year_ |= comparison == AggregateKpiRequest::PREVIOUS_YEAR;
  }
  // Samples begin in 1970; nothing before can be compared with, and the calendar has an end there.
  const bool comparable = periods.front().start > absl::UnixEpoch();
  std::vector<Period> all;
  if (year_ && comparable) {
    for (const Period& period : periods) all.push_back(calendar.YearBefore(period));
  }
  if (previous_ && comparable) all.push_back(calendar.Previous(periods.front()));
  all.insert(all.end(), periods.begin(), periods.end());
  std::stable_sort(all.begin(), all.end(), [](const Period& a, const Period& b) {
    return a.start != b.start ? a.start < b.start : a.end < b.end;
  });
  absl::Time reached = all.front().start;
  for (const Period& period : all) {
    if (by_id_.count(period.id) > 0) continue;
    if (period.start > reached) {
      gap_ = starts_.size();
      starts_.push_back(reached);
    }
    by_id_.emplace(period.id, starts_.size());
    starts_.push_back(period.start);
    reached = period.end;
  }
}

std::optional<size_t> ComparedPeriods::IntervalOf(const Period& period) const {
  const auto found = by_id_.find(period.id);
  if (found == by_id_.end()) return std::nullopt;
  return found->second;
}

std::optional<size_t> ComparedPeriods::PreviousOf(const Period& period) const {
  if (!previous_ || period.start <= absl::UnixEpoch()) return std::nullopt;
  return IntervalOf(calendar_.Previous(period));
}

std::optional<size_t> ComparedPeriods::YearBeforeOf(const Period& period) const {
  if (!year_ || period.start <= absl::UnixEpoch()) return std::nullopt;
  // What lies 52 weeks before week 53 is week 1 of the same year.
  if (absl::EndsWith(period.id, "-W53")) return std::nullopt;
  return IntervalOf(calendar_.YearBefore(period));
}

std::vector<int64_t> ComparedPeriods::BoundsUs(absl::Time end) const {
  std::vector<int64_t> bounds_us;
  bounds_us.reserve(starts_.size() + 1);
  for (const absl::Time start : starts_) bounds_us.push_back(CeilMicros(start));
  bounds_us.push_back(CeilMicros(std::min(end_, end)));
  return bounds_us;
}

}  // namespace okapi::metrics

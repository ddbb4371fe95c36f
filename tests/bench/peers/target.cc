#include "tests/bench/peers/target.h"

#include <algorithm>

namespace okapi::bench {

std::vector<TimeSpan> Months(const Workload& workload) {
  std::vector<TimeSpan> months;
  absl::CivilMonth month(absl::ToCivilMonth(workload.start(), absl::UTCTimeZone()));
  for (absl::Time start = workload.start(); start < workload.end(); start = months.back().end) {
    ++month;
    const absl::Time next = absl::FromCivil(absl::CivilSecond(month), absl::UTCTimeZone());
    months.push_back({start, std::min(next, workload.end())});
  }
  return months;
}

}  // namespace okapi::bench

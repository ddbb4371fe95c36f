#include "services/reporting/reports/season.h"

#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"

namespace okapi::reporting {
namespace {

using okapi::metrics::v1::KpiGroup;
using okapi::reporting::v1::KpiReport;

constexpr size_t kYearsMin = 2;

double MedianOf(std::vector<double> numbers) {
  std::sort(numbers.begin(), numbers.end());
  const size_t middle = numbers.size() / 2;
  return numbers.size() % 2 == 1 ? numbers[middle] : (numbers[middle - 1] + numbers[middle]) / 2;
}

// The numbers of the year as shares of their mean; none when they say nothing.
std::vector<double> SharesOf(const KpiGroup& group, int first, int places) {
  std::vector<double> numbers;
  for (int i = first; i < first + places; ++i) {
    if (!group.values(i).has_value()) return {};
    numbers.push_back(group.values(i).value());
  }
  const double mean = std::accumulate(numbers.begin(), numbers.end(), 0.0) / places;
  if (!(mean > 0)) return {};
  for (double& number : numbers) number /= mean;
  return numbers;
}

// The month of the calendar that a period such as `2025-04` is; 0 for one of a retail year, such as
// `FY2025-P01`.
int MonthOf(const std::string& period) {
  int month = 0;
  const std::vector<std::string> parts = absl::StrSplit(period, '-');
  return parts.size() == 2 && absl::SimpleAtoi(parts[1], &month) ? month : 0;
}

}  // namespace

int PlacesInYear(okapi::common::v1::PeriodType type) {
  if (type == okapi::common::v1::MONTH) return 12;
  if (type == okapi::common::v1::QUARTER) return 4;
  return 0;
}

void AddSeason(okapi::common::v1::PeriodType type, const KpiAnswer& years, KpiReport& report) {
  const int places = PlacesInYear(type);
  if (places == 0 || years.value.groups().empty()) return;
  const KpiGroup& group = years.value.groups(0);
  std::vector<std::vector<double>> by_place(static_cast<size_t>(places));
  for (int first = 0; first + places <= group.values_size(); first += places) {
    const std::vector<double> shares = SharesOf(group, first, places);
    for (size_t place = 0; place < shares.size(); ++place) {
      by_place[place].push_back(shares[place]);
    }
  }
  if (by_place.front().size() < kYearsMin) return;
  for (size_t place = 0; place < by_place.size(); ++place) {
    auto* factor = report.add_season();
    factor->set_place(static_cast<int>(place) + 1);
    factor->set_factor(MedianOf(by_place[place]));
    factor->set_years(static_cast<int>(by_place[place].size()));
    factor->set_quarter(type == okapi::common::v1::QUARTER);
    if (factor->quarter()) continue;
    factor->set_month(MonthOf(group.values(static_cast<int>(place)).period().id()));
  }
}

}  // namespace okapi::reporting

#include "services/reporting/reports/season.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "common/api/stable_bytes.h"
#include "common/api/timestamp.h"
#include "common/calendar/calendar.h"
#include "common/status/status_macros.h"

namespace okapi::reporting {
namespace {

using okapi::common::v1::PeriodType;
using okapi::metrics::v1::KpiGroup;
using okapi::reporting::v1::KpiReport;

constexpr size_t kYearsMin = 2;
constexpr int kYearsMax = 5;

double MedianOf(std::vector<double> numbers) {
  std::sort(numbers.begin(), numbers.end());
  const size_t middle = numbers.size() / 2;
  return numbers.size() % 2 == 1 ? numbers[middle] : (numbers[middle - 1] + numbers[middle]) / 2;
}

// Of the year whose periods begin at `first`; none when they say nothing.
std::vector<YearShare> SharesOf(const KpiGroup& group, int first, int places) {
  std::vector<YearShare> shares;
  double sum = 0;
  for (int i = first; i < first + places; ++i) {
    const auto& value = group.values(i);
    if (!value.has_value()) return {};
    shares.push_back({value.period(), value.value(), 0});
    sum += value.value();
  }
  const double mean = sum / places;
  if (!(mean > 0)) return {};
  for (YearShare& share : shares) share.mean = mean;
  return shares;
}

// The month of the calendar that a period such as `2025-04` is; 0 for one of a retail year, such as
// `FY2025-P01`.
int MonthOf(const std::string& period) {
  int month = 0;
  const std::vector<std::string> parts = absl::StrSplit(period, '-');
  return parts.size() == 2 && absl::SimpleAtoi(parts[1], &month) ? month : 0;
}

}  // namespace

int PlacesInYear(PeriodType type) {
  if (type == okapi::common::v1::MONTH) return 12;
  if (type == okapi::common::v1::QUARTER) return 4;
  return 0;
}

absl::StatusOr<std::optional<KpiQuestion>> YearsQuestion(const ScorecardQuery& query,
                                                         const KpiDefinitions& one,
                                                         absl::Time as_of) {
  if (PlacesInYear(query.period_type) == 0) return std::nullopt;
  OKAPI_ASSIGN_OR_RETURN(const calendar::Calendar calendar,
                         calendar::Calendar::Create(one.settings.value.calendar()));
  const calendar::Period year = calendar.PeriodAt(okapi::common::v1::YEAR, as_of);
  calendar::Period first = year;
  for (int i = 0; i < kYearsMax; ++i) first = calendar.Previous(first);
  KpiQuestion question;
  question.request.set_name(one.kpis.value.kpis(0).name());
  question.request.set_period_type(query.period_type);
  *question.request.mutable_start_time() = api::ToTimestamp(first.start);
  *question.request.mutable_end_time() = api::ToTimestamp(year.start);
  question.key = AnswerKey{query.organization, "AggregateKpi", api::StableBytes(question.request)};
  return question;
}

std::vector<std::vector<YearShare>> SharesByPlace(PeriodType type, const KpiAnswer& years) {
  const int places = PlacesInYear(type);
  if (places == 0 || years.value.groups().empty()) return {};
  const KpiGroup& group = years.value.groups(0);
  std::vector<std::vector<YearShare>> by_place(static_cast<size_t>(places));
  for (int first = 0; first + places <= group.values_size(); first += places) {
    const std::vector<YearShare> shares = SharesOf(group, first, places);
    for (size_t place = 0; place < shares.size(); ++place) {
      by_place[place].push_back(shares[place]);
    }
  }
  if (by_place.front().size() < kYearsMin) return {};
  return by_place;
}

double SeasonOf(const std::vector<YearShare>& place) {
  std::vector<double> shares;
  for (const YearShare& year : place) shares.push_back(year.share());
  return MedianOf(std::move(shares));
}

void AddSeason(PeriodType type, const KpiAnswer& years, KpiReport& report) {
  const auto by_place = SharesByPlace(type, years);
  for (size_t place = 0; place < by_place.size(); ++place) {
    auto* factor = report.add_season();
    factor->set_place(static_cast<int>(place) + 1);
    factor->set_factor(SeasonOf(by_place[place]));
    factor->set_years(static_cast<int>(by_place[place].size()));
    factor->set_quarter(type == okapi::common::v1::QUARTER);
    if (!factor->quarter()) factor->set_month(MonthOf(by_place[place].front().period.id()));
  }
}

}  // namespace okapi::reporting

#include "deploy/sample/tables.h"

#include <algorithm>
#include <array>
#include <numeric>

#include "absl/types/span.h"
#include "deploy/sample/company.h"
#include "deploy/sample/random.h"

namespace okapi::sample {
namespace {

// Every table draws from a sequence of its own, so that changing one leaves the others as they are.
enum class Stream : uint64_t { kTransactions = 1, kVisits, kSurveys, kLeads, kComplaints };

Random RandomFor(uint64_t seed, Stream stream) {
  return Random(seed * 1'000'003 + static_cast<uint64_t>(stream));
}

using Weights = std::vector<int64_t>;

// From Monday to Sunday, in thousandths of a common day.
constexpr std::array<int64_t, 7> kSalesWeek = {1050, 1100, 1050, 1000, 1150, 350, 0};
constexpr std::array<int64_t, 7> kVisitsWeek = {960, 940, 950, 980, 1040, 1120, 1010};

// From midnight on: people browse in the evening and write to us in office hours.
constexpr std::array<int64_t, 24> kVisitsDay = {18, 10, 6,  4,  4,  9,  22, 38, 52, 60, 62, 58,
                                                55, 48, 50, 54, 56, 54, 58, 72, 84, 80, 62, 36};
constexpr std::array<int64_t, 24> kOfficeDay = {
    0, 0, 0, 0, 0, 0, 0, 4, 80, 120, 130, 110, 30, 60, 110, 120, 110, 70, 20, 12, 10, 8, 4, 0};

struct ListPrice {
  int64_t cents;
  int64_t weight;
};
constexpr std::array<ListPrice, 5> kListPrices = {
    {{49'000, 200}, {79'000, 240}, {99'000, 300}, {149'000, 160}, {219'000, 100}}};

bool IsHoliday(absl::CivilDay day) {
  const bool tet = day >= absl::CivilDay(kYear, 1, 27) && day <= absl::CivilDay(kYear, 2, 2);
  const bool april = day == absl::CivilDay(kYear, 4, 30) || day == absl::CivilDay(kYear, 5, 1);
  const bool national = day == absl::CivilDay(kYear, 9, 1) || day == absl::CivilDay(kYear, 9, 2);
  return tet || april || national;
}

absl::CivilDay FirstDay(size_t month) {
  return absl::CivilDay(absl::CivilMonth(kYear, static_cast<int>(month) + 1));
}

size_t DaysIn(size_t month) { return static_cast<size_t>(FirstDay(month + 1) - FirstDay(month)); }

// The weight of each day of a month; holidays keep `holiday_share` thousandths of theirs.
Weights DayWeights(size_t month, const std::array<int64_t, 7>& week, int64_t holiday_share) {
  Weights weights;
  for (size_t i = 0; i < DaysIn(month); ++i) {
    const absl::CivilDay day = FirstDay(month) + static_cast<int>(i);
    const int64_t weight = week[static_cast<size_t>(absl::GetWeekday(day))];
    weights.push_back(IsHoliday(day) ? weight * holiday_share / 1000 : weight);
  }
  return weights;
}

template <typename Items, typename Member>
Weights WeightsOf(const Items& items, Member member) {
  Weights weights;
  for (const auto& item : items) {
    weights.push_back(item.*member);
  }
  return weights;
}

int64_t Sum(absl::Span<const int64_t> weights) {
  return std::accumulate(weights.begin(), weights.end(), int64_t{0});
}

// A moment of a month at which people work.
absl::CivilSecond OfficeMoment(Random& random, size_t month, const Weights& days) {
  const absl::CivilDay day = FirstDay(month) + static_cast<int>(random.Pick(days));
  const auto hour = static_cast<int>(random.Pick(kOfficeDay));
  const auto second = static_cast<int>(random.Below(3600));
  return absl::CivilSecond(absl::CivilHour(day) + hour) + second;
}

// Orders rows by time and moves those of the same second apart, so that no two samples of a series
// fall together.
template <typename Row>
void OrderByTime(std::vector<Row>& rows) {
  std::stable_sort(rows.begin(), rows.end(),
                   [](const Row& a, const Row& b) { return a.time < b.time; });
  for (size_t i = 1; i < rows.size(); ++i) {
    rows[i].time = std::max(rows[i].time, rows[i - 1].time + 1);
  }
}

int64_t Amount(Random& random, const Month& month) {
  const ListPrice& price = kListPrices[random.Pick(WeightsOf(kListPrices, &ListPrice::weight))];
  const int64_t discount = random.Below(81);  // up to 8 %
  return price.cents * month.price_level / 1000 * (1040 - discount) / 1000;
}

// Shares out the visitors expected in one hour, in millionths, over regions and channels.
void AppendHour(Random& random, absl::CivilSecond time, int64_t expected,
                std::vector<Visits>& rows) {
  for (const Region& region : kRegions) {
    for (const Channel& channel : kChannels) {
      const int64_t share = region.visitor_share * channel.visitor_share;
      rows.push_back({time, region.id, channel.id, random.Count(expected * share / kMillion)});
    }
  }
}

}  // namespace

std::vector<Transaction> MakeTransactions(uint64_t seed) {
  Random random = RandomFor(seed, Stream::kTransactions);
  std::vector<Transaction> rows;
  for (size_t m = 0; m < kMonths.size(); ++m) {
    const Weights days = DayWeights(m, kSalesWeek, /*holiday_share=*/0);
    for (const Salesperson& person : kSalespeople) {
      const int64_t mean = kMonths[m].deals * kMillion / static_cast<int64_t>(kSalespeople.size());
      const int64_t luck = random.Between(-2, 2) + random.Between(-1, 1);
      const int64_t deals = random.Round(mean * person.skill / 1000) + luck;
      for (int64_t i = 0; i < deals; ++i) {
        const absl::CivilSecond time = OfficeMoment(random, m, days);
        rows.push_back({time, person.region, person.id, Amount(random, kMonths[m])});
      }
    }
  }
  OrderByTime(rows);
  return rows;
}

std::vector<Visits> MakeVisits(uint64_t seed) {
  Random random = RandomFor(seed, Stream::kVisits);
  const int64_t hours_sum = Sum(kVisitsDay);
  std::vector<Visits> rows;
  for (size_t m = 0; m < kMonths.size(); ++m) {
    const Weights days = DayWeights(m, kVisitsWeek, /*holiday_share=*/550);
    const int64_t days_sum = Sum(days);
    for (size_t hour = 0; hour < days.size() * 24; ++hour) {
      const int64_t of_day = kMonths[m].visitors * kMillion * days[hour / 24] / days_sum;
      const int64_t of_hour = of_day * kVisitsDay[hour % 24] / hours_sum;
      const absl::CivilHour begin = absl::CivilHour(FirstDay(m)) + static_cast<int>(hour);
      AppendHour(random, absl::CivilSecond(begin), of_hour, rows);
    }
  }
  return rows;
}

std::vector<SurveyAnswer> MakeSurveyAnswers(uint64_t seed) {
  Random random = RandomFor(seed, Stream::kSurveys);
  const Weights channels = WeightsOf(kChannels, &Channel::contact_share);
  std::vector<SurveyAnswer> rows;
  for (size_t m = 0; m < kMonths.size(); ++m) {
    const Month& month = kMonths[m];
    const Weights days = DayWeights(m, kVisitsWeek, /*holiday_share=*/300);
    const Weights opinions = {month.promoters, month.detractors,
                              1000 - month.promoters - month.detractors};
    const int64_t answers = random.Count(month.survey_answers * kMillion);
    for (int64_t i = 0; i < answers; ++i) {
      const size_t opinion = random.Pick(opinions);
      const int64_t score = opinion == 0   ? random.Between(9, 10)
                            : opinion == 1 ? random.Between(2, 6)
                                           : random.Between(7, 8);
      const absl::CivilSecond time = OfficeMoment(random, m, days);
      rows.push_back({time, kChannels[random.Pick(channels)].id, score});
    }
  }
  OrderByTime(rows);
  return rows;
}

std::vector<Lead> MakeLeads(uint64_t seed) {
  Random random = RandomFor(seed, Stream::kLeads);
  const Weights regions = WeightsOf(kRegions, &Region::visitor_share);
  const Weights channels = WeightsOf(kChannels, &Channel::contact_share);
  std::vector<Lead> rows;
  for (size_t m = 0; m < kMonths.size(); ++m) {
    const Weights days = DayWeights(m, kVisitsWeek, /*holiday_share=*/300);
    const int64_t leads = random.Count(kMonths[m].leads * kMillion);
    for (int64_t i = 0; i < leads; ++i) {
      const absl::CivilSecond time = OfficeMoment(random, m, days);
      const absl::string_view region = kRegions[random.Pick(regions)].id;
      const absl::string_view channel = kChannels[random.Pick(channels)].id;
      rows.push_back({time, region, channel, random.Chance(kMonths[m].conversion * 1000)});
    }
  }
  OrderByTime(rows);
  return rows;
}

std::vector<Complaint> MakeComplaints(uint64_t seed) {
  Random random = RandomFor(seed, Stream::kComplaints);
  const Weights channels = WeightsOf(kChannels, &Channel::contact_share);
  std::vector<Complaint> rows;
  for (size_t m = 0; m < kMonths.size(); ++m) {
    const Weights days = DayWeights(m, kVisitsWeek, /*holiday_share=*/300);
    const int64_t complaints = kMonths[m].complaints + random.Between(-2, 2);
    for (int64_t i = 0; i < complaints; ++i) {
      const absl::CivilSecond time = OfficeMoment(random, m, days);
      rows.push_back({time, kChannels[random.Pick(channels)].id});
    }
  }
  OrderByTime(rows);
  return rows;
}

int64_t NetPromoterPoints(int64_t score) { return score >= 9 ? 100 : score <= 6 ? -100 : 0; }

}  // namespace okapi::sample

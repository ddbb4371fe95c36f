#include "services/goals/kpis/kpi_history.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "common/api/timestamp.h"

namespace okapi::goals {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const absl::TimeZone kUtc = absl::UTCTimeZone();

absl::Time At(int month, int day, int hour = 12) {
  return absl::FromCivil(absl::CivilHour(2025, month, day, hour), absl::UTCTimeZone());
}

std::vector<std::string> Days(absl::Time heard, absl::Time now) {
  std::vector<std::string> days;
  for (const absl::Time end : MissedDays(heard, now, kUtc)) {
    days.push_back(absl::FormatTime("%m-%dT%H", end, absl::UTCTimeZone()));
  }
  return days;
}

TEST(KpiHistoryTest, DaysBetweenAreMissed) {
  EXPECT_THAT(Days(At(1, 1), At(1, 1, 23)), IsEmpty());
  EXPECT_THAT(Days(At(1, 1), At(1, 2)), IsEmpty());
  EXPECT_THAT(Days(At(1, 1, 23), At(1, 3, 0)), ElementsAre("01-03T00"));
  EXPECT_THAT(Days(At(1, 1), At(1, 4)), ElementsAre("01-03T00", "01-04T00"));
  EXPECT_THAT(Days(At(1, 2), At(1, 1)), IsEmpty());
  // Of many, 92 that end with the last.
  const auto year = Days(At(1, 1), At(12, 31));
  EXPECT_EQ(year.size(), 92);
  EXPECT_EQ(year.front(), "01-05T00");
  EXPECT_EQ(year.back(), "12-31T00");
}

KpiReading Number(double value, absl::Time time) {
  KpiReading number;
  number.value = value;
  number.value_time = time;
  return number;
}

TEST(KpiHistoryTest, WhatWasMeasuredInBetweenIsAPoint) {
  const std::vector<KpiReading> numbers = {Number(1, At(1, 1)), Number(2, At(1, 2)),
                                           Number(3, At(1, 2)), {},
                                           Number(4, At(1, 5)), Number(5, At(1, 8))};
  std::vector<std::string> points;
  for (const auto& point : PointsBetween(numbers, At(1, 1), At(1, 8), kUtc)) {
    points.push_back(
        absl::FormatTime("%m-%d ", api::FromTimestamp(point.value_time()), absl::UTCTimeZone()) +
        std::to_string(static_cast<int>(point.value())));
  }
  EXPECT_THAT(points, ElementsAre("01-02 2", "01-05 4"));
  EXPECT_THAT(PointsBetween(numbers, At(1, 5), At(1, 8), kUtc), IsEmpty());
  EXPECT_THAT(PointsBetween({}, At(1, 1), At(1, 8), kUtc), IsEmpty());
}

TEST(KpiHistoryTest, ThePastDiffersByWhatIsBeforeTheLastNumber) {
  const std::vector<KpiReading> numbers = {Number(1, At(1, 1)), Number(2, At(2, 1)),
                                           Number(3, At(3, 1))};
  EXPECT_FALSE(PastDiffers({}, numbers));
  EXPECT_FALSE(PastDiffers(numbers, numbers));
  auto later = numbers;
  later.back() = Number(4, At(3, 2));
  EXPECT_FALSE(PastDiffers(numbers, later)) << "the last one goes on";
  later.push_back(Number(5, At(4, 1)));
  EXPECT_TRUE(PastDiffers(numbers, later)) << "what was the last went on before it was over";
  later[2] = numbers[2];
  EXPECT_FALSE(PastDiffers(numbers, later));
  auto late = numbers;
  late[0] = Number(7, At(1, 1));
  EXPECT_TRUE(PastDiffers(numbers, late));
  late[0] = Number(1, At(1, 9));
  EXPECT_TRUE(PastDiffers(numbers, late));
  late.erase(late.begin());
  EXPECT_TRUE(PastDiffers(numbers, late));
  EXPECT_TRUE(PastDiffers(numbers, {}));
}

KpiPoints Points(const std::vector<KpiReading>& numbers) {
  KpiPoints points;
  for (const KpiReading& number : numbers) {
    auto& point = *points.Add();
    point.set_value(*number.value);
    *point.mutable_value_time() = api::ToTimestamp(number.value_time);
  }
  return points;
}

std::vector<storage::v1::KeyResultPointRecord> History(const std::vector<KpiReading>& numbers) {
  std::vector<storage::v1::KeyResultPointRecord> history;
  for (const auto& point : Points(numbers)) {
    auto& record = history.emplace_back();
    record.set_value(point.value());
    *record.mutable_value_time() = point.value_time();
  }
  return history;
}

TEST(KpiHistoryTest, OnlyWhatIsOtherThanKnownIsRestated) {
  const auto history = History({Number(1, At(1, 1)), Number(2, At(1, 2)), Number(3, At(1, 3))});
  EXPECT_THAT(Restated(history, Points({Number(1, At(1, 1)), Number(3, At(1, 3))}), kUtc),
              IsEmpty());
  const auto restated = Restated(
      history, Points({Number(1, At(1, 1)), Number(5, At(1, 2)), Number(6, At(1, 4))}), kUtc);
  ASSERT_EQ(restated.size(), 2);
  EXPECT_EQ(restated[0].value(), 5);
  EXPECT_EQ(restated[1].value(), 6);
  EXPECT_EQ(Restated({}, Points({Number(1, At(1, 1))}), kUtc).size(), 1);
  EXPECT_THAT(Restated(history, {}, kUtc), IsEmpty());
  // Samples before their time are gone, or were never here: what they say since is less.
  EXPECT_THAT(Restated(history, Points({Number(1, At(1, 2)), Number(2, At(1, 3))}), kUtc),
              IsEmpty());
  EXPECT_EQ(Restated(history, Points({Number(9, At(1, 1, 3))}), kUtc).size(), 1) << "the same day";
}

// In the morning of a day in Vietnam it is the day before in UTC.
TEST(KpiHistoryTest, DaysAreThoseOfTheOrganization) {
  absl::TimeZone zone;
  ASSERT_TRUE(absl::LoadTimeZone("Asia/Ho_Chi_Minh", &zone));
  const auto local = [&zone](int day, int hour) {
    return absl::FromCivil(absl::CivilHour(2025, 1, day, hour), zone);
  };
  EXPECT_THAT(MissedDays(local(1, 6), local(3, 6), zone), ElementsAre(local(3, 0)));
  const std::vector<KpiReading> numbers = {Number(1, local(2, 18)), Number(2, local(3, 6)),
                                           Number(3, local(4, 18)), Number(4, local(5, 6))};
  EXPECT_EQ(PointsBetween(numbers, local(1, 6), local(6, 6), zone).size(), 4);
  EXPECT_EQ(PointsBetween(numbers, local(2, 6), local(5, 1), zone).size(), 2);
  EXPECT_THAT(Restated(History(numbers), Points(numbers), zone), IsEmpty());
}

}  // namespace
}  // namespace okapi::goals

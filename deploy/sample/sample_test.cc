#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/string_view.h"
#include "common/base/sha256.h"
#include "deploy/sample/company.h"
#include "deploy/sample/csv_files.h"
#include "deploy/sample/tables.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace okapi::sample {
namespace {

constexpr uint64_t kSeed = 2025;

struct Totals {
  int64_t count = 0;
  int64_t cents = 0;
  bool operator==(const Totals&) const = default;
};

using TotalsByKey = std::map<std::string, Totals>;

// Totals by month and, if given, by one of the row's labels.
TotalsByKey TotalsOf(const std::vector<Transaction>& rows, absl::string_view Transaction::*label) {
  TotalsByKey totals;
  for (const Transaction& row : rows) {
    const std::string month = std::to_string(row.time.month());
    Totals& cell = totals[label == nullptr ? month : month + "/" + std::string(row.*label)];
    ++cell.count;
    cell.cents += row.amount_cents;
  }
  return totals;
}

// Adds the labels up again.
TotalsByKey WithoutLabel(const TotalsByKey& by_label) {
  TotalsByKey totals;
  for (const auto& [key, cell] : by_label) {
    Totals& sum = totals[key.substr(0, key.find('/'))];
    sum.count += cell.count;
    sum.cents += cell.cents;
  }
  return totals;
}

TEST(SampleTest, RegionsAndSalespeopleSumToTheTotalOfEveryMonth) {
  const std::vector<Transaction> rows = MakeTransactions(kSeed);
  const TotalsByKey total = TotalsOf(rows, nullptr);
  EXPECT_EQ(total.size(), 12u);
  EXPECT_EQ(WithoutLabel(TotalsOf(rows, &Transaction::region)), total);
  EXPECT_EQ(WithoutLabel(TotalsOf(rows, &Transaction::salesperson)), total);
}

TEST(SampleTest, SalespeopleSellInTheirOwnRegion) {
  std::map<absl::string_view, absl::string_view> region_of;
  for (const Salesperson& person : kSalespeople) {
    region_of[person.id] = person.region;
  }
  for (const Transaction& row : MakeTransactions(kSeed)) {
    ASSERT_EQ(row.region, region_of.at(row.salesperson)) << row.salesperson;
  }
}

TEST(SampleTest, DecemberIsNearTheTargets) {
  const Totals december = TotalsOf(MakeTransactions(kSeed), nullptr).at("12");
  EXPECT_NEAR(static_cast<double>(december.count), 100, 15);
  EXPECT_NEAR(static_cast<double>(december.cents), 100'000'00, 15'000'00);
  int64_t visitors = 0;
  for (const Visits& row : MakeVisits(kSeed)) {
    visitors += row.time.month() == 12 ? row.visitors : 0;
  }
  EXPECT_NEAR(static_cast<double>(visitors), 100'000, 3'000);
}

TEST(SampleTest, VisitsCoverEveryHourRegionAndChannel) {
  EXPECT_EQ(MakeVisits(kSeed).size(), 365 * 24 * kRegions.size() * kChannels.size());
}

TEST(SampleTest, SharesAreWhole) {
  int64_t regions = 0;
  for (const Region& region : kRegions) {
    regions += region.visitor_share;
  }
  int64_t visitors = 0;
  int64_t contacts = 0;
  for (const Channel& channel : kChannels) {
    visitors += channel.visitor_share;
    contacts += channel.contact_share;
  }
  EXPECT_EQ(regions, 1000);
  EXPECT_EQ(visitors, 1000);
  EXPECT_EQ(contacts, 1000);
}

// Two readings of a gauge at one time would be one reading.
TEST(SampleTest, SurveyAnswersHaveDifferentTimesWithinTheYear) {
  const std::vector<SurveyAnswer> rows = MakeSurveyAnswers(kSeed);
  for (size_t i = 0; i < rows.size(); ++i) {
    ASSERT_EQ(rows[i].time.year(), kYear);
    ASSERT_TRUE(i == 0 || rows[i - 1].time < rows[i].time);
    ASSERT_TRUE(rows[i].score >= 0 && rows[i].score <= 10) << rows[i].score;
  }
}

TEST(SampleTest, NetPromoterPointsFollowTheUsualBands) {
  EXPECT_EQ(NetPromoterPoints(6), -100);
  EXPECT_EQ(NetPromoterPoints(7), 0);
  EXPECT_EQ(NetPromoterPoints(8), 0);
  EXPECT_EQ(NetPromoterPoints(9), 100);
}

// The figures of the README and of the end-to-end tests rest on these bytes: whoever changes the
// company changes them too.
TEST(SampleTest, TheFilesAreTheSameOnEveryPlatform) {
  std::string all;
  for (const CsvFile& file : MakeCsvFiles(kSeed)) {
    all += file.name + "\n" + file.text;
  }
  EXPECT_EQ(absl::BytesToHexString(base::Sha256(all)),
            "da47340cf7025d4d0e8ecd5d19dfe7c9d6a3ddbaa760a9eff356eb22974f1cbd");
}

TEST(SampleTest, AnotherSeedGivesAnotherYear) {
  EXPECT_NE(MakeCsvFiles(kSeed)[0].text, MakeCsvFiles(kSeed + 1)[0].text);
}

}  // namespace
}  // namespace okapi::sample

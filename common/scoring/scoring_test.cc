#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "absl/strings/str_cat.h"
#include "common/scoring/expected.h"
#include "common/scoring/key_result.h"
#include "common/scoring/rollup.h"
#include "common/scoring/status.h"
#include "common/scoring/sum.h"

namespace okapi::scoring {
namespace {

// Amounts with cents add up to the same number in any order, and to the right one.
TEST(SumTest, OrderDoesNotMatter) {
  constexpr uint64_t kSeed = 11;
  SCOPED_TRACE(absl::StrCat("seed ", kSeed));
  std::mt19937_64 random(kSeed);
  std::vector<int64_t> cents(1'000'000);
  int64_t exact = 0;
  for (int64_t& amount : cents) {
    amount = static_cast<int64_t>(random() % 20'000'000) - 5'000'000;
    exact += amount;
  }
  for (int order = 0; order < 3; ++order) {
    Sum sum;
    for (int64_t amount : cents) sum.Add(static_cast<double>(amount) / 100);
    EXPECT_DOUBLE_EQ(sum.value(), static_cast<double>(exact) / 100);
    std::shuffle(cents.begin(), cents.end(), random);
  }
}

TEST(KeyResultTest, ARelativeChangeMustMeanSomething) {
  const auto check = [](double baseline, double change) {
    status::FieldViolations violations;
    CheckRelativeChange(baseline, change, "key_result.", violations);
    return std::string(violations.ToStatus().message());
  };
  EXPECT_EQ(check(50, -0.2), "");
  EXPECT_THAT(check(0, -0.2), ::testing::StartsWith("key_result.baseline: "));
  EXPECT_THAT(check(50, 0), ::testing::StartsWith("key_result.change: "));
  EXPECT_THAT(check(0, 0), ::testing::AllOf(::testing::HasSubstr("key_result.baseline"),
                                            ::testing::HasSubstr("key_result.change")));
}

// What must hold for any children: the mean lies between the worst and the best, shares lie in
// [0, 1], and a common factor on all weights changes nothing.
TEST(RollupTest, IsAMean) {
  constexpr uint64_t kSeed = 12;
  SCOPED_TRACE(absl::StrCat("seed ", kSeed));
  std::mt19937_64 random(kSeed);
  std::uniform_real_distribution<double> share(0, 1);
  for (int round = 0; round < 2000; ++round) {
    std::vector<Child> children(random() % 8);
    double lowest = 2;
    double highest = -1;
    for (size_t i = 0; i < children.size(); ++i) {
      children[i] = {absl::StrCat("c", i), static_cast<double>(random() % 4), std::nullopt,
                     Status::ON_TRACK, random() % 5 == 0};
      if (random() % 4 != 0) children[i].clamped = share(random);
      if (!children[i].clamped.has_value()) continue;
      lowest = std::min(lowest, *children[i].clamped);
      highest = std::max(highest, *children[i].clamped);
    }
    const auto progress = Rollup(children);
    ASSERT_EQ(progress.has_worst_child_clamped(), lowest <= 1);
    if (lowest <= 1) {
      ASSERT_EQ(progress.worst_child_clamped(), lowest);
    }
    if (progress.has_clamped()) {
      ASSERT_GE(progress.clamped(), lowest - 1e-12);
      ASSERT_LE(progress.clamped(), highest + 1e-12);
    }
    for (double part : {progress.missing_share(), progress.stale_share()}) {
      ASSERT_GE(part, 0);
      ASSERT_LE(part, 1);
    }
    for (Child& child : children) child.weight *= 8;
    ASSERT_EQ(Rollup(children).SerializeAsString(), progress.SerializeAsString());
  }
}

// What must hold of every combination, for any children: the least is no more than the mean, and
// the mean no more than the most; more of a child never makes less of the parent; it does not
// matter which child is named first.
TEST(RollupTest, CombinationsAreInOrderAndDoNotFall) {
  constexpr uint64_t kSeed = 14;
  SCOPED_TRACE(absl::StrCat("seed ", kSeed));
  std::mt19937_64 random(kSeed);
  std::uniform_real_distribution<double> share(0, 1);
  const Combination all[] = {Combination::kMean, Combination::kLeast, Combination::kMost,
                             Combination::kTotal};
  const auto value = [](const std::vector<Child>& children, Combination combination) {
    return Rollup(children, combination).clamped();
  };
  for (int round = 0; round < 2000; ++round) {
    std::vector<Child> children(1 + random() % 6);
    for (size_t i = 0; i < children.size(); ++i) {
      children[i].name = absl::StrCat("c", i);
      children[i].weight = static_cast<double>(random() % 4) / 4;
      children[i].expected = share(random);
      if (random() % 4 != 0) children[i].clamped = share(random);
    }
    children[0].weight = 0.5;
    children[0].clamped = share(random);
    ASSERT_LE(value(children, Combination::kLeast), value(children, Combination::kMean) + 1e-12);
    ASSERT_LE(value(children, Combination::kMean), value(children, Combination::kMost) + 1e-12);
    std::vector<Child> others(children.rbegin(), children.rend());
    std::vector<Child> more = children;
    more[0].clamped = std::min(1.0, *more[0].clamped + share(random));
    for (const Combination combination : all) {
      ASSERT_NEAR(value(others, combination), value(children, combination), 1e-12);
      ASSERT_GE(value(more, combination), value(children, combination) - 1e-12);
      ASSERT_LE(value(more, combination), 1);
      const double expected = ExpectedOfParent(children, combination, 0.5);
      ASSERT_NEAR(ExpectedOfParent(others, combination, 0.5), expected, 1e-12);
      ASSERT_GE(expected, 0);
      ASSERT_LE(expected, 1);
    }
  }
}

// More progress never gives a worse verdict.
TEST(StatusTest, IsMonotonous) {
  const auto rank = [](Status status) {
    switch (status) {
      case Status::ACHIEVED:
        return 3;
      case Status::ON_TRACK:
        return 2;
      case Status::AT_RISK:
        return 1;
      default:
        return 0;
    }
  };
  for (double expected : {0.0, 0.1, 1.0 / 3, 0.63, 1.0}) {
    int before = 0;
    for (int thousandths = -500; thousandths <= 1500; ++thousandths) {
      const int now = rank(StatusOf({.progress = thousandths / 1000.0, .expected = expected}));
      ASSERT_GE(now, before) << "progress " << thousandths / 1000.0 << " of " << expected;
      before = now;
    }
  }
}

TEST(ExpectedTest, AnEmptySpanIsOverWhenItBegins) {
  const absl::Time time = absl::FromUnixSeconds(1000);
  EXPECT_EQ(ExpectedLinear(time, time, time - absl::Nanoseconds(1)), 0);
  EXPECT_EQ(ExpectedLinear(time, time, time), 1);
  EXPECT_EQ(ExpectedLinear(time, time, time + absl::Nanoseconds(1)), 1);
}

absl::Status Checked(const okapi::common::v1::Curve& curve) {
  status::FieldViolations violations;
  CheckCurve(curve, "curve.", violations);
  return violations.ToStatus();
}

TEST(CurveTest, BadTablesAreNamed) {
  okapi::common::v1::Curve curve;
  EXPECT_TRUE(Checked(curve).ok());
  curve.set_shape(okapi::common::v1::Curve::TABLE);
  EXPECT_EQ(Checked(curve).message(), "curve.shares: must have 1 to 366 entries");
  curve.add_shares(0.5);
  EXPECT_EQ(Checked(curve).message(), "curve.shares: must end with 1");
  curve.add_shares(0.4);
  EXPECT_EQ(Checked(curve).message(), "curve.shares[1]: must be from 0.5, the share before, to 1");
  curve.set_shares(1, std::nan(""));
  EXPECT_FALSE(Checked(curve).ok());
  curve.set_shares(1, 1);
  EXPECT_TRUE(Checked(curve).ok());
  curve.set_shape(okapi::common::v1::Curve::S_CURVE);
  EXPECT_EQ(Checked(curve).message(), "curve.shares: is for TABLE and STEP only");
}

TEST(BandsTest, BordersAreOrdered) {
  const auto checked = [](std::optional<double> on_track, std::optional<double> at_risk) {
    okapi::common::v1::Bands bands;
    if (on_track.has_value()) bands.set_on_track(*on_track);
    if (at_risk.has_value()) bands.set_at_risk(*at_risk);
    status::FieldViolations violations;
    CheckBands(bands, "bands.", violations);
    return violations.ToStatus();
  };
  EXPECT_TRUE(checked(std::nullopt, std::nullopt).ok());
  EXPECT_TRUE(checked(1, 1).ok());
  EXPECT_EQ(checked(1.1, 0.7).message(), "bands.on_track: must be greater than 0 and at most 1");
  EXPECT_EQ(checked(0.6, std::nullopt).message(),
            "bands.at_risk: must be greater than 0 and at most 0.6");
  EXPECT_FALSE(checked(std::nan(""), 0.5).ok());
  EXPECT_FALSE(checked(0.9, 0).ok());
}

}  // namespace
}  // namespace okapi::scoring

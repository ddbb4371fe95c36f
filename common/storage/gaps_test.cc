#include "common/storage/gaps.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "absl/strings/str_cat.h"

namespace okapi::storage {
namespace {

constexpr int kKeys = 60;

std::string Key(int number) { return absl::StrCat("k", 100 + number); }

// The keys between two, both possible begins and ends.
KeyRange Between(int begin, int end) { return {Key(begin), Key(end)}; }

TEST(GapsTest, WhatCountsUpwardsStaysWithinItsGap) {
  Gaps gaps;
  gaps.Note(Between(10, 50));
  for (int taken = 10; taken < 50; ++taken) {
    EXPECT_TRUE(gaps.Holds(Key(taken)));
    gaps.Cut(Key(taken));
    EXPECT_FALSE(gaps.Holds(Key(taken)));
    EXPECT_TRUE(taken == 49 || gaps.Holds(Between(taken + 1, 50))) << taken;
    EXPECT_EQ(gaps.size(), 1u);
  }
  EXPECT_FALSE(gaps.Holds(Key(9)));
  EXPECT_FALSE(gaps.Holds(Key(50)));
}

TEST(GapsTest, GapsThatTouchAreOne) {
  Gaps gaps;
  gaps.Note(Between(10, 20));
  gaps.Note(Between(30, 40));
  EXPECT_EQ(gaps.size(), 2u);
  EXPECT_FALSE(gaps.Holds(Between(10, 40)));
  gaps.Note(Between(20, 30));
  EXPECT_EQ(gaps.size(), 1u);
  EXPECT_TRUE(gaps.Holds(Between(10, 40)));
  gaps.Note(Between(5, 45));
  EXPECT_EQ(gaps.size(), 1u);
  EXPECT_TRUE(gaps.Holds(Between(5, 45)));
}

TEST(GapsTest, ARangeWithoutAnEndIsNeverKnown) {
  Gaps gaps;
  gaps.Note({"a", "b"});
  EXPECT_FALSE(gaps.Holds(KeyRange{"a", ""}));
}

// Whatever is noted and cut: nothing that is there is taken for a gap, and what was noted last is
// known.
TEST(GapsTest, HoldNothingThatIsThere) {
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    std::mt19937_64 random(seed);
    Gaps gaps;
    std::set<int> there;
    for (int step = 0; step < 400; ++step) {
      const int begin = static_cast<int>(random() % kKeys);
      const int end = begin + static_cast<int>(random() % 12);
      switch (random() % 4) {
        case 0:
          there.insert(begin);
          gaps.Cut(Key(begin));
          break;
        case 1:
          there.erase(begin);
          break;
        default:
          if (there.lower_bound(begin) != there.lower_bound(end)) break;
          gaps.Note(Between(begin, end));
          EXPECT_TRUE(begin == end || gaps.Holds(Between(begin, end)));
      }
      for (const int key : there) ASSERT_FALSE(gaps.Holds(Key(key))) << key;
      for (int i = 0; i < kKeys; i += 7) {
        const bool empty = there.lower_bound(i) == there.lower_bound(i + 5);
        ASSERT_TRUE(empty || !gaps.Holds(Between(i, i + 5))) << i;
      }
    }
  }
}

}  // namespace
}  // namespace okapi::storage

#include "services/cli/terminal/drawing.h"

#include <gtest/gtest.h>

namespace okapi::cli {
namespace {

TEST(BarTest, FilledByShare) {
  EXPECT_EQ(Bar(0.72, 10), "███████░░░");
  EXPECT_EQ(Bar(-1, 4), "░░░░");
  EXPECT_EQ(Bar(3, 4), "████");
}

TEST(SparklineTest, FromLowestToHighest) {
  EXPECT_EQ(Sparkline({1, 4.5, 8}), "▁▅█");
  EXPECT_EQ(Sparkline({1, std::nullopt, 8}), "▁ █") << "what is missing is a blank";
  EXPECT_EQ(Sparkline({5, 5}), "▅▅");
  EXPECT_EQ(Sparkline({std::nullopt}), " ");
}

}  // namespace
}  // namespace okapi::cli

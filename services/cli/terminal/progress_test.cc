#include "services/cli/terminal/progress.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace okapi::cli {
namespace {

ProgressState Half() {
  ProgressState state;
  state.bytes_done = 500;
  state.bytes_total = 1000;
  state.samples_done = 12'345;
  state.elapsed = absl::Seconds(10);
  return state;
}

TEST(ProgressTest, WritesThousands) {
  EXPECT_EQ(WithThousands(0), "0");
  EXPECT_EQ(WithThousands(999), "999");
  EXPECT_EQ(WithThousands(1000), "1,000");
  EXPECT_EQ(WithThousands(1'234'567), "1,234,567");
  EXPECT_EQ(WithThousands(-123), "-123");
  EXPECT_EQ(WithThousands(-123'456), "-123,456");
}

TEST(ProgressTest, TellsShareSpeedAndTimeLeft) {
  EXPECT_EQ(ProgressLine(Half(), ProgressStyle::kLines, 80),
            " 50 %  12,345 samples  1,234/s  0:10 left");
  EXPECT_EQ(ProgressLine(Half(), ProgressStyle::kBar, 64),
            "[##########..........]  50 %  12,345 samples  1,234/s  0:10 left");
}

TEST(ProgressTest, WhatAnEarlierPushDidSaysNothingAboutTheSpeed) {
  ProgressState state = Half();
  state.samples_skipped = 12'000;
  state.bytes_skipped = 400;
  EXPECT_EQ(ProgressLine(state, ProgressStyle::kLines, 80),
            " 50 %  12,345 samples  34/s  0:50 left");
}

TEST(ProgressTest, TellsWhatIsWaitedFor) {
  ProgressState state = Half();
  state.trouble = "waiting for okapi-metrics: connection refused";
  EXPECT_EQ(ProgressLine(state, ProgressStyle::kLines, 80),
            " 50 %  12,345 samples  waiting for okapi-metrics: connection refused");
}

TEST(ProgressTest, FitsAnyWidth) {
  for (int width = 0; width < 120; ++width) {
    EXPECT_LE(ProgressLine(Half(), ProgressStyle::kBar, width).size(), static_cast<size_t>(width));
  }
}

TEST(ProgressTest, NothingIsAllOfNothing) {
  EXPECT_EQ(ProgressLine({}, ProgressStyle::kLines, 80), "100 %  0 samples");
}

TEST(ProgressTest, LinesComeNowAndThen) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> out(std::tmpfile(), &std::fclose);
  base::FakeClock clock(absl::FromUnixSeconds(1'700'000'000));
  Progress progress(ProgressStyle::kLines, out.get(), clock);
  for (int i = 0; i < 120; ++i) {
    progress.Show(Half());
    clock.Advance(absl::Milliseconds(100));
  }
  std::rewind(out.get());
  int lines = 0;
  for (int c = std::fgetc(out.get()); c != EOF; c = std::fgetc(out.get())) lines += c == '\n';
  EXPECT_EQ(lines, 2);
}

TEST(ProgressTest, ThereAreThreeStyles) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> out(std::tmpfile(), &std::fclose);
  EXPECT_EQ(*ParseProgressStyle("auto", out.get()), ProgressStyle::kLines);
  EXPECT_EQ(*ParseProgressStyle("bar", out.get()), ProgressStyle::kBar);
  EXPECT_EQ(*ParseProgressStyle("none", out.get()), ProgressStyle::kNone);
  EXPECT_FALSE(ParseProgressStyle("dots", out.get()).ok());
}

}  // namespace
}  // namespace okapi::cli

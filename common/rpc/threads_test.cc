#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "common/base/mutex.h"
#include "common/rpc/backoff.h"
#include "common/rpc/drain.h"
#include "common/rpc/executor.h"
#include "common/rpc/ticker.h"
#include "tests/support/gate.h"

namespace okapi::rpc {
namespace {

using okapi::testing::Gate;

TEST(ExecutorTest, RefusesWhatDoesNotFitTheQueue) {
  Gate gate;
  Gate busy;
  std::atomic<int> done = 0;
  Executor executor(/*threads=*/1, /*queue_max=*/2);
  ASSERT_TRUE(executor.TrySchedule([&] {
    busy.Open();
    gate.Wait();
  }));
  busy.Wait();  // The only thread is taken, the queue is empty.
  EXPECT_TRUE(executor.TrySchedule([&] { ++done; }));
  EXPECT_TRUE(executor.TrySchedule([&] { ++done; }));
  EXPECT_FALSE(executor.TrySchedule([&] { done += 100; }));
  EXPECT_TRUE(executor.Schedule([&] { ++done; })) << "bounded elsewhere";
  gate.Open();
  executor.Stop();
  EXPECT_EQ(done, 3);
}

TEST(ExecutorTest, ARefusedTaskIsDestroyed) {
  Executor executor(1, 10);
  executor.Stop();
  auto held = std::make_shared<int>(1);
  EXPECT_FALSE(executor.TrySchedule([held] { FAIL(); }));
  EXPECT_FALSE(executor.Schedule([held] { FAIL(); }));
  EXPECT_EQ(held.use_count(), 1);
}

TEST(ExecutorTest, StopRunsWhatIsQueued) {
  std::atomic<int> done = 0;
  Executor executor(3, 10'000);
  for (int i = 0; i < 5000; ++i) ASSERT_TRUE(executor.TrySchedule([&] { ++done; }));
  executor.Stop();
  EXPECT_EQ(done, 5000);
  executor.Stop();  // Again does nothing.
}

TEST(ExecutorTest, TasksMayScheduleTasks) {
  Gate last;
  Executor executor(2, 10);
  ASSERT_TRUE(executor.Schedule([&] { executor.Schedule([&] { last.Open(); }); }));
  last.Wait();
}

TEST(BackoffTest, DoublesToItsBoundAndStartsOver) {
  for (int round = 0; round < 200; ++round) {
    Backoff backoff;
    absl::Duration longest = absl::Milliseconds(100);
    for (int attempt = 0; attempt < 10; ++attempt) {
      const absl::Duration wait = backoff.Next();
      ASSERT_GE(wait, longest / 2) << attempt;
      ASSERT_LE(wait, longest) << attempt;
      longest = std::min(longest * 2, absl::Seconds(2));
    }
    backoff.Reset();
    ASSERT_LE(backoff.Next(), absl::Milliseconds(100));
  }
}

// Clients that lose one server together must not come back together.
TEST(BackoffTest, ClientsDoNotKeepStep) {
  std::set<absl::Duration> waits;
  for (int client = 0; client < 100; ++client) waits.insert(Backoff().Next());
  EXPECT_GT(waits.size(), 90u);
}

TEST(TickerTest, TicksUntilRemoved) {
  Ticker ticker(absl::Milliseconds(1));
  Gate removed_ran;
  Gate other_ran;
  std::atomic<int> ticks = 0;
  const int64_t removed = ticker.Add([&] {
    if (++ticks == 3) removed_ran.Open();
  });
  removed_ran.Wait();
  ticker.Remove(removed);
  const int seen = ticks;
  std::atomic<int> others = 0;
  const int64_t other = ticker.Add([&] {
    if (++others == 5) other_ran.Open();
  });
  other_ran.Wait();
  ticker.Remove(other);  // It uses what is declared behind the ticker.
  EXPECT_EQ(ticks, seen) << "ran after Remove had returned";
}

TEST(DrainTest, ClosesOnceWhatWasAddedAndWhatComesLater) {
  Drain drain;
  int first = 0;
  int removed = 0;
  int late = 0;
  drain.Add([&] { ++first; });
  drain.Remove(drain.Add([&] { ++removed; }));
  EXPECT_EQ(first, 0);
  drain.Begin();
  drain.Begin();
  EXPECT_EQ(first, 1);
  EXPECT_EQ(removed, 0);
  drain.Remove(drain.Add([&] { ++late; }));
  EXPECT_EQ(late, 1);
}

TEST(DrainTest, ACloserMayRemoveItself) {
  Drain drain;
  int64_t id = 0;
  id = drain.Add([&] { drain.Remove(id); });
  drain.Begin();  // Would hang if closers ran under the mutex.
}

}  // namespace
}  // namespace okapi::rpc

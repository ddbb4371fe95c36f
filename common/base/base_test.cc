#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <thread>
#include <vector>

#include "absl/strings/escaping.h"
#include "common/base/clock.h"
#include "common/base/hmac.h"
#include "common/base/ids.h"
#include "common/base/mutex.h"
#include "common/base/sha256.h"

namespace okapi::base {
namespace {

using ::testing::MatchesRegex;

TEST(FakeClockTest, StandsStillUntilTold) {
  const absl::Time start = absl::FromUnixSeconds(1'700'000'000);
  FakeClock clock(start);
  EXPECT_EQ(clock.Now(), start);
  EXPECT_EQ(clock.Now(), start);
  clock.Advance(absl::Hours(25));
  EXPECT_EQ(clock.Now(), start + absl::Hours(25));
  clock.Advance(-absl::Hours(26));
  EXPECT_EQ(clock.Now(), start - absl::Hours(1));
  clock.Set(absl::UnixEpoch());
  EXPECT_EQ(clock.Now(), absl::UnixEpoch());
}

TEST(FakeClockTest, MovesUnderManyThreads) {
  FakeClock clock(absl::UnixEpoch());
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&clock] {
      for (int step = 0; step < 1000; ++step) clock.Advance(absl::Nanoseconds(1));
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(clock.Now(), absl::UnixEpoch() + absl::Nanoseconds(4000));
}

TEST(RandomIdGeneratorTest, IdsAreResourceIdsAndDiffer) {
  RandomIdGenerator ids;
  std::set<std::string> seen;
  for (int i = 0; i < 10'000; ++i) {
    const std::string id = ids.NextId();
    ASSERT_THAT(id, MatchesRegex("[a-z][a-z2-7]+"));
    ASSERT_EQ(id.size(), 16u);
    ASSERT_TRUE(seen.insert(id).second) << id;
  }
}

// Every position takes every letter: a generator that reads too few random bytes leaves some
// constant.
TEST(RandomIdGeneratorTest, EveryPositionVaries) {
  RandomIdGenerator ids;
  std::vector<std::set<char>> letters(16);
  for (int i = 0; i < 5000; ++i) {
    const std::string id = ids.NextId();
    for (size_t position = 0; position < id.size(); ++position) {
      letters[position].insert(id[position]);
    }
  }
  EXPECT_EQ(letters[0].size(), 26u);
  for (size_t position = 1; position < letters.size(); ++position) {
    EXPECT_EQ(letters[position].size(), 32u) << position;
  }
}

// The examples of FIPS 180-4 and NIST's million-letter vector.
TEST(Sha256Test, KnownAnswers) {
  const auto hex = [](absl::string_view data) { return absl::BytesToHexString(Sha256(data)); };
  EXPECT_EQ(hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(hex(std::string(1'000'000, 'a')),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(HmacSha256Test, KnownAnswers) {
  // RFC 4231, cases 1 and 2.
  EXPECT_EQ(absl::BytesToHexString(HmacSha256(std::string(20, '\x0b'), "Hi There")),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(absl::BytesToHexString(HmacSha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(Sha256Test, TakesBytesNotText) {
  EXPECT_NE(Sha256(absl::string_view("a\0b", 3)), Sha256(absl::string_view("a", 1)));
}

TEST(CondVarTest, TimesOutWithTheMutexHeld) {
  Mutex mutex;
  CondVar never;
  int guarded = 0;
  MutexLock lock(mutex);
  // A wake-up without reason is allowed; an endless row of them is not.
  bool timed_out = false;
  for (int i = 0; i < 100 && !timed_out; ++i) {
    timed_out = !never.WaitFor(mutex, absl::Milliseconds(1));
  }
  EXPECT_TRUE(timed_out);
  std::thread other([&] {
    MutexLock other_lock(mutex);
    guarded = 1;
  });
  EXPECT_EQ(guarded, 0) << "the mutex was not taken back after the wait";
  mutex.Unlock();
  other.join();
  mutex.Lock();
  EXPECT_EQ(guarded, 1);
}

TEST(CondVarTest, WakesOneAndAll) {
  Mutex mutex;
  CondVar changed;
  int turns = 0;
  int finished = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([&] {
      MutexLock lock(mutex);
      while (turns == 0) changed.Wait(mutex);
      --turns;
      ++finished;
      changed.NotifyAll();
    });
  }
  {
    MutexLock lock(mutex);
    turns = 1;
    changed.NotifyOne();
    while (finished < 1) changed.Wait(mutex);
    EXPECT_EQ(finished, 1);
    turns = 2;
    changed.NotifyAll();
    while (finished < 3) ASSERT_TRUE(changed.WaitFor(mutex, absl::Seconds(60)));
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(finished, 3);
}

TEST(CondVarTest, AnInfiniteTimeoutNeverRunsOut) {
  Mutex mutex;
  CondVar changed;
  bool done = false;
  std::thread waker;
  {
    MutexLock lock(mutex);
    // Cannot set it before the wait below lets go of the mutex.
    waker = std::thread([&] {
      MutexLock inside(mutex);
      done = true;
      changed.NotifyAll();
    });
    while (!done) ASSERT_TRUE(changed.WaitFor(mutex, absl::InfiniteDuration()));
  }
  waker.join();
}

}  // namespace
}  // namespace okapi::base

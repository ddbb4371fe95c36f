#include "common/journal/journal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <random>
#include <thread>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "common/journal/chain.h"
#include "common/journal/change_log.h"
#include "google/type/date.pb.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_database.h"

namespace okapi::journal {
namespace {

using okapi::testing::IsOk;
using okapi::testing::ReasonIs;
using okapi::testing::StatusIs;
using okapi::testing::TempJournal;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr storage::Family kData{"data"};

// Any message will do as a resource.
google::type::Date Resource(int year) {
  google::type::Date date;
  date.set_year(year);
  return date;
}

Origin From(std::string actor) {
  Origin origin;
  origin.actor = std::move(actor);
  return origin;
}

class JournalTest : public ::testing::Test {
 protected:
  explicit JournalTest(JournalOptions options = {}) : temp_({kData}, clock_, options) {}

  absl::StatusOr<int64_t> Put(const std::string& key, const std::string& value) {
    return temp_.journal().Commit(From("ann"), [&](Transaction& transaction) {
      transaction.Put(kData, key, value);
      const auto resource = Resource(1);
      transaction.RecordChange("organizations/acme/teams/" + key, nullptr, &resource);
      return absl::OkStatus();
    });
  }
  std::optional<std::string> Get(const std::string& key) {
    return *temp_.journal().Read()->reader->Find(kData, key);
  }
  std::vector<int64_t> RevisionsAfter(int64_t after, size_t limit = 1000) {
    std::vector<int64_t> revisions;
    auto records = temp_.journal().ReadChanges(after, limit);
    EXPECT_THAT(records, IsOk());
    for (const auto& record : *records) revisions.push_back(record.revision());
    return revisions;
  }

  base::FakeClock clock_{absl::FromUnixSeconds(1'700'000'000)};
  TempJournal temp_;
};

TEST_F(JournalTest, EveryWriteHasARevisionAndARecord) {
  EXPECT_EQ(*Put("a", "1"), 1);
  clock_.Advance(absl::Seconds(1.5));
  EXPECT_EQ(*Put("b", "2"), 2);
  EXPECT_EQ(temp_.journal().revision(), 2);
  EXPECT_EQ(temp_.journal().Read()->revision, 2);
  auto records = *temp_.journal().ReadChanges(1, 10);
  ASSERT_THAT(records, SizeIs(1));
  EXPECT_EQ(records[0].revision(), 2);
  EXPECT_EQ(records[0].actor(), "ann");
  EXPECT_EQ(records[0].organization(), "organizations/acme");
  EXPECT_EQ(records[0].commit_time().seconds(), 1'700'000'001);
  EXPECT_EQ(records[0].commit_time().nanos(), 500'000'000);
  EXPECT_EQ(records[0].changes(0).name(), "organizations/acme/teams/b");
  google::type::Date after;
  EXPECT_TRUE(records[0].changes(0).after().UnpackTo(&after));
  EXPECT_FALSE(records[0].changes(0).has_before());
}

TEST_F(JournalTest, AFailingBodyIsUndoneAlone) {
  // One group: the lane is held while the three gather behind it.
  absl::Notification held, go;
  temp_.journal().Submit(
      From(""),
      [&](Transaction&) {
        held.Notify();
        go.WaitForNotification();
        return absl::OkStatus();
      },
      [](auto) {});
  held.WaitForNotification();
  std::vector<absl::StatusOr<int64_t>> results(3, absl::UnknownError("unanswered"));
  for (int i = 0; i < 3; ++i) {
    temp_.journal().Submit(
        From(""),
        [i](Transaction& transaction) {
          transaction.Put(kData, absl::StrCat(i), "x");
          transaction.Put(kData, "last", absl::StrCat(i));
          return i == 1 ? absl::AbortedError("no") : absl::OkStatus();
        },
        [&results, i](absl::StatusOr<int64_t> result) {
          results[static_cast<size_t>(i)] = result;
        });
  }
  go.Notify();
  temp_.journal().Stop();
  EXPECT_THAT(results[0], IsOk());
  EXPECT_THAT(results[1], StatusIs(absl::StatusCode::kAborted));
  EXPECT_THAT(results[2], IsOk());
  EXPECT_EQ(*results[2], *results[0] + 1);
  EXPECT_EQ(Get("1"), std::nullopt);
  EXPECT_EQ(Get("last"), "2");
}

TEST_F(JournalTest, WritesSeeTheWritesBeforeThemInTheSameGroup) {
  constexpr int kThreads = 16;
  constexpr int kEach = 100;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([this] {
      for (int i = 0; i < kEach; ++i) {
        auto result =
            temp_.journal().Commit(From(""), [](Transaction& transaction) -> absl::Status {
              auto before = transaction.Find(kData, "n");
              int n = 0;
              if (before->has_value()) {
                EXPECT_TRUE(absl::SimpleAtoi(**before, &n));
              }
              transaction.Put(kData, "n", absl::StrCat(n + 1));
              return absl::OkStatus();
            });
        EXPECT_THAT(result, IsOk());
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(Get("n"), absl::StrCat(kThreads * kEach));
  EXPECT_EQ(temp_.journal().revision(), kThreads * kEach);
}

TEST_F(JournalTest, ValidateOnlyRunsAndLeavesNothing) {
  ASSERT_THAT(Put("a", "1"), IsOk());
  Origin origin = From("ann");
  origin.validate_only = true;
  bool ran = false;
  auto result = temp_.journal().Commit(origin, [&](Transaction& transaction) {
    transaction.Put(kData, "a", "2");
    ran = true;
    return absl::OkStatus();
  });
  EXPECT_TRUE(ran);
  EXPECT_EQ(*result, 1);
  EXPECT_EQ(Get("a"), "1");
  EXPECT_THAT(RevisionsAfter(0), ElementsAre(1));
}

TEST_F(JournalTest, AWriteThatWritesNothingTakesNoRevision) {
  ASSERT_THAT(Put("a", "1"), IsOk());
  auto result = temp_.journal().Commit(From(""), [](Transaction&) { return absl::OkStatus(); });
  EXPECT_EQ(*result, 1);
}

TEST_F(JournalTest, GoesOnWhereItWasAfterARestart) {
  ASSERT_THAT(Put("a", "1"), IsOk());
  ASSERT_THAT(Put("b", "1"), IsOk());
  const auto before = *temp_.journal().ReadChanges(0, 10);
  temp_.Reopen();
  EXPECT_EQ(temp_.journal().revision(), 2);
  clock_.Set(absl::FromUnixSeconds(0));  // The machine's clock went back; the journal's does not.
  ASSERT_THAT(Put("c", "1"), IsOk());
  const auto after = *temp_.journal().ReadChanges(0, 10);
  ASSERT_THAT(after, SizeIs(3));
  EXPECT_EQ(after[2].commit_time().seconds(), 1'700'000'000);
  EXPECT_THAT(VerifyChain("", after), IsOk());
}

TEST_F(JournalTest, TheChainShowsEveryTampering) {
  for (int i = 0; i < 6; ++i) ASSERT_THAT(Put(absl::StrCat(i), "1"), IsOk());
  const auto good = *temp_.journal().ReadChanges(0, 10);
  ASSERT_THAT(VerifyChain("", good), IsOk());
  EXPECT_THAT(VerifyChain(good[2].hash(), absl::MakeSpan(good).subspan(3)), IsOk());
  auto edited = good;
  edited[3].set_actor("eve");
  EXPECT_THAT(VerifyChain("", edited), StatusIs(absl::StatusCode::kDataLoss));
  auto relinked = good;
  relinked[3].set_actor("eve");
  Link(relinked[2].hash(), relinked[3]);
  EXPECT_THAT(VerifyChain("", relinked), StatusIs(absl::StatusCode::kDataLoss));
  auto removed = good;
  removed.erase(removed.begin() + 2);
  EXPECT_THAT(VerifyChain("", removed), StatusIs(absl::StatusCode::kDataLoss));
  auto swapped = good;
  std::swap(swapped[1], swapped[2]);
  EXPECT_THAT(VerifyChain("", swapped), StatusIs(absl::StatusCode::kDataLoss));
  auto repeated = good;
  repeated.insert(repeated.begin() + 1, good[0]);
  EXPECT_THAT(VerifyChain("", repeated), StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(JournalTest, ReadsChangesInPagesAndRefusesTheFuture) {
  for (int i = 0; i < 5; ++i) ASSERT_THAT(Put("k", absl::StrCat(i)), IsOk());
  EXPECT_THAT(RevisionsAfter(1, 2), ElementsAre(2, 3));
  EXPECT_THAT(RevisionsAfter(5), IsEmpty());
  EXPECT_THAT(temp_.journal().ReadChanges(6, 1), ReasonIs(status::ErrorReason::REVISION_UNKNOWN));
  EXPECT_THAT(temp_.journal().ReadChanges(-1, 1), StatusIs(absl::StatusCode::kOutOfRange));
}

TEST_F(JournalTest, TrimmedChangesAreRefusedAndStateStays) {
  for (int i = 0; i < 5; ++i) ASSERT_THAT(Put(absl::StrCat(i), "1"), IsOk());
  ASSERT_THAT(temp_.journal().TrimThrough(3), IsOk());
  EXPECT_THAT(temp_.journal().ReadChanges(2, 10), ReasonIs(status::ErrorReason::REVISION_TRIMMED));
  EXPECT_THAT(RevisionsAfter(3), ElementsAre(4, 5));
  EXPECT_EQ(Get("0"), "1");
  temp_.Reopen();
  EXPECT_THAT(temp_.journal().ReadChanges(2, 10), ReasonIs(status::ErrorReason::REVISION_TRIMMED));
  EXPECT_THAT(RevisionsAfter(3), ElementsAre(4, 5));
}

TEST_F(JournalTest, ListenersHearOfEveryGroupUntilTheyGo) {
  std::atomic<int64_t> heard{0};
  auto handle = temp_.journal().Listen([&](int64_t revision) { heard = revision; });
  ASSERT_THAT(Put("a", "1"), IsOk());
  ASSERT_THAT(temp_.journal().Commit(From(""), [](Transaction&) { return absl::OkStatus(); }),
              IsOk());
  EXPECT_EQ(heard, 1);
  handle.reset();
  ASSERT_THAT(Put("a", "2"), IsOk());
  temp_.journal().Stop();
  EXPECT_EQ(heard, 1);
}

TEST_F(JournalTest, AStoppedJournalAnswersWhatItHasAndRefusesTheRest) {
  ASSERT_THAT(Put("a", "1"), IsOk());
  temp_.journal().Stop();
  EXPECT_THAT(Put("b", "1"), ReasonIs(status::ErrorReason::SHUTTING_DOWN));
}

class SmallJournalTest : public JournalTest {
 protected:
  static JournalOptions Small() {
    JournalOptions options;
    options.queue_max = 4;
    options.group_writes_max = 2;
    options.changes_kept = 10;
    return options;
  }
  SmallJournalTest() : JournalTest(Small()) {}
};

TEST_F(SmallJournalTest, AFullQueueIsRefusedAndWhatWasTakenIsDone) {
  absl::Notification held, go;
  temp_.journal().Submit(
      From(""),
      [&](Transaction&) {
        held.Notify();
        go.WaitForNotification();
        return absl::OkStatus();
      },
      [](auto) {});
  held.WaitForNotification();
  std::atomic<int> done{0}, refused{0};
  for (int i = 0; i < 10; ++i) {
    temp_.journal().Submit(
        From(""),
        [i](Transaction& transaction) {
          transaction.Put(kData, absl::StrCat(i), "x");
          return absl::OkStatus();
        },
        [&](absl::StatusOr<int64_t> result) {
          if (!result.ok()) {
            EXPECT_THAT(result, ReasonIs(status::ErrorReason::OVERLOADED));
          }
          ++(result.ok() ? done : refused);
        });
  }
  EXPECT_EQ(refused, 6);
  go.Notify();
  temp_.journal().Stop();
  EXPECT_EQ(done, 4);
}

TEST_F(SmallJournalTest, OldChangesAreTrimmedByThemselves) {
  for (int i = 0; i < 40; ++i) ASSERT_THAT(Put("k", absl::StrCat(i)), IsOk());
  EXPECT_THAT(RevisionsAfter(30), SizeIs(10));
  EXPECT_THAT(temp_.journal().ReadChanges(29, 100),
              ReasonIs(status::ErrorReason::REVISION_TRIMMED));
}

TEST_F(SmallJournalTest, TheRevisionOfATimeIsTheLastThatWasWrittenByThen) {
  std::map<absl::Time, int64_t> newest;
  auto write = [&] {
    clock_.Advance(absl::Seconds(2));
    for (int i = 0; i < 2; ++i) {
      const auto revision = Put("k", absl::StrCat(i));
      ASSERT_THAT(revision, IsOk());
      newest[clock_.Now()] = *revision;
    }
  };
  const absl::Time before = clock_.Now();
  auto revision_at = [&](absl::Time time) {
    return RevisionAt(*temp_.journal().Read()->reader, time);
  };
  for (int i = 0; i < 3; ++i) write();
  EXPECT_EQ(*revision_at(before), 0);
  for (int i = 0; i < 30; ++i) write();
  int known = 0;
  for (const auto& [time, revision] : newest) {
    const auto found = revision_at(time);
    if (!found.ok()) {
      EXPECT_EQ(known, 0) << "only the oldest are trimmed";
      EXPECT_THAT(found, ReasonIs(status::ErrorReason::REVISION_TRIMMED));
      continue;
    }
    ++known;
    EXPECT_EQ(*found, revision);
    EXPECT_EQ(*revision_at(time + absl::Seconds(1)), revision);
  }
  EXPECT_EQ(known, 5);  // Ten changes are kept, two of each time.
}

TEST_F(SmallJournalTest, WritesWithoutAChangeRecordCrowdNoneOut) {
  ASSERT_THAT(Put("k", "1"), IsOk());
  for (int i = 0; i < 40; ++i) {
    ASSERT_THAT(temp_.journal().Commit(From(""),
                                       [i](Transaction& transaction) {
                                         transaction.Put(kData, "bulk", absl::StrCat(i));
                                         return absl::OkStatus();
                                       }),
                IsOk());
  }
  EXPECT_THAT(RevisionsAfter(0), ElementsAre(1));
}

TEST_F(JournalTest, EffectsRunForWritesThatAreKeptOnly) {
  std::vector<std::string> effects;
  auto write = [&](const std::string& name, bool validate_only, const absl::Status& outcome) {
    Origin origin;
    origin.validate_only = validate_only;
    return temp_.journal().Commit(origin, [&, name](Transaction& transaction) {
      transaction.Put(kData, name, "x");
      transaction.OnKept([&effects, name] { effects.push_back(name); });
      return outcome;
    });
  };
  ASSERT_THAT(write("kept", false, absl::OkStatus()), IsOk());
  ASSERT_THAT(write("checked", true, absl::OkStatus()), IsOk());
  EXPECT_THAT(write("failed", false, absl::InternalError("no")),
              StatusIs(absl::StatusCode::kInternal));
  EXPECT_THAT(effects, ElementsAre("kept"));
}

}  // namespace
}  // namespace okapi::journal

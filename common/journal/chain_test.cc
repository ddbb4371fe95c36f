#include "common/journal/chain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/support/status_matchers.h"

namespace okapi::journal {
namespace {

using okapi::common::v1::ChangeRecord;
using okapi::testing::IsOk;
using okapi::testing::StatusIs;

using Random = std::mt19937_64;

size_t Below(size_t limit, Random& random) {
  return std::uniform_int_distribution<size_t>(0, limit - 1)(random);
}

std::string RandomText(Random& random) {
  std::string text(Below(20, random), 'a');
  for (char& letter : text) letter = static_cast<char>('a' + Below(26, random));
  return text;
}

ChangeRecord RandomRecord(int64_t revision, Random& random) {
  ChangeRecord record;
  record.set_revision(revision);
  record.mutable_commit_time()->set_seconds(static_cast<int64_t>(Below(1 << 30, random)));
  record.mutable_commit_time()->set_nanos(static_cast<int32_t>(Below(1'000'000'000, random)));
  record.set_actor(RandomText(random));
  record.set_request_id(RandomText(random));
  record.set_organization(absl::StrCat("organizations/", RandomText(random)));
  for (size_t i = Below(4, random); i > 0; --i) {
    auto& change = *record.add_changes();
    change.set_name(RandomText(random));
    if (Below(2, random) == 0) change.mutable_before()->set_value(RandomText(random));
    if (Below(2, random) == 0) change.mutable_after()->set_value(RandomText(random));
  }
  return record;
}

// Random records in a chain; revisions have gaps, as writes without a record leave them.
std::vector<ChangeRecord> RandomChain(Random& random) {
  std::vector<ChangeRecord> records;
  int64_t revision = 0;
  std::string hash;
  for (size_t i = 3 + Below(8, random); i > 0; --i) {
    revision += 1 + static_cast<int64_t>(Below(3, random));
    records.push_back(RandomRecord(revision, random));
    Link(hash, records.back());
    hash = records.back().hash();
  }
  return records;
}

// Each with 200 chains of its own.
class ChainTest : public ::testing::TestWithParam<uint64_t> {
 protected:
  template <typename Tamper>
  void ForEachChain(Tamper tamper) {
    SCOPED_TRACE(absl::StrCat("seed ", GetParam()));
    Random random(GetParam());
    for (int i = 0; i < 200; ++i) {
      SCOPED_TRACE(absl::StrCat("chain ", i));
      const std::vector<ChangeRecord> chain = RandomChain(random);
      ASSERT_THAT(VerifyChain("", chain), IsOk());
      tamper(chain, random);
      if (HasFailure()) return;
    }
  }
};

TEST_P(ChainTest, AnEditedByteIsRevealed) {
  int edited_records = 0;
  ForEachChain([&](std::vector<ChangeRecord> chain, Random& random) {
    ChangeRecord& record = chain[Below(chain.size(), random)];
    const std::string stored = record.SerializeAsString();
    std::string edited = stored;
    edited[Below(edited.size(), random)] ^= static_cast<char>(1 + Below(255, random));
    // What does not parse is no record, and a byte that changes nothing that is said is no edit:
    // the bits of a number that are cut off.
    if (!record.ParseFromString(edited) || record.SerializeAsString() == stored) return;
    ++edited_records;
    EXPECT_THAT(VerifyChain("", chain), StatusIs(absl::StatusCode::kDataLoss))
        << record.ShortDebugString();
  });
  EXPECT_GT(edited_records, 100);
}

TEST_P(ChainTest, ADeletedRecordIsRevealed) {
  ForEachChain([](std::vector<ChangeRecord> chain, Random& random) {
    chain.erase(chain.begin() + static_cast<std::ptrdiff_t>(Below(chain.size() - 1, random)));
    EXPECT_THAT(VerifyChain("", chain), StatusIs(absl::StatusCode::kDataLoss));
  });
}

TEST_P(ChainTest, ASwappedPairIsRevealed) {
  ForEachChain([](std::vector<ChangeRecord> chain, Random& random) {
    const size_t first = Below(chain.size() - 1, random);
    const size_t second = first + 1 + Below(chain.size() - first - 1, random);
    std::swap(chain[first], chain[second]);
    EXPECT_THAT(VerifyChain("", chain), StatusIs(absl::StatusCode::kDataLoss));
  });
}

// A record that was edited and hashed anew betrays itself by the one behind it, which must not
// depend on who may read what.
TEST_P(ChainTest, AnEditedRecordThatIsWithheldIsRevealedByTheNext) {
  ForEachChain([](std::vector<ChangeRecord> chain, Random& random) {
    const size_t edited = Below(chain.size() - 1, random);
    chain[edited].set_actor(chain[edited].actor() + "x");
    ChainCheck check("");
    for (size_t i = 0; i <= edited; ++i) {
      ASSERT_THAT(
          check.TakeWithheld(chain[i].revision(), chain[i].previous_hash(), HashOf(chain[i])),
          IsOk());
    }
    EXPECT_THAT(check.Take(chain[edited + 1]), StatusIs(absl::StatusCode::kDataLoss));
  });
}

INSTANTIATE_TEST_SUITE_P(Seeds, ChainTest, ::testing::Values(1, 2, 3));

}  // namespace
}  // namespace okapi::journal

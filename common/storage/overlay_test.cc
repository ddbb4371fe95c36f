#include "common/storage/overlay.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/storage/database.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_database.h"

namespace okapi::storage {
namespace {

using okapi::testing::IsOk;

constexpr Family kOver{"a"};
constexpr Family kUnder{"b"};

using Rows = std::vector<std::pair<std::string, std::string>>;

// At most `limit` rows of a range.
Rows Read(const Reader& reader, const Family& family, const KeyRange& range, size_t limit) {
  Rows rows;
  EXPECT_THAT(reader.Scan(family, range,
                          [&](absl::string_view key, absl::string_view value) {
                            rows.emplace_back(key, value);
                            return rows.size() < limit;
                          }),
              IsOk());
  return rows;
}

// What the same read of a map gives.
Rows Expected(const std::map<std::string, std::string>& state, const KeyRange& range,
              size_t limit) {
  Rows rows;
  for (auto it = state.lower_bound(range.begin); it != state.end() && rows.size() < limit; ++it) {
    if (!range.end.empty() && it->first >= range.end) break;
    rows.emplace_back(*it);
  }
  return rows;
}

TEST(OverlayTest, ReadsAsIfItHadBeenWritten) {
  const unsigned seed = std::random_device()();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937 random(seed);
  auto key = [&random] { return absl::StrCat("k", random() % 40); };
  testing::TempDir directory;
  DatabaseOptions options;
  options.path = directory.path();
  options.service = "test";
  auto database = Database::Open(options, {kOver, kUnder});
  ASSERT_THAT(database, IsOk());
  std::map<std::string, std::string> state;
  const auto group = (*database)->BeginGroup();
  for (int i = 0; i < 30; ++i) {
    const std::string at = key();
    state[at] = absl::StrCat("below ", i);
    group->Put(kOver, at, state[at]);
  }
  group->Put(kUnder, "other", "family");
  ASSERT_THAT((*database)->Write(*group), IsOk());

  auto overlay = std::make_shared<Overlay>();
  for (int i = 0; i < 25; ++i) {
    const std::string at = key();
    if (random() % 2 == 0) {
      overlay->Delete(kOver, at);
      state.erase(at);
    } else {
      state[at] = absl::StrCat("above ", i);
      overlay->Put(kOver, at, state[at]);
    }
  }
  const OverlaidReader reader((*database)->Snapshot(), overlay, absl::UnixEpoch());
  EXPECT_EQ(reader.as_of(), absl::UnixEpoch());
  for (int i = 0; i < 40; ++i) {
    const std::string at = absl::StrCat("k", i);
    const auto found = reader.Find(kOver, at);
    ASSERT_THAT(found, IsOk());
    const auto it = state.find(at);
    EXPECT_EQ(*found, it == state.end() ? std::nullopt : std::optional<std::string>(it->second));
  }
  for (int i = 0; i < 100; ++i) {
    KeyRange range{key(), random() % 3 == 0 ? "" : key()};
    const size_t limit = 1 + random() % 10;
    if (!range.end.empty() && range.end < range.begin) std::swap(range.begin, range.end);
    EXPECT_EQ(Read(reader, kOver, range, limit), Expected(state, range, limit));
  }
  EXPECT_EQ(Read(reader, kUnder, {}, 9), (Rows{{"other", "family"}}));
}

}  // namespace
}  // namespace okapi::storage

#include "common/storage/veil.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "common/storage/database.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_database.h"

namespace okapi::storage {
namespace {

using okapi::testing::IsOk;
using okapi::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::Optional;

constexpr Family kSeenInPart{"a"};
constexpr Family kSeenWhole{"b"};

// Hides keys of one family that begin like its viewer, and fails at the key `broken`.
class HidesItsOwn final : public Veil {
 public:
  using Veil::Veil;
  absl::StatusOr<bool> Hides(const Reader&, const Family& family, absl::string_view key) override {
    if (key == "broken") return absl::UnavailableError("no row");
    return std::string(family.name) == kSeenInPart.name && absl::StartsWith(key, viewer());
  }
};

class VeilTest : public ::testing::Test {
 protected:
  void SetUp() override {
    DatabaseOptions options;
    options.path = dir_.path();
    options.service = "test";
    auto database = Database::Open(options, {kSeenInPart, kSeenWhole});
    ASSERT_THAT(database, IsOk());
    database_ = *std::move(database);
    const auto group = database_->BeginGroup();
    for (const char* key : {"x1", "y1", "y2", "z1"}) {
      group->Put(kSeenInPart, key, "a");
      group->Put(kSeenWhole, key, "b");
    }
    ASSERT_THAT(database_->Write(*group), IsOk());
    reader_ =
        std::make_unique<VeiledReader>(database_->Snapshot(), std::make_unique<HidesItsOwn>("y"));
  }
  std::vector<std::string> Keys(const Reader& reader, const Family& family) {
    std::vector<std::string> keys;
    EXPECT_THAT(reader.Scan(family, {},
                            [&keys](absl::string_view key, absl::string_view) {
                              keys.emplace_back(key);
                              return keys.size() < 3;
                            }),
                IsOk());
    return keys;
  }

  testing::TempDir dir_;
  std::unique_ptr<Database> database_;
  std::unique_ptr<VeiledReader> reader_;
};

TEST_F(VeilTest, WhatItHidesIsNotThere) {
  EXPECT_EQ(*reader_->Find(kSeenInPart, "y1"), std::nullopt);
  EXPECT_THAT(*reader_->Find(kSeenInPart, "x1"), Optional(std::string("a")));
  EXPECT_THAT(*reader_->Find(kSeenWhole, "y1"), Optional(std::string("b")));
  EXPECT_THAT(Keys(*reader_, kSeenInPart), ElementsAre("x1", "z1"));
  EXPECT_THAT(Keys(*reader_, kSeenWhole),
              ElementsAre("x1", "y1", "y2"));  // The visitor ends the scan.
}

TEST_F(VeilTest, TheWholeIsBehindIt) {
  EXPECT_EQ(reader_->veil()->viewer(), "y");
  EXPECT_THAT(Keys(reader_->whole(), kSeenInPart), ElementsAre("x1", "y1", "y2"));
  EXPECT_EQ(reader_->whole().veil(), nullptr);
  EXPECT_EQ(&reader_->whole().whole(), &reader_->whole());
}

TEST_F(VeilTest, WhatItCannotDecideIsNotShown) {
  const auto group = database_->BeginGroup();
  group->Put(kSeenInPart, "broken", "a");
  ASSERT_THAT(database_->Write(*group), IsOk());
  const VeiledReader reader(database_->Snapshot(), std::make_unique<HidesItsOwn>("y"));
  EXPECT_THAT(reader.Find(kSeenInPart, "broken"), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(
      reader.Scan(kSeenInPart, {}, [](absl::string_view, absl::string_view) { return true; }),
      StatusIs(absl::StatusCode::kUnavailable));
}

}  // namespace
}  // namespace okapi::storage

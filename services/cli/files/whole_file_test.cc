#include "services/cli/files/whole_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/support/status_matchers.h"
#include "tests/support/temp_database.h"

namespace okapi::cli {
namespace {

using okapi::testing::IsOk;
using okapi::testing::StatusIs;
using okapi::testing::TempDir;

std::string ContentsOf(const std::string& path) {
  std::stringstream contents;
  contents << std::ifstream(path).rdbuf();
  return contents.str();
}

absl::Status Write(const std::string& path, const std::string& text) {
  return WriteWholeFile(path, [&text](std::ostream& out) {
    out << text;
    return absl::OkStatus();
  });
}

TEST(WholeFileTest, TakesThePlaceOfTheOneBefore) {
  const TempDir dir;
  const std::string path = dir.path() + "/file";
  EXPECT_THAT(Write(path, "one"), IsOk());
  EXPECT_THAT(Write(path, "two"), IsOk());
  EXPECT_EQ(ContentsOf(path), "two");
  EXPECT_FALSE(std::filesystem::exists(path + ".part"));
}

TEST(WholeFileTest, WhatFailsLeavesTheOneBefore) {
  const TempDir dir;
  const std::string path = dir.path() + "/file";
  ASSERT_THAT(Write(path, "one"), IsOk());
  EXPECT_THAT(WriteWholeFile(path,
                             [](std::ostream& out) {
                               out << "half";
                               return absl::DataLossError("broke");
                             }),
              StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_EQ(ContentsOf(path), "one");
  EXPECT_FALSE(std::filesystem::exists(path + ".part"));
  EXPECT_THAT(Write(dir.path() + "/none/file", "one"),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST(WholeFileTest, StaysAsPrivateAsItWas) {
  const TempDir dir;
  const std::string path = dir.path() + "/file";
  ASSERT_THAT(Write(path, "one"), IsOk());
  constexpr auto kOwner = std::filesystem::perms::owner_read | std::filesystem::perms::owner_write;
  std::filesystem::permissions(path, kOwner);
  ASSERT_THAT(Write(path, "two"), IsOk());
  EXPECT_EQ(std::filesystem::status(path).permissions(), kOwner);
}

TEST(WholeFileTest, ALinkStaysOne) {
  const TempDir dir;
  const std::string path = dir.path() + "/file";
  const std::string link = dir.path() + "/link";
  ASSERT_THAT(Write(path, "one"), IsOk());
  std::filesystem::create_symlink(path, link);
  ASSERT_THAT(Write(link, "two"), IsOk());
  EXPECT_TRUE(std::filesystem::is_symlink(link));
  EXPECT_EQ(ContentsOf(path), "two");
}

}  // namespace
}  // namespace okapi::cli

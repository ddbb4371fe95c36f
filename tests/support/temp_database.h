#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "common/api/request_log.h"
#include "common/base/clock.h"
#include "common/journal/journal.h"
#include "common/storage/database.h"

namespace okapi::testing {

// A directory of its own for one test, removed with everything in it.
class TempDir {
 public:
  TempDir() {
    std::string path = ::testing::TempDir() + "okapi-XXXXXX";
    if (mkdtemp(path.data()) == nullptr) ADD_FAILURE() << "no temporary directory at " << path;
    path_ = path;
  }
  ~TempDir() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// A real database and journal in a directory of their own. Reopen() closes both and opens them
// again on what is on disk.
class TempJournal {
 public:
  explicit TempJournal(std::vector<storage::Family> families, const base::Clock& clock,
                       journal::JournalOptions options = {})
      : families_(std::move(families)), clock_(clock), options_(options) {
    for (const auto& family : journal::Journal::Families()) families_.push_back(family);
    for (const auto& family : api::RequestLog::Families()) families_.push_back(family);
    Open();
  }

  void Close() {
    journal_.reset();
    database_.reset();
  }
  // Begins again with nothing.
  void Reset() {
    Close();
    for (const auto& entry : std::filesystem::directory_iterator(path())) {
      std::filesystem::remove_all(entry.path());
    }
    Open();
  }
  void Reopen() {
    Close();
    Open();
  }
  storage::Database& database() { return *database_; }
  journal::Journal& journal() { return *journal_; }
  const std::string& path() const { return dir_.path(); }

 private:
  void Open() {
    storage::DatabaseOptions options;
    options.path = dir_.path();
    options.service = "test";
    auto database = storage::Database::Open(options, families_);
    ASSERT_TRUE(database.ok()) << database.status();
    database_ = *std::move(database);
    auto opened = journal::Journal::Open(*database_, clock_, options_);
    ASSERT_TRUE(opened.ok()) << opened.status();
    journal_ = *std::move(opened);
  }

  TempDir dir_;
  std::vector<storage::Family> families_;
  const base::Clock& clock_;
  const journal::JournalOptions options_;
  std::unique_ptr<storage::Database> database_;
  std::unique_ptr<journal::Journal> journal_;
};

}  // namespace okapi::testing

#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <string>
#include <unordered_map>

#include "common/base/mutex.h"

namespace okapi::reporting {

// Reports that were computed, by what was asked, as long as what they were computed from is still
// what the neighbours say. Thread-safe. Keeps the reports asked for last, up to a number of bytes.
template <typename Report>
class ReportCache {
 public:
  explicit ReportCache(size_t bytes_max = 64 << 20) : bytes_max_(bytes_max) {}

  // The report if it was computed at that revision and moment, else null. `moment` stands for the
  // time that is looked at, as finely as the passing of time is to show.
  std::shared_ptr<const Report> Find(const std::string& question, int64_t revision, int64_t moment)
      OKAPI_EXCLUDES(mutex_) {
    base::MutexLock lock(mutex_);
    const auto found = entries_.find(question);
    if (found == entries_.end()) return nullptr;
    const Entry& entry = found->second;
    if (entry.revision != revision || entry.moment != moment) return nullptr;
    by_use_.splice(by_use_.begin(), by_use_, entry.use);
    return entry.report;
  }

  void Keep(const std::string& question, int64_t revision, int64_t moment,
            std::shared_ptr<const Report> report) OKAPI_EXCLUDES(mutex_) {
    const size_t bytes = question.size() + report->SpaceUsedLong();
    base::MutexLock lock(mutex_);
    Forget(question);
    if (bytes > bytes_max_) return;
    by_use_.push_front(question);
    entries_.emplace(question, Entry{revision, moment, bytes, std::move(report), by_use_.begin()});
    bytes_ += bytes;
    while (bytes_ > bytes_max_) Forget(std::string(by_use_.back()));
  }

 private:
  struct Entry {
    int64_t revision = 0;
    int64_t moment = 0;
    size_t bytes = 0;
    std::shared_ptr<const Report> report;
    std::list<std::string>::iterator use;
  };

  void Forget(const std::string& question) OKAPI_REQUIRES(mutex_) {
    const auto found = entries_.find(question);
    if (found == entries_.end()) return;
    bytes_ -= found->second.bytes;
    by_use_.erase(found->second.use);
    entries_.erase(found);
  }

  const size_t bytes_max_;
  base::Mutex mutex_;
  size_t bytes_ OKAPI_GUARDED_BY(mutex_) = 0;
  // Questions, the one asked last first.
  std::list<std::string> by_use_ OKAPI_GUARDED_BY(mutex_);
  std::unordered_map<std::string, Entry> entries_ OKAPI_GUARDED_BY(mutex_);
};

}  // namespace okapi::reporting

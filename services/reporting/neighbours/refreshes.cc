#include "services/reporting/neighbours/refreshes.h"

namespace okapi::reporting {

bool Refreshes::Begin(const std::string& question, absl::Time now) {
  const auto is_old = [now](const auto& asked) { return now - asked.second >= kInterval; };
  base::MutexLock lock(mutex_);
  const auto asked = begun_.find(question);
  if (asked != begun_.end()) {
    if (!is_old(*asked)) return false;
    asked->second = now;
    return true;
  }
  if (begun_.size() >= questions_max_) std::erase_if(begun_, is_old);
  if (begun_.size() >= questions_max_) return false;
  begun_.emplace(question, now);
  return true;
}

}  // namespace okapi::reporting

#pragma once

#include <map>
#include <string>

#include "absl/time/time.h"
#include "common/base/mutex.h"
#include "okapi/goals/v1/privacy_service.pb.h"
#include "services/reporting/neighbours/known_answers.h"

namespace okapi::reporting {

// What goals last said of objectives: whether nobody in particular sees them. Every answer is about
// some objectives of an organization; here they are put together to one that is kept. Thread-safe.
class HiddenAnswers {
 public:
  // By objective: true for one that is hidden.
  using Hidden = std::map<std::string, bool>;

  // `known` must outlive this.
  explicit HiddenAnswers(KnownAnswers& known) : known_(known) {}

  // Keeps what was said at `time`, and what was said of others before. Never waits.
  void Remember(const std::string& organization, const Hidden& said, absl::Time time)
      OKAPI_EXCLUDES(mutex_);
  // All that was said of objectives of the organization, also before a restart.
  Hidden Recall(const std::string& organization) OKAPI_EXCLUDES(mutex_);

 private:
  // What is on disk, or on its way there.
  Hidden& Of(const std::string& organization) OKAPI_REQUIRES(mutex_);

  KnownAnswers& known_;
  base::Mutex mutex_;
  // By organization.
  std::map<std::string, Hidden> hidden_ OKAPI_GUARDED_BY(mutex_);
};

// Of an answer, or of several merged.
HiddenAnswers::Hidden HiddenOf(const okapi::goals::v1::FindHiddenObjectivesResponse& answer);

}  // namespace okapi::reporting

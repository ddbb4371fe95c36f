#pragma once

#include <map>
#include <memory>
#include <string>
#include <thread>

#include "absl/time/time.h"
#include "common/base/mutex.h"
#include "common/rpc/runtime.h"
#include "services/reporting/alerts/alert_book.h"
#include "services/reporting/neighbours/neighbours.h"
#include "services/reporting/store/reporting_store.h"

namespace okapi::reporting {

// Looks after the rules of all organizations: whenever the revision of a neighbour has changed,
// when a condition has held for long enough, and once a minute, because time alone makes data old
// and targets due. What a neighbour did not say is asked again, and what could not be written is
// tried again, after a second, two, four, up to half a minute; whether it is back, every second.
// Open alerts say numbers that are five minutes old at most.
// One thread; a slow neighbour delays alerts and nothing else.
class AlertWatcher {
 public:
  // `runtime` and `store` must outlive the watcher. An infinite `interval` never looks by itself,
  // for tests.
  AlertWatcher(rpc::Runtime& runtime, const ReportingStore& store,
               std::shared_ptr<const Neighbours> neighbours,
               absl::Duration interval = absl::Seconds(1));
  ~AlertWatcher();
  AlertWatcher(const AlertWatcher&) = delete;
  AlertWatcher& operator=(const AlertWatcher&) = delete;

  // Looks at everything now.
  void LookNow() OKAPI_EXCLUDES(look_mutex_);
  // Looks where there is a reason to, as the watcher does by itself. Returns when the next hold is
  // over or what failed is tried again, if nothing else happens; infinite future if nothing is
  // waited for.
  absl::Time LookWhereNeeded() OKAPI_EXCLUDES(look_mutex_);

 private:
  void Run() OKAPI_EXCLUDES(mutex_);
  // How long to wait before the next look.
  absl::Duration Pause(absl::Time next) const;
  absl::Time Look(bool always) OKAPI_EXCLUDES(look_mutex_);
  void LookAt(const std::string& organization,
              const std::vector<okapi::reporting::v1::AlertRule>& rules, bool always)
      OKAPI_REQUIRES(look_mutex_);
  // Lets alerts fire and end by what was seen.
  absl::Status Update(const std::string& organization, const AlertLook& look)
      OKAPI_REQUIRES(look_mutex_);
  // The first hold of the rules that is over behind `time`.
  absl::Time NextHoldEnd(const std::vector<okapi::reporting::v1::AlertRule>& rules, absl::Time time)
      OKAPI_REQUIRES(look_mutex_);

  // An organization as it was when it was looked at last.
  struct Looked {
    std::string state;
    // How often in a row something stayed unanswered or could not be written.
    int failed = 0;
    // When to look again though nothing has changed.
    absl::Time next = absl::InfiniteFuture();
    // When its open alerts were last made to say the numbers that were seen.
    absl::Time numbers_told = absl::InfinitePast();
  };

  rpc::Runtime& runtime_;
  const ReportingStore& store_;
  const std::shared_ptr<const Neighbours> neighbours_;
  const absl::Duration interval_;
  base::Mutex mutex_;
  base::CondVar wake_;
  bool stopped_ OKAPI_GUARDED_BY(mutex_) = false;
  base::Mutex look_mutex_;
  Waiting waiting_ OKAPI_GUARDED_BY(look_mutex_);
  std::map<std::string, Looked> looked_ OKAPI_GUARDED_BY(look_mutex_);
  std::thread thread_;
};

}  // namespace okapi::reporting

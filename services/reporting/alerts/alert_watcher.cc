#include "services/reporting/alerts/alert_watcher.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/api/resource_name.h"
#include "spdlog/spdlog.h"

namespace okapi::reporting {
namespace {

using okapi::reporting::v1::AlertRule;

constexpr char kActor[] = "services/reporting";

// What an evaluation depends on besides its rules: the same again would say the same again.
std::string StateOf(const Neighbours& neighbours, const std::string& organization,
                    const std::vector<AlertRule>& rules, absl::Time now) {
  // A neighbour that does not say its revision is looked at every time.
  const auto text = [&now](const absl::StatusOr<int64_t>& revision) {
    return revision.ok() ? absl::StrCat(*revision) : absl::StrCat("at ", absl::ToUnixMillis(now));
  };
  std::string state = absl::StrCat(text(neighbours.metrics.Revision(organization)), "/",
                                   text(neighbours.goals.Revision(organization)), "/",
                                   absl::ToUnixSeconds(now) / 60);
  for (const AlertRule& rule : rules) absl::StrAppend(&state, "/", rule.name(), rule.etag());
  return state;
}

}  // namespace

AlertWatcher::AlertWatcher(rpc::Runtime& runtime, const ReportingStore& store,
                           std::shared_ptr<const Neighbours> neighbours, absl::Duration interval)
    : runtime_(runtime),
      store_(store),
      neighbours_(std::move(neighbours)),
      interval_(interval),
      thread_([this] { Run(); }) {}

AlertWatcher::~AlertWatcher() {
  {
    base::MutexLock lock(mutex_);
    stopped_ = true;
    wake_.NotifyAll();
  }
  thread_.join();
}

void AlertWatcher::Run() {
  while (true) {
    {
      base::MutexLock lock(mutex_);
      if (!stopped_) wake_.WaitFor(mutex_, interval_);
      if (stopped_) return;
    }
    Look(/*always=*/false);
  }
}

void AlertWatcher::LookNow() { Look(/*always=*/true); }

void AlertWatcher::Look(bool always) {
  base::MutexLock lock(look_mutex_);
  const auto view = runtime_.journal.Read();
  if (!view.ok()) return;  // The service is failing; the journal says so itself.
  std::map<std::string, std::vector<AlertRule>> rules;
  const absl::Status read =
      store_.alert_rules.ForEach(*view->reader, "organizations/-", [&rules](const AlertRule& rule) {
        rules[api::OrganizationOf(rule.name())].push_back(rule);
        return true;
      });
  if (!read.ok()) return;
  // Alerts may still fire by the last rule of an organization, which is gone.
  for (const auto& [organization, state] : looked_) rules.try_emplace(organization);
  for (const auto& [organization, of_it] : rules) LookAt(organization, of_it, always);
}

void AlertWatcher::LookAt(const std::string& organization, const std::vector<AlertRule>& rules,
                          bool always) {
  const std::string state = StateOf(*neighbours_, organization, rules, runtime_.clock.Now());
  if (!always && looked_[organization] == state) return;
  const Observations seen = Observe(*neighbours_, organization, rules);
  const auto view = runtime_.journal.Read();
  if (!view.ok()) return;
  Waiting waiting = waiting_;  // A copy: what could not be written has not happened.
  const auto changes = HasChanges(store_, *view->reader, organization, seen, waiting);
  absl::Status done = changes.status();
  if (changes.ok() && *changes) {
    journal::Origin origin;
    origin.actor = kActor;
    origin.organization = organization;
    done = runtime_.journal
               .Commit(std::move(origin),
                       [&](journal::Transaction& transaction) {
                         return UpdateAlerts(store_, transaction, organization, seen, waiting);
                       })
               .status();
  }
  if (!done.ok()) {
    spdlog::warn("alerts of {} were not updated: {}", organization, std::string(done.message()));
    return;  // Looked at again.
  }
  waiting_ = std::move(waiting);
  looked_[organization] = state;
}

}  // namespace okapi::reporting

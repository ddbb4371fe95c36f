#include "services/reporting/alerts/alert_watcher.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/api/resource_name.h"
#include "common/status/status_macros.h"
#include "spdlog/spdlog.h"

namespace okapi::reporting {
namespace {

using okapi::reporting::v1::AlertRule;

constexpr char kActor[] = "services/reporting";
// What is asked or written again waits for so long at most.
constexpr absl::Duration kAgainMax = absl::Seconds(30);
// How old the number of an open alert may be: each is a write, and the number moves with samples.
constexpr absl::Duration kNumbersAge = absl::Minutes(5);

// What an evaluation depends on besides the rules: the same again would say the same again, unless
// a neighbour did not answer. One that does not even say how far it has come is as it was then.
struct Heads {
  absl::StatusOr<int64_t> metrics;
  absl::StatusOr<int64_t> goals;

  bool known() const { return metrics.ok() && goals.ok(); }
};

std::string StateOf(const Heads& heads, const std::vector<AlertRule>& rules, absl::Time now) {
  const auto text = [](const absl::StatusOr<int64_t>& revision) {
    return revision.ok() ? absl::StrCat(*revision) : "unknown";
  };
  std::string state =
      absl::StrCat(text(heads.metrics), "/", text(heads.goals), "/", absl::ToUnixSeconds(now) / 60);
  for (const AlertRule& rule : rules) absl::StrAppend(&state, "/", rule.name(), rule.etag());
  return state;
}

absl::Duration WaitAfter(int failed) {
  constexpr int kDoublingsMax = 5;
  return std::min(absl::Seconds(1 << std::min(failed - 1, kDoublingsMax)), kAgainMax);
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
  absl::Time next = absl::InfiniteFuture();
  while (true) {
    {
      base::MutexLock lock(mutex_);
      if (!stopped_) wake_.WaitFor(mutex_, Pause(next));
      if (stopped_) return;
    }
    next = LookWhereNeeded();
  }
}

absl::Duration AlertWatcher::Pause(absl::Time next) const {
  if (interval_ == absl::InfiniteDuration()) return interval_;
  return std::clamp(next - runtime_.clock.Now(), absl::ZeroDuration(), interval_);
}

void AlertWatcher::LookNow() { Look(/*always=*/true); }

absl::Time AlertWatcher::LookWhereNeeded() { return Look(/*always=*/false); }

absl::Time AlertWatcher::Look(bool always) {
  base::MutexLock lock(look_mutex_);
  const auto view = runtime_.journal.Read();
  // The service is failing; the journal says so itself.
  if (!view.ok()) return absl::InfiniteFuture();
  std::map<std::string, std::vector<AlertRule>> rules;
  const absl::Status read =
      store_.alert_rules.ForEach(*view->reader, "organizations/-", [&rules](const AlertRule& rule) {
        rules[api::OrganizationOf(rule.name())].push_back(rule);
        return true;
      });
  if (!read.ok()) return absl::InfiniteFuture();
  // Alerts may still fire by the last rule of an organization, which is gone.
  for (const auto& [organization, state] : looked_) rules.try_emplace(organization);
  absl::Time next = absl::InfiniteFuture();
  for (const auto& [organization, of_it] : rules) {
    LookAt(organization, of_it, always);
    next = std::min(next, looked_[organization].next);
  }
  return next;
}

// What is over already waits for nothing but an answer of its neighbour, or to be written.
absl::Time AlertWatcher::NextHoldEnd(const std::vector<AlertRule>& rules, absl::Time time) {
  absl::Time next = absl::InfiniteFuture();
  for (const AlertRule& rule : rules) {
    const absl::Time end = HoldEnd(rule, waiting_);
    if (end > time) next = std::min(next, end);
  }
  return next;
}

void AlertWatcher::LookAt(const std::string& organization, const std::vector<AlertRule>& rules,
                          bool always) {
  const absl::Time now = runtime_.clock.Now();
  const Heads heads{neighbours_->metrics.Revision(organization),
                    neighbours_->goals.Revision(organization)};
  Looked next;
  next.state = StateOf(heads, rules, now);
  const Looked& last = looked_[organization];
  if (!always && now < last.next && last.state == next.state) return;
  const Observations seen = Observe(*neighbours_, organization, rules);
  const AlertLook look{seen, now - last.numbers_told >= kNumbersAge};
  const absl::Status done = Update(organization, look);
  next.numbers_told = look.tell_numbers && done.ok() ? now : last.numbers_told;
  if (!done.ok()) {
    spdlog::warn("alerts of {} were not updated: {}", organization, std::string(done.message()));
  }
  next.next = NextHoldEnd(rules, now);
  if (!done.ok() || !heads.known() || !seen.all_heard) {
    next.failed = last.failed + 1;
    next.next = std::min(next.next, now + WaitAfter(next.failed));
  }
  looked_[organization] = std::move(next);
}

absl::Status AlertWatcher::Update(const std::string& organization, const AlertLook& look) {
  OKAPI_ASSIGN_OR_RETURN(const journal::View view, runtime_.journal.Read());
  Waiting waiting = waiting_;  // A copy: what could not be written has not happened.
  OKAPI_ASSIGN_OR_RETURN(const bool changes,
                         HasChanges(store_, *view.reader, organization, look, waiting));
  if (changes) {
    journal::Origin origin;
    origin.actor = kActor;
    origin.organization = organization;
    auto update = [&](journal::Transaction& transaction) {
      return UpdateAlerts(store_, transaction, organization, look, waiting);
    };
    OKAPI_RETURN_IF_ERROR(runtime_.journal.Commit(std::move(origin), update).status());
  }
  waiting_ = std::move(waiting);
  return absl::OkStatus();
}

}  // namespace okapi::reporting

#include "common/rpc/rehearsals.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/rpc/limits.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"

namespace okapi::rpc {
namespace {

absl::Status Over(absl::string_view why) {
  return status::Error(absl::StatusCode::kNotFound, status::ErrorReason::REHEARSAL_OVER, why);
}

}  // namespace

Rehearsals::Rehearsals(const journal::Journal& journal, const base::Clock& clock,
                       Executor& executor, Ticker& ticker)
    : journal_(journal), clock_(clock), executor_(executor), ticker_(ticker) {
  tick_id_ = ticker_.Add([this] { EndIdle(); });
}

absl::StatusOr<std::string> Rehearsals::Start(const Call& call) {
  OKAPI_ASSIGN_OR_RETURN(journal::View begin, journal_.Read());
  auto entry = std::make_shared<Entry>(std::move(begin), clock_);
  entry->actor = call.actor;
  entry->organization = call.organization;
  entry->last_used = clock_.Now();
  std::shared_ptr<Entry> ended;  // Let go of outside the lock.
  base::MutexLock lock(mutex_);
  if (entries_.size() >= kMax) {
    ended = MakeRoom();
    if (ended == nullptr) {
      return status::Overloaded(absl::StrCat(kMax, " rehearsals are under way already"), kGivesWay);
    }
  }
  std::string id = ids_.NextId();
  entries_.emplace(id, std::move(entry));
  return id;
}

absl::Status Rehearsals::End(const Call& call, const std::string& id) {
  std::shared_ptr<Entry> ended;  // Let go of outside the lock.
  base::MutexLock lock(mutex_);
  OKAPI_ASSIGN_OR_RETURN(ended, Find(call, id));
  entries_.erase(id);
  return absl::OkStatus();
}

// To others than its caller it does not exist.
absl::StatusOr<std::shared_ptr<Rehearsals::Entry>> Rehearsals::Find(const Call& call,
                                                                    const std::string& id) {
  const auto found = entries_.find(id);
  if (found != entries_.end()) {
    const Entry& entry = *found->second;
    // What makes an organization is about none yet.
    const bool same = call.organization.empty() || call.organization == entry.organization;
    if (same && call.actor == entry.actor) return found->second;
  }
  return Over(absl::StrCat("there is no rehearsal '", id, "', or it is over"));
}

void Rehearsals::Submit(const Call& call, journal::Origin origin, journal::Journal::Body body,
                        journal::Journal::Done done) {
  std::shared_ptr<Entry> entry;
  {
    base::MutexLock lock(mutex_);
    auto found = Find(call, call.rehearsal);
    if (!found.ok()) return done(found.status());
    entry = *std::move(found);
    entry->last_used = clock_.Now();
  }
  {
    base::MutexLock lock(entry->mutex);
    entry->waiting.push_back({std::move(origin), std::move(body), std::move(done)});
    if (std::exchange(entry->running, true)) return;
  }
  if (executor_.TrySchedule([entry] { RunWaiting(*entry); })) return;
  std::deque<Write> refused;
  {
    base::MutexLock lock(entry->mutex);
    refused.swap(entry->waiting);
    entry->running = false;
  }
  for (Write& write : refused) write.done(TooManyCalls());
}

void Rehearsals::RunWaiting(Entry& entry) {
  while (true) {
    std::optional<Write> next;
    {
      base::MutexLock lock(entry.mutex);
      entry.running = !entry.waiting.empty();
      if (!entry.running) return;
      next = std::move(entry.waiting.front());
      entry.waiting.pop_front();
    }
    if (entry.rehearsal.bytes() > kBytesMax) {
      next->done(Over(
          absl::StrCat("the rehearsal has written ", kBytesMax >> 20, " MiB, as much as one may")));
    } else {
      next->done(entry.rehearsal.Run(next->origin, next->body));
    }
  }
}

std::shared_ptr<Rehearsals::Entry> Rehearsals::MakeRoom() {
  const auto oldest = std::min_element(
      entries_.begin(), entries_.end(),
      [](const auto& a, const auto& b) { return a.second->last_used < b.second->last_used; });
  if (oldest->second->last_used > clock_.Now() - kGivesWay) return nullptr;
  std::shared_ptr<Entry> ended = std::move(oldest->second);
  entries_.erase(oldest);
  return ended;
}

void Rehearsals::EndIdle() {
  std::vector<std::shared_ptr<Entry>> ended;  // Let go of outside the lock.
  base::MutexLock lock(mutex_);
  const absl::Time oldest = clock_.Now() - kIdleMax;
  for (auto entry = entries_.begin(); entry != entries_.end();) {
    if (entry->second->last_used < oldest) {
      ended.push_back(std::move(entry->second));
      entry = entries_.erase(entry);
    } else {
      ++entry;
    }
  }
}

}  // namespace okapi::rpc

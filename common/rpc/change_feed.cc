#include "common/rpc/change_feed.h"

#include <algorithm>
#include <utility>

#include "common/rpc/limits.h"
#include "common/rpc/privacy.h"
#include "common/status/status_macros.h"

namespace okapi::rpc {
namespace {

// Keeps the first records up to kRecordsMessageBytes, at least one. Whether some were cut off.
bool CutToSize(std::vector<okapi::common::v1::ChangeRecord>& records) {
  size_t bytes = 0;
  for (size_t i = 0; i < records.size(); ++i) {
    bytes += records[i].ByteSizeLong();
    if (bytes <= kRecordsMessageBytes || i == 0) continue;
    records.resize(i);
    return true;
  }
  return false;
}

}  // namespace

std::shared_ptr<ChangeFeed> ChangeFeed::Create(Runtime& runtime, Call call, int64_t after,
                                               Sink sink) {
  return std::shared_ptr<ChangeFeed>(
      new ChangeFeed(runtime, std::move(call), after, std::move(sink)));
}

void ChangeFeed::Start() {
  std::weak_ptr<ChangeFeed> weak = weak_from_this();
  auto listener = runtime_.journal.Listen([weak](int64_t) {
    if (auto feed = weak.lock()) feed->Wake();
  });
  const int64_t tick = runtime_.ticker.Add([weak] {
    if (auto feed = weak.lock()) {
      feed->sign_of_life_ = true;
      feed->Wake();
    }
  });
  {
    base::MutexLock lock(mutex_);
    listener_ = std::move(listener);
    tick_ = tick;
  }
  if (stopped_) Stop();  // Closed while it was starting.
  Wake();
}

void ChangeFeed::Stop() {
  stopped_ = true;
  std::shared_ptr<void> listener;
  int64_t tick = 0;
  {
    base::MutexLock lock(mutex_);
    listener.swap(listener_);
    std::swap(tick, tick_);
  }
  if (tick != 0) runtime_.ticker.Remove(tick);
}

void ChangeFeed::Wake() {
  if (stopped_ || pending_.exchange(kAgain) != kIdle) return;
  runtime_.executor.Schedule([feed = shared_from_this()] { feed->Pump(); });
}

void ChangeFeed::Pump() {
  int running = kRunning;
  do {
    pending_ = running = kRunning;
    while (!stopped_ && sink_.ready()) {
      absl::StatusOr<bool> more = SendSome();
      if (!more.ok()) {
        sink_.fail(more.status());
        return;
      }
      if (!*more) break;
    }
  } while (!pending_.compare_exchange_strong(running, kIdle));
}

absl::StatusOr<bool> ChangeFeed::SendSome() {
  const int64_t durable = runtime_.journal.revision();
  OKAPI_ASSIGN_OR_RETURN(auto records,
                         runtime_.journal.ReadChanges(cursor_, kRecordsPerMessageMax));
  const bool full = records.size() == kRecordsPerMessageMax;
  const bool more = CutToSize(records) || full;
  // Fewer records than asked for: nothing up to `durable` is missing.
  cursor_ = std::max(cursor_, more ? records.back().revision() : durable);
  if (!records.empty()) cursor_ = std::max(cursor_, records.back().revision());
  std::erase_if(records,
                [this](const auto& record) { return record.organization() != call_.organization; });
  OKAPI_RETURN_IF_ERROR(Show(records));
  const bool sign_of_life = sign_of_life_.exchange(false);
  // Who reads what has happened, and no further, must hear that there is no more, also where the
  // last records are none of theirs.
  const bool caught_up = !more && !caught_up_;
  if (!records.empty() || sign_of_life || first_ || caught_up) {
    first_ = false;
    caught_up_ = caught_up_ || caught_up;
    sink_.send(cursor_, std::move(records));
  }
  return more;
}

absl::Status ChangeFeed::Show(std::vector<okapi::common::v1::ChangeRecord>& records) {
  if (runtime_.privacy == nullptr || records.empty()) return absl::OkStatus();
  OKAPI_ASSIGN_OR_RETURN(const journal::View now, runtime_.journal.Read());
  OKAPI_ASSIGN_OR_RETURN(const std::vector<bool> whole,
                         runtime_.privacy->Show(call_, *now.reader, absl::MakeSpan(records)));
  for (size_t i = 0; i < records.size(); ++i) {
    if (whole[i]) continue;
    auto& record = records[i];
    // A hash of what is not shown would let a guess be checked.
    record.clear_hash();
    record.clear_previous_hash();
    if (!record.changes().empty()) continue;
    record.clear_actor();
    record.clear_request_id();
    record.clear_method();
  }
  return absl::OkStatus();
}

}  // namespace okapi::rpc

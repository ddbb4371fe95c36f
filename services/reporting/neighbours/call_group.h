#pragma once

#include <grpcpp/grpcpp.h>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/mutex.h"
#include "common/status/convert.h"
#include "services/reporting/neighbours/patience.h"

namespace okapi::reporting {

// Calls to a neighbour that run side by side and share one deadline. Start them, then Wait(); the
// outcomes must stay where they are until then. One thread starts and waits; not for gRPC's own
// threads, because it blocks.
class CallGroup {
 public:
  // At most this many calls are under way at once, so that one report does not fill the neighbour's
  // queue.
  static constexpr size_t kInFlightMax = 64;

  // `patience` is the neighbour's and outlives the group.
  explicit CallGroup(Patience& patience) : CallGroup(patience, patience.Wait()) {}
  // For what nothing known can stand in for, such as a write: waits whatever happened before.
  CallGroup(Patience& patience, absl::Duration wait)
      : patience_(patience),
        wait_(wait),
        begun_(std::chrono::system_clock::now()),
        deadline_(begun_ + absl::ToChronoMicroseconds(wait)) {}
  ~CallGroup() { Wait(); }
  CallGroup(const CallGroup&) = delete;
  CallGroup& operator=(const CallGroup&) = delete;

  // Calls `method(grpc::ClientContext*, const Request*, Response*,
  // std::function<void(grpc::Status)>)`. The responses of a method that pages are merged into one,
  // page after page. Once `enough` says so of what has come, no further page is asked for, and the
  // outcome keeps the token of the next one. Waits while too many calls are under way.
  template <typename Method, typename Request, typename Response>
  void Start(Method method, Request request, absl::StatusOr<Response>* outcome,
             std::type_identity_t<std::function<bool(const Response&)>> enough = {})
      OKAPI_EXCLUDES(mutex_) {
    {
      base::MutexLock lock(mutex_);
      while (in_flight_ >= kInFlightMax) changed_.Wait(mutex_);
      ++in_flight_;
    }
    ForgetEnded();
    NextPage(std::make_unique<Pages<Method, Request, Response>>(
        std::move(method), std::move(request), outcome, std::move(enough)));
  }

  // Returns when every call has ended.
  void Wait() OKAPI_EXCLUDES(mutex_) {
    {
      base::MutexLock lock(mutex_);
      while (in_flight_ > 0) changed_.Wait(mutex_);
    }
    ForgetEnded();
  }

 private:
  struct Call {
    virtual ~Call() = default;
  };
  template <typename Method, typename Request, typename Response>
  struct Pages final : Call {
    Pages(Method the_method, Request first, absl::StatusOr<Response>* where,
          std::function<bool(const Response&)> when)
        : method(std::move(the_method)),
          request(std::move(first)),
          outcome(where),
          enough(std::move(when)) {}

    const Method method;
    Request request;
    absl::StatusOr<Response>* const outcome;
    const std::function<bool(const Response&)> enough;
    std::unique_ptr<grpc::ClientContext> context;
    Response page;
    Response all;
    bool at_once = false;
  };
  // A call that begins later has less than the whole wait, and that it runs out proves nothing.
  static constexpr std::chrono::milliseconds kAtOnce{100};

  // gRPC has the call until its callback ends.
  template <typename OneCall>
  void NextPage(std::unique_ptr<OneCall> call) {
    call->context = std::make_unique<grpc::ClientContext>();
    call->context->set_deadline(deadline_);
    call->at_once = std::chrono::system_clock::now() - begun_ < kAtOnce;
    OneCall* it = call.release();
    it->method(it->context.get(), &it->request, &it->page, [this, it](const grpc::Status& status) {
      TakePage(std::unique_ptr<OneCall>(it), status);
    });
  }

  // On one of gRPC's threads.
  template <typename OneCall>
  void TakePage(std::unique_ptr<OneCall> call, const grpc::Status& status) {
    const absl::Status outcome = status::FromGrpc(status);
    patience_.Heard(call->at_once ? wait_ : absl::ZeroDuration(), outcome);
    if (!outcome.ok()) {
      *call->outcome = outcome;
      return End(std::move(call));
    }
    call->all.MergeFrom(call->page);
    if constexpr (requires { call->request.set_page_token(call->page.next_page_token()); }) {
      call->all.clear_next_page_token();
      const bool more = !call->page.next_page_token().empty();
      if (more && call->enough && call->enough(call->all)) {
        call->all.set_next_page_token(call->page.next_page_token());
      } else if (more) {
        call->request.set_page_token(call->page.next_page_token());
        call->page.Clear();
        return NextPage(std::move(call));
      }
    }
    *call->outcome = std::move(call->all);
    End(std::move(call));
  }

  void End(std::unique_ptr<Call> call) OKAPI_EXCLUDES(mutex_) {
    base::MutexLock lock(mutex_);
    ended_.push_back(std::move(call));
    --in_flight_;
    changed_.NotifyAll();
  }

  // On the group's own thread: who holds a call holds its channel, and gRPC, which ends its threads
  // with the last channel, cannot end the one that it is on.
  void ForgetEnded() OKAPI_EXCLUDES(mutex_) {
    std::vector<std::unique_ptr<Call>> ended;
    base::MutexLock lock(mutex_);
    ended.swap(ended_);
  }

  Patience& patience_;
  const absl::Duration wait_;
  const std::chrono::system_clock::time_point begun_;
  const std::chrono::system_clock::time_point deadline_;
  base::Mutex mutex_;
  base::CondVar changed_;
  size_t in_flight_ OKAPI_GUARDED_BY(mutex_) = 0;
  std::vector<std::unique_ptr<Call>> ended_ OKAPI_GUARDED_BY(mutex_);
};

}  // namespace okapi::reporting

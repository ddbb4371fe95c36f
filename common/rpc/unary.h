#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>
#include <type_traits>
#include <utility>

#include "absl/status/statusor.h"
#include "common/api/request_check.h"
#include "common/api/request_log.h"
#include "common/api/timestamp.h"
#include "common/journal/journal.h"
#include "common/rpc/call.h"
#include "common/rpc/limits.h"
#include "common/rpc/past.h"
#include "common/rpc/privacy.h"
#include "common/rpc/runtime.h"
#include "common/status/convert.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"

// The only place that knows gRPC's reactors for unary calls. A handler is a function of a request;
// admission, threads, consistency, idempotency and errors are dealt with here.
namespace okapi::rpc {

// What the caller does not see; nullptr: everybody sees everything.
inline std::unique_ptr<storage::Veil> VeilOf(const Runtime& runtime, const Call& call) {
  return runtime.privacy == nullptr ? nullptr : runtime.privacy->VeilFor(call);
}

// The state that a read is about: that of now, or of its `read_time`, as the caller sees it.
template <typename Request>
absl::StatusOr<journal::View> ViewFor(const Runtime& runtime, const Call& call,
                                      const Request& request) {
  OKAPI_ASSIGN_OR_RETURN(journal::View view, runtime.journal.Read());
  if constexpr (HasKnownNow<Request>::value) {
    if (request.known_now() && !request.has_read_time()) {
      return status::InvalidField("known_now", "goes with read_time");
    }
  }
  if constexpr (HasReadTime<Request>::value) {
    if (request.has_read_time() && runtime.past != nullptr) {
      AskedPast asked{api::FromTimestamp(request.read_time())};
      if constexpr (HasKnownNow<Request>::value) asked.known_now = request.known_now();
      const int64_t revision = view.revision;
      OKAPI_ASSIGN_OR_RETURN(view.reader,
                             runtime.past->At(std::move(view), call.organization, asked));
      view.revision = revision;
    }
  }
  if (auto veil = VeilOf(runtime, call); veil != nullptr) {
    view.reader = std::make_unique<storage::VeiledReader>(std::move(view.reader), std::move(veil));
  }
  return view;
}

// Answers a read. `handle(const journal::View&, const Request&) -> absl::StatusOr<Response>` runs
// on the executor, at one revision, and sees what the caller may see.
template <typename Request, typename Response, typename Handle>
grpc::ServerUnaryReactor* Read(Runtime& runtime, grpc::CallbackServerContext* context,
                               const Request* request, Response* response, Handle handle) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  absl::StatusOr<Call> call = Admit(*context, *request);
  if (!call.ok()) {
    reactor->Finish(status::ToGrpc(call.status()));
    return reactor;
  }
  auto answer = [&runtime, context, request, response, call = *std::move(call),
                 handle = std::move(handle)]() mutable -> absl::Status {
    if (context->IsCancelled()) return absl::CancelledError("the caller went away");
    OKAPI_ASSIGN_OR_RETURN(const journal::View view, ViewFor(runtime, call, *request));
    OKAPI_ASSIGN_OR_RETURN(*response, handle(view, *request));
    return absl::OkStatus();
  };
  const bool queued = runtime.executor.TrySchedule([reactor, answer = std::move(answer)]() mutable {
    reactor->Finish(status::ToGrpc(answer()));
  });
  if (!queued) {
    reactor->Finish(status::ToGrpc(TooManyCalls()));
  }
  return reactor;
}

// The second half of every write: what was admitted and prepared goes to the journal's lane, and
// the answer is sent once it is durable; or to the rehearsal that it belongs to. Part of Write and
// WriteAfter.
template <typename Request, typename Response, typename Prepared, typename Handle>
void SubmitWrite(Runtime& runtime, grpc::ServerUnaryReactor* reactor, const Call& call,
                 const Request* request, std::shared_ptr<const Request> cleaned, Response* response,
                 Prepared prepared, Handle handle) {
  // An actor hears only the answers that it was given itself.
  api::RequestLog log(call.method, call.organization, call.actor == kAnonymous ? "" : call.actor,
                      call.request_id, *request);
  std::unique_ptr<storage::Veil> veil = VeilOf(runtime, call);
  journal::Origin origin{call.actor, call.request_id, call.method, call.organization,
                         call.validate_only};
  auto body = [cleaned = std::move(cleaned), response, log = std::move(log), veil = std::move(veil),
               prepared = std::move(prepared), handle = std::move(handle)](
                  journal::Transaction& transaction) mutable -> absl::Status {
    transaction.SetVeil(std::move(veil));
    OKAPI_ASSIGN_OR_RETURN(bool answered, log.Find(transaction, *response));
    if (answered) return absl::OkStatus();
    OKAPI_ASSIGN_OR_RETURN(*response, handle(transaction, *cleaned, prepared));
    return log.Remember(transaction, *response);
  };
  auto done = [reactor](absl::StatusOr<int64_t> revision) {
    reactor->Finish(status::ToGrpc(revision.status()));
  };
  if (call.rehearsal.empty()) {
    runtime.journal.Submit(std::move(origin), std::move(body), std::move(done));
  } else {
    runtime.rehearsals.Submit(call, std::move(origin), std::move(body), std::move(done));
  }
}

// A copy, because fields that only the server sets are cleared, whatever the caller sent.
template <typename Request>
std::shared_ptr<const Request> Cleaned(const Request& request) {
  auto cleaned = std::make_shared<Request>(request);
  api::ClearOutputOnly(*cleaned);
  return cleaned;
}

// Answers a write. `handle(journal::Transaction&, const Request&) -> absl::StatusOr<Response>` runs
// on the journal's lane, so it must be short and must not block; the response is sent once the
// write is durable. A request id that was answered before gets the same answer again and has no
// second effect, also after a restart. With validate_only everything runs and nothing stays. Within
// a rehearsal `handle` runs on the executor, on a state of its own, and nothing stays either.
//
// With `prepare(const Request&) -> absl::StatusOr<Prepared>` the lane is spared what can be done
// without the state: it runs before, on gRPC's thread, and `handle` gets a third argument,
// `Prepared&`.
template <typename Request, typename Response, typename Prepare, typename Handle>
grpc::ServerUnaryReactor* Write(Runtime& runtime, grpc::CallbackServerContext* context,
                                const Request* request, Response* response, Prepare prepare,
                                Handle handle) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  absl::StatusOr<Call> call = AdmitWrite(*context, *request);
  if (!call.ok()) {
    reactor->Finish(status::ToGrpc(call.status()));
    return reactor;
  }
  auto cleaned = Cleaned(*request);
  auto prepared = prepare(*cleaned);
  if (!prepared.ok()) {
    reactor->Finish(status::ToGrpc(prepared.status()));
    return reactor;
  }
  SubmitWrite(runtime, reactor, *call, request, std::move(cleaned), response, *std::move(prepared),
              std::move(handle));
  return reactor;
}

template <typename Request, typename Response, typename Handle>
grpc::ServerUnaryReactor* Write(Runtime& runtime, grpc::CallbackServerContext* context,
                                const Request* request, Response* response, Handle handle) {
  struct Nothing {};
  return Write(
      runtime, context, request, response,
      [](const Request&) -> absl::StatusOr<Nothing> { return Nothing(); },
      [handle = std::move(handle)](journal::Transaction& transaction, const Request& cleaned,
                                   Nothing&) mutable { return handle(transaction, cleaned); });
}

// Answers what a write would do. `rehearse(journal::Transaction&, const Request&) ->
// absl::StatusOr<Rehearsed>` runs on the lane as in Write, and nothing of it stays;
// `answer(const journal::View&, const Rehearsed&) -> absl::StatusOr<Response>` then runs on the
// executor as in Read, so that the lane does not wait for it. Writes of others may lie between the
// two.
template <typename Rehearsed, typename Request, typename Response, typename Try, typename Answer>
grpc::ServerUnaryReactor* Rehearse(Runtime& runtime, grpc::CallbackServerContext* context,
                                   const Request* request, Response* response, Try rehearse,
                                   Answer answer) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  absl::StatusOr<Call> call = Admit(*context, *request);
  if (!call.ok()) {
    reactor->Finish(status::ToGrpc(call.status()));
    return reactor;
  }
  auto rehearsed = std::make_shared<Rehearsed>();
  auto body =
      [context, cleaned = Cleaned(*request), rehearsed, rehearse = std::move(rehearse),
       veil = VeilOf(runtime, *call)](journal::Transaction& transaction) mutable -> absl::Status {
    if (context->IsCancelled()) return absl::CancelledError("the caller went away");
    transaction.SetVeil(std::move(veil));
    OKAPI_ASSIGN_OR_RETURN(*rehearsed, rehearse(transaction, *cleaned));
    return absl::OkStatus();
  };
  auto respond = [&runtime, context, call = *call, request, response, rehearsed,
                  answer = std::move(answer)]() -> absl::Status {
    if (context->IsCancelled()) return absl::CancelledError("the caller went away");
    OKAPI_ASSIGN_OR_RETURN(const journal::View view, ViewFor(runtime, call, *request));
    OKAPI_ASSIGN_OR_RETURN(*response, answer(view, *rehearsed));
    return absl::OkStatus();
  };
  journal::Origin origin{call->actor, "", call->method, call->organization,
                         /*validate_only=*/true};
  runtime.journal.Submit(
      std::move(origin), std::move(body),
      [&runtime, reactor, respond = std::move(respond)](absl::StatusOr<int64_t> revision) mutable {
        if (!revision.ok()) {
          reactor->Finish(status::ToGrpc(revision.status()));
          return;
        }
        const bool queued =
            runtime.executor.TrySchedule([reactor, respond = std::move(respond)]() mutable {
              reactor->Finish(status::ToGrpc(respond()));
            });
        if (!queued) reactor->Finish(status::ToGrpc(TooManyCalls()));
      });
  return reactor;
}

// Answers a write that needs something from others first, such as a number of another service.
// `gather(const Request&) -> absl::StatusOr<Gathered>` runs on the executor and may block for some
// seconds; `handle` then runs on the lane as in Write, with a third argument `Gathered&`. A
// repeated request gathers in vain and gets its old answer.
template <typename Request, typename Response, typename Gather, typename Handle>
grpc::ServerUnaryReactor* WriteAfter(Runtime& runtime, grpc::CallbackServerContext* context,
                                     const Request* request, Response* response, Gather gather,
                                     Handle handle) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  absl::StatusOr<Call> call = AdmitWrite(*context, *request);
  if (!call.ok()) {
    reactor->Finish(status::ToGrpc(call.status()));
    return reactor;
  }
  auto work = [&runtime, reactor, call = *std::move(call), request, response,
               gather = std::move(gather), handle = std::move(handle)]() mutable {
    auto cleaned = Cleaned(*request);
    auto gathered = gather(*cleaned);
    if (!gathered.ok()) {
      reactor->Finish(status::ToGrpc(gathered.status()));
      return;
    }
    SubmitWrite(runtime, reactor, call, request, std::move(cleaned), response, *std::move(gathered),
                std::move(handle));
  };
  if (!runtime.executor.TrySchedule(std::move(work))) {
    reactor->Finish(status::ToGrpc(TooManyCalls()));
  }
  return reactor;
}

}  // namespace okapi::rpc

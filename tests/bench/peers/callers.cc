#include "tests/bench/peers/callers.h"

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/status/convert.h"
#include "common/status/status_macros.h"
#include "tests/bench/peers/okapi_channel.h"

namespace okapi::bench {

struct Callers::Caller {
  grpc::GenericStub* stub = nullptr;
  absl::Time start;
  std::unique_ptr<grpc::ClientContext> context;
  std::unique_ptr<grpc::GenericClientAsyncResponseReader> reader;
  grpc::ByteBuffer answer;
  grpc::Status status;
};

Callers::Callers(const std::string& address, int connections) {
  for (int i = 0; i < connections; ++i) {
    stubs_.push_back(std::make_unique<grpc::GenericStub>(NewChannel(address)));
  }
}

Callers::~Callers() {
  queue_.Shutdown();
  void* tag = nullptr;
  for (bool ok = false; queue_.Next(&tag, &ok);) continue;
}

void Callers::Start(const std::string& method, const std::string& request, Caller& caller) {
  caller.context = std::make_unique<grpc::ClientContext>();
  caller.start = absl::Now();
  caller.reader =
      caller.stub->PrepareUnaryCall(caller.context.get(), method, Borrow(request), &queue_);
  caller.reader->StartCall();
  caller.reader->Finish(&caller.answer, &caller.status, &caller);
}

absl::StatusOr<Served> Callers::Call(const std::string& method, int callers, const Next& next) {
  std::vector<Caller> all(static_cast<size_t>(callers));
  Served served;
  absl::Status failure;
  const absl::Time begin = absl::Now();
  int waiting = 0;
  const auto call_again = [&](Caller& caller) {
    const std::string* request = failure.ok() ? next() : nullptr;
    if (request == nullptr) return;
    Start(method, *request, caller);
    ++waiting;
  };
  for (size_t i = 0; i < all.size(); ++i) {
    all[i].stub = stubs_[i % stubs_.size()].get();
    call_again(all[i]);
  }
  absl::Time now = begin;
  while (waiting > 0) {
    void* tag = nullptr;
    bool ok = false;
    queue_.Next(&tag, &ok);
    --waiting;
    Caller& caller = *static_cast<Caller*>(tag);
    now = absl::Now();
    ++served.calls;
    served.latencies_ms.push_back(absl::ToDoubleMilliseconds(now - caller.start));
    if (!caller.status.ok()) failure = status::FromGrpc(caller.status);
    call_again(caller);
  }
  served.wall = now - begin;
  OKAPI_RETURN_IF_ERROR(failure);
  grpc::Slice slice;
  if (!all.empty() && all[0].answer.DumpToSingleSlice(&slice).ok()) {
    last_answer_.assign(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return served;
}

absl::StatusOr<Served> Callers::CallFor(absl::Duration time, const std::string& method, int callers,
                                        const std::vector<std::string>& requests) {
  const absl::Time end = absl::Now() + time;
  size_t next = 0;
  return Call(method, callers, [&]() -> const std::string* {
    return absl::Now() < end ? &requests[next++ % requests.size()] : nullptr;
  });
}

absl::Status Callers::CallAll(const std::string& method, int callers,
                              const std::vector<std::string>& requests) {
  size_t next = 0;
  return Call(method, callers,
              [&]() -> const std::string* {
                return next < requests.size() ? &requests[next++] : nullptr;
              })
      .status();
}

absl::StatusOr<std::string> Callers::CallOnce(const std::string& method,
                                              const std::string& request) {
  OKAPI_RETURN_IF_ERROR(CallAll(method, 1, {request}));
  return last_answer_;
}

}  // namespace okapi::bench

#include "tests/bench/peers/unary_load.h"

#include <grpcpp/generic/generic_stub.h>

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "common/base/mutex.h"
#include "common/status/convert.h"
#include "common/status/status_macros.h"
#include "tests/bench/peers/okapi_channel.h"

namespace okapi::bench {
namespace {

// How long a server may take to be reached, or to answer.
constexpr absl::Duration kPatience = absl::Seconds(60);

// Counts callers that are not done yet, and keeps the first error.
class Finish {
 public:
  explicit Finish(int callers) : callers_(callers) {}

  void Done(const absl::Status& status) OKAPI_EXCLUDES(mutex_) {
    // Held while notifying: whoever waits destroys this at once.
    base::MutexLock lock(mutex_);
    if (status_.ok()) status_ = status;
    if (--callers_ == 0) done_.NotifyAll();
  }
  absl::Status Wait() OKAPI_EXCLUDES(mutex_) {
    base::MutexLock lock(mutex_);
    while (callers_ > 0) done_.Wait(mutex_);
    return status_;
  }

 private:
  base::Mutex mutex_;
  base::CondVar done_;
  int callers_ OKAPI_GUARDED_BY(mutex_);
  absl::Status status_ OKAPI_GUARDED_BY(mutex_);
};

// One caller. The next call is made by gRPC's thread that brings the answer, so that callers cost
// no threads.
class Caller {
 public:
  Caller(int number, std::shared_ptr<grpc::Channel> channel, const std::string& method,
         const NextRequest& next, absl::Time end, Finish& finish)
      : number_(number),
        stub_(std::move(channel)),
        method_(method),
        next_(next),
        end_(end),
        finish_(finish) {}

  void Call() {
    request_ = next_(number_);
    buffer_ = Borrow(request_);
    answer_.Clear();
    context_.emplace();
    context_->set_deadline(absl::ToChronoTime(absl::Now() + kPatience));
    stub_.UnaryCall(&*context_, method_, {}, &buffer_, &answer_,
                    [this](const grpc::Status& status) { OnAnswer(status); });
  }
  int64_t calls() const { return calls_; }

 private:
  void OnAnswer(const grpc::Status& status) {
    if (!status.ok()) return finish_.Done(status::FromGrpc(status));
    ++calls_;
    if (absl::Now() >= end_) return finish_.Done(absl::OkStatus());
    Call();
  }

  const int number_;
  grpc::GenericStub stub_;
  const std::string& method_;
  const NextRequest& next_;
  const absl::Time end_;
  Finish& finish_;
  std::string request_;
  grpc::ByteBuffer buffer_;
  grpc::ByteBuffer answer_;
  std::optional<grpc::ClientContext> context_;
  int64_t calls_ = 0;
};

absl::StatusOr<std::vector<std::shared_ptr<grpc::Channel>>> Connect(const std::string& address,
                                                                    int count) {
  std::vector<std::shared_ptr<grpc::Channel>> channels;
  for (int i = 0; i < count; ++i) {
    channels.push_back(NewChannel(address));
    if (!channels.back()->WaitForConnected(absl::ToChronoTime(absl::Now() + kPatience))) {
      return absl::UnavailableError("the server does not take connections: " + address);
    }
  }
  return channels;
}

}  // namespace

absl::StatusOr<UnaryLoad> CallForAWhile(const std::string& address, const std::string& method,
                                        const Callers& callers, const NextRequest& next) {
  OKAPI_ASSIGN_OR_RETURN(const auto channels, Connect(address, callers.channels));
  Finish finish(callers.count);
  const absl::Time start = absl::Now();
  std::vector<std::unique_ptr<Caller>> all;
  for (int i = 0; i < callers.count; ++i) {
    all.push_back(std::make_unique<Caller>(i, channels[static_cast<size_t>(i) % channels.size()],
                                           method, next, start + callers.time, finish));
  }
  for (const auto& caller : all) caller->Call();
  OKAPI_RETURN_IF_ERROR(finish.Wait());
  UnaryLoad load;
  load.wall = absl::Now() - start;
  for (const auto& caller : all) load.calls += caller->calls();
  return load;
}

absl::StatusOr<grpc::ByteBuffer> CallOnce(const std::string& address, const std::string& method,
                                          const std::string& request) {
  OKAPI_ASSIGN_OR_RETURN(const auto channels, Connect(address, 1));
  grpc::GenericStub stub(channels.front());
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + kPatience));
  const grpc::ByteBuffer sent = Borrow(request);
  grpc::ByteBuffer answer;
  Finish finish(1);
  stub.UnaryCall(&context, method, {}, &sent, &answer,
                 [&finish](const grpc::Status& status) { finish.Done(status::FromGrpc(status)); });
  OKAPI_RETURN_IF_ERROR(finish.Wait());
  return answer;
}

}  // namespace okapi::bench

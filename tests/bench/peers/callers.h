#pragma once

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace okapi::bench {

// How a server answered callers.
struct Served {
  int64_t calls = 0;
  // From the first call to the last answer.
  absl::Duration wall;
  // Of every call.
  std::vector<double> latencies_ms;
};

// Callers of one server, each of which calls again as soon as it is answered. All of them live on
// one thread and one completion queue, so that they take little from the server beside them.
// Requests are sent as bytes, answers are not unpacked. One thread.
class Callers {
 public:
  Callers(const std::string& address, int connections);
  ~Callers();

  // Sends the requests, over and over, for so long. They must outlive the call.
  absl::StatusOr<Served> CallFor(absl::Duration time, const std::string& method, int callers,
                                 const std::vector<std::string>& requests);
  // Sends each request once, in any order but that of starting.
  absl::Status CallAll(const std::string& method, int callers,
                       const std::vector<std::string>& requests);
  // Sends one request; returns the answer's bytes.
  absl::StatusOr<std::string> CallOnce(const std::string& method, const std::string& request);

 private:
  struct Caller;
  // The next request; nullptr when there is no more.
  using Next = std::function<const std::string*()>;

  absl::StatusOr<Served> Call(const std::string& method, int callers, const Next& next);
  void Start(const std::string& method, const std::string& request, Caller& caller);

  std::vector<std::unique_ptr<grpc::GenericStub>> stubs_;
  grpc::CompletionQueue queue_;
  std::string last_answer_;
};

}  // namespace okapi::bench

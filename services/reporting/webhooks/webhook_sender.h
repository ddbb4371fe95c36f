#pragma once

#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/mutex.h"
#include "common/rpc/executor.h"
#include "common/rpc/runtime.h"
#include "okapi/reporting/v1/webhook.pb.h"
#include "services/reporting/neighbours/neighbours.h"
#include "services/reporting/store/reporting_store.h"

namespace okapi::reporting {

// When a delivery is tried after so many failed attempts: after 10 s, and each time twice as long
// up to an hour; never after the 16th.
inline constexpr int kAttemptsMax = 16;
absl::Duration DelayAfter(int attempts);

// `Okapi-Signature: t=SECONDS,v1=HEX`: HMAC-SHA256 of `SECONDS.BODY`.
std::string SignatureHeader(const std::string& secret, const std::string& body, absl::Time time);

// Sends what waits in the outbox: of one webhook one after the other, of several side by side, so
// that a slow receiver only delays itself. At least once: a crash between an answer and its record
// sends again, and receivers know it by `delivery`. What became private while it waited is not
// told: goals is asked before every attempt about an objective.
class WebhookSender {
 public:
  struct Options {
    bool to_private_addresses = false;
    // Infinite: only when told, for tests.
    absl::Duration interval = absl::Seconds(1);
  };
  // `runtime` and `store` must outlive the sender.
  WebhookSender(rpc::Runtime& runtime, const ReportingStore& store,
                std::shared_ptr<const Neighbours> neighbours, Options options);
  // Waits for attempts under way, ten seconds at most.
  ~WebhookSender();
  WebhookSender(const WebhookSender&) = delete;
  WebhookSender& operator=(const WebhookSender&) = delete;

  // Starts every attempt that is due.
  void SendDue() OKAPI_EXCLUDES(mutex_);

 private:
  void Run() OKAPI_EXCLUDES(mutex_);
  // All that is due to one webhook.
  void SendTo(const std::string& webhook, const std::vector<std::string>& deliveries)
      OKAPI_EXCLUDES(mutex_);
  // What of the delivery may be sent now; empty: nothing any more. UNAVAILABLE when goals, which
  // would know, cannot be asked and never was.
  absl::StatusOr<std::string> BodyNow(const okapi::reporting::v1::Delivery& delivery) const;
  void Attempt(const okapi::reporting::v1::Webhook& webhook, const std::string& secret,
               const okapi::reporting::v1::Delivery& delivery);
  void Record(const std::string& delivery,
              absl::FunctionRef<void(okapi::reporting::v1::Delivery&)> change);

  rpc::Runtime& runtime_;
  const ReportingStore& store_;
  const std::shared_ptr<const Neighbours> neighbours_;
  const Options options_;
  base::Mutex mutex_;
  base::CondVar wake_;
  bool stopped_ OKAPI_GUARDED_BY(mutex_) = false;
  // Webhooks with attempts under way.
  std::set<std::string> busy_ OKAPI_GUARDED_BY(mutex_);
  rpc::Executor executor_;
  std::thread thread_;
};

}  // namespace okapi::reporting

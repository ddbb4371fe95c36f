#include "services/reporting/webhooks/webhook_sender.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/api/resource_name.h"
#include "common/api/timestamp.h"
#include "common/base/hmac.h"
#include "common/rpc/call.h"
#include "common/status/status_macros.h"
#include "services/reporting/reading/subject_privacy.h"
#include "services/reporting/webhooks/http_post.h"
#include "services/reporting/webhooks/outbox.h"
#include "spdlog/spdlog.h"

namespace okapi::reporting {
namespace {

using okapi::reporting::v1::Delivery;
using okapi::reporting::v1::Webhook;

constexpr absl::Duration kFirstDelay = absl::Seconds(10);
constexpr absl::Duration kLongestDelay = absl::Hours(1);
// Receivers that are slow at the same time.
constexpr size_t kThreads = 4;

// The webhook that a delivery goes to.
std::string WebhookOf(const std::string& delivery) {
  return delivery.substr(0, delivery.rfind("/deliveries/"));
}

void Note(const absl::StatusOr<int>& answer, absl::Time now, Delivery& delivery) {
  delivery.set_attempts(delivery.attempts() + 1);
  *delivery.mutable_attempt_time() = api::ToTimestamp(now);
  delivery.set_response_code(answer.ok() ? *answer : 0);
  delivery.clear_next_attempt_time();
  if (answer.ok() && *answer >= 200 && *answer < 300) {
    delivery.set_state(Delivery::DELIVERED);
    delivery.clear_problem();
    return;
  }
  delivery.set_problem(answer.ok() ? absl::StrCat("the receiver answered ", *answer)
                                   : std::string(answer.status().message()));
  if (delivery.attempts() >= kAttemptsMax) {
    delivery.set_state(Delivery::DEAD);
    return;
  }
  *delivery.mutable_next_attempt_time() = api::ToTimestamp(now + DelayAfter(delivery.attempts()));
}

// Its words stay with it, for whoever sees what they are about: it is tried again when everybody
// does.
void GiveUpPrivate(Delivery& delivery) {
  delivery.set_state(Delivery::DEAD);
  delivery.set_problem("what it tells of became private before it was sent");
  delivery.clear_next_attempt_time();
}

}  // namespace

absl::Duration DelayAfter(int attempts) {
  absl::Duration delay = kFirstDelay;
  for (int i = 1; i < attempts && delay < kLongestDelay; ++i) delay *= 2;
  return std::min(delay, kLongestDelay);
}

std::string SignatureHeader(const std::string& secret, const std::string& body, absl::Time time) {
  const std::string seconds = absl::StrCat(absl::ToUnixSeconds(time));
  return absl::StrCat(
      "Okapi-Signature: t=", seconds,
      ",v1=", absl::BytesToHexString(base::HmacSha256(secret, absl::StrCat(seconds, ".", body))));
}

WebhookSender::WebhookSender(rpc::Runtime& runtime, const ReportingStore& store,
                             std::shared_ptr<const Neighbours> neighbours, Options options)
    : runtime_(runtime),
      store_(store),
      neighbours_(std::move(neighbours)),
      options_(options),
      executor_(kThreads, /*queue_max=*/10'000),
      thread_([this] { Run(); }) {}

WebhookSender::~WebhookSender() {
  {
    base::MutexLock lock(mutex_);
    stopped_ = true;
    wake_.NotifyAll();
  }
  thread_.join();
  executor_.Stop();
}

void WebhookSender::Run() {
  while (true) {
    {
      base::MutexLock lock(mutex_);
      if (!stopped_) wake_.WaitFor(mutex_, options_.interval);
      if (stopped_) return;
    }
    SendDue();
  }
}

void WebhookSender::SendDue() {
  const auto view = runtime_.journal.Read();
  if (!view.ok()) return;  // The service is failing; the journal says so itself.
  const auto pending = store_.PendingDeliveryNames(*view->reader);
  if (!pending.ok()) return;
  std::map<std::string, std::vector<std::string>> by_webhook;
  for (const std::string& name : *pending) by_webhook[WebhookOf(name)].push_back(name);
  base::MutexLock lock(mutex_);
  for (auto& [webhook, deliveries] : by_webhook) {
    if (stopped_ || !busy_.insert(webhook).second) continue;
    const bool queued = executor_.TrySchedule(
        [this, to = webhook, names = std::move(deliveries)] { SendTo(to, names); });
    if (!queued) busy_.erase(webhook);
  }
}

void WebhookSender::SendTo(const std::string& webhook, const std::vector<std::string>& deliveries) {
  for (const std::string& name : deliveries) {
    {
      base::MutexLock lock(mutex_);
      if (stopped_) break;
    }
    const auto view = runtime_.journal.Read();
    if (!view.ok()) break;
    const auto to = store_.webhooks.FindStored(*view->reader, webhook);
    const auto delivery = store_.deliveries.FindStored(*view->reader, name);
    const auto secret = store_.SecretOf(*view->reader, webhook);
    if (!to.ok() || !to->has_value() || (*to)->disabled() || !secret.ok()) break;
    if (!delivery.ok() || !delivery->has_value() || (*delivery)->state() != Delivery::PENDING) {
      continue;
    }
    if (api::FromTimestamp((*delivery)->next_attempt_time()) > runtime_.clock.Now()) continue;
    Attempt(**to, *secret, **delivery);
  }
  base::MutexLock lock(mutex_);
  busy_.erase(webhook);
}

absl::StatusOr<std::string> WebhookSender::BodyNow(const Delivery& delivery) const {
  OKAPI_ASSIGN_OR_RETURN(journal::View view, runtime_.journal.Read());
  const storage::VeiledReader seen(std::move(view.reader),
                                   SubjectVeil(*neighbours_, store_, rpc::kAnonymous));
  const absl::Status there = store_.deliveries.Get(seen, delivery.name()).status();
  if (there.ok()) return delivery.body();
  return absl::IsNotFound(there) ? BodyForEverybody(delivery) : there;
}

void WebhookSender::Attempt(const Webhook& webhook, const std::string& secret,
                            const Delivery& delivery) {
  const absl::StatusOr<std::string> body = BodyNow(delivery);
  if (!body.ok()) return;  // It waits on, and goals is asked again.
  if (body->empty()) return Record(delivery.name(), GiveUpPrivate);
  HttpPost post;
  post.url = webhook.url();
  post.body = *body;
  post.to_private_addresses = options_.to_private_addresses;
  post.headers = {"Content-Type: application/json", "User-Agent: okapi-reporting",
                  absl::StrCat("Okapi-Delivery: ", delivery.name()),
                  SignatureHeader(secret, *body, runtime_.clock.Now())};
  const absl::StatusOr<int> answer = Post(post);
  Record(delivery.name(), [&](Delivery& it) {
    Note(answer, store_.Now(), it);
    // Until then it keeps its words, of which more may be told by the next attempt.
    if (it.state() == Delivery::DELIVERED) it.set_body(*body);
  });
}

void WebhookSender::Record(const std::string& delivery, absl::FunctionRef<void(Delivery&)> change) {
  journal::Origin origin;
  origin.actor = "services/reporting";
  origin.organization = api::OrganizationOf(delivery);
  const auto written =
      runtime_.journal.Commit(std::move(origin), [&](journal::Transaction& transaction) {
        return store_.deliveries
            .Modify(transaction, delivery, "",
                    [&](Delivery& it) {
                      change(it);
                      return absl::OkStatus();
                    })
            .status();
      });
  // A delivery that is gone with its webhook meanwhile has nobody to tell.
  if (!written.ok() && !absl::IsNotFound(written.status())) {
    spdlog::warn("an attempt of {} was not recorded: {}", delivery,
                 std::string(written.status().message()));
  }
}

}  // namespace okapi::reporting

#include "services/reporting/neighbours/patience.h"

#include <chrono>
#include <utility>

#include "common/rpc/retry.h"
#include "common/status/convert.h"
#include "okapi/common/v1/audit_service.grpc.pb.h"

namespace okapi::reporting {

using okapi::common::v1::AuditService;
using okapi::common::v1::GetHeadRequest;
using okapi::common::v1::Head;

std::unique_ptr<Patience> Patience::With(const std::shared_ptr<grpc::Channel>& channel) {
  // Kept by the probe and not by the callback: who holds a call holds its channel, and gRPC, which
  // ends its threads with the last channel, cannot end the one that it is on.
  struct Call {
    std::unique_ptr<AuditService::Stub> audit;
    std::unique_ptr<grpc::ClientContext> context;
    GetHeadRequest request;
    Head head;
  };
  auto call = std::make_shared<Call>();
  call->audit = AuditService::NewStub(channel);
  // Nobody's: an organization need not exist to be asked about here.
  call->request.set_name("organizations/okapi");
  Probe probe;
  probe.ask = [call](std::function<void(const absl::Status&)> done) {
    call->context = std::make_unique<grpc::ClientContext>();
    call->context->set_deadline(std::chrono::system_clock::now() +
                                absl::ToChronoMicroseconds(kLong));
    call->audit->async()->GetHead(
        call->context.get(), &call->request, &call->head,
        [done = std::move(done)](const grpc::Status& status) { done(status::FromGrpc(status)); });
  };
  probe.cancel = [call] { call->context->TryCancel(); };
  return std::make_unique<Patience>(std::move(probe));
}

Patience::~Patience() {
  {
    base::MutexLock lock(mutex_);
    if (!probing_) return;
  }
  probe_.cancel();
  base::MutexLock lock(mutex_);
  while (probing_) probed_.Wait(mutex_);
}

absl::Duration Patience::Wait() {
  {
    base::MutexLock lock(mutex_);
    if (!lost_) return kLong;
    // Whether it answers again is being found out.
    if (std::exchange(probing_, true)) return absl::ZeroDuration();
  }
  probe_.ask([this](const absl::Status& outcome) {
    Heard(kLong, outcome);
    base::MutexLock lock(mutex_);
    probing_ = false;
    probed_.NotifyAll();
  });
  return kShort;
}

void Patience::Heard(absl::Duration wait, const absl::Status& outcome) {
  base::MutexLock lock(mutex_);
  // That a short wait ran out proves nothing of a neighbour that has much to do, and neither does
  // one for much work.
  if (absl::IsDeadlineExceeded(outcome)) lost_ = lost_ || wait == kLong;
  // A failure of the way there is no answer; a refusal is one.
  if (outcome.ok() || !rpc::MayPass(outcome)) lost_ = false;
}

}  // namespace okapi::reporting

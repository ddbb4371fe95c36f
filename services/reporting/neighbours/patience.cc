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

std::shared_ptr<Patience> Patience::Create(Probe probe) {
  return std::shared_ptr<Patience>(new Patience(std::move(probe)));
}

std::shared_ptr<Patience> Patience::With(const std::shared_ptr<grpc::Channel>& channel) {
  struct Call {
    std::unique_ptr<AuditService::Stub> audit;
    grpc::ClientContext context;
    GetHeadRequest request;
    Head head;
  };
  return Create([channel](std::function<void(const absl::Status&)> done) {
    auto call = std::make_shared<Call>();
    call->audit = AuditService::NewStub(channel);
    call->context.set_deadline(std::chrono::system_clock::now() +
                               absl::ToChronoMicroseconds(kLong));
    // Nobody's: an organization need not exist to be asked about here.
    call->request.set_name("organizations/okapi");
    Call& it = *call;
    it.audit->async()->GetHead(&it.context, &it.request, &it.head,
                               [call = std::move(call), done = std::move(done)](
                                   const grpc::Status& status) { done(status::FromGrpc(status)); });
  });
}

absl::Duration Patience::Wait() {
  {
    base::MutexLock lock(mutex_);
    if (!lost_) return kLong;
    // Whether it answers again is being found out.
    if (std::exchange(probing_, true)) return absl::ZeroDuration();
  }
  probe_([self = shared_from_this()](const absl::Status& outcome) {
    self->Heard(kLong, outcome);
    base::MutexLock lock(self->mutex_);
    self->probing_ = false;
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

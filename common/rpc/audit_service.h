#pragma once

#include <grpcpp/grpcpp.h>

#include "common/rpc/runtime.h"
#include "okapi/common/v1/audit_service.grpc.pb.h"

namespace okapi::rpc {

// The change records of a service for those who verify its chain, one snapshot at the pace of the
// receiver.
class AuditService final : public okapi::common::v1::AuditService::CallbackService {
 public:
  // `runtime` must outlive the service.
  explicit AuditService(Runtime& runtime);
  ~AuditService() override;

  grpc::ServerUnaryReactor* GetHead(grpc::CallbackServerContext* context,
                                    const okapi::common::v1::GetHeadRequest* request,
                                    okapi::common::v1::Head* response) override;
  grpc::ServerWriteReactor<okapi::common::v1::StreamRecordsResponse>* StreamRecords(
      grpc::CallbackServerContext* context,
      const okapi::common::v1::StreamRecordsRequest* request) override;

 private:
  Runtime& runtime_;
};

}  // namespace okapi::rpc

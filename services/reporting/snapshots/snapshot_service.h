#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <utility>

#include "common/rpc/runtime.h"
#include "okapi/reporting/v1/snapshot_service.grpc.pb.h"
#include "services/reporting/neighbours/neighbours.h"
#include "services/reporting/store/reporting_store.h"

namespace okapi::reporting {

// The wire side of snapshots.
class SnapshotService final : public okapi::reporting::v1::SnapshotService::CallbackService {
 public:
  // `runtime` and `store` must outlive the service.
  SnapshotService(rpc::Runtime& runtime, const ReportingStore& store,
                  std::shared_ptr<const Neighbours> neighbours);
  ~SnapshotService() override;

  grpc::ServerUnaryReactor* GetSnapshot(grpc::CallbackServerContext* context,
                                        const okapi::reporting::v1::GetSnapshotRequest* request,
                                        okapi::reporting::v1::Snapshot* response) override;
  grpc::ServerUnaryReactor* ListSnapshots(
      grpc::CallbackServerContext* context,
      const okapi::reporting::v1::ListSnapshotsRequest* request,
      okapi::reporting::v1::ListSnapshotsResponse* response) override;
  grpc::ServerUnaryReactor* CreateSnapshot(
      grpc::CallbackServerContext* context,
      const okapi::reporting::v1::CreateSnapshotRequest* request,
      okapi::reporting::v1::Snapshot* response) override;
  grpc::ServerUnaryReactor* GetLastSnapshot(
      grpc::CallbackServerContext* context,
      const okapi::reporting::v1::GetLastSnapshotRequest* request,
      okapi::reporting::v1::Snapshot* response) override;
  grpc::ServerUnaryReactor* GetSnapshotComparison(
      grpc::CallbackServerContext* context,
      const okapi::reporting::v1::GetSnapshotComparisonRequest* request,
      okapi::reporting::v1::SnapshotComparison* response) override;

 private:
  rpc::Runtime& runtime_;
  const ReportingStore& store_;
  const std::shared_ptr<const Neighbours> neighbours_;
};

}  // namespace okapi::reporting

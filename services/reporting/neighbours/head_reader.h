#pragma once

#include <grpcpp/grpcpp.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "okapi/common/v1/audit_service.grpc.pb.h"
#include "services/reporting/neighbours/patience.h"

namespace okapi::reporting {

// Asks a neighbour how far it has come. Thread-safe; blocks for as long as there is patience with
// it.
class HeadReader {
 public:
  // `patience` is the neighbour's and outlives the reader.
  HeadReader(const std::shared_ptr<grpc::Channel>& channel, Patience& patience);

  // At a time; without one, now.
  absl::StatusOr<okapi::common::v1::Head> Read(const std::string& organization,
                                               std::optional<absl::Time> time = std::nullopt) const;
  absl::StatusOr<int64_t> Revision(const std::string& organization) const;

 private:
  const std::unique_ptr<okapi::common::v1::AuditService::Stub> audit_;
  Patience& patience_;
};

}  // namespace okapi::reporting

#pragma once

#include <grpcpp/grpcpp.h>

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "okapi/goals/v1/goals_service.grpc.pb.h"
#include "okapi/goals/v1/organizations_service.grpc.pb.h"
#include "tests/bench/peers/server_process.h"

namespace okapi::bench {

// okapi-goals from this build, with one organization, a member and a cycle of this year. One
// thread.
class GoalsServer {
 public:
  using Stub = okapi::goals::v1::GoalsService::Stub;

  // Starts it with no data, in a directory that does not exist yet, and creates the organization.
  // `metrics` is the address of the service that knows the KPIs; nobody needs to be there.
  absl::Status Start(const std::string& directory, const std::string& metrics);

  // An objective that is part of `parent`, unless that is empty, and still has to be activated.
  absl::Status CreateObjective(const std::string& id, const std::string& parent);
  // One that check-ins drive, or the KPI of that name.
  absl::Status CreateKeyResult(const std::string& objective, const std::string& id,
                               const std::string& kpi);
  absl::Status Activate(const std::string& objective);
  // How many writes there were, as its own watch stream says.
  absl::StatusOr<int64_t> Revision();

  static std::string ObjectiveName(const std::string& id);
  static std::string KeyResultName(const std::string& objective, const std::string& id);
  static std::string MemberName();

  Stub& stub() { return *stub_; }
  const std::string& address() const { return address_; }
  ServerProcess& process() { return process_; }

 private:
  absl::Status CreateOrganization();

  ServerProcess process_;
  std::string address_;
  std::unique_ptr<okapi::goals::v1::OrganizationsService::Stub> organizations_;
  std::unique_ptr<Stub> stub_;
};

}  // namespace okapi::bench

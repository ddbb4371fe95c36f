#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "okapi/goals/v1/goals_service.grpc.pb.h"
#include "tests/bench/peers/server_process.h"

namespace okapi::bench {

// okapi-goals from this build, with one organization whose cycle is this year.
class OkapiGoals {
 public:
  static constexpr char kCreateCheckIn[] = "/okapi.goals.v1.GoalsService/CreateCheckIn";
  static constexpr char kBatchCreateCheckIns[] = "/okapi.goals.v1.GoalsService/BatchCreateCheckIns";

  // The objectives it is given, all ACTIVE.
  struct Objectives {
    int count = 50;
    int key_results_each = 4;
    // How many objectives contribute to each, so that all make one tree; 0: none.
    int children = 0;
    // The KPI that drives all key results; empty: people check in.
    std::string kpi;
  };

  // Starts it with these objectives, following the metrics service at an address.
  absl::Status Start(const std::string& directory, const std::string& metrics_address,
                     const Objectives& objectives);

  // Check-ins as they go over the wire: one after the other of each key result in turn.
  std::vector<std::string> CheckIns(int count) const;
  // The key result of one of these.
  std::string KeyResultOf(int check_in) const { return KeyResultName(check_in % key_results()); }
  std::vector<std::string> CheckInBatches(int count, int check_ins_each) const;
  // The same, a thousand in a request, of values measured evenly from the first day of the year
  // until now: so many of each key result, enough of them to tell where it will be.
  std::vector<std::string> Histories(int check_ins_each) const;
  // How many check-ins it says it has.
  absl::StatusOr<int64_t> CountCheckIns();

  const std::string& address() const { return address_; }
  ServerProcess& process() { return process_; }
  okapi::goals::v1::GoalsService::Stub& stub() { return *stub_; }

 private:
  std::string ObjectiveId(int objective) const;
  std::string ObjectiveName(int objective) const;
  std::string KeyResultName(int key_result) const;
  int key_results() const { return objectives_.count * objectives_.key_results_each; }
  okapi::goals::v1::CreateCheckInRequest CheckIn(int number) const;

  absl::Status CreateCycle();
  std::string CreateObjective(int objective) const;
  std::string CreateKeyResult(int key_result) const;
  absl::Status CreateObjectives();

  Objectives objectives_;
  std::string address_;
  ServerProcess process_;
  std::unique_ptr<okapi::goals::v1::GoalsService::Stub> stub_;
};

}  // namespace okapi::bench

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tests/bench/peers/server_process.h"

namespace okapi::bench {

// One etcd, as it comes: it acknowledges a put once its log is synced to the disk.
class Etcd {
 public:
  static constexpr char kPut[] = "/etcdserverpb.KV/Put";

  // Starts it with no data, and waits until it takes puts.
  absl::Status Start(const std::string& directory);
  // A put, as it goes over the wire.
  static std::string Put(const std::string& key, const std::string& value);
  // How many puts it has taken since it was started, besides those that asked for this.
  absl::StatusOr<int64_t> CountPuts();

  const std::string& address() const { return address_; }
  ServerProcess& process() { return process_; }

 private:
  absl::StatusOr<int64_t> PutOnce();

  std::string address_;
  // The revision after the put that found it ready.
  int64_t first_revision_ = 0;
  ServerProcess process_;
};

}  // namespace okapi::bench

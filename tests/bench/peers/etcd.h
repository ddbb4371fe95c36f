#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tests/bench/peers/server_process.h"

namespace okapi::bench {

// etcd as it comes: one member, every put synced to its log before it is answered. One thread.
class Etcd {
 public:
  static constexpr char kPut[] = "/etcdserverpb.KV/Put";

  // Starts it with no data, in a directory that does not exist yet, and waits until it takes puts.
  absl::Status Start(const std::string& directory);
  // A PutRequest as it goes over the wire: the number is the key, and the value has `value_bytes`.
  static std::string NewPut(int64_t number, size_t value_bytes);
  // The revision of the store, after one more put.
  absl::StatusOr<int64_t> PutAndGetRevision();

  const std::string& address() const { return address_; }
  ServerProcess& process() { return process_; }

 private:
  ServerProcess process_;
  std::string address_;
};

}  // namespace okapi::bench

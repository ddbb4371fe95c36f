#include "tests/bench/peers/etcd.h"

#include <filesystem>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "common/status/status_macros.h"
#include "tests/bench/peers/etcd_put.pb.h"
#include "tests/bench/peers/okapi_channel.h"
#include "tests/bench/peers/unary_load.h"

namespace okapi::bench {

absl::Status Etcd::Start(const std::string& directory) {
  std::filesystem::create_directories(directory);
  address_ = absl::StrCat("127.0.0.1:", FreePort());
  const std::string clients = absl::StrCat("http://", address_);
  const std::string peers = absl::StrCat("http://127.0.0.1:", FreePort());
  OKAPI_RETURN_IF_ERROR(
      process_.Start({"etcd", "--name", "bench", "--data-dir", absl::StrCat(directory, "/data"),
                      "--listen-client-urls", clients, "--advertise-client-urls", clients,
                      "--listen-peer-urls", peers, "--initial-advertise-peer-urls", peers,
                      "--initial-cluster", absl::StrCat("bench=", peers), "--log-level", "error"},
                     absl::StrCat(directory, "/log")));
  absl::Status status;
  for (int tries = 0; tries < 600; ++tries) {
    OKAPI_RETURN_IF_ERROR(process_.CheckAlive());
    status = PutAndGetRevision().status();
    if (status.ok()) return status;
    absl::SleepFor(absl::Milliseconds(100));
  }
  return status;
}

std::string Etcd::NewPut(int64_t number, size_t value_bytes) {
  etcdserverpb::PutRequest request;
  request.set_key(absl::StrFormat("%012d", number));
  request.set_value(std::string(value_bytes, 'v'));
  return request.SerializeAsString();
}

absl::StatusOr<int64_t> Etcd::PutAndGetRevision() {
  OKAPI_ASSIGN_OR_RETURN(const grpc::ByteBuffer bytes, CallOnce(address_, kPut, NewPut(0, 1)));
  etcdserverpb::PutResponse response;
  if (!Parse(bytes, response))
    return absl::DataLossError("the answer of etcd is not a PutResponse");
  return response.header().revision();
}

}  // namespace okapi::bench

#include "tests/bench/peers/etcd.h"

#include <filesystem>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/status/status_macros.h"
#include "tests/bench/peers/callers.h"
#include "tests/bench/peers/etcd.pb.h"

namespace okapi::bench {

absl::Status Etcd::Start(const std::string& directory) {
  std::filesystem::create_directories(directory);
  address_ = absl::StrCat("127.0.0.1:", FreePort());
  const std::string client = absl::StrCat("http://", address_);
  const std::string peer = absl::StrCat("http://127.0.0.1:", FreePort());
  OKAPI_RETURN_IF_ERROR(
      process_.Start({"etcd", "--name", "bench", "--data-dir", absl::StrCat(directory, "/data"),
                      "--listen-client-urls", client, "--advertise-client-urls", client,
                      "--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer,
                      "--initial-cluster", absl::StrCat("bench=", peer)},
                     absl::StrCat(directory, "/log")));
  absl::StatusOr<int64_t> revision;
  for (int tries = 0; tries < 600; ++tries) {
    OKAPI_RETURN_IF_ERROR(process_.CheckAlive());
    revision = PutOnce();
    if (revision.ok()) break;
    absl::SleepFor(absl::Milliseconds(100));
  }
  OKAPI_RETURN_IF_ERROR(revision.status());
  first_revision_ = *revision;
  return absl::OkStatus();
}

std::string Etcd::Put(const std::string& key, const std::string& value) {
  etcd::PutRequest request;
  request.set_key(key);
  request.set_value(value);
  return request.SerializeAsString();
}

absl::StatusOr<int64_t> Etcd::PutOnce() {
  Callers caller(address_, 1);
  OKAPI_ASSIGN_OR_RETURN(const std::string answer, caller.CallOnce(kPut, Put("ready", "")));
  etcd::PutResponse response;
  if (!response.ParseFromString(answer)) return absl::DataLossError("etcd answered something else");
  return response.header().revision();
}

absl::StatusOr<int64_t> Etcd::CountPuts() {
  OKAPI_ASSIGN_OR_RETURN(const int64_t revision, PutOnce());
  // Each put is one revision; this one counts itself.
  return revision - first_revision_ - 1;
}

}  // namespace okapi::bench

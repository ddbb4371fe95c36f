#include "tests/bench/peers/prometheus.h"

#include <signal.h>

#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "common/status/status_macros.h"
#include "tests/bench/peers/prometheus_query.h"
#include "tests/bench/peers/remote_write_lane.h"

namespace okapi::bench {

absl::Status Prometheus::Start(const std::string& directory) {
  directory_ = directory;
  std::filesystem::create_directories(directory);
  const std::string config = absl::StrCat(directory, "/prometheus.yml");
  std::ofstream(config) << "global: {scrape_interval: 1h}\n";
  port_ = FreePort();
  connection_ = std::make_unique<HttpConnection>(port_);
  OKAPI_RETURN_IF_ERROR(process_.Start(
      {"prometheus", absl::StrCat("--config.file=", config),
       absl::StrCat("--storage.tsdb.path=", directory, "/data"),
       absl::StrCat("--web.listen-address=127.0.0.1:", port_), "--web.enable-remote-write-receiver",
       "--web.enable-admin-api", "--query.max-samples=200000000"},
      absl::StrCat(directory, "/log")));
  return WaitUntil([this] { return connection_->Get("/-/ready").status(); });
}

absl::StatusOr<std::unique_ptr<Lane>> Prometheus::NewLane(const Workload& workload) {
  return std::make_unique<RemoteWriteLane>(port_, workload);
}

absl::StatusOr<std::map<std::string, Totals>> Prometheus::Count(const Workload& workload) {
  return CountByQuery(*connection_, workload);
}

absl::StatusOr<int64_t> Prometheus::SealAndStop() {
  // A snapshot is the blocks as compaction would write them hours later, without the log.
  OKAPI_RETURN_IF_ERROR(connection_->Post("/api/v1/admin/tsdb/snapshot", "", "").status());
  const int64_t bytes = DiskBytes(absl::StrCat(directory_, "/data/snapshots"));
  OKAPI_RETURN_IF_ERROR(process_.Stop(SIGTERM));
  return bytes;
}

}  // namespace okapi::bench

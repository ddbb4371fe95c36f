#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace okapi::bench {

// One server as a child of this process; it cannot outlive it. One thread.
class ServerProcess {
 public:
  ServerProcess() = default;
  ~ServerProcess();  // Kills it if it still runs.
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  // Runs a program, found by PATH unless it has a slash, with both outputs to the file `log`.
  absl::Status Start(const std::vector<std::string>& command, const std::string& log);
  // Whether it runs; an error with the end of its log if it ended by itself.
  absl::Status CheckAlive();
  // Sends the signal and waits for the end; kills it, which is an error, after two minutes.
  absl::Status Stop(int signal);
  // kill -9, without waiting for anything but the end.
  void Kill();

  // CPU seconds so far, user and system, all threads; after Stop() up to the end.
  double CpuSeconds() const;
  // The most memory it ever had resident, in bytes.
  int64_t PeakBytes() const;
  // Waits until it uses less than 3 % of a core for a second, at most `limit`: garbage collectors
  // tick for ever.
  void WaitIdle(absl::Duration limit) const;
  // What the process wrote to its log.
  std::string Log() const;

 private:
  pid_t pid_ = 0;  // 0 when nothing runs.
  double cpu_seconds_at_end_ = 0;
  std::string log_;
};

// A port that nothing listens on at the moment.
int FreePort();
// What the files below a directory occupy on the disk.
int64_t DiskBytes(const std::string& directory);

}  // namespace okapi::bench

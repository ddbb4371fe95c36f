#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "tests/bench/peers/server_process.h"
#include "tests/bench/peers/workload.h"

namespace okapi::bench {

// How samples are sent.
struct LoadOptions {
  // Connections, each with its own thread and its own series.
  int lanes = 2;
  int series_per_request = 1000;
  int steps_per_request = 1;
};

// One connection of a sender. One thread, but different lanes may be used at the same time.
class Lane {
 public:
  virtual ~Lane() = default;

  // The next request as it goes over the wire. Batches must be sent in the order of encoding.
  virtual std::string Encode(const Batch& batch) = 0;
  // Sends what Encode() gave, and returns when the server has acknowledged all of it.
  virtual absl::Status Send(const std::vector<std::string>& requests) = 0;
};

// A server that takes samples: ours or a peer. Used by one thread, but for its lanes.
class Target {
 public:
  virtual ~Target() = default;

  // As in the names of figures.
  virtual std::string name() const = 0;
  // What serves it best: tried out with bench ingest.
  virtual LoadOptions BestLoad() const { return {}; }
  // Starts the server with no data, in a directory that does not exist yet, and waits until it
  // serves.
  virtual absl::Status Start(const std::string& directory) = 0;
  // The lane must not outlive the target. `workload` must outlive the lane.
  virtual absl::StatusOr<std::unique_ptr<Lane>> NewLane(const Workload& workload) = 0;
  // What the server says it has of each metric of the workload.
  virtual absl::StatusOr<std::map<std::string, Totals>> Count(const Workload& workload) = 0;
  // Makes the server write everything in its final form, stops it, and says how many bytes of data
  // it keeps on the disk.
  virtual absl::StatusOr<int64_t> SealAndStop() = 0;

  ServerProcess& process() { return process_; }

 protected:
  // Tries until `ready` is OK or the process has ended, at most for a minute.
  template <typename Ready>
  absl::Status WaitUntil(Ready ready) {
    absl::Status status;
    for (int tries = 0; tries < 600; ++tries) {
      status = process_.CheckAlive();
      if (!status.ok()) return status;
      status = ready();
      if (status.ok()) return status;
      absl::SleepFor(absl::Milliseconds(100));
    }
    return status;
  }

  ServerProcess process_;
};

// What bench query asks.
enum class Question {
  kMonthlySums,  // Of every series.
  kLastValues,   // Of every series.
  kRegionSums,   // Per month, over the series of each region.
};

// Keys are stores or regions. One value per month, or just one.
using Values = std::map<std::string, std::vector<double>>;

struct Answer {
  // From sending the question until the whole answer is here, not yet unpacked where unpacking is
  // our work.
  absl::Duration elapsed;
  Values values;
};

class QueryTarget : public Target {
 public:
  // Called after all samples are in and before questions, such as to build an index.
  virtual absl::Status Settle(const Workload& workload) = 0;
  virtual absl::StatusOr<Answer> Ask(Question question, const Workload& workload) = 0;
};

// [start, end), end exclusive.
struct TimeSpan {
  absl::Time start;
  absl::Time end;
};

// The calendar months in UTC that the workload touches, cut to it.
std::vector<TimeSpan> Months(const Workload& workload);

}  // namespace okapi::bench

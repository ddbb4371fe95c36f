#pragma once

#include <algorithm>
#include <thread>

#include "common/base/clock.h"
#include "common/journal/journal.h"
#include "common/rpc/drain.h"
#include "common/rpc/executor.h"
#include "common/rpc/rehearsals.h"
#include "common/rpc/ticker.h"

namespace okapi::rpc {

class Past;
class Privacy;

// What the adapters need to serve calls: the service's state, threads, time. One per process; must
// outlive the server.
struct Runtime {
  Runtime(journal::Journal& the_journal, const base::Clock& the_clock)
      : journal(the_journal),
        clock(the_clock),
        ticker(absl::Seconds(10)),
        executor(std::max(4U, 2 * std::thread::hardware_concurrency()), /*queue_max=*/4096),
        rehearsals(journal, clock, executor, ticker) {}

  journal::Journal& journal;
  const base::Clock& clock;
  Drain drain;
  // Ticks every 10 s, the interval at which idle streams show a sign of life.
  Ticker ticker;
  Executor executor;
  Rehearsals rehearsals;
  // Set before the first call by a service that keeps things from some of its callers; nullptr:
  // everybody sees everything.
  const Privacy* privacy = nullptr;
  // Set before the first call by a service that has reads with a `read_time`.
  const Past* past = nullptr;
};

}  // namespace okapi::rpc

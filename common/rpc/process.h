#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "common/base/clock.h"
#include "common/base/ids.h"
#include "common/journal/journal.h"
#include "common/rpc/runtime.h"
#include "common/rpc/server.h"
#include "common/storage/database.h"

namespace okapi::rpc {

// What every service's main has in common: flags, logs, database, journal, server, signals. The
// order of construction is the order of the members, and destruction the reverse: server, service,
// runtime, journal, database.
class Process {
 public:
  // A service's own part: registers its gRPC services with the server. Kept until the server is
  // down.
  using Assemble = std::function<absl::StatusOr<std::shared_ptr<void>>(Process&, Server&)>;

  // First thing in main, before any thread: signals, the flags of the command line (--listen,
  // --data, --insecure_listen,
  // --flagfile and those of the service), logs. Ends the process on wrong flags.
  static void Initialize(const std::string& service, const std::string& usage,
                         const std::string& default_listen, const std::string& default_data,
                         int argc, char** argv);

  // Opens the state, serves until SIGTERM or SIGINT, closes. Returns main's exit code; errors are
  // on stderr.
  static int Run(const std::string& service, absl::Span<const storage::Family> families,
                 const Assemble& assemble);

  storage::Database& database() { return *database_; }
  journal::Journal& journal() { return *journal_; }
  Runtime& runtime() { return *runtime_; }
  const base::Clock& clock() const { return clock_; }
  base::IdGenerator& ids() { return ids_; }

 private:
  absl::Status Serve(const std::string& service, absl::Span<const storage::Family> families,
                     const Assemble& assemble);

  base::RealClock clock_;
  base::RandomIdGenerator ids_;
  std::unique_ptr<storage::Database> database_;
  std::unique_ptr<journal::Journal> journal_;
  std::unique_ptr<Runtime> runtime_;
};

}  // namespace okapi::rpc

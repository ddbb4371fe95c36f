#pragma once

#include <string>
#include <vector>

#include "tests/bench/peers/postgresql.h"

namespace okapi::bench {

// PostgreSQL's binary COPY, one for each Send().
class CopyLane final : public Lane {
 public:
  CopyLane(PgConnection connection, const Workload& workload)
      : workload_(workload), connection_(std::move(connection)) {}

  std::string Encode(const Batch& batch) override;
  absl::Status Send(const std::vector<std::string>& requests) override;

 private:
  absl::Status Error() const;

  const Workload& workload_;
  PgConnection connection_;
};

}  // namespace okapi::bench

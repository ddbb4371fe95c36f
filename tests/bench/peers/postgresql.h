#pragma once

#include <libpq-fe.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/bench/peers/target.h"

namespace okapi::bench {

struct PgClose {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
using PgConnection = std::unique_ptr<PGconn, PgClose>;

absl::StatusOr<PgConnection> PgConnect(int port);

// PostgreSQL by COPY into a plain table of (series, time, value), whose primary key is built after
// loading; labels lie in a table of series.
class PostgreSql final : public QueryTarget {
 public:
  std::string name() const override { return "postgresql"; }
  absl::Status Start(const std::string& directory) override;
  absl::StatusOr<std::unique_ptr<Lane>> NewLane(const Workload& workload) override;
  absl::StatusOr<std::map<std::string, Totals>> Count(const Workload& workload) override;
  absl::StatusOr<int64_t> SealAndStop() override;
  absl::Status Settle(const Workload& workload) override;
  absl::StatusOr<Answer> Ask(Question question, const Workload& workload) override;

 private:
  using Rows = std::vector<std::vector<std::string>>;

  absl::StatusOr<Rows> Query(const std::string& query);

  std::string directory_;
  int port_ = 0;
  PgConnection connection_;
};

}  // namespace okapi::bench

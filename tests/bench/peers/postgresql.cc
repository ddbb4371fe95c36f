#include "tests/bench/peers/postgresql.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "common/status/status_macros.h"
#include "tests/bench/peers/copy_lane.h"

namespace okapi::bench {
namespace {

struct PgClear {
  void operator()(PGresult* result) const { PQclear(result); }
};

// Debian keeps the server's programs out of PATH, by version: the newest that is here.
std::string ProgramDirectory() {
  std::string newest;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator("/usr/lib/postgresql", ignored)) {
    newest = std::max(newest, (entry.path() / "bin").string());
  }
  return newest;
}

// It refuses to run as root, so root runs it as the user that its package made.
std::vector<std::string> AsUser(std::vector<std::string> command) {
  if (::geteuid() != 0) return command;
  std::vector<std::string> words = {"setpriv", "--reuid=postgres", "--regid=postgres",
                                    "--clear-groups", "--pdeathsig=KILL"};
  words.insert(words.end(), command.begin(), command.end());
  return words;
}

absl::Status Run(const std::vector<std::string>& command) {
  const std::string line = absl::StrCat(absl::StrJoin(command, " "), " >/dev/null");
  if (std::system(line.c_str()) == 0) return absl::OkStatus();
  return absl::InternalError(absl::StrCat("failed: ", line));
}

}  // namespace

absl::StatusOr<PgConnection> PgConnect(int port) {
  PgConnection connection(PQconnectdb(
      absl::StrCat("host=127.0.0.1 port=", port, " user=postgres dbname=postgres").c_str()));
  if (PQstatus(connection.get()) == CONNECTION_OK) return connection;
  return absl::UnavailableError(PQerrorMessage(connection.get()));
}

absl::Status PostgreSql::Start(const std::string& directory) {
  directory_ = directory;
  std::filesystem::create_directories(directory);
  if (::geteuid() == 0) OKAPI_RETURN_IF_ERROR(Run({"chown", "postgres:postgres", directory}));
  const std::string data = absl::StrCat(directory, "/data");
  const std::string programs = ProgramDirectory();
  OKAPI_RETURN_IF_ERROR(
      Run(AsUser({absl::StrCat(programs, "/initdb"), "--username=postgres", "--auth=trust",
                  "--encoding=UTF8", "--locale=C", absl::StrCat("--pgdata=", data)})));
  port_ = FreePort();
  OKAPI_RETURN_IF_ERROR(process_.Start(AsUser({absl::StrCat(programs, "/postgres"),
                                               "-D",
                                               data,
                                               "-p",
                                               absl::StrCat(port_),
                                               "-c",
                                               "listen_addresses=127.0.0.1",
                                               "-c",
                                               "unix_socket_directories=",
                                               "-c",
                                               "shared_buffers=2GB",
                                               "-c",
                                               "work_mem=256MB",
                                               "-c",
                                               "maintenance_work_mem=1GB",
                                               "-c",
                                               "max_wal_size=8GB",
                                               "-c",
                                               "wal_level=minimal",
                                               "-c",
                                               "max_wal_senders=0",
                                               "-c",
                                               "random_page_cost=1.1"}),
                                       absl::StrCat(directory, "/log")));
  OKAPI_RETURN_IF_ERROR(WaitUntil([this]() -> absl::Status {
    OKAPI_ASSIGN_OR_RETURN(connection_, PgConnect(port_));
    return absl::OkStatus();
  }));
  OKAPI_RETURN_IF_ERROR(
      Query("CREATE TABLE series (id int PRIMARY KEY, metric text, store text, region text)")
          .status());
  return Query(
             "CREATE TABLE samples (series int NOT NULL, time timestamp NOT NULL, "
             "value float8 NOT NULL)")
      .status();
}

absl::StatusOr<std::unique_ptr<Lane>> PostgreSql::NewLane(const Workload& workload) {
  OKAPI_ASSIGN_OR_RETURN(PgConnection connection, PgConnect(port_));
  return std::make_unique<CopyLane>(std::move(connection), workload);
}

absl::StatusOr<PostgreSql::Rows> PostgreSql::Query(const std::string& query) {
  const std::unique_ptr<PGresult, PgClear> result(PQexec(connection_.get(), query.c_str()));
  const ExecStatusType status = PQresultStatus(result.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
    return absl::UnknownError(PQresultErrorMessage(result.get()));
  }
  Rows rows;
  for (int row = 0; row < PQntuples(result.get()); ++row) {
    std::vector<std::string>& cells = rows.emplace_back();
    for (int column = 0; column < PQnfields(result.get()); ++column) {
      cells.emplace_back(PQgetvalue(result.get(), row, column));
    }
  }
  return rows;
}

absl::Status PostgreSql::Settle(const Workload& workload) {
  std::vector<std::string> series;
  for (int i = 0; i < workload.series(); ++i) {
    series.push_back(absl::StrCat("(", i, ",'", workload.Metric(i), "','", workload.Store(i), "','",
                                  workload.Region(i), "')"));
  }
  OKAPI_RETURN_IF_ERROR(
      Query(absl::StrCat("INSERT INTO series VALUES ", absl::StrJoin(series, ","))).status());
  OKAPI_RETURN_IF_ERROR(
      Query("ALTER TABLE samples ADD PRIMARY KEY (series, time) INCLUDE (value)").status());
  OKAPI_RETURN_IF_ERROR(Query("VACUUM (ANALYZE) samples").status());
  OKAPI_RETURN_IF_ERROR(Query("ANALYZE series").status());
  return Query("CHECKPOINT").status();
}

absl::StatusOr<std::map<std::string, Totals>> PostgreSql::Count(const Workload&) {
  OKAPI_ASSIGN_OR_RETURN(
      const Rows rows,
      Query("SELECT metric, sum(n), sum(total) FROM (SELECT series, count(*) AS n, "
            "sum(value) AS total FROM samples GROUP BY series) s JOIN series ON id = series "
            "GROUP BY metric"));
  std::map<std::string, Totals> totals;
  for (const auto& row : rows) {
    Totals& metric = totals[row.at(0)];
    if (!absl::SimpleAtoi(row.at(1), &metric.count) || !absl::SimpleAtod(row.at(2), &metric.sum)) {
      return absl::InternalError("a count that is no number");
    }
  }
  return totals;
}

absl::StatusOr<int64_t> PostgreSql::SealAndStop() {
  connection_.reset();
  OKAPI_RETURN_IF_ERROR(process_.Stop(SIGINT));
  return DiskBytes(absl::StrCat(directory_, "/data/base"));
}

absl::StatusOr<Answer> PostgreSql::Ask(Question question, const Workload&) {
  std::string query;
  switch (question) {
    case Question::kMonthlySums:
      query =
          "SELECT store, month, total FROM (SELECT series, date_trunc('month', time) AS month, "
          "sum(value) AS total FROM samples GROUP BY 1, 2) s JOIN series ON id = series ORDER BY 2";
      break;
    case Question::kLastValues:
      query =
          "SELECT store, 0, (SELECT value FROM samples WHERE series = id ORDER BY time DESC "
          "LIMIT 1) FROM series";
      break;
    case Question::kRegionSums:
      query =
          "SELECT region, month, sum(total) FROM (SELECT series, date_trunc('month', time) AS "
          "month, sum(value) AS total FROM samples GROUP BY 1, 2) s JOIN series ON id = series "
          "GROUP BY 1, 2 ORDER BY 2";
      break;
  }
  Answer answer;
  const absl::Time start = absl::Now();
  OKAPI_ASSIGN_OR_RETURN(const Rows rows, Query(query));
  answer.elapsed = absl::Now() - start;
  for (const auto& row : rows) {
    double value = 0;
    if (!absl::SimpleAtod(row.at(2), &value)) return absl::InternalError("a sum is no number");
    answer.values[row.at(0)].push_back(value);
  }
  return answer;
}

}  // namespace okapi::bench

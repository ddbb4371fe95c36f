#include "tests/bench/peers/copy_lane.h"

#include <arpa/inet.h>
#include <endian.h>

#include <cstring>

namespace okapi::bench {
namespace {

// Microseconds from the Unix epoch to PostgreSQL's, the start of 2000.
constexpr int64_t kEpochUs = 946684800LL * 1000 * 1000;
constexpr char kSignature[] = "PGCOPY\n\377\r\n";  // The terminating zero belongs to it.

void Append16(uint16_t value, std::string& to) {
  const uint16_t wire = htons(value);
  to.append(reinterpret_cast<const char*>(&wire), sizeof(wire));
}

void Append32(uint32_t value, std::string& to) {
  const uint32_t wire = htonl(value);
  to.append(reinterpret_cast<const char*>(&wire), sizeof(wire));
}

void Append64(uint64_t value, std::string& to) {
  const uint64_t wire = htobe64(value);
  to.append(reinterpret_cast<const char*>(&wire), sizeof(wire));
}

}  // namespace

std::string CopyLane::Encode(const Batch& batch) {
  std::string rows;
  for (int series = batch.first_series; series < batch.first_series + batch.series_count;
       ++series) {
    for (int step = batch.first_step; step < batch.first_step + batch.step_count; ++step) {
      const double value = workload_.Value(series, step);
      uint64_t bits = 0;
      std::memcpy(&bits, &value, sizeof(bits));
      Append16(3, rows);  // Columns, each after its length.
      Append32(4, rows);
      Append32(static_cast<uint32_t>(series), rows);
      Append32(8, rows);
      Append64(static_cast<uint64_t>(workload_.TimeMs(step) * 1000 - kEpochUs), rows);
      Append32(8, rows);
      Append64(bits, rows);
    }
  }
  return rows;
}

absl::Status CopyLane::Send(const std::vector<std::string>& requests) {
  PGconn* const connection = connection_.get();
  PGresult* result = PQexec(connection, "COPY samples FROM STDIN (FORMAT binary)");
  const ExecStatusType ready = PQresultStatus(result);
  PQclear(result);
  if (ready != PGRES_COPY_IN) return Error();
  std::string frame(kSignature, sizeof(kSignature));
  Append32(0, frame);  // Flags.
  Append32(0, frame);  // Length of the header's extension.
  if (PQputCopyData(connection, frame.data(), static_cast<int>(frame.size())) != 1) return Error();
  for (const std::string& request : requests) {
    if (PQputCopyData(connection, request.data(), static_cast<int>(request.size())) != 1) {
      return Error();
    }
  }
  frame.clear();
  Append16(0xffff, frame);
  if (PQputCopyData(connection, frame.data(), static_cast<int>(frame.size())) != 1 ||
      PQputCopyEnd(connection, nullptr) != 1) {
    return Error();
  }
  absl::Status status;
  while ((result = PQgetResult(connection)) != nullptr) {
    if (PQresultStatus(result) != PGRES_COMMAND_OK) status = Error();
    PQclear(result);
  }
  return status;
}

absl::Status CopyLane::Error() const {
  return absl::UnknownError(PQerrorMessage(connection_.get()));
}

}  // namespace okapi::bench

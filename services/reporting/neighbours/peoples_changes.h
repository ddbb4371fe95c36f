#pragma once

#include <grpcpp/grpcpp.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/status/convert.h"
#include "okapi/common/v1/audit_service.pb.h"
#include "okapi/common/v1/change.pb.h"
#include "services/reporting/neighbours/head_reader.h"
#include "services/reporting/neighbours/patience.h"

namespace okapi::reporting {

// What people changed in a service between two times, as nobody in particular sees it.
struct PeoplesChanges {
  // Oldest first.
  std::vector<okapi::common::v1::ChangeRecord> records;
  // Why some of them, or all, are missing; else OK.
  absl::Status problem;
};

// As many are read: nobody reads through more.
inline constexpr size_t kPeoplesChangesMax = 10'000;

// Adds those of the records up to the last one that is wanted that somebody asked for: a service
// tells of its own, such as numbers that follow a KPI, too, and they are most.
void AddPeoplesChanges(google::protobuf::RepeatedPtrField<okapi::common::v1::ChangeRecord>& records,
                       int64_t last_revision, PeoplesChanges& changes);

// What is to be said when the changes do not reach back as far as was asked.
absl::Status NotKept(const okapi::common::v1::Head& then);
// Where reading ended before its end.
absl::Status TooManyChanges(const PeoplesChanges& changes);

// Reads what was changed in an organization from a time on and before another, or up to now, as the
// service's stream of changes tells it, and no further. Blocks for as long as work may take
// (Patience::kWork); what has not come by then is missing.
template <typename WatchRequest, typename WatchResponse, typename Stub>
PeoplesChanges ReadPeoplesChanges(const HeadReader& heads, Stub& stub,
                                  const std::string& organization, absl::Time since,
                                  std::optional<absl::Time> until) {
  constexpr absl::Duration kInstant = absl::Microseconds(1);
  // The end first: what comes later is not waited for.
  if (until.has_value()) *until -= kInstant;
  const auto last = heads.Read(organization, until);
  const auto then = last.ok() ? heads.Read(organization, since - kInstant) : last;
  PeoplesChanges changes;
  changes.problem = then.status();
  if (!changes.problem.ok()) return changes;
  changes.problem = NotKept(*then);
  if (then->revision() >= last->revision()) return changes;
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() +
                       absl::ToChronoMicroseconds(Patience::kWork));
  WatchRequest request;
  request.set_parent(organization);
  request.set_after_revision(then->revision());
  const auto stream = stub.Watch(&context, request);
  bool through = false;
  for (WatchResponse response; !through && stream->Read(&response);) {
    AddPeoplesChanges(*response.mutable_records(), last->revision(), changes);
    through = response.revision() >= last->revision();
    if (through || changes.records.size() < kPeoplesChangesMax) continue;
    changes.problem = TooManyChanges(changes);
    through = true;
  }
  context.TryCancel();
  const absl::Status end = status::FromGrpc(stream->Finish());
  if (!through) changes.problem = end;
  return changes;
}

}  // namespace okapi::reporting

#include "services/reporting/snapshots/snapshot_service.h"

#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/api/ordered_ids.h"
#include "common/api/timestamp.h"
#include "common/rpc/unary.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/reporting/reading/report_questions.h"
#include "services/reporting/snapshots/snapshot_comparison.h"
#include "services/reporting/snapshots/snapshot_taker.h"

namespace okapi::reporting {

using okapi::reporting::v1::CreateSnapshotRequest;
using okapi::reporting::v1::GetLastSnapshotRequest;
using okapi::reporting::v1::GetSnapshotComparisonRequest;
using okapi::reporting::v1::GetSnapshotRequest;
using okapi::reporting::v1::ListSnapshotsRequest;
using okapi::reporting::v1::ListSnapshotsResponse;
using okapi::reporting::v1::Report;
using okapi::reporting::v1::ReportQuestion;
using okapi::reporting::v1::Snapshot;
using okapi::reporting::v1::SnapshotComparison;

namespace {

void LeaveOutContents(Snapshot& snapshot) {
  snapshot.clear_reports();
  snapshot.clear_kpis();
}

// A period is closed once: `2025-Q1` is taken as `p-2025-q1`.
std::string IdOf(const CreateSnapshotRequest& create, int64_t revision) {
  if (!create.snapshot_id().empty()) return create.snapshot_id();
  if (create.snapshot().period().empty()) return api::OrderedId('s', revision);
  return absl::StrCat("p-", absl::AsciiStrToLower(create.snapshot().period()));
}

// What was asked for, for there is no name to tell.
absl::Status NoSnapshot(const GetLastSnapshotRequest& request) {
  const std::string of =
      request.period().empty() ? "" : absl::StrCat(" of '", request.period(), "'");
  const std::string by = absl::FormatTime("%Y-%m-%d %H:%M:%S UTC",
                                          api::FromTimestamp(request.time()), absl::UTCTimeZone());
  return status::Error(
      absl::StatusCode::kNotFound, status::ErrorReason::RESOURCE_NOT_FOUND,
      absl::StrCat("'", request.parent(), "' has no snapshot", of, " that was taken by ", by),
      {{"resource", absl::StrCat(request.parent(), "/snapshots/-")}});
}

absl::StatusOr<Snapshot> LastSnapshot(const ReportingStore& store, const storage::Reader& reader,
                                      const GetLastSnapshotRequest& request) {
  const absl::Time by = api::FromTimestamp(request.time());
  std::string name;
  absl::Time best = absl::InfinitePast();
  auto look = [&](const Snapshot& snapshot) {
    const absl::Time taken = api::FromTimestamp(snapshot.create_time());
    const bool wanted = request.period().empty() || snapshot.period() == request.period();
    if (wanted && taken <= by && taken >= best) {
      best = taken;
      name = snapshot.name();
    }
    return true;
  };
  OKAPI_RETURN_IF_ERROR(store.snapshots.ForEach(reader, request.parent(), look));
  if (name.empty()) return NoSnapshot(request);
  return store.snapshots.Get(reader, name);
}

absl::StatusOr<SnapshotComparison> CompareSnapshot(const Neighbours& neighbours,
                                                   const ReportingStore& store, Snapshot snapshot) {
  SnapshotComparison comparison;
  *comparison.mutable_compare_time() = api::ToTimestamp(neighbours.runtime.clock.Now());
  std::vector<Report> now;
  for (const ReportQuestion& question : snapshot.questions()) {
    OKAPI_ASSIGN_OR_RETURN(Report report, ReadReport(neighbours, store, question));
    OKAPI_RETURN_IF_ERROR(CheckFresh(report));
    now.push_back(std::move(report));
  }
  for (auto& difference : DifferencesOf(snapshot, now)) {
    *comparison.add_differences() = std::move(difference);
  }
  LeaveOutContents(snapshot);
  *comparison.mutable_snapshot() = std::move(snapshot);
  return comparison;
}

}  // namespace

SnapshotService::SnapshotService(rpc::Runtime& runtime, const ReportingStore& store,
                                 std::shared_ptr<const Neighbours> neighbours)
    : runtime_(runtime), store_(store), neighbours_(std::move(neighbours)) {}

SnapshotService::~SnapshotService() = default;

grpc::ServerUnaryReactor* SnapshotService::GetSnapshot(grpc::CallbackServerContext* context,
                                                       const GetSnapshotRequest* request,
                                                       Snapshot* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view, const GetSnapshotRequest& get) {
                     return store_.snapshots.Get(*view.reader, get.name());
                   });
}

grpc::ServerUnaryReactor* SnapshotService::ListSnapshots(grpc::CallbackServerContext* context,
                                                         const ListSnapshotsRequest* request,
                                                         ListSnapshotsResponse* response) {
  return rpc::Read(
      runtime_, context, request, response,
      [this](const journal::View& view,
             const ListSnapshotsRequest& list) -> absl::StatusOr<ListSnapshotsResponse> {
        OKAPI_ASSIGN_OR_RETURN(ListSnapshotsResponse page,
                               store_.snapshots.List(*view.reader, list, list.parent(),
                                                     &ListSnapshotsResponse::add_snapshots));
        for (Snapshot& snapshot : *page.mutable_snapshots()) LeaveOutContents(snapshot);
        return page;
      });
}

grpc::ServerUnaryReactor* SnapshotService::CreateSnapshot(grpc::CallbackServerContext* context,
                                                          const CreateSnapshotRequest* request,
                                                          Snapshot* response) {
  return rpc::WriteAfter(
      runtime_, context, request, response,
      [this](const CreateSnapshotRequest& create) {
        return TakeSnapshot(*neighbours_, store_, create.parent(), create.snapshot());
      },
      [this](journal::Transaction& transaction, const CreateSnapshotRequest& create,
             Snapshot& taken) {
        return store_.snapshots.Create(transaction, create.parent(),
                                       IdOf(create, transaction.revision()), "snapshot_id",
                                       std::move(taken));
      });
}

grpc::ServerUnaryReactor* SnapshotService::GetLastSnapshot(grpc::CallbackServerContext* context,
                                                           const GetLastSnapshotRequest* request,
                                                           Snapshot* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view, const GetLastSnapshotRequest& get) {
                     return LastSnapshot(store_, *view.reader, get);
                   });
}

grpc::ServerUnaryReactor* SnapshotService::GetSnapshotComparison(
    grpc::CallbackServerContext* context, const GetSnapshotComparisonRequest* request,
    SnapshotComparison* response) {
  return rpc::Read(
      runtime_, context, request, response,
      [this](const journal::View& view,
             const GetSnapshotComparisonRequest& compare) -> absl::StatusOr<SnapshotComparison> {
        OKAPI_ASSIGN_OR_RETURN(Snapshot snapshot,
                               store_.snapshots.Get(*view.reader, compare.name()));
        return CompareSnapshot(*neighbours_, store_, std::move(snapshot));
      });
}

}  // namespace okapi::reporting

#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "common/api/collection.h"
#include "common/rpc/call.h"
#include "common/rpc/privacy.h"
#include "common/rpc/runtime.h"
#include "common/status/status_macros.h"
#include "common/storage/veil.h"
#include "services/reporting/neighbours/neighbours.h"
#include "services/reporting/store/reporting_store.h"

// Decisions and alerts are about objectives, which may be private: they do not exist for whoever
// does not see these. Goals says who does, and is asked, for some seconds at most: not for the
// journal's lane.
namespace okapi::reporting {

// What `viewer`, a member or rpc::kAnonymous, does not see. What goals cannot be asked about fails
// with UNAVAILABLE. Both must outlive the veil.
std::unique_ptr<storage::Veil> SubjectVeil(const Neighbours& neighbours,
                                           const ReportingStore& store, const std::string& viewer);
// The same for reports, which do without an answer: what goals cannot be asked about is hidden.
std::unique_ptr<storage::Veil> ReportVeil(const Neighbours& neighbours, const ReportingStore& store,
                                          const std::string& viewer = rpc::kAnonymous);

// Reads of decisions and alerts, and combined reports, see what the caller sees, all others what
// nobody in particular does. Writes see everything, and ReadAsCaller() goes before them.
class SubjectPrivacy final : public rpc::Privacy {
 public:
  // `store` must outlive this and its veils.
  SubjectPrivacy(std::shared_ptr<const Neighbours> neighbours, const ReportingStore& store)
      : neighbours_(std::move(neighbours)), store_(store) {}

  std::unique_ptr<storage::Veil> VeilFor(const rpc::Call& call) const override;
  // Of an alert that ends, whoever does not see it any more hears its name and that it is over: it
  // would ring for ever else. Goals is asked once about all records.
  absl::StatusOr<std::vector<bool>> Show(
      const rpc::Call& call, const storage::Reader& whole,
      absl::Span<okapi::common::v1::ChangeRecord> records) const override;

 private:
  const std::shared_ptr<const Neighbours> neighbours_;
  const ReportingStore& store_;
};

// What a write is about, before it runs: NOT_FOUND where that is hidden from the caller. What is
// not there is nullopt, for the write says so itself, or has its answer from before. On the
// executor.
template <typename R, typename Request>
absl::StatusOr<std::optional<R>> ReadAsCaller(const Neighbours& neighbours,
                                              const ReportingStore& store,
                                              const grpc::CallbackServerContext& context,
                                              const Request& request,
                                              const api::Collection<R>& resources,
                                              const std::string& name) {
  // Admitted already; here for who calls.
  OKAPI_ASSIGN_OR_RETURN(const rpc::Call call, rpc::AdmitWrite(context, request));
  OKAPI_ASSIGN_OR_RETURN(journal::View view, neighbours.runtime.journal.Read());
  const storage::VeiledReader seen(std::move(view.reader),
                                   SubjectVeil(neighbours, store, call.actor));
  OKAPI_ASSIGN_OR_RETURN(std::optional<R> there, resources.Find(seen.whole(), name));
  if (there.has_value()) OKAPI_RETURN_IF_ERROR(resources.Get(seen, name).status());
  return there;
}

}  // namespace okapi::reporting

#pragma once

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "common/api/collection.h"
#include "common/api/stamps.h"
#include "common/api/told_times.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "okapi/goals/v1/organizations_service.pb.h"
#include "services/goals/store/goals_store.h"

// When what goals hang on was entered, taken from one Okapi to another.
namespace okapi::goals {

// Of an organization, a team or a member. NOT_FOUND when there is none.
template <typename History, typename R>
absl::StatusOr<History> EntryHistoryOf(const api::Collection<R>& collection,
                                       const storage::Reader& reader, const std::string& name) {
  OKAPI_ASSIGN_OR_RETURN(const auto found, collection.FindStored(reader, name));
  if (!found.has_value()) return status::NotFound(name);
  History history;
  api::TellTimes(*found, history);
  return history;
}

// Gives one the history of the request; organization_history.proto says when.
template <typename R, typename Request>
absl::StatusOr<R> ImportEntryHistory(const api::Collection<R>& collection,
                                     journal::Transaction& transaction, const Request& request) {
  OKAPI_ASSIGN_OR_RETURN(const auto found, collection.FindStored(transaction, request.name()));
  if (!found.has_value()) return status::NotFound(request.name());
  OKAPI_RETURN_IF_ERROR(api::CheckEtag(*found, request.etag()));
  status::FieldViolations violations;
  api::CheckToldTimes(request.history(), "history", transaction.time(), violations);
  OKAPI_RETURN_IF_ERROR(violations.ToStatus());
  if (!api::IsNews(request.history(), *found)) {
    return api::HasItsOwnHistory(request.name(), "CHANGED");
  }
  R resource = *found;
  api::TakeToldTimes(request.history(), resource);
  OKAPI_RETURN_IF_ERROR(collection.Import(transaction, std::move(resource)));
  return collection.Get(transaction, request.name());
}

// Of a cycle, which has a state too.
absl::StatusOr<okapi::goals::v1::CycleHistory> CycleHistoryOf(const GoalsStore& store,
                                                              const storage::Reader& reader,
                                                              const std::string& name);
absl::StatusOr<okapi::goals::v1::Cycle> ImportCycleHistory(
    const GoalsStore& store, journal::Transaction& transaction,
    const okapi::goals::v1::ImportCycleHistoryRequest& request);

}  // namespace okapi::goals

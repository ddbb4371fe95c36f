#pragma once

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "common/api/collection.h"
#include "common/api/stamps.h"
#include "common/api/told_times.h"
#include "common/journal/transaction.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"

// When a resource was entered, taken from one Okapi to another: the history of what has no other. A
// `History` is a message of `create_time` and `update_time`, a `Request` one with `etag` and such a
// `history`.
namespace okapi::api {

// Gives the resource, as stored, the times of the request. INVALID_ARGUMENT naming every field that
// is wrong, with what the caller has found in others; FAILED_PRECONDITION / INVALID_STATE when they
// are no news.
template <typename Request, typename R>
absl::Status TakeEntryHistory(const Request& request, absl::Time now, R& resource,
                              status::FieldViolations violations = {}) {
  OKAPI_RETURN_IF_ERROR(CheckEtag(resource, request.etag()));
  CheckToldTimes(request.history(), "history", now, violations);
  OKAPI_RETURN_IF_ERROR(violations.ToStatus());
  if (!IsNews(request.history(), resource)) return HasItsOwnHistory(resource.name(), "CHANGED");
  TakeToldTimes(request.history(), resource);
  return absl::OkStatus();
}

// NOT_FOUND when there is no such resource.
template <typename History, typename R>
absl::StatusOr<History> EntryHistoryOf(const Collection<R>& collection,
                                       const storage::Reader& reader, const std::string& name) {
  OKAPI_ASSIGN_OR_RETURN(const auto found, collection.FindStored(reader, name));
  if (!found.has_value()) return status::NotFound(name);
  History history;
  TellTimes(*found, history);
  return history;
}

template <typename R, typename Request>
absl::StatusOr<R> ImportEntryHistory(const Collection<R>& collection,
                                     journal::Transaction& transaction, const Request& request) {
  OKAPI_ASSIGN_OR_RETURN(const auto found, collection.FindStored(transaction, request.name()));
  if (!found.has_value()) return status::NotFound(request.name());
  R resource = *found;
  OKAPI_RETURN_IF_ERROR(TakeEntryHistory(request, transaction.time(), resource));
  OKAPI_RETURN_IF_ERROR(collection.Import(transaction, std::move(resource)));
  return collection.Get(transaction, request.name());
}

}  // namespace okapi::api

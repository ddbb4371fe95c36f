#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "common/api/collection.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/storage/reader.h"

// Lists that tell what is not there from what is empty.
namespace okapi::api {

// Whether a name in a list's request stands for many.
inline bool IsAny(absl::string_view name) { return absl::StrContains(name, "/-"); }

// NOT_FOUND unless the parent of a list exists, or stands for many.
template <typename Parent>
absl::Status CheckListed(const Collection<Parent>& parents, const storage::Reader& reader,
                         const std::string& parent) {
  if (IsAny(parent)) return absl::OkStatus();
  OKAPI_ASSIGN_OR_RETURN(const auto found, parents.FindStored(reader, parent));
  return found.has_value() ? absl::OkStatus() : status::NotFound(parent);
}

// One page of what lies under the request's parent.
template <typename Parent, typename R, typename Request, typename Response>
absl::StatusOr<Response> ListUnder(const Collection<Parent>& parents,
                                   const Collection<R>& collection, const storage::Reader& reader,
                                   const Request& request, R* (Response::*add)()) {
  OKAPI_RETURN_IF_ERROR(CheckListed(parents, reader, request.parent()));
  return collection.List(reader, request, request.parent(), add);
}

}  // namespace okapi::api

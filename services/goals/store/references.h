#pragma once

#include <optional>
#include <set>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/api/collection.h"
#include "common/api/listing.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"

// What holds between resources that name each other.
namespace okapi::goals {

// The name without its last collection and id: the resource that this one belongs to.
inline std::string ParentOf(absl::string_view name) {
  const size_t id = name.rfind('/');
  return std::string(name.substr(0, name.rfind('/', id - 1)));
}

// NOT_FOUND unless the parent of a new resource exists.
template <typename Parent>
absl::Status CheckParent(const api::Collection<Parent>& parents, const storage::Reader& reader,
                         absl::string_view child) {
  const std::string parent = ParentOf(child);
  OKAPI_ASSIGN_OR_RETURN(const auto found, parents.FindStored(reader, parent));
  return found.has_value() ? absl::OkStatus() : status::NotFound(parent);
}

// Unless `name` is empty: INVALID_ARGUMENT when it belongs to another organization than `owner`,
// FAILED_PRECONDITION / REFERENCE_NOT_FOUND when it does not exist.
template <typename R>
absl::Status CheckReference(const api::Collection<R>& collection, const storage::Reader& reader,
                            absl::string_view owner, absl::string_view field,
                            const std::string& name) {
  if (name.empty()) return absl::OkStatus();
  if (api::OrganizationOf(name) != api::OrganizationOf(owner)) {
    return status::InvalidField(
        field, absl::StrCat("'", name, "' belongs to another organization than '", owner, "'"));
  }
  OKAPI_ASSIGN_OR_RETURN(const auto found, collection.FindStored(reader, name));
  if (found.has_value()) return absl::OkStatus();
  return status::Error(absl::StatusCode::kFailedPrecondition,
                       status::ErrorReason::REFERENCE_NOT_FOUND,
                       absl::StrCat(field, ": '", name, "' does not exist"),
                       {{"resource", name}, {"field", std::string(field)}});
}

// NOT_FOUND when what a list is narrowed to does not exist, unless its parent stands for many;
// INVALID_ARGUMENT when it is of another organization.
template <typename R>
absl::Status CheckFilter(const api::Collection<R>& collection, const storage::Reader& reader,
                         const std::string& parent, absl::string_view field,
                         const std::string& name) {
  if (api::IsAny(parent)) return absl::OkStatus();
  const absl::Status checked = CheckReference(collection, reader, parent, field, name);
  return absl::IsFailedPrecondition(checked) ? status::NotFound(name) : checked;
}

// FAILED_PRECONDITION / CYCLIC_REFERENCE when the way up from `parent` comes by `name`.
// `parent_of(resource)` is the next step.
template <typename R, typename ParentField>
absl::Status CheckNoLoop(const api::Collection<R>& collection, const storage::Reader& reader,
                         const std::string& name, std::string parent, ParentField parent_of) {
  std::set<std::string> seen;
  while (!parent.empty() && seen.insert(parent).second) {
    if (parent == name) {
      return status::Error(
          absl::StatusCode::kFailedPrecondition, status::ErrorReason::CYCLIC_REFERENCE,
          absl::StrCat("'", name, "' would be its own ancestor"), {{"resource", name}});
    }
    OKAPI_ASSIGN_OR_RETURN(const auto next, collection.FindStored(reader, parent));
    if (!next.has_value()) break;
    parent = parent_of(*next);
  }
  return absl::OkStatus();
}

// FAILED_PRECONDITION / RESOURCE_IN_USE: `user` uses `name`. Empty: the caller may not see it.
inline absl::Status InUse(const std::string& name, const std::string& user) {
  if (user.empty()) {
    return status::Error(absl::StatusCode::kFailedPrecondition,
                         status::ErrorReason::RESOURCE_IN_USE,
                         absl::StrCat("'", name, "' is used by something that you may not see"),
                         {{"resource", name}});
  }
  return status::Error(absl::StatusCode::kFailedPrecondition, status::ErrorReason::RESOURCE_IN_USE,
                       absl::StrCat("'", name, "' is used by '", user, "'"),
                       {{"resource", name}, {"child", user}});
}

// InUse when a resource under `parent` uses `name`, also one that is hidden.
template <typename R, typename Uses>
absl::Status CheckUnused(const api::Collection<R>& collection, const storage::Reader& reader,
                         const std::string& parent, const std::string& name, Uses uses) {
  std::string user;
  auto look = [&](const R& resource) {
    if (uses(resource)) user = resource.name();
    return user.empty();
  };
  OKAPI_RETURN_IF_ERROR(collection.ForEach(reader, parent, look));
  if (!user.empty()) return InUse(name, user);
  if (reader.veil() == nullptr) return absl::OkStatus();
  OKAPI_RETURN_IF_ERROR(collection.ForEach(reader.whole(), parent, look));
  return user.empty() ? absl::OkStatus() : InUse(name, "");
}

}  // namespace okapi::goals

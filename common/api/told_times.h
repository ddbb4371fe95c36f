#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/api/clock_tolerance.h"
#include "common/api/timestamp.h"
#include "common/status/errors.h"

// Times of a resource that was made elsewhere before it was made here. `Told` and `R` are messages
// with `create_time` and `update_time`.
namespace okapi::api {

// Whether a time is past, and one that can be told again as it is.
void CheckTold(const google::protobuf::Timestamp& time, const std::string& field, absl::Time now,
               status::FieldViolations& violations);

// Neither in the future, and in order. `at` is the path of what is told.
template <typename Told>
void CheckToldTimes(const Told& told, const std::string& at, absl::Time now,
                    status::FieldViolations& violations) {
  if (told.has_create_time()) {
    CheckTold(told.create_time(), at + ".create_time", now, violations);
  }
  if (!told.has_update_time()) return;
  CheckTold(told.update_time(), at + ".update_time", now, violations);
  if (!told.has_create_time()) {
    violations.Add(at + ".update_time", "goes with create_time");
  } else if (FromTimestamp(told.update_time()) < FromTimestamp(told.create_time())) {
    violations.Add(at + ".update_time", "must not be before create_time");
  }
}

// Whether nobody has changed the resource since it was made here.
template <typename R>
bool IsAsCreated(const R& resource) {
  return FromTimestamp(resource.create_time()) == FromTimestamp(resource.update_time());
}

// Whether what is told goes before what is known here: what was told once, or written here and
// changed since, is no news.
template <typename Told, typename R>
bool IsNews(const Told& told, const R& resource) {
  return IsAsCreated(resource) ||
         (told.has_create_time() &&
          FromTimestamp(told.create_time()) < FromTimestamp(resource.create_time()));
}

// A change that was made here stays the last one.
template <typename Told, typename R>
void TakeToldTimes(const Told& told, R& resource) {
  const bool as_created = IsAsCreated(resource);
  if (told.has_create_time()) *resource.mutable_create_time() = told.create_time();
  if (told.has_update_time() && as_created) *resource.mutable_update_time() = told.update_time();
  if (FromTimestamp(resource.update_time()) < FromTimestamp(resource.create_time())) {
    *resource.mutable_update_time() = resource.create_time();
  }
}

template <typename R, typename Told>
void TellTimes(const R& resource, Told& told) {
  *told.mutable_create_time() = resource.create_time();
  *told.mutable_update_time() = resource.update_time();
}

// FAILED_PRECONDITION / INVALID_STATE of a resource that takes no history any more.
absl::Status HasItsOwnHistory(absl::string_view name, absl::string_view state);

}  // namespace okapi::api

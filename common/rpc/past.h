#pragma once

#include <memory>
#include <string>
#include <type_traits>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/journal/journal.h"
#include "common/storage/reader.h"

namespace okapi::rpc {

// What a call asks of the past.
struct AskedPast {
  absl::Time time;
  // Values as they are known now about then, in place of those that were known then.
  bool known_now = false;
};

// What a service can tell of how its state was. Thread-safe.
class Past {
 public:
  virtual ~Past() = default;

  // The state of an organization at some time. `now` is the newest one, whole. INVALID_ARGUMENT
  // naming `read_time` when that lies ahead; OUT_OF_RANGE / REVISION_TRIMMED when it lies before
  // what is kept.
  virtual absl::StatusOr<std::unique_ptr<const storage::Reader>> At(
      journal::View now, const std::string& organization, const AskedPast& asked) const = 0;
};

// Whether requests of the type may ask for how it was, and for what is known now of then.
template <typename Request, typename = void>
struct HasReadTime : std::false_type {};
template <typename Request>
struct HasReadTime<Request, std::void_t<decltype(std::declval<const Request&>().read_time())>>
    : std::true_type {};
template <typename Request, typename = void>
struct HasKnownNow : std::false_type {};
template <typename Request>
struct HasKnownNow<Request, std::void_t<decltype(std::declval<const Request&>().known_now())>>
    : std::true_type {};

}  // namespace okapi::rpc

#pragma once

#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "common/rpc/call.h"
#include "common/storage/reader.h"
#include "common/storage/veil.h"
#include "okapi/common/v1/change.pb.h"

namespace okapi::rpc {

// What a service keeps from some of its callers. Thread-safe.
class Privacy {
 public:
  virtual ~Privacy() = default;

  // What the caller of a read or a write does not see.
  virtual std::unique_ptr<storage::Veil> VeilFor(const Call& call) const = 0;

  // Leaves of change records of the caller's organization what the caller may see, and says of each
  // whether that is all of it. `whole` is the state of now.
  virtual absl::StatusOr<std::vector<bool>> Show(
      const Call& call, const storage::Reader& whole,
      absl::Span<okapi::common::v1::ChangeRecord> records) const = 0;
};

}  // namespace okapi::rpc

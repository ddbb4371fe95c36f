#pragma once

#include <memory>

#include "absl/status/statusor.h"
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

  // Leaves of a change record what the caller may see. True if that is all of it. `whole` is the
  // state of now.
  virtual absl::StatusOr<bool> Show(const Call& call, const storage::Reader& whole,
                                    okapi::common::v1::ChangeRecord& record) const = 0;
};

}  // namespace okapi::rpc

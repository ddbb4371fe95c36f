#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/cli/catalogue.h"
#include "services/cli/company_file.h"

namespace okapi::cli {

// What applying did, or would do, to one resource.
struct Applied {
  enum Effect { kUnchanged, kCreated, kUpdated, kActivated };
  Effect effect = kUnchanged;
  const DeclaredResource* declared = nullptr;
  // The fields that were changed.
  std::vector<std::string> fields;
};

// A unary call; Connection::Call in the program.
using Caller = std::function<absl::Status(const MethodDescriptor&, const Message&, Message&)>;

// Makes the services' resources what the file says: creates what is missing, updates the fields
// that differ and no others, activates last. Deletes nothing. Calls `report` for each step as it is
// done. Ends at the first failure, whose message names the resource and its place in the file. A
// second run changes nothing. With `dry_run` nothing is changed.
absl::Status Apply(const std::vector<DeclaredResource>& declared, bool dry_run, const Caller& call,
                   const std::function<void(const Applied&)>& report);

}  // namespace okapi::cli

#pragma once

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "services/cli/session/connection.h"

namespace okapi::cli {

// Calls of which nothing stays: writes are tried in a rehearsal of their service, each on top of
// those before it. Reads are answered as ever, from what there is. Begun when first needed, ended
// by the destructor. One thread.
class Rehearsal {
 public:
  // Of an organization, `organizations/{organization}`. `connection` must outlive it.
  Rehearsal(Connection& connection, std::string organization)
      : connection_(connection), organization_(std::move(organization)) {}
  ~Rehearsal();
  Rehearsal(const Rehearsal&) = delete;
  Rehearsal& operator=(const Rehearsal&) = delete;

  // This must outlive it.
  Caller caller();

 private:
  absl::Status Call(const google::protobuf::MethodDescriptor& method,
                    const google::protobuf::Message& request, google::protobuf::Message& response);
  // The rehearsal of a package's service.
  absl::StatusOr<std::string> IdFor(const std::string& package);

  Connection& connection_;
  const std::string organization_;
  std::map<std::string, std::string> ids_;
};

}  // namespace okapi::cli

#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/status/errors.h"
#include "common/storage/reader.h"
#include "okapi/goals/v1/resources.pb.h"

namespace okapi::goals {

class GoalsStore;

// A change that somebody asks for.
struct AskedChange {
  okapi::goals::v1::ChangeRule::What what = okapi::goals::v1::ChangeRule::WHAT_UNSPECIFIED;
  // The resource.
  std::string name;
  // Its owner, if it is not the objective itself.
  std::string owner;
};

// Who may change what when: PERMISSION_DENIED / CHANGE_NOT_ALLOWED unless the rules of the
// organization let the caller make the change. The objective is as it was before. The caller is who
// they say (rpc::Call::actor); what the service does on its own account has no veil, and is free.
absl::Status CheckMayChange(const GoalsStore& store, const storage::Reader& reader,
                            const okapi::goals::v1::Objective& objective,
                            const AskedChange& change);

// What must hold of rules beyond their annotations. `field` is where they are.
void CheckChangeRules(const google::protobuf::RepeatedPtrField<okapi::goals::v1::ChangeRule>& rules,
                      absl::string_view field, status::FieldViolations& violations);

// Who asks, if a person says so: empty for the service itself and those who do not say.
std::string CallerOf(const storage::Reader& reader);

}  // namespace okapi::goals

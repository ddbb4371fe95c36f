#include "services/goals/changes/acknowledging.h"

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/api/timestamp.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/goals/store/lifecycle.h"
#include "services/goals/store/references.h"

namespace okapi::goals {
namespace {

using okapi::goals::v1::AcknowledgeCheckInRequest;
using okapi::goals::v1::CheckIn;
using okapi::goals::v1::Objective;

absl::Status InvalidState(const CheckIn& check_in, const char* state, const std::string& by) {
  return status::Error(
      absl::StatusCode::kFailedPrecondition, status::ErrorReason::INVALID_STATE,
      absl::StrCat("'", check_in.name(), "' was ", absl::AsciiStrToLower(state), " by '", by, "'"),
      {{"resource", check_in.name()}, {"state", state}});
}

absl::Status CheckNotOver(const CheckIn& check_in) {
  if (!check_in.corrected_by().empty()) {
    return InvalidState(check_in, "CORRECTED", check_in.corrected_by());
  }
  if (!check_in.acknowledged_by().empty()) {
    return InvalidState(check_in, "ACKNOWLEDGED", check_in.acknowledged_by());
  }
  return absl::OkStatus();
}

// As comments are taken: closed or not.
absl::Status CheckNotArchived(const GoalsStore& store, const storage::Reader& reader,
                              const CheckIn& check_in) {
  const std::string name = ParentOf(ParentOf(check_in.name()));
  OKAPI_ASSIGN_OR_RETURN(const auto objective, store.objectives.FindStored(reader, name));
  if (!objective.has_value()) return status::NotFound(name);
  return objective->state() == Objective::ARCHIVED ? CheckOpen(*objective) : absl::OkStatus();
}

}  // namespace

absl::StatusOr<CheckIn> Acknowledge(const GoalsStore& store, journal::Transaction& transaction,
                                    const AcknowledgeCheckInRequest& request) {
  auto acknowledge = [&](CheckIn& it) -> absl::Status {
    OKAPI_RETURN_IF_ERROR(CheckNotArchived(store, transaction, it));
    OKAPI_RETURN_IF_ERROR(
        CheckReference(store.members, transaction, it.name(), "member", request.member()));
    OKAPI_RETURN_IF_ERROR(CheckNotOver(it));
    if (request.member() == it.author()) {
      return status::InvalidField("member", "reported it: somebody else says that it was read");
    }
    it.set_acknowledged_by(request.member());
    *it.mutable_acknowledge_time() = api::ToTimestamp(transaction.time());
    return absl::OkStatus();
  };
  return store.check_ins.Modify(transaction, request.name(), "", acknowledge);
}

}  // namespace okapi::goals

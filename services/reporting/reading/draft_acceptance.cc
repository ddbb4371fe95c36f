#include "services/reporting/reading/draft_acceptance.h"

#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/base/sha256.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"

namespace okapi::reporting {
namespace {

using okapi::goals::v1::CreateKeyResultRequest;
using okapi::goals::v1::CreateObjectiveRequest;
using okapi::goals::v1::Objective;
using okapi::reporting::v1::AcceptDraftObjectiveRequest;

constexpr int kKeyResultsMax = 20;

// A UUID (version 8: what is in it is our affair) for the call number `step` of the request; empty
// when the request has none.
std::string RequestIdOf(const std::string& request_id, int step) {
  if (request_id.empty()) return "";
  std::string bytes = base::Sha256(absl::StrCat(request_id, "/", step)).substr(0, 16);
  bytes[6] = static_cast<char>((static_cast<unsigned char>(bytes[6]) & 0x0f) | 0x80);
  bytes[8] = static_cast<char>((static_cast<unsigned char>(bytes[8]) & 0x3f) | 0x80);
  const std::string hex = absl::BytesToHexString(bytes);
  return absl::StrCat(hex.substr(0, 8), "-", hex.substr(8, 4), "-", hex.substr(12, 4), "-",
                      hex.substr(16, 4), "-", hex.substr(20));
}

}  // namespace

absl::StatusOr<Objective> AcceptDraft(const Neighbours& neighbours,
                                      const AcceptDraftObjectiveRequest& request) {
  if (request.draft().key_results_size() > kKeyResultsMax) {
    return status::InvalidField("draft.key_results",
                                absl::StrCat("must be at most ", kKeyResultsMax));
  }
  CreateObjectiveRequest create;
  create.set_parent(request.parent());
  create.set_objective_id(request.objective_id());
  *create.mutable_objective() = request.draft().objective();
  create.set_request_id(RequestIdOf(request.request_id(), 0));
  create.set_validate_only(request.validate_only());
  OKAPI_ASSIGN_OR_RETURN(Objective objective, neighbours.goals.Create(create));
  if (request.validate_only()) return objective;
  int step = 0;
  for (const auto& key_result : request.draft().key_results()) {
    CreateKeyResultRequest add;
    add.set_parent(objective.name());
    *add.mutable_key_result() = key_result;
    add.set_request_id(RequestIdOf(request.request_id(), ++step));
    OKAPI_RETURN_IF_ERROR(neighbours.goals.Create(add).status());
  }
  return objective;
}

}  // namespace okapi::reporting

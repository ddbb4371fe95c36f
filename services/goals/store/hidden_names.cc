#include "services/goals/store/hidden_names.h"

#include <string>

#include "absl/functional/function_ref.h"
#include "common/api/resource_name.h"
#include "common/status/status_macros.h"
#include "common/storage/veil.h"
#include "services/goals/store/goals_store.h"
#include "services/goals/store/privacy.h"
#include "services/goals/store/private_objectives.h"

namespace okapi::goals {
namespace {

using okapi::common::v1::Progress;
using okapi::goals::v1::Objective;
using Question = absl::FunctionRef<absl::StatusOr<bool>(absl::string_view name)>;

absl::Status Hide(Question hidden, std::string& name) {
  if (name.empty()) return absl::OkStatus();
  OKAPI_ASSIGN_OR_RETURN(const bool hide, hidden(name));
  if (hide) name.clear();
  return absl::OkStatus();
}

absl::Status Hide(Question hidden, Progress& progress) {
  OKAPI_RETURN_IF_ERROR(Hide(hidden, *progress.mutable_worst_child()));
  return Hide(hidden, *progress.mutable_worst_below());
}

absl::Status Hide(Question hidden, Objective& objective) {
  if (objective.has_progress()) {
    OKAPI_RETURN_IF_ERROR(Hide(hidden, *objective.mutable_progress()));
  }
  if (objective.has_grade()) {
    OKAPI_RETURN_IF_ERROR(Hide(hidden, *objective.mutable_grade()->mutable_progress()));
  }
  if (objective.copied_from().empty()) return absl::OkStatus();
  OKAPI_ASSIGN_OR_RETURN(const bool hide, hidden(objective.copied_from()));
  if (hide) objective.clear_copied_from();
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<bool> IsHidden(const GoalsStore& store, const storage::Reader& reader,
                              absl::string_view name) {
  if (reader.veil() == nullptr) return false;
  OKAPI_ASSIGN_OR_RETURN(const auto audience, FindAudience(reader.whole(), ObjectiveKeyOf(name)));
  if (!audience.has_value()) return false;
  OKAPI_ASSIGN_OR_RETURN(const bool seen, Sees(store, reader.whole(), reader.veil()->viewer(),
                                               api::OrganizationOf(name), *audience));
  return !seen;
}

absl::Status HideNames(const GoalsStore& store, const storage::Reader& reader, Progress& progress) {
  return Hide([&](absl::string_view name) { return IsHidden(store, reader, name); }, progress);
}

absl::Status HideNames(const GoalsStore& store, const storage::Reader& reader,
                       Objective& objective) {
  return Hide([&](absl::string_view name) { return IsHidden(store, reader, name); }, objective);
}

absl::Status HidePrivateNames(const storage::Reader& reader, Objective& objective) {
  auto is_private = [&reader](absl::string_view name) -> absl::StatusOr<bool> {
    OKAPI_ASSIGN_OR_RETURN(const auto audience, FindAudience(reader.whole(), ObjectiveKeyOf(name)));
    return audience.has_value();
  };
  return Hide(is_private, objective);
}

}  // namespace okapi::goals

#include "services/goals/store/alignment_rules.h"

#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/goals/store/goals_store.h"
#include "services/goals/store/references.h"

namespace okapi::goals {
namespace {

using okapi::goals::v1::Alignment;
using okapi::goals::v1::Objective;

constexpr int kAlignmentsMax = 10;

absl::Status CheckFields(const Objective& objective) {
  status::FieldViolations violations;
  if (objective.alignments_size() > kAlignmentsMax) {
    violations.Add("objective.alignments",
                   absl::StrCat("has more than ", kAlignmentsMax, " entries"));
  }
  std::set<std::string> parents;
  for (int i = 0; i < objective.alignments_size(); ++i) {
    const Alignment& alignment = objective.alignments(i);
    const std::string field = absl::StrCat("objective.alignments[", i, "]");
    if (!parents.insert(alignment.parent()).second) {
      violations.Add(absl::StrCat(field, ".parent"),
                     absl::StrCat("'", alignment.parent(), "' is named twice"));
    }
    if (alignment.weight() < 0) {
      violations.Add(absl::StrCat(field, ".weight"), "must not be negative");
    }
  }
  return violations.ToStatus();
}

// Every way up from the objective, which may meet itself but not the objective.
absl::Status CheckNoWayBack(const GoalsStore& store, const storage::Reader& reader,
                            const Objective& objective) {
  std::set<std::string> seen;
  std::vector<std::string> waiting;
  for (const Alignment& alignment : objective.alignments()) waiting.push_back(alignment.parent());
  while (!waiting.empty()) {
    const std::string name = waiting.back();
    waiting.pop_back();
    if (name == objective.name()) {
      return status::Error(
          absl::StatusCode::kFailedPrecondition, status::ErrorReason::CYCLIC_REFERENCE,
          absl::StrCat("'", name, "' would be its own ancestor"), {{"resource", name}});
    }
    if (!seen.insert(name).second) continue;
    OKAPI_ASSIGN_OR_RETURN(const auto parent, store.objectives.FindStored(reader, name));
    if (!parent.has_value()) continue;
    for (const Alignment& alignment : parent->alignments()) waiting.push_back(alignment.parent());
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckAlignments(const GoalsStore& store, const storage::Reader& reader,
                             const Objective& objective) {
  if (objective.alignments().empty()) return absl::OkStatus();
  OKAPI_RETURN_IF_ERROR(CheckFields(objective));
  // First the way back: a new objective that names itself does not exist yet either.
  OKAPI_RETURN_IF_ERROR(CheckNoWayBack(store, reader, objective));
  for (int i = 0; i < objective.alignments_size(); ++i) {
    OKAPI_RETURN_IF_ERROR(CheckReference(store.objectives, reader, objective.name(),
                                         absl::StrCat("objective.alignments[", i, "].parent"),
                                         objective.alignments(i).parent()));
  }
  return absl::OkStatus();
}

}  // namespace okapi::goals

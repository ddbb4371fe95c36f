#include "services/goals/store/alignment_rules.h"

#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/scoring/alignment.h"
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

std::vector<std::string> ParentsOf(const Objective& objective) {
  std::vector<std::string> parents;
  for (const Alignment& alignment : objective.alignments()) parents.push_back(alignment.parent());
  return parents;
}

absl::Status CheckNoWayBack(const GoalsStore& store, const storage::Reader& reader,
                            const Objective& objective) {
  auto above = [&](const std::string& name) -> absl::StatusOr<std::vector<std::string>> {
    OKAPI_ASSIGN_OR_RETURN(const auto parent, store.objectives.FindStored(reader, name));
    return parent.has_value() ? ParentsOf(*parent) : std::vector<std::string>();
  };
  const std::string& name = objective.name();
  OKAPI_ASSIGN_OR_RETURN(const bool back, scoring::LeadsBack(name, ParentsOf(objective), above));
  if (!back) return absl::OkStatus();
  return status::Error(absl::StatusCode::kFailedPrecondition, status::ErrorReason::CYCLIC_REFERENCE,
                       absl::StrCat("'", name, "' would be its own ancestor"),
                       {{"resource", name}});
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

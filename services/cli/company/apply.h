#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/cli/company/company_file.h"
#include "services/cli/session/catalogue.h"
#include "services/cli/session/connection.h"

namespace okapi::cli {

// What has to be done about one declared resource, which must outlive this. kKept: it has a history
// of its own, so that of the file is not taken.
struct Step {
  enum Effect { kUnchanged, kCreated, kUpdated, kImported, kKept, kProposed, kActivated, kClosed };
  Effect effect = kUnchanged;
  const DeclaredResource* declared = nullptr;
  // For kUpdated: the fields that differ, and the version they were compared with.
  std::vector<std::string> fields = {};
  std::string etag = {};
  // Paths (late_fields.h) that come with the history, for kImported; else those that a later step
  // brings, and this one leaves out.
  std::vector<std::string> late = {};
  // For kCreated: what it is about need not be there.
  bool subject_may_be_missing = false;
  // For kUpdated: who does it, the id or name of a member, where that is kept.
  std::string author = {};
};

// What is said of each effect.
inline constexpr const char* kEffectWords[] = {"unchanged", "created",  "updated",   "imported",
                                               "kept",      "proposed", "activated", "closed"};

// `team sales`; `settings` for what there is one of.
std::string LabelOf(const DeclaredResource& declared);
// The same, or `history of objective grow`.
std::string LabelOf(const Step& step);

// Compares the file with what the services have, and changes nothing: missing resources are to be
// created, the fields of the file that differ updated. Then come histories, and then activations
// and what is closed, because an objective needs its key results and a cycle ends with what is in
// it; last of all the rules and limits that would have held up the rest. Resources to be created
// that lack required fields go to `errors`, all of them. Ends at the first failed call, whose
// message names the resource and its place.
absl::StatusOr<std::vector<Step>> MakePlan(const std::vector<DeclaredResource>& declared,
                                           const Caller& call, YamlErrors& errors);

// The versions of what was written so far, by name: a later step is about those.
using Etags = std::map<std::string, std::string>;

// Does one step. ABORTED if somebody else changed the resource since the plan was made.
absl::Status Do(const Step& step, const Caller& call, Etags& etags);

// Does the steps in order and calls `report` after each. Ends at the first failure, as MakePlan
// does; what was done stays, and applying the file again goes on from there.
absl::Status Execute(const std::vector<Step>& plan, const Caller& call,
                     const std::function<void(const Step&)>& report);

}  // namespace okapi::cli

#include "services/cli/company/apply_rehearsal.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"

namespace okapi::cli {
namespace {

const std::string& ServiceOf(const Kind& kind) { return kind.get->file()->package(); }

// What a step refers to and its service insists on.
std::vector<std::string> NeededBy(const Step& step) {
  std::vector<std::string> needed;
  for (const auto* referred : {&step.declared->references, &step.declared->subjects}) {
    for (const std::string& name : *referred) {
      if (step.declared->kind->ChecksReferencesTo(*FindKindOfName(name))) needed.push_back(name);
    }
  }
  return needed;
}

// Whether the service says that something is wrong, and not that it cannot tell.
bool IsRefusal(const absl::Status& status) {
  if (status::ReasonOf(status) == status::ErrorReason::REHEARSAL_OVER) return false;
  if (status::ReasonOf(status) == status::ErrorReason::LIMIT_EXCEEDED) return true;
  switch (status.code()) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kOutOfRange:
      return true;
    default:
      return false;
  }
}

// What would be there, and what would not because something is wrong.
class Promises {
 public:
  // What the step builds on would not be there: its resource, what it needs or, for a history and
  // whatever comes after, what belongs to it. The end of a cycle builds on everything.
  bool Breaks(const Step& step) const {
    const DeclaredResource& declared = *step.declared;
    if (broken_.empty()) return false;
    const bool ends = declared.kind->TakesState("CLOSED");
    if (step.effect == Step::kClosed || (step.effect == Step::kImported && ends)) return true;
    const std::vector<std::string> needed = NeededBy(step);
    const bool needs_broken =
        std::any_of(needed.begin(), needed.end(),
                    [this](const std::string& name) { return broken_.count(name) > 0; });
    if (needs_broken || broken_.count(declared.name) > 0) return true;
    // Of an organization only its own times are told, not of all that it has.
    const bool has_parts = step.effect > Step::kUpdated && !declared.kind->ParentPattern().empty();
    const std::string children = absl::StrCat(declared.name, "/");
    const auto child = broken_.lower_bound(children);
    return has_parts && child != broken_.end() && absl::StartsWith(*child, children);
  }

  // Whether it needs something that another service would have by then; or, being new itself, that
  // would be otherwise there, such as a key result that is to get the error budget it looks at.
  bool NeedsElsewhere(const Step& step) const {
    const std::vector<std::string> needed = NeededBy(step);
    return std::any_of(needed.begin(), needed.end(), [&](const std::string& name) {
      const bool awaited =
          created_.count(name) > 0 || (step.effect == Step::kCreated && updated_.count(name) > 0);
      return awaited && ServiceOf(*FindKindOfName(name)) != ServiceOf(*step.declared->kind);
    });
  }

  void Keep(const Step& step) {
    if (step.effect == Step::kCreated) created_.insert(step.declared->name);
    if (step.effect == Step::kUpdated) updated_.insert(step.declared->name);
  }
  void Break(const Step& step) { broken_.insert(step.declared->name); }

 private:
  std::set<std::string> created_;
  std::set<std::string> updated_;
  std::set<std::string> broken_;
};

}  // namespace

absl::StatusOr<std::vector<absl::Status>> Rehearse(const std::vector<Step>& plan,
                                                   const Caller& call,
                                                   const std::function<void(const Step&)>& report) {
  std::vector<absl::Status> refusals;
  Promises promises;
  Etags etags;
  for (Step step : plan) {
    if (promises.Breaks(step)) {
      promises.Break(step);
      continue;
    }
    if (promises.NeedsElsewhere(step)) {
      step.subject_may_be_missing = true;
      // Only what is new may be about what is not there.
      if (step.effect == Step::kUpdated) {
        report(step);
        continue;
      }
    }
    const absl::Status status = Do(step, call, etags);
    if (status.ok()) {
      promises.Keep(step);
      report(step);
    } else if (IsRefusal(status)) {
      promises.Break(step);
      refusals.push_back(status);
    } else {
      return status;
    }
  }
  return refusals;
}

}  // namespace okapi::cli

#include "services/goals/changes/copying.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "common/api/request_check.h"
#include "common/api/resource_id.h"
#include "common/scoring/key_result.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/goals/store/combined_values.h"
#include "services/goals/store/references.h"

namespace okapi::goals {
namespace {

using okapi::goals::v1::CopyObjectiveRequest;
using okapi::goals::v1::Initiative;
using okapi::goals::v1::KeyResult;
using okapi::goals::v1::Objective;

// The one of the same id.
std::string KeyResultOf(const std::string& objective, absl::string_view key_result) {
  return absl::StrCat(objective, "/keyResults/", api::IdOf(key_result));
}

// The steps that are left, if any are.
void CarryOver(okapi::goals::v1::Milestones& milestones) {
  okapi::goals::v1::Milestones left;
  for (const auto& milestone : milestones.milestones()) {
    if (!milestone.done()) *left.add_milestones() = milestone;
  }
  if (!left.milestones().empty()) milestones = left;
}

// From the step where it stands on: those before it are behind. Shares are counted anew from there
// to the target, and stay beyond it. A scale of which that leaves none stays as it is.
void CarryOver(okapi::goals::v1::Scale& scale) {
  okapi::goals::v1::Scale left;
  double start = 0;
  for (const auto& step : scale.steps()) {
    if (!step.reached() && left.steps().empty()) continue;
    if (step.reached()) start = step.share();
    auto& kept = *left.add_steps() = step;
    if (step.has_share() && step.share() < 1) kept.set_share((step.share() - start) / (1 - start));
  }
  status::FieldViolations violations;
  scoring::CheckScale(SharesOf(left), "", violations);
  if (violations.empty()) scale = left;
}

// Lets the way begin where it has come to.
void CarryOver(KeyResult& key_result) {
  if (!key_result.has_current_value() || !(key_result.progress().raw() < 1)) return;
  if (key_result.has_milestones()) return CarryOver(*key_result.mutable_milestones());
  if (key_result.has_scale()) return CarryOver(*key_result.mutable_scale());
  if (key_result.has_from_to()) {
    // What is to be kept at its target is so from there on too.
    if (key_result.from_to().baseline() == key_result.from_to().target()) return;
    key_result.mutable_from_to()->set_baseline(key_result.current_value());
    // A level that is behind already is none.
    key_result.mutable_from_to()->clear_commit();
  } else if (key_result.has_relative_change()) {
    const double target = MeasureOf(key_result).target;
    key_result.mutable_from_to()->set_baseline(key_result.current_value());
    key_result.mutable_from_to()->set_target(target);
  }
}

absl::Status CopyKeyResults(const GoalsStore& store, journal::Transaction& transaction,
                            const std::string& from, const Objective& to, bool carry_over,
                            bool other_cycle) {
  std::vector<std::string> names;
  OKAPI_RETURN_IF_ERROR(
      store.key_results.ForEach(transaction, from, [&names](const KeyResult& key_result) {
        names.push_back(key_result.name());
        return true;
      }));
  for (const std::string& name : names) {
    OKAPI_ASSIGN_OR_RETURN(KeyResult copy, store.key_results.Get(transaction, name));
    OKAPI_ASSIGN_OR_RETURN(const FromStart from_start, CountedFromStart(store, transaction, copy));
    // What counts from the start of its cycle begins at its own baseline in every cycle.
    if (carry_over && from_start == FromStart::kNothing) CarryOver(copy);
    api::ClearOutputOnly(copy);
    copy.clear_etag();
    copy.clear_assessment();
    copy.clear_key_result_source();  // Until all copies are there: see CopySources().
    if (other_cycle) copy.clear_start_date();
    OKAPI_RETURN_IF_ERROR(
        store.key_results.Create(transaction, to.name(), api::IdOf(name), "key_result_id", copy)
            .status());
  }
  return absl::OkStatus();
}

absl::Status CopyInitiatives(const GoalsStore& store, journal::Transaction& transaction,
                             const std::string& from, const Objective& to, bool other_cycle) {
  std::vector<Initiative> open;
  OKAPI_RETURN_IF_ERROR(
      store.initiatives.ForEach(transaction, from, [&open](const Initiative& initiative) {
        if (initiative.state() != Initiative::DONE && initiative.state() != Initiative::CANCELLED) {
          open.push_back(initiative);
        }
        return true;
      }));
  for (Initiative& copy : open) {
    const std::string id = api::IdOf(copy.name());
    api::ClearOutputOnly(copy);
    copy.clear_etag();
    for (std::string& moved : *copy.mutable_key_results()) {
      moved = KeyResultOf(to.name(), moved);
    }
    if (other_cycle) {
      copy.clear_due_date();
      copy.clear_follow_up_date();
    }
    OKAPI_RETURN_IF_ERROR(
        store.initiatives.Create(transaction, to.name(), id, "initiative_id", copy).status());
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Objective> CopyAlone(const GoalsStore& store, journal::Transaction& transaction,
                                    const CopyObjectiveRequest& request) {
  OKAPI_ASSIGN_OR_RETURN(Objective copy, store.objectives.Get(transaction, request.name()));
  const bool other_cycle = !request.cycle().empty() && request.cycle() != copy.cycle();
  api::ClearOutputOnly(copy);
  copy.clear_etag();
  // What was said was said of the original.
  copy.clear_assessment();
  copy.clear_retrospective();
  copy.set_copied_from(request.name());
  if (other_cycle) copy.set_cycle(request.cycle());
  OKAPI_ASSIGN_OR_RETURN(const Objective created,
                         store.objectives.Create(transaction, ParentOf(request.name()),
                                                 request.objective_id(), "objective_id", copy));
  OKAPI_RETURN_IF_ERROR(CopyKeyResults(store, transaction, request.name(), created,
                                       request.carry_over(), other_cycle));
  OKAPI_RETURN_IF_ERROR(CopyInitiatives(store, transaction, request.name(), created, other_cycle));
  return store.objectives.Get(transaction, created.name());
}

absl::Status CopySources(const GoalsStore& store, journal::Transaction& transaction,
                         const Copies& copies) {
  for (const auto& [original, copy] : copies) {
    std::vector<KeyResult> combined;
    OKAPI_RETURN_IF_ERROR(
        store.key_results.ForEach(transaction, original, [&combined](const KeyResult& it) {
          if (it.has_key_result_source()) combined.push_back(it);
          return true;
        }));
    for (const KeyResult& from : combined) {
      auto set_source = [&](KeyResult& it) {
        *it.mutable_key_result_source() = from.key_result_source();
        for (std::string& part : *it.mutable_key_result_source()->mutable_key_results()) {
          const auto copied = copies.find(ParentOf(part));
          if (copied != copies.end()) part = KeyResultOf(copied->second, part);
        }
        return absl::OkStatus();
      };
      OKAPI_RETURN_IF_ERROR(
          store.key_results.Modify(transaction, KeyResultOf(copy, from.name()), "", set_source)
              .status());
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<Objective> Copy(const GoalsStore& store, journal::Transaction& transaction,
                               const CopyObjectiveRequest& request) {
  OKAPI_ASSIGN_OR_RETURN(Objective created, CopyAlone(store, transaction, request));
  OKAPI_RETURN_IF_ERROR(CopySources(store, transaction, {{request.name(), created.name()}}));
  return store.objectives.Get(transaction, created.name());
}

}  // namespace okapi::goals

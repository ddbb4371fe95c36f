#include "services/goals/changes/cycle_closing.h"

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/api/resource_id.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/goals/changes/closing.h"
#include "services/goals/changes/copying.h"
#include "services/goals/changes/cycle_scores.h"
#include "services/goals/store/change_rules.h"
#include "services/goals/store/hidden_names.h"
#include "services/goals/store/references.h"

namespace okapi::goals {
namespace {

using okapi::goals::v1::ChangeRule;
using okapi::goals::v1::CloseCycleRequest;
using okapi::goals::v1::CloseCycleResponse;
using okapi::goals::v1::CloseObjectiveRequest;
using okapi::goals::v1::CopyObjectiveRequest;
using okapi::goals::v1::Cycle;
using okapi::goals::v1::DecidedScore;
using okapi::goals::v1::Objective;

constexpr size_t kIdMax = 63;

absl::Status InvalidState(const Cycle& cycle, const std::string& why) {
  return status::Error(absl::StatusCode::kFailedPrecondition, status::ErrorReason::INVALID_STATE,
                       absl::StrCat("'", cycle.name(), "' ", why),
                       {{"resource", cycle.name()}, {"state", Cycle::State_Name(cycle.state())}});
}

// Closes the objectives of a cycle, what contributes before what it contributes to, so that a
// decided score counts above too. Also those that the caller does not see: a cycle ends as a whole.
class Closer {
 public:
  Closer(const GoalsStore& store, journal::Transaction& transaction,
         const CloseCycleRequest& request)
      : store_(store), transaction_(transaction), request_(request) {}

  absl::Status CloseAll(CloseCycleResponse& response) {
    OKAPI_RETURN_IF_ERROR(Collect(response));
    OKAPI_RETURN_IF_ERROR(CheckScores());
    OKAPI_RETURN_IF_ERROR(CheckMayDecide());
    const std::set<std::string> all = open_;
    {
      const journal::Transaction::Unveiled whole(transaction_);
      for (const std::string& name : all) OKAPI_RETURN_IF_ERROR(CloseOne(name));
    }
    OKAPI_RETURN_IF_ERROR(CheckNoneUndecided());
    const journal::Transaction::Unveiled whole(transaction_);
    OKAPI_ASSIGN_OR_RETURN(auto graded, GradedIn(store_, transaction_, request_.name()));
    SetScores(graded, response);
    for (Objective& objective : graded) *response.add_objectives() = std::move(objective);
    return absl::OkStatus();
  }

  // Of those that it closed. What people had closed before they did not leave unfinished.
  std::set<std::string> Unmet() const {
    std::set<std::string> unmet;
    for (const auto& [name, objective] : closed_) {
      if (!objective.grade().met()) unmet.insert(name);
    }
    return unmet;
  }

 private:
  absl::Status Collect(CloseCycleResponse& response) {
    auto look = [&](const Objective& objective) {
      if (objective.cycle() != request_.name()) return true;
      if (objective.state() == Objective::ACTIVE) open_.insert(objective.name());
      if (objective.state() == Objective::DRAFT || objective.state() == Objective::PROPOSED) {
        response.add_unstarted(objective.name());
      }
      return true;
    };
    const std::string organization = ParentOf(request_.name());
    OKAPI_RETURN_IF_ERROR(store_.objectives.ForEach(transaction_.whole(), organization, look));
    return store_.objectives.ForEach(transaction_, organization, [&](const Objective& objective) {
      seen_.insert(objective.name());
      return true;
    });
  }

  absl::Status CheckScores() {
    status::FieldViolations violations;
    for (int i = 0; i < request_.scores_size(); ++i) {
      const std::string& name = request_.scores(i).objective();
      const std::string field = absl::StrCat("scores[", i, "].objective");
      if (open_.count(name) == 0 || seen_.count(name) == 0) {
        violations.Add(field, absl::StrCat("'", name, "' is no active objective of the cycle"));
      } else if (!scores_.emplace(name, &request_.scores(i)).second) {
        violations.Add(field, absl::StrCat("'", name, "' is named twice"));
      }
    }
    return violations.ToStatus();
  }

  // A score that somebody decides on is that person's change; what is computed is the cycle's end.
  absl::Status CheckMayDecide() const {
    for (const auto& [name, decided] : scores_) {
      OKAPI_ASSIGN_OR_RETURN(const auto objective,
                             store_.objectives.FindStored(transaction_, name));
      if (!objective.has_value()) return status::NotFound(name);
      OKAPI_RETURN_IF_ERROR(
          CheckMayChange(store_, transaction_, *objective, {ChangeRule::STATES, name, ""}));
    }
    return absl::OkStatus();
  }

  absl::Status CloseOne(const std::string& name) {
    if (open_.erase(name) == 0) return absl::OkStatus();
    OKAPI_ASSIGN_OR_RETURN(const auto children, store_.AlignedTo(transaction_, name));
    for (const Objective& child : children) OKAPI_RETURN_IF_ERROR(CloseOne(child.name()));
    CloseObjectiveRequest close;
    close.set_name(name);
    close.set_reason(request_.reason());
    close.set_author(request_.author());
    const auto decided = scores_.find(name);
    if (decided != scores_.end()) {
      close.set_score(decided->second->score());
      close.set_reason(decided->second->reason());
    }
    OKAPI_ASSIGN_OR_RETURN(const bool has_score, HasScore(close));
    if (!has_score && seen_.count(name) == 0) {
      ++undecided_;
      return absl::OkStatus();
    }
    if (!has_score) {
      return status::Error(
          absl::StatusCode::kFailedPrecondition, status::ErrorReason::SCORE_REQUIRED,
          absl::StrCat("'", name, "' has no value: decide on its score in `scores`"),
          {{"resource", name}});
    }
    OKAPI_ASSIGN_OR_RETURN(closed_[name],
                           store_.objectives.Modify(transaction_, name, "", [&](Objective& it) {
                             return Close(store_, transaction_, close, transaction_.time(), it);
                           }));
    return absl::OkStatus();
  }

  absl::StatusOr<bool> HasScore(const CloseObjectiveRequest& close) {
    if (close.has_score()) return true;
    OKAPI_ASSIGN_OR_RETURN(const Objective shown,
                           store_.objectives.Get(transaction_, close.name()));
    return shown.progress().has_clamped();
  }

  // Only who sees an objective can decide on its score.
  absl::Status CheckNoneUndecided() const {
    if (undecided_ == 0) return absl::OkStatus();
    return status::Error(absl::StatusCode::kFailedPrecondition, status::ErrorReason::SCORE_REQUIRED,
                         absl::StrCat("objectives of '", request_.name(),
                                      "' that you may not see have no value: ", undecided_,
                                      "; somebody who sees them has to decide on their scores"),
                         {{"resource", request_.name()}});
  }

  const GoalsStore& store_;
  journal::Transaction& transaction_;
  const CloseCycleRequest& request_;
  std::set<std::string> open_;
  // What the caller sees.
  std::set<std::string> seen_;
  // Those without a value that the caller does not see.
  int undecided_ = 0;
  std::map<std::string, const DecidedScore*> scores_;
  std::map<std::string, Objective> closed_;
};

// Whether the copy of an objective can have the id. One that is hidden gets another without a word
// if it is taken, for the error would name it, and so does every one if a private one had it.
absl::StatusOr<bool> Usable(const GoalsStore& store, const journal::Transaction& transaction,
                            const std::string& name, const std::string& id) {
  if (id.size() > kIdMax) return false;
  const std::string copy = absl::StrCat(ParentOf(name), "/objectives/", id);
  OKAPI_ASSIGN_OR_RETURN(const auto taken, store.objectives.FindStored(transaction.whole(), copy));
  OKAPI_ASSIGN_OR_RETURN(const bool hidden,
                         IsHidden(store, transaction, taken.has_value() ? name : copy));
  return !hidden;
}

// Keeps what the caller sees, as they see it, and counts the rest.
absl::Status ShowToCaller(const GoalsStore& store, const journal::Transaction& transaction,
                          CloseCycleResponse& response) {
  CloseCycleResponse shown;
  for (const Objective& objective : response.objectives()) {
    OKAPI_ASSIGN_OR_RETURN(auto seen, store.objectives.Find(transaction, objective.name()));
    if (seen.has_value()) {
      *shown.add_objectives() = *std::move(seen);
    } else {
      response.set_hidden_count(response.hidden_count() + 1);
    }
  }
  auto keep = [&](const auto& names, auto* kept) -> absl::StatusOr<int> {
    int hidden_count = 0;
    for (const std::string& name : names) {
      OKAPI_ASSIGN_OR_RETURN(const bool hidden, IsHidden(store, transaction, name));
      if (hidden) {
        ++hidden_count;
      } else {
        kept->Add(std::string(name));
      }
    }
    return hidden_count;
  };
  OKAPI_ASSIGN_OR_RETURN(const int unstarted,
                         keep(response.unstarted(), shown.mutable_unstarted()));
  OKAPI_ASSIGN_OR_RETURN(const int carried_over,
                         keep(response.carried_over(), shown.mutable_carried_over()));
  response.set_hidden_unstarted_count(unstarted);
  response.set_hidden_carried_over_count(carried_over);
  response.mutable_objectives()->Swap(shown.mutable_objectives());
  response.mutable_unstarted()->Swap(shown.mutable_unstarted());
  response.mutable_carried_over()->Swap(shown.mutable_carried_over());
  return absl::OkStatus();
}

// What was for another one that is carried over too is for its copy.
absl::Status AlignCopies(const GoalsStore& store, journal::Transaction& transaction,
                         const Copies& copies) {
  const journal::Transaction::Unveiled whole(transaction);
  for (const auto& [name, copy] : copies) {
    auto align = [&copies](Objective& it) {
      for (auto& alignment : *it.mutable_alignments()) {
        const auto parent = copies.find(alignment.parent());
        if (parent != copies.end()) alignment.set_parent(parent->second);
      }
      return absl::OkStatus();
    };
    OKAPI_RETURN_IF_ERROR(store.objectives.Modify(transaction, copy, "", align).status());
  }
  return absl::OkStatus();
}

// `left`: what was not finished; what was not begun is carried over too.
absl::Status CarryOver(const GoalsStore& store, journal::Transaction& transaction,
                       const CloseCycleRequest& request, std::set<std::string> left,
                       CloseCycleResponse& response) {
  const std::string& cycle = request.carry_over_cycle();
  if (cycle.empty()) return absl::OkStatus();
  if (cycle == request.name()) {
    return status::InvalidField("carry_over_cycle", "must be another cycle");
  }
  OKAPI_RETURN_IF_ERROR(
      CheckReference(store.cycles, transaction, request.name(), "carry_over_cycle", cycle));
  left.insert(response.unstarted().begin(), response.unstarted().end());
  Copies copies;
  for (const std::string& name : left) {
    CopyObjectiveRequest copy;
    copy.set_name(name);
    copy.set_cycle(cycle);
    copy.set_carry_over(true);
    const std::string id = absl::StrCat(api::IdOf(name), "-", api::IdOf(cycle));
    OKAPI_ASSIGN_OR_RETURN(const bool usable, Usable(store, transaction, name, id));
    if (usable) copy.set_objective_id(id);
    const journal::Transaction::Unveiled whole(transaction);
    OKAPI_ASSIGN_OR_RETURN(const Objective created, CopyAlone(store, transaction, copy));
    copies[name] = created.name();
    response.add_carried_over(created.name());
  }
  OKAPI_RETURN_IF_ERROR(AlignCopies(store, transaction, copies));
  const journal::Transaction::Unveiled whole(transaction);
  return CopySources(store, transaction, copies);
}

absl::Status CheckEnds(const GoalsStore& store, const storage::Reader& reader, const Cycle& cycle) {
  if (cycle.state() == Cycle::PLANNED) {
    return InvalidState(cycle, "is PLANNED: activate it, then it can be closed");
  }
  if (cycle.state() != Cycle::ACTIVE) {
    return InvalidState(cycle, absl::StrCat("is ", Cycle::State_Name(cycle.state())));
  }
  absl::Status result;
  auto look = [&](const Cycle& other) {
    if (other.parent_cycle() == cycle.name() && other.state() != Cycle::CLOSED) {
      result = InvalidState(cycle, absl::StrCat("still has '", other.name(), "', which is ",
                                                Cycle::State_Name(other.state())));
    }
    return result.ok();
  };
  OKAPI_RETURN_IF_ERROR(store.cycles.ForEach(reader, ParentOf(cycle.name()), look));
  return result;
}

}  // namespace

absl::StatusOr<CloseCycleResponse> CloseCycle(const GoalsStore& store,
                                              journal::Transaction& transaction,
                                              const CloseCycleRequest& request) {
  CloseCycleResponse response;
  auto close = [&](Cycle& cycle) -> absl::Status {
    OKAPI_RETURN_IF_ERROR(CheckEnds(store, transaction, cycle));
    Closer closer(store, transaction, request);
    OKAPI_RETURN_IF_ERROR(closer.CloseAll(response));
    OKAPI_RETURN_IF_ERROR(CarryOver(store, transaction, request, closer.Unmet(), response));
    cycle.set_state(Cycle::CLOSED);
    return ShowToCaller(store, transaction, response);
  };
  OKAPI_ASSIGN_OR_RETURN(*response.mutable_cycle(),
                         store.cycles.Modify(transaction, request.name(), request.etag(), close));
  return response;
}

absl::Status Reopen(const GoalsStore& store, const storage::Reader& reader, Cycle& cycle) {
  if (cycle.state() != Cycle::CLOSED) {
    return InvalidState(cycle, absl::StrCat("is ", Cycle::State_Name(cycle.state())));
  }
  OKAPI_ASSIGN_OR_RETURN(
      const auto parent,
      store.cycles.FindStored(reader,
                              cycle.parent_cycle().empty() ? cycle.name() : cycle.parent_cycle()));
  if (parent.has_value() && parent->name() != cycle.name() && parent->state() == Cycle::CLOSED) {
    return InvalidState(cycle, absl::StrCat("lies within '", parent->name(), "', which is CLOSED"));
  }
  cycle.set_state(Cycle::ACTIVE);
  return absl::OkStatus();
}

}  // namespace okapi::goals

#include "services/goals/changes/moving.h"

#include <string>
#include <vector>

#include "common/calendar/date.h"
#include "common/status/status_macros.h"
#include "services/goals/numbers/initiative_dates.h"
#include "services/goals/store/lifecycle.h"
#include "services/goals/store/references.h"

namespace okapi::goals {
namespace {

using okapi::goals::v1::Cycle;
using okapi::goals::v1::Initiative;
using okapi::goals::v1::Objective;
using okapi::goals::v1::UpdateCycleRequest;
using okapi::goals::v1::UpdateObjectiveRequest;

// What is done or given up keeps the day that it was promised for.
bool IsToBeDone(const Initiative& initiative) {
  return initiative.state() != Initiative::DONE && initiative.state() != Initiative::CANCELLED;
}

absl::Status MoveDates(const GoalsStore& store, journal::Transaction& transaction,
                       const Objective& objective) {
  if (!CheckOpen(objective).ok()) return absl::OkStatus();
  std::vector<std::string> counted;  // Collected first: a scan must not be written under.
  auto collect = [&counted](const Initiative& it) {
    if (it.due_after_weeks() > 0 && IsToBeDone(it)) counted.push_back(it.name());
    return true;
  };
  OKAPI_RETURN_IF_ERROR(store.initiatives.ForEach(transaction, objective.name(), collect));
  if (counted.empty()) return absl::OkStatus();
  OKAPI_ASSIGN_OR_RETURN(const CycleDays days, store.DaysOf(transaction, objective));
  auto move = [&](Initiative& it) {
    const Initiative before = it;
    return SetDatesByWeeks(&before, days.cycle.start_date(),
                           days.calendar.DateOf(store.Now(transaction)), it);
  };
  for (const std::string& name : counted) {
    OKAPI_RETURN_IF_ERROR(store.initiatives.Modify(transaction, name, "", move).status());
  }
  return absl::OkStatus();
}

absl::Status MoveDates(const GoalsStore& store, journal::Transaction& transaction,
                       const Cycle& cycle) {
  std::vector<Objective> objectives;
  OKAPI_RETURN_IF_ERROR(store.objectives.ForEach(transaction, ParentOf(cycle.name()),
                                                 [&](const Objective& objective) {
                                                   if (objective.cycle() == cycle.name()) {
                                                     objectives.push_back(objective);
                                                   }
                                                   return true;
                                                 }));
  for (const Objective& objective : objectives) {
    OKAPI_RETURN_IF_ERROR(MoveDates(store, transaction, objective));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Cycle> UpdateCycle(const GoalsStore& store, journal::Transaction& transaction,
                                  const UpdateCycleRequest& request) {
  OKAPI_ASSIGN_OR_RETURN(const auto before,
                         store.cycles.FindStored(transaction, request.cycle().name()));
  OKAPI_ASSIGN_OR_RETURN(const Cycle after,
                         store.cycles.Update(transaction, request.cycle(), request.update_mask()));
  if (calendar::DayOf(before->start_date()) != calendar::DayOf(after.start_date())) {
    const journal::Transaction::Unveiled whole(transaction);
    OKAPI_RETURN_IF_ERROR(MoveDates(store, transaction, after));
  }
  return after;
}

absl::StatusOr<Objective> UpdateObjective(const GoalsStore& store,
                                          journal::Transaction& transaction,
                                          const UpdateObjectiveRequest& request) {
  OKAPI_ASSIGN_OR_RETURN(const auto before,
                         store.objectives.FindStored(transaction, request.objective().name()));
  OKAPI_ASSIGN_OR_RETURN(
      const Objective after,
      store.objectives.Update(transaction, request.objective(), request.update_mask()));
  if (before->cycle() != after.cycle()) {
    // Whoever may move the objective may not be one who changes its initiatives.
    const journal::Transaction::Unveiled whole(transaction);
    OKAPI_RETURN_IF_ERROR(MoveDates(store, transaction, after));
  }
  return after;
}

}  // namespace okapi::goals

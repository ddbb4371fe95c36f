#pragma once

#include <atomic>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/api/collection.h"
#include "common/base/clock.h"
#include "common/base/ids.h"
#include "common/calendar/calendar.h"
#include "common/journal/transaction.h"
#include "okapi/goals/v1/resources.pb.h"
#include "okapi/storage/v1/records.pb.h"
#include "services/goals/numbers/progress.h"
#include "services/goals/store/key_result_points.h"
#include "services/goals/store/moves.h"

namespace okapi::goals {

class Rollups;
class Timings;

// The ids of a key result's name -> KeyResultStateRecord.
inline constexpr storage::Family kKeyResultStates{"key_result_states"};

// By what the days of an objective are counted.
struct CycleDays {
  okapi::goals::v1::Cycle cycle;
  calendar::Calendar calendar;
};

// Everything the goal service keeps: the collections with their rules, and the states of key
// results. What is computed when read (progress, current values) is filled in here. Thread-safe: of
// its own it holds one number.
class GoalsStore {
 public:
  // Both must outlive the store.
  GoalsStore(const base::Clock& clock, base::IdGenerator& ids);
  GoalsStore(const GoalsStore&) = delete;
  GoalsStore& operator=(const GoalsStore&) = delete;

  // The column families; pass them to Database::Open.
  static std::vector<storage::Family> Families();
  // Those of them that hold objectives and what belongs to them: their keys begin with the ids of
  // an organization and an objective.
  static std::vector<storage::Family> FamiliesOfObjectives();

  // The calendar of an organization. NOT_FOUND when it does not exist.
  absl::StatusOr<calendar::Calendar> CalendarOf(const storage::Reader& reader,
                                                absl::string_view organization) const;
  // The house rules of an organization; none if it does not exist.
  absl::StatusOr<okapi::goals::v1::GoalPolicy> PolicyOf(const storage::Reader& reader,
                                                        absl::string_view organization) const;
  absl::StatusOr<CycleDays> DaysOf(const storage::Reader& reader,
                                   const okapi::goals::v1::Objective& objective) const;

  // What verdicts on an objective and its key results depend on.
  absl::StatusOr<Timing> TimingOf(const storage::Reader& reader,
                                  const okapi::goals::v1::Objective& objective) const {
    return TimingOf(reader, objective, Now(reader));
  }
  // The same at a time of the caller's: what is said in one answer is said of one time.
  absl::StatusOr<Timing> TimingOf(const storage::Reader& reader,
                                  const okapi::goals::v1::Objective& objective,
                                  absl::Time now) const;
  // The objectives that are for this one, as stored, by name.
  absl::StatusOr<std::vector<okapi::goals::v1::Objective>> AlignedTo(
      const storage::Reader& reader, absl::string_view objective) const;
  // The time that the state is of.
  absl::Time Now(const storage::Reader& reader) const {
    return reader.as_of().has_value() ? *reader.as_of() : clock_.Now();
  }
  // The last revision since the start that changed what KPIs are asked for: whoever follows them
  // need not read the many that did not.
  int64_t questions_revision() const { return questions_revision_.load(); }

  // The key results of an objective by name, with what is computed when read.
  absl::StatusOr<std::vector<okapi::goals::v1::KeyResult>> KeyResultsOf(
      const storage::Reader& reader, const std::string& objective, const Timing& timing) const;

  // Changes what is known about a key result and records that as a change of it. A change that
  // changes nothing writes nothing; a key result that does not exist any more is left alone.
  // `change` sees it and its objective as stored. If its value moved it is added to `moved`, with
  // the time of the value: who changes more of its history adds that. What is made of it is left to
  // the caller: CombineAnew(), once for all of a write. What moves from here while the guard is
  // broken is marked (FollowGuard).
  using StateChange =
      absl::FunctionRef<void(const okapi::goals::v1::Objective&, const okapi::goals::v1::KeyResult&,
                             okapi::storage::v1::KeyResultStateRecord&)>;
  absl::Status ChangeState(journal::Transaction& transaction, const std::string& key_result,
                           StateChange change, Moves& moved,
                           MoveOrigin origin = MoveOrigin::kHere) const;

  // What is known about a key result besides its definition; empty when nothing is.
  absl::StatusOr<okapi::storage::v1::KeyResultStateRecord> StateOf(const storage::Reader& reader,
                                                                   const std::string& name) const;
  // Keeps what a key result's parts come to, of one whose change is told of otherwise.
  absl::Status KeepCombined(journal::Transaction& transaction, const std::string& key_result,
                            const okapi::storage::v1::CombinedValueRecord& combined) const;
  // A key result with its value; progress and verdict, which depend on the time, are not computed.
  absl::StatusOr<okapi::goals::v1::KeyResult> WithValue(const storage::Reader& reader,
                                                        const std::string& name) const;
  // Keeps what a KPI says now of days gone by, as PutPoints() does, and tells of what changes. It
  // is added to `moved`.
  absl::Status RestatePoints(journal::Transaction& transaction, const std::string& key_result,
                             const KpiPoints& points, Moves& moved) const;
  // Fills in what is computed when an objective is read; whoever reads many lets them share it.
  absl::Status CompleteObjective(const storage::Reader& reader, Rollups& rollups,
                                 okapi::goals::v1::Objective& objective) const;
  // The same of a key result.
  absl::Status CompleteKeyResult(const storage::Reader& reader, Timings& timings,
                                 okapi::goals::v1::KeyResult& key_result) const;
  // Tells of points that changed as of a change of the key result, which itself is the same before
  // and after: whoever shows its way looks anew.
  absl::Status TellOfHistory(journal::Transaction& transaction,
                             const std::string& key_result) const;

 private:
  template <typename R>
  using Collection = api::Collection<R>;

  void NoteQuestions(journal::Transaction& transaction) const;
  // With a note of every change of a resource that questions depend on.
  template <typename R>
  typename Collection<R>::Options Noted(typename Collection<R>::Options options) const;

  const base::Clock& clock_;
  mutable std::atomic<int64_t> questions_revision_{0};

 public:
  // Children before their parents, which point to them.
  const Collection<okapi::goals::v1::CheckIn> check_ins;
  const Collection<okapi::goals::v1::Comment> comments;
  const Collection<okapi::goals::v1::KeyResult> key_results;
  const Collection<okapi::goals::v1::Initiative> initiatives;
  const Collection<okapi::goals::v1::Objective> objectives;
  const Collection<okapi::goals::v1::Cycle> cycles;
  const Collection<okapi::goals::v1::Member> members;
  const Collection<okapi::goals::v1::Team> teams;
  const Collection<okapi::goals::v1::Organization> organizations;
};

}  // namespace okapi::goals

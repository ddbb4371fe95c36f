#include "services/reporting/reports/change_events.h"

#include <algorithm>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/match.h"
#include "common/api/timestamp.h"
#include "okapi/goals/v1/resources.pb.h"
#include "okapi/metrics/v1/resources.pb.h"
#include "services/reporting/reports/field_changes.h"
#include "services/reporting/reports/kpi_uses.h"
#include "services/reporting/reports/target_changes.h"

namespace okapi::reporting {
namespace {

using google::protobuf::FieldDescriptor;
using okapi::common::v1::ChangeRecord;
using okapi::common::v1::ResourceChange;
using okapi::goals::v1::Cycle;
using okapi::goals::v1::Initiative;
using okapi::goals::v1::KeyResult;
using okapi::goals::v1::Objective;
using okapi::metrics::v1::Kpi;
using okapi::reporting::v1::FieldChange;
using okapi::reporting::v1::ReviewEvent;
using okapi::reporting::v1::ReviewPack;

// A resource before and after; nullopt where there was none.
template <typename Resource>
struct Sides {
  std::optional<Resource> before;
  std::optional<Resource> after;

  const Resource& last() const { return after.has_value() ? *after : *before; }
};

template <typename Resource>
std::optional<Resource> SideOf(const google::protobuf::Any& any) {
  Resource resource;
  if (!any.UnpackTo(&resource)) return std::nullopt;
  return resource;
}

// nullopt for a change of something else.
template <typename Resource>
std::optional<Sides<Resource>> SidesOf(const ResourceChange& change) {
  Sides<Resource> sides{SideOf<Resource>(change.before()), SideOf<Resource>(change.after())};
  if (!sides.before.has_value() && !sides.after.has_value()) return std::nullopt;
  return sides;
}

template <typename Resources>
auto ByName(const Resources& resources) {
  std::map<std::string, const typename Resources::value_type*> by_name;
  for (const auto& resource : resources) by_name[resource.name()] = &resource;
  return by_name;
}

class Teller {
 public:
  Teller(const ReviewQuery& query, const GoalsAnswers& goals, const KpiDefinitions& definitions,
         ReviewPack& pack)
      : query_(query),
        objectives_(ByName(goals.objectives.value.objectives())),
        key_results_(ByName(goals.key_results.value.key_results())),
        kpis_(ByName(definitions.kpis.value.kpis())),
        pack_(pack) {
    for (const auto& [name, objective] : objectives_) teams_[name] = objective->team();
    for (int i = 0; i < pack.events_size(); ++i) {
      const ReviewEvent& event = pack.events(i);
      if (event.kind() != ReviewEvent::KPI_CHANGED) continue;
      told_.try_emplace({event.resource(), api::FromTimestamp(event.time())}, i);
    }
  }

  // Of those that are gone, before any of their changes is told.
  void NoteTeam(const Objective& gone) { teams_.try_emplace(gone.name(), gone.team()); }
  void NoteTeams(const ChangeRecord& record) {
    for (const ResourceChange& change : record.changes()) {
      const auto sides = SidesOf<Objective>(change);
      if (sides.has_value()) NoteTeam(sides->last());
    }
  }

  void Tell(const ChangeRecord& record) {
    if (!query_.Holds(api::FromTimestamp(record.commit_time()))) return;
    record_ = &record;
    gone_.clear();
    for (const ResourceChange& change : record.changes()) {
      if (change.has_before() && !change.has_after()) gone_.insert(change.name());
    }
    for (const ResourceChange& change : record.changes()) {
      if (const auto objective = SidesOf<Objective>(change)) TellOfObjective(*objective);
      if (const auto key_result = SidesOf<KeyResult>(change)) TellOfKeyResult(*key_result);
      if (const auto initiative = SidesOf<Initiative>(change)) TellOfInitiative(*initiative);
      if (const auto cycle = SidesOf<Cycle>(change)) TellOfCycle(*cycle);
      if (const auto kpi = SidesOf<Kpi>(change)) TellOfKpi(*kpi);
    }
  }

 private:
  bool IsWanted(const std::string& resource) const {
    if (query_.team.empty()) return true;
    const auto team = teams_.find(ObjectiveOf(resource));
    return team != teams_.end() && team->second == query_.team;
  }

  template <typename Resource>
  ReviewEvent& Add(ReviewEvent::Kind kind, const Resource& resource) {
    ReviewEvent& event = *pack_.add_events();
    *event.mutable_time() = record_->commit_time();
    event.set_kind(kind);
    event.set_resource(resource.name());
    event.set_display_name(resource.display_name());
    if (absl::StrContains(record_->actor(), "/members/")) event.set_author(record_->actor());
    return event;
  }

  // Whether it is there, and was when the record was written: then it remembers its creation, and
  // has not been deleted but was private for a time.
  template <typename Resource>
  bool IsThere(const std::map<std::string, const Resource*>& there, const std::string& name) const {
    const auto found = there.find(name);
    return found != there.end() && api::FromTimestamp(found->second->create_time()) <=
                                       api::FromTimestamp(record_->commit_time());
  }

  // Tells of all fields but those that are told otherwise.
  template <typename Resource>
  void TellOfFields(ReviewEvent::Kind kind, const Sides<Resource>& sides,
                    const std::set<std::string>& told_otherwise) {
    ReviewEvent* event = nullptr;
    for (const FieldDescriptor* field : ChangedFields(*sides.before, *sides.after)) {
      if (told_otherwise.contains(std::string(field->name()))) continue;
      if (event == nullptr) event = &Add(kind, *sides.after);
      AddFieldChange(*field, *sides.before, *sides.after, *event);
    }
  }

  template <typename Resource>
  void TellOfAssessment(const Sides<Resource>& sides) {
    const auto said = [](const Resource& resource) {
      return std::make_tuple(resource.assessment().status(), resource.assessment().reason(),
                             resource.assessment().author());
    };
    if (said(*sides.before) == said(*sides.after)) return;
    ReviewEvent& event = Add(ReviewEvent::ASSESSED, *sides.after);
    const auto& assessment = sides.after->assessment();
    event.set_text(assessment.reason());
    if (!assessment.author().empty()) event.set_author(assessment.author());
    const auto word = [](const Resource& resource) {
      return resource.has_assessment()
                 ? okapi::common::v1::Status_Name(resource.assessment().status())
                 : "";
    };
    FieldChange& change = *event.add_changes();
    change.set_field("assessment");
    change.set_old_value(word(*sides.before));
    change.set_new_value(word(*sides.after));
  }

  void TellOfObjective(const Sides<Objective>& sides) {
    const Objective& last = sides.last();
    if (!IsWanted(last.name())) return;
    if (!sides.before.has_value() || !sides.after.has_value()) {
      if (IsThere(objectives_, last.name())) return;
      Add(sides.after.has_value() ? ReviewEvent::OBJECTIVE_CREATED : ReviewEvent::OBJECTIVE_DELETED,
          last);
      return;
    }
    TellOfAssessment(sides);
    std::set<std::string> told = {"assessment"};
    // The grade that it has tells of its closing.
    const auto now = objectives_.find(last.name());
    if (now != objectives_.end() && last.has_grade() &&
        api::FromTimestamp(now->second->grade().grade_time()) ==
            api::FromTimestamp(last.grade().grade_time())) {
      told.insert("state");
    }
    TellOfFields(ReviewEvent::OBJECTIVE_CHANGED, sides, told);
  }

  void TellOfKeyResult(const Sides<KeyResult>& sides) {
    const KeyResult& last = sides.last();
    if (!IsWanted(last.name()) || gone_.contains(ObjectiveOf(last.name()))) return;
    if (!sides.before.has_value() || !sides.after.has_value()) {
      if (IsThere(key_results_, last.name())) return;
      // With an objective that is put aside, or private, nobody looks at what belongs to it.
      Add(sides.after.has_value() ? ReviewEvent::KEY_RESULT_CREATED
                                  : ReviewEvent::KEY_RESULT_DELETED,
          last);
      return;
    }
    TellOfAssessment(sides);
    std::set<std::string> told = {"assessment"};
    // A retarget tells of the way.
    if (sides.after->retargets_size() > sides.before->retargets_size()) {
      const auto* way = KeyResult::descriptor()->FindOneofByName("measure");
      for (int i = 0; i < way->field_count(); ++i) told.emplace(way->field(i)->name());
    }
    TellOfFields(ReviewEvent::KEY_RESULT_CHANGED, sides, told);
  }

  void TellOfInitiative(const Sides<Initiative>& sides) {
    const Initiative& last = sides.last();
    if (sides.after.has_value() || !IsWanted(last.name())) return;
    if (!gone_.contains(ObjectiveOf(last.name()))) Add(ReviewEvent::INITIATIVE_DELETED, last);
  }

  // Of no team.
  void TellOfCycle(const Sides<Cycle>& sides) {
    if (!query_.team.empty()) return;
    if (sides.before.has_value() && sides.after.has_value()) {
      return TellOfFields(ReviewEvent::CYCLE_CHANGED, sides, {});
    }
    Add(sides.after.has_value() ? ReviewEvent::CYCLE_CREATED : ReviewEvent::CYCLE_DELETED,
        sides.last());
  }

  void TellOfKpi(const Sides<Kpi>& sides) {
    const Kpi& last = sides.last();
    if (!query_.team.empty() && last.team() != query_.team) return;
    const bool is_there = IsThere(kpis_, last.name());
    if (!sides.before.has_value() || !sides.after.has_value()) {
      if (is_there) return;
      Add(sides.after.has_value() ? ReviewEvent::KPI_CREATED : ReviewEvent::KPI_DELETED, last);
      return;
    }
    if (sides.after->changes_size() == 0) return;
    const auto& change = *sides.after->changes().rbegin();
    const bool is_new = sides.before->changes().empty() ||
                        api::FromTimestamp(sides.before->changes().rbegin()->change_time()) !=
                            api::FromTimestamp(change.change_time());
    if (!is_new) return;  // A sign-off, which says so itself.
    ReviewEvent* event = is_there ? EventOf(last.name(), change) : nullptr;
    if (event == nullptr) {
      event = &Add(ReviewEvent::KPI_CHANGED, *sides.after);
      event->set_author(change.author());
      event->set_text(change.reason());
    }
    event->clear_fields();
    for (const FieldDescriptor* field : ChangedFields(*sides.before, *sides.after)) {
      AddFieldChange(*field, *sides.before, *sides.after, *event);
      if (field->number() == Kpi::kTargetsFieldNumber) {
        AddTargetChange(*sides.before, *sides.after, *event);
      }
    }
  }

  // The event that the KPI itself tells of a change; null when it has forgotten it.
  ReviewEvent* EventOf(const std::string& kpi, const okapi::metrics::v1::KpiChange& change) {
    const auto found = told_.find({kpi, api::FromTimestamp(change.change_time())});
    return found == told_.end() ? nullptr : pack_.mutable_events(found->second);
  }

  const ReviewQuery& query_;
  const std::map<std::string, const Objective*> objectives_;
  const std::map<std::string, const KeyResult*> key_results_;
  const std::map<std::string, const Kpi*> kpis_;
  // Of objectives.
  std::map<std::string, std::string> teams_;
  ReviewPack& pack_;
  // The places of the changes that KPIs tell of themselves, by KPI and time.
  std::map<std::pair<std::string, absl::Time>, int> told_;
  const ChangeRecord* record_ = nullptr;
  // What the record deleted.
  std::set<std::string> gone_;
};

// The words on both sides; nullopt for what was created, deleted or has none.
template <typename Resource>
std::optional<std::pair<std::string, std::string>> WordsOn(const ResourceChange& change) {
  const auto sides = SidesOf<Resource>(change);
  if (!sides.has_value() || !sides->before.has_value() || !sides->after.has_value()) {
    return std::nullopt;
  }
  return std::pair(sides->before->display_name(), sides->after->display_name());
}

}  // namespace

void AddChangeEvents(const ReviewQuery& query, const GoalsAnswers& goals,
                     const KpiDefinitions& definitions, const ReviewChanges& changes,
                     ReviewPack& pack) {
  Teller teller(query, goals, definitions, pack);
  for (const Objective& objective : changes.gone) teller.NoteTeam(objective);
  for (const ChangeRecord& record : changes.goals) teller.NoteTeams(record);
  for (const ChangeRecord& record : changes.goals) teller.Tell(record);
  for (const ChangeRecord& record : changes.metrics) teller.Tell(record);
}

FormerNames::FormerNames(const ReviewChanges& changes) {
  for (const ChangeRecord& record : changes.goals) Note(record);
  for (const ChangeRecord& record : changes.metrics) Note(record);
}

void FormerNames::Note(const ChangeRecord& record) {
  for (const ResourceChange& change : record.changes()) {
    auto words = WordsOn<Objective>(change);
    if (!words.has_value()) words = WordsOn<KeyResult>(change);
    if (!words.has_value()) words = WordsOn<Initiative>(change);
    if (!words.has_value()) words = WordsOn<Cycle>(change);
    if (!words.has_value()) words = WordsOn<Kpi>(change);
    if (!words.has_value() || words->first == words->second) continue;
    renamed_[change.name()].push_back(
        {api::FromTimestamp(record.commit_time()), words->first, words->second});
  }
}

void FormerNames::CallAsThen(const std::string& resource, absl::Time time,
                             std::string& words) const {
  const auto found = renamed_.find(resource);
  if (found == renamed_.end() || found->second.back().after != words) return;
  const auto next = std::find_if(found->second.begin(), found->second.end(),
                                 [time](const Renamed& renamed) { return renamed.time > time; });
  if (next != found->second.end()) words = next->before;
}

void FormerNames::CallAsThen(ReviewEvent& event) const {
  const absl::Time time = api::FromTimestamp(event.time());
  const std::string objective = ObjectiveOf(event.resource());
  CallAsThen(event.resource(), time, *event.mutable_display_name());
  // A comment on a key result has the words of its objective.
  if (objective != event.resource()) {
    CallAsThen(objective, time, *event.mutable_display_name());
    CallAsThen(objective, time, *event.mutable_objective_display_name());
  }
}

}  // namespace okapi::reporting

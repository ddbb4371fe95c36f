#include "services/reporting/documents/goal_records.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "common/calendar/date.h"
#include "services/reporting/documents/assessment_rows.h"
#include "services/reporting/documents/values.h"

namespace okapi::reporting::documents {
namespace {

using okapi::common::v1::Progress;
using okapi::goals::v1::Initiative;
using okapi::goals::v1::KeyResult;
using okapi::goals::v1::Objective;
using okapi::reporting::v1::ObjectiveReport;
using okapi::reporting::v1::OkrReport;

// By the name of the field; what is not there is none.
using Facts = std::map<std::string, Value>;

std::pair<Value, Value> WayOf(const KeyResult& key_result) {
  if (key_result.has_from_to()) {
    return {key_result.from_to().baseline(), key_result.from_to().target()};
  }
  if (key_result.has_relative_change()) {
    const auto& way = key_result.relative_change();
    return {way.baseline(), way.baseline() * (1 + way.change())};
  }
  if (key_result.has_range()) {
    const auto& range = key_result.range();
    return {If(range.has_min(), range.min()), If(range.has_max(), range.max())};
  }
  return {};
}

Value DateOf(bool known, const google::type::Date& date) {
  return known ? Value(calendar::FormatDate(date)) : Value();
}

// What objectives and all that belongs to them have in common.
Facts FactsOf(const Objective& objective) {
  return {{"cycle", objective.cycle()},
          {"team", TextOf(objective.team())},
          {"state", Objective::State_Name(objective.state())}};
}

void AddProgress(const Progress& progress, Facts& facts) {
  facts["progress"] = If(progress.has_raw(), progress.raw());
  facts["expected"] = If(progress.has_expected(), progress.expected());
  facts["status"] = StatusOf(progress.status());
}

// For as long as it holds.
void AddAssessment(const okapi::goals::v1::Assessment& assessment, const Objective& objective,
                   Facts& facts) {
  if (!Holds(assessment, objective)) return;
  facts["assessment"] = StatusOf(assessment.status());
  facts["assessment_reason"] = assessment.reason();
  facts["assessment_last_date"] = DateOf(true, assessment.last_date());
  facts["assessment_author"] = TextOf(assessment.author());
}

void AddRetrospective(const Objective& objective, Facts& facts) {
  if (!objective.has_grade()) return;
  facts["went_well"] = TextOf(objective.retrospective().went_well());
  facts["went_badly"] = TextOf(objective.retrospective().went_badly());
  facts["lessons"] = TextOf(objective.retrospective().lessons());
}

Facts ObjectiveFacts(const ObjectiveReport& part) {
  const Objective& objective = part.objective();
  Facts facts = FactsOf(objective);
  facts["name"] = objective.name();
  facts["display_name"] = objective.display_name();
  facts["kind"] = "objective";
  facts["owner"] = TextOf(objective.owner());
  facts["parent"] = TextOf(part.parent());
  facts["grade"] = If(objective.has_grade(), objective.grade().score());
  AddProgress(objective.progress(), facts);
  AddAssessment(objective.assessment(), objective, facts);
  AddRetrospective(objective, facts);
  return facts;
}

Value GradeOf(const Objective& objective, const KeyResult& key_result) {
  for (const auto& grade : objective.grade().key_results()) {
    if (grade.key_result() != key_result.name()) continue;
    return If(grade.progress().has_clamped(), grade.progress().clamped());
  }
  return {};
}

Facts KeyResultFacts(const Objective& objective, const KeyResult& key_result) {
  Facts facts = FactsOf(objective);
  facts["name"] = key_result.name();
  facts["display_name"] = key_result.display_name();
  facts["kind"] = "key_result";
  facts["owner"] = TextOf(key_result.owner());
  facts["parent"] = objective.name();
  facts["unit"] = TextOf(UnitText(key_result.unit()));
  std::tie(facts["from"], facts["to"]) = WayOf(key_result);
  facts["value"] = If(key_result.has_current_value(), key_result.current_value());
  facts["value_time"] =
      TimeOf(key_result.has_current_value_time(), key_result.current_value_time());
  facts["confidence"] = If(key_result.has_confidence(), key_result.confidence());
  facts["grade"] = GradeOf(objective, key_result);
  AddProgress(key_result.progress(), facts);
  AddAssessment(key_result.assessment(), objective, facts);
  return facts;
}

// An initiative has a state of its own; objectives and key results have the objective's.
Facts InitiativeFacts(const ObjectiveReport& part, const Initiative& initiative) {
  const auto& late = part.overdue_initiatives();
  const bool overdue = std::find(late.begin(), late.end(), initiative.name()) != late.end();
  Facts facts = FactsOf(part.objective());
  facts["name"] = initiative.name();
  facts["display_name"] = initiative.display_name();
  facts["kind"] = "initiative";
  facts["state"] = Initiative::State_Name(initiative.state());
  facts["owner"] = TextOf(initiative.owner());
  facts["parent"] = part.objective().name();
  facts["due_date"] = DateOf(initiative.has_due_date(), initiative.due_date());
  facts["follow_up_date"] = DateOf(initiative.has_follow_up_date(), initiative.follow_up_date());
  facts["overdue"] = overdue ? "true" : "false";
  return facts;
}

void AddLine(const Facts& facts, Records& records) {
  std::vector<Value> line;
  for (const std::string& field : records.fields) {
    const auto found = facts.find(field);
    line.push_back(found == facts.end() ? Value() : found->second);
  }
  records.lines.push_back(std::move(line));
}

}  // namespace

Records GoalsOf(const OkrReport& report) {
  Records records;
  records.fields = {"name",     "display_name",   "kind",       "cycle",      "team",   "state",
                    "progress", "expected",       "status",     "owner",      "unit",   "from",
                    "to",       "value",          "value_time", "confidence", "parent", "grade",
                    "due_date", "follow_up_date", "overdue"};
  // Behind what there was before: whoever counts columns finds them where they were.
  for (const char* field : {"assessment", "assessment_reason", "assessment_last_date",
                            "assessment_author", "went_well", "went_badly", "lessons"}) {
    records.fields.emplace_back(field);
  }
  for (const ObjectiveReport& part : report.objectives()) {
    AddLine(ObjectiveFacts(part), records);
    for (const KeyResult& key_result : part.key_results()) {
      AddLine(KeyResultFacts(part.objective(), key_result), records);
    }
    for (const Initiative& initiative : part.initiatives()) {
      AddLine(InitiativeFacts(part, initiative), records);
    }
  }
  return records;
}

}  // namespace okapi::reporting::documents

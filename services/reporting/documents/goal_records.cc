#include "services/reporting/documents/goal_records.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "common/api/timestamp.h"
#include "common/calendar/date.h"
#include "services/reporting/documents/assessment_rows.h"
#include "services/reporting/documents/values.h"

namespace okapi::reporting::documents {
namespace {

using okapi::common::v1::GradeBand;
using okapi::common::v1::Progress;
using okapi::goals::v1::Initiative;
using okapi::goals::v1::KeyResult;
using okapi::goals::v1::KeyResultSource;
using okapi::goals::v1::Objective;
using okapi::goals::v1::Retarget;
using okapi::reporting::v1::ObjectiveReport;
using okapi::reporting::v1::OkrReport;

// By the name of the field; what is not there is none.
using Facts = std::map<std::string, Value>;

// Of key results and of retargets, whose ways have the same fields; of a scale its worst and its
// best step.
template <typename Measured>
std::pair<Value, Value> WayOf(const Measured& measured) {
  if (measured.has_from_to()) return {measured.from_to().baseline(), measured.from_to().target()};
  if (measured.has_relative_change()) {
    const auto& way = measured.relative_change();
    return {way.baseline(), way.baseline() * (1 + way.change())};
  }
  if (measured.has_range()) {
    const auto& range = measured.range();
    return {If(range.has_min(), range.min()), If(range.has_max(), range.max())};
  }
  const auto& steps = measured.scale().steps();
  if (!steps.empty()) return {Called(steps[0]), Called(*steps.rbegin())};
  return {};
}

Value BandOf(GradeBand band) {
  if (band == okapi::common::v1::GRADE_BAND_UNSPECIFIED) return {};
  return okapi::common::v1::GradeBand_Name(band);
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
  facts["retrospective_author"] = TextOf(objective.retrospective().author());
}

// Of a key result that is made of others: what of them, which, and how many are missing in it.
void AddMadeOf(const KeyResult& key_result, Facts& facts) {
  if (!key_result.has_key_result_source()) return;
  const auto& source = key_result.key_result_source();
  const bool said = source.combination() != KeyResultSource::COMBINATION_UNSPECIFIED;
  facts["combination"] =
      KeyResultSource::Combination_Name(said ? source.combination() : KeyResultSource::SUM);
  facts["made_of"] = absl::StrJoin(source.key_results(), " ");
  facts["made_of_missing"] = static_cast<double>(source.missing());
}

// In seconds, as durations are in files for programs.
void AddErrorBudget(const KeyResult& key_result, Facts& facts) {
  if (!key_result.has_error_budget_state()) return;
  const auto& state = key_result.error_budget_state();
  const auto seconds = [](const google::protobuf::Duration& duration) {
    return absl::ToDoubleSeconds(api::FromDuration(duration));
  };
  facts["error_budget"] = key_result.range().error_budget();
  facts["error_budget_seconds"] = seconds(state.budget());
  facts["error_budget_spent_seconds"] = seconds(state.spent());
  facts["error_budget_left_seconds"] = seconds(state.left());
}

// Where it will be at the end of the cycle; of milestones the share of their weight.
void AddForecast(const KeyResult& key_result, Facts& facts) {
  if (!key_result.has_forecast()) return;
  const auto& forecast = key_result.forecast();
  facts["forecast"] = forecast.value();
  facts["forecast_low"] = forecast.low();
  facts["forecast_high"] = forecast.high();
  facts["forecast_likelihood"] = If(forecast.has_likelihood(), forecast.likelihood());
}

Facts ObjectiveFacts(const ObjectiveReport& part) {
  const Objective& objective = part.objective();
  Facts facts = FactsOf(objective);
  facts["name"] = objective.name();
  facts["display_name"] = objective.display_name();
  facts["kind"] = "objective";
  facts["owner"] = TextOf(objective.owner());
  facts["parent"] = TextOf(part.parent());
  AddProgress(objective.progress(), facts);
  if (objective.combination() != Objective::COMBINATION_UNSPECIFIED) {
    facts["combination"] = Objective::Combination_Name(objective.combination());
  }
  AddAssessment(objective.assessment(), objective, facts);
  AddRetrospective(objective, facts);
  if (!objective.has_grade()) return facts;
  const auto& grade = objective.grade();
  facts["grade"] = grade.score();
  facts["band"] = BandOf(grade.band());
  facts["met"] = grade.met() ? "true" : "false";
  facts["reason"] = TextOf(grade.reason());
  facts["author"] = TextOf(grade.author());
  facts["change_time"] = TimeOf(grade.has_grade_time(), grade.grade_time());
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
  AddMadeOf(key_result, facts);
  AddErrorBudget(key_result, facts);
  AddForecast(key_result, facts);
  if (!key_result.has_first_promise()) return facts;
  const Progress& promised = key_result.first_promise();
  facts["first_promise_progress"] = If(promised.has_raw(), promised.raw());
  facts["first_promise_expected"] = If(promised.has_expected(), promised.expected());
  facts["first_promise_status"] = StatusOf(promised.status());
  return facts;
}

// A way that a key result had, with where it stood on it in the end. The first one is what was
// promised first.
Facts RetargetFacts(const Objective& objective, const KeyResult& key_result,
                    const Retarget& retarget) {
  Facts facts = FactsOf(objective);
  facts["kind"] = "retarget";
  facts["parent"] = key_result.name();
  facts["unit"] = TextOf(UnitText(key_result.unit()));
  std::tie(facts["from"], facts["to"]) = WayOf(retarget);
  facts["value"] = If(retarget.has_value(), retarget.value());
  facts["progress"] = If(retarget.has_raw(), retarget.raw());
  facts["reason"] = TextOf(retarget.reason());
  facts["author"] = TextOf(retarget.author());
  facts["change_time"] = TimeOf(retarget.has_retarget_time(), retarget.retarget_time());
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

// What is called by a name gets that beside it.
void AddLine(Facts facts, const Names& names, Records& records) {
  for (const char* field :
       {"cycle", "team", "owner", "author", "assessment_author", "retrospective_author"}) {
    const auto* resource = std::get_if<std::string>(&facts[field]);
    if (resource != nullptr) facts[absl::StrCat(field, "_name")] = NameOf(*resource, names);
  }
  std::vector<Value> line;
  for (const std::string& field : records.fields) {
    const auto found = facts.find(field);
    line.push_back(found == facts.end() ? Value() : found->second);
  }
  records.lines.push_back(std::move(line));
}

}  // namespace

Records GoalsOf(const OkrReport& report, const Names& known) {
  const Names names = NamesIn(report, known);
  Records records;
  records.fields = {"name",
                    "display_name",
                    "kind",
                    "cycle",
                    "team",
                    "state",
                    "progress",
                    "expected",
                    "status",
                    "owner",
                    "unit",
                    "from",
                    "to",
                    "value",
                    "value_time",
                    "confidence",
                    "parent",
                    "grade",
                    "due_date",
                    "follow_up_date",
                    "overdue",
                    "cycle_name",
                    "team_name",
                    "owner_name",
                    "band",
                    "met",
                    "reason",
                    "author",
                    "author_name",
                    "change_time",
                    "first_promise_progress",
                    "first_promise_expected",
                    "first_promise_status"};
  // Behind what there was before: whoever counts columns finds them where they were.
  for (const char* field : {"assessment",
                            "assessment_reason",
                            "assessment_last_date",
                            "assessment_author",
                            "went_well",
                            "went_badly",
                            "lessons",
                            "assessment_author_name",
                            "retrospective_author",
                            "retrospective_author_name",
                            "combination",
                            "made_of",
                            "made_of_missing",
                            "error_budget",
                            "error_budget_seconds",
                            "error_budget_spent_seconds",
                            "error_budget_left_seconds",
                            "forecast",
                            "forecast_low",
                            "forecast_high",
                            "forecast_likelihood"}) {
    records.fields.emplace_back(field);
  }
  for (const ObjectiveReport& part : report.objectives()) {
    AddLine(ObjectiveFacts(part), names, records);
    for (const KeyResult& key_result : part.key_results()) {
      AddLine(KeyResultFacts(part.objective(), key_result), names, records);
      for (const Retarget& retarget : key_result.retargets()) {
        AddLine(RetargetFacts(part.objective(), key_result, retarget), names, records);
      }
    }
    for (const Initiative& initiative : part.initiatives()) {
      AddLine(InitiativeFacts(part, initiative), names, records);
    }
  }
  return records;
}

}  // namespace okapi::reporting::documents

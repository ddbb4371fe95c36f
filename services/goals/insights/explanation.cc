#include "services/goals/insights/explanation.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "common/api/timestamp.h"
#include "common/scoring/expected.h"
#include "common/scoring/sum.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/goals/changes/check_ins.h"
#include "services/goals/store/hidden_names.h"
#include "services/goals/store/references.h"
#include "services/goals/store/rollup.h"

namespace okapi::goals {
namespace {

using okapi::common::v1::Progress;
using okapi::common::v1::Status;
using okapi::goals::v1::CheckIn;
using okapi::goals::v1::Explanation;
using okapi::goals::v1::KeyResult;
using okapi::goals::v1::Objective;

constexpr char kRounding[] =
    "IEEE 754 doubles, not rounded; a value counts as at a border when it lies below it by no more "
    "than 1e-9";

// No more digits than tell the number from every other.
std::string Text(double value) {
  for (int digits = 6; digits < 17; ++digits) {
    std::string text = absl::StrFormat("%.*g", digits, value);
    double back = 0;
    if (absl::SimpleAtod(text, &back) && back == value) return text;
  }
  return absl::StrFormat("%.17g", value);
}

Explanation::Input* AddInput(const std::string& label, const std::string& source,
                             const std::string& etag, Explanation& explanation) {
  Explanation::Input* input = explanation.add_inputs();
  input->set_label(label);
  input->set_source(source);
  input->set_etag(etag);
  return input;
}

void AddNumber(const std::string& label, double value, const KeyResult& key_result,
               Explanation& explanation) {
  AddInput(label, key_result.name(), key_result.etag(), explanation)->set_value(value);
}

std::string VerdictOf(const Progress& progress, const Timing& timing, bool to_be_kept) {
  const std::string expected = Text(progress.expected());
  switch (progress.status()) {
    case Status::NOT_STARTED:
      return "NOT_STARTED: the objective is not active, or its cycle has not begun";
    case Status::NO_DATA:
      return "NO_DATA: no value is known, and missing is never zero";
    case Status::STALE:
      return "STALE: the source is not heard, so the value may be wrong in either direction";
    case Status::ACHIEVED:
      return absl::StrCat("ACHIEVED: ", Text(progress.raw()), " >= 1");
    case Status::MISSED:
      return absl::StrCat("MISSED: the time is over and ", Text(progress.raw()), " < 1");
    case Status::TOO_EARLY:
      return absl::StrCat("TOO_EARLY: only ", Text(timing.expected), " of the cycle has passed");
    default:
      break;
  }
  const std::string status = Status_Name(progress.status());
  if (to_be_kept) {
    return absl::StrCat(status, progress.raw() < 1 ? ": it is not kept" : ": it is kept so far");
  }
  const std::string on_track = absl::StrCat(Text(timing.on_track), " x ", expected);
  const std::string at_risk = absl::StrCat(Text(timing.at_risk), " x ", expected);
  if (progress.status() == Status::ON_TRACK) {
    return absl::StrCat(status, ": ", Text(progress.raw()), " >= ", on_track);
  }
  if (progress.status() == Status::AT_RISK) {
    return absl::StrCat(status, ": ", at_risk, " <= ", Text(progress.raw()), " < ", on_track);
  }
  return absl::StrCat(status, ": ", Text(progress.raw()), " < ", at_risk);
}

void AddWay(const KeyResult& key_result, Explanation& explanation) {
  const double current = key_result.current_value();
  const std::string raw = Text(key_result.progress().raw());
  const bool known = key_result.progress().has_raw();
  switch (key_result.measure_case()) {
    case KeyResult::kFromTo:
    case KeyResult::kRelativeChange: {
      const scoring::Measure way = MeasureOf(key_result);
      AddNumber("baseline", way.baseline, key_result, explanation);
      AddNumber("target", way.target, key_result, explanation);
      if (key_result.has_relative_change()) {
        explanation.add_steps(absl::StrCat("target = ", Text(way.baseline), " + ",
                                           Text(key_result.relative_change().change()), " x ",
                                           Text(way.baseline), " = ", Text(way.target)));
      }
      if (!known) return;
      explanation.add_steps(
          way.baseline == way.target
              ? absl::StrCat("raw = ", raw, ": it is to be kept at ", Text(way.target), " or above")
              : absl::StrCat("raw = (", Text(current), " - ", Text(way.baseline), ") / (",
                             Text(way.target), " - ", Text(way.baseline), ") = ", raw));
      return;
    }
    case KeyResult::kRange: {
      const auto& range = key_result.range();
      if (range.has_min()) AddNumber("min", range.min(), key_result, explanation);
      if (range.has_max()) AddNumber("max", range.max(), key_result, explanation);
      if (known) {
        explanation.add_steps(
            absl::StrCat("raw = ", raw, ": ", Text(current),
                         key_result.progress().raw() < 1 ? " is out of" : " is in",
                         range.strict() ? " the bounds, themselves excluded"
                                        : " the bounds, themselves included"));
      }
      return;
    }
    case KeyResult::kMilestones: {
      std::vector<std::string> done;
      for (const auto& milestone : key_result.milestones().milestones()) {
        if (milestone.done()) done.push_back(milestone.milestone_id());
      }
      explanation.add_steps(absl::StrCat("raw = weight of the milestones done (",
                                         absl::StrJoin(done, ", "), ") / weight of all = ", raw));
      return;
    }
    default:
      if (known) explanation.add_steps(absl::StrCat("raw = ", raw, ": 1 is done, 0 is not"));
  }
}

// Where the current value comes from: the KPI, or the check-in that brought it.
absl::Status AddValue(const GoalsStore& store, const storage::Reader& reader,
                      const KeyResult& key_result, Explanation& explanation) {
  if (!key_result.has_current_value()) return absl::OkStatus();
  std::string source = key_result.kpi_source().kpi();
  if (!key_result.has_kpi_source()) {
    OKAPI_ASSIGN_OR_RETURN(const std::vector<CheckIn> check_ins,
                           CheckInsOf(store, reader, key_result.name()));
    for (const CheckIn& check_in : check_ins) {
      const bool brought = check_in.has_value() && check_in.corrected_by().empty() &&
                           api::FromTimestamp(check_in.value_time()) ==
                               api::FromTimestamp(key_result.current_value_time());
      if (brought) source = check_in.name();  // The later report of two for one time.
    }
  }
  Explanation::Input* input = AddInput("current value", source, "", explanation);
  input->set_value(key_result.current_value());
  *input->mutable_time() = key_result.current_value_time();
  return absl::OkStatus();
}

void AddExpected(const KeyResult& key_result, const Timing& timing, Explanation& explanation) {
  const double elapsed =
      scoring::ExpectedLinear(StartOf(key_result, timing), timing.span.end, timing.now);
  const std::string from =
      absl::FormatTime("%Y-%m-%d", StartOf(key_result, timing), timing.calendar.time_zone());
  explanation.add_steps(absl::StrCat(
      "expected = ", Text(key_result.progress().expected()), ": ", Text(elapsed),
      " of the time since ", from, " has passed",
      key_result.has_curve() ? absl::StrCat(", by the curve ", okapi::common::v1::Curve::Shape_Name(
                                                                   key_result.curve().shape()))
                             : ""));
}

absl::StatusOr<Explanation> OfKeyResult(const GoalsStore& store, const storage::Reader& reader,
                                        const KeyResult& key_result, const Timing& timing) {
  Explanation explanation;
  explanation.set_name(key_result.name());
  explanation.set_display_name(key_result.display_name());
  *explanation.mutable_progress() = key_result.progress();
  *explanation.mutable_unit() = key_result.unit();
  OKAPI_RETURN_IF_ERROR(AddValue(store, reader, key_result, explanation));
  AddWay(key_result, explanation);
  if (key_result.progress().has_raw()) {
    explanation.add_steps(absl::StrCat("clamped = min(1, max(0, ",
                                       Text(key_result.progress().raw()),
                                       ")) = ", Text(key_result.progress().clamped())));
  }
  AddExpected(key_result, timing, explanation);
  if (key_result.progress().guard_broken()) {
    explanation.add_steps(absl::StrCat("guard broken: ", Text(key_result.guard().value()), " of ",
                                       key_result.guard().kpi_source().kpi(),
                                       " is out of its bounds"));
  }
  explanation.set_verdict(VerdictOf(key_result.progress(), timing, key_result.has_range()));
  return explanation;
}

// Says of each child what the parent has of it, and how they make the mean.
void AddMean(const std::vector<Part>& parts, Explanation& explanation) {
  scoring::Sum known;
  for (const Part& part : parts) {
    if (part.child.clamped.has_value()) known.Add(part.child.weight);
  }
  std::vector<std::string> products;
  for (size_t i = 0; i < parts.size(); ++i) {
    Explanation& child = *explanation.mutable_children(static_cast<int>(i));
    const scoring::Child& it = parts[i].child;
    child.set_weight(it.weight);
    if (!it.clamped.has_value()) continue;
    if (known.value() > 0) child.set_contribution(it.weight / known.value() * *it.clamped);
    products.push_back(absl::StrCat(Text(it.weight), " x ", Text(*it.clamped)));
  }
  const Progress& progress = explanation.progress();
  if (progress.has_raw()) {
    explanation.add_steps(absl::StrCat("raw = clamped = (", absl::StrJoin(products, " + "), ") / ",
                                       Text(known.value()), " = ", Text(progress.clamped())));
  }
  if (progress.missing_share() > 0) {
    explanation.add_steps(absl::StrCat("missing = ", Text(progress.missing_share()),
                                       " of the weight has no value and is left out"));
  }
  explanation.add_steps(absl::StrCat("expected = ", Text(progress.expected()),
                                     ": the same mean of what is expected of these"));
}

// Puts the children without a name together as one, last: each alone would tell of itself.
void MergeHidden(const RollupNode& node, const std::vector<Part>& hidden,
                 Explanation& explanation) {
  if (hidden.empty()) return;
  Explanation merged;
  merged.set_display_name("objectives that you may not see");
  *merged.mutable_progress() = ObjectiveProgress(hidden, node.timing);
  merged.mutable_progress()->clear_worst_child();
  merged.add_steps(absl::StrCat("counted together: ", hidden.size()));
  merged.set_verdict(VerdictOf(merged.progress(), node.timing, false));
  auto& children = *explanation.mutable_children();
  for (const Explanation& child : children) {
    if (!child.name().empty()) continue;
    merged.set_weight(merged.weight() + child.weight());
    if (child.has_contribution()) {
      merged.set_contribution(merged.contribution() + child.contribution());
    }
  }
  children.erase(std::remove_if(children.begin(), children.end(),
                                [](const Explanation& child) { return child.name().empty(); }),
                 children.end());
  *explanation.add_children() = std::move(merged);
}

absl::StatusOr<Explanation> OfNode(const GoalsStore& store, const storage::Reader& reader,
                                   const RollupNode& node);

// What an objective is made of, and how.
absl::Status AddChildren(const GoalsStore& store, const storage::Reader& reader,
                         const RollupNode& node, Explanation& explanation) {
  for (const KeyResult& key_result : node.key_results) {
    OKAPI_ASSIGN_OR_RETURN(*explanation.add_children(),
                           OfKeyResult(store, reader, key_result, node.timing));
  }
  std::vector<Part> hidden;
  for (const RollupNode& child : node.children) {
    Explanation* explained = explanation.add_children();
    OKAPI_ASSIGN_OR_RETURN(const bool hide, IsHidden(store, reader, child.objective.name()));
    if (hide) {
      hidden.push_back(PartOf(child.objective, child.weight));
    } else {
      OKAPI_ASSIGN_OR_RETURN(*explained, OfNode(store, reader, child));
    }
  }
  AddMean(node.Parts(), explanation);
  MergeHidden(node, hidden, explanation);
  return absl::OkStatus();
}

absl::StatusOr<Explanation> OfNode(const GoalsStore& store, const storage::Reader& reader,
                                   const RollupNode& node) {
  Objective objective = node.objective;
  OKAPI_RETURN_IF_ERROR(HideNames(store, reader, objective));
  Explanation explanation;
  explanation.set_name(objective.name());
  explanation.set_display_name(objective.display_name());
  *explanation.mutable_progress() = objective.progress();
  if (objective.has_grade()) {
    Explanation::Input* score = AddInput("score", objective.name(), objective.etag(), explanation);
    score->set_value(objective.grade().score());
    score->set_text(objective.grade().reason());
    *score->mutable_time() = objective.grade().grade_time();
    *explanation.mutable_grade() = objective.grade();
    explanation.add_steps("closed: the numbers are those of that time; above, the score counts");
    explanation.set_verdict(VerdictOf(objective.progress(), node.timing, false));
    return explanation;
  }
  OKAPI_RETURN_IF_ERROR(AddChildren(store, reader, node, explanation));
  explanation.set_verdict(VerdictOf(objective.progress(), node.timing, false));
  return explanation;
}

absl::StatusOr<Explanation> Of(const GoalsStore& store, const storage::Reader& reader,
                               const std::string& name) {
  const bool key_result = absl::StrContains(name, "/keyResults/");
  const std::string owner = key_result ? ParentOf(name) : name;
  OKAPI_ASSIGN_OR_RETURN(const auto objective, store.objectives.FindStored(reader, owner));
  if (!objective.has_value()) return status::NotFound(owner);
  if (!key_result) {
    OKAPI_ASSIGN_OR_RETURN(const RollupNode node, RollUp(store, reader, *objective));
    return OfNode(store, reader, node);
  }
  OKAPI_ASSIGN_OR_RETURN(const KeyResult it, store.key_results.Get(reader, name));
  OKAPI_ASSIGN_OR_RETURN(const Timing timing, store.TimingOf(reader, *objective));
  return OfKeyResult(store, reader, it, timing);
}

}  // namespace

absl::StatusOr<Explanation> ExplanationOf(const GoalsStore& store, const storage::Reader& reader,
                                          const std::string& name) {
  const bool known =
      api::PatternOf<Objective>().Match(name).ok() || api::PatternOf<KeyResult>().Match(name).ok();
  if (!known) return status::InvalidField("name", "must be the name of an objective or key result");
  OKAPI_ASSIGN_OR_RETURN(Explanation explanation, Of(store, reader, name));
  *explanation.mutable_as_of_time() = api::ToTimestamp(store.Now());
  explanation.set_rounding(kRounding);
  return explanation;
}

}  // namespace okapi::goals

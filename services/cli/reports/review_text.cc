#include "services/cli/reports/review_text.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "common/text/quantity.h"
#include "services/cli/reports/report_text.h"
#include "services/cli/session/catalogue.h"
#include "services/cli/terminal/display_text.h"
#include "services/cli/terminal/text_table.h"

namespace okapi::cli {
namespace {

using okapi::goals::v1::Calibration;
using okapi::goals::v1::CompareProfilesResponse;
using okapi::goals::v1::CycleResult;
using okapi::goals::v1::Explanation;
using okapi::goals::v1::Finding;

std::string Short(const std::string& name) { return name.empty() ? "-" : ShortName(name); }

void AddLine(const std::string& indent, const std::string& text, std::string& out) {
  absl::StrAppend(&out, indent, OneLine(text), "\n");
}

// What it is in the number above it; nothing at the top.
std::string ShareText(const Explanation& explanation) {
  std::vector<std::string> parts;
  if (explanation.has_weight()) parts.push_back(absl::StrFormat("weight %g", explanation.weight()));
  if (explanation.has_contribution()) {
    parts.push_back(absl::StrFormat("gives %.4g", explanation.contribution()));
  }
  return parts.empty() ? "" : absl::StrCat("  (", absl::StrJoin(parts, ", "), ")");
}

// `baseline = 50`, `score = 0.3 (half of it was bought)`, `first day = 2025-01-01`.
std::string InputText(const Explanation::Input& input) {
  if (!input.has_value()) return absl::StrCat(input.label(), " = ", input.text());
  return absl::StrCat(input.label(), " = ", text::ExactNumber(input.value()),
                      input.text().empty() ? "" : absl::StrCat(" (", input.text(), ")"));
}

void AddExplanation(const Explanation& explanation, const std::string& indent, std::string& out) {
  // What one may not see has no name.
  const std::string name =
      explanation.name().empty() ? "" : absl::StrCat(" [", ShortName(explanation.name()), "]");
  AddLine(indent, absl::StrCat(explanation.display_name(), name, ShareText(explanation)), out);
  const std::string inner = indent + "    ";
  int history = 0;
  for (const Explanation::Input& input : explanation.inputs()) {
    // What a forecast is made of is counted; JSON has all of it.
    if (input.label() == "history") {
      ++history;
      continue;
    }
    const std::string from =
        input.source() == explanation.name() ? "" : absl::StrCat("  from ", Short(input.source()));
    AddLine(inner, absl::StrCat(InputText(input), from), out);
  }
  if (history > 0) AddLine(inner, absl::StrCat("history: ", history, " values"), out);
  for (const std::string& step : explanation.steps()) AddLine(inner, step, out);
  if (!explanation.verdict().empty()) AddLine(inner, explanation.verdict(), out);
  for (const Explanation& child : explanation.children()) AddExplanation(child, indent + "  ", out);
}

void AddPart(const std::string& who, const Calibration::Part& part, TextTable& table) {
  table.Add({who, absl::StrCat(part.forecasts()), absl::StrCat(part.key_results()),
             text::Number(part.confidence_mean(), 2), text::Number(part.reached_share(), 2),
             absl::StrCat(part.optimism() > 0 ? "+" : "", text::Number(part.optimism(), 2)),
             text::Number(part.brier_score(), 3)});
}

// From the first day on that was let slip.
std::string LateText(int days) {
  if (days == 0) return "due today";
  return absl::StrCat(days, days == 1 ? " day" : " days");
}

}  // namespace

std::string ExplanationText(const Explanation& explanation) {
  std::string text;
  AddExplanation(explanation, "", text);
  absl::StrAppend(&text, "At revision ", explanation.revision(), ". ", explanation.rounding(),
                  ".\n");
  return text;
}

std::string FindingsText(const okapi::goals::v1::ListFindingsResponse& findings) {
  if (findings.findings().empty()) return "nothing was found\n";
  TextTable table({TextTable::kLeft, TextTable::kLeft, TextTable::kLeft});
  table.Add({"what", "where", "advice"});
  for (const Finding& finding : findings.findings()) {
    const std::string other =
        finding.other().empty() ? "" : absl::StrCat(" [", ShortName(finding.other()), "]");
    table.Add({Finding::Code_Name(finding.code()), Short(finding.resource()),
               OneLine(absl::StrCat(finding.message(), other))});
  }
  return table.ToString();
}

std::string DueText(
    const google::protobuf::RepeatedPtrField<okapi::goals::v1::DueCheckIn>& check_ins,
    const DisplayNames& names) {
  if (check_ins.empty()) return "nobody owes a check-in\n";
  TextTable table(
      {TextTable::kLeft, TextTable::kLeft, TextTable::kRight, TextTable::kLeft, TextTable::kLeft});
  table.Add({"who", "owes a check-in on", "late", "last one", "told as well"});
  for (const auto& each : check_ins) {
    std::vector<std::string> others;
    for (const std::string& other : each.escalate_to()) others.push_back(names.Of(other));
    table.Add({each.member().empty() ? "nobody owns it" : names.Of(each.member()),
               WithIds(each.display_name(), each.key_result()), LateText(each.days_overdue()),
               each.has_last_check_in_time() ? TimeText(each.last_check_in_time()).substr(0, 10)
                                             : "never",
               others.empty() ? "–" : absl::StrJoin(others, ", ")});
  }
  return table.ToString();
}

std::string ProfilesText(const CompareProfilesResponse& comparison) {
  if (comparison.comparisons().empty()) return "no objective is ACTIVE or CLOSED\n";
  std::vector<TextTable::Align> columns(
      static_cast<size_t>(comparison.comparisons(0).judgements_size()) + 1, TextTable::kLeft);
  TextTable table(columns);
  std::vector<std::string> head = {"objective"};
  for (const auto& judgement : comparison.comparisons(0).judgements()) {
    head.push_back(absl::StrCat(okapi::common::v1::ScoringProfile_Name(judgement.profile()),
                                judgement.profile() == comparison.profile() ? " (in force)" : ""));
  }
  table.Add(head);
  int differing = 0;
  for (const auto& each : comparison.comparisons()) {
    std::vector<std::string> row = {WithIds(each.display_name(), each.objective())};
    for (const auto& judgement : each.judgements()) {
      const auto& progress = judgement.progress();
      row.push_back(absl::StrCat(progress.has_raw() ? text::Percent(progress.raw()) : "no value",
                                 " ", okapi::common::v1::Status_Name(progress.status())));
    }
    table.Add(row);
    if (each.differs()) ++differing;
  }
  return absl::StrCat(table.ToString(), "They come to different verdicts on ", differing, " of ",
                      comparison.comparisons_size(), ".\n");
}

std::string CycleResultText(const CycleResult& result) {
  const auto& cycle = result.cycle();
  std::string text =
      absl::StrCat(OneLine(absl::StrCat(WithIds(cycle.display_name(), cycle.name()), " is ",
                                        okapi::goals::v1::Cycle::State_Name(cycle.state()))),
                   ": ");
  if (result.graded_count() == 0) return absl::StrCat(text, "nothing was graded\n");
  absl::StrAppend(&text, result.graded_count(), " graded, ", result.met_count(),
                  " met, mean score ", text::Number(result.score_mean(), 2), "\n");
  TextTable table(
      {TextTable::kLeft, TextTable::kRight, TextTable::kLeft, TextTable::kLeft, TextTable::kLeft});
  for (const auto& grade : result.grades()) {
    table.Add({WithIds(grade.display_name(), grade.objective()), text::Number(grade.score(), 2),
               okapi::common::v1::GradeBand_Name(grade.band()), grade.met() ? "met" : "not met",
               grade.missing_share() > 0
                   ? absl::StrCat(text::Percent(grade.missing_share()), " missing")
                   : ""});
  }
  return absl::StrCat(text, table.ToString());
}

std::string CalibrationText(const Calibration& calibration, const DisplayNames& names) {
  if (calibration.all().forecasts() == 0) return "no closed objective has a forecast\n";
  std::vector<TextTable::Align> columns(7, TextTable::kRight);
  columns[0] = TextTable::kLeft;
  TextTable table(columns);
  table.Add({"team", "forecasts", "key results", "confidence", "reached", "optimism", "brier"});
  for (const Calibration::Part& part : calibration.teams()) {
    AddPart(part.team().empty() ? "(none)" : names.Of(part.team()), part, table);
  }
  AddPart("all", calibration.all(), table);
  return table.ToString();
}

}  // namespace okapi::cli

#include "services/cli/reports/goal_text.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/calendar/date.h"
#include "common/text/quantity.h"
#include "services/cli/reports/assessment_text.h"
#include "services/cli/reports/error_budget_text.h"
#include "services/cli/reports/report_text.h"
#include "services/cli/session/catalogue.h"
#include "services/cli/terminal/display_text.h"
#include "services/cli/terminal/drawing.h"
#include "services/cli/terminal/text_table.h"

namespace okapi::cli {
namespace {

using okapi::common::v1::Progress;
using okapi::common::v1::Status;
using okapi::common::v1::Unit;
using okapi::goals::v1::Initiative;
using okapi::goals::v1::KeyResult;
using okapi::goals::v1::Objective;
using okapi::goals::v1::Retarget;
using okapi::reporting::v1::ObjectiveReport;
using okapi::text::Percent;
using okapi::text::Quantity;

constexpr int kStepMax = 16;
constexpr int kBarWidth = 10;

std::string RangeText(const okapi::goals::v1::Range& range, const Unit& unit) {
  const std::string min = Quantity(range.min(), unit);
  const std::string max = Quantity(range.max(), unit);
  if (!range.has_max()) return absl::StrCat(range.strict() ? "> " : "≥ ", min);
  if (!range.has_min()) return absl::StrCat(range.strict() ? "< " : "≤ ", max);
  return absl::StrCat(min, " … ", max);
}

std::string StepText(const okapi::goals::v1::ScaleStep& step) {
  return Shorten(step.display_name().empty() ? step.step_id() : step.display_name(), kStepMax);
}

// From the worst step to the best.
std::string ScaleText(const okapi::goals::v1::Scale& scale) {
  if (scale.steps().empty()) return "";
  return absl::StrCat(StepText(scale.steps(0)), " → ", StepText(*scale.steps().rbegin()));
}

// Of key results and of retargets, whose ways have the same fields.
template <typename Measured>
std::string WayText(const Measured& measured, const Unit& unit) {
  if (measured.has_relative_change()) {
    const auto& way = measured.relative_change();
    return absl::StrCat(Quantity(way.baseline(), unit), " → ",
                        Quantity(way.baseline() * (1 + way.change()), unit));
  }
  if (measured.has_range()) return RangeText(measured.range(), unit);
  if (measured.has_milestones()) {
    return absl::StrCat(measured.milestones().milestones_size(), " milestones");
  }
  if (measured.has_binary()) return "to be done";
  if (measured.has_scale()) return ScaleText(measured.scale());
  if (measured.has_find_baseline()) return "to be measured";
  return absl::StrCat(Quantity(measured.from_to().baseline(), unit), " → ",
                      Quantity(measured.from_to().target(), unit));
}

std::string ValueText(const KeyResult& key_result) {
  if (key_result.has_binary()) return key_result.current_value() == 1 ? "done" : "not done";
  if (key_result.has_milestones()) {
    const auto& milestones = key_result.milestones().milestones();
    return absl::StrCat(
        std::count_if(milestones.begin(), milestones.end(), [](const auto& m) { return m.done(); }),
        " done");
  }
  if (!key_result.has_current_value()) return "no value";
  for (const auto& step : key_result.scale().steps()) {
    if (step.reached()) return absl::StrCat("now ", StepText(step));
  }
  return absl::StrCat("now ", Quantity(key_result.current_value(), key_result.unit()));
}

std::string MadeOfText(const okapi::goals::v1::KeyResultSource& source) {
  const int count = source.key_results_size();
  return absl::StrCat(
      "made of ", count, count == 1 ? " other" : " others",
      source.missing() > 0 ? absl::StrCat(", ", source.missing(), " without a value") : "",
      source.stale() > 0 ? absl::StrCat(", ", source.stale(), " stale") : "");
}

// "forecast 34,621 (33,900 to 35,300), 98 % likely": at the end of the cycle. Of milestones it is a
// share of their weight.
std::string ForecastText(const KeyResult& key_result) {
  const auto& forecast = key_result.forecast();
  Unit unit = key_result.unit();
  if (key_result.has_milestones()) unit.set_percent(true);
  std::string text =
      absl::StrCat("forecast ", Quantity(forecast.value(), unit), " (",
                   Quantity(forecast.low(), unit), " to ", Quantity(forecast.high(), unit), ")");
  if (forecast.has_likelihood()) {
    absl::StrAppend(&text, ", ", Percent(forecast.likelihood()), " likely");
  }
  return text;
}

std::string RemarksText(const KeyResult& key_result, const Objective& objective) {
  std::vector<std::string> remarks;
  for (const auto& grade : objective.grade().key_results()) {
    if (grade.key_result() != key_result.name() || !grade.progress().has_clamped()) continue;
    remarks.push_back(absl::StrCat("graded ", text::Number(grade.progress().clamped(), 2)));
  }
  if (key_result.has_kpi_source()) {
    remarks.push_back(absl::StrCat("KPI ", ShortName(key_result.kpi_source().kpi())));
  }
  if (key_result.has_key_result_source()) {
    remarks.push_back(MadeOfText(key_result.key_result_source()));
  }
  if (key_result.has_confidence()) {
    remarks.push_back(absl::StrCat("confidence ", Percent(key_result.confidence())));
  }
  if (key_result.has_forecast()) remarks.push_back(ForecastText(key_result));
  if (key_result.guard().progress_while_broken() > 0) {
    remarks.push_back(absl::StrCat(Percent(key_result.guard().progress_while_broken()),
                                   " while its guard was broken"));
  }
  if (key_result.has_error_budget_state()) {
    remarks.push_back(
        absl::StrCat("error budget: ", ErrorBudgetLeftText(key_result.error_budget_state())));
  }
  if (key_result.kpi_link().stale()) {
    const auto& link = key_result.kpi_link();
    remarks.push_back(absl::StrCat(
        "stale",
        link.has_stale_since() ? absl::StrCat(" since ", TimeText(link.stale_since())) : "", ": ",
        OneLine(link.problem())));
  }
  return absl::StrJoin(remarks, ", ");
}

// The way until then, where it stood on it, who left it and why.
std::string RetargetText(const Retarget& retarget, const Unit& unit, const DisplayNames& names) {
  std::string text =
      absl::StrCat("    until ", TimeText(retarget.retarget_time()), ": ", WayText(retarget, unit));
  if (retarget.has_value()) absl::StrAppend(&text, ", at ", Quantity(retarget.value(), unit));
  if (!retarget.author().empty()) absl::StrAppend(&text, ", by ", names.Of(retarget.author()));
  if (!retarget.reason().empty()) absl::StrAppend(&text, ": ", OneLine(retarget.reason()));
  return text;
}

std::string DayText(const std::string& what, bool has, const google::type::Date& date) {
  return has ? absl::StrCat(what, " ", calendar::FormatDate(date)) : "";
}

}  // namespace

std::string StatusText(Status status, bool colour) {
  if (status == Status::STATUS_UNSPECIFIED) return "";
  Paint paint = Paint::kDim;
  if (status == Status::ON_TRACK || status == Status::ACHIEVED) paint = Paint::kGreen;
  if (status == Status::AT_RISK) paint = Paint::kYellow;
  if (status == Status::OFF_TRACK || status == Status::MISSED) paint = Paint::kRed;
  return Painted(okapi::common::v1::Status_Name(status), paint, colour);
}

std::string ProgressText(const Progress& progress, bool colour) {
  if (!progress.has_clamped()) return StatusText(progress.status(), colour);
  return absl::StrCat(Bar(progress.clamped(), kBarWidth), " ", Percent(progress.raw()), " ",
                      StatusText(progress.status(), colour));
}

std::string KeyResultsText(const ObjectiveReport& objective, bool colour) {
  TextTable table(
      {TextTable::kLeft, TextTable::kRight, TextTable::kRight, TextTable::kLeft, TextTable::kLeft});
  for (const KeyResult& key_result : objective.key_results()) {
    table.Add({absl::StrCat("  ", Shorten(key_result.display_name(), kNameMax)),
               WayText(key_result, key_result.unit()), ValueText(key_result),
               absl::StrCat(ProgressText(key_result.progress(), colour),
                            AssessedText(key_result.assessment(), objective.objective(), colour)),
               Painted(RemarksText(key_result, objective.objective()), Paint::kDim, colour)});
  }
  return table.ToString();
}

std::string RetargetsText(const ObjectiveReport& objective, const DisplayNames& names,
                          bool colour) {
  std::string text;
  for (const KeyResult& key_result : objective.key_results()) {
    if (key_result.retargets().empty()) continue;
    const Unit& unit = key_result.unit();
    absl::StrAppend(&text, "  ", OneLine(key_result.display_name()), ", promised first as ",
                    WayText(key_result.retargets(0), unit), ": ",
                    ProgressText(key_result.first_promise(), colour), "\n");
    for (const Retarget& retarget : key_result.retargets()) {
      absl::StrAppend(&text, Painted(RetargetText(retarget, unit, names), Paint::kDim, colour),
                      "\n");
    }
  }
  return text;
}

std::string InitiativesText(const ObjectiveReport& objective, const DisplayNames& names,
                            bool colour) {
  TextTable table({TextTable::kLeft, TextTable::kLeft, TextTable::kLeft, TextTable::kLeft,
                   TextTable::kLeft, TextTable::kLeft});
  const auto& late = objective.overdue_initiatives();
  for (const Initiative& initiative : objective.initiatives()) {
    const bool done = initiative.state() == Initiative::DONE;
    const bool overdue = std::find(late.begin(), late.end(), initiative.name()) != late.end();
    const std::string due = DayText("due", initiative.has_due_date(), initiative.due_date());
    const std::string follow_up =
        DayText("follow up", initiative.has_follow_up_date(), initiative.follow_up_date());
    table.Add({absl::StrCat("  ", done ? "✓ " : "· ", Shorten(initiative.display_name(), kNameMax)),
               Initiative::State_Name(initiative.state()), Painted(due, Paint::kDim, colour),
               overdue ? Painted("OVERDUE", Paint::kRed, colour) : "",
               Painted(follow_up, Paint::kDim, colour),
               initiative.owner().empty() ? "" : names.Of(initiative.owner())});
  }
  return table.ToString();
}

}  // namespace okapi::cli

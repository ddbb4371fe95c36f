#include "services/reporting/reports/kpi_judgement.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "common/api/timestamp.h"
#include "common/scoring/status.h"
#include "common/text/quantity.h"
#include "services/reporting/reports/kpi_forecast.h"
#include "services/reporting/reports/scorecard.h"

namespace okapi::reporting {
namespace {

using okapi::common::v1::Forecast;
using okapi::common::v1::Period;
using okapi::common::v1::Status;
using okapi::goals::v1::Explanation;
using okapi::metrics::v1::Kpi;
using okapi::reporting::v1::KpiExplanation;
using okapi::reporting::v1::ScorecardCell;
using okapi::text::ExactNumber;
using okapi::text::Operand;

Explanation::Input& AddInput(const std::string& label, KpiExplanation& explanation) {
  Explanation::Input& input = *explanation.add_inputs();
  input.set_label(label);
  return input;
}
Explanation::Input& AddNumber(const std::string& label, double value, KpiExplanation& explanation) {
  Explanation::Input& input = AddInput(label, explanation);
  input.set_value(value);
  return input;
}
// Something that the KPI says.
void AddDefined(const std::string& label, double value, KpiExplanation& explanation) {
  Explanation::Input& input = AddNumber(label, value, explanation);
  input.set_source(explanation.kpi().name());
  input.set_etag(explanation.kpi().etag());
}

void AddInputs(const scoring::AttainmentInput& input, absl::Time as_of,
               KpiExplanation& explanation) {
  if (input.actual.has_value()) {
    Explanation::Input& actual = AddNumber("actual", *input.actual, explanation);
    *actual.mutable_time() = explanation.number().last_sample_time();
  }
  if (input.target.has_value()) AddDefined("target", *input.target, explanation);
  const bool decrease = input.direction == okapi::common::v1::DECREASE;
  Explanation::Input& direction = AddInput("direction", explanation);
  direction.set_text(decrease ? "DECREASE" : "INCREASE");
  direction.set_source(explanation.kpi().name());
  direction.set_etag(explanation.kpi().etag());
  const Period& period = explanation.number().period();
  *AddInput("start", explanation).mutable_time() = period.start_time();
  *AddInput("end", explanation).mutable_time() = period.end_time();
  *AddInput("as of", explanation).mutable_time() = api::ToTimestamp(as_of);
  AddNumber("elapsed share", input.elapsed, explanation);
  if (input.due_target.has_value()) AddDefined("due target", *input.due_target, explanation);
  AddDefined("border of ON_TRACK", input.on_track, explanation);
  AddDefined("border of AT_RISK", input.at_risk, explanation);
}

std::string DueStep(const scoring::AttainmentInput& input, double due) {
  const std::string all = absl::StrCat("due = ", ExactNumber(due), ": all of the target");
  if (!input.additive) return absl::StrCat(all, ", as only sums are due by and by");
  if (input.due_target.has_value()) {
    return absl::StrCat("due = ", ExactNumber(due), ": by the curve of the target");
  }
  if (input.elapsed >= 1) return absl::StrCat(all, ", as the period is over");
  return absl::StrCat("due = ", Operand(*input.target), " x ", ExactNumber(input.elapsed), " = ",
                      ExactNumber(due), ": that share of the period has passed");
}

std::string AttainmentStep(const scoring::AttainmentInput& input, double due, double attainment) {
  const std::string result = ExactNumber(attainment);
  if (due <= 0) {
    return absl::StrCat("attainment = ", result, ": ", ExactNumber(*input.actual),
                        attainment == 1 ? " meets " : " does not meet ", ExactNumber(due),
                        ", of which there are no shares");
  }
  const bool decrease = input.direction == okapi::common::v1::DECREASE;
  return absl::StrCat("attainment = ", decrease ? "2 - " : "", Operand(*input.actual), " / ",
                      ExactNumber(due), " = ", result);
}

// A number just below a border counts as at it: what is printed holds as it is printed.
std::string BorderUnder(double border, double number) {
  return absl::StrCat(ExactNumber(border), number >= border ? "" : " - 1e-9");
}

std::string InBand(Status status, double attainment, const scoring::AttainmentInput& input) {
  const std::string number = ExactNumber(attainment);
  switch (status) {
    case Status::ON_TRACK:
      return absl::StrCat(number, " >= ", BorderUnder(input.on_track, attainment));
    case Status::AT_RISK:
      return absl::StrCat(BorderUnder(input.at_risk, attainment), " <= ", number, " < ",
                          ExactNumber(input.on_track));
    default:
      return absl::StrCat(number, " < ", ExactNumber(input.at_risk));
  }
}

std::string Reason(const ScorecardCell& cell, const scoring::AttainmentInput& input) {
  const std::string number = ExactNumber(cell.attainment());
  switch (cell.status()) {
    case Status::NO_DATA:
      return "no value is known, and missing is never zero";
    case Status::ACHIEVED:
      if (input.elapsed < 1 || !input.settled) {
        return absl::StrCat("the whole target is reached, ", ExactNumber(*input.actual),
                            " >= ", ExactNumber(*input.target), ", and a sum is not lost again");
      }
      return absl::StrCat("the period is over and ", number,
                          " >= ", BorderUnder(1, cell.attainment()));
    case Status::MISSED:
      return absl::StrCat("the period is over and ", number, " < 1");
    default:
      if (!cell.has_attainment()) return "nothing is due yet";
      return absl::StrCat(InBand(cell.status(), cell.attainment(), input),
                          input.elapsed < 1 ? "" : ", while late data may still come");
  }
}

std::string VerdictOf(const ScorecardCell& cell, const scoring::AttainmentInput& input) {
  if (cell.status() == Status::STATUS_UNSPECIFIED) return "no verdict: there is no target";
  return absl::StrCat(okapi::common::v1::Status_Name(cell.status()), ": ", Reason(cell, input));
}

void AddForecastSteps(const Forecast& forecast, const scoring::ForecastParts& parts,
                      const std::string& target, KpiExplanation& explanation) {
  const bool total = IsForecastOfTotal(explanation.kpi());
  explanation.add_steps(absl::StrCat("pace = ", ExactNumber(parts.pace),
                                     " a period: the median of ", "the slopes between ",
                                     forecast.points(), total ? " totals" : " days", " far apart"));
  explanation.add_steps(
      absl::StrCat("forecast = ", Operand(parts.base), " + ", Operand(parts.pace), " x ",
                   ExactNumber(parts.reach), " = ", ExactNumber(forecast.value()), ": ",
                   total ? "the last total and the pace until the end"
                         : "where the pace begins, and the pace of the whole period"));
  auto side = [&](const char* name, const char* sign, double end) {
    return absl::StrCat(name, " = ", Operand(forecast.value()), sign, ExactNumber(parts.width),
                        " = ", ExactNumber(end), ": so far it strayed from its pace");
  };
  const bool kept = forecast.low() > forecast.value() - parts.width;
  explanation.add_steps(
      kept ? absl::StrCat("low = ", ExactNumber(forecast.low()), ": what is counted already stays")
           : side("low", " - ", forecast.low()));
  explanation.add_steps(side("high", " + ", forecast.high()));
  if (!forecast.has_likelihood()) return;
  const bool decrease = explanation.kpi().direction() == okapi::common::v1::DECREASE;
  explanation.add_steps(absl::StrCat("likelihood = ", ExactNumber(forecast.likelihood()),
                                     ": that the end is at ", decrease ? "most " : "least ", target,
                                     ", where four of five ends lie between low and high"));
}

}  // namespace

void ExplainJudgement(absl::Time as_of, KpiExplanation& explanation) {
  if (!explanation.has_number()) return;
  const Kpi& kpi = explanation.kpi();
  const auto& number = explanation.number();
  const scoring::AttainmentInput input = JudgedBy(kpi, number.period(), &number, as_of);
  const ScorecardCell cell = JudgeCell(kpi, number.period(), &number, as_of);
  *explanation.mutable_cell() = cell;
  AddInputs(input, as_of, explanation);
  if (cell.has_due_target()) explanation.add_steps(DueStep(input, cell.due_target()));
  if (cell.has_attainment()) {
    explanation.add_steps(AttainmentStep(input, cell.due_target(), cell.attainment()));
  }
  explanation.set_verdict(VerdictOf(cell, input));
  explanation.set_rounding(scoring::kRounding);
}

void ExplainForecast(const okapi::metrics::v1::AggregateKpiResponse& days, absl::Time as_of,
                     KpiExplanation& explanation) {
  const Kpi& kpi = explanation.kpi();
  const auto& number = explanation.number();
  std::optional<double> target;
  if (number.has_target()) target = number.target();
  scoring::ForecastParts parts;
  const auto forecast = ForecastKpi(kpi, number.period(), days, target, as_of, &parts);
  if (!forecast.has_value()) return;
  *explanation.mutable_forecast() = *forecast;
  for (const scoring::ForecastPoint& point : ForecastPoints(kpi, days, as_of)) {
    const char* label = IsForecastOfTotal(kpi) ? "total so far" : "day";
    *AddNumber(label, point.value, explanation).mutable_time() = api::ToTimestamp(point.time);
  }
  AddForecastSteps(*forecast, parts, ExactNumber(target.value_or(0)), explanation);
}

}  // namespace okapi::reporting

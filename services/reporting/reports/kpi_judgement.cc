#include "services/reporting/reports/kpi_judgement.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/api/timestamp.h"
#include "common/scoring/status.h"
#include "common/text/quantity.h"
#include "services/reporting/reports/explanation_inputs.h"
#include "services/reporting/reports/forecast_steps.h"
#include "services/reporting/reports/kpi_forecast.h"
#include "services/reporting/reports/kpi_steps.h"
#include "services/reporting/reports/scorecard.h"

namespace okapi::reporting {
namespace {

using okapi::common::v1::Direction;
using okapi::common::v1::Period;
using okapi::common::v1::Status;
using okapi::goals::v1::Explanation;
using okapi::metrics::v1::Kpi;
using okapi::reporting::v1::KpiExplanation;
using okapi::reporting::v1::ScorecardCell;
using okapi::text::ExactNumber;
using okapi::text::Operand;

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
  if (input.target_max.has_value()) AddDefined("target max", *input.target_max, explanation);
  Explanation::Input& direction = AddInput("direction", explanation);
  direction.set_text(okapi::common::v1::Direction_Name(input.direction));
  direction.set_source(explanation.kpi().name());
  direction.set_etag(explanation.kpi().etag());
  const Period& period = explanation.number().period();
  *AddInput("start", explanation).mutable_time() = period.start_time();
  *AddInput("end", explanation).mutable_time() = period.end_time();
  *AddInput("as of", explanation).mutable_time() = api::ToTimestamp(as_of);
  AddNumber("elapsed share", input.elapsed, explanation);
  if (input.due_target.has_value()) AddDefined("due target", *input.due_target, explanation);
  if (input.due_target_max.has_value()) {
    AddDefined("due target max", *input.due_target_max, explanation);
  }
  AddDefined("border of ON_TRACK", input.on_track, explanation);
  AddDefined("border of AT_RISK", input.at_risk, explanation);
}

std::optional<double> DueMax(const ScorecardCell& cell) {
  return cell.has_due_target_max() ? std::optional<double>(cell.due_target_max()) : std::nullopt;
}

std::string DueStep(const scoring::AttainmentInput& input, const ScorecardCell& cell) {
  const std::string due = absl::StrCat("due = ", EndsText(cell.due_target(), DueMax(cell)));
  const std::string all = absl::StrCat(due, ": all of the target");
  if (!input.additive) return absl::StrCat(all, ", as only sums are due by and by");
  if (input.due_target.has_value()) return absl::StrCat(due, ": by the curve of the target");
  if (input.elapsed >= 1) return absl::StrCat(all, ", as the period is over");
  const std::string whole = input.target_max.has_value()
                                ? absl::StrCat("(", EndsText(*input.target, input.target_max), ")")
                                : Operand(*input.target);
  return absl::StrCat("due = ", whole, " x ", ExactNumber(input.elapsed), " = ",
                      EndsText(cell.due_target(), DueMax(cell)),
                      ": that share of the period has passed");
}

// By a target, or by one end of a range.
std::string ShareStep(double actual, double due, bool decrease, double attainment) {
  const std::string result = ExactNumber(attainment);
  if (due <= 0) {
    return absl::StrCat("attainment = ", result, ": ", ExactNumber(actual),
                        attainment == 1 ? " meets " : " does not meet ", ExactNumber(due),
                        ", of which there are no shares");
  }
  return absl::StrCat("attainment = ", decrease ? "2 - " : "", Operand(actual), " / ",
                      ExactNumber(due), " = ", result);
}

std::string AttainmentStep(const scoring::AttainmentInput& input, const ScorecardCell& cell) {
  const double actual = cell.actual();
  if (input.direction != Direction::WITHIN) {
    return ShareStep(actual, cell.due_target(), input.direction == Direction::DECREASE,
                     cell.attainment());
  }
  if (actual < cell.due_target()) {
    return absl::StrCat(ShareStep(actual, cell.due_target(), false, cell.attainment()),
                        ": by the lower end");
  }
  if (cell.has_due_target_max() && actual > cell.due_target_max()) {
    return absl::StrCat(ShareStep(actual, cell.due_target_max(), true, cell.attainment()),
                        ": by the upper end");
  }
  return absl::StrCat("attainment = 1: ", ExactNumber(actual), " is inside ",
                      EndsText(cell.due_target(), DueMax(cell)));
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
                            " >= ", ExactNumber(*input.target),
                            ", and only negative amounts, such as refunds, "
                            "take a sum back");
      }
      return absl::StrCat("the period is over and ", number,
                          " >= ", BorderUnder(1, cell.attainment()));
    case Status::MISSED:
      if (input.elapsed < 1 || !input.settled) {
        return absl::StrCat("the whole target is exceeded, ", ExactNumber(*input.actual), " > ",
                            ExactNumber(input.target_max.value_or(*input.target)),
                            ", and only negative amounts, such as refunds, take a sum back");
      }
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

// The points that the forecast is made of.
void AddForecastInputs(const ForecastBasis& basis, KpiExplanation& explanation) {
  const char* label = basis.way == ForecastWay::kTotal ? "total so far" : "day";
  for (const scoring::DayNumber& day : basis.days) {
    *AddNumber(label, day.value, explanation).mutable_time() = api::ToTimestamp(day.time);
    if (basis.way == ForecastWay::kMean) AddNumber("weight of the day", day.weight, explanation);
  }
  if (basis.way == ForecastWay::kTotal) return;
  if (basis.possible.min.has_value()) AddNumber("least", *basis.possible.min, explanation);
  if (basis.possible.max.has_value()) AddNumber("most", *basis.possible.max, explanation);
}

// Where the end has to be.
std::string AimText(const Kpi& kpi, const okapi::metrics::v1::KpiValue& number) {
  if (number.has_target_max()) {
    return absl::StrCat("inside ", EndsText(number));
  }
  return absl::StrCat(kpi.direction() == Direction::DECREASE ? "at most " : "at least ",
                      ExactNumber(number.target()));
}

}  // namespace

void ExplainJudgement(absl::Time as_of, KpiExplanation& explanation) {
  const Kpi& kpi = explanation.kpi();
  const auto& number = explanation.number();
  const ScorecardCell& cell = explanation.cell();
  const scoring::AttainmentInput input = JudgedBy(kpi, number.period(), &number, as_of);
  AddInputs(input, as_of, explanation);
  if (cell.has_due_target()) explanation.add_steps(DueStep(input, cell));
  if (cell.has_attainment()) explanation.add_steps(AttainmentStep(input, cell));
  explanation.set_verdict(VerdictOf(cell, input));
  explanation.set_rounding(scoring::kRounding);
}

void ExplainForecast(const okapi::metrics::v1::AggregateKpiResponse& days, absl::Time as_of,
                     KpiExplanation& explanation) {
  const Kpi& kpi = explanation.kpi();
  const auto& number = explanation.number();
  const std::optional<double> so_far =
      number.has_value() ? std::optional<double>(number.value()) : std::nullopt;
  const auto basis = BasisOf(kpi, days, so_far, as_of);
  if (!basis.has_value()) return;
  scoring::ForecastParts parts;
  const auto forecast = ForecastOf(*basis, kpi, number.period(), explanation.cell(), as_of, &parts);
  if (!forecast.has_value()) return;
  *explanation.mutable_forecast() = *forecast;
  AddForecastInputs(*basis, explanation);
  for (std::string& step : ForecastSteps(basis->way, *forecast, parts)) {
    explanation.add_steps(std::move(step));
  }
  if (!forecast->has_likelihood()) return;
  explanation.add_steps(absl::StrCat("likelihood = ", ExactNumber(forecast->likelihood()),
                                     ": that the end is ", AimText(kpi, number),
                                     ", where four of five ends lie between low and high"));
}

}  // namespace okapi::reporting

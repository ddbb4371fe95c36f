#include "services/goals/insights/explanation_forecast.h"

#include <cmath>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/api/timestamp.h"
#include "common/scoring/border.h"
#include "common/scoring/end_likelihood.h"
#include "common/status/status_macros.h"
#include "common/text/quantity.h"
#include "services/goals/insights/explanation_inputs.h"
#include "services/goals/insights/forecast.h"
#include "services/goals/numbers/combining.h"

namespace okapi::goals {
namespace {

using okapi::goals::v1::Explanation;
using okapi::goals::v1::KeyResult;
using okapi::goals::v1::Objective;

const char* NameOf(ForecastRule rule) {
  switch (rule) {
    case ForecastRule::kTotal:
      return "a total";
    case ForecastRule::kStock:
      return "a stock";
    case ForecastRule::kMean:
      return "a running mean";
    case ForecastRule::kSmallest:
      return "a running minimum";
    case ForecastRule::kLargest:
      return "a running maximum";
    default:
      return "a level";
  }
}

// Whether a likelihood is one of those beyond which its points do not allow to be surer.
bool IsAsSureAsCanBe(const okapi::common::v1::Forecast& forecast) {
  const auto is = [&forecast](double likelihood) {
    return std::abs(forecast.likelihood() - likelihood) < scoring::kBorderWidth;
  };
  return is(scoring::SoberLikelihood(0, forecast.points())) ||
         is(scoring::SoberLikelihood(1, forecast.points()));
}

std::string StepOf(const KeyResult& key_result, const Timing& timing, const FoundForecast& found) {
  const auto& forecast = found.forecast;
  std::string step = absl::StrCat(
      "forecast = ", text::ExactNumber(forecast.value()), ", in four of five cases from ",
      text::ExactNumber(forecast.low()), " to ", text::ExactNumber(forecast.high()));
  if (forecast.has_likelihood()) {
    absl::StrAppend(&step, ", likelihood = ", text::ExactNumber(forecast.likelihood()),
                    IsAsSureAsCanBe(forecast) ? ", as sure as so few points allow" : "");
  }
  absl::StrAppend(&step, ": by the rules of common/scoring for ", NameOf(found.rule), ", ",
                  text::ExactNumber(found.parts.base), " + ", text::Operand(found.parts.pace),
                  " x ", text::ExactNumber(found.parts.reach), ", from ", forecast.points(),
                  " points of the history, from ", TimeText(found.start), " to ",
                  TimeText(timing.span.end));
  if (!key_result.curve().season().empty()) {
    absl::StrAppend(&step, ", where time passes as the curve SEASON grows");
  }
  return step;
}

}  // namespace

absl::Status AddForecast(const GoalsStore& store, const storage::Reader& reader,
                         const Objective& objective, const KeyResult& key_result,
                         const Timing& timing, Explanation& explanation) {
  if (!MayBeForecast(key_result, objective, timing)) return absl::OkStatus();
  OKAPI_ASSIGN_OR_RETURN(const auto history, HistoryOf(store, reader, key_result));
  OKAPI_ASSIGN_OR_RETURN(const auto found, ForecastOf(store, reader, key_result, timing, history));
  if (!found.has_value()) return absl::OkStatus();
  const std::string& source =
      key_result.has_kpi_source() ? key_result.kpi_source().kpi() : key_result.name();
  for (const DatedValue& value : history) {
    Explanation::Input& input = AddInput("history", source, "", explanation);
    input.set_value(value.value);
    *input.mutable_time() = api::ToTimestamp(value.time);
  }
  explanation.add_steps(StepOf(key_result, timing, *found));
  if (reader.as_of().has_value() && IsDriven(key_result)) {
    explanation.add_steps(
        "the days of its history, and so its forecast, are as they are known now");
  }
  return absl::OkStatus();
}

}  // namespace okapi::goals

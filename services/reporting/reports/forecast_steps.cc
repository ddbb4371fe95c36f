#include "services/reporting/reports/forecast_steps.h"

#include "absl/strings/str_cat.h"
#include "common/text/quantity.h"

namespace okapi::reporting {
namespace {

using okapi::common::v1::Forecast;
using okapi::text::ExactNumber;
using okapi::text::Operand;

std::string PaceStep(ForecastWay way, const Forecast& forecast, double pace) {
  const std::string number = ExactNumber(pace);
  auto slopes = [&](const char* of) {
    return absl::StrCat("pace = ", number, " a period: the median of the slopes between ",
                        forecast.points(), of, " far apart");
  };
  switch (way) {
    case ForecastWay::kTotal:
      return slopes(" totals");
    case ForecastWay::kStock:
      return slopes(" days");
    case ForecastWay::kMean:
      if (pace == 0) return "rise = 0: no trend stands out of the noise of the days";
      return absl::StrCat("rise = ", number,
                          ": how far the days that remain lie from those before, by the trend that "
                          "stands out of the noise of ",
                          forecast.points(), " days");
    case ForecastWay::kSmallest:
    case ForecastWay::kLargest:
      return absl::StrCat("scale = ", number, ": how far the days beyond the median of ",
                          forecast.points(), " days lie from it, in the mean");
  }
  return "";
}

const char* ReasonOf(ForecastWay way) {
  switch (way) {
    case ForecastWay::kTotal:
      return "the last total and the pace until the end";
    case ForecastWay::kStock:
      return "the last day and the pace until the end";
    case ForecastWay::kMean:
      return "the number so far, and the rise for the share of time that remains";
    case ForecastWay::kSmallest:
    case ForecastWay::kLargest:
      return "the number so far, and by how many scales it is as likely exceeded as not";
  }
  return "";
}

std::string EndStep(ForecastWay way, const Forecast& forecast,
                    const scoring::ForecastParts& parts) {
  if (forecast.value() != parts.base + parts.pace * parts.reach) {
    return absl::StrCat("forecast = ", ExactNumber(forecast.value()),
                        ": the pace would lead beyond what is possible");
  }
  return absl::StrCat("forecast = ", Operand(parts.base), " + ", Operand(parts.pace), " x ",
                      ExactNumber(parts.reach), " = ", ExactNumber(forecast.value()), ": ",
                      ReasonOf(way));
}

// Of one end of the range.
std::string SideStep(const char* name, const Forecast& forecast, const char* sign, double width,
                     double straight, double end) {
  if (end != straight) {
    return absl::StrCat(name, " = ", ExactNumber(end),
                        ": what is counted already stays, and beyond what is possible it does not "
                        "go");
  }
  return absl::StrCat(name, " = ", Operand(forecast.value()), sign, ExactNumber(width), " = ",
                      ExactNumber(end), ": so far it strayed like that");
}

}  // namespace

std::vector<std::string> ForecastSteps(ForecastWay way, const Forecast& forecast,
                                       const scoring::ForecastParts& parts) {
  std::vector<std::string> steps = {PaceStep(way, forecast, parts.pace),
                                    EndStep(way, forecast, parts)};
  if (way == ForecastWay::kSmallest || way == ForecastWay::kLargest) {
    steps.push_back(absl::StrCat("low = ", ExactNumber(forecast.low()),
                                 ": one in ten ends lies below, if it can move that way at all"));
    steps.push_back(absl::StrCat("high = ", ExactNumber(forecast.high()),
                                 ": one in ten ends lies above, if it can move that way at all"));
    return steps;
  }
  const double width = parts.width;
  steps.push_back(
      SideStep("low", forecast, " - ", width, forecast.value() - width, forecast.low()));
  steps.push_back(
      SideStep("high", forecast, " + ", width, forecast.value() + width, forecast.high()));
  return steps;
}

}  // namespace okapi::reporting

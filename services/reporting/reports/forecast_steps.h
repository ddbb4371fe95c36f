#pragma once

#include <string>
#include <vector>

#include "common/scoring/forecast.h"
#include "okapi/common/v1/scoring.pb.h"
#include "services/reporting/reports/kpi_forecast.h"

namespace okapi::reporting {

// How a forecast is computed, with the numbers in place.
std::vector<std::string> ForecastSteps(ForecastWay way, const okapi::common::v1::Forecast& forecast,
                                       const scoring::ForecastParts& parts);

}  // namespace okapi::reporting

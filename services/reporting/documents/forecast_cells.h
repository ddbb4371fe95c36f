#pragma once

#include <string>
#include <vector>

#include "okapi/common/v1/scoring.pb.h"
#include "okapi/common/v1/unit.pb.h"
#include "okapi/goals/v1/resources.pb.h"
#include "services/reporting/documents/document.h"

// Where numbers will be at the end, as three columns of a table.
namespace okapi::reporting::documents {

// The number, between what four of five such numbers end, and how likely the target is reached. A
// page leaves them out where there is no forecast at all.
std::vector<Column> ForecastColumns(const std::string& language);
void AddForecast(const okapi::common::v1::Forecast& forecast, const okapi::common::v1::Unit& unit,
                 const std::string& language, Row& row);
// Its forecast in its unit; that of milestones is a share of their weight. Without one it is
// missing.
void AddForecast(const okapi::goals::v1::KeyResult& key_result, const std::string& language,
                 Row& row);
// Of a row that cannot have one.
void AddNoForecast(Row& row);

}  // namespace okapi::reporting::documents

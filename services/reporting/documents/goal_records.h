#pragma once

#include "okapi/reporting/v1/resources.pb.h"
#include "services/reporting/documents/records.h"

namespace okapi::reporting::documents {

// A line for each objective, key result and initiative, which `kind` tells apart, in the order of
// the report.
Records GoalsOf(const okapi::reporting::v1::OkrReport& report);

}  // namespace okapi::reporting::documents

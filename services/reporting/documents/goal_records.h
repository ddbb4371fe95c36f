#pragma once

#include "okapi/reporting/v1/resources.pb.h"
#include "services/reporting/documents/records.h"

namespace okapi::reporting::documents {

// A line for each objective, key result, retarget and initiative, which `kind` tells apart, in the
// order of the report.
Records GoalsOf(const okapi::reporting::v1::OkrReport& report, const Names& names);

}  // namespace okapi::reporting::documents

#pragma once

#include "google/type/date.pb.h"
#include "okapi/metrics/v1/metrics_service.pb.h"
#include "okapi/metrics/v1/resources.pb.h"

namespace okapi::reporting {

// A number of metrics is made by the definition that held when its period began, and says by its
// date which that was. By that it is judged and explained, not by the one of now.

// The definition of a date; empty: from ever. That of now where none is told of that date.
okapi::metrics::v1::KpiDefinition DefinitionOf(const okapi::metrics::v1::Kpi& kpi,
                                               const google::type::Date& day);

// How the number is made: that of its definition, which is not copied.
okapi::metrics::v1::Aggregation AggregationOf(const okapi::metrics::v1::Kpi& kpi,
                                              const okapi::metrics::v1::KpiValue& number);

}  // namespace okapi::reporting

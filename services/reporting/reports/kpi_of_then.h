#pragma once

#include "okapi/metrics/v1/metrics_service.pb.h"
#include "okapi/metrics/v1/resources.pb.h"

namespace okapi::reporting {

// A number of metrics is made by the definition that held when its period began, and says which. By
// that it is judged and explained, not by the one of now.

// How the number is made.
okapi::metrics::v1::Aggregation AggregationOf(const okapi::metrics::v1::Kpi& kpi,
                                              const okapi::metrics::v1::KpiValue& number);

// The KPI with the definition that the number is made by.
okapi::metrics::v1::Kpi KpiOfThen(const okapi::metrics::v1::Kpi& kpi,
                                  const okapi::metrics::v1::KpiValue& number);

}  // namespace okapi::reporting

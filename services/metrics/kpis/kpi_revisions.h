#pragma once

#include "absl/status/status.h"
#include "okapi/metrics/v1/resources.pb.h"

namespace okapi::metrics {

// How a KPI's definition changes from a day on. The rules are those of Kpi.effective_date.

inline constexpr int kFormerDefinitionsMax = 100;

// What the KPI is computed by, and the same put into a KPI.
okapi::metrics::v1::KpiDefinition DefinitionOf(const okapi::metrics::v1::Kpi& kpi);
void SetDefinition(const okapi::metrics::v1::KpiDefinition& definition,
                   okapi::metrics::v1::Kpi& kpi);

// Keeps the definition before, if it is replaced from a day on; `before` is null on creation.
// INVALID_ARGUMENT for a day that does not go with the definitions there are.
absl::Status SettleDefinitions(const okapi::metrics::v1::Kpi* before,
                               okapi::metrics::v1::Kpi& after);

}  // namespace okapi::metrics

#include "services/reporting/reports/kpi_definition.h"

#include "common/api/stable_bytes.h"

namespace okapi::reporting {

using okapi::metrics::v1::Kpi;
using okapi::metrics::v1::KpiDefinition;

namespace {

// Null where it is the definition of now.
const KpiDefinition* FormerOf(const Kpi& kpi, const google::type::Date& day) {
  for (const KpiDefinition& former : kpi.former_definitions()) {
    if (api::StableBytes(former.effective_date()) == api::StableBytes(day)) return &former;
  }
  return nullptr;
}

}  // namespace

KpiDefinition DefinitionOf(const Kpi& kpi, const google::type::Date& day) {
  const KpiDefinition* former = FormerOf(kpi, day);
  if (former != nullptr) return *former;
  KpiDefinition definition;
  if (kpi.has_effective_date()) *definition.mutable_effective_date() = kpi.effective_date();
  definition.set_aggregation(kpi.aggregation());
  definition.set_metric(kpi.metric());
  definition.set_denominator_metric(kpi.denominator_metric());
  *definition.mutable_selector() = kpi.selector();
  definition.set_formula(kpi.formula());
  return definition;
}

okapi::metrics::v1::Aggregation AggregationOf(const Kpi& kpi,
                                              const okapi::metrics::v1::KpiValue& number) {
  const KpiDefinition* former = FormerOf(kpi, number.definition_date());
  return former == nullptr ? kpi.aggregation() : former->aggregation();
}

}  // namespace okapi::reporting

#include "services/reporting/reports/kpi_of_then.h"

#include <tuple>

namespace okapi::reporting {

using okapi::metrics::v1::Kpi;
using okapi::metrics::v1::KpiDefinition;
using okapi::metrics::v1::KpiValue;

namespace {

// Absent from ever: the same as an empty one.
bool Same(const google::type::Date& a, const google::type::Date& b) {
  const auto parts = [](const google::type::Date& date) {
    return std::tuple(date.year(), date.month(), date.day());
  };
  return parts(a) == parts(b);
}

// Null where it is the definition of now, or one that is not told any more.
const KpiDefinition* FormerOf(const Kpi& kpi, const KpiValue& number) {
  for (const KpiDefinition& former : kpi.former_definitions()) {
    if (Same(former.effective_date(), number.definition_date())) return &former;
  }
  return nullptr;
}

}  // namespace

okapi::metrics::v1::Aggregation AggregationOf(const Kpi& kpi, const KpiValue& number) {
  const KpiDefinition* former = FormerOf(kpi, number);
  return former == nullptr ? kpi.aggregation() : former->aggregation();
}

Kpi KpiOfThen(const Kpi& kpi, const KpiValue& number) {
  Kpi then = kpi;
  const KpiDefinition* former = FormerOf(kpi, number);
  if (former == nullptr) return then;
  then.set_aggregation(former->aggregation());
  then.set_metric(former->metric());
  then.set_denominator_metric(former->denominator_metric());
  *then.mutable_selector() = former->selector();
  then.set_formula(former->formula());
  return then;
}

}  // namespace okapi::reporting

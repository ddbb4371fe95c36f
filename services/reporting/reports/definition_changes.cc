#include "services/reporting/reports/definition_changes.h"

#include <string>
#include <vector>

#include "common/api/stable_bytes.h"
#include "google/type/date.pb.h"
#include "okapi/metrics/v1/resources.pb.h"

namespace okapi::reporting {
namespace {

using okapi::metrics::v1::Kpi;
using okapi::metrics::v1::KpiDefinition;
using okapi::reporting::v1::KpiReport;
using okapi::reporting::v1::ScorecardCell;

std::string DayOf(const google::type::Date& date) { return api::StableBytes(date); }

KpiDefinition Current(const Kpi& kpi) {
  KpiDefinition definition;
  if (kpi.has_effective_date()) *definition.mutable_effective_date() = kpi.effective_date();
  definition.set_aggregation(kpi.aggregation());
  definition.set_metric(kpi.metric());
  definition.set_denominator_metric(kpi.denominator_metric());
  *definition.mutable_selector() = kpi.selector();
  definition.set_formula(kpi.formula());
  return definition;
}

// The definition of that date.
KpiDefinition DefinitionOf(const Kpi& kpi, const std::string& day) {
  for (const KpiDefinition& former : kpi.former_definitions()) {
    if (DayOf(former.effective_date()) == day) return former;
  }
  return Current(kpi);
}

std::vector<std::string> DifferingFields(const KpiDefinition& a, const KpiDefinition& b) {
  std::vector<std::string> fields;
  auto differ = [&](const char* field, bool differs) {
    if (differs) fields.emplace_back(field);
  };
  KpiDefinition selector_a;
  *selector_a.mutable_selector() = a.selector();
  KpiDefinition selector_b;
  *selector_b.mutable_selector() = b.selector();
  differ("aggregation", a.aggregation() != b.aggregation());
  differ("metric", a.metric() != b.metric());
  differ("denominator_metric", a.denominator_metric() != b.denominator_metric());
  differ("selector", api::StableBytes(selector_a) != api::StableBytes(selector_b));
  differ("formula", a.formula() != b.formula());
  return fields;
}

}  // namespace

void AddDefinitionChanges(KpiReport& report) {
  for (int i = 1; i < report.row().cells_size(); ++i) {
    const ScorecardCell& before = report.row().cells(i - 1);
    const ScorecardCell& after = report.row().cells(i);
    const std::string day_before = DayOf(before.definition_date());
    const std::string day_after = DayOf(after.definition_date());
    if (day_before == day_after) continue;
    auto* change = report.add_definition_changes();
    *change->mutable_effective_date() = after.definition_date();
    change->set_period_index(i);
    for (const std::string& field : DifferingFields(DefinitionOf(report.kpi(), day_before),
                                                    DefinitionOf(report.kpi(), day_after))) {
      change->add_fields(field);
    }
  }
}

}  // namespace okapi::reporting

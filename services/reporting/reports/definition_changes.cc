#include "services/reporting/reports/definition_changes.h"

#include <string>
#include <vector>

#include "common/api/stable_bytes.h"
#include "okapi/metrics/v1/resources.pb.h"
#include "services/reporting/reports/kpi_definition.h"

namespace okapi::reporting {
namespace {

using okapi::metrics::v1::KpiDefinition;
using okapi::reporting::v1::KpiReport;
using okapi::reporting::v1::ScorecardCell;

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
    if (api::StableBytes(before.definition_date()) == api::StableBytes(after.definition_date())) {
      continue;
    }
    auto* change = report.add_definition_changes();
    *change->mutable_effective_date() = after.definition_date();
    change->set_period_index(i);
    for (const std::string& field :
         DifferingFields(DefinitionOf(report.kpi(), before.definition_date()),
                         DefinitionOf(report.kpi(), after.definition_date()))) {
      change->add_fields(field);
    }
  }
}

}  // namespace okapi::reporting

#include "services/metrics/kpis/kpi_revisions.h"

#include "absl/strings/str_cat.h"
#include "common/calendar/date.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/metrics/kpis/targets.h"

namespace okapi::metrics {
namespace {

using okapi::metrics::v1::Kpi;
using okapi::metrics::v1::KpiDefinition;

constexpr char kField[] = "kpi.effective_date";

bool SameComputation(KpiDefinition a, KpiDefinition b) {
  a.clear_effective_date();
  b.clear_effective_date();
  return google::protobuf::util::MessageDifferencer::Equals(a, b);
}

// The day from which the definition before the current one holds, 0 from ever.
int32_t FormerSince(const Kpi& kpi) {
  return DayNumber(kpi.former_definitions().rbegin()->effective_date());
}

}  // namespace

KpiDefinition DefinitionOf(const Kpi& kpi) {
  KpiDefinition definition;
  if (kpi.has_effective_date()) *definition.mutable_effective_date() = kpi.effective_date();
  definition.set_aggregation(kpi.aggregation());
  definition.set_metric(kpi.metric());
  definition.set_denominator_metric(kpi.denominator_metric());
  *definition.mutable_selector() = kpi.selector();
  definition.set_formula(kpi.formula());
  return definition;
}

void SetDefinition(const KpiDefinition& definition, Kpi& kpi) {
  kpi.clear_effective_date();
  if (definition.has_effective_date()) {
    *kpi.mutable_effective_date() = definition.effective_date();
  }
  kpi.set_aggregation(definition.aggregation());
  kpi.set_metric(definition.metric());
  kpi.set_denominator_metric(definition.denominator_metric());
  *kpi.mutable_selector() = definition.selector();
  kpi.set_formula(definition.formula());
}

absl::Status SettleDefinitions(const Kpi* before, Kpi& after) {
  if (!after.has_effective_date()) {
    after.clear_former_definitions();
    return absl::OkStatus();
  }
  OKAPI_RETURN_IF_ERROR(calendar::CheckDate(after.effective_date(), kField));
  if (before == nullptr) {
    return status::InvalidField(kField, "is not for a new KPI, which has only one definition");
  }
  const int32_t since = DayNumber(after.effective_date());
  const int32_t since_before = DayNumber(before->effective_date());
  if (since == since_before) return absl::OkStatus();
  if (!SameComputation(DefinitionOf(*before), DefinitionOf(after))) {
    if (since < since_before) {
      return status::InvalidField(kField, "must not be before that of the current definition");
    }
    if (after.former_definitions_size() == kFormerDefinitionsMax) {
      return status::Error(absl::StatusCode::kInvalidArgument, status::ErrorReason::LIMIT_EXCEEDED,
                           absl::StrCat("kpi.former_definitions: there are ", kFormerDefinitionsMax,
                                        " already; clear effective_date to drop them"),
                           {{"limit", absl::StrCat(kFormerDefinitionsMax)}});
    }
    *after.add_former_definitions() = DefinitionOf(*before);
    return absl::OkStatus();
  }
  if (after.former_definitions().empty()) {
    return status::InvalidField(kField, "needs a change of the definition");
  }
  if (since <= FormerSince(after)) {
    return status::InvalidField(kField, "must be after that of the definition before");
  }
  return absl::OkStatus();
}

}  // namespace okapi::metrics

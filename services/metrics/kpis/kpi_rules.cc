#include "services/metrics/kpis/kpi_rules.h"

#include <algorithm>
#include <set>
#include <string>
#include <tuple>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/api/resource_name.h"
#include "common/api/timestamp.h"
#include "common/calendar/date.h"
#include "common/scoring/expected.h"
#include "common/status/errors.h"
#include "services/metrics/kpis/formula.h"
#include "services/metrics/kpis/targets.h"
#include "services/metrics/series/label_matcher.h"
#include "services/metrics/series/series.h"

namespace okapi::metrics {
namespace {

using okapi::metrics::v1::Kpi;
using status::FieldViolations;

constexpr int kRetentionDaysMin = 30;
constexpr int kRetentionDaysMax = 36'500;
constexpr absl::Duration kLateToleranceMax = absl::Hours(24 * 366);

void CheckFormula(const Kpi& kpi, FieldViolations& violations) {
  constexpr char kFromKpis[] = "is not for FORMULA, which is computed from KPIs";
  if (absl::Status bad = Formula::Parse(kpi.formula()).status(); !bad.ok()) {
    violations.Add("kpi.formula", bad.message());
  }
  if (!kpi.metric().empty()) violations.Add("kpi.metric", kFromKpis);
  if (!kpi.denominator_metric().empty()) violations.Add("kpi.denominator_metric", kFromKpis);
  if (kpi.selector_size() > 0) violations.Add("kpi.selector", kFromKpis);
}

void CheckMetrics(const Kpi& kpi, FieldViolations& violations) {
  if (kpi.aggregation() == v1::FORMULA) return CheckFormula(kpi, violations);
  if (!kpi.formula().empty()) violations.Add("kpi.formula", "is for FORMULA only");
  if (absl::Status bad = CheckMetricName(kpi.metric()); !bad.ok()) {
    violations.Add("kpi.metric", bad.message());
  }
  if (kpi.aggregation() != v1::RATIO_OF_SUMS) {
    if (!kpi.denominator_metric().empty()) {
      violations.Add("kpi.denominator_metric", "is for RATIO_OF_SUMS only");
    }
  } else if (absl::Status bad = CheckMetricName(kpi.denominator_metric()); !bad.ok()) {
    violations.Add("kpi.denominator_metric", bad.message());
  }
}

void CheckUnit(const okapi::common::v1::Unit& unit, FieldViolations& violations) {
  using okapi::common::v1::Unit;
  if (unit.kind_case() == Unit::kCurrencyCode) {
    const std::string& code = unit.currency_code();
    const bool iso = code.size() == 3 && std::all_of(code.begin(), code.end(), [](char c) {
                       return absl::ascii_isupper(static_cast<unsigned char>(c));
                     });
    if (!iso) {
      violations.Add("kpi.unit.currency_code", "must be three capital letters such as USD");
    }
  }
  if (unit.kind_case() == Unit::kPercent && !unit.percent()) {
    violations.Add("kpi.unit.percent", "must be true when it is set");
  }
  if (unit.kind_case() == Unit::kDuration && !unit.duration()) {
    violations.Add("kpi.unit.duration", "must be true when it is set");
  }
}

void CheckOrganization(const Kpi& kpi, const std::string& name, absl::string_view field,
                       FieldViolations& violations) {
  if (name.empty() || api::OrganizationOf(name) == api::OrganizationOf(kpi.name())) return;
  violations.Add(field, absl::StrCat("'", name, "' belongs to another organization"));
}

void CheckDimension(const v1::Dimension& dimension, const std::string& field,
                    FieldViolations& violations) {
  if (absl::Status bad = CheckLabelName(dimension.label()); !bad.ok()) {
    violations.Add(absl::StrCat(field, ".label"), bad.message());
  }
  if (dimension.members_size() > kDimensionMembersMax) {
    violations.Add(absl::StrCat(field, ".members"),
                   absl::StrCat("has more than ", kDimensionMembersMax, " entries"));
  }
  std::set<std::string> values;
  for (int i = 0; i < dimension.members_size(); ++i) {
    const std::string& value = dimension.members(i).value();
    const std::string member = absl::StrCat(field, ".members[", i, "].value");
    if (absl::Status bad = CheckLabelValue(value); !bad.ok()) violations.Add(member, bad.message());
    if (!values.insert(value).second) {
      violations.Add(member, absl::StrCat("'", value, "' occurs twice"));
    }
  }
}

std::set<std::string> CheckDimensions(const Kpi& kpi, FieldViolations& violations) {
  if (kpi.dimensions_size() > kDimensionsMax) {
    violations.Add("kpi.dimensions", absl::StrCat("has more than ", kDimensionsMax, " entries"));
  }
  std::set<std::string> labels;
  for (int i = 0; i < kpi.dimensions_size(); ++i) {
    const std::string field = absl::StrCat("kpi.dimensions[", i, "]");
    CheckDimension(kpi.dimensions(i), field, violations);
    if (!labels.insert(kpi.dimensions(i).label()).second) {
      violations.Add(absl::StrCat(field, ".label"),
                     absl::StrCat("'", kpi.dimensions(i).label(), "' occurs twice"));
    }
  }
  return labels;
}

void CheckSelector(const Kpi& kpi, FieldViolations& violations) {
  if (kpi.selector_size() > kMatchersMax) {
    violations.Add("kpi.selector", absl::StrCat("has more than ", kMatchersMax, " entries"));
  }
  CheckMatchers(kpi.selector(), "kpi.selector", violations);
}

void CheckSigners(const Kpi& kpi, FieldViolations& violations) {
  if (kpi.signers_size() > kSignersMax) {
    violations.Add("kpi.signers", absl::StrCat("has more than ", kSignersMax, " entries"));
  }
  std::set<std::string> seen;
  for (int i = 0; i < kpi.signers_size(); ++i) {
    const std::string field = absl::StrCat("kpi.signers[", i, "]");
    CheckOrganization(kpi, kpi.signers(i), field, violations);
    if (seen.insert(kpi.signers(i)).second) continue;
    violations.Add(field, absl::StrCat("'", kpi.signers(i), "' occurs twice"));
  }
}

// Whether a target is of the kind that the direction is measured against.
void CheckAim(const Kpi& kpi, const v1::Target& target, const std::string& field,
              FieldViolations& violations) {
  const std::string value = absl::StrCat(field, ".value");
  const std::string range = absl::StrCat(field, ".range");
  if (kpi.direction() != okapi::common::v1::WITHIN) {
    if (target.has_range()) {
      violations.Add(range, "is for direction WITHIN only");
    } else if (!target.has_value()) {
      violations.Add(value, "is required");
    }
    return;
  }
  if (target.has_value()) {
    violations.Add(value, "is not for direction WITHIN, which needs a range");
  } else if (!target.has_range()) {
    violations.Add(range, "is required for direction WITHIN");
  }
  const v1::TargetRange& ends = target.range();
  if (ends.has_min() && ends.has_max() && ends.max() < ends.min()) {
    violations.Add(absl::StrCat(range, ".max"), "must not be below min");
  }
}

void CheckTargets(const Kpi& kpi, const std::set<std::string>& dimensions,
                  FieldViolations& violations) {
  if (kpi.targets_size() > kTargetsMax) {
    violations.Add("kpi.targets", absl::StrCat("has more than ", kTargetsMax, " entries"));
  }
  std::set<std::tuple<std::string, std::string, int32_t>> seen;
  for (int i = 0; i < kpi.targets_size(); ++i) {
    const v1::Target& target = kpi.targets(i);
    const std::string field = absl::StrCat("kpi.targets[", i, "]");
    if (!target.dimension().empty() && dimensions.count(target.dimension()) == 0) {
      violations.Add(absl::StrCat(field, ".dimension"),
                     absl::StrCat("'", target.dimension(), "' is not a dimension of the KPI"));
    }
    if (target.dimension().empty() && !target.member().empty()) {
      violations.Add(absl::StrCat(field, ".member"), "needs a dimension");
    }
    CheckAim(kpi, target, field, violations);
    scoring::CheckCurve(target.curve(), absl::StrCat(field, ".curve."), violations);
    if (target.curve().shape() == okapi::common::v1::Curve::SEASON) {
      violations.Add(absl::StrCat(field, ".curve.shape"), "SEASON is for key results");
    }
    if (target.has_curve() && kpi.aggregation() != v1::SUM) {
      violations.Add(absl::StrCat(field, ".curve"), "is for SUM only");
    }
    if (target.has_effective_date()) {
      const std::string date = absl::StrCat(field, ".effective_date");
      if (!calendar::CheckDate(target.effective_date(), date).ok()) {
        violations.Add(date, "is not a date");
        continue;
      }
    }
    const auto key =
        std::tuple(target.dimension(), target.member(), DayNumber(target.effective_date()));
    if (!seen.insert(key).second) {
      violations.Add(field, "an earlier target is for the same thing from the same day");
    }
  }
}

}  // namespace

absl::Status CheckKpi(Kpi& kpi) {
  FieldViolations violations;
  CheckMetrics(kpi, violations);
  CheckUnit(kpi.unit(), violations);
  CheckOrganization(kpi, kpi.owner(), "kpi.owner", violations);
  CheckOrganization(kpi, kpi.team(), "kpi.team", violations);
  CheckSigners(kpi, violations);
  if (kpi.retention_days() != 0 &&
      (kpi.retention_days() < kRetentionDaysMin || kpi.retention_days() > kRetentionDaysMax)) {
    violations.Add("kpi.retention_days", absl::StrCat("must be 0, or from ", kRetentionDaysMin,
                                                      " to ", kRetentionDaysMax));
  }
  scoring::CheckBands(kpi.bands(), "kpi.bands.", violations);
  const absl::Duration tolerance = api::FromDuration(kpi.late_tolerance());
  if (tolerance < absl::ZeroDuration() || tolerance > kLateToleranceMax) {
    violations.Add("kpi.late_tolerance", "must be from 0 to 366 days");
  }
  const std::set<std::string> dimensions = CheckDimensions(kpi, violations);
  CheckSelector(kpi, violations);
  CheckTargets(kpi, dimensions, violations);
  if (kpi.direction() == okapi::common::v1::DIRECTION_UNSPECIFIED) {
    kpi.set_direction(okapi::common::v1::INCREASE);
  }
  return violations.ToStatus();
}

}  // namespace okapi::metrics

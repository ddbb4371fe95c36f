#include "services/reporting/store/alert_rules.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/api/timestamp.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/reporting/store/same_organization.h"
#include "services/reporting/store/subject_kind.h"

namespace okapi::reporting {
namespace {

using okapi::common::v1::Status;
using okapi::reporting::v1::AlertRule;
using okapi::reporting::v1::ErrorBudgetBurn;
using okapi::reporting::v1::ForecastMiss;
using okapi::reporting::v1::MissingData;
using okapi::reporting::v1::Severity;
using okapi::reporting::v1::StatusIs;
using okapi::reporting::v1::Threshold;

constexpr int64_t kDay = 24 * 60 * 60;
constexpr int64_t kHoldMax = 90 * kDay;
constexpr int64_t kAgeMin = 60;
constexpr int64_t kAgeMax = 400 * kDay;
constexpr int64_t kLongWindowMin = 60;
constexpr int64_t kLongWindowMax = 400 * kDay;
// How many short windows make a long one, unless the rule says otherwise: of the SRE Workbook.
constexpr int kShortWindows = 12;

absl::Status CheckThreshold(Threshold& threshold) {
  OKAPI_RETURN_IF_ERROR(CheckIsKpi(threshold.kpi(), "alert_rule.threshold.kpi"));
  if (threshold.side() == Threshold::SIDE_UNSPECIFIED) {
    return status::InvalidField("alert_rule.threshold.side", "must be BELOW or ABOVE");
  }
  if (threshold.window() == Threshold::WINDOW_UNSPECIFIED) {
    threshold.set_window(Threshold::LAST_COMPLETE);
  }
  if (!threshold.has_resolve_value()) return absl::OkStatus();
  const bool good = threshold.side() == Threshold::BELOW
                        ? threshold.resolve_value() >= threshold.value()
                        : threshold.resolve_value() <= threshold.value();
  if (good) return absl::OkStatus();
  return status::InvalidField("alert_rule.threshold.resolve_value",
                              "must lie on the good side of `value`");
}

absl::Status CheckStatusIs(StatusIs& condition) {
  OKAPI_RETURN_IF_ERROR(CheckHasNumber(condition.resource(), "alert_rule.status_is.resource"));
  for (const int verdict : condition.statuses()) {
    if (verdict == Status::STATUS_UNSPECIFIED) {
      return status::InvalidField("alert_rule.status_is.statuses", "must be verdicts");
    }
  }
  if (condition.statuses().empty()) {
    condition.add_statuses(Status::OFF_TRACK);
    condition.add_statuses(Status::MISSED);
  }
  return absl::OkStatus();
}

absl::Status CheckMissingData(const MissingData& condition) {
  OKAPI_RETURN_IF_ERROR(CheckIsKpi(condition.kpi(), "alert_rule.missing_data.kpi"));
  if (condition.age().seconds() >= kAgeMin && condition.age().seconds() <= kAgeMax) {
    return absl::OkStatus();
  }
  return status::InvalidField("alert_rule.missing_data.age",
                              "must be from a minute (60s) to 400 days (34560000s)");
}

absl::Status CheckForecastMiss(ForecastMiss& condition) {
  OKAPI_RETURN_IF_ERROR(CheckIsKpi(condition.kpi(), "alert_rule.forecast_miss.kpi"));
  if (condition.likelihood() == 0) condition.set_likelihood(0.5);
  if (condition.resolve_likelihood() == 0) condition.set_resolve_likelihood(condition.likelihood());
  if (condition.likelihood() < 0 || condition.likelihood() >= 1) {
    return status::InvalidField("alert_rule.forecast_miss.likelihood", "must lie between 0 and 1");
  }
  if (condition.resolve_likelihood() < condition.likelihood() ||
      condition.resolve_likelihood() > 1) {
    return status::InvalidField("alert_rule.forecast_miss.resolve_likelihood",
                                "must lie between `likelihood` and 1");
  }
  return absl::OkStatus();
}

absl::Status CheckErrorBudgetBurn(ErrorBudgetBurn& condition) {
  OKAPI_RETURN_IF_ERROR(
      CheckIsKeyResult(condition.key_result(), "alert_rule.error_budget_burn.key_result"));
  status::FieldViolations violations;
  const auto add = [&violations](const char* field, const char* problem) {
    violations.Add(absl::StrCat("alert_rule.error_budget_burn.", field), problem);
  };
  const absl::Duration window = api::FromDuration(condition.long_window());
  const bool is_window =
      window >= absl::Seconds(kLongWindowMin) && window <= absl::Seconds(kLongWindowMax);
  if (!is_window) add("long_window", "must be from a minute (60s) to 400 days (34560000s)");
  if (!condition.has_short_window() && is_window) {
    *condition.mutable_short_window() = api::ToDuration(window / kShortWindows);
  }
  const absl::Duration part = api::FromDuration(condition.short_window());
  if (condition.has_short_window() && (part < absl::Seconds(1) || (is_window && part >= window))) {
    add("short_window", "must be a second (1s) at least, and shorter than `long_window`");
  }
  if (!(condition.rate() > 0)) add("rate", "must be greater than 0");
  if (!condition.has_resolve_rate()) condition.set_resolve_rate(condition.rate());
  if (!(condition.resolve_rate() > 0 && condition.resolve_rate() <= condition.rate()) &&
      condition.rate() > 0) {
    add("resolve_rate", "must be greater than 0 and at most `rate`");
  }
  return violations.ToStatus();
}

absl::Status CheckCondition(AlertRule& rule) {
  switch (rule.condition_case()) {
    case AlertRule::kThreshold:
      return CheckThreshold(*rule.mutable_threshold());
    case AlertRule::kStatusIs:
      return CheckStatusIs(*rule.mutable_status_is());
    case AlertRule::kMissingData:
      return CheckMissingData(rule.missing_data());
    case AlertRule::kForecastMiss:
      return CheckForecastMiss(*rule.mutable_forecast_miss());
    case AlertRule::kGuardBroken:
      return CheckIsKeyResult(rule.guard_broken().key_result(),
                              "alert_rule.guard_broken.key_result");
    case AlertRule::kErrorBudgetBurn:
      return CheckErrorBudgetBurn(*rule.mutable_error_budget_burn());
    case AlertRule::CONDITION_NOT_SET:
      break;
  }
  return status::InvalidField("alert_rule.condition",
                              "is required: `threshold`, `status_is`, `missing_data`, "
                              "`forecast_miss`, `guard_broken` or `error_budget_burn`");
}

}  // namespace

absl::Status CheckAlertRule(const AlertRule*, AlertRule& after) {
  OKAPI_RETURN_IF_ERROR(CheckCondition(after));
  OKAPI_RETURN_IF_ERROR(
      CheckSameOrganization(after.name(), SubjectOf(after), "alert_rule.condition"));
  OKAPI_RETURN_IF_ERROR(CheckSameOrganization(after.name(), after.owner(), "alert_rule.owner"));
  OKAPI_RETURN_IF_ERROR(CheckSameOrganization(after.name(), after.team(), "alert_rule.team"));
  if (after.hold().seconds() < 0 || after.hold().nanos() < 0 || after.hold().seconds() > kHoldMax) {
    return status::InvalidField("alert_rule.hold", "must be from 0 to 90 days (7776000s)");
  }
  if (after.severity() == Severity::SEVERITY_UNSPECIFIED) after.set_severity(Severity::WARNING);
  return absl::OkStatus();
}

const std::string& SubjectOf(const AlertRule& rule) {
  switch (rule.condition_case()) {
    case AlertRule::kThreshold:
      return rule.threshold().kpi();
    case AlertRule::kStatusIs:
      return rule.status_is().resource();
    case AlertRule::kMissingData:
      return rule.missing_data().kpi();
    case AlertRule::kForecastMiss:
      return rule.forecast_miss().kpi();
    case AlertRule::kGuardBroken:
      return rule.guard_broken().key_result();
    case AlertRule::kErrorBudgetBurn:
      return rule.error_budget_burn().key_result();
    case AlertRule::CONDITION_NOT_SET:
      break;
  }
  static const std::string& none = *new std::string();
  return none;
}

std::string SubjectFieldOf(const AlertRule& rule) {
  switch (rule.condition_case()) {
    case AlertRule::kThreshold:
      return "alert_rule.threshold.kpi";
    case AlertRule::kStatusIs:
      return "alert_rule.status_is.resource";
    case AlertRule::kMissingData:
      return "alert_rule.missing_data.kpi";
    case AlertRule::kForecastMiss:
      return "alert_rule.forecast_miss.kpi";
    case AlertRule::kGuardBroken:
      return "alert_rule.guard_broken.key_result";
    case AlertRule::kErrorBudgetBurn:
      return "alert_rule.error_budget_burn.key_result";
    case AlertRule::CONDITION_NOT_SET:
      break;
  }
  return "alert_rule.condition";
}

}  // namespace okapi::reporting

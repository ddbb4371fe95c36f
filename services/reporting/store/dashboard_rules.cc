#include "services/reporting/store/dashboard_rules.h"

#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/api/resource_name.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/reporting/reports/question_subject.h"
#include "services/reporting/store/same_organization.h"

namespace okapi::reporting {
namespace {

using okapi::reporting::v1::Dashboard;
using okapi::reporting::v1::Placement;
using okapi::reporting::v1::ReportQuestion;
using okapi::reporting::v1::Widget;

constexpr int kWidgetsMax = 50;
constexpr int kColumns = 12;
constexpr int kRowsMax = 1000;

absl::Status CheckPlacement(const Placement& place, const std::string& field) {
  if (place.column() < 0 || place.column() >= kColumns) {
    return status::InvalidField(field + ".column", "must be from 0 to 11");
  }
  if (place.row() < 0 || place.row() > kRowsMax) {
    return status::InvalidField(field + ".row", absl::StrCat("must be from 0 to ", kRowsMax));
  }
  if (place.width() < 0 || place.column() + place.width() > kColumns) {
    return status::InvalidField(field + ".width", "reaches beyond the 12 columns");
  }
  if (place.height() < 0 || place.height() > kRowsMax) {
    return status::InvalidField(field + ".height", absl::StrCat("must be from 0 to ", kRowsMax));
  }
  return absl::OkStatus();
}

absl::Status CheckWidget(const Dashboard& dashboard, const Widget& widget,
                         const std::string& field) {
  OKAPI_RETURN_IF_ERROR(api::CheckId(widget.id(), field + ".id"));
  OKAPI_RETURN_IF_ERROR(CheckPlacement(widget.placement(), field + ".placement"));
  if (!widget.has_question()) {
    return widget.text().empty() ? status::InvalidField(field, "must have a `question` or a `text`")
                                 : absl::OkStatus();
  }
  if (widget.question().question_case() == ReportQuestion::QUESTION_NOT_SET) {
    return status::InvalidField(field + ".question", "must say which report");
  }
  return CheckSameOrganization(dashboard.name(), SubjectOf(widget.question()), field + ".question");
}

}  // namespace

absl::Status CheckDashboard(const Dashboard*, Dashboard& after) {
  OKAPI_RETURN_IF_ERROR(CheckSameOrganization(after.name(), after.team(), "dashboard.team"));
  OKAPI_RETURN_IF_ERROR(CheckSameOrganization(after.name(), after.owner(), "dashboard.owner"));
  if (after.widgets_size() > kWidgetsMax) {
    return status::InvalidField("dashboard.widgets", absl::StrCat("must be at most ", kWidgetsMax));
  }
  std::set<std::string> ids;
  for (int i = 0; i < after.widgets_size(); ++i) {
    const std::string field = absl::StrCat("dashboard.widgets[", i, "]");
    OKAPI_RETURN_IF_ERROR(CheckWidget(after, after.widgets(i), field));
    if (!ids.insert(after.widgets(i).id()).second) {
      return status::InvalidField(field + ".id", "is another widget's id too");
    }
  }
  return absl::OkStatus();
}

}  // namespace okapi::reporting

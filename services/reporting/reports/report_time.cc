#include "services/reporting/reports/report_time.h"

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"

namespace okapi::reporting {
namespace {

const absl::CivilYear kFirst(1970);
const absl::CivilYear kEnd(9000);

}  // namespace

void CheckReportTime(absl::string_view field, absl::Time time,
                     status::FieldViolations& violations) {
  if (time < absl::FromCivil(kFirst, absl::UTCTimeZone()) ||
      time >= absl::FromCivil(kEnd, absl::UTCTimeZone())) {
    violations.Add(field, "must lie in the years from 1970 to 8999");
  }
}

std::string NoSuchPeriod(const calendar::Calendar& calendar, absl::Time time) {
  return absl::StrCat("is no period of the organization's calendar, such as `",
                      calendar.PeriodAt(okapi::common::v1::MONTH, time).id, "` or `",
                      calendar.PeriodAt(okapi::common::v1::QUARTER, time).id, "`");
}

}  // namespace okapi::reporting

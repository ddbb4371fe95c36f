#include "services/reporting/reports/season_steps.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/api/timestamp.h"
#include "common/text/quantity.h"
#include "services/reporting/reports/explanation_inputs.h"
#include "services/reporting/reports/season.h"

namespace okapi::reporting {
namespace {

using calendar::Calendar;
using okapi::common::v1::PeriodType;
using okapi::reporting::v1::KpiExplanation;
using okapi::text::ExactNumber;
using okapi::text::Operand;

// The place of the period in its year, from 0.
size_t PlaceOf(const Calendar& calendar, PeriodType type, absl::Time start) {
  const absl::Time first = calendar.PeriodAt(PeriodType::YEAR, start).start;
  size_t place = 0;
  for (auto period = calendar.PeriodAt(type, start); period.start > first;
       period = calendar.Previous(period)) {
    ++place;
  }
  return place;
}

void AddOfYear(const std::string& label, double value, const YearShare& year,
               KpiExplanation& explanation) {
  AddOfPeriod(label, value, year.period, year.period.end_time(), explanation);
}

}  // namespace

void ExplainSeason(const KpiAnswer& years, const Calendar& calendar, KpiExplanation& explanation) {
  const auto& period = explanation.number().period();
  const auto by_place = SharesByPlace(period.type(), years);
  const size_t place = PlaceOf(calendar, period.type(), api::FromTimestamp(period.start_time()));
  if (place >= by_place.size()) return;
  for (const YearShare& year : by_place[place]) {
    AddOfYear("same place", year.number, year, explanation);
    AddOfYear("mean of its year", year.mean, year, explanation);
    explanation.add_steps(absl::StrCat("share of ", year.period.id(), " = ", Operand(year.number),
                                       " / ", ExactNumber(year.mean), " = ",
                                       ExactNumber(year.share()), ": of the mean of its year"));
  }
  explanation.add_steps(absl::StrCat("season = ", ExactNumber(SeasonOf(by_place[place])),
                                     ": the median of the shares of ", by_place[place].size(),
                                     " years"));
}

}  // namespace okapi::reporting

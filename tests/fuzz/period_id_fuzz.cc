#include <string>

#include "common/calendar/calendar.h"
#include "tests/fuzz/expect.h"
#include "tests/fuzz/text_input.h"

// Any text as a period's id, in calendars that differ as far as calendars can.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using okapi::calendar::Calendar;
  using okapi::fuzz::Expect;
  static const auto* calendars = [] {
    okapi::common::v1::Calendar apia;
    apia.set_time_zone("Pacific/Apia");
    apia.set_fiscal_year_start_month(7);
    apia.set_week_start(google::type::FRIDAY);
    okapi::common::v1::Calendar shop;
    shop.set_fiscal_year_start_month(2);
    shop.set_fiscal_year_start_day(28);
    shop.set_week_start(google::type::SUNDAY);
    okapi::common::v1::Calendar tax = shop;
    shop.set_retail_pattern(okapi::common::v1::RetailPattern::WEEKS_454);
    return new std::vector<Calendar>{Calendar(), Calendar::Create(apia).value(),
                                     Calendar::Create(shop).value(), Calendar::Create(tax).value()};
  }();
  const std::string id = okapi::fuzz::TextOf(data, size);
  for (const Calendar& calendar : *calendars) {
    const auto period = calendar.ParsePeriod(id);
    if (!period.ok()) continue;
    Expect(period->id == id, "an id is the id of its period");
    Expect(period->start <= period->end, "periods do not run backwards");
    if (period->start == period->end) continue;  // A day that the zone skipped.
    Expect(calendar.PeriodAt(period->type, period->start) == *period, "a period has its start");
    Expect(calendar.Next(*period).start == period->end, "the next begins where it ends");
    Expect(calendar.Previous(*period).end == period->start, "the one before ends where it begins");
    Expect(calendar.YearBefore(*period).start < period->start, "a year before is before");
  }
  return 0;
}

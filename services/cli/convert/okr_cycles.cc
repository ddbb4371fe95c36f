#include "services/cli/convert/okr_cycles.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/calendar/date.h"
#include "common/text/fold.h"
#include "services/cli/convert/okr_text.h"

namespace okapi::cli {

void OkrCycles::NoteDays(absl::string_view name, const OkrDays& days) {
  OkrDays& known = days_[text::FoldCase(name)];
  if (days.start.has_value()) {
    known.start = known.start.has_value() ? std::min(*known.start, *days.start) : *days.start;
  }
  if (days.end.has_value()) {
    known.end = known.end.has_value() ? std::max(*known.end, *days.end) : *days.end;
  }
}

std::optional<OkrCycles::Cycle> OkrCycles::Named(absl::string_view name,
                                                 std::vector<std::string>& findings) {
  const std::string key = text::FoldCase(name);
  if (const auto known = by_name_.find(key); known != by_name_.end()) return known->second;
  if (const auto period = ReadOkrPeriod(name); period.has_value()) {
    TellYear(name, *period, findings);
    return Add(name, *period);
  }
  const OkrDays& days = days_[key];
  if (!days.start.has_value() || !days.end.has_value() || *days.start > *days.end) {
    return std::nullopt;
  }
  findings.push_back(absl::StrCat(
      "cycle '", name, "' is taken to be from ", absl::FormatCivilTime(*days.start), " to ",
      absl::FormatCivilTime(*days.end), ", the first start and the last end of what is in it"));
  return Add(name, {*days.start, *days.end});
}

void OkrCycles::TellYear(absl::string_view name, const OkrPeriod& period,
                         std::vector<std::string>& findings) {
  const bool is_month = absl::CivilMonth(period.first) == absl::CivilMonth(period.last);
  if (is_month || year_is_told_) return;
  year_is_told_ = true;
  findings.push_back(absl::StrCat(
      "cycle '", name, "' is taken to be from ", absl::FormatCivilTime(period.first), " to ",
      absl::FormatCivilTime(period.last), ": the year of all cycles is taken to begin in January"));
}

std::optional<OkrCycles::Cycle> OkrCycles::Between(const OkrDays& days) {
  if (!days.start.has_value() || !days.end.has_value() || *days.start > *days.end) {
    return std::nullopt;
  }
  for (const auto& [name, cycle] : by_name_) {
    const auto& period = cycle.period;
    if (period.has_value() && period->first == *days.start && period->last == *days.end)
      return cycle;
  }
  return Add(
      absl::StrCat(absl::FormatCivilTime(*days.start), " to ", absl::FormatCivilTime(*days.end)),
      {*days.start, *days.end});
}

OkrCycles::Cycle OkrCycles::Add(absl::string_view name, const OkrPeriod& period) {
  auto& cycle = cycles_.emplace_back();
  cycle.set_name(ids_.Take(name, "cycle"));
  cycle.set_display_name(CutName(name));
  *cycle.mutable_start_date() = calendar::DateOf(period.first);
  *cycle.mutable_end_date() = calendar::DateOf(period.last);
  const Cycle added = {cycle.name(), period};
  by_name_[text::FoldCase(name)] = added;
  return added;
}

}  // namespace okapi::cli

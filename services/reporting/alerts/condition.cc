#include "services/reporting/alerts/condition.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/api/timestamp.h"
#include "common/scoring/error_budget.h"
#include "common/text/quantity.h"
#include "services/reporting/reports/scorecard.h"
#include "services/reporting/store/alert_rules.h"

namespace okapi::reporting {
namespace {

using okapi::common::v1::Progress;
using okapi::common::v1::Status;
using okapi::goals::v1::KeyResult;
using okapi::reporting::v1::Alert;
using okapi::reporting::v1::AlertRule;
using okapi::reporting::v1::ScorecardCell;
using okapi::reporting::v1::ScorecardRow;
using okapi::reporting::v1::Threshold;

std::string Quoted(const std::string& words) { return absl::StrCat("“", words, "”"); }

// The cell that a window stands for; null if there is none.
const ScorecardCell* CellOf(const ScorecardRow& row, bool open) {
  for (int i = row.cells_size() - 1; i >= 0; --i) {
    if (row.cells(i).open() == open) return &row.cells(i);
  }
  return nullptr;
}

void ReadThreshold(const Threshold& threshold, const ScorecardRow& row, bool firing,
                   ConditionReading& reading) {
  const ScorecardCell* cell = CellOf(row, threshold.window() == Threshold::OPEN);
  reading.known = cell != nullptr && cell->has_actual();
  if (!reading.known) return;
  reading.value = cell->actual();
  reading.status = cell->status();
  const bool below = threshold.side() == Threshold::BELOW;
  const double border =
      firing && threshold.has_resolve_value() ? threshold.resolve_value() : threshold.value();
  reading.holds = below ? cell->actual() < border : cell->actual() > border;
  reading.message =
      absl::StrCat(Quoted(row.display_name()), " is ", text::Quantity(cell->actual(), row.unit()),
                   below ? ", below " : ", above ", text::Quantity(threshold.value(), row.unit()));
  reading.over = absl::StrCat("it is ", text::Quantity(cell->actual(), row.unit()), " now");
}

std::string MinuteText(absl::Time time) {
  return absl::FormatTime("%Y-%m-%d %H:%M UTC", time, absl::UTCTimeZone());
}

void ReadMissingData(const AlertRule& rule, const ScorecardRow& row, absl::Time now,
                     ConditionReading& reading) {
  const absl::Duration age = absl::Seconds(rule.missing_data().age().seconds());
  std::optional<absl::Time> newest;
  for (const ScorecardCell& cell : row.cells()) {
    if (!cell.has_last_sample_time()) continue;
    newest = std::max(newest.value_or(absl::InfinitePast()),
                      api::FromTimestamp(cell.last_sample_time()));
  }
  reading.known = true;
  reading.holds = !newest.has_value() || now - *newest > age;
  reading.message = absl::StrCat(
      "no data of ", Quoted(row.display_name()), " since ",
      newest.has_value() ? MinuteText(*newest) : std::string("longer than is looked back"));
  if (newest.has_value()) reading.over = absl::StrCat("the newest are of ", MinuteText(*newest));
}

void ReadForecast(const AlertRule& rule, const ScorecardRow& row, bool firing,
                  ConditionReading& reading) {
  reading.known = row.has_forecast() && row.forecast().has_likelihood();
  if (!reading.known) return;
  const auto& condition = rule.forecast_miss();
  const double border = firing ? condition.resolve_likelihood() : condition.likelihood();
  reading.value = row.forecast().value();
  reading.holds = row.forecast().likelihood() < border;
  reading.message =
      absl::StrCat(Quoted(row.display_name()), " will probably be ",
                   text::Quantity(row.forecast().value(), row.unit()), ", and is ",
                   text::Percent(row.forecast().likelihood()), " likely to reach its target");
  reading.over =
      absl::StrCat("it is ", text::Percent(row.forecast().likelihood()), " likely to reach it now");
}

void ReadStatus(const AlertRule& rule, Status verdict, ConditionReading& reading) {
  const auto& bad = rule.status_is().statuses();
  reading.known = verdict != Status::STATUS_UNSPECIFIED;
  reading.status = verdict;
  reading.holds = std::find(bad.begin(), bad.end(), static_cast<int>(verdict)) != bad.end();
  reading.message =
      absl::StrCat(Quoted(reading.display_name), " is ", okapi::common::v1::Status_Name(verdict));
  reading.over = absl::StrCat("it is ", okapi::common::v1::Status_Name(verdict), " now");
}

void ReadKpi(const AlertRule& rule, const Observations::KpiSeen& kpi, absl::Time now, bool firing,
             ConditionReading& reading) {
  const ScorecardRow& row = kpi.row;
  reading.display_name = row.display_name();
  reading.unit = row.unit();
  if (rule.has_threshold()) ReadThreshold(rule.threshold(), row, firing, reading);
  if (rule.has_missing_data()) ReadMissingData(rule, row, now, reading);
  if (rule.has_forecast_miss()) ReadForecast(rule, row, firing, reading);
  const int standing = StandingCell(kpi.frequency, row);
  if (!rule.has_status_is() || standing < 0) return;
  const ScorecardCell& cell = row.cells(standing);
  if (cell.has_actual()) reading.value = cell.actual();
  ReadStatus(rule, cell.status(), reading);
}

template <typename Resource>
void ReadProgress(const AlertRule& rule, const Resource& resource, ConditionReading& reading) {
  const Progress& progress = resource.progress();
  reading.display_name = resource.display_name();
  if (rule.has_status_is()) return ReadStatus(rule, progress.status(), reading);
  reading.known = true;
  reading.status = progress.status();
  reading.holds = progress.guard_broken();
  reading.message = absl::StrCat("the guard of ", Quoted(resource.display_name()), " is broken");
}

std::string WindowText(const google::protobuf::Duration& window) {
  return text::Duration(absl::ToDoubleSeconds(api::FromDuration(window)));
}

void ReadErrorBudget(const AlertRule& rule, const Observations& seen, const KeyResult& key_result,
                     bool firing, ConditionReading& reading) {
  const auto& condition = rule.error_budget_burn();
  reading.display_name = key_result.display_name();
  reading.status = key_result.progress().status();
  reading.value.reset();
  reading.unit.Clear();  // The value is a rate.
  const auto found = seen.error_budgets.find(rule.name());
  // Without a budget, and when its time is over, nothing burns.
  reading.known = true;
  if (found == seen.error_budgets.end()) {
    reading.problem = absl::StrCat(Quoted(key_result.display_name()), " has no error budget");
    return;
  }
  if (found->second.over()) return;
  const auto rate = [&found](int window) {
    const auto& told = found->second.windows(window);
    return told.has_burn_rate() ? std::optional<double>(told.burn_rate()) : std::nullopt;
  };
  const auto faster =
      scoring::BurnsFaster(rate(0), rate(1), firing ? condition.resolve_rate() : condition.rate());
  reading.known = faster.has_value();
  reading.holds = faster.value_or(false);
  if (rate(0).has_value() && rate(1).has_value()) reading.value = std::min(*rate(0), *rate(1));
  if (!reading.holds) return;
  const double left = 1 - found->second.state().spent_share();
  reading.message = absl::StrCat(
      "the error budget of ", Quoted(key_result.display_name()), " burns ",
      text::Number(*rate(0), 1), " times as fast as it may over ",
      WindowText(condition.long_window()), ", and ", text::Number(*rate(1), 1), " times over ",
      WindowText(condition.short_window()), "; ",
      left > 0 ? absl::StrCat(text::Percent(left), " of it is left") : "nothing of it is left");
}

}  // namespace

ConditionReading ReadCondition(const AlertRule& rule, const Observations& seen, bool firing) {
  ConditionReading reading;
  reading.heard = true;
  const std::string& subject = SubjectOf(rule);
  if (const auto kpi = seen.kpis.find(subject); kpi != seen.kpis.end()) {
    ReadKpi(rule, kpi->second, seen.time, firing, reading);
    return reading;
  }
  if (const auto it = seen.key_results.find(subject); it != seen.key_results.end()) {
    if (it->second.has_current_value()) reading.value = it->second.current_value();
    reading.unit = it->second.unit();
    if (rule.has_error_budget_burn()) {
      ReadErrorBudget(rule, seen, it->second, firing, reading);
    } else {
      ReadProgress(rule, it->second, reading);
    }
    return reading;
  }
  if (const auto it = seen.objectives.find(subject); it != seen.objectives.end()) {
    ReadProgress(rule, it->second, reading);
    return reading;
  }
  const bool of_kpi = subject.find("/kpis/") != std::string::npos;
  reading.heard = of_kpi ? seen.metrics_heard : seen.goals_heard;
  reading.known = reading.heard;
  reading.problem = absl::StrCat("'", subject, "' is gone",
                                 of_kpi ? "" : ", or archived, or not for everybody to see");
  return reading;
}

std::string PastMessage(const Alert& alert) {
  const std::string name = Quoted(alert.resource_display_name());
  const size_t found = alert.message().find(name);
  // The words around the name, which may have any of these in it.
  const size_t start = found == std::string::npos ? 0 : found + name.size();
  const std::string rest = absl::StrReplaceAll(
      alert.message().substr(start), {{" is ", " was "},
                                      {" will probably be ", " would probably have been "},
                                      {" since ", " had come since "},
                                      {" burns ", " burned "},
                                      {" may ", " might "}});
  return absl::StrCat(alert.message().substr(0, start), rest);
}

}  // namespace okapi::reporting

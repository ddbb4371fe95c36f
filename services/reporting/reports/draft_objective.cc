#include "services/reporting/reports/draft_objective.h"

#include <algorithm>
#include <cmath>

#include "common/calendar/calendar.h"
#include "common/text/quantity.h"
#include "services/reporting/reports/insight_words.h"
#include "services/reporting/reports/same_part.h"

namespace okapi::reporting {
namespace {

using okapi::goals::v1::Cycle;
using okapi::goals::v1::KeyResult;
using okapi::goals::v1::KpiSource;
using okapi::metrics::v1::Kpi;
using okapi::reporting::v1::DraftObjective;
using okapi::reporting::v1::ScorecardCell;
using okapi::reporting::v1::ScorecardRow;

// The last cell that is over, with a number; null if there is none.
const ScorecardCell* LastKnown(const ScorecardRow& row) {
  for (int i = row.cells_size() - 1; i >= 0; --i) {
    if (!row.cells(i).open() && row.cells(i).has_actual()) return &row.cells(i);
  }
  return nullptr;
}

// The cell whose target holds now; null if there is none. In its first instant a period has none
// yet.
const ScorecardCell* TargetOf(const ScorecardRow& row) {
  for (int i = row.cells_size() - 1; i >= 0; --i) {
    if (row.cells(i).has_target()) return &row.cells(i);
    if (!row.cells(i).open()) break;
  }
  return nullptr;
}

// How far a number is from its target, or from the nearer end of a range; nullopt when it is there.
struct Gap {
  double to;
  double size;
};
std::optional<Gap> GapOf(const Kpi& kpi, double actual, const ScorecardCell& aim) {
  const bool less = kpi.direction() == okapi::common::v1::DECREASE;
  if (aim.has_target_max() && actual > aim.target_max()) {
    return Gap{aim.target_max(), actual - aim.target_max()};
  }
  if (less ? actual > aim.target() : actual < aim.target()) {
    return Gap{aim.target(), std::abs(aim.target() - actual)};
  }
  return std::nullopt;
}

// Whether a period of the KPI is over before the cycle is, so that its number is known while there
// is still time to do something.
bool SettlesWithin(const calendar::Calendar& calendar, const Kpi& kpi, const Cycle& cycle) {
  const absl::Time end = calendar.EndOf(cycle.end_date());
  return calendar.PeriodAt(kpi.frequency(), end - absl::Microseconds(1)).start >
         calendar.StartOf(cycle.start_date());
}

// The shortest that is not closed and holds the time.
std::optional<Cycle> CycleFor(const calendar::Calendar& calendar, const GoalsAnswers& goals,
                              absl::Time as_of) {
  std::optional<Cycle> best;
  auto length = [&](const Cycle& cycle) {
    return calendar.EndOf(cycle.end_date()) - calendar.StartOf(cycle.start_date());
  };
  for (const Cycle& cycle : goals.cycles.value.cycles()) {
    const bool holds = cycle.state() != Cycle::CLOSED &&
                       calendar.StartOf(cycle.start_date()) <= as_of &&
                       as_of < calendar.EndOf(cycle.end_date());
    if (holds && (!best.has_value() || length(cycle) < length(*best))) best = cycle;
  }
  return best;
}

// A period that is not over counts where none is over before the cycle; but not of what grows with
// its period and should not grow too large, for that would be reached from its first day on, or
// not be in its range before its last.
KpiSource::Window WindowFor(const calendar::Calendar& calendar, const Kpi& kpi,
                            const Cycle& cycle) {
  const bool starts_small =
      GrowsWithPeriod(kpi) && (kpi.direction() == okapi::common::v1::DECREASE ||
                               kpi.direction() == okapi::common::v1::WITHIN);
  return SettlesWithin(calendar, kpi, cycle) || starts_small ? KpiSource::LATEST_COMPLETE_PERIOD
                                                             : KpiSource::LATEST_PERIOD;
}

// Precondition: a number is known, and a target.
KeyResult KeyResultFor(const Kpi& kpi, const ScorecardRow& row, KpiSource::Window window,
                       const std::string& language) {
  const double from = LastKnown(row)->actual();
  const ScorecardCell& aim = *TargetOf(row);
  const std::string member = row.dimension().empty() ? "" : row.display_name();
  KeyResult key_result;
  // As the reports print them: the words stay when the draft is accepted.
  const auto notation = text::NotationOf(language);
  const auto number = [&](double value) { return text::Quantity(value, kpi.unit(), notation); };
  if (aim.has_target_max()) {
    key_result.mutable_range()->set_min(aim.target());
    key_result.mutable_range()->set_max(aim.target_max());
    const auto range = text::QuantityRange(aim.target(), aim.target_max(), kpi.unit(), notation);
    key_result.set_display_name(
        DraftRangeText(language, kpi.display_name(), member, number(from), range));
  } else {
    key_result.mutable_from_to()->set_baseline(from);
    key_result.mutable_from_to()->set_target(aim.target());
    key_result.set_display_name(DraftKeyResultText(language, kpi.display_name(), member,
                                                   number(from), number(aim.target())));
  }
  if (kpi.has_unit()) *key_result.mutable_unit() = kpi.unit();
  key_result.set_owner(kpi.owner());
  KpiSource& source = *key_result.mutable_kpi_source();
  source.set_kpi(kpi.name());
  source.set_window(window);
  if (!row.dimension().empty()) (*source.mutable_filter())[row.dimension()] = row.member();
  return key_result;
}

// The member that lies furthest behind its own target as a share of it.
const ScorecardRow* FurthestBehind(const Kpi& kpi, const std::vector<const ScorecardRow*>& rows) {
  const ScorecardRow* worst = nullptr;
  double worst_share = 0;
  for (const ScorecardRow* row : rows) {
    if (row->dimension().empty() || row->member().empty()) continue;
    const ScorecardCell* last = LastKnown(*row);
    const ScorecardCell* aim = TargetOf(*row);
    if (last == nullptr || aim == nullptr) continue;
    const std::optional<Gap> gap = GapOf(kpi, last->actual(), *aim);
    if (!gap.has_value() || gap->to == 0) continue;
    const double share = gap->size / std::abs(gap->to);
    if (share > worst_share) {
      worst = row;
      worst_share = share;
    }
  }
  return worst;
}

// What an active objective needs, as goals has it (GoalPolicy.key_results_min).
int KeyResultsMin(const okapi::goals::v1::GoalPolicy& policy) {
  constexpr int kDefault = 2;
  return policy.has_key_results_min() ? policy.key_results_min() : kDefault;
}

}  // namespace

std::optional<DraftObjective> DraftFor(const Kpi& kpi, const std::vector<const ScorecardRow*>& rows,
                                       const GoalsAnswers& goals, const std::string& language,
                                       absl::Time as_of) {
  const auto calendar = calendar::Calendar::Create(goals.organization.value.calendar());
  if (!calendar.ok()) return std::nullopt;
  const std::optional<Cycle> cycle = CycleFor(*calendar, goals, as_of);
  const ScorecardCell* last = LastKnown(*rows.front());
  const ScorecardCell* aim = TargetOf(*rows.front());
  if (!cycle.has_value() || last == nullptr || aim == nullptr) return std::nullopt;
  if (!GapOf(kpi, last->actual(), *aim).has_value()) return std::nullopt;
  DraftObjective draft;
  auto& objective = *draft.mutable_objective();
  objective.set_display_name(DraftObjectiveText(language, kpi.display_name()));
  objective.set_description(DraftDescription(language, kpi.display_name()));
  objective.set_cycle(cycle->name());
  objective.set_team(kpi.team());
  objective.set_owner(kpi.owner());
  const KpiSource::Window window = WindowFor(*calendar, kpi, *cycle);
  *draft.add_key_results() = KeyResultFor(kpi, *rows.front(), window, language);
  if (const ScorecardRow* member = FurthestBehind(kpi, rows)) {
    *draft.add_key_results() = KeyResultFor(kpi, *member, window, language);
  }
  const int wanted = KeyResultsMin(goals.organization.value.policy());
  draft.set_key_results_missing(std::max(0, wanted - draft.key_results_size()));
  return draft;
}

}  // namespace okapi::reporting

#include "services/reporting/live/report_delta.h"

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "common/api/stable_bytes.h"

namespace okapi::reporting {
namespace {

using okapi::reporting::v1::ObjectiveReport;
using okapi::reporting::v1::OkrReport;
using okapi::reporting::v1::Scorecard;
using okapi::reporting::v1::ScorecardRow;
using okapi::reporting::v1::Source;
using okapi::reporting::v1::WatchReportResponse;

WatchReportResponse Full(const WatchReportResponse& report) {
  WatchReportResponse full = report;
  full.set_full(true);
  return full;
}

template <typename Report>
bool SameSources(const Report& before, const Report& after) {
  if (before.sources_size() != after.sources_size()) return false;
  for (int i = 0; i < before.sources_size(); ++i) {
    const Source& a = before.sources(i);
    const Source& b = after.sources(i);
    if (a.service() != b.service() || a.stale() != b.stale() || a.problem() != b.problem() ||
        a.incomplete() != b.incomplete()) {
      return false;
    }
  }
  return true;
}

// The rows of a KPI, in order: which they are, and their bytes.
struct KpiRows {
  std::vector<std::pair<std::string, std::string>> members;
  std::vector<std::string> bytes;
};

std::map<std::string, KpiRows> RowsByKpi(const Scorecard& scorecard) {
  std::map<std::string, KpiRows> kpis;
  for (const ScorecardRow& row : scorecard.rows()) {
    KpiRows& rows = kpis[row.kpi()];
    rows.members.emplace_back(row.dimension(), row.member());
    rows.bytes.push_back(api::StableBytes(row));
  }
  return kpis;
}

bool SameColumns(const Scorecard& before, const Scorecard& after) {
  if (before.period_type() != after.period_type()) return false;
  if (before.periods_size() != after.periods_size()) return false;
  for (int i = 0; i < before.periods_size(); ++i) {
    if (api::StableBytes(before.periods(i)) != api::StableBytes(after.periods(i))) return false;
  }
  return true;
}

std::optional<WatchReportResponse> ScorecardDelta(const WatchReportResponse& whole_before,
                                                  const WatchReportResponse& whole_after) {
  const Scorecard& before = whole_before.scorecard();
  const Scorecard& after = whole_after.scorecard();
  if (!SameColumns(before, after)) return Full(whole_after);
  const std::map<std::string, KpiRows> rows_before = RowsByKpi(before);
  const std::map<std::string, KpiRows> rows_after = RowsByKpi(after);

  WatchReportResponse delta = DeltaFrameOf(whole_after);
  Scorecard& changed = *delta.mutable_scorecard();
  for (const auto& [kpi, rows] : rows_before) {
    auto found = rows_after.find(kpi);
    if (found == rows_after.end()) {
      delta.add_removed(kpi);
    } else if (found->second.members != rows.members) {
      return Full(whole_after);
    }
  }
  std::map<std::string, size_t> next_row;
  for (const ScorecardRow& row : after.rows()) {
    const size_t position = next_row[row.kpi()]++;
    auto found = rows_before.find(row.kpi());
    if (found == rows_before.end() ||
        found->second.bytes[position] != rows_after.at(row.kpi()).bytes[position]) {
      *changed.add_rows() = row;
    }
  }
  if (changed.rows_size() == 0 && delta.removed_size() == 0 && SameSources(before, after)) {
    return std::nullopt;
  }
  return delta;
}

// The report without its objectives, times and sources.
std::string FrameOf(OkrReport report) {
  report.clear_objectives();
  report.clear_as_of_time();
  report.clear_sources();
  return api::StableBytes(report);
}

std::optional<WatchReportResponse> OkrReportDelta(const WatchReportResponse& whole_before,
                                                  const WatchReportResponse& whole_after) {
  const OkrReport& before = whole_before.okr_report();
  const OkrReport& after = whole_after.okr_report();
  if (FrameOf(before) != FrameOf(after)) return Full(whole_after);

  WatchReportResponse delta = DeltaFrameOf(whole_after);
  OkrReport& changed = *delta.mutable_okr_report();
  std::map<std::string, const ObjectiveReport*> objectives_before;
  for (const ObjectiveReport& part : before.objectives()) {
    objectives_before[part.objective().name()] = &part;
  }
  for (const ObjectiveReport& part : after.objectives()) {
    auto found = objectives_before.find(part.objective().name());
    if (found == objectives_before.end()) {
      *changed.add_objectives() = part;
      continue;
    }
    if (api::StableBytes(*found->second) != api::StableBytes(part))
      *changed.add_objectives() = part;
    objectives_before.erase(found);
  }
  for (const auto& [name, part] : objectives_before) delta.add_removed(name);
  if (changed.objectives_size() == 0 && delta.removed_size() == 0 && SameSources(before, after)) {
    return std::nullopt;
  }
  return delta;
}

}  // namespace

std::optional<WatchReportResponse> DeltaOf(const WatchReportResponse& before,
                                           const WatchReportResponse& after) {
  return after.has_scorecard() ? ScorecardDelta(before, after) : OkrReportDelta(before, after);
}

WatchReportResponse DeltaFrameOf(const WatchReportResponse& report) {
  WatchReportResponse frame;
  if (report.has_scorecard()) {
    const Scorecard& whole = report.scorecard();
    Scorecard& part = *frame.mutable_scorecard();
    part.set_organization(whole.organization());
    part.set_period_type(whole.period_type());
    *part.mutable_periods() = whole.periods();
    *part.mutable_as_of_time() = whole.as_of_time();
    *part.mutable_sources() = whole.sources();
    return frame;
  }
  const OkrReport& whole = report.okr_report();
  OkrReport& part = *frame.mutable_okr_report();
  part.set_organization(whole.organization());
  part.set_organization_display_name(whole.organization_display_name());
  *part.mutable_as_of_time() = whole.as_of_time();
  *part.mutable_sources() = whole.sources();
  return frame;
}

}  // namespace okapi::reporting

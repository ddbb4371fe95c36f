// The sections of alignment, insights and reviews.

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/reporting/documents/field_words.h"
#include "services/reporting/documents/sections.h"
#include "services/reporting/documents/words.h"

namespace okapi::reporting::documents {

using okapi::reporting::v1::AlignmentReport;
using okapi::reporting::v1::CombinedReport;
using okapi::reporting::v1::FieldChange;
using okapi::reporting::v1::Insight;
using okapi::reporting::v1::Movement;
using okapi::reporting::v1::ReviewEvent;
using okapi::reporting::v1::ReviewPack;

namespace {

// Whether something is not known that insights are made of.
bool IsIncomplete(const CombinedReport& report) {
  const auto any = [](const auto& sources) {
    return std::any_of(sources.begin(), sources.end(),
                       [](const auto& source) { return source.incomplete(); });
  };
  return any(report.scorecard().sources()) || any(report.okr_report().sources());
}

// "weight: 1 → 2"; of a field of which that is not told, only what it is called.
std::string FieldText(const ReviewEvent& event, const std::string& field, const Names& names,
                      const std::string& language) {
  for (const FieldChange& change : event.changes()) {
    if (change.field() != field) continue;
    const auto value = [&](const std::string& text) {
      if (text.empty()) return std::string("–");
      return absl::StartsWith(text, "organizations/") ? Called(text, names)
                                                      : FieldValueWord(text, language);
    };
    return absl::StrCat(FieldWord(field, language), ": ", value(change.old_value()), " → ",
                        value(change.new_value()));
  }
  return FieldWord(field, language);
}

// Which fields are another now, and why; of most events only why.
std::string WhyText(const ReviewEvent& event, const Names& names, const std::string& language) {
  std::vector<std::string> parts;
  for (const std::string& field : event.fields()) {
    parts.push_back(FieldText(event, field, names, language));
  }
  if (event.kind() == ReviewEvent::ASSESSED) {
    parts.push_back(FieldText(event, "assessment", names, language));
  }
  const std::string what = absl::StrJoin(parts, ", ");
  if (what.empty() || event.text().empty()) return absl::StrCat(what, event.text());
  return absl::StrCat(what, ": ", event.text());
}

std::string PeriodText(const std::string& period, bool open, const std::string& language) {
  return open ? absl::StrCat(period, " ", Say(Word::kSoFar, language)) : period;
}

std::string StartPeriodText(const Movement& movement, const std::string& language) {
  if (!movement.same_part() || !movement.end_open()) {
    return PeriodText(movement.start_period(), movement.start_open(), language);
  }
  return absl::StrCat(movement.start_period(), ", ", Say(Word::kSamePart, language));
}

}  // namespace

void AddAlignment(const AlignmentReport& report, Document& document) {
  const std::string& language = document.language;
  Section section;
  section.heading = Say(Word::kAlignmentReport, language);
  section.table.columns = {{Say(Word::kObjective, language)},
                           {Say(Word::kProgress, language), true},
                           {Say(Word::kStatus, language)},
                           {""}};
  for (const auto& node : report.nodes()) {
    const auto& progress = node.objective().progress();
    Row row;
    row.level = node.depth();
    row.cells = {Text(node.objective().display_name()),
                 progress.has_clamped() ? Cell{Bar{progress.raw()}} : Cell{},
                 StatusCell(progress.status(), language),
                 node.orphan() ? Text(Say(Word::kOrphan, language), Tone::kWarning) : Cell{}};
    section.table.rows.push_back(std::move(row));
  }
  document.sections.push_back(std::move(section));
  if (report.overlaps().empty()) return;
  Section overlaps;
  overlaps.heading = Say(Word::kOverlaps, language);
  for (const auto& overlap : report.overlaps()) {
    std::vector<std::string> names;
    for (const std::string& name : overlap.key_results()) names.push_back(ShortName(name));
    overlaps.lines.push_back(
        {absl::StrCat(ShortName(overlap.kpi()), ": ", absl::StrJoin(names, ", ")),
         overlap.same_samples() ? Tone::kWarning : Tone::kPlain});
  }
  document.sections.push_back(std::move(overlaps));
}

void AddInsights(const CombinedReport& report, Document& document) {
  const std::string& language = document.language;
  Section section;
  section.heading = Say(Word::kInsights, language);
  const bool incomplete = IsIncomplete(report);
  if (report.insights().empty() && !incomplete) {
    section.lines.push_back({Say(Word::kNothing, language)});
  }
  for (const Insight& insight : report.insights()) {
    const bool grave =
        insight.code() == Insight::UNADDRESSED_KPI || insight.code() == Insight::NO_DECISION;
    section.lines.push_back({insight.message(), grave ? Tone::kBad : Tone::kWarning});
    for (const std::string& other : insight.others()) {
      section.lines.push_back({ShortName(other), Tone::kQuiet, true});
    }
    if (!insight.has_draft()) continue;
    section.lines.push_back({absl::StrCat(Say(Word::kDraft, language), ": ",
                                          insight.draft().objective().display_name()),
                             Tone::kPlain, true});
    for (const auto& key_result : insight.draft().key_results()) {
      section.lines.push_back({absl::StrCat("→ ", key_result.display_name()), Tone::kPlain, true});
    }
    if (insight.draft().key_results_missing() > 0) {
      section.lines.push_back({absl::StrCat(Say(Word::kKeyResultsMissing, language), ": ",
                                            insight.draft().key_results_missing()),
                               Tone::kQuiet, true});
    }
  }
  if (incomplete) {
    const bool none = report.insights().empty();
    section.lines.push_back(
        {Say(none ? Word::kNobodyCanTell : Word::kMayBeMore, language), Tone::kWarning});
  }
  // What asks for something comes first.
  document.sections.insert(document.sections.begin(), std::move(section));
}

void AddReview(const ReviewPack& pack, const Names& known, Document& document) {
  const Names names = NamesIn(pack, known);
  const std::string& language = document.language;
  Section moved;
  moved.heading = Say(Word::kMovements, language);
  moved.table.columns = {{Say(Word::kNumber, language)}, {Say(Word::kThen, language), true},
                         {Say(Word::kPeriod, language)}, {Say(Word::kNow, language), true},
                         {Say(Word::kPeriod, language)}, {Say(Word::kStatus, language)}};
  for (const Movement& movement : pack.movements()) {
    auto number = [&](bool is_there, double value) {
      return is_there ? Cell{Quantity{value, movement.unit()}} : Cell{};
    };
    moved.table.rows.push_back(
        {{Text(Within(movement.objective_display_name(), movement.display_name())),
          number(movement.has_start_value(), movement.start_value()),
          Text(StartPeriodText(movement, language)),
          number(movement.has_end_value(), movement.end_value()),
          Text(PeriodText(movement.end_period(), movement.end_open(), language)),
          StatusCell(movement.status(), language)}});
  }
  document.sections.push_back(std::move(moved));
  Section events;
  events.heading = Say(Word::kEvents, language);
  events.table.columns = {{Say(Word::kWhen, language)},
                          {Say(Word::kWhat, language)},
                          {Say(Word::kWhere, language)},
                          {Say(Word::kWho, language)},
                          {Say(Word::kWhy, language)}};
  for (const ReviewEvent& event : pack.events()) {
    events.table.rows.push_back(
        {{Text(TimeText(event.time())), Text(EventWord(event.kind(), language)),
          Text(Within(event.objective_display_name(), event.display_name())),
          Text(Called(event.author(), names)), Text(WhyText(event, names, language))}});
  }
  document.sections.push_back(std::move(events));
}

}  // namespace okapi::reporting::documents

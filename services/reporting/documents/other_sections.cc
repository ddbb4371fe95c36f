// The sections of alignment, insights and reviews.

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/reporting/documents/kpi_field_words.h"
#include "services/reporting/documents/sections.h"
#include "services/reporting/documents/words.h"

namespace okapi::reporting::documents {

using okapi::reporting::v1::AlignmentReport;
using okapi::reporting::v1::CombinedReport;
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

// Which fields of a KPI are another now, and why; of most events only why.
std::string WhyText(const ReviewEvent& event, const std::string& language) {
  std::vector<std::string> fields;
  for (const std::string& field : event.fields()) fields.push_back(KpiFieldWord(field, language));
  const std::string what = absl::StrJoin(fields, ", ");
  if (what.empty() || event.text().empty()) return absl::StrCat(what, event.text());
  return absl::StrCat(what, ": ", event.text());
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
  moved.table.columns = {{Say(Word::kNumber, language)},
                         {Say(Word::kThen, language), true},
                         {Say(Word::kNow, language), true},
                         {Say(Word::kStatus, language)}};
  for (const Movement& movement : pack.movements()) {
    auto number = [&](bool is_there, double value) {
      return is_there ? Cell{Quantity{value, movement.unit()}} : Cell{};
    };
    moved.table.rows.push_back(
        {{Text(Within(movement.objective_display_name(), movement.display_name())),
          number(movement.has_start_value(), movement.start_value()),
          number(movement.has_end_value(), movement.end_value()),
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
          Text(Called(event.author(), names)), Text(WhyText(event, language))}});
  }
  document.sections.push_back(std::move(events));
}

}  // namespace okapi::reporting::documents

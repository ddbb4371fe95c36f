#include "services/reporting/documents/kept_documents.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/api/resource_id.h"
#include "services/reporting/documents/report_document.h"
#include "services/reporting/documents/sections.h"
#include "services/reporting/documents/words.h"

namespace okapi::reporting::documents {
namespace {

using okapi::reporting::v1::DashboardContent;
using okapi::reporting::v1::Report;
using okapi::reporting::v1::Snapshot;
using okapi::reporting::v1::Widget;
using okapi::reporting::v1::WidgetContent;

// "Sales: Scorecard": each section of a report says under which title it stands.
std::string Under(const std::string& title, const std::string& heading) {
  return absl::StrCat(title, title.empty() || heading.empty() ? "" : ": ", heading);
}

void AddReport(const Report& report, const std::string& title, const Names& names,
               Document& document) {
  Document part = DocumentOf(report, document.language, names);
  if (part.sections.empty()) return;
  auto& lines = part.sections.front().lines;
  lines.insert(lines.begin(), {part.subtitle, Tone::kQuiet});
  const bool alone = part.sections.size() == 1 && !title.empty();
  for (Section& section : part.sections) {
    section.heading = alone ? title : Under(title, section.heading);
    document.sections.push_back(std::move(section));
  }
}

void AddWidget(const Widget& widget, const WidgetContent& content, const Names& names,
               Document& document) {
  Section words;
  words.heading = widget.title();
  if (!widget.text().empty()) words.lines.push_back({widget.text()});
  if (!content.problem().empty()) words.lines.push_back({content.problem(), Tone::kBad});
  if (!content.has_report()) {
    if (words.heading.empty()) words.heading = widget.id();
    document.sections.push_back(std::move(words));
    return;
  }
  const size_t first = document.sections.size();
  AddReport(content.report(), widget.title(), names, document);
  if (first == document.sections.size()) return;
  auto& lines = document.sections[first].lines;
  lines.insert(lines.begin(), words.lines.begin(), words.lines.end());
}

// A report that has too many by itself says so already.
void SayNoMoreCharts(const std::string& language, Section& section) {
  const std::string words = Say(Word::kNoMoreCharts, language);
  if (std::any_of(section.lines.begin(), section.lines.end(),
                  [&words](const Line& line) { return line.text == words; })) {
    return;
  }
  section.lines.push_back({words, Tone::kQuiet});
}

// As many charts as one report may have, the first ones: what is too much for a reader does not
// become less by being in several reports.
void LimitCharts(Document& document) {
  int left = kChartsMax;
  for (Section& section : document.sections) {
    const int drawn = std::min(left, static_cast<int>(section.charts.size()));
    if (drawn < static_cast<int>(section.charts.size())) {
      section.charts.resize(static_cast<size_t>(drawn));
      SayNoMoreCharts(document.language, section);
    }
    left -= drawn;
  }
}

std::string TitleOf(const Snapshot& snapshot) {
  if (!snapshot.display_name().empty()) return snapshot.display_name();
  return snapshot.period().empty() ? api::IdOf(snapshot.name()) : snapshot.period();
}

// "2025-11-01 08:00 UTC by An".
std::string TakenText(const Snapshot& snapshot, const Names& names, const std::string& language) {
  std::string words = TimeText(snapshot.create_time());
  if (snapshot.author().empty()) return words;
  return absl::StrCat(words, " ", Say(Word::kBy, language), " ", Called(snapshot.author(), names));
}

}  // namespace

Document DocumentOf(const DashboardContent& content, const std::string& language,
                    const Names& names) {
  const auto& dashboard = content.dashboard();
  Document document;
  document.language = language.empty() ? "en" : language;
  document.title = dashboard.display_name();
  document.subtitle =
      absl::StrCat(Say(Word::kAsOf, document.language), " ", TimeText(content.as_of_time()));
  if (!dashboard.description().empty()) {
    document.sections.push_back({"", {{dashboard.description()}}, {}, {}});
  }
  for (int i = 0; i < dashboard.widgets_size() && i < content.widgets_size(); ++i) {
    AddWidget(dashboard.widgets(i), content.widgets(i), names, document);
  }
  LimitCharts(document);
  return document;
}

Document DocumentOf(const Snapshot& snapshot, const std::string& language, const Names& names) {
  Document document;
  document.language = language.empty() ? "en" : language;
  document.title = absl::StrCat(Say(Word::kSnapshot, document.language), " – ", TitleOf(snapshot));
  document.subtitle = TakenText(snapshot, names, document.language);
  Section head;
  head.heading = Say(Word::kSnapshot, document.language);
  if (!snapshot.note().empty()) head.lines.push_back({snapshot.note()});
  head.lines.push_back({absl::StrCat("SHA-256 ", snapshot.sha256()), Tone::kQuiet});
  document.sections.push_back(std::move(head));
  for (const Report& report : snapshot.reports()) AddReport(report, "", names, document);
  LimitCharts(document);
  return document;
}

}  // namespace okapi::reporting::documents

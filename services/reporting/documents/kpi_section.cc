#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/api/resource_name.h"
#include "common/calendar/date.h"
#include "common/text/calendar_words.h"
#include "common/text/quantity.h"
#include "services/reporting/documents/field_words.h"
#include "services/reporting/documents/sections.h"
#include "services/reporting/documents/words.h"

namespace okapi::reporting::documents {
namespace {

using okapi::reporting::v1::Decision;
using okapi::reporting::v1::KpiReport;
using okapi::reporting::v1::Scorecard;

// A scorecard of one KPI and its members.
Scorecard AsScorecard(const KpiReport& report) {
  Scorecard card;
  *card.mutable_periods() = report.periods();
  *card.add_rows() = report.row();
  for (const auto& member : report.members()) *card.add_rows() = member;
  return card;
}

std::string ForecastText(const KpiReport& report, const std::string& language) {
  const auto& forecast = report.row().forecast();
  auto number = [&](double value) {
    return text::Quantity(value, report.kpi().unit(), text::NotationOf(language));
  };
  std::string words = absl::StrCat(
      Say(Word::kForecast, language), " ", report.periods().rbegin()->id(), ": ",
      number(forecast.value()), " (", number(forecast.low()), " – ", number(forecast.high()), ")");
  if (forecast.has_likelihood()) {
    absl::StrAppend(&words, "; ", text::Percent(forecast.likelihood(), text::NotationOf(language)),
                    " ", Say(Word::kLikely, language));
  }
  return words;
}

void AddLines(const KpiReport& report, const std::string& language, Section& section) {
  auto& lines = section.lines;
  if (!report.kpi().purpose().empty()) lines.push_back({report.kpi().purpose()});
  if (report.row().has_forecast()) lines.push_back({ForecastText(report, language)});
  for (const auto& change : report.definition_changes()) {
    std::vector<std::string> fields;
    for (const std::string& field : change.fields()) fields.push_back(FieldWord(field, language));
    lines.push_back({absl::StrCat(Say(Word::kRedefined, language), " ",
                                  calendar::FormatDate(change.effective_date()), ": ",
                                  absl::StrJoin(fields, ", ")),
                     Tone::kWarning});
  }
  for (const auto& use : report.uses()) {
    lines.push_back({absl::StrCat(Say(use.guards() ? Word::kGuards : Word::kDrives, language), ": ",
                                  Within(use.objective_display_name(), use.display_name()))});
  }
}

// What people call the label.
std::string DimensionName(const KpiReport& report, const std::string& label) {
  for (const auto& dimension : report.kpi().dimensions()) {
    if (dimension.label() == label && !dimension.display_name().empty()) {
      return dimension.display_name();
    }
  }
  return label;
}

Section ContributionsSection(const KpiReport& report, const std::string& label,
                             const okapi::reporting::v1::Contribution& made,
                             const std::string& language) {
  Section section;
  section.heading = absl::StrCat(Say(Word::kMembers, language), " ", Say(Word::kAlong, language),
                                 " ", DimensionName(report, label));
  // What a snapshot shows may be older than the field.
  if (!made.period().empty()) {
    section.lines.push_back({absl::StrCat(Say(Word::kDifference, language), ": ",
                                          made.previous_period(), " → ", made.period())});
  }
  section.table.columns = {{Say(Word::kWho, language)},
                           {Say(Word::kDifference, language), true},
                           {Say(Word::kPart, language), true}};
  return section;
}

// Each dimension by itself: its members together made the whole change.
void AddContributions(const KpiReport& report, Document& document) {
  std::string dimension;
  std::vector<Section> sections;
  for (const auto& member : report.members()) {
    if (!member.has_contribution()) continue;
    const auto& made = member.contribution();
    if (sections.empty() || member.dimension() != dimension) {
      dimension = member.dimension();
      sections.push_back(ContributionsSection(report, dimension, made, document.language));
    }
    const std::string& name = member.display_name();
    sections.back().table.rows.push_back({{Text(name.empty() ? "–" : name),
                                           {Quantity{made.difference(), report.kpi().unit()}},
                                           made.has_share() ? Cell{Share{made.share()}} : Cell{}}});
  }
  for (Section& section : sections) document.sections.push_back(std::move(section));
}

void AddSeason(const KpiReport& report, Document& document) {
  const std::string& language = document.language;
  if (report.season().empty()) return;
  Section section;
  section.heading = Say(Word::kSeason, language);
  section.table.columns = {{Say(Word::kPlace, language)}, {Say(Word::kFactor, language), true}};
  for (const auto& factor : report.season()) {
    section.table.rows.push_back(
        {{Text(text::SeasonName(factor.place(), factor.month(), factor.quarter(),
                                text::NotationOf(language))),
          Cell{Quantity{factor.factor(), {}}}}});
  }
  document.sections.push_back(std::move(section));
}

// "2,000 EUR: a second shop brings as much": the number and the words.
std::string ExpectedText(const Decision& decision, const std::string& language) {
  std::string text;
  if (decision.has_expected_value()) {
    text = text::Quantity(decision.expected_value(), decision.number().unit(),
                          text::NotationOf(language));
  }
  const bool both = !text.empty() && !decision.expected_effect().empty();
  return absl::StrCat(text, both ? ": " : "", decision.expected_effect());
}

// "Worked in part, by An: it cost more than it brought".
std::string VerdictText(const Decision& decision, const Names& names, const std::string& language) {
  if (!decision.has_verdict()) return "";
  const auto& verdict = decision.verdict();
  std::string text = OutcomeWord(verdict.outcome(), language);
  if (!verdict.author().empty()) {
    absl::StrAppend(&text, ", ", Say(Word::kBy, language), " ", Called(verdict.author(), names));
  }
  return absl::StrCat(text, verdict.text().empty() ? "" : ": ", verdict.text());
}

void AddDecisions(const KpiReport& report, const Names& names, Document& document) {
  const std::string& language = document.language;
  if (report.decisions().empty()) return;
  Section section;
  section.heading = Say(Word::kDecisions, language);
  for (const Word word : {Word::kWhen, Word::kDecision, Word::kWho, Word::kExpected,
                          Word::kLookBackOn, Word::kOutcome}) {
    section.table.columns.push_back({.title = Say(word, language), .only_if_any = true});
  }
  for (const Decision& decision : report.decisions()) {
    section.table.rows.push_back(
        {{Text(TimeText(decision.decision_time()).substr(0, 16)), Text(decision.text()),
          Text(Called(decision.author(), names)), Text(ExpectedText(decision, language)),
          Text(decision.has_review_date() ? calendar::FormatDate(decision.review_date()) : ""),
          Text(VerdictText(decision, names, language))}});
  }
  document.sections.push_back(std::move(section));
}

void AddComments(const KpiReport& report, const Names& names, Document& document) {
  const std::string& language = document.language;
  if (report.comments().empty()) return;
  Section section;
  section.heading = Say(Word::kComments, language);
  section.table.columns = {{Say(Word::kWhen, language)},
                           {Say(Word::kPeriod, language)},
                           {Say(Word::kWho, language)},
                           {Say(Word::kWhat, language)}};
  for (const auto& comment : report.comments()) {
    section.table.rows.push_back(
        {{Text(TimeText(comment.comment_time()).substr(0, 16)), Text(comment.period()),
          Text(Called(comment.author(), names)), Text(comment.text())}});
  }
  document.sections.push_back(std::move(section));
}

}  // namespace

void AddKpiReport(const KpiReport& report, const Names& known, Document& document) {
  const Names names = NamesIn(report, known);
  const Scorecard card = AsScorecard(report);
  AddScorecard(card, names, document);
  Section& section = document.sections.back();
  section.heading = report.kpi().display_name();
  // The first chart is of the KPI itself.
  for (const auto& change : report.definition_changes()) {
    section.charts.front().marks.push_back({static_cast<size_t>(change.period_index()),
                                            calendar::FormatDate(change.effective_date())});
  }
  AddLines(report, document.language, section);
  AddDetails(card, document);
  AddDecisions(report, names, document);
  AddComments(report, names, document);
  AddContributions(report, document);
  AddSeason(report, document);
}

}  // namespace okapi::reporting::documents

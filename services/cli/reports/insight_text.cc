#include "services/cli/reports/insight_text.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "common/api/resource_name.h"
#include "common/calendar/date.h"
#include "common/text/calendar_words.h"
#include "common/text/quantity.h"
#include "services/cli/reports/report_text.h"
#include "services/cli/reports/review_text.h"
#include "services/cli/session/catalogue.h"
#include "services/cli/terminal/display_text.h"
#include "services/cli/terminal/text_table.h"

namespace okapi::cli {
namespace {

using okapi::reporting::v1::AlignmentReport;
using okapi::reporting::v1::CombinedReport;
using okapi::reporting::v1::Insight;
using okapi::reporting::v1::KpiExplanation;
using okapi::reporting::v1::KpiReport;
using okapi::reporting::v1::NumberExplanation;
using okapi::reporting::v1::Scorecard;
using okapi::text::Number;
using okapi::text::Percent;
using okapi::text::Quantity;

// Samples of a series that a terminal shows.
constexpr int kSamplesShown = 5;

std::string DraftText(const Insight& insight, const DraftOptions& options) {
  std::string text =
      absl::StrCat("    draft: ", OneLine(insight.draft().objective().display_name()), "\n");
  for (const auto& key_result : insight.draft().key_results()) {
    absl::StrAppend(&text, "      ", OneLine(key_result.display_name()), "\n");
  }
  const std::string missing = MissingKeyResultsText(insight.draft(), options.language);
  if (!missing.empty()) absl::StrAppend(&text, "      ", missing, "\n");
  absl::StrAppend(&text, "    take it: okapi accept ", ShortName(insight.resource()),
                  options.as_of.empty() ? "" : " --as-of ", options.as_of,
                  options.language.empty() ? "" : " --language ", options.language, "\n");
  return text;
}

// A scorecard of one KPI and its members, as the table of scorecards.
Scorecard AsScorecard(const KpiReport& report) {
  Scorecard card;
  card.set_organization(api::OrganizationOf(report.kpi().name()));
  *card.mutable_periods() = report.periods();
  *card.add_rows() = report.row();
  for (const auto& member : report.members()) *card.add_rows() = member;
  *card.mutable_as_of_time() = report.as_of_time();
  *card.mutable_sources() = report.sources();
  return card;
}

std::string ForecastText(const KpiReport& report) {
  if (!report.row().has_forecast()) return "";
  const auto& forecast = report.row().forecast();
  const auto& unit = report.kpi().unit();
  std::string text = absl::StrCat(
      "Forecast of ", report.periods().rbegin()->id(), ": ", Quantity(forecast.value(), unit),
      ", from ", Quantity(forecast.low(), unit), " to ", Quantity(forecast.high(), unit));
  if (forecast.has_likelihood()) {
    absl::StrAppend(&text, "; ", Percent(forecast.likelihood()), " likely to reach the target");
  }
  return absl::StrCat(text, "\n");
}

std::string OwnerText(const okapi::metrics::v1::Kpi& kpi, const DisplayNames& names) {
  const std::string whose = names.Whose(kpi.owner(), kpi.team());
  return whose.empty() ? "" : absl::StrCat("Owner ", whose, "\n");
}

// What, by whom, what should come of it until when, and what did.
std::string DecisionsText(const KpiReport& report, const DisplayNames& names) {
  std::string text;
  for (const auto& decision : report.decisions()) {
    absl::StrAppend(&text, "Decided ", TimeText(decision.decision_time()).substr(0, 10),
                    decision.author().empty() ? "" : " by ", names.Of(decision.author()), ": ",
                    OneLine(decision.text()), "\n");
    std::vector<std::string> expected;
    if (decision.has_expected_value()) {
      expected.push_back(Quantity(decision.expected_value(), decision.number().unit()));
    }
    if (!decision.expected_effect().empty()) {
      expected.push_back(OneLine(decision.expected_effect()));
    }
    if (decision.has_review_date()) {
      expected.push_back(
          absl::StrCat("to be looked at on ", calendar::FormatDate(decision.review_date())));
    }
    if (!expected.empty()) {
      absl::StrAppend(&text, "  expected: ", absl::StrJoin(expected, "; "), "\n");
    }
    if (!decision.has_verdict()) continue;
    const auto& verdict = decision.verdict();
    absl::StrAppend(&text, "  ", okapi::reporting::v1::Verdict::Outcome_Name(verdict.outcome()),
                    verdict.author().empty() ? "" : ", by ", names.Of(verdict.author()),
                    verdict.text().empty() ? "" : ": ", OneLine(verdict.text()), "\n");
  }
  return text;
}

std::string CommentsText(const KpiReport& report, const DisplayNames& names) {
  std::string text;
  for (const auto& comment : report.comments()) {
    absl::StrAppend(&text, "Comment ", TimeText(comment.comment_time()).substr(0, 10),
                    comment.period().empty() ? "" : " on ", comment.period(),
                    comment.author().empty() ? "" : " by ", names.Of(comment.author()), ": ",
                    OneLine(comment.text()), "\n");
  }
  return text;
}

// Whether the KPI is broken down by more than one label.
bool HasSeveralDimensions(const KpiReport& report) {
  return !report.members().empty() &&
         std::any_of(report.members().begin(), report.members().end(), [&](const auto& member) {
           return member.dimension() != report.members(0).dimension();
         });
}

// What a snapshot shows may be older than the field.
std::string BetweenText(const okapi::reporting::v1::Contribution& contribution) {
  if (contribution.period().empty()) return "";
  return absl::StrCat(" from ", contribution.previous_period(), " to ", contribution.period());
}

std::string ContributionsText(const KpiReport& report) {
  TextTable table({TextTable::kLeft, TextTable::kRight, TextTable::kRight});
  const bool several = HasSeveralDimensions(report);
  std::string dimension;
  std::string text;
  for (const auto& member : report.members()) {
    if (!member.has_contribution()) continue;
    const auto& contribution = member.contribution();
    if (text.empty()) {
      text = absl::StrCat("\nWho made the difference", BetweenText(contribution), "\n");
      table.Add({"", "change", "share"});
    }
    if (several && member.dimension() != dimension) {
      dimension = member.dimension();
      table.Add({absl::StrCat("  by ", OneLine(dimension)), "", ""});
    }
    const std::string& name = member.display_name();
    table.Add({absl::StrCat(several ? "    " : "  ", name.empty() ? "(none)" : OneLine(name)),
               absl::StrCat(contribution.difference() > 0 ? "+" : "",
                            Quantity(contribution.difference(), report.kpi().unit())),
               contribution.has_share() ? Percent(contribution.share()) : ""});
  }
  return text.empty() ? "" : absl::StrCat(text, table.ToString());
}

// A time in full, for whoever looks for the sample where it came from.
std::string SeriesText(const okapi::metrics::v1::SeriesSamples& series, absl::TimeZone zone) {
  std::vector<std::string> labels;
  for (const auto& [label, value] : series.series().labels())
    labels.push_back(absl::StrCat(label, "=", value));
  std::sort(labels.begin(), labels.end());  // A map has no order of its own.
  std::string text = absl::StrCat(OneLine(series.series().metric()), "{",
                                  OneLine(absl::StrJoin(labels, ",")), "}:");
  for (int i = 0; i < series.values_size() && i < kSamplesShown; ++i) {
    const absl::Time time = absl::FromUnixMicros(series.times_us(i));
    absl::StrAppend(&text, " ", absl::FormatTime("%Y-%m-%d %H:%M:%E*S %Ez", time, zone), " ",
                    Number(series.values(i), 6), ";");
  }
  return absl::StrCat(text, series.values_size() > kSamplesShown ? " ...\n" : "\n");
}

// Of a member: which.
std::string MemberText(const KpiExplanation& explanation) {
  if (explanation.dimension().empty()) return "";
  return absl::StrCat(" ", OneLine(explanation.dimension()), "=", OneLine(explanation.member()));
}

void AddKpi(const KpiExplanation& explanation, absl::TimeZone zone, const std::string& indent,
            std::string& text) {
  absl::StrAppend(
      &text, indent, OneLine(explanation.kpi().display_name()), " [",
      ShortName(explanation.kpi().name()), "]", MemberText(explanation),
      explanation.number().period().id().empty() ? "" : ", ", explanation.number().period().id(),
      explanation.key_result().empty() ? "" : " drives ",
      explanation.key_result().empty() ? "" : ShortName(explanation.key_result()), "\n");
  for (const std::string& step : explanation.steps())
    absl::StrAppend(&text, indent, "    ", OneLine(step), "\n");
  if (!explanation.verdict().empty())
    absl::StrAppend(&text, indent, "    ", OneLine(explanation.verdict()), "\n");
  for (const auto& series : explanation.series())
    absl::StrAppend(&text, indent, "    ", SeriesText(series, zone));
  if (explanation.more_samples()) absl::StrAppend(&text, indent, "    and more samples\n");
  for (const KpiExplanation& operand : explanation.operands())
    AddKpi(operand, zone, indent + "    ", text);
}

std::string InsightsText(const CombinedReport& report, const DraftOptions& options, bool colour) {
  std::string text =
      absl::StrCat(Painted("What falls between KPIs and OKRs", Paint::kBold, colour), "\n");
  const bool incomplete =
      IsIncomplete(report.scorecard().sources()) || IsIncomplete(report.okr_report().sources());
  if (report.insights().empty() && !incomplete) absl::StrAppend(&text, "  Nothing.\n");
  for (const Insight& insight : report.insights()) {
    absl::StrAppend(&text, "  ", Insight::Code_Name(insight.code()), "  ",
                    OneLine(insight.message()), "\n");
    for (const std::string& other : insight.others())
      absl::StrAppend(&text, "    ", ShortName(other), "\n");
    if (insight.has_draft()) absl::StrAppend(&text, DraftText(insight, options));
  }
  if (incomplete) {
    absl::StrAppend(&text, "  ",
                    Painted(report.insights().empty()
                                ? "Nobody can tell: not everything is known that this takes."
                                : "There may be more: not everything is known that this takes.",
                            Paint::kYellow, colour),
                    "\n");
  }
  return text;
}

}  // namespace

std::string MissingKeyResultsText(const okapi::reporting::v1::DraftObjective& draft,
                                  const std::string& language) {
  const int missing = draft.key_results_missing();
  if (missing == 0) return "";
  if (language == "vi") {
    return absl::StrCat("cần thêm ", missing, " kết quả then chốt mới kích hoạt được");
  }
  return absl::StrCat("needs ", missing, missing == 1 ? " more key result" : " more key results",
                      " before it can be activated");
}

std::string InsightsOnlyText(const CombinedReport& report, const DraftOptions& options,
                             bool colour) {
  return absl::StrCat(InsightsText(report, options, colour),
                      SourcesText(report.scorecard().sources(), colour),
                      SourcesText(report.okr_report().sources(), colour));
}

std::string CombinedReportText(const CombinedReport& report, const DraftOptions& options,
                               bool colour, const DisplayNames& known) {
  // The heading of the scorecard is that of the objectives.
  DisplayNames names = known;
  const std::string& called = report.okr_report().organization_display_name();
  if (!called.empty()) names.Add(report.organization(), called);
  return absl::StrCat(ScorecardText(report.scorecard(), colour, names), "\n",
                      OkrReportText(report.okr_report(), colour, names), "\n",
                      InsightsText(report, options, colour));
}

std::string KpiReportText(const KpiReport& report, bool colour, const DisplayNames& known) {
  DisplayNames names(report, known);
  if (!report.organization_display_name().empty()) {
    names.Add(api::OrganizationOf(report.kpi().name()), report.organization_display_name());
  }
  std::string text = absl::StrCat(ScorecardText(AsScorecard(report), colour, names),
                                  OwnerText(report.kpi(), names), "\n", ForecastText(report),
                                  ContributionsText(report));
  for (const auto& change : report.definition_changes()) {
    absl::StrAppend(&text, "Computed in another way from ",
                    calendar::FormatDate(change.effective_date()),
                    " on: ", absl::StrJoin(change.fields(), ", "), "\n");
  }
  if (!report.season().empty()) {
    absl::StrAppend(&text, "\nSeason (1 is the mean of the year):");
    for (const auto& factor : report.season()) {
      const std::string place = okapi::text::SeasonName(
          factor.place(), factor.month(), factor.quarter(), okapi::text::Notation::kEnglish);
      absl::StrAppend(&text, " ", place, ": ", Number(factor.factor(), 2));
    }
    absl::StrAppend(&text, "\n");
  }
  text += DecisionsText(report, names);
  text += CommentsText(report, names);
  for (const auto& use : report.uses()) {
    absl::StrAppend(&text, use.guards() ? "Guards " : "Drives ", ShortName(use.key_result()), ": ",
                    OneLine(use.display_name()), "\n");
  }
  return text;
}

std::string AlignmentReportText(const AlignmentReport& report, bool colour) {
  std::string text;
  for (const auto& node : report.nodes()) {
    const auto& progress = node.objective().progress();
    absl::StrAppend(
        &text, std::string(static_cast<size_t>(node.depth()) * 2, ' '),
        OneLine(node.objective().display_name()), "  [", ShortName(node.objective().name()), "] ",
        progress.has_clamped() ? Percent(progress.clamped()) : "–", " ",
        okapi::common::v1::Status_Name(progress.status()),
        node.objective().visibility() == okapi::goals::v1::Objective::PRIVATE ? "  (private)" : "",
        node.orphan() ? "  (hangs on nothing)" : "", "\n");
  }
  for (const auto& overlap : report.overlaps()) {
    std::vector<std::string> names;
    for (const std::string& name : overlap.key_results()) names.push_back(ShortName(name));
    absl::StrAppend(&text, "KPI ", ShortName(overlap.kpi()),
                    overlap.same_samples() ? " is claimed twice by " : " drives ",
                    absl::StrJoin(names, ", "), "\n");
  }
  if (text.empty() && !IsIncomplete(report.sources())) text = "There are no objectives.\n";
  return absl::StrCat(text, SourcesText(report.sources(), colour));
}

std::string NumberExplanationText(const NumberExplanation& explanation, bool colour) {
  std::string text = explanation.has_goal() ? ExplanationText(explanation.goal()) : "";
  absl::TimeZone zone;
  // One that is not known here is shown as UTC, and says so itself.
  if (!absl::LoadTimeZone(explanation.time_zone(), &zone)) zone = absl::UTCTimeZone();
  for (const KpiExplanation& kpi : explanation.kpis()) {
    AddKpi(kpi, zone, "", text);
    if (kpi.rounding().empty()) continue;
    absl::StrAppend(&text, "At revision ", kpi.revision(), ". ", kpi.rounding(), ".\n");
  }
  return text + SourcesText(explanation.sources(), colour);
}

}  // namespace okapi::cli

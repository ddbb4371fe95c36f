#include "services/cli/reports/kept_report_text.h"

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/api/timestamp.h"
#include "common/text/quantity.h"
#include "services/cli/reports/activity_text.h"
#include "services/cli/reports/insight_text.h"
#include "services/cli/reports/report_text.h"
#include "services/cli/session/catalogue.h"
#include "services/cli/terminal/display_text.h"
#include "services/cli/terminal/text_table.h"

namespace okapi::cli {
namespace {

using okapi::reporting::v1::DashboardContent;
using okapi::reporting::v1::Difference;
using okapi::reporting::v1::Report;
using okapi::reporting::v1::Snapshot;
using okapi::reporting::v1::SnapshotComparison;
using okapi::reporting::v1::Widget;
using okapi::reporting::v1::WidgetContent;

constexpr int kCellMax = 44;

// `draft` is how its drafts can be asked for again.
std::string ReportText(const Report& report, const DraftOptions& draft, const DisplayNames& names,
                       bool colour) {
  switch (report.report_case()) {
    case Report::kScorecard:
      return ScorecardText(report.scorecard(), colour, names);
    case Report::kOkrReport:
      return OkrReportText(report.okr_report(), colour, names);
    case Report::kKpiReport:
      return KpiReportText(report.kpi_report(), colour, names);
    case Report::kAlignmentReport:
      return AlignmentReportText(report.alignment_report(), colour);
    case Report::kCombinedReport:
      return CombinedReportText(report.combined_report(), draft, colour, names);
    case Report::kReviewPack:
      return ReviewPackText(report.review_pack(), colour, names);
    case Report::REPORT_NOT_SET:
      break;
  }
  return "";
}

std::string Heading(const std::string& text, bool colour) {
  return absl::StrCat("\n", Painted(OneLine(text), Paint::kBold, colour), "\n");
}

// Its title; of one without what its report is, as in files.
std::string HeadingOf(const Widget& widget, const Report& report) {
  if (!widget.title().empty()) return widget.title();
  switch (report.report_case()) {
    case Report::kScorecard:
      return "Scorecard";
    case Report::kOkrReport:
      return "Objectives and key results";
    case Report::kKpiReport:
      return report.kpi_report().kpi().display_name();
    case Report::kAlignmentReport:
      return "Alignment";
    case Report::kCombinedReport:
      return "KPIs and OKRs";
    case Report::kReviewPack:
      return "Review";
    case Report::REPORT_NOT_SET:
      break;
  }
  return widget.id();
}

std::string WidgetText(const Widget& widget, const WidgetContent& content,
                       const DisplayNames& names, bool colour) {
  std::string text = Heading(HeadingOf(widget, content.report()), colour);
  if (!widget.text().empty()) absl::StrAppend(&text, OneLine(widget.text()), "\n");
  if (!content.problem().empty()) absl::StrAppend(&text, "! ", OneLine(content.problem()), "\n");
  return absl::StrCat(
      text, ReportText(content.report(), {"", widget.question().combined_report().language_code()},
                       names, colour));
}

// `12 rows`, `1 row`.
std::string Many(int count, const std::string& what) {
  return absl::StrCat(count, " ", what, count == 1 ? "" : "s");
}

// What kind of report it is, and how much is in it.
std::string CountsText(const Report& report) {
  switch (report.report_case()) {
    case Report::kScorecard:
      return absl::StrCat("a scorecard of ", Many(report.scorecard().rows_size(), "row"), " and ",
                          Many(report.scorecard().periods_size(), "period"));
    case Report::kOkrReport:
      return absl::StrCat("an OKR report of ",
                          Many(report.okr_report().objectives_size(), "objective"));
    case Report::kKpiReport:
      return absl::StrCat("the report of ", ShortName(report.kpi_report().kpi().name()), " and ",
                          Many(report.kpi_report().periods_size(), "period"));
    case Report::kAlignmentReport:
      return absl::StrCat("an alignment report of ",
                          Many(report.alignment_report().nodes_size(), "objective"));
    case Report::kCombinedReport: {
      const auto& both = report.combined_report();
      return absl::StrCat("a combined report of ", Many(both.scorecard().rows_size(), "KPI"), ", ",
                          Many(both.okr_report().objectives_size(), "objective"), " and ",
                          Many(both.insights_size(), "insight"));
    }
    case Report::kReviewPack:
      return absl::StrCat("a review of ", Many(report.review_pack().events_size(), "event"));
    case Report::REPORT_NOT_SET:
      break;
  }
  return "nothing";
}

// `Snapshot p-2026-10 of 2026-10, taken 2026-11-01 08:00 UTC by ann`.
std::string SnapshotHead(const Snapshot& snapshot, const DisplayNames& names = {}) {
  return absl::StrCat("Snapshot ", ShortName(snapshot.name()),
                      snapshot.period().empty() ? "" : " of ", OneLine(snapshot.period()),
                      ", taken ", TimeText(snapshot.create_time()),
                      snapshot.author().empty() ? "" : " by ", names.Of(snapshot.author()));
}

// What was, or is, there: a number, a word, or nothing.
std::string SideText(bool has_value, const std::string& number, const std::string& text) {
  if (has_value) return number;
  return text.empty() ? "–" : OneLine(text);
}

// As reports have it; every digit of numbers that look the same there.
std::string NumberText(const Difference& difference, double value, double other) {
  const auto shown = [&difference](double number) {
    return difference.field() == "progress" ? text::Percent(number)
                                            : text::Quantity(number, difference.unit());
  };
  const bool both = difference.has_then_value() && difference.has_now_value();
  return both && shown(value) == shown(other) ? text::ExactNumber(value) : shown(value);
}

std::string ThenText(const Difference& it) {
  return SideText(it.has_then_value(), NumberText(it, it.then_value(), it.now_value()),
                  it.then_text());
}

std::string NowText(const Difference& it) {
  return SideText(it.has_now_value(), NumberText(it, it.now_value(), it.then_value()),
                  it.now_text());
}

}  // namespace

std::string DashboardText(const DashboardContent& content, bool colour, const DisplayNames& names) {
  const auto& dashboard = content.dashboard();
  std::string text = absl::StrCat(Painted(OneLine(dashboard.display_name()), Paint::kBold, colour),
                                  ", as of ", TimeText(content.as_of_time()), "\n");
  if (!dashboard.description().empty()) {
    absl::StrAppend(&text, OneLine(dashboard.description()), "\n");
  }
  for (int i = 0; i < dashboard.widgets_size() && i < content.widgets_size(); ++i) {
    absl::StrAppend(&text, WidgetText(dashboard.widgets(i), content.widgets(i), names, colour));
  }
  if (dashboard.widgets().empty()) absl::StrAppend(&text, "It shows nothing yet.\n");
  return text;
}

std::string SnapshotText(const Snapshot& snapshot, bool colour, const DisplayNames& names) {
  std::string text = absl::StrCat(SnapshotHead(snapshot, names), "\n");
  if (!snapshot.note().empty()) absl::StrAppend(&text, OneLine(snapshot.note()), "\n");
  for (int i = 0; i < snapshot.reports_size(); ++i) {
    const Report& report = snapshot.reports(i);
    DraftOptions draft;
    draft.as_of = absl::FormatTime(absl::RFC3339_full,
                                   api::FromTimestamp(report.combined_report().as_of_time()),
                                   absl::UTCTimeZone());
    if (i < snapshot.questions_size()) {
      draft.language = snapshot.questions(i).combined_report().language_code();
    }
    absl::StrAppend(&text, "\n", ReportText(report, draft, names, colour));
  }
  return absl::StrCat(text, "\nSHA-256 ", OneLine(snapshot.sha256()), "\n");
}

std::string SnapshotSummaryText(const Snapshot& snapshot) {
  std::string text = absl::StrCat(SnapshotHead(snapshot), "\n");
  if (!snapshot.note().empty()) absl::StrAppend(&text, OneLine(snapshot.note()), "\n");
  absl::StrAppend(&text, "As of ", TimeText(snapshot.as_of_time()), ", ", snapshot.kpis_size(),
                  snapshot.kpis_size() == 1 ? " definition" : " definitions", " of KPIs, and\n");
  for (const Report& report : snapshot.reports()) {
    absl::StrAppend(&text, "  ", CountsText(report), "\n");
  }
  return absl::StrCat(text, "SHA-256 ", OneLine(snapshot.sha256()), "\n");
}

std::string SnapshotComparisonText(const SnapshotComparison& comparison, bool colour) {
  std::string text = absl::StrCat(SnapshotHead(comparison.snapshot()), "; compared ",
                                  TimeText(comparison.compare_time()), "\n");
  if (comparison.differences().empty()) return absl::StrCat(text, "Nothing differs.\n");
  TextTable table({TextTable::kLeft, TextTable::kLeft, TextTable::kLeft, TextTable::kLeft,
                   TextTable::kRight, TextTable::kRight});
  table.Add({"where", "member", "period", "what", "then", "now"});
  for (const Difference& it : comparison.differences()) {
    table.Add({Shorten(it.display_name(), kCellMax), Shorten(it.member(), kCellMax),
               OneLine(it.period()), OneLine(it.field()), ThenText(it),
               Painted(NowText(it), Paint::kBold, colour)});
  }
  return absl::StrCat(text, table.ToString());
}

}  // namespace okapi::cli

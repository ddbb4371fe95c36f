#include "services/reporting/documents/report_document.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/api/resource_id.h"
#include "common/api/resource_name.h"
#include "services/reporting/documents/sections.h"
#include "services/reporting/documents/words.h"

namespace okapi::reporting::documents {
namespace {

using okapi::reporting::v1::Report;

// What the organization calls itself: as its OKR report says, else as is known, else `acme` of
// `organizations/acme`.
std::string CalledItself(const std::string& organization, const Names& names,
                         const std::string& as_reported = "") {
  if (!as_reported.empty()) return as_reported;
  const auto found = names.find(organization);
  if (found != names.end()) return found->second;
  return api::IdOf(organization);
}

void SetHead(Word what, const std::string& whose, const google::protobuf::Timestamp& as_of,
             Document& document) {
  document.title = absl::StrCat(whose, " – ", Say(what, document.language));
  document.subtitle = absl::StrCat(Say(Word::kAsOf, document.language), " ", TimeText(as_of));
}

// Old snapshots have the words alone.
std::string NoteOf(const okapi::reporting::v1::Source& source, const Document& document) {
  if (!source.has_unknown_time()) return source.note();
  return absl::StrCat(Say(Word::kAsTheyAreNow, document.language), " ",
                      TimeIn(source.time_zone(), source.unknown_time()));
}

// What was not heard in time is said first.
template <typename Sources>
void AddWarnings(const Sources& sources, Document& document) {
  Section section;
  for (const auto& source : sources) {
    if (!source.note().empty()) {
      section.lines.push_back(
          {absl::StrCat(source.service(), ": ", NoteOf(source, document)), Tone::kWarning});
    }
    if (!source.stale() && source.problem().empty()) continue;
    std::string words = source.service();
    if (!source.stale()) {
      absl::StrAppend(&words, ": ", source.problem());
    } else if (source.has_answer_time()) {
      absl::StrAppend(&words, " ", Say(Word::kStale, document.language), " ",
                      TimeText(source.answer_time()));
      if (source.incomplete()) {
        absl::StrAppend(&words, "; ", Say(Word::kRestUnknown, document.language));
      }
    } else {
      absl::StrAppend(&words, " ", Say(Word::kNeverHeard, document.language));
    }
    section.lines.push_back({std::move(words), Tone::kWarning});
  }
  if (!section.lines.empty()) {
    document.sections.insert(document.sections.begin(), std::move(section));
  }
}

void AddCombined(const okapi::reporting::v1::CombinedReport& report, const Names& names,
                 Document& document) {
  SetHead(
      Word::kCombinedReport,
      CalledItself(report.organization(), names, report.okr_report().organization_display_name()),
      report.as_of_time(), document);
  AddScorecard(report.scorecard(), names, document);
  AddDetails(report.scorecard(), document);
  AddOkrReport(report.okr_report(), names, document);
  const std::string objectives_of = TimeText(report.okr_report().as_of_time());
  if (report.okr_report().has_as_of_time() && objectives_of != TimeText(report.as_of_time())) {
    document.sections.back().lines.push_back(
        {absl::StrCat(Say(Word::kAsOf, document.language), " ", objectives_of), Tone::kQuiet});
  }
  AddInsights(report, document);
  AddWarnings(report.okr_report().sources(), document);
  AddWarnings(report.scorecard().sources(), document);
}

void AddReviewPack(const okapi::reporting::v1::ReviewPack& pack, const Names& names,
                   Document& document) {
  document.title =
      absl::StrCat(CalledItself(pack.organization(), names, pack.organization_display_name()),
                   " – ", Say(Word::kReviewPack, document.language));
  document.subtitle = absl::StrCat(TimeText(pack.start_time()), " – ", TimeText(pack.end_time()));
  AddReview(pack, names, document);
  AddWarnings(pack.sources(), document);
}

}  // namespace

Document DocumentOf(const Report& report, const std::string& language, const Names& names) {
  Document document;
  document.language = language.empty() ? "en" : language;
  switch (report.report_case()) {
    case Report::kScorecard:
      SetHead(Word::kScorecard, CalledItself(report.scorecard().organization(), names),
              report.scorecard().as_of_time(), document);
      AddScorecard(report.scorecard(), names, document);
      AddDetails(report.scorecard(), document);
      AddWarnings(report.scorecard().sources(), document);
      break;
    case Report::kOkrReport: {
      const auto& okr = report.okr_report();
      SetHead(Word::kOkrReport,
              CalledItself(okr.organization(), names, okr.organization_display_name()),
              okr.as_of_time(), document);
      AddOkrReport(okr, names, document);
      AddWarnings(okr.sources(), document);
      break;
    }
    case Report::kKpiReport:
      SetHead(Word::kKpiReport,
              CalledItself(api::OrganizationOf(report.kpi_report().kpi().name()), names,
                           report.kpi_report().organization_display_name()),
              report.kpi_report().as_of_time(), document);
      AddKpiReport(report.kpi_report(), names, document);
      AddWarnings(report.kpi_report().sources(), document);
      break;
    case Report::kAlignmentReport:
      SetHead(Word::kAlignmentReport, CalledItself(report.alignment_report().organization(), names),
              report.alignment_report().as_of_time(), document);
      AddAlignment(report.alignment_report(), document);
      AddWarnings(report.alignment_report().sources(), document);
      break;
    case Report::kCombinedReport:
      AddCombined(report.combined_report(), names, document);
      break;
    case Report::kReviewPack:
      AddReviewPack(report.review_pack(), names, document);
      break;
    case Report::REPORT_NOT_SET:
      break;
  }
  return document;
}

}  // namespace okapi::reporting::documents

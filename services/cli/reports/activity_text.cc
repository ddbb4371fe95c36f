#include "services/cli/reports/activity_text.h"

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "common/api/timestamp.h"
#include "common/calendar/date.h"
#include "common/text/quantity.h"
#include "services/cli/reports/report_text.h"
#include "services/cli/reports/review_text.h"
#include "services/cli/session/catalogue.h"
#include "services/cli/terminal/display_text.h"
#include "services/cli/terminal/text_table.h"

namespace okapi::cli {
namespace {

using google::protobuf::RepeatedPtrField;
using okapi::reporting::v1::Alert;
using okapi::reporting::v1::Decision;
using okapi::reporting::v1::Digest;
using okapi::reporting::v1::Movement;
using okapi::reporting::v1::OkrReport;
using okapi::reporting::v1::ReviewEvent;
using okapi::reporting::v1::ReviewPack;
using okapi::text::Quantity;

std::string Minute(const google::protobuf::Timestamp& time) {
  return absl::FormatTime("%Y-%m-%d %H:%M", api::FromTimestamp(time), absl::UTCTimeZone());
}

std::string PeriodText(const std::string& period, bool open) {
  return absl::StrCat(period, open ? " so far" : "");
}

std::string StartPeriodText(const Movement& movement) {
  const bool part = movement.same_part() && movement.end_open();
  return part ? absl::StrCat(movement.start_period(), ", same part")
              : PeriodText(movement.start_period(), movement.start_open());
}

std::string MovementsText(const RepeatedPtrField<Movement>& movements) {
  TextTable table({TextTable::kLeft, TextTable::kRight, TextTable::kLeft, TextTable::kRight,
                   TextTable::kLeft, TextTable::kLeft});
  table.Add({"number", "then", "", "now", "", "status"});
  for (const Movement& movement : movements) {
    auto value = [&](bool known, double number) {
      return known ? Quantity(number, movement.unit()) : "–";
    };
    table.Add({WithIds(movement.display_name(), movement.resource()),
               value(movement.has_start_value(), movement.start_value()), StartPeriodText(movement),
               value(movement.has_end_value(), movement.end_value()),
               PeriodText(movement.end_period(), movement.end_open()),
               movement.status() == okapi::common::v1::STATUS_UNSPECIFIED
                   ? ""
                   : okapi::common::v1::Status_Name(movement.status())});
  }
  return table.ToString();
}

// "weight 1 -> 2"; of a field of which that is not told, only what it is called.
std::string FieldText(const ReviewEvent& event, const std::string& field,
                      const DisplayNames& names) {
  for (const auto& change : event.changes()) {
    if (change.field() != field) continue;
    const auto value = [&names](const std::string& text) {
      if (text.empty()) return std::string("–");
      return absl::StartsWith(text, "organizations/") ? names.Of(text) : OneLine(text);
    };
    return absl::StrCat(field, " ", value(change.old_value()), " -> ", value(change.new_value()));
  }
  return field;
}

// Which fields were changed, and why; of most events only why.
std::string WhyText(const ReviewEvent& event, const DisplayNames& names) {
  std::vector<std::string> parts;
  for (const std::string& field : event.fields()) parts.push_back(FieldText(event, field, names));
  if (event.kind() == ReviewEvent::ASSESSED) {
    parts.push_back(FieldText(event, "assessment", names));
  }
  const std::string what = absl::StrJoin(parts, ", ");
  if (what.empty() || event.text().empty()) return absl::StrCat(what, OneLine(event.text()));
  return absl::StrCat(what, ": ", OneLine(event.text()));
}

std::string EventsText(const RepeatedPtrField<ReviewEvent>& events, const DisplayNames& names) {
  TextTable table(
      {TextTable::kLeft, TextTable::kLeft, TextTable::kLeft, TextTable::kLeft, TextTable::kLeft});
  table.Add({"when (UTC)", "what", "where", "who", "why"});
  for (const ReviewEvent& event : events) {
    table.Add({Minute(event.time()), ReviewEvent::Kind_Name(event.kind()),
               WithIds(event.display_name(), event.resource()), names.Of(event.author()),
               WhyText(event, names)});
  }
  return table.ToString();
}

std::string AlertsText(const RepeatedPtrField<Alert>& alerts) {
  std::string text = "Open alerts\n";
  for (const Alert& alert : alerts) {
    absl::StrAppend(&text, "  ", Minute(alert.fire_time()), "  ", OneLine(alert.message()),
                    alert.state() == Alert::ACKNOWLEDGED ? "  (acknowledged)" : "",
                    alert.muted() ? "  (muted)" : "", "\n");
  }
  return text;
}

std::string DueDecisionsText(const RepeatedPtrField<Decision>& decisions) {
  std::string text = "Decisions to look back on\n";
  for (const Decision& decision : decisions) {
    absl::StrAppend(&text, "  ", calendar::FormatDate(decision.review_date()), "  ",
                    OneLine(decision.text()), "  [", ShortName(decision.name()), "]\n");
  }
  return text;
}

// Their objectives as the report of a whole organization shows them.
OkrReport AsOkrReport(const Digest& digest) {
  OkrReport report;
  report.set_organization(digest.scorecard().organization());
  *report.mutable_objectives() = digest.objectives();
  *report.mutable_as_of_time() = digest.end_time();
  return report;
}

}  // namespace

std::string ReviewPackText(const ReviewPack& pack, bool colour, const DisplayNames& known) {
  const DisplayNames names(pack, known);
  std::string events = EventsText(pack.events(), names);
  if (pack.events().empty()) {
    events = IsIncomplete(pack.sources()) ? "Nobody can tell what was done.\n"
                                          : "Nobody did anything.\n";
  }
  return absl::StrCat("From ", Minute(pack.start_time()), " to ", Minute(pack.end_time()),
                      " UTC\n\n", MovementsText(pack.movements()), "\n", events,
                      SourcesText(pack.sources(), colour));
}

std::string DigestText(const Digest& digest, bool colour) {
  DisplayNames names(digest, {});
  if (!digest.organization_display_name().empty()) {
    names.Add(digest.scorecard().organization(), digest.organization_display_name());
  }
  std::string text =
      absl::StrCat("For ", names.Of(digest.member()), ", from ", Minute(digest.start_time()),
                   " to ", Minute(digest.end_time()), " UTC\n");
  auto add = [&text](bool there, const std::string& part) {
    if (there) absl::StrAppend(&text, "\n", part);
  };
  // Who is away is said once, at the end.
  auto card = digest.scorecard();
  card.clear_sources();
  add(!digest.alerts().empty(), AlertsText(digest.alerts()));
  add(!digest.due_check_ins().empty(), DueText(digest.due_check_ins(), names));
  add(!digest.due_decisions().empty(), DueDecisionsText(digest.due_decisions()));
  add(!digest.movements().empty(), MovementsText(digest.movements()));
  add(!digest.events().empty(), EventsText(digest.events(), names));
  add(!card.rows().empty(), ScorecardText(card, colour, names));
  add(!digest.objectives().empty(), OkrReportText(AsOkrReport(digest), colour, names));
  return absl::StrCat(text, SourcesText(digest.sources(), colour));
}

}  // namespace okapi::cli

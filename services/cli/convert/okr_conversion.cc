#include "services/cli/convert/okr_conversion.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/api/timestamp.h"
#include "services/cli/convert/okr_text.h"

namespace okapi::cli {
namespace {

using okapi::goals::v1::CheckIn;
using okapi::goals::v1::ObjectiveHistory;

// How much of a text a finding shows.
constexpr size_t kShownBytesMax = 120;
constexpr char kCheckInId[] = "imported";

std::string Labelled(const OkrText& text) {
  return text.label.empty() ? text.text : absl::StrCat(text.label, ": ", text.text);
}

std::string Shown(std::string text) {
  if (text.size() <= kShownBytesMax) return text;
  return absl::StrCat(CutName(text, kShownBytesMax), "...");
}

void AppendLine(absl::string_view line, std::string& text) {
  absl::StrAppend(&text, text.empty() ? "" : "\n", line);
}

DateOrder DateOrderOf(const OkrEntries& okrs) {
  std::vector<absl::string_view> dates;
  for (const OkrEntry& entry : okrs.entries) {
    for (const OkrField field :
         {OkrField::kStartDate, OkrField::kEndDate, OkrField::kCheckInDate}) {
      const OkrText* text = OkrConversion::Find(entry, field);
      if (text != nullptr) dates.push_back(text->text);
    }
  }
  return ReadDateOrder(dates);
}

// A moment of that day wherever the organization is.
absl::Time NoonOf(absl::CivilDay day) {
  return absl::FromCivil(absl::CivilHour(day) + 12, absl::UTCTimeZone());
}

}  // namespace

OkrConversion::OkrConversion(const OkrEntries& okrs, const ConvertOptions& options)
    : options_(options),
      scales_(ReadOkrScales(okrs)),
      date_order_(DateOrderOf(okrs)),
      findings_(okrs.findings) {
  if (!scales_.confidence_is_share) {
    findings_.push_back({0,
                         "a confidence is more than 1, and nobody says of what: plain numbers "
                         "of it stay words"});
  }
  for (const OkrEntry& entry : okrs.entries) {
    const OkrText* cycle = Find(entry, OkrField::kCycle);
    if (cycle != nullptr) cycles_.NoteDays(cycle->text, DaysOf(entry));
  }
}

void OkrConversion::Tell(const OkrEntry& entry, std::string finding) {
  findings_.push_back({entry.place, std::move(finding)});
}

const OkrText* OkrConversion::Find(const OkrEntry& entry, OkrField field) {
  const auto found = entry.fields.find(field);
  return found == entry.fields.end() ? nullptr : &found->second;
}

std::string OkrConversion::Title(OkrEntry& entry) {
  for (const OkrField field : {OkrField::kTitle, OkrField::kMetric, OkrField::kDescription}) {
    const OkrText* text = Find(entry, field);
    if (text == nullptr || CutName(text->text).empty()) continue;
    std::string title = text->text;
    if (field != OkrField::kTitle)
      Tell(entry, absl::StrCat("has no title: called by its ", text->label));
    entry.fields.erase(field);
    return title;
  }
  Tell(entry, "has no title: called 'Untitled'");
  return "Untitled";
}

template <typename R>
void OkrConversion::SetWords(OkrEntry& entry, R& resource) {
  const std::string title = Title(entry);
  resource.set_display_name(CutName(title));
  std::string description;
  if (title.size() > kNameBytesMax) {
    description = title;
    Tell(entry, "is longer than 200 bytes: cut, and whole as a description");
  }
  if (const OkrText* more = Find(entry, OkrField::kDescription); more != nullptr) {
    AppendLine(more->text, description);
    entry.fields.erase(OkrField::kDescription);
  }
  resource.set_description(std::move(description));
}
template void OkrConversion::SetWords(OkrEntry&, okapi::goals::v1::Objective&);
template void OkrConversion::SetWords(OkrEntry&, okapi::goals::v1::KeyResult&);
template void OkrConversion::SetWords(OkrEntry&, okapi::goals::v1::Initiative&);

std::string OkrConversion::TakeOwner(OkrEntry& entry) {
  const OkrText* name = Find(entry, OkrField::kOwner);
  const OkrText* email = Find(entry, OkrField::kOwnerEmail);
  const auto names = name == nullptr ? std::vector<std::string>() : SplitNames(name->text);
  const auto emails = email == nullptr ? std::vector<std::string>() : SplitNames(email->text);
  if (names.empty() && emails.empty()) return "";
  const std::string id =
      members_.Find(names.empty() ? "" : names[0], emails.empty() ? "" : emails[0]);
  if (names.size() > 1 || emails.size() > 1) {
    Tell(entry, absl::StrCat("has several owners: ", id, " is taken"));
    return id;
  }
  entry.fields.erase(OkrField::kOwner);
  entry.fields.erase(OkrField::kOwnerEmail);
  return id;
}

std::string OkrConversion::TakeTeam(OkrEntry& entry) {
  const OkrText* text = Find(entry, OkrField::kTeam);
  const auto names = text == nullptr ? std::vector<std::string>() : SplitNames(text->text);
  if (names.empty()) return "";
  const std::string id = teams_.Find(names[0]);
  if (names.size() > 1) {
    Tell(entry, absl::StrCat("has several teams: ", id, " is taken"));
  } else {
    entry.fields.erase(OkrField::kTeam);
  }
  return id;
}

OkrDays OkrConversion::DaysOf(const OkrEntry& entry) const {
  OkrDays days;
  const OkrText* start = Find(entry, OkrField::kStartDate);
  const OkrText* end = Find(entry, OkrField::kEndDate);
  if (start != nullptr) days.start = ReadOkrDate(start->text, date_order_).day;
  if (end != nullptr) days.end = ReadOkrDate(end->text, date_order_).day;
  return days;
}

std::optional<absl::CivilDay> OkrConversion::Day(const OkrEntry& entry, OkrField field) {
  const OkrText* text = Find(entry, field);
  if (text == nullptr) return std::nullopt;
  OkrDate date = ReadOkrDate(text->text, date_order_);
  if (!date.day.has_value()) Tell(entry, absl::StrCat(text->label, ": ", date.problem));
  return date.day;
}

OkrCycles::Cycle OkrConversion::TakeCycle(OkrEntry& entry) {
  // What is no day is told, whether it is needed or not.
  const OkrDays days = {Day(entry, OkrField::kStartDate), Day(entry, OkrField::kEndDate)};
  if (days.start.has_value() && days.end.has_value() && *days.start > *days.end) {
    Tell(entry, "ends before it starts");
  }
  std::optional<OkrCycles::Cycle> cycle;
  if (const OkrText* name = Find(entry, OkrField::kCycle); name != nullptr) {
    std::vector<std::string> assumed;
    cycle = cycles_.Named(name->text, assumed);
    for (std::string& each : assumed) Tell(entry, std::move(each));
    if (cycle.has_value()) {
      entry.fields.erase(OkrField::kCycle);
    } else {
      Tell(entry, absl::StrCat("nobody says when '", name->text, "' begins and ends"));
    }
  } else if (options_.cycle.empty()) {
    cycle = cycles_.Between(days);
  }
  if (!cycle.has_value()) return {options_.cycle, std::nullopt};
  if (days.start == cycle->period->first) entry.fields.erase(OkrField::kStartDate);
  if (days.end == cycle->period->last) entry.fields.erase(OkrField::kEndDate);
  return *cycle;
}

std::optional<double> OkrConversion::TakeWeight(OkrEntry& entry) {
  const OkrText* text = Find(entry, OkrField::kWeight);
  if (text == nullptr) return std::nullopt;
  const auto amount = ReadAmount(*text);
  if (!amount.has_value() || amount->value() < 0 || !amount->currency.empty()) {
    Tell(entry, absl::StrCat(text->label, ": '", text->text, "' is no weight"));
    return std::nullopt;
  }
  entry.fields.erase(OkrField::kWeight);
  return amount->value();
}

std::optional<absl::Time> OkrConversion::MeasuredAt(OkrEntry& entry) {
  std::optional<absl::CivilDay> day = options_.as_of;
  if (const OkrText* text = Find(entry, OkrField::kCheckInDate); text != nullptr) {
    absl::Time time;
    std::string ignored;
    if (absl::ParseTime(absl::RFC3339_full, text->text, &time, &ignored) && time <= options_.now &&
        time > absl::InfinitePast()) {
      return time;
    }
    day = Day(entry, OkrField::kCheckInDate);
  }
  if (!day.has_value()) return std::nullopt;
  // Today is not over yet; where the organization is it may be tomorrow.
  if (*day > absl::ToCivilDay(options_.now, absl::UTCTimeZone()) + 1) {
    Tell(entry, "is measured on a day that is yet to come");
    return std::nullopt;
  }
  return std::min(NoonOf(*day), options_.now);
}

void OkrConversion::TakeCheckIn(OkrEntry& entry, std::optional<double> value,
                                const std::string& key_result, ObjectiveHistory& history) {
  const auto time = MeasuredAt(entry);
  if (!value.has_value()) return;
  if (!time.has_value()) {
    Tell(entry,
         "has a value, and nobody says when it was measured: kept as a description (--as-of "
         "says it)");
    return;
  }
  CheckIn check_in;
  check_in.set_name(absl::StrCat(key_result, "/", kCheckInId));
  check_in.set_value(*value);
  *check_in.mutable_value_time() = api::ToTimestamp(*time);
  *check_in.mutable_create_time() = api::ToTimestamp(*time);
  entry.fields.erase(OkrField::kCheckInDate);
  if (const OkrText* text = Find(entry, OkrField::kConfidence); text != nullptr) {
    if (const auto share = ReadConfidence(*text, scales_); share.has_value()) {
      check_in.set_confidence(*share);
      entry.fields.erase(OkrField::kConfidence);
    }
  }
  std::string comment;
  for (const OkrField field : {OkrField::kStatus, OkrField::kProgress, OkrField::kConfidence}) {
    const OkrText* text = Find(entry, field);
    // A comment has less room than a file.
    if (text == nullptr || text->text.size() > kNameBytesMax) continue;
    AppendLine(Labelled(*text), comment);
    entry.fields.erase(field);
  }
  check_in.set_comment(comment);
  auto& of_key_result = *history.add_key_results();
  of_key_result.set_key_result(key_result);
  *of_key_result.add_check_ins() = std::move(check_in);
}

void OkrConversion::Keep(const OkrEntry& entry, std::string& description) {
  std::vector<std::string> kept;
  for (const auto& [field, text] : entry.fields) {
    AppendLine(Labelled(text), description);
    kept.push_back(Shown(Labelled(text)));
  }
  for (const OkrText& other : entry.others) AppendLine(Labelled(other), description);
  if (!kept.empty())
    Tell(entry, absl::StrCat("kept as a description: ", absl::StrJoin(kept, "; ")));
  std::string left_out;
  description = CutDescription(description, left_out);
  if (left_out.empty()) return;
  Tell(entry,
       absl::StrCat("its description is longer than 4000 characters: left out is ", left_out));
}

}  // namespace okapi::cli

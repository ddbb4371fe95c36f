#include "services/reporting/documents/sections.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "common/api/timestamp.h"
#include "services/reporting/documents/words.h"

namespace okapi::reporting::documents {

using okapi::common::v1::Status;

Cell Text(std::string text, Tone tone) { return {std::move(text), tone}; }

Cell StatusCell(Status status, const std::string& language) {
  Tone tone = Tone::kQuiet;
  if (status == Status::ON_TRACK || status == Status::ACHIEVED) tone = Tone::kGood;
  if (status == Status::AT_RISK) tone = Tone::kWarning;
  if (status == Status::OFF_TRACK || status == Status::MISSED) tone = Tone::kBad;
  return Text(StatusWord(status, language), tone);
}

std::string TimeText(const google::protobuf::Timestamp& time) {
  return absl::FormatTime("%Y-%m-%d %H:%M UTC", api::FromTimestamp(time), absl::UTCTimeZone());
}

std::string TimeIn(const std::string& zone, const google::protobuf::Timestamp& time) {
  absl::TimeZone loaded;
  if (zone.empty() || !absl::LoadTimeZone(zone, &loaded)) return TimeText(time);
  return absl::FormatTime("%Y-%m-%d %H:%M %Ez", api::FromTimestamp(time), loaded);
}

std::string ShortName(const std::string& name) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  std::string text;
  for (size_t i = 3; i < parts.size(); i += 2) {
    absl::StrAppend(&text, text.empty() ? "" : "/", parts[i]);
  }
  return text;
}

}  // namespace okapi::reporting::documents

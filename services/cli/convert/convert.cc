#include "services/cli/convert/convert.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "common/status/status_macros.h"
#include "services/cli/convert/markdown_okrs.h"
#include "services/cli/convert/okr_document.h"
#include "services/cli/convert/okr_table.h"
#include "services/cli/files/utf8.h"
#include "services/cli/terminal/display_text.h"

namespace okapi::cli {
namespace {

constexpr size_t kPlacesShownMax = 10;

absl::Status Refused(const std::string& name, absl::string_view why) {
  return absl::InvalidArgumentError(absl::StrCat("'", name, "' ", why));
}

// What only the program can read that wrote it.
absl::Status CheckText(const std::string& text, const std::string& name) {
  constexpr absl::string_view kZip("PK\x03\x04", 4);
  constexpr absl::string_view kOle("\xD0\xCF\x11\xE0", 4);
  if (absl::StartsWith(text, kZip) || absl::StartsWith(text, kOle)) {
    return Refused(
        name,
        "is a spreadsheet or another document, and no text: save it as `CSV UTF-8 (comma "
        "delimited)` and convert that");
  }
  if (absl::StartsWith(text, "\xFF\xFE") || absl::StartsWith(text, "\xFE\xFF")) {
    return Refused(name, "is UTF-16: save it as UTF-8, in Excel as `CSV UTF-8 (comma delimited)`");
  }
  if (!IsUtf8(text)) {
    return Refused(name,
                   "is not UTF-8: save it as UTF-8, in Excel as `CSV UTF-8 (comma delimited)`");
  }
  return absl::OkStatus();
}

absl::StatusOr<OkrEntries> ReadEntries(const std::string& text, const std::string& name,
                                       OkrFormat format) {
  switch (format) {
    case OkrFormat::kTable:
      return ReadOkrTable(text, name);
    case OkrFormat::kDocument:
      return ReadOkrDocument(text, name);
    case OkrFormat::kMarkdown:
      return ReadMarkdownOkrs(absl::StripPrefix(text, "\xEF\xBB\xBF"));
  }
  return OkrEntries();
}

absl::Status NoObjective(const std::string& name, OkrFormat format) {
  return absl::InvalidArgumentError(absl::StrCat(
      "no objective in '", name, "': it is ",
      format == OkrFormat::kTable      ? "a row below the names of the columns"
      : format == OkrFormat::kDocument ? "an entry of a list such as `objectives`"
                                       : "a heading, or a line like `Objective: ...`"));
}

}  // namespace

OkrFormat FormatOf(const std::string& path) {
  const std::string lower = absl::AsciiStrToLower(path);
  for (const char* ending : {".csv", ".tsv", ".xlsx", ".xls", ".xlsm", ".ods"}) {
    if (absl::EndsWith(lower, ending)) return OkrFormat::kTable;
  }
  for (const char* ending : {".yaml", ".yml", ".json"}) {
    if (absl::EndsWith(lower, ending)) return OkrFormat::kDocument;
  }
  return OkrFormat::kMarkdown;
}

absl::StatusOr<ConvertedOkrs> ConvertText(const std::string& text, const std::string& name,
                                          OkrFormat format, const ConvertOptions& options) {
  OKAPI_RETURN_IF_ERROR(CheckText(text, name));
  OKAPI_ASSIGN_OR_RETURN(OkrEntries okrs, ReadEntries(text, name, format));
  if (okrs.entries.empty()) return NoObjective(name, format);
  return ConvertOkrs(std::move(okrs), options);
}

absl::Status CheckCycles(const ConvertedOkrs& okrs, OkrFormat format) {
  const std::vector<int>& places = okrs.without_cycle;
  if (places.empty()) return absl::OkStatus();
  std::vector<int> shown(places.begin(), places.begin() + static_cast<std::ptrdiff_t>(std::min(
                                                              places.size(), kPlacesShownMax)));
  return absl::InvalidArgumentError(
      absl::StrCat(places.size(), places.size() == 1 ? " objective has" : " objectives have",
                   " no cycle (", format == OkrFormat::kTable ? "row " : "line ",
                   absl::StrJoin(shown, ", "), places.size() > shown.size() ? ", ..." : "",
                   "): give --cycle, the id of the one they are for"));
}

std::string FindingText(const OkrFinding& finding, const std::string& name, OkrFormat format) {
  const std::string place = finding.place == 0 ? ""
                            : format == OkrFormat::kTable
                                ? absl::StrCat(" row ", finding.place, ":")
                                : absl::StrCat(finding.place, ":");
  return absl::StrCat(name, ":", place, " ", OneLine(finding.text));
}

}  // namespace okapi::cli

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/cli/company/company_file.h"
#include "services/cli/convert/convert.h"
#include "services/cli/convert/markdown_okrs.h"
#include "services/cli/convert/okr_document.h"
#include "services/cli/convert/okr_table.h"
#include "tests/fuzz/expect.h"

namespace okapi::cli {
namespace {

// As names and descriptions have it, which take no control characters.
std::string Plain(std::string text) {
  std::replace_if(
      text.begin(), text.end(),
      [](char c) { return absl::ascii_iscntrl(static_cast<unsigned char>(c)); }, ' ');
  absl::StripAsciiWhitespace(&text);
  return text;
}

absl::StatusOr<OkrEntries> ReadEntries(const std::string& text, OkrFormat format) {
  if (format == OkrFormat::kTable) return ReadOkrTable(text, "f");
  if (format == OkrFormat::kDocument) return ReadOkrDocument(text, "f");
  return ReadMarkdownOkrs(absl::StripPrefix(text, "\xEF\xBB\xBF"));
}

// The words of what was made, and what was told.
std::string WordsOf(const ConvertedOkrs& okrs) {
  std::string words;
  const auto add = [&words](const auto& it) {
    absl::StrAppend(&words, it.display_name(), "\n", it.description(), "\n");
  };
  for (const ConvertedObjective& each : okrs.objectives) {
    add(each.objective);
    for (const auto& it : each.key_results) add(it);
    for (const auto& it : each.initiatives) add(it);
  }
  for (const OkrFinding& finding : okrs.findings) absl::StrAppend(&words, finding.text, "\n");
  return Plain(words);
}

// What is neither a number nor a day nor a name of somebody stays as it is.
void ExpectNothingIsLost(const OkrEntries& read, const ConvertedOkrs& okrs) {
  const std::string words = WordsOf(okrs);
  // The part that is left out is told, and the text in two then.
  if (absl::StrContains(words, "left out is ")) return;
  const auto is_there = [&words](const OkrText& it) {
    return absl::StrContains(words, Plain(it.text));
  };
  for (const OkrEntry& entry : read.entries) {
    for (const OkrField field : {OkrField::kTitle, OkrField::kDescription}) {
      const auto text = entry.fields.find(field);
      fuzz::Expect(text == entry.fields.end() || is_there(text->second), "words are kept or told");
    }
    fuzz::Expect(std::all_of(entry.others.begin(), entry.others.end(), is_there),
                 "what nobody knows is kept or told");
  }
}

}  // namespace
}  // namespace okapi::cli

// Any bytes as a table, YAML or Markdown of OKRs: the first byte says which.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using okapi::fuzz::Expect;
  using namespace okapi::cli;
  if (size == 0) return 0;
  constexpr OkrFormat kFormats[] = {OkrFormat::kMarkdown, OkrFormat::kTable, OkrFormat::kDocument};
  const OkrFormat format = kFormats[data[0] % 3];
  const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  ConvertOptions options;
  options.cycle = "y2026";
  options.as_of = absl::CivilDay(2026, 3, 31);
  options.now = absl::FromUnixSeconds(1'780'000'000);
  const auto okrs = ConvertText(text, "f", format, options);
  if (!okrs.ok()) {
    Expect(!okrs.status().message().empty(), "an error says why");
    return 0;
  }
  Expect(CheckCycles(*okrs, format).ok(), "every objective has a cycle");
  Expect(!okrs->objectives.empty(), "what has no objective is refused");
  YamlErrors errors("okrs.yaml");
  const auto declared = ReadCompanyFile(CompanyFileOf(*okrs, "acme"), errors);
  Expect(errors.empty(), "what comes out is a company file");
  size_t entries = 1 + okrs->teams.size() + okrs->members.size() + okrs->cycles.size();
  for (const ConvertedObjective& each : okrs->objectives) {
    entries += 1 + each.key_results.size() + each.initiatives.size();
    Expect(each.objective.description().size() <= 4 * 4000, "a description has room");
  }
  Expect(declared.size() == entries, "everything is in the file");
  const auto read = ReadEntries(text, format);
  Expect(read.ok(), "what was converted can be read");
  ExpectNothingIsLost(*read, *okrs);
  return 0;
}

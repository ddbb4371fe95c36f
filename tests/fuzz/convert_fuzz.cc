#include <string>

#include "services/cli/company_file.h"
#include "services/cli/convert.h"
#include "tests/fuzz/expect.h"

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
  return 0;
}

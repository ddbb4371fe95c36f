#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/cli/company/company_file.h"
#include "services/cli/convert/convert.h"

// For the tests of convert.
namespace okapi::cli {

inline ConvertOptions Options(const std::string& cycle = "y2026") {
  ConvertOptions options;
  options.cycle = cycle;
  options.now = absl::FromCivil(absl::CivilHour(2026, 6, 1, 9), absl::UTCTimeZone());
  return options;
}

// What was made of a file, which is a company file that can be read.
struct Outcome {
  ConvertedOkrs okrs;
  std::string file;
  std::vector<std::string> findings;

  const ConvertedObjective& objective(size_t i = 0) const { return okrs.objectives.at(i); }
  const okapi::goals::v1::KeyResult& key_result(size_t i = 0, size_t of = 0) const {
    return objective(of).key_results.at(i);
  }
};

inline Outcome Convert(const std::string& text, OkrFormat format,
                       const ConvertOptions& options = Options()) {
  Outcome outcome;
  auto okrs = ConvertText(text, "f", format, options);
  EXPECT_TRUE(okrs.ok()) << okrs.status();
  if (!okrs.ok()) return outcome;
  outcome.okrs = *okrs;
  for (const OkrFinding& finding : okrs->findings) {
    outcome.findings.push_back(FindingText(finding, "f", format));
  }
  outcome.file = CompanyFileOf(*okrs, "acme");
  YamlErrors errors("okrs.yaml");
  ReadCompanyFile(outcome.file, errors);
  EXPECT_THAT(errors.errors(), ::testing::IsEmpty()) << outcome.file;
  return outcome;
}
inline Outcome Table(const std::string& text, const ConvertOptions& options = Options()) {
  return Convert(text, OkrFormat::kTable, options);
}
inline Outcome Document(const std::string& text, const ConvertOptions& options = Options()) {
  return Convert(text, OkrFormat::kDocument, options);
}

inline std::string Refusal(const std::string& text, OkrFormat format) {
  const auto okrs = ConvertText(text, "f", format, Options());
  return okrs.ok() ? "" : std::string(okrs.status().message());
}

}  // namespace okapi::cli

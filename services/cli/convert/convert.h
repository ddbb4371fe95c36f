#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/cli/convert/converted_okrs.h"

namespace okapi::cli {

// How OKRs may be written down.
enum class OkrFormat { kMarkdown, kTable, kDocument };

// As the end of the file's name says; Markdown if it says nothing of the kind.
OkrFormat FormatOf(const std::string& path);

// Reads a file that is no company file and makes one of it. INVALID_ARGUMENT with what is wrong if
// it cannot be read at all: a spreadsheet in a program's own form, text that is not UTF-8, broken
// CSV or YAML, no objective. `name` is what errors call it.
absl::StatusOr<ConvertedOkrs> ConvertText(const std::string& text, const std::string& name,
                                          OkrFormat format, const ConvertOptions& options);

// INVALID_ARGUMENT if objectives have no cycle, which names them: no company file can be made of
// them.
absl::Status CheckCycles(const ConvertedOkrs& okrs, OkrFormat format);

// `goals.csv: row 12: text`, `okrs.md:12: text`.
std::string FindingText(const OkrFinding& finding, const std::string& name, OkrFormat format);

}  // namespace okapi::cli

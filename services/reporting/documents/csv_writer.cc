#include "services/reporting/documents/csv_writer.h"

#include <charconv>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace okapi::reporting::documents {
namespace {

void AddText(const std::string& text, std::string& csv) {
  const bool formula = !text.empty() && std::string("=+-@\t\r").find(text[0]) != std::string::npos;
  const std::string safe = formula ? absl::StrCat("'", text) : text;
  if (safe.find_first_of("\",\r\n") == std::string::npos) {
    csv += safe;
    return;
  }
  absl::StrAppend(&csv, "\"", absl::StrReplaceAll(safe, {{"\"", "\"\""}}), "\"");
}

void AddNumber(double number, std::string& csv) {
  char digits[64];
  // Plain digits as long as they are few: 100000, not 1e+05.
  const double size = std::abs(number);
  const bool plain = size == 0 || (size >= 1e-5 && size < 1e15);
  const auto format = plain ? std::chars_format::fixed : std::chars_format::general;
  const auto end = std::to_chars(digits, digits + sizeof(digits), number, format);
  csv.append(digits, end.ptr);
}

void AddLine(const std::vector<Value>& line, std::string& csv) {
  for (size_t i = 0; i < line.size(); ++i) {
    if (i > 0) csv += ',';
    if (const auto* text = std::get_if<std::string>(&line[i])) AddText(*text, csv);
    if (const auto* number = std::get_if<double>(&line[i])) AddNumber(*number, csv);
  }
  csv += "\r\n";
}

}  // namespace

std::string WriteCsv(const std::vector<Records>& tables) {
  std::string csv;
  for (const Records& table : tables) {
    if (!csv.empty()) csv += "\r\n";
    AddLine(std::vector<Value>(table.fields.begin(), table.fields.end()), csv);
    for (const auto& line : table.lines) AddLine(line, csv);
  }
  return csv;
}

}  // namespace okapi::reporting::documents

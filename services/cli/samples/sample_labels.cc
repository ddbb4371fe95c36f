#include "services/cli/samples/sample_labels.h"

#include <map>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace okapi::cli {
namespace {

std::string Escaped(const std::string& value) {
  return absl::StrReplaceAll(value, {{"\\", "\\\\"}, {";", "\\;"}, {"\n", "\\n"}, {"\r", "\\r"}});
}

// Takes a value off the text, up to a `;` or the end.
bool TakeValue(absl::string_view& text, std::string& value) {
  while (!text.empty() && text[0] != ';') {
    char c = text[0];
    text.remove_prefix(1);
    if (c == '\\') {
      if (text.empty()) return false;
      c = text[0];
      text.remove_prefix(1);
      if (c == 'n') {
        c = '\n';
      } else if (c == 'r') {
        c = '\r';
      } else if (c != ';' && c != '\\') {
        return false;
      }
    }
    value += c;
  }
  return true;
}

}  // namespace

std::string LabelsText(const Labels& labels) {
  std::string text;
  for (const auto& [name, value] :
       std::map<std::string, std::string>(labels.begin(), labels.end())) {
    absl::StrAppend(&text, text.empty() ? "" : ";", name, "=", Escaped(value));
  }
  return text;
}

bool ParseLabelsText(absl::string_view text, Labels* labels) {
  labels->clear();
  while (!text.empty()) {
    const size_t equals = text.find('=');
    if (equals == absl::string_view::npos || equals == 0) return false;
    const std::string name(text.substr(0, equals));
    if (absl::StrContains(name, ';')) return false;
    text.remove_prefix(equals + 1);
    std::string value;
    if (!TakeValue(text, value)) return false;
    if (labels->count(name) > 0) return false;
    (*labels)[name] = std::move(value);
    if (text.empty()) break;
    text.remove_prefix(1);
    if (text.empty()) return false;
  }
  return true;
}

}  // namespace okapi::cli

#include "services/reporting/documents/sheet_names.h"

#include <cstdint>

#include "absl/strings/str_cat.h"
#include "unicode/unistr.h"

namespace okapi::reporting::documents {
namespace {

// In UTF-16 units, as spreadsheet programs count.
constexpr int32_t kLengthMax = 31;
constexpr char16_t kForbidden[] = u"[]:*?/\\'";

std::string Utf8(const icu::UnicodeString& text) {
  std::string bytes;
  return text.toUTF8String(bytes);
}

icu::UnicodeString Allowed(const std::string& wanted) {
  icu::UnicodeString name = icu::UnicodeString::fromUTF8(wanted);
  const icu::UnicodeString forbidden(kForbidden);
  for (int32_t i = 0; i < name.length(); ++i) {
    if (name[i] < u' ' || forbidden.indexOf(name[i]) >= 0) name.setCharAt(i, u' ');
  }
  return name.isEmpty() ? icu::UnicodeString(u"Okapi") : name;
}

// Not within a character.
icu::UnicodeString Cut(icu::UnicodeString name, int32_t length) {
  if (name.length() > length) name.truncate(name.getChar32Start(length));
  return name;
}

}  // namespace

// The programs keep this one for themselves.
SheetNames::SheetNames() : taken_{"history"} {}

std::string SheetNames::Next(const std::string& wanted) {
  const icu::UnicodeString allowed = Allowed(wanted);
  icu::UnicodeString ending;
  for (int number = 2;; ++number) {
    const icu::UnicodeString name = Cut(allowed, kLengthMax - ending.length()) + ending;
    if (taken_.insert(Utf8(icu::UnicodeString(name).foldCase())).second) return Utf8(name);
    ending = icu::UnicodeString::fromUTF8(absl::StrCat(" ", number));
  }
}

}  // namespace okapi::reporting::documents

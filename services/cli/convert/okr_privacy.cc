#include "services/cli/convert/okr_privacy.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/cli/convert/okr_names.h"

namespace okapi::cli {
namespace {

OkrVisibility Read(OkrField field, const std::string& text) {
  if (field == OkrField::kVisibility) return ReadVisibility(text);
  const auto is_private = ReadYesOrNo(text);
  if (!is_private.has_value()) return OkrVisibility::kUnknown;
  return *is_private ? OkrVisibility::kPrivate : OkrVisibility::kEverybody;
}

bool IsOfPrivacy(OkrField field) {
  return field == OkrField::kVisibility || field == OkrField::kPrivate;
}

// What became none of its fields: `visibility.level` in YAML, `Access` beside `Visibility`.
std::optional<OkrField> FieldOf(absl::string_view label) {
  const auto name = ReadOkrName(label.substr(0, label.find('.')));
  return name.has_value() && IsOfPrivacy(name->field) ? std::optional(name->field) : std::nullopt;
}

void Note(OkrField field, const OkrText& text, OkrPrivacy& privacy) {
  const OkrVisibility visibility = Read(field, text.text);
  privacy.is_private |= visibility != OkrVisibility::kEverybody;
  if (visibility == OkrVisibility::kUnknown) {
    privacy.findings.push_back(absl::StrCat(text.label, ": '", text.text, "' is taken as private"));
  }
}

}  // namespace

OkrPrivacy TakePrivacy(OkrEntry& entry) {
  OkrPrivacy privacy;
  for (const auto& [field, text] : entry.fields) {
    const auto said = IsOfPrivacy(field) ? std::optional(field) : FieldOf(text.label);
    if (said.has_value()) Note(*said, text, privacy);
  }
  for (const OkrText& text : entry.others) {
    if (const auto said = FieldOf(text.label); said.has_value()) Note(*said, text, privacy);
  }
  for (const OkrField field : {OkrField::kVisibility, OkrField::kPrivate}) {
    const auto text = entry.fields.find(field);
    const bool known =
        text != entry.fields.end() && Read(field, text->second.text) != OkrVisibility::kUnknown;
    if (known) entry.fields.erase(text);
  }
  return privacy;
}

}  // namespace okapi::cli

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "okapi/goals/v1/resources.pb.h"
#include "services/cli/convert/okr_entry.h"

// The words of other products: how they call columns and what stands in them, English and
// Vietnamese. Case, blanks, marks, accents and plurals do not matter.
namespace okapi::cli {

// A column or key.
struct OkrName {
  // Of which part it is, where the name says so: `Key result owner`.
  OkrPart part = OkrPart::kUnknown;
  // Of several ones in a row: 2 of `key_result_2_title`; 0: there is one.
  int number = 0;
  OkrField field = OkrField::kTitle;
  // What it may be as well: `Goal` beside `Objective` is a target, `Start` beside `Target` a value.
  std::optional<OkrField> or_else;
};
std::optional<OkrName> ReadOkrName(absl::string_view name);

// Of `Key result`, `Team objective`, `Dự án`; kUnknown if it is none of them.
OkrPart ReadOkrPart(absl::string_view text);

// Of `Not started`, `Done`; STATE_UNSPECIFIED if it is none of them.
okapi::goals::v1::Initiative::State ReadInitiativeState(absl::string_view text);

// `yes`, `x`, `có`; nothing if it says neither that nor the opposite.
std::optional<bool> ReadYesOrNo(absl::string_view text);

enum class OkrVisibility { kEverybody, kPrivate, kUnknown };
OkrVisibility ReadVisibility(absl::string_view text);

// The words of a text, folded, without marks; a plural as its singular: `Tags(s)` is `tag`.
std::string OkrWords(absl::string_view text);

}  // namespace okapi::cli

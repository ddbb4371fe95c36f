#pragma once

#include <optional>
#include <set>

#include "services/cli/convert/okr_entry.h"

namespace okapi::cli {

// As amount.h does.
std::optional<Amount> ReadAmount(const OkrText& text);
// Tells every number of the file what stands before decimals in it.
void NoteDecimalMark(OkrEntries& okrs);

// What plain numbers of a file are of: what one cell leaves open, the others of its column tell.
struct OkrScales {
  // 40 in a column of progress shows that it is of a hundred, and so does a `%` in its name.
  bool progress_of_hundred = false;
  // What says percent of a key result whose numbers are of a hundred, as 45 beside it shows: 0.5 is
  // then 0.5 %. Nothing: a sign beside the number.
  std::set<std::optional<OkrField>> of_hundred;
  // 8 in a column of confidence shows that 1 is no share, but one of five or ten.
  bool confidence_is_share = true;
};
OkrScales ReadOkrScales(const OkrEntries& okrs);

// 0.4 of `40 %` and, as the file has it, of 40 or 0.4. Nothing of what is no number.
std::optional<double> ReadProgress(const OkrText& text, const OkrScales& scales);

// A share from 0 to 1: 80 %, 8/10 and, as the file has it, 0.8. Nothing of anything else, such as
// `high` or 8.
std::optional<double> ReadConfidence(const OkrText& text, const OkrScales& scales);

}  // namespace okapi::cli

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "okapi/goals/v1/resources.pb.h"
#include "services/cli/okr_entry.h"

namespace okapi::cli {

// As amount.h does.
std::optional<Amount> ReadAmount(const OkrText& text);
// Tells every number of the file what stands before decimals in it.
void NoteDecimalMark(OkrEntries& okrs);

// Whether plain numbers in a file's progress column are of a hundred: one that is more than 1 shows
// it, and so does a `%` in its name.
bool IsProgressInPercent(const OkrEntries& okrs);

// 0.4 of `40 %` and, as the file has it, of 40 or 0.4. Nothing of what is no number.
std::optional<double> ReadProgress(const OkrText& text, bool in_percent);

// A share from 0 to 1: 80 %, 0.8, 8/10. Nothing of anything else, such as `high` or 8.
std::optional<double> ReadShare(const OkrText& text);

struct OkrMeasure {
  // The value there is now, if the file has one.
  std::optional<double> current;
  // Where it stood, to be put back if nothing comes of it.
  OkrField current_field = OkrField::kCurrent;
  OkrText current_text;
  // What was assumed, and what is no number, for people.
  std::vector<std::string> findings;
};

// Sets unit and measure of a key result as its fields say, or else its words. What was understood
// is taken out of the entry; what was not stays in it.
OkrMeasure SetMeasure(OkrEntry& entry, bool progress_in_percent,
                      okapi::goals::v1::KeyResult& key_result);

}  // namespace okapi::cli

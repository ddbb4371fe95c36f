#pragma once

#include <string>

#include "absl/types/span.h"
#include "okapi/common/v1/scoring.pb.h"
#include "services/goals/numbers/progress.h"

// The rule that gave a verdict, in words: what common/scoring/profile.h decides, said after it.
namespace okapi::goals {

// The part whose verdict is that of the whole by the profile; nullptr where the whole is judged by
// its own progress.
const Part* DecidingPart(absl::Span<const Part> parts, okapi::common::v1::ScoringProfile profile);

// The name of what a number hangs on, or that it has none for the caller.
std::string ShownName(const std::string& name);

// Of a progress that is judged by itself.
std::string VerdictOf(const okapi::common::v1::Progress& progress, const Timing& timing,
                      bool to_be_kept);

// Of the progress that these parts make.
std::string VerdictOfParts(const okapi::common::v1::Progress& progress,
                           absl::Span<const Part> parts, const Timing& timing);

// Of a progress that a grade keeps: by which rules it was judged then is not known any more.
std::string VerdictAtClosing(const okapi::common::v1::Progress& progress);

}  // namespace okapi::goals

#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "okapi/goals/v1/resources.pb.h"

namespace okapi::cli {

// Reads out of the words of a key result, English or Vietnamese, how it is measured, and sets
// measure and unit:
//   NPS from 31 to 45, từ 8 % lên 12 %, 31 → 45   from_to
//   Complaints down by 20 %, giảm 20 %            relative_change, of an index that is 100 now
//   Uptime at least 99.9 %, ít nhất 99,9 %, ≥ 5   range
//   Reach 40 partners, đạt 40                     from_to, from 0
//   Launch the shop                               binary
// Returns what was assumed beyond the words, for people; empty when nothing was.
std::string SetWay(absl::string_view words, okapi::goals::v1::KeyResult& key_result);

}  // namespace okapi::cli

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "okapi/goals/v1/resources.pb.h"
#include "services/cli/convert/okr_entry.h"
#include "services/cli/convert/okr_scales.h"

namespace okapi::cli {

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
OkrMeasure SetMeasure(OkrEntry& entry, const OkrScales& scales,
                      okapi::goals::v1::KeyResult& key_result);

}  // namespace okapi::cli

#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace okapi::cli {

// How a number is measured, as a column such as `Metric type` or `Unit` says it.
struct OkrUnit {
  enum class Kind {
    kNumber,
    kBinary,
    // How far it has come is all that is measured.
    kProgress,
    kAtLeast,
    kAtMost,
  };
  Kind kind = Kind::kNumber;
  bool percent = false;
  // Of `triệu đồng`: 6 and VND.
  int power = 0;
  std::string currency;
  // What is counted, such as `customers`.
  std::string counted;
};

// Nothing if the text says nothing of that. `is_unit`: any word names what is counted.
std::optional<OkrUnit> ReadOkrUnit(absl::string_view text, bool is_unit);

}  // namespace okapi::cli

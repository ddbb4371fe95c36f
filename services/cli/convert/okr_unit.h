#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/cli/convert/okr_entry.h"

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
  // Of a lone `m`, `b` or `k`, which is counted unless a currency stands beside it.
  int power_of_currency = 0;
  // What was assumed, for people; empty if nothing was.
  std::string assumed;
};

// Nothing if the text says nothing of that. `is_unit`: any word names what is counted.
std::optional<OkrUnit> ReadOkrUnit(absl::string_view text, bool is_unit);

// All that an entry says of it, the columns that say it best first.
using OkrUnits = std::vector<std::pair<OkrField, OkrUnit>>;
OkrUnits ReadOkrUnits(const OkrEntry& entry);
// The first that says percent, if one does.
std::optional<OkrField> PercentField(const OkrUnits& units);

}  // namespace okapi::cli

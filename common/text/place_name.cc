#include "common/text/place_name.h"

#include <algorithm>
#include <array>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace okapi::text {
namespace {

constexpr std::array<absl::string_view, 12> kMonths = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};

}  // namespace

std::string MonthName(int month, Notation notation) {
  if (notation == Notation::kVietnamese) return absl::StrCat("Tháng ", month);
  return std::string(kMonths[static_cast<size_t>(std::clamp(month, 1, 12) - 1)]);
}

std::string QuarterName(int quarter, Notation notation) {
  return absl::StrCat(notation == Notation::kVietnamese ? "Quý " : "Q", quarter);
}

}  // namespace okapi::text

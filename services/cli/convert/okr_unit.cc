#include "services/cli/convert/okr_unit.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "services/cli/convert/okr_names.h"
#include "services/cli/files/amount.h"

namespace okapi::cli {
namespace {

constexpr size_t kCountedBytesMax = 60;

struct Words {
  OkrUnit::Kind kind;
  bool percent;
  const char* words;
};
constexpr Words kWords[] = {
    {OkrUnit::Kind::kNumber, false,
     "number|numeric|numerical|count|quantity|integer|decimal|absolute|custom|value|increase|"
     "increase "
     "to|increase from|decrease|decrease to|reduce|reduce to|so|so luong|con so|so tuyet "
     "doi|tang|giam|"
     "numerical target|number target"},
    {OkrUnit::Kind::kNumber, true,
     "percent|percentage|custom percent|pct|phan tram|ty le|ty le phan tram|percentage target"},
    {OkrUnit::Kind::kBinary, false,
     "binary|boolean|yes no|true false|yes or no|done not done|done or not done|complete "
     "incomplete|"
     "complete not complete|achieved not achieved|co khong|nhi phan|dat khong dat|hoan thanh chua "
     "hoan thanh|checkbox"},
    {OkrUnit::Kind::kProgress, true,
     "default progress|progress|percent complete|percentage complete|percent completed|percentage "
     "completed|percent completion|completion|tien do|phan tram hoan thanh|muc do hoan thanh"},
    {OkrUnit::Kind::kAtLeast, false,
     "at least|above|greater than|minimum|stay above|keep above|maintain above|more than|it "
     "nhat|toi "
     "thieu|tren"},
    {OkrUnit::Kind::kAtMost, false,
     "at most|below|less than|maximum|stay below|keep below|maintain below|fewer than|nhieu "
     "nhat|toi "
     "da|duoi|khong qua"},
};

// `m` is millions or metres.
std::optional<OkrUnit> OfLetter(absl::string_view text) {
  Amount amount;
  if (text.size() != 1 || !TakeSuffix(text, amount) || amount.power <= 0) return std::nullopt;
  OkrUnit unit;
  unit.counted = std::string(text);
  unit.power_of_currency = amount.power;
  return unit;
}

// `triệu đồng`, `USD ($)`, `%`.
std::optional<OkrUnit> OfSuffixes(absl::string_view text) {
  Amount amount;
  amount.digits = "1";
  for (const absl::string_view word :
       absl::StrSplit(text, absl::ByAnyChar(" ()/,"), absl::SkipEmpty())) {
    if (!TakeSuffix(word, amount)) return std::nullopt;
  }
  OkrUnit unit;
  unit.percent = amount.percent;
  unit.power = amount.percent ? 0 : amount.power;
  unit.currency = amount.currency;
  unit.assumed = amount.assumed;
  return unit;
}

}  // namespace

std::optional<OkrUnit> ReadOkrUnit(absl::string_view text, bool is_unit) {
  text = absl::StripAsciiWhitespace(text);
  if (text.empty()) return std::nullopt;
  if (auto unit = OfLetter(text); unit.has_value()) return is_unit ? unit : std::nullopt;
  if (const auto unit = OfSuffixes(text); unit.has_value()) return unit;
  const std::string words = OkrWords(text);
  for (const Words& each : kWords) {
    const std::vector<absl::string_view> all = absl::StrSplit(each.words, '|');
    if (std::find(all.begin(), all.end(), words) == all.end()) continue;
    OkrUnit unit;
    unit.kind = each.kind;
    unit.percent = each.percent;
    return unit;
  }
  if (!is_unit || text.size() > kCountedBytesMax || words.empty() ||
      absl::ascii_isdigit(static_cast<unsigned char>(words[0]))) {
    return std::nullopt;
  }
  OkrUnit unit;
  unit.counted = std::string(text);
  return unit;
}

OkrUnits ReadOkrUnits(const OkrEntry& entry) {
  OkrUnits units;
  for (const OkrField field : {OkrField::kMetricType, OkrField::kType, OkrField::kUnit}) {
    const auto text = entry.fields.find(field);
    if (text == entry.fields.end()) continue;
    auto unit = ReadOkrUnit(text->second.text, field == OkrField::kUnit);
    if (unit.has_value()) units.emplace_back(field, *std::move(unit));
  }
  return units;
}

std::optional<OkrField> PercentField(const OkrUnits& units) {
  const auto found =
      std::find_if(units.begin(), units.end(), [](const auto& it) { return it.second.percent; });
  return found == units.end() ? std::nullopt : std::optional(found->first);
}

}  // namespace okapi::cli

#include "services/cli/convert/okr_scales.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "services/cli/convert/okr_unit.h"

namespace okapi::cli {
namespace {

constexpr OkrField kNumbers[] = {OkrField::kStart,    OkrField::kTarget,     OkrField::kCurrent,
                                 OkrField::kProgress, OkrField::kConfidence, OkrField::kWeight};

std::optional<Amount> AmountIn(const OkrEntry& entry, OkrField field) {
  const auto found = entry.fields.find(field);
  return found == entry.fields.end() ? std::nullopt : ReadAmount(found->second);
}

// More than a share is.
bool IsPlainAboveOne(const std::optional<Amount>& amount) {
  return amount.has_value() && !amount->percent && std::abs(amount->value()) > 1;
}

bool IsOfNothing(const Amount& amount) { return amount.currency.empty() && amount.counted.empty(); }

void NoteProgress(const OkrEntry& entry, OkrScales& scales) {
  const auto found = entry.fields.find(OkrField::kProgress);
  if (found == entry.fields.end()) return;
  scales.progress_of_hundred |=
      absl::StrContains(found->second.label, '%') || IsPlainAboveOne(ReadAmount(found->second));
}

void NotePercents(const OkrEntry& entry, OkrScales& scales) {
  const std::optional<OkrField> said_by = PercentField(ReadOkrUnits(entry));
  bool is_percent = said_by.has_value();
  bool above_one = false;
  for (const OkrField field : {OkrField::kStart, OkrField::kTarget, OkrField::kCurrent}) {
    const auto amount = AmountIn(entry, field);
    is_percent |= amount.has_value() && amount->percent;
    above_one |= IsPlainAboveOne(amount);
  }
  if (is_percent && above_one) scales.of_hundred.insert(said_by);
}

void NoteConfidence(const OkrEntry& entry, OkrScales& scales) {
  const auto amount = AmountIn(entry, OkrField::kConfidence);
  if (IsPlainAboveOne(amount) && IsOfNothing(*amount)) scales.confidence_is_share = false;
}

}  // namespace

std::optional<Amount> ReadAmount(const OkrText& text) {
  return text.is_number ? ReadExactAmount(text.text) : ReadAmount(text.text, text.mark);
}

void NoteDecimalMark(OkrEntries& okrs) {
  std::vector<OkrText*> texts;
  std::vector<absl::string_view> numbers;
  for (OkrEntry& entry : okrs.entries) {
    for (const OkrField field : kNumbers) {
      const auto found = entry.fields.find(field);
      if (found == entry.fields.end() || found->second.is_number) continue;
      texts.push_back(&found->second);
      numbers.push_back(found->second.text);
    }
  }
  const DecimalMark mark = ReadDecimalMark(numbers);
  for (OkrText* text : texts) text->mark = mark;
}

OkrScales ReadOkrScales(const OkrEntries& okrs) {
  OkrScales scales;
  for (const OkrEntry& entry : okrs.entries) {
    NoteProgress(entry, scales);
    NotePercents(entry, scales);
    NoteConfidence(entry, scales);
  }
  return scales;
}

std::optional<double> ReadProgress(const OkrText& text, const OkrScales& scales) {
  auto amount = ReadAmount(text);
  if (!amount.has_value() || !IsOfNothing(*amount)) return std::nullopt;
  if (!amount->percent && scales.progress_of_hundred) amount->MakePercent();
  return amount->value();
}

std::optional<double> ReadConfidence(const OkrText& text, const OkrScales& scales) {
  const std::vector<std::string> parts = absl::StrSplit(text.text, absl::MaxSplits('/', 1));
  const bool is_alone = parts.size() == 1;
  const auto amount = is_alone ? ReadAmount(text) : ReadAmount(parts[0]);
  if (!amount.has_value() || !IsOfNothing(*amount)) return std::nullopt;
  if (is_alone && !amount->percent && !scales.confidence_is_share) return std::nullopt;
  double share = amount->value();
  if (!is_alone) {
    const auto whole = ReadAmount(parts[1]);
    if (!whole.has_value() || whole->value() <= 0) return std::nullopt;
    share /= whole->value();
  }
  if (!(share >= 0 && share <= 1)) return std::nullopt;
  return share;
}

}  // namespace okapi::cli

#include "services/cli/okr_measure.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/cli/amount.h"
#include "services/cli/markdown_way.h"
#include "services/cli/okr_names.h"
#include "services/cli/okr_text.h"
#include "services/cli/okr_unit.h"

namespace okapi::cli {
namespace {

using okapi::goals::v1::KeyResult;

// How much of a text a finding shows.
constexpr size_t kShownBytesMax = 60;

constexpr OkrField kNumbers[] = {OkrField::kStart,    OkrField::kTarget,     OkrField::kCurrent,
                                 OkrField::kProgress, OkrField::kConfidence, OkrField::kWeight};

class MeasureReader {
 public:
  MeasureReader(OkrEntry& entry, bool in_percent, KeyResult& key_result)
      : entry_(entry), in_percent_(in_percent), key_result_(key_result) {}

  OkrMeasure Read() {
    ReadUnit();
    if (unit_.kind == OkrUnit::Kind::kBinary) {
      SetBinary();
      return std::move(measure_);
    }
    start_ = ReadNumber(OkrField::kStart);
    target_ = ReadNumber(OkrField::kTarget);
    current_ = ReadNumber(OkrField::kCurrent);
    MakePercents();
    if (target_.has_value()) {
      SetNumbers();
    } else {
      SetByWords();
    }
    return std::move(measure_);
  }

 private:
  const OkrText* Find(OkrField field) const {
    const auto found = entry_.fields.find(field);
    return found == entry_.fields.end() ? nullptr : &found->second;
  }
  void Take(OkrField field) { entry_.fields.erase(field); }
  void Tell(std::string finding) {
    if (!finding.empty()) measure_.findings.push_back(std::move(finding));
  }

  // Of several columns that say it, what one leaves open the next one fills in.
  void ReadUnit() {
    for (const OkrField field : {OkrField::kMetricType, OkrField::kType, OkrField::kUnit}) {
      const OkrText* text = Find(field);
      if (text == nullptr) continue;
      const auto unit = ReadOkrUnit(text->text, field == OkrField::kUnit);
      if (!unit.has_value()) continue;
      if (unit->kind != OkrUnit::Kind::kNumber) unit_.kind = unit->kind;
      unit_.percent |= unit->percent;
      unit_.power += unit->power;
      if (unit_.currency.empty()) unit_.currency = unit->currency;
      if (unit_.counted.empty()) unit_.counted = unit->counted;
      unit_fields_.push_back(field);
    }
  }

  std::optional<Amount> ReadNumber(OkrField field) {
    const OkrText* text = Find(field);
    if (text == nullptr) return std::nullopt;
    auto amount = ReadAmount(*text);
    if (!amount.has_value()) {
      Tell(absl::StrCat(text->label, ": '", CutName(text->text, kShownBytesMax), "' is no number"));
      return std::nullopt;
    }
    // A column's `triệu đồng` is of what does not say so itself.
    if (amount->power == 0) amount->power += unit_.power;
    if (!std::isfinite(amount->value())) return std::nullopt;
    Tell(amount->assumed);
    return amount;
  }

  // `45` of percents is 45 % as a rule; 0.45 may be what a spreadsheet has in the cell that shows
  // it.
  void MakePercents() {
    std::vector<Amount*> plain;
    for (auto* amount : {&start_, &target_, &current_}) {
      if (!amount->has_value()) continue;
      has_percent_ |= (*amount)->percent;
      if (!(*amount)->percent) plain.push_back(&**amount);
    }
    const bool signs = has_percent_;
    has_percent_ |= unit_.percent;
    if (!has_percent_ || plain.empty()) return;
    const bool shares = !signs && std::all_of(plain.begin(), plain.end(), [](const Amount* it) {
      return std::abs(it->value()) <= 1;
    }) && std::any_of(plain.begin(), plain.end(), [](const Amount* it) {
      return it->value() != 0;
    });
    if (shares) return Tell("numbers of at most 1 are taken as shares: 0.45 is 45 %");
    for (Amount* amount : plain) amount->MakePercent();
  }

  void SetUnit() {
    std::string currency = unit_.currency;
    std::string counted = unit_.counted;
    for (const auto* amount : {&target_, &start_, &current_}) {
      if (!amount->has_value()) continue;
      if (currency.empty()) currency = (*amount)->currency;
      if (counted.empty()) counted = (*amount)->counted;
    }
    if (has_percent_) {
      key_result_.mutable_unit()->set_percent(true);
    } else if (!currency.empty()) {
      key_result_.mutable_unit()->set_currency_code(currency);
    } else if (!counted.empty()) {
      key_result_.mutable_unit()->set_count_of(counted);
    }
    for (const OkrField field : unit_fields_) Take(field);
  }

  void SetNumbers() {
    const double target = target_->value();
    if (unit_.kind == OkrUnit::Kind::kAtLeast) {
      key_result_.mutable_range()->set_min(target);
    } else if (unit_.kind == OkrUnit::Kind::kAtMost) {
      key_result_.mutable_range()->set_max(target);
    } else {
      key_result_.mutable_from_to()->set_target(target);
      key_result_.mutable_from_to()->set_baseline(start_.has_value() ? start_->value() : 0);
      if (!start_.has_value()) Tell("where it starts is not said: taken as 0");
      if (start_.has_value()) Take(OkrField::kStart);
    }
    Take(OkrField::kTarget);
    SetUnit();
    TakeCurrent();
  }

  void TakeCurrent(OkrField field, double value) {
    measure_.current = value;
    measure_.current_field = field;
    measure_.current_text = *Find(field);
    Take(field);
  }

  void TakeCurrent() {
    if (!current_.has_value()) return;
    TakeCurrent(OkrField::kCurrent, current_->value());
  }

  // Neither start nor target in columns: its words may have them, as in Markdown.
  void SetByWords() {
    if (Find(OkrField::kStart) != nullptr && Find(OkrField::kTarget) == nullptr) {
      Tell("has a start without a target");
    }
    const OkrText* title = Find(OkrField::kTitle);
    if (title == nullptr) title = Find(OkrField::kDescription);
    KeyResult by_words;
    const std::string assumed = SetWay(title == nullptr ? "" : title->text, by_words);
    const OkrText* progress = Find(OkrField::kProgress);
    const auto share = progress == nullptr ? std::nullopt : ReadProgress(*progress, in_percent_);
    if (by_words.has_binary() && (share.has_value() || unit_.kind == OkrUnit::Kind::kProgress)) {
      return SetProgress(share);
    }
    if (Find(OkrField::kTarget) != nullptr) Tell("is measured by its words, where they say how");
    key_result_.MergeFrom(by_words);
    Tell(assumed);
    if (key_result_.has_binary()) return TakeDone();
    // Of percents it is not known whether `45` is 45 %.
    if (key_result_.unit().percent() == has_percent_ && !key_result_.has_relative_change()) {
      TakeCurrent();
    }
  }

  void SetProgress(std::optional<double> share) {
    key_result_.mutable_unit()->set_percent(true);
    key_result_.mutable_from_to()->set_baseline(0);
    key_result_.mutable_from_to()->set_target(1);
    Tell("says no number but how far it has come: taken as the way from 0 to 100 %");
    if (share.has_value()) {
      TakeCurrent(OkrField::kProgress, *share);
    } else if (unit_.kind == OkrUnit::Kind::kProgress) {
      TakeCurrent();
    }
    for (const OkrField field : unit_fields_) Take(field);
  }

  void SetBinary() {
    key_result_.mutable_binary();
    for (const OkrField field : unit_fields_) Take(field);
    for (const OkrField field : {OkrField::kStart, OkrField::kTarget}) {
      const OkrText* text = Find(field);
      if (text == nullptr) continue;
      const auto amount = ReadAmount(*text);
      const bool usual =
          amount.has_value()
              ? amount->digits == (field == OkrField::kStart ? "0" : "1") || amount->value() == 1
              : ReadYesOrNo(text->text) == (field == OkrField::kTarget);
      if (usual) Take(field);
    }
    TakeDone();
  }

  // Of what is done or not.
  void TakeDone() {
    for (const OkrField field : {OkrField::kCurrent, OkrField::kProgress}) {
      const OkrText* text = Find(field);
      if (text == nullptr) continue;
      std::optional<bool> done = ReadYesOrNo(text->text);
      const auto amount = ReadAmount(*text);
      if (!done.has_value() && amount.has_value() && amount->value() == 0) done = false;
      // 100 % and 100.
      if (!done.has_value() && amount.has_value() &&
          (amount->value() == 1 || (field == OkrField::kProgress && amount->value() == 100))) {
        done = true;
      }
      if (!done.has_value()) continue;
      return TakeCurrent(field, *done ? 1 : 0);
    }
  }

  OkrEntry& entry_;
  const bool in_percent_;
  KeyResult& key_result_;
  OkrMeasure measure_;
  OkrUnit unit_;
  std::vector<OkrField> unit_fields_;
  std::optional<Amount> start_;
  std::optional<Amount> target_;
  std::optional<Amount> current_;
  bool has_percent_ = false;
};

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

bool IsProgressInPercent(const OkrEntries& okrs) {
  return std::any_of(okrs.entries.begin(), okrs.entries.end(), [](const OkrEntry& entry) {
    const auto found = entry.fields.find(OkrField::kProgress);
    if (found == entry.fields.end()) return false;
    if (absl::StrContains(found->second.label, '%')) return true;
    const auto amount = ReadAmount(found->second);
    return amount.has_value() && !amount->percent && amount->value() > 1;
  });
}

std::optional<double> ReadProgress(const OkrText& text, bool in_percent) {
  auto amount = ReadAmount(text);
  if (!amount.has_value() || !amount->currency.empty() || !amount->counted.empty()) {
    return std::nullopt;
  }
  if (!amount->percent && in_percent) amount->MakePercent();
  return amount->value();
}

std::optional<double> ReadShare(const OkrText& text) {
  const std::vector<std::string> parts = absl::StrSplit(text.text, absl::MaxSplits('/', 1));
  const auto amount = parts.size() == 1 ? ReadAmount(text) : ReadAmount(parts[0]);
  if (!amount.has_value() || !amount->currency.empty() || !amount->counted.empty()) {
    return std::nullopt;
  }
  double share = amount->value();
  if (parts.size() == 2) {
    const auto whole = ReadAmount(parts[1]);
    if (!whole.has_value() || whole->value() <= 0) return std::nullopt;
    share /= whole->value();
  }
  if (!(share >= 0 && share <= 1)) return std::nullopt;
  return share;
}

OkrMeasure SetMeasure(OkrEntry& entry, bool progress_in_percent, KeyResult& key_result) {
  return MeasureReader(entry, progress_in_percent, key_result).Read();
}

}  // namespace okapi::cli

#include "services/cli/convert/okr_measure.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/cli/convert/markdown_way.h"
#include "services/cli/convert/okr_names.h"
#include "services/cli/convert/okr_text.h"
#include "services/cli/convert/okr_unit.h"
#include "services/cli/files/amount.h"

namespace okapi::cli {
namespace {

using okapi::goals::v1::KeyResult;

// How much of a text a finding shows.
constexpr size_t kShownNumberMax = 60;

class MeasureReader {
 public:
  MeasureReader(OkrEntry& entry, const OkrScales& scales, KeyResult& key_result)
      : entry_(entry), scales_(scales), key_result_(key_result), units_(ReadOkrUnits(entry)) {}

  OkrMeasure Read() {
    ReadUnit();
    if (unit_.kind == OkrUnit::Kind::kBinary) {
      SetBinary();
      return std::move(measure_);
    }
    start_ = ReadNumber(OkrField::kStart);
    target_ = ReadNumber(OkrField::kTarget);
    current_ = ReadNumber(OkrField::kCurrent);
    has_percent_ = unit_.percent || AnyNumber([](const Amount& it) { return it.percent; });
    if (has_percent_) {
      MakePercents();
    } else {
      SettleLetter();
      Scale();
    }
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

  std::array<std::optional<Amount>*, 3> Numbers() { return {&target_, &start_, &current_}; }
  template <typename Says>
  bool AnyNumber(Says says) {
    const auto numbers = Numbers();
    return std::any_of(numbers.begin(), numbers.end(),
                       [says](const auto* it) { return it->has_value() && says(**it); });
  }

  // Of several columns that say it, what one leaves open the next one fills in.
  void ReadUnit() {
    for (const auto& [field, unit] : units_) {
      if (unit.kind != OkrUnit::Kind::kNumber) unit_.kind = unit.kind;
      unit_.percent |= unit.percent;
      if (unit_.power == 0) unit_.power = unit.power;
      if (unit_.currency.empty()) unit_.currency = unit.currency;
      if (unit_.counted.empty()) unit_.counted = unit.counted;
      unit_.power_of_currency += unit.power_of_currency;
      Tell(unit.assumed);
    }
  }

  std::optional<Amount> ReadNumber(OkrField field) {
    const OkrText* text = Find(field);
    if (text == nullptr) return std::nullopt;
    auto amount = ReadAmount(*text);
    if (!amount.has_value()) {
      Tell(
          absl::StrCat(text->label, ": '", CutName(text->text, kShownNumberMax), "' is no number"));
      return std::nullopt;
    }
    Tell(amount->assumed);
    return amount;
  }

  // `m` beside `$` is millions, and else metres.
  void SettleLetter() {
    if (unit_.power_of_currency == 0 || !target_.has_value()) return;
    const bool money =
        !unit_.currency.empty() || AnyNumber([](const Amount& it) { return !it.currency.empty(); });
    // Another column has said it.
    if (money && unit_.power != 0) return;
    const OkrText& text = *Find(OkrField::kUnit);
    Tell(absl::StrCat(text.label, ": '", text.text, "' is taken as ",
                      !money                         ? "what is counted"
                      : unit_.power_of_currency == 3 ? "thousands"
                      : unit_.power_of_currency == 6 ? "millions"
                                                     : "billions"));
    if (!money) return;
    unit_.power = unit_.power_of_currency;
    unit_.counted.clear();
    for (auto& [field, unit] : units_) {
      if (unit.power_of_currency != 0) unit.counted.clear();
    }
  }

  // A column's `triệu đồng` is of what does not say so itself.
  void Scale() {
    for (auto* amount : Numbers()) {
      if (!amount->has_value()) continue;
      if ((*amount)->power == 0) (*amount)->power += unit_.power;
      if (!std::isfinite((*amount)->value())) amount->reset();
    }
  }

  // `45` of percents is 45 % as a rule; 0.45 may be what a spreadsheet has in the cell that shows
  // it. Other rows tell which.
  void MakePercents() {
    const bool of_hundred = scales_.of_hundred.count(PercentField(units_)) != 0;
    std::string small;
    for (auto* amount : Numbers()) {
      if (!amount->has_value() || (*amount)->percent) continue;
      const double value = std::abs((*amount)->value());
      if (value > 0 && value <= 1) small = (*amount)->digits;
      if (of_hundred) (*amount)->MakePercent();
    }
    if (small.empty()) return;
    Tell(of_hundred ? absl::StrCat(small, " is taken as ", small,
                                   " %, as there are percents that are more than 1")
                    : "numbers of at most 1 are taken as shares: 0.45 is 45 %");
  }

  void SetUnit() {
    std::string currency = unit_.currency;
    std::string counted = unit_.counted;
    for (const auto* amount : Numbers()) {
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
    TakeUnits();
    for (const OkrField field : {OkrField::kStart, OkrField::kTarget, OkrField::kCurrent}) {
      TellOtherUnit(field);
    }
  }

  // What says more than the unit that was set stays, as words.
  void TakeUnits() {
    const auto& set = key_result_.unit();
    const bool scaled = target_.has_value() && !has_percent_;
    for (const auto& [field, unit] : units_) {
      const bool more = (unit.percent && !set.percent()) ||
                        (!unit.currency.empty() && unit.currency != set.currency_code()) ||
                        (!unit.counted.empty() && unit.counted != set.count_of()) ||
                        (unit.power != 0 && (!scaled || unit.power != unit_.power));
      if (!more) Take(field);
    }
  }

  // `$5` beside a percent, or beside `€6`.
  void TellOtherUnit(OkrField field) {
    const OkrText* text = Find(field);
    const auto amount = text == nullptr ? std::nullopt : ReadAmount(*text);
    if (!amount.has_value()) return;
    const auto& set = key_result_.unit();
    const bool other = (!amount->currency.empty() && amount->currency != set.currency_code()) ||
                       (!amount->counted.empty() && amount->counted != set.count_of());
    if (!other) return;
    Tell(absl::StrCat(text->label, ": '", text->text, "' is taken as ",
                      set.percent()                 ? "a percentage"
                      : set.currency_code().empty() ? set.count_of()
                                                    : set.currency_code()));
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
    }
    SetUnit();
    // A range has no start: it stays, as words.
    if (key_result_.has_from_to() && start_.has_value()) Take(OkrField::kStart);
    Take(OkrField::kTarget);
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
    const auto share = progress == nullptr ? std::nullopt : ReadProgress(*progress, scales_);
    if (by_words.has_binary() && (share.has_value() || unit_.kind == OkrUnit::Kind::kProgress)) {
      return SetProgress(share);
    }
    if (Find(OkrField::kTarget) != nullptr) Tell("is measured by its words, where they say how");
    key_result_.MergeFrom(by_words);
    Tell(assumed);
    if (key_result_.has_binary()) return TakeDone();
    // Of percents it is not known whether `45` is 45 %, nor of `triệu` whether words mean them.
    if (key_result_.unit().percent() == has_percent_ && unit_.power == 0 &&
        !key_result_.has_relative_change()) {
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
    TakeUnits();
  }

  void SetBinary() {
    key_result_.mutable_binary();
    TakeUnits();
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
  const OkrScales& scales_;
  KeyResult& key_result_;
  OkrMeasure measure_;
  // What each column says of it, and all of them together.
  OkrUnits units_;
  OkrUnit unit_;
  std::optional<Amount> start_;
  std::optional<Amount> target_;
  std::optional<Amount> current_;
  bool has_percent_ = false;
};

}  // namespace

OkrMeasure SetMeasure(OkrEntry& entry, const OkrScales& scales, KeyResult& key_result) {
  return MeasureReader(entry, scales, key_result).Read();
}

}  // namespace okapi::cli

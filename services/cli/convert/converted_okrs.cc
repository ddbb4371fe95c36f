#include "services/cli/convert/converted_okrs.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/calendar/date.h"
#include "common/text/fold.h"
#include "services/cli/convert/okr_conversion.h"
#include "services/cli/convert/okr_id.h"
#include "services/cli/convert/okr_measure.h"
#include "services/cli/convert/okr_names.h"
#include "services/cli/convert/okr_privacy.h"
#include "services/cli/convert/okr_tree.h"
#include "services/cli/convert/okr_unit.h"

namespace okapi::cli {
namespace {

using okapi::goals::v1::Alignment;
using okapi::goals::v1::Initiative;
using okapi::goals::v1::KeyResult;
using okapi::goals::v1::Objective;

// What goals takes of an objective.
constexpr int kLabelsMax = 20;
constexpr size_t kLabelKeyBytesMax = 63;
constexpr size_t kLabelValueBytesMax = 200;

// `start: 80000` beside a target is no day.
void SettleStart(OkrEntry& entry) {
  const auto start = entry.fields.find(OkrField::kStartDate);
  if (start == entry.fields.end() || entry.fields.count(OkrField::kTarget) == 0 ||
      entry.fields.count(OkrField::kStart) != 0) {
    return;
  }
  const auto name = ReadOkrName(start->second.label);
  const bool doubtful = name.has_value() && name->or_else == OkrField::kStart;
  if (!doubtful || !ReadAmount(start->second).has_value()) return;
  auto moved = entry.fields.extract(start);
  moved.key() = OkrField::kStart;
  entry.fields.insert(std::move(moved));
}

class Converter {
 public:
  Converter(OkrEntries okrs, const ConvertOptions& options)
      : okrs_(std::move(okrs)), places_(PlaceOkrs(okrs_)), shared_(okrs_, options) {}

  ConvertedOkrs Convert() {
    for (size_t i = 0; i < okrs_.entries.size(); ++i) {
      if (At(i).part == OkrPart::kObjective) AddObjective(i);
    }
    AddAll(OkrPart::kKeyResult, &Converter::AddKeyResult);
    AddAll(OkrPart::kInitiative, &Converter::AddInitiative);
    for (auto& [i, objective] : objectives_) FinishObjective(i, objective);
    for (auto& [i, objective] : objectives_)
      converted_.objectives.push_back(std::move(objective.made));
    converted_.teams = shared_.teams().all();
    converted_.members = shared_.members().all();
    converted_.cycles = shared_.cycles().all();
    converted_.findings = std::move(shared_.findings());
    std::stable_sort(converted_.findings.begin(), converted_.findings.end(),
                     [](const auto& a, const auto& b) { return a.place < b.place; });
    return std::move(converted_);
  }

 private:
  struct Made {
    ConvertedObjective made;
    OkrCycles::Cycle cycle;
    // What its key results need not say again.
    std::string team;
    std::string cycle_name;
    OkrIds ids;
  };

  OkrEntry& At(size_t i) { return okrs_.entries[i]; }

  void AddAll(OkrPart part, void (Converter::*add)(size_t i, Made& objective)) {
    for (size_t i = 0; i < okrs_.entries.size(); ++i) {
      if (At(i).part != part) continue;
      (this->*add)(i, objectives_.at(static_cast<size_t>(places_[i].objective)));
    }
  }

  // The id that it has in its file, or one of its words.
  template <typename R>
  void SetName(OkrEntry& entry, absl::string_view fallback, OkrIds& ids, R& resource) {
    const OkrText* id = shared_.Find(entry, OkrField::kId);
    if (id == nullptr) return resource.set_name(ids.Take(resource.display_name(), fallback));
    resource.set_name(ids.Take(id->text, fallback));
    // What is left of it says no less.
    if (id->text.size() <= resource.name().size()) entry.fields.erase(OkrField::kId);
  }

  void AddObjective(size_t i) {
    OkrEntry& entry = At(i);
    Made& made = objectives_[i];
    Objective& objective = made.made.objective;
    made.team = TextOf(entry, OkrField::kTeam);
    made.cycle_name = TextOf(entry, OkrField::kCycle);
    shared_.SetWords(entry, objective);
    SetName(entry, "objective", ids_, objective);
    objective.set_owner(shared_.TakeOwner(entry));
    objective.set_team(shared_.TakeTeam(entry));
    made.cycle = shared_.TakeCycle(entry);
    objective.set_cycle(made.cycle.id);
    if (made.cycle.id.empty()) converted_.without_cycle.push_back(entry.place);
    TakeCommitment(entry, objective);
    if (IsPrivate(entry)) objective.set_visibility(Objective::PRIVATE);
    TakeTags(entry, objective);
  }

  std::string TextOf(const OkrEntry& entry, OkrField field) const {
    const OkrText* text = OkrConversion::Find(entry, field);
    return text == nullptr ? "" : text::FoldCase(text->text);
  }

  void TakeCommitment(OkrEntry& entry, Objective& objective) {
    const OkrText* type = shared_.Find(entry, OkrField::kType);
    if (type == nullptr) return;
    const std::string words = OkrWords(type->text);
    if (words == "committed" || words == "cam ket") {
      objective.set_commitment(Objective::COMMITTED);
    } else if (words == "aspirational" || words == "stretch" || words == "moonshot" ||
               words == "khat vong" || words == "mo rong") {
      objective.set_commitment(Objective::ASPIRATIONAL);
    } else {
      return;
    }
    entry.fields.erase(OkrField::kType);
  }

  // Only an objective can be private, and then all of it is.
  bool IsPrivate(OkrEntry& entry) {
    OkrPrivacy privacy = TakePrivacy(entry);
    for (std::string& finding : privacy.findings) shared_.Tell(entry, std::move(finding));
    return privacy.is_private;
  }

  void HidePart(OkrEntry& entry, Objective& objective) {
    if (!IsPrivate(entry) || objective.visibility() == Objective::PRIVATE) return;
    objective.set_visibility(Objective::PRIVATE);
    shared_.Tell(entry, absl::StrCat("is private: so is its objective '", objective.name(),
                                     "' with all of it"));
  }

  void TellPrivate(const OkrEntry& entry, const Objective& objective) {
    if (objective.visibility() != Objective::PRIVATE) return;
    shared_.Tell(entry,
                 objective.owner().empty()
                     ? "is private and has no owner: only members with sees_private can apply it"
                     : absl::StrCat("is private: to be applied --as ", objective.owner(),
                                    ", or a member with sees_private"));
  }

  void TakeTags(OkrEntry& entry, Objective& objective) {
    const OkrText* text = shared_.Find(entry, OkrField::kTags);
    if (text == nullptr) return;
    bool all = true;
    for (const absl::string_view tag : absl::StrSplit(text->text, absl::ByAnyChar(",;\n\r"))) {
      const std::vector<absl::string_view> parts =
          absl::StrSplit(tag, absl::MaxSplits(absl::ByAnyChar(":="), 1));
      const std::string key(absl::StripAsciiWhitespace(parts[0]));
      const std::string value(parts.size() < 2 ? "" : absl::StripAsciiWhitespace(parts[1]));
      if (key.empty() && value.empty()) continue;
      if (key.empty() || key.size() > kLabelKeyBytesMax || value.size() > kLabelValueBytesMax ||
          key.find('\0') != std::string::npos || value.find('\0') != std::string::npos ||
          (objective.labels_size() == kLabelsMax && objective.labels().count(key) == 0) ||
          !objective.mutable_labels()->insert({key, value}).second) {
        all = false;
      }
    }
    if (all) {
      entry.fields.erase(OkrField::kTags);
    } else {
      shared_.Tell(entry, absl::StrCat("not all of its ", text->label, " can be labels"));
    }
  }

  // What belongs to an objective says again what that says.
  void DropRepeated(OkrEntry& entry, const Made& objective) {
    if (TextOf(entry, OkrField::kTeam) == objective.team) entry.fields.erase(OkrField::kTeam);
    if (TextOf(entry, OkrField::kCycle) == objective.cycle_name)
      entry.fields.erase(OkrField::kCycle);
  }

  void AddKeyResult(size_t i, Made& objective) {
    OkrEntry& entry = At(i);
    KeyResult& added = objective.made.key_results.emplace_back();
    DropRepeated(entry, objective);
    HidePart(entry, objective.made.objective);
    const OkrMeasure measure = SetMeasure(entry, shared_.scales(), added);
    shared_.SetWords(entry, added);
    SetName(entry, "kr", objective.ids, added);
    key_result_names_[i] = added.name();
    for (const std::string& finding : measure.findings) shared_.Tell(entry, finding);
    added.set_owner(shared_.TakeOwner(entry));
    if (const auto weight = shared_.TakeWeight(entry); weight.has_value())
      added.set_weight(*weight);
    TakeDays(entry, objective.cycle, added);
    KeepValue(entry, measure, added, objective);
    shared_.Keep(entry, *added.mutable_description());
  }

  void KeepValue(OkrEntry& entry, const OkrMeasure& measure, const KeyResult& key_result,
                 Made& objective) {
    const int before = objective.made.history.key_results_size();
    shared_.TakeCheckIn(entry, measure.current, key_result.name(), objective.made.history);
    const bool reported = objective.made.history.key_results_size() > before;
    if (!reported && measure.current.has_value())
      entry.fields[measure.current_field] = measure.current_text;
  }

  void TakeDays(OkrEntry& entry, const OkrCycles::Cycle& cycle, KeyResult& key_result) {
    const auto start = shared_.Day(entry, OkrField::kStartDate);
    const auto end = shared_.Day(entry, OkrField::kEndDate);
    if (!cycle.period.has_value()) return;
    if (end == cycle.period->last) entry.fields.erase(OkrField::kEndDate);
    if (!start.has_value() || *start < cycle.period->first || *start > cycle.period->last) return;
    if (*start > cycle.period->first) *key_result.mutable_start_date() = calendar::DateOf(*start);
    entry.fields.erase(OkrField::kStartDate);
  }

  void AddInitiative(size_t i, Made& objective) {
    OkrEntry& entry = At(i);
    Initiative& added = objective.made.initiatives.emplace_back();
    DropRepeated(entry, objective);
    HidePart(entry, objective.made.objective);
    shared_.SetWords(entry, added);
    SetName(entry, "initiative", objective.ids, added);
    added.set_owner(shared_.TakeOwner(entry));
    if (places_[i].key_result >= 0) {
      added.add_key_results(key_result_names_.at(static_cast<size_t>(places_[i].key_result)));
    }
    TakeState(entry, added);
    if (const auto due = shared_.Day(entry, OkrField::kEndDate); due.has_value()) {
      *added.mutable_due_date() = calendar::DateOf(*due);
      entry.fields.erase(OkrField::kEndDate);
    }
    shared_.Keep(entry, *added.mutable_description());
  }

  void TakeState(OkrEntry& entry, Initiative& initiative) {
    if (const OkrText* status = shared_.Find(entry, OkrField::kStatus); status != nullptr) {
      initiative.set_state(ReadInitiativeState(status->text));
      const std::string words = OkrWords(status->text);
      // `At risk` says more than that it is being done.
      const bool whole = initiative.state() != Initiative::STATE_UNSPECIFIED &&
                         (initiative.state() != Initiative::IN_PROGRESS || words == "in progress" ||
                          words == "dang thuc hien");
      if (whole) entry.fields.erase(OkrField::kStatus);
      return;
    }
    const OkrText* progress = shared_.Find(entry, OkrField::kProgress);
    if (progress == nullptr) return;
    const auto share = ReadProgress(*progress, shared_.scales());
    if (!share.has_value()) return;
    initiative.set_state(*share >= 1  ? Initiative::DONE
                         : *share > 0 ? Initiative::IN_PROGRESS
                                      : Initiative::PLANNED);
    if (*share >= 1 || *share <= 0) entry.fields.erase(OkrField::kProgress);
  }

  void FinishObjective(size_t i, Made& made) {
    if (HasOwnMeasure(At(i))) {
      AddOwnKeyResult(At(i), made);
    } else if (const OkrText* target = OkrConversion::Find(At(i), OkrField::kTarget)) {
      shared_.Tell(At(i), absl::StrCat(target->label, ": '", target->text, "' is no number"));
    }
    TellPrivate(At(i), made.made.objective);
    AlignObjective(i, made);
    shared_.Keep(At(i), *made.made.objective.mutable_description());
  }

  // Whether the objective itself is measured.
  bool HasOwnMeasure(const OkrEntry& entry) const {
    const OkrText* target = OkrConversion::Find(entry, OkrField::kTarget);
    if (target != nullptr) return ReadAmount(*target).has_value();
    for (const OkrField field : {OkrField::kMetricType, OkrField::kType}) {
      const OkrText* text = OkrConversion::Find(entry, field);
      const auto unit = text == nullptr ? std::nullopt : ReadOkrUnit(text->text, /*is_unit=*/false);
      if (unit.has_value() &&
          (unit->kind == OkrUnit::Kind::kBinary || unit->kind == OkrUnit::Kind::kProgress)) {
        return true;
      }
    }
    return false;
  }

  // In Okapi it is key results that are measured.
  void AddOwnKeyResult(OkrEntry& entry, Made& made) {
    if (!made.made.key_results.empty()) {
      return shared_.Tell(entry, "is measured itself, and has key results: these count");
    }
    OkrEntry own;
    own.place = entry.place;
    for (const OkrField field :
         {OkrField::kMetric, OkrField::kMetricType, OkrField::kType, OkrField::kUnit,
          OkrField::kStart, OkrField::kTarget, OkrField::kCurrent, OkrField::kProgress,
          OkrField::kCheckInDate, OkrField::kConfidence, OkrField::kStatus}) {
      auto moved = entry.fields.extract(field);
      if (!moved.empty()) own.fields.insert(std::move(moved));
    }
    auto metric = own.fields.extract(OkrField::kMetric);
    own.fields[OkrField::kTitle] = metric.empty()
                                       ? OkrText{"", made.made.objective.display_name(), false}
                                       : std::move(metric.mapped());
    shared_.Tell(entry, "is measured itself: that is made a key result of it");
    okrs_.entries.push_back(std::move(own));
    places_.emplace_back();
    AddKeyResult(okrs_.entries.size() - 1, made);
  }

  void AlignObjective(size_t i, Made& made) {
    Objective& objective = made.made.objective;
    for (const int parent : places_[i].parents) {
      const Objective& above = objectives_.at(static_cast<size_t>(parent)).made.objective;
      if (!MayAlign(objective, above)) {
        shared_.Tell(At(i), absl::StrCat("cannot be aligned to '", above.name(),
                                         "', which is private and not of the same owner"));
        continue;
      }
      objective.add_alignments()->set_parent(above.name());
    }
    if (objective.alignments_size() != 1) return;
    if (const auto weight = shared_.TakeWeight(At(i)); weight.has_value()) {
      objective.mutable_alignments(0)->set_weight(*weight);
    }
  }

  // Who sees it sees what it is for.
  static bool MayAlign(const Objective& objective, const Objective& above) {
    if (above.visibility() != Objective::PRIVATE) return true;
    return objective.visibility() == Objective::PRIVATE && objective.owner() == above.owner();
  }

  OkrEntries okrs_;
  std::vector<OkrPlace> places_;
  OkrConversion shared_;
  ConvertedOkrs converted_;
  OkrIds ids_;
  // By their entries.
  std::map<size_t, Made> objectives_;
  std::map<size_t, std::string> key_result_names_;
};

}  // namespace

ConvertedOkrs ConvertOkrs(OkrEntries okrs, const ConvertOptions& options) {
  for (OkrEntry& entry : okrs.entries) SettleStart(entry);
  NoteDecimalMark(okrs);
  return Converter(std::move(okrs), options).Convert();
}

}  // namespace okapi::cli

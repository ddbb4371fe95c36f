#include "services/cli/okr_tree.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/text/fold.h"
#include "services/cli/okr_names.h"
#include "services/cli/okr_unit.h"

namespace okapi::cli {
namespace {

// What goals takes of an objective.
constexpr size_t kParentsMax = 10;
constexpr char kNoObjective[] = "Key results and initiatives without an objective";

class Placer {
 public:
  explicit Placer(OkrEntries& okrs) : okrs_(okrs) {}

  std::vector<OkrPlace> Place() {
    DecideParts();
    NoteNames();
    places_.resize(okrs_.entries.size());
    direct_.resize(okrs_.entries.size(), -1);
    const int count = static_cast<int>(okrs_.entries.size());
    for (int i = 0; i < count; ++i) {
      if (Part(i) != OkrPart::kObjective) FindDirect(i);
    }
    for (int i = 0; i < count; ++i) {
      if (Part(i) != OkrPart::kObjective) Climb(i);
    }
    for (int i = 0; i < count; ++i) {
      if (Part(i) == OkrPart::kObjective) Align(i);
    }
    return std::move(places_);
  }

 private:
  OkrEntry& At(int i) { return okrs_.entries[static_cast<size_t>(i)]; }
  std::string PlaceOf(int i) { return absl::StrCat(okrs_.place_is, " ", At(i).place); }
  OkrPart Part(int i) { return At(i).part; }
  void Tell(int i, std::string finding) {
    okrs_.findings.push_back({At(i).place, std::move(finding)});
  }
  const OkrText* Find(int i, OkrField field) {
    const auto found = At(i).fields.find(field);
    return found == At(i).fields.end() ? nullptr : &found->second;
  }

  void DecideParts() {
    bool typed = false;
    for (OkrEntry& entry : okrs_.entries) {
      const auto type = entry.fields.find(OkrField::kType);
      if (type == entry.fields.end() || entry.part != OkrPart::kUnknown) continue;
      entry.part = ReadOkrPart(type->second.text);
      if (entry.part == OkrPart::kUnknown) continue;
      typed = true;
      // `Team objective` says more.
      if (OkrWords(type->second.text).find(' ') == std::string::npos ||
          entry.part == OkrPart::kKeyResult) {
        entry.fields.erase(type);
      }
    }
    for (OkrEntry& entry : okrs_.entries) {
      if (entry.part != OkrPart::kUnknown) continue;
      entry.part = OkrPart::kObjective;
      if (typed)
        okrs_.findings.push_back({entry.place, "does not say what it is: taken as an objective"});
    }
  }

  void NoteNames() {
    for (int i = 0; i < static_cast<int>(okrs_.entries.size()); ++i) {
      const OkrText* id = Find(i, OkrField::kId);
      if (id != nullptr) {
        auto& known = by_id_[text::FoldCase(id->text)];
        if (!known.empty()) {
          Tell(i, absl::StrCat(id->label, " '", id->text, "' is that of ", PlaceOf(known.front()),
                               " too: both are there, with ids of their own"));
        }
        known.push_back(i);
      }
      says_parents_ |= Find(i, OkrField::kParent) != nullptr;
      const OkrText* title = Find(i, OkrField::kTitle);
      if (title != nullptr) by_title_[text::FoldCase(title->text)].push_back(i);
    }
  }

  // What goes by this id, or else by this title.
  std::vector<int> Named(absl::string_view name) const {
    const std::string folded = text::FoldCase(absl::StripAsciiWhitespace(name));
    for (const auto* map : {&by_id_, &by_title_}) {
      const auto found = map->find(folded);
      if (found != map->end()) return found->second;
    }
    return {};
  }

  // The one that is meant; -1, with a finding, if there is none or one cannot tell.
  int Meant(int i, absl::string_view name) {
    std::vector<int> named = Named(name);
    named.erase(std::remove(named.begin(), named.end(), i), named.end());
    if (named.size() == 1) return named[0];
    const std::string shown = absl::StrCat("'", name, "'");
    if (!named.empty()) {
      Tell(i, absl::StrCat("parent ", shown, " stands for several, such as ", PlaceOf(named[0]),
                           " and ", PlaceOf(named[1]), ": which one is not said"));
    } else if (!Named(name).empty()) {
      Tell(i, "is its own parent");
    } else {
      Tell(i, absl::StrCat("parent ", shown, " is nowhere in the file"));
    }
    return -1;
  }

  // Every parent it says: the whole text is one, or else what its commas and line breaks part.
  std::vector<std::string> ParentNames(int i) {
    const OkrText* parent = Find(i, OkrField::kParent);
    if (parent == nullptr) return {};
    if (!Named(parent->text).empty()) return {parent->text};
    std::vector<std::string> parts;
    for (const absl::string_view part : absl::StrSplit(parent->text, absl::ByAnyChar(",;\n\r"))) {
      const absl::string_view name = absl::StripAsciiWhitespace(part);
      if (!name.empty()) parts.emplace_back(name);
    }
    // A title with a comma in it that is nowhere is told whole.
    const bool known = std::any_of(parts.begin(), parts.end(),
                                   [&](const std::string& part) { return !Named(part).empty(); });
    if (!known) return {parent->text};
    return parts;
  }

  // What a key result or initiative stands under.
  void FindDirect(int i) {
    if (At(i).under >= 0) {
      direct_[static_cast<size_t>(i)] = At(i).under;
      return;
    }
    const std::vector<std::string> names = ParentNames(i);
    size_t unknown = 0;
    for (const std::string& name : names) {
      const int parent = Meant(i, name);
      int& direct = direct_[static_cast<size_t>(i)];
      if (parent < 0) {
        ++unknown;
      } else if (direct < 0) {
        direct = parent;
      } else {
        Tell(i, absl::StrCat("can stand under one parent only: '", name, "' is none"));
        ++unknown;
      }
    }
    if (!names.empty() && unknown == 0) At(i).fields.erase(OkrField::kParent);
  }

  // From parent to parent up to the objective.
  void Climb(int i) {
    std::set<int> seen = {i};
    const int first = direct_[static_cast<size_t>(i)];
    int moved = -1;
    int top = i;
    int at = first;
    while (at >= 0 && Part(at) != OkrPart::kObjective) {
      if (moved < 0 && Part(at) == OkrPart::kKeyResult) moved = at;
      if (!seen.insert(at).second) {
        Tell(i, "stands under itself: that parent is left out");
        direct_[static_cast<size_t>(i)] = -1;
        return Climb(i);
      }
      top = at;
      at = direct_[static_cast<size_t>(at)];
    }
    if (first >= 0) TellDeeper(i, first);
    if (Part(i) == OkrPart::kInitiative) places_[static_cast<size_t>(i)].key_result = moved;
    if (at < 0) at = ObjectiveOfTop(i, top);
    places_[static_cast<size_t>(i)].objective = at;
  }

  // Of what stands under something that has no parent itself.
  int ObjectiveOfTop(int i, int top) {
    if (top == i) return ObjectiveAbove(i);
    if (places_[static_cast<size_t>(top)].objective < 0) Climb(top);
    return places_[static_cast<size_t>(top)].objective;
  }

  void TellDeeper(int i, int parent) {
    if (Part(parent) == OkrPart::kInitiative) {
      Tell(i, "stands under another initiative: taken as one of its own");
    } else if (Part(parent) == OkrPart::kKeyResult && Part(i) == OkrPart::kKeyResult) {
      Tell(i, "stands under another key result: taken as one of the same objective");
    }
  }

  // Of what says no parent: the objective it follows. What says one that is not there belongs to
  // none of the others.
  int ObjectiveAbove(int i) {
    const OkrText* parent = Find(i, OkrField::kParent);
    if (parent == nullptr) {
      for (int above = i - 1; above >= 0; --above) {
        if (Part(above) != OkrPart::kObjective) {
          const int same = places_[static_cast<size_t>(above)].objective;
          if (same < 0 || same > i) continue;
          above = same;
        }
        if (says_parents_) Tell(i, "says no parent: taken as one of the objective above it");
        return above;
      }
    }
    return MakeObjective(i, parent == nullptr ? kNoObjective : parent->text);
  }

  int MakeObjective(int i, const std::string& title) {
    Tell(i, absl::StrCat("an objective is made for it: ", title));
    const auto [made, is_new] = made_.try_emplace(title, static_cast<int>(okrs_.entries.size()));
    if (is_new) {
      OkrEntry objective;
      objective.place = At(i).place;
      objective.part = OkrPart::kObjective;
      objective.fields[OkrField::kTitle] = {"", title, false};
      okrs_.entries.push_back(std::move(objective));
      places_.emplace_back();
      direct_.push_back(-1);
    }
    At(i).fields.erase(OkrField::kParent);
    return made->second;
  }

  void Align(int i) {
    if (At(i).under >= 0) AlignTo(i, At(i).under);
    const std::vector<std::string> names = ParentNames(i);
    bool all = true;
    for (const std::string& name : names) {
      const int parent = Meant(i, name);
      all &= parent >= 0 && AlignTo(i, parent);
    }
    if (!names.empty() && all) At(i).fields.erase(OkrField::kParent);
  }

  // False if it is not, which is told.
  bool AlignTo(int i, int parent) {
    int objective = parent;
    if (Part(parent) != OkrPart::kObjective) {
      objective = places_[static_cast<size_t>(parent)].objective;
      Tell(i, "is for a key result or initiative: aligned to its objective");
    }
    auto& parents = places_[static_cast<size_t>(i)].parents;
    if (std::find(parents.begin(), parents.end(), objective) != parents.end()) return true;
    if (IsAbove(i, objective)) {
      Tell(i, absl::StrCat("is aligned in a circle: that to ", PlaceOf(objective), " is left out"));
      return false;
    }
    if (parents.size() == kParentsMax) {
      Tell(i, absl::StrCat("is aligned to more than ", kParentsMax, ": that to ",
                           PlaceOf(objective), " is left out"));
      return false;
    }
    parents.push_back(objective);
    return true;
  }

  // Whether one gets from `from` to `objective` by way of its parents, or is there already.
  bool IsAbove(int objective, int from) const {
    std::set<int> seen;
    std::vector<int> open = {from};
    while (!open.empty()) {
      const int at = open.back();
      open.pop_back();
      if (at == objective) return true;
      if (!seen.insert(at).second) continue;
      const auto& parents = places_[static_cast<size_t>(at)].parents;
      open.insert(open.end(), parents.begin(), parents.end());
    }
    return false;
  }

  OkrEntries& okrs_;
  std::vector<OkrPlace> places_;
  // What a key result or initiative stands under at once.
  std::vector<int> direct_;
  std::map<std::string, std::vector<int>> by_id_;
  std::map<std::string, std::vector<int>> by_title_;
  // Whether anything in the file does: else it is their order that says it.
  bool says_parents_ = false;
  // Objectives that were made, by their titles.
  std::map<std::string, int> made_;
};

}  // namespace

std::vector<OkrPlace> PlaceOkrs(OkrEntries& okrs) { return Placer(okrs).Place(); }

}  // namespace okapi::cli

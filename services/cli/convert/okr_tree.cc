#include "services/cli/convert/okr_tree.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/text/fold.h"
#include "services/cli/convert/okr_names.h"
#include "services/cli/convert/okr_unit.h"

namespace okapi::cli {
namespace {

// What goals takes of an objective.
constexpr size_t kParentsMax = 10;
// Of ways up: not gone yet, and being gone.
constexpr int kUnknown = -1;
constexpr int kOnTheWay = -2;
constexpr char kNoObjective[] = "Key results and initiatives without an objective";

class Placer {
 public:
  explicit Placer(OkrEntries& okrs) : okrs_(okrs) {}

  std::vector<OkrPlace> Place() {
    DecideParts();
    NoteNames();
    places_.resize(okrs_.entries.size());
    direct_.resize(okrs_.entries.size(), -1);
    tops_.resize(okrs_.entries.size(), kUnknown);
    const int count = static_cast<int>(okrs_.entries.size());
    for (int i = 0; i < count; ++i) {
      if (Part(i) == OkrPart::kObjective) {
        Top(i) = i;
      } else {
        FindDirect(i);
      }
    }
    for (int i = 0; i < count; ++i) Climb(i);
    SetObjectives(count);
    for (int i = 0; i < count; ++i) {
      if (Part(i) == OkrPart::kObjective) Align(i);
    }
    for (int i = 0; i < count; ++i) LeaveOutCircles(i);
    for (int i = 0; i < count; ++i) {
      if (Part(i) == OkrPart::kObjective) FinishAlignments(i);
    }
    return std::move(places_);
  }

 private:
  OkrEntry& At(int i) { return okrs_.entries[static_cast<size_t>(i)]; }
  std::string PlaceOf(int i) { return absl::StrCat(okrs_.place_is, " ", At(i).place); }
  OkrPart Part(int i) { return At(i).part; }
  OkrPlace& PlaceAt(int i) { return places_[static_cast<size_t>(i)]; }
  int& Direct(int i) { return direct_[static_cast<size_t>(i)]; }
  int& Top(int i) { return tops_[static_cast<size_t>(i)]; }
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
  const std::vector<int>& Named(absl::string_view name) const {
    static const auto& nothing = *new std::vector<int>();
    const std::string folded = text::FoldCase(absl::StripAsciiWhitespace(name));
    for (const auto* map : {&by_id_, &by_title_}) {
      const auto found = map->find(folded);
      if (found != map->end()) return found->second;
    }
    return nothing;
  }

  // The one that is meant; -1, with a finding, if there is none or one cannot tell.
  int Meant(int i, absl::string_view name) {
    std::vector<int> named;
    for (const int each : Named(name)) {
      if (each != i) named.push_back(each);
      if (named.size() == 2) break;
    }
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
      Direct(i) = At(i).under;
      return;
    }
    const std::vector<std::string> names = ParentNames(i);
    size_t unknown = 0;
    for (const std::string& name : names) {
      const int parent = Meant(i, name);
      int& direct = Direct(i);
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

  // From parent to parent up to an objective, or to what has no parent itself. No way is gone
  // twice, and one that leads back to itself ends there.
  void Climb(int i) {
    std::vector<int> way;
    int at = i;
    while (at >= 0 && Top(at) == kUnknown) {
      Top(at) = kOnTheWay;
      way.push_back(at);
      at = Direct(at);
    }
    if (way.empty()) return;
    if (at >= 0 && Top(at) == kOnTheWay) {
      Tell(way.back(),
           absl::StrCat("stands under itself by way of ", PlaceOf(at), ": that is left out"));
      Direct(way.back()) = at = -1;
    }
    const int top = at < 0 ? way.back() : Top(at);
    for (; !way.empty(); way.pop_back()) {
      Top(way.back()) = top;
      NoteKeyResult(way.back(), Direct(way.back()));
    }
  }

  // Of what stands under a key result, or under something that does.
  void NoteKeyResult(int i, int parent) {
    if (parent < 0 || Part(parent) == OkrPart::kObjective) return;
    PlaceAt(i).key_result =
        Part(parent) == OkrPart::kKeyResult ? parent : PlaceAt(parent).key_result;
  }

  void SetObjectives(int count) {
    int above = -1;
    for (int i = 0; i < count; ++i) {
      if (Part(i) != OkrPart::kObjective) {
        if (Direct(i) >= 0) TellDeeper(i, Direct(i));
        const int found = Top(i) == i ? ObjectiveOfTop(i, above) : ObjectiveOf(Top(i));
        PlaceAt(i).objective = found;
      }
      // One further down, or one that is made, is above none of those that follow.
      const int objective = ObjectiveOf(i);
      if (objective >= 0 && objective <= i) above = objective;
    }
    // What stands under something further down.
    for (int i = 0; i < count; ++i) {
      if (ObjectiveOf(i) < 0) PlaceAt(i).objective = ObjectiveOf(Top(i));
    }
  }

  // Itself, or that of what belongs to one; -1 if it is not known yet.
  int ObjectiveOf(int i) { return Part(i) == OkrPart::kObjective ? i : PlaceAt(i).objective; }

  void TellDeeper(int i, int parent) {
    if (Part(parent) == OkrPart::kInitiative) {
      Tell(i, "stands under another initiative: taken as one of its own");
    } else if (Part(parent) == OkrPart::kKeyResult && Part(i) == OkrPart::kKeyResult) {
      Tell(i, "stands under another key result: taken as one of the same objective");
    }
  }

  // Of what says no parent: the objective it follows. What says one that is not there belongs to
  // none of the others.
  int ObjectiveOfTop(int i, int above) {
    const OkrText* parent = Find(i, OkrField::kParent);
    if (parent != nullptr) return MakeObjective(i, parent->text);
    if (above < 0) return MakeObjective(i, kNoObjective);
    if (says_parents_) Tell(i, "says no parent: taken as one of the objective above it");
    return above;
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
    }
    At(i).fields.erase(OkrField::kParent);
    return made->second;
  }

  void Align(int i) {
    if (At(i).under >= 0) AlignTo(i, At(i).under);
    for (const std::string& name : ParentNames(i)) {
      const int parent = Meant(i, name);
      if (parent >= 0) {
        AlignTo(i, parent);
      } else {
        unaligned_.insert(i);
      }
    }
  }

  void AlignTo(int i, int parent) {
    if (Part(parent) != OkrPart::kObjective) {
      Tell(i, "is for a key result or initiative: aligned to its objective");
    }
    auto& parents = PlaceAt(i).parents;
    const int objective = ObjectiveOf(parent);
    if (std::find(parents.begin(), parents.end(), objective) == parents.end()) {
      parents.push_back(objective);
    }
  }

  // Goes up from one all the ways that nobody has gone yet, and leaves out what leads back to where
  // it is.
  void LeaveOutCircles(int i) {
    struct Step {
      int at;
      size_t next;
    };
    if (Part(i) != OkrPart::kObjective || on_the_way_.count(i) != 0) return;
    std::vector<Step> way = {{i, 0}};
    on_the_way_[i] = true;
    while (!way.empty()) {
      auto& [at, next] = way.back();
      auto& parents = PlaceAt(at).parents;
      if (next == parents.size()) {
        on_the_way_[at] = false;
        way.pop_back();
        continue;
      }
      const int parent = parents[next];
      const auto [seen, is_new] = on_the_way_.try_emplace(parent, true);
      if (!is_new && seen->second) {
        LeaveOut(at, parent, "is aligned in a circle");
        parents.erase(parents.begin() + static_cast<std::ptrdiff_t>(next));
        continue;
      }
      ++next;
      if (is_new) way.push_back({parent, 0});
    }
  }

  void LeaveOut(int i, int parent, absl::string_view why) {
    Tell(i, absl::StrCat(why, ": that to ", PlaceOf(parent), " is left out"));
    unaligned_.insert(i);
  }

  void FinishAlignments(int i) {
    auto& parents = PlaceAt(i).parents;
    for (size_t each = kParentsMax; each < parents.size(); ++each) {
      LeaveOut(i, parents[each], absl::StrCat("is aligned to more than ", kParentsMax));
    }
    parents.resize(std::min(parents.size(), kParentsMax));
    if (unaligned_.count(i) == 0) At(i).fields.erase(OkrField::kParent);
  }

  OkrEntries& okrs_;
  std::vector<OkrPlace> places_;
  // What a key result or initiative stands under at once.
  std::vector<int> direct_;
  // What it stands under in the end: an objective, or what has no parent, which may be itself.
  std::vector<int> tops_;
  // Objectives whose parents were gone up to, and whether that is still being done.
  std::map<int, bool> on_the_way_;
  // Objectives that are not aligned to all that they say.
  std::set<int> unaligned_;
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

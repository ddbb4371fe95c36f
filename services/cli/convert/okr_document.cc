#include "services/cli/convert/okr_document.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/cli/convert/okr_date.h"
#include "services/cli/convert/okr_names.h"
#include "services/cli/convert/okr_text.h"
#include "services/cli/files/decimal.h"
#include "services/cli/files/yaml_documents.h"
#include "services/cli/files/yaml_message.h"
#include "yaml-cpp/depthguard.h"
#include "yaml-cpp/yaml.h"

namespace okapi::cli {
namespace {

// An alias may stand for a lot, and even for what it stands in.
constexpr int kNodesMax = 500'000;
constexpr int kDepthMax = 60;
// How much of a text a finding shows.
constexpr size_t kShownTextMax = 120;

// What is too much to be OKRs.
struct TooMuch {
  YAML::Mark mark;
};

// What a list of that name holds.
std::optional<OkrPart> ListedPart(const std::string& key) {
  static const auto& parts =
      *new std::map<std::string, OkrPart>{{"objective", OkrPart::kObjective},
                                          {"goal", OkrPart::kObjective},
                                          {"okr", OkrPart::kUnknown},
                                          {"muc tieu", OkrPart::kObjective},
                                          {"children", OkrPart::kObjective},
                                          {"child", OkrPart::kObjective},
                                          {"sub objective", OkrPart::kObjective},
                                          {"child objective", OkrPart::kObjective},
                                          {"item", OkrPart::kUnknown},
                                          {"muc tieu con", OkrPart::kObjective},
                                          {"outcome", OkrPart::kKeyResult},
                                          {"action", OkrPart::kInitiative},
                                          {"work", OkrPart::kInitiative}};
  const std::string words = OkrWords(key);
  if (const auto part = parts.find(words); part != parts.end()) return part->second;
  const auto name = ReadOkrName(key);
  if (!name.has_value() || name->field != OkrField::kTitle || name->number != 0)
    return std::nullopt;
  if (name->part == OkrPart::kUnknown) return std::nullopt;
  return name->part;
}

bool IsCollection(const YAML::Node& node) { return node.IsMap() || node.IsSequence(); }

// What is said once for everything below.
using Inherited = std::map<OkrField, OkrText>;

class DocumentReader {
 public:
  explicit DocumentReader(OkrEntries& okrs) : okrs_(okrs) {}

  void Read(const YAML::Node& root) {
    if (root.IsSequence()) return ReadItems(root, OkrPart::kUnknown, -1, {}, 0);
    if (root.IsMap()) return ReadContainer(root, {}, 0);
    if (root.IsScalar()) Tell(root, absl::StrCat("left out: ", root.Scalar()));
  }

 private:
  OkrEntry& At(int entry) { return okrs_.entries[static_cast<size_t>(entry)]; }
  void Tell(const YAML::Node& node, std::string finding) {
    okrs_.findings.push_back({PlaceOf(node), std::move(finding)});
  }
  static int PlaceOf(const YAML::Node& node) { return std::max(node.Mark().line, 0) + 1; }

  void Count(const YAML::Node& node, int depth) {
    if (++nodes_ > kNodesMax || depth > kDepthMax) throw TooMuch{node.Mark()};
  }

  // What has objectives in it and is none: a team, a cycle, the whole file.
  void ReadContainer(const YAML::Node& node, Inherited inherited, int depth) {
    Count(node, depth);
    for (const auto& pair : node) Inherit(pair.first, pair.second, inherited);
    for (const auto& pair : node) {
      const std::string key = KeyOf(pair.first);
      if (!IsCollection(pair.second)) continue;
      const std::string words = OkrWords(key);
      if (const auto part = ListedPart(key); part.has_value()) {
        ReadItems(pair.second, *part, -1, inherited, depth + 1);
      } else if (words == "team" || words == "department" || words == "phong ban" ||
                 words == "doi") {
        ReadContainers(pair.second, OkrField::kTeam, inherited, depth + 1);
      } else if (words == "cycle" || words == "quarter" || words == "period" || words == "chu ky") {
        ReadContainers(pair.second, OkrField::kCycle, inherited, depth + 1);
      } else if (HasObjectives(pair.second)) {
        ReadNamed(pair.first, pair.second, inherited, depth + 1);
      } else {
        Tell(pair.first, absl::StrCat("stands beside the objectives, left out: ", key, ": ",
                                      Flat(pair.second, depth + 1)));
      }
    }
  }

  // A single value beside the objectives.
  void Inherit(const YAML::Node& key, const YAML::Node& value, Inherited& inherited) {
    if (!value.IsScalar() || value.Scalar().empty()) return;
    const auto name = ReadOkrName(KeyOf(key));
    const bool given = name.has_value() &&
                       (name->field == OkrField::kTeam || name->field == OkrField::kCycle ||
                        name->field == OkrField::kOwner || name->field == OkrField::kOwnerEmail ||
                        name->field == OkrField::kStartDate || name->field == OkrField::kEndDate ||
                        name->field == OkrField::kVisibility || name->field == OkrField::kPrivate);
    if (given) {
      inherited[name->field] = TextOf(KeyOf(key), value);
    } else if (!name.has_value() || name->field != OkrField::kTitle || !named_) {
      Tell(key, absl::StrCat("stands beside the objectives, left out: ", KeyOf(key), ": ",
                             value.Scalar()));
    }
  }

  bool HasObjectives(const YAML::Node& node) const {
    if (node.IsMap()) {
      return std::any_of(node.begin(), node.end(), [](const auto& pair) { return IsList(pair); });
    }
    return node.IsSequence() && node.size() > 0 && node[0].IsMap() &&
           std::any_of(node[0].begin(), node[0].end(), [](const auto& pair) {
             const auto name = ReadOkrName(KeyOf(pair.first));
             return name.has_value() && name->field == OkrField::kTitle;
           });
  }

  // Of a key that nobody knows: when it is, or else whose.
  void ReadNamed(const YAML::Node& key, const YAML::Node& node, Inherited inherited, int depth) {
    const bool is_cycle = ReadOkrPeriod(KeyOf(key)).has_value();
    if (!is_cycle) Tell(key, absl::StrCat("'", KeyOf(key), "' is taken as a team"));
    inherited[is_cycle ? OkrField::kCycle : OkrField::kTeam] = {is_cycle ? "Cycle" : "Team",
                                                                KeyOf(key), false};
    if (node.IsSequence()) return ReadItems(node, OkrPart::kUnknown, -1, inherited, depth);
    ReadContainer(node, std::move(inherited), depth);
  }

  // Teams or cycles: a list of them, each with a name, or a map by their names.
  void ReadContainers(const YAML::Node& node, OkrField field, const Inherited& inherited,
                      int depth) {
    Count(node, depth);
    const char* label = field == OkrField::kTeam ? "Team" : "Cycle";
    auto read = [&](const std::string& name, const YAML::Node& container) {
      Inherited within = inherited;
      if (!name.empty()) within[field] = {label, name, false};
      if (container.IsSequence())
        return ReadItems(container, OkrPart::kUnknown, -1, within, depth + 1);
      const bool before = std::exchange(named_, true);
      ReadContainer(container, std::move(within), depth + 1);
      named_ = before;
    };
    if (node.IsMap()) {
      for (const auto& pair : node) {
        if (IsCollection(pair.second)) {
          read(KeyOf(pair.first), pair.second);
        } else {
          Tell(pair.first, absl::StrCat("left out: ", KeyOf(pair.first)));
        }
      }
      return;
    }
    for (const YAML::Node& each : node) {
      if (!each.IsMap()) {
        Tell(each, absl::StrCat("left out: ", Flat(each, depth + 1)));
        continue;
      }
      read(NameIn(each), each);
    }
  }

  // The scalar that names what a map is.
  static std::string NameIn(const YAML::Node& map) {
    for (const auto& pair : map) {
      const auto name = ReadOkrName(KeyOf(pair.first));
      const bool names =
          name.has_value() && (name->field == OkrField::kTitle || name->field == OkrField::kTeam ||
                               name->field == OkrField::kCycle);
      if (names && pair.second.IsScalar()) return pair.second.Scalar();
    }
    return "";
  }

  // A list of them, a map by their ids, or one alone.
  void ReadItems(const YAML::Node& node, OkrPart part, int under, const Inherited& inherited,
                 int depth) {
    Count(node, depth);
    if (node.IsSequence()) {
      for (const YAML::Node& each : node) ReadItem(each, "", part, under, inherited, depth + 1);
    } else if (IsOne(node)) {
      ReadItem(node, "", part, under, inherited, depth + 1);
    } else {
      for (const auto& pair : node) {
        ReadItem(pair.second, KeyOf(pair.first), part, under, inherited, depth + 1);
      }
    }
  }

  static bool IsOne(const YAML::Node& map) {
    return std::any_of(map.begin(), map.end(), [](const auto& pair) {
      const auto name = ReadOkrName(KeyOf(pair.first));
      return pair.second.IsScalar() && name.has_value() && name->field == OkrField::kTitle &&
             name->number == 0;
    });
  }

  int Add(const YAML::Node& node, OkrPart part, int under) {
    OkrEntry& entry = okrs_.entries.emplace_back();
    entry.place = PlaceOf(node);
    entry.part = part;
    entry.under = under;
    return static_cast<int>(okrs_.entries.size()) - 1;
  }

  // `id`: the key it stands under, if it does.
  void ReadItem(const YAML::Node& node, const std::string& id, OkrPart part, int under,
                const Inherited& inherited, int depth) {
    Count(node, depth);
    if (node.IsNull() && id.empty()) return;
    // An empty map has no place of its own.
    const int entry = Add(node, part, under);
    if (!id.empty()) At(entry).fields[OkrField::kId] = {"Id", id, false};
    if (node.IsMap()) {
      ReadFields(node, entry, inherited, depth);
    } else if (node.IsSequence()) {
      At(entry).fields[OkrField::kTitle] = {"Title", Flat(node, depth), false};
    } else if (node.IsScalar() && !node.Scalar().empty()) {
      At(entry).fields[OkrField::kTitle] = TextOf("Title", node);
    }
    SetTitle(At(entry), id);
    if (At(entry).part == OkrPart::kUnknown && At(entry).fields.count(OkrField::kType) == 0) {
      At(entry).part = OkrPart::kObjective;
    }
    if (At(entry).part != OkrPart::kObjective) return;
    for (const auto& [field, text] : inherited) At(entry).fields.emplace(field, text);
  }

  // What has no title is told by its description alone, or else by its key.
  static void SetTitle(OkrEntry& entry, const std::string& id) {
    if (entry.fields.count(OkrField::kTitle) != 0) return;
    auto description = entry.fields.extract(OkrField::kDescription);
    if (!description.empty()) {
      entry.fields[OkrField::kTitle] = std::move(description.mapped());
    } else if (!id.empty()) {
      entry.fields[OkrField::kTitle] = {"Title", id, false};
    }
  }

  // Its own fields first: what stands below it has its cycle.
  void ReadFields(const YAML::Node& node, int entry, Inherited inherited, int depth) {
    std::set<std::string> seen;
    for (const auto& pair : node) {
      const std::string key = KeyOf(pair.first);
      if (!seen.insert(key).second) Tell(pair.first, absl::StrCat("'", key, "' occurs twice"));
      if (pair.second.IsNull() || IsList(pair)) continue;
      ReadField(pair.first, pair.second, entry, depth);
    }
    for (const OkrField field : {OkrField::kCycle, OkrField::kStartDate, OkrField::kEndDate}) {
      const auto own = At(entry).fields.find(field);
      if (own != At(entry).fields.end()) inherited[field] = own->second;
    }
    for (const auto& pair : node) {
      if (!IsList(pair)) continue;
      ReadItems(pair.second, *ListedPart(KeyOf(pair.first)), entry, inherited, depth + 1);
    }
  }

  // Whether what stands there are objectives, key results or initiatives.
  template <typename Pair>
  static bool IsList(const Pair& pair) {
    return IsCollection(pair.second) && ListedPart(KeyOf(pair.first)).has_value();
  }

  void ReadField(const YAML::Node& key, const YAML::Node& value, int entry, int depth) {
    const std::string label = KeyOf(key);
    const auto name = ReadOkrName(label);
    if (value.IsMap()) return Absorb(label, value, name, entry, depth);
    const OkrText text =
        value.IsScalar() ? TextOf(label, value) : OkrText{label, Flat(value, depth, "; "), false};
    if (text.text.empty()) return;
    if (!name.has_value()) return KeepOther(key, text, entry);
    // `KR1: ...` within an objective.
    const bool titled = At(entry).fields.count(OkrField::kTitle) != 0;
    const bool other = name->part != OkrPart::kUnknown && name->part != At(entry).part;
    if (name->field == OkrField::kTitle && (name->number > 0 || titled) && other) {
      const int child = Add(key, name->part, entry);
      At(child).fields[OkrField::kTitle] = text;
      return;
    }
    if (name->field == OkrField::kTitle && name->part != OkrPart::kUnknown &&
        At(entry).part == OkrPart::kUnknown) {
      At(entry).part = name->part;
    }
    if (!At(entry).fields.emplace(name->field, text).second) KeepOther(key, text, entry);
  }

  // `metric: {start: 1, target: 5}` and `owner: {name: An, email: an@acme.example}`.
  void Absorb(const std::string& label, const YAML::Node& map, const std::optional<OkrName>& name,
              int entry, int depth) {
    Count(map, depth);
    const bool person = name.has_value() && name->field == OkrField::kOwner;
    for (const auto& pair : map) {
      const std::string key = KeyOf(pair.first);
      const OkrText text = {absl::StrCat(label, ".", key), Flat(pair.second, depth + 1),
                            pair.second.IsScalar() && TextOf(key, pair.second).is_number};
      if (text.text.empty()) continue;
      const auto inner = ReadOkrName(key);
      std::optional<OkrField> field;
      if (inner.has_value() && inner->number == 0) field = inner->field;
      if (field == OkrField::kTitle) {
        field = person             ? std::optional(OkrField::kOwner)
                : name.has_value() ? std::optional(name->field)
                                   : std::nullopt;
      }
      if (person && field != OkrField::kOwner && field != OkrField::kOwnerEmail) field.reset();
      if (!field.has_value() || !At(entry).fields.emplace(*field, text).second) {
        KeepOther(pair.first, text, entry);
      }
    }
  }

  void KeepOther(const YAML::Node& key, const OkrText& text, int entry) {
    At(entry).others.push_back(text);
    Tell(key, absl::StrCat("kept as a description: ", text.label, ": ",
                           CutName(text.text, kShownTextMax)));
  }

  static OkrText TextOf(const std::string& label, const YAML::Node& scalar) {
    double ignored = 0;
    // In quotes it is a text.
    const bool number = scalar.Tag() != "!" && ParseDecimal(scalar.Scalar(), &ignored);
    return {label, scalar.Scalar(), number};
  }

  // On one line.
  std::string Flat(const YAML::Node& node, int depth, const char* separator = ", ") {
    Count(node, depth);
    if (node.IsScalar()) return node.Scalar();
    std::vector<std::string> parts;
    if (node.IsSequence()) {
      for (const YAML::Node& each : node) parts.push_back(Flat(each, depth + 1));
    } else if (node.IsMap()) {
      for (const auto& pair : node) {
        parts.push_back(absl::StrCat(KeyOf(pair.first), ": ", Flat(pair.second, depth + 1)));
      }
    }
    return absl::StrJoin(parts, separator);
  }

  OkrEntries& okrs_;
  int nodes_ = 0;
  // What is read has a name of its own.
  bool named_ = false;
};

bool IsCompanyFile(const YAML::Node& root) {
  return root.IsMap() && root["organization"] && root["organization"].IsMap() &&
         root["organization"]["id"];
}

absl::Status Broken(const std::string& name, const YAML::Mark& mark, const std::string& why) {
  return absl::InvalidArgumentError(absl::StrCat(name, ":", std::max(mark.line, 0) + 1, ": ", why));
}

}  // namespace

absl::StatusOr<OkrEntries> ReadOkrDocument(const std::string& text, const std::string& name) {
  OkrEntries okrs;
  try {  // yaml-cpp's way to tell.
    for (const YAML::Node& root : LoadYamlDocuments(text)) {
      if (IsCompanyFile(root)) {
        return absl::AlreadyExistsError(
            absl::StrCat("'", name, "' is a company file already: okapi apply -f ", name));
      }
      DocumentReader(okrs).Read(root);
    }
  } catch (const TooMuch& too_much) {
    return Broken(name, too_much.mark, "has too much in it, or itself");
  } catch (const YAML::DeepRecursion& exception) {
    return Broken(name, exception.mark, "is nested too deeply");
  } catch (const YAML::Exception& exception) {
    return Broken(name, exception.mark, exception.msg);
  }
  return okrs;
}

}  // namespace okapi::cli

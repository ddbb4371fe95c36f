#include "services/cli/company/company_file.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/api/field_behavior.h"
#include "common/api/resource_name.h"
#include "services/cli/company/company_file_order.h"
#include "services/cli/files/utf8.h"
#include "services/cli/files/yaml_documents.h"
#include "services/cli/files/yaml_message.h"
#include "services/cli/session/references.h"
#include "yaml-cpp/depthguard.h"
#include "yaml-cpp/yaml.h"

namespace okapi::cli {
namespace {

// The kinds whose entries may stand in a list of the given parent.
std::vector<const Kind*> KindsUnder(const std::string& parent_pattern) {
  std::vector<const Kind*> kinds;
  for (const Kind& kind : Kinds()) {
    if (kind.InFiles() && kind.ParentPattern() == parent_pattern) kinds.push_back(&kind);
  }
  return kinds;
}

// Tells of the first line that is not UTF-8: yaml-cpp would put other characters in the place of
// its bytes.
bool CheckUtf8(const std::string& text, YamlErrors& errors) {
  YAML::Mark mark;
  mark.line = 0;
  mark.column = 0;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    if (!IsUtf8(line)) {
      errors.Add(mark, "", "is not UTF-8");
      return false;
    }
    ++mark.line;
  }
  return true;
}

// Where the value of a key is. An empty one has the place of whatever comes next; its key says
// more.
YAML::Mark MarkOf(const YAML::Node& map, const std::string& key) {
  for (const auto& pair : map) {
    if (KeyOf(pair.first) == key) return (pair.second.IsNull() ? pair.first : pair.second).Mark();
  }
  return map.Mark();
}

class Reader {
 public:
  explicit Reader(YamlErrors& errors) : errors_(errors) {}

  void ReadDocument(const YAML::Node& document) {
    const Kind& organization = *FindKind("organization");
    if (!document.IsMap() || !document["organization"]) {
      return errors_.Add(document.Mark(), "", "must be a map that has `organization`");
    }
    if (document["organization"].IsNull()) {
      return errors_.Add(MarkOf(document, "organization"), "organization", "has no value");
    }
    std::vector<std::string> known = {"organization"};
    const std::string name = ReadEntry(organization, "", document["organization"], "organization");
    ReadLists(document, organization.pattern->text(), name, "", known);
    AddSingletons(document, name, known);
    CheckKeys(document, known);
  }

  std::vector<DeclaredResource> Take() { return std::move(declared_); }

 private:
  // Reads the lists of kinds that belong to `parent`; notes their keys as known.
  void ReadLists(const YAML::Node& node, const std::string& parent_pattern,
                 const std::string& parent, const std::string& path,
                 std::vector<std::string>& known) {
    for (const Kind* kind : KindsUnder(parent_pattern)) {
      const std::string key = kind->ListKey();
      known.push_back(key);
      const YAML::Node list = node[key];
      if (!list) continue;
      const std::string at = PathTo(path, key);
      if (!list.IsSequence()) {
        errors_.Add(MarkOf(node, key), at, "must be a list");
        continue;
      }
      for (size_t i = 0; i < list.size(); ++i) {
        ReadEntry(*kind, parent, list[i], absl::StrCat(at, "[", i, "]"));
      }
    }
  }

  // Keys of the document that mean nothing, and keys that occur twice.
  void CheckKeys(const YAML::Node& document, const std::vector<std::string>& known) {
    std::set<std::string> seen;
    for (const auto& pair : document) {
      const std::string key = KeyOf(pair.first);
      if (!seen.insert(key).second) errors_.Add(pair.first.Mark(), key, "occurs twice");
      if (std::find(known.begin(), known.end(), key) != known.end()) continue;
      errors_.Add(pair.first.Mark(), key,
                  absl::StrCat("there is no such list", DidYouMean(key, known)));
    }
  }

  // Returns the entry's full name; empty if it has none.
  std::string ReadEntry(const Kind& kind, const std::string& parent, const YAML::Node& node,
                        const std::string& path) {
    const YAML::Node id = node.IsMap() ? node["id"] : YAML::Node();
    if (!node.IsMap() || !id.IsDefined() || !id.IsScalar()) {
      errors_.Add(node.Mark(), path, "must be a map of fields with an `id`");
      return "";
    }
    if (!api::CheckId(id.Scalar(), "id").ok()) {
      errors_.Add(id.Mark(), path + ".id",
                  absl::StrCat("'", id.Scalar(), "' is no id: lower-case letters, digits and ",
                               "hyphens, from a letter, at most 63"));
      return "";
    }
    DeclaredResource declared;
    declared.kind = &kind;
    declared.place = absl::StrCat(errors_.file(), ":", node.Mark().line + 1);
    declared.mark = node.Mark();
    declared.path = path;
    std::vector<std::string> ids;
    const std::vector<std::string> parts = absl::StrSplit(parent, '/', absl::SkipEmpty());
    for (size_t i = 1; i < parts.size(); i += 2) ids.push_back(parts[i]);
    ids.push_back(id.Scalar());
    if (ids.size() != kind.pattern->size()) return "";  // The parent's fault was told already.
    declared.name = kind.pattern->Format(ids);
    if (!names_.insert(declared.name).second) {
      errors_.Add(id.Mark(), path + ".id", absl::StrCat("'", id.Scalar(), "' is declared twice"));
    }
    const std::string name = declared.name;
    ReadFields(node, path, parent, declared);
    declared_.push_back(std::move(declared));
    return name;
  }

  void ReadFields(const YAML::Node& node, const std::string& path, const std::string& parent,
                  DeclaredResource& declared) {
    std::vector<std::string> apart = {"id"};
    ReadState(node, path, declared, apart);
    if (!parent.empty()) {
      declared.references.push_back(parent);
      ReadLists(node, declared.kind->pattern->text(), declared.name, path, apart);
    }
    declared.resource = NewMessage(declared.kind->resource);
    RefuseOwnKeys(node, path, apart);
    ReadHistory(node, path, declared, apart);
    const TextRule complete = [&declared](const FieldDescriptor& field, std::string& text) {
      const std::string problem = CompleteReference(field, declared.name, text);
      if (ReferencedKind(field) != nullptr) declared.references.push_back(text);
      if (RefersToAnything(field)) declared.subjects.push_back(text);
      return problem;
    };
    SetFromYaml(node, path, *declared.resource, apart, complete, errors_);
    SetString(*declared.resource, "name", declared.name);
    NoteFormula(declared);
    NoteFields(node, apart, declared);
  }

  void ReadState(const YAML::Node& node, const std::string& path, DeclaredResource& declared,
                 std::vector<std::string>& apart) {
    const Kind& kind = *declared.kind;
    if (!node["state"] || !kind.TakesState("ACTIVE")) return;
    apart.emplace_back("state");
    declared.state = node["state"].as<std::string>("");
    const bool closes = kind.TakesState("CLOSED");
    if (kind.import_history != nullptr && node["history"]) {
      errors_.Add(node["state"].Mark(), path + ".state", "is said in `history`");
    } else if (!kind.TakesState(declared.state)) {
      errors_.Add(node["state"].Mark(), path + ".state",
                  absl::StrCat("can only be ACTIVE", closes ? " or CLOSED" : "",
                               "; other states are set by the server"));
    }
  }

  // Whom it names may be gone since: the service says what is wrong with it.
  void ReadHistory(const YAML::Node& node, const std::string& path, DeclaredResource& declared,
                   std::vector<std::string>& apart) {
    if (declared.kind->import_history == nullptr || !node["history"]) return;
    apart.emplace_back("history");
    declared.history = NewMessage(declared.kind->get_history->output_type());
    const TextRule complete = [&declared](const FieldDescriptor& field, std::string& text) {
      return CompleteReference(field, declared.name, text);
    };
    SetFromYaml(node["history"], path + ".history", *declared.history, {}, complete, errors_,
                /*as_written=*/true);
  }

  // The names in a formula stand for KPIs, with `_` for `-`: those of this file have to be there
  // before it.
  static void NoteFormula(DeclaredResource& declared) {
    const auto* field = declared.kind->resource->FindFieldByName("formula");
    if (field == nullptr) return;
    const std::string formula =
        declared.resource->GetReflection()->GetString(*declared.resource, field);
    const std::string siblings = declared.name.substr(0, declared.name.rfind('/') + 1);
    std::string name;
    for (const char c : formula + " ") {
      const auto u = static_cast<unsigned char>(c);
      if (absl::ascii_isalpha(u) || c == '_' || (!name.empty() && absl::ascii_isdigit(u))) {
        name.push_back(c == '_' ? '-' : c);
      } else if (!name.empty()) {
        if (name != "abs" && name != "min" && name != "max") {
          declared.references.push_back(siblings + name);
        }
        name.clear();
      }
    }
  }

  // What every resource has and no file gives.
  void RefuseOwnKeys(const YAML::Node& node, const std::string& path,
                     std::vector<std::string>& apart) {
    for (const std::string key : {"name", "etag"}) {
      apart.push_back(key);
      if (!node[key]) continue;
      errors_.Add(node[key].Mark(), PathTo(path, key),
                  key == "name" ? "comes from `id`" : "is the server's");
    }
  }

  static void NoteFields(const YAML::Node& node, const std::vector<std::string>& apart,
                         DeclaredResource& declared) {
    for (const auto& pair : node) {
      const std::string key = KeyOf(pair.first);
      if (declared.kind->resource->FindFieldByName(key) != nullptr &&
          std::find(apart.begin(), apart.end(), key) == apart.end()) {
        declared.fields.push_back(key);
      }
    }
    for (int i = 0; i < declared.kind->resource->field_count(); ++i) {
      const FieldDescriptor* field = declared.kind->resource->field(i);
      if (api::IsRequired(field) && !node[field->name()]) {
        declared.missing.push_back(field->name());
      }
    }
  }

  // What an organization has one of, such as the settings of metrics: a map of its own in the file.
  // What it shares with the organization, such as the calendar, it is told the same.
  void AddSingletons(const YAML::Node& document, const std::string& organization,
                     std::vector<std::string>& known) {
    const auto own = std::find_if(declared_.begin(), declared_.end(),
                                  [&](const auto& entry) { return entry.name == organization; });
    std::vector<DeclaredResource> singletons;
    for (const Kind& kind : Kinds()) {
      if (kind.create != nullptr || kind.update == nullptr ||
          kind.ParentPattern() != FindKind("organization")->pattern->text()) {
        continue;
      }
      known.push_back(kind.ListKey());
      if (own == declared_.end()) continue;
      DeclaredResource singleton = SingletonOf(kind, *own, document[kind.ListKey()]);
      if (!singleton.fields.empty() || singleton.history != nullptr) {
        singletons.push_back(std::move(singleton));
      }
    }
    for (auto& singleton : singletons) declared_.push_back(std::move(singleton));
  }

  DeclaredResource SingletonOf(const Kind& kind, const DeclaredResource& own,
                               const YAML::Node& node) {
    DeclaredResource singleton;
    singleton.kind = &kind;
    singleton.name = kind.pattern->Format({own.name.substr(own.name.find('/') + 1)});
    singleton.place = own.place;
    singleton.mark = own.mark;
    singleton.path = own.path;
    singleton.references.push_back(own.name);
    singleton.resource = NewMessage(kind.resource);
    if (node && !node.IsMap()) {
      errors_.Add(node.Mark(), kind.ListKey(), "must be a map of fields");
    } else if (node) {
      singleton.place = absl::StrCat(errors_.file(), ":", node.Mark().line + 1);
      singleton.mark = node.Mark();
      singleton.path = kind.ListKey();
      std::vector<std::string> apart;
      RefuseOwnKeys(node, singleton.path, apart);
      ReadHistory(node, singleton.path, singleton, apart);
      RefuseSharedKeys(node, own, singleton, apart);
      const TextRule as_it_is = [](const FieldDescriptor&, std::string&) { return std::string(); };
      SetFromYaml(node, singleton.path, *singleton.resource, apart, as_it_is, errors_);
      NoteFields(node, apart, singleton);
    }
    CopySharedFields(own, singleton);
    SetString(*singleton.resource, "name", singleton.name);
    return singleton;
  }

  void RefuseSharedKeys(const YAML::Node& node, const DeclaredResource& own,
                        const DeclaredResource& singleton, std::vector<std::string>& apart) {
    for (const auto& pair : node) {
      const std::string key = KeyOf(pair.first);
      const auto* field = singleton.kind->resource->FindFieldByName(key);
      const auto* shared = own.kind->resource->FindFieldByName(key);
      if (field == nullptr || shared == nullptr || field->message_type() == nullptr ||
          field->message_type() != shared->message_type()) {
        continue;
      }
      apart.push_back(key);
      errors_.Add(pair.first.Mark(), PathTo(singleton.path, key), "comes from the organization");
    }
  }

  static void CopySharedFields(const DeclaredResource& from, DeclaredResource& to) {
    for (const std::string& field : from.fields) {
      const auto* source = from.kind->resource->FindFieldByName(field);
      const auto* target = to.kind->resource->FindFieldByName(field);
      if (target == nullptr || source->message_type() == nullptr ||
          target->message_type() != source->message_type()) {
        continue;
      }
      if (api::IsOutputOnly(target)) continue;
      to.resource->GetReflection()
          ->MutableMessage(to.resource.get(), target)
          ->CopyFrom(from.resource->GetReflection()->GetMessage(*from.resource, source));
      to.fields.push_back(field);
    }
  }

  YamlErrors& errors_;
  std::set<std::string> names_;
  std::vector<DeclaredResource> declared_;
};

}  // namespace

std::vector<DeclaredResource> ReadCompanyFile(const std::string& text, YamlErrors& errors) {
  if (!CheckUtf8(text, errors)) return {};
  Reader reader(errors);
  try {  // yaml-cpp's way to tell.
    const std::vector<YAML::Node> documents = LoadYamlDocuments(text);
    reader.ReadDocument(documents.empty() ? YAML::Node() : documents.front());
    for (size_t i = 1; i < documents.size(); ++i) {
      if (!documents[i].IsNull()) {
        errors.Add(documents[i].Mark(), "", "there can be only one document in the file");
      }
    }
  } catch (const YAML::DeepRecursion& exception) {
    errors.Add(exception.mark, "", "is nested too deeply");
  } catch (const YAML::Exception& exception) {
    errors.Add(exception.mark, "", exception.msg);
  }
  if (!errors.empty()) return {};
  std::vector<DeclaredResource> ordered = InOrder(reader.Take(), errors);
  if (!errors.empty()) return {};
  return ordered;
}

}  // namespace okapi::cli

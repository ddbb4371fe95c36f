#include "services/cli/company_file.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/api/field_behavior.h"
#include "common/api/resource_name.h"
#include "google/api/resource.pb.h"

namespace okapi::cli {
namespace {

// `key-results` is `key_results` in a file.
std::string ListKey(const Kind& kind) {
  return absl::StrJoin(absl::StrSplit(kind.plural, '-'), "_");
}

// The kinds whose entries may stand in a list of the given parent.
std::vector<const Kind*> KindsUnder(const std::string& parent_pattern) {
  std::vector<const Kind*> kinds;
  for (const Kind& kind : Kinds()) {
    if (kind.create != nullptr && kind.update != nullptr &&
        kind.ParentPattern() == parent_pattern) {
      kinds.push_back(&kind);
    }
  }
  return kinds;
}

std::string ReferencedType(const FieldDescriptor* field) {
  return field->options().HasExtension(google::api::resource_reference)
             ? field->options().GetExtension(google::api::resource_reference).type()
             : "";
}

// The full name of what `text` refers to from within `owner`: missing ids at the front are the
// owner's own.
std::string Complete(const Kind& kind, const std::string& owner, const std::string& text) {
  if (absl::StartsWith(text, "organizations/")) return text;
  std::vector<std::string> ids = absl::StrSplit(text, '/');
  const std::vector<std::string> parts = absl::StrSplit(owner, '/');
  if (ids.size() >= kind.pattern->size()) return text;
  const size_t missing = kind.pattern->size() - ids.size();
  std::vector<std::string> own;
  for (size_t i = 1; i < parts.size() && own.size() < missing; i += 2) own.push_back(parts[i]);
  if (own.size() < missing) return text;
  ids.insert(ids.begin(), own.begin(), own.end());
  return kind.pattern->Format(ids);
}

// Completes every reference within the message and notes them all.
void CompleteReferences(const std::string& owner, Message& message,
                        std::vector<std::string>& references) {
  const auto* reflection = message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const Kind* kind = FindKindOfType(ReferencedType(field));
    if (kind != nullptr && !field->is_repeated()) {
      references.push_back(Complete(*kind, owner, reflection->GetString(message, field)));
      reflection->SetString(&message, field, references.back());
    } else if (kind != nullptr) {
      for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
        references.push_back(
            Complete(*kind, owner, reflection->GetRepeatedString(message, field, i)));
        reflection->SetRepeatedString(&message, field, i, references.back());
      }
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !field->is_map() &&
               !field->is_repeated()) {
      CompleteReferences(owner, *reflection->MutableMessage(&message, field), references);
    }
  }
}

class Reader {
 public:
  Reader(std::string file, YamlErrors& errors) : file_(std::move(file)), errors_(errors) {}

  void ReadDocument(const YAML::Node& document) {
    const Kind& organization = *FindKind("organization");
    if (!document.IsMap() || !document["organization"]) {
      return errors_.Add(document.Mark(), "", "must be a map that has `organization`");
    }
    std::vector<std::string> known = {"organization"};
    const std::string name = ReadEntry(organization, "", document["organization"], "organization");
    ReadLists(document, organization.pattern->text(), name, "", known);
    CheckKeys(document, known);
    AddSingletons(name);
  }

  std::vector<DeclaredResource> Take() { return std::move(declared_); }

 private:
  // Reads the lists of kinds that belong to `parent`; notes their keys as known.
  void ReadLists(const YAML::Node& node, const std::string& parent_pattern,
                 const std::string& parent, const std::string& path,
                 std::vector<std::string>& known) {
    for (const Kind* kind : KindsUnder(parent_pattern)) {
      const std::string key = ListKey(*kind);
      known.push_back(key);
      const YAML::Node list = node[key];
      if (!list) continue;
      const std::string at = path.empty() ? key : absl::StrCat(path, ".", key);
      if (!list.IsSequence()) {
        errors_.Add(list.Mark(), at, "must be a list");
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
      const std::string key = pair.first.as<std::string>("");
      if (!seen.insert(key).second) errors_.Add(pair.first.Mark(), key, "occurs twice");
      if (std::find(known.begin(), known.end(), key) != known.end()) continue;
      const std::string near = Nearest(key, known);
      errors_.Add(pair.first.Mark(), key,
                  absl::StrCat("there is no such list", near.empty() ? "" : "; did you mean ", near,
                               near.empty() ? "" : "?"));
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
    declared.place = absl::StrCat(file_, ":", node.Mark().line + 1);
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
    if (node["state"] && TakesActivation(*declared.kind)) {
      apart.emplace_back("state");
      declared.activate = true;
      if (node["state"].as<std::string>("") != "ACTIVE") {
        errors_.Add(node["state"].Mark(), path + ".state",
                    "can only be ACTIVE; other states are set by the server");
      }
    }
    if (!parent.empty()) {
      declared.references.push_back(parent);
      ReadLists(node, declared.kind->pattern->text(), declared.name, path, apart);
    }
    declared.resource = NewMessage(declared.kind->resource);
    SetFromYaml(node, path, *declared.resource, apart, errors_);
    CompleteReferences(declared.name, *declared.resource, declared.references);
    SetString(*declared.resource, "name", declared.name);
    for (const auto& pair : node) {
      const std::string key = pair.first.as<std::string>("");
      if (declared.kind->resource->FindFieldByName(key) != nullptr &&
          std::find(apart.begin(), apart.end(), key) == apart.end()) {
        declared.fields.push_back(key);
      }
    }
  }

  static bool TakesActivation(const Kind& kind) {
    const auto* state = kind.resource->FindFieldByName("state");
    return kind.activate != nullptr && state != nullptr && api::IsOutputOnly(state);
  }

  // A service that keeps something of an organization's for itself, such as the calendar in the
  // settings of metrics, is told the same as the organization.
  void AddSingletons(const std::string& organization) {
    if (organization.empty()) return;
    const auto own = std::find_if(declared_.begin(), declared_.end(),
                                  [&](const auto& entry) { return entry.name == organization; });
    std::vector<DeclaredResource> singletons;
    for (const Kind& kind : Kinds()) {
      if (kind.create != nullptr || kind.update == nullptr ||
          kind.ParentPattern() != own->kind->pattern->text()) {
        continue;
      }
      DeclaredResource settings;
      settings.kind = &kind;
      settings.name = kind.pattern->Format({organization.substr(organization.find('/') + 1)});
      settings.place = own->place;
      settings.references.push_back(organization);
      settings.resource = NewMessage(kind.resource);
      CopySharedFields(*own, settings);
      SetString(*settings.resource, "name", settings.name);
      if (!settings.fields.empty()) singletons.push_back(std::move(settings));
    }
    for (auto& settings : singletons) declared_.push_back(std::move(settings));
  }

  static void CopySharedFields(const DeclaredResource& from, DeclaredResource& to) {
    for (const std::string& field : from.fields) {
      const auto* source = from.kind->resource->FindFieldByName(field);
      const auto* target = to.kind->resource->FindFieldByName(field);
      if (target == nullptr || source->message_type() == nullptr ||
          target->message_type() != source->message_type()) {
        continue;
      }
      to.resource->GetReflection()
          ->MutableMessage(to.resource.get(), target)
          ->CopyFrom(from.resource->GetReflection()->GetMessage(*from.resource, source));
      to.fields.push_back(field);
    }
  }

  const std::string file_;
  YamlErrors& errors_;
  std::set<std::string> names_;
  std::vector<DeclaredResource> declared_;
};

// Puts what is referred to before what refers to it; otherwise keeps the order.
class Sorter {
 public:
  explicit Sorter(std::vector<DeclaredResource> declared) : declared_(std::move(declared)) {
    for (size_t i = 0; i < declared_.size(); ++i) positions_[declared_[i].name] = i;
    state_.resize(declared_.size(), kNew);
  }

  std::vector<DeclaredResource> Sort() {
    std::vector<size_t> order;
    for (size_t i = 0; i < declared_.size(); ++i) Visit(i, order);
    std::vector<DeclaredResource> sorted;
    for (const size_t i : order) sorted.push_back(std::move(declared_[i]));
    return sorted;
  }

 private:
  enum State { kNew, kOpen, kDone };

  // A circle is broken anywhere: the server says what is wrong with it.
  void Visit(size_t i, std::vector<size_t>& order) {
    if (state_[i] != kNew) return;
    state_[i] = kOpen;
    for (const std::string& reference : declared_[i].references) {
      const auto found = positions_.find(reference);
      if (found != positions_.end()) Visit(found->second, order);
    }
    state_[i] = kDone;
    order.push_back(i);
  }

  std::vector<DeclaredResource> declared_;
  std::map<std::string, size_t> positions_;
  std::vector<State> state_;
};

}  // namespace

std::vector<DeclaredResource> ReadCompanyFile(const std::string& text, const std::string& file,
                                              YamlErrors& errors) {
  Reader reader(file, errors);
  try {  // yaml-cpp's way to tell.
    reader.ReadDocument(YAML::Load(text));
  } catch (const YAML::Exception& exception) {
    errors.Add(exception.mark, "", exception.msg);
  }
  if (!errors.empty()) return {};
  return Sorter(reader.Take()).Sort();
}

}  // namespace okapi::cli

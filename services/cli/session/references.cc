#include "services/cli/session/references.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/api/field_behavior.h"
#include "google/api/resource.pb.h"

namespace okapi::cli {
namespace {

// Of what may refer to anything; there are not so many kinds.
constexpr int kAfterEverything = 1000;

// The organization that a file is of, whatever its id is where the file is applied.
constexpr char kThisOrganization[] = ".";

// Of a reference, or of the name that a resource has within another message.
const Kind* NamedKind(const FieldDescriptor& field) {
  const auto& options = field.containing_type()->options();
  if (field.name() != "name" || !options.HasExtension(google::api::resource)) {
    return ReferencedKind(field);
  }
  return FindKindOfType(options.GetExtension(google::api::resource).type());
}

// `organizations/acme/` of `organizations/acme/kpis/revenue`.
std::string OrganizationPrefix(const std::string& name) {
  return name.substr(0, name.find('/', name.find('/') + 1)) + "/";
}

// The highest rank of another kind that the fields of `type` may refer to; -1 if there is none.
int HighestReferenced(const Descriptor* type, const Kind& self) {
  int highest = -1;
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor& field = *type->field(i);
    if (api::IsOutputOnly(&field)) continue;
    if (RefersToAnything(field)) return kAfterEverything;
    const Kind* kind = ReferencedKind(field);
    if (kind != nullptr && kind != &self) highest = std::max(highest, RankOf(*kind));
    if (field.message_type() != nullptr && field.message_type() != type) {
      highest = std::max(highest, HighestReferenced(field.message_type(), self));
    }
  }
  return highest;
}

// Whether the word is a kind's: `keyResults`, `key-results` or `key-result`.
bool IsCalled(const Kind& kind, absl::string_view word) {
  const std::vector<std::string> parts = absl::StrSplit(kind.pattern->text(), '/');
  return word == kind.singular || word == kind.plural ||
         (parts.size() > 1 && word == parts[parts.size() - 2]);
}

// The kinds that the word may mean; comments there are of two.
std::vector<const Kind*> KindsCalled(absl::string_view word) {
  std::vector<const Kind*> kinds;
  for (const Kind& kind : Kinds()) {
    if (IsCalled(kind, word)) kinds.push_back(&kind);
  }
  return kinds;
}

// Whether the field names a number: what people decide on, and what alerts look at.
bool RefersToNumber(const FieldDescriptor& field) {
  return field.file()->package() == "okapi.reporting.v1";
}

// The full name of what a reference to anything means; empty if that is nothing, or several.
std::string NameOfAny(const FieldDescriptor& field, const std::string& owner,
                      const std::string& text) {
  const bool full = absl::StartsWith(text, "organizations/");
  std::string name = full ? text : OrganizationPrefix(owner) + text;
  if (FindKindOfName(name) != nullptr) return name;
  const size_t slash = text.find('/');
  if (full || slash == std::string::npos) return "";
  const std::vector<const Kind*> kinds = KindsCalled(text.substr(0, slash));
  std::set<std::string> names;
  for (const Kind* kind : kinds) {
    if (CompleteReference(*kind, owner, text.substr(slash + 1), name).empty()) names.insert(name);
  }
  if (kinds.empty() && RefersToNumber(field) &&
      CompleteReference(*FindKind("key-result"), owner, text, name).empty()) {
    names.insert(name);
  }
  // Of an objective's comment and a KPI's, what is said below the objective means its own.
  if (names.size() > 1) {
    std::erase_if(names, [&](const auto& it) { return !absl::StartsWith(it, owner + "/"); });
  }
  return names.size() == 1 ? *names.begin() : "";
}

}  // namespace

const Kind* ReferencedKind(const FieldDescriptor& field) {
  if (!field.options().HasExtension(google::api::resource_reference)) return nullptr;
  return FindKindOfType(field.options().GetExtension(google::api::resource_reference).type());
}

bool RefersToAnything(const FieldDescriptor& field) {
  return field.options().GetExtension(google::api::resource_reference).type() == "*";
}

std::string CompleteReference(const Kind& kind, const std::string& owner, const std::string& text,
                              std::string& name) {
  const std::string typed = text;  // Which may be the same string as the name.
  name = typed;
  if (text == kThisOrganization && kind.pattern->size() == 1) {
    name = std::string(absl::StripSuffix(OrganizationPrefix(owner + "/"), "/"));
  } else if (!absl::StartsWith(text, "organizations/")) {
    std::vector<std::string> ids = absl::StrSplit(text, '/');
    const std::vector<std::string> parts = absl::StrSplit(owner, '/');
    const size_t missing = kind.pattern->size() - std::min(kind.pattern->size(), ids.size());
    std::vector<std::string> own;
    for (size_t i = 1; i < parts.size() && own.size() < missing; i += 2) own.push_back(parts[i]);
    ids.insert(ids.begin(), own.begin(), own.end());
    if (ids.size() == kind.pattern->size()) name = kind.pattern->Format(ids);
  }
  if (kind.pattern->Match(name).ok()) return "";
  // With its kind before it, as a reference to anything has to be; where that is no id of an
  // organization, which goes before it.
  const size_t slash = typed.find('/');
  if (slash != std::string::npos && IsCalled(kind, typed.substr(0, slash)) &&
      CompleteReference(kind, owner, typed.substr(slash + 1), name).empty()) {
    return "";
  }
  name = typed;
  return absl::StrCat("names no ", kind.singular, ": expected its id or ", kind.pattern->text());
}

std::string CompleteReference(const FieldDescriptor& field, const std::string& owner,
                              std::string& text) {
  if (RefersToAnything(field)) {
    std::string name = NameOfAny(field, owner, text);
    if (name.empty()) {
      return "names no resource: expected something like kpis/revenue, objectives/grow or "
             "keyResults/grow/revenue";
    }
    text = std::move(name);
    return "";
  }
  const Kind* kind = NamedKind(field);
  return kind == nullptr ? "" : CompleteReference(*kind, owner, text, text);
}

std::string ShortenReference(const FieldDescriptor& field, const std::string& name) {
  if (RefersToAnything(field)) {
    return std::string(absl::StripPrefix(name, OrganizationPrefix(name)));
  }
  const Kind* kind = NamedKind(field);
  if (kind == nullptr) return name;
  return kind->pattern->size() == 1 ? kThisOrganization : ShortName(name);
}

int RankOf(const Kind& kind) {
  int highest = HighestReferenced(kind.resource, kind);
  const std::string parent_pattern = kind.ParentPattern();
  for (const Kind& parent : Kinds()) {
    if (parent.pattern->text() == parent_pattern) highest = std::max(highest, RankOf(parent));
  }
  return highest + 1;
}

}  // namespace okapi::cli

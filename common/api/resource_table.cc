#include "common/api/resource_table.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/api/request_check.h"
#include "common/api/resource_key.h"
#include "common/api/stamps.h"
#include "common/api/update_mask.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "google/protobuf/util/message_differencer.h"

namespace okapi::api {
namespace {

using google::protobuf::Message;

std::unique_ptr<Message> Copy(const Message& message) {
  std::unique_ptr<Message> copy(message.New());
  copy->CopyFrom(message);
  return copy;
}

bool MatchesWildcards(absl::Span<const std::string> pattern, absl::Span<const std::string> ids) {
  for (size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != "-" && pattern[i] != ids[i]) return false;
  }
  return true;
}

}  // namespace

ResourceTable::ResourceTable(const Message& prototype, Options options, base::IdGenerator& ids)
    : prototype_(prototype),
      options_(std::move(options)),
      pattern_(PatternOf(prototype.GetDescriptor())),
      ids_(ids) {}

absl::StatusOr<std::string> ResourceTable::KeyOf(absl::string_view name) const {
  return ResourceKey::EncodeName(pattern_, name);
}

absl::StatusOr<std::unique_ptr<Message>> ResourceTable::Parse(absl::string_view bytes) const {
  std::unique_ptr<Message> resource(prototype_.New());
  OKAPI_RETURN_IF_ERROR(storage::ParseTo(bytes, options_.family, *resource));
  return resource;
}

absl::Status ResourceTable::Complete(const storage::Reader& reader, Message& resource) const {
  return options_.complete ? options_.complete(reader, resource) : absl::OkStatus();
}

absl::StatusOr<storage::SharedMessage> ResourceTable::FindStored(const storage::Reader& reader,
                                                                 absl::string_view name) const {
  OKAPI_ASSIGN_OR_RETURN(const std::string key, KeyOf(name));
  return reader.FindMessage(options_.family, key, prototype_);
}

absl::StatusOr<bool> ResourceTable::CopyStored(const storage::Reader& reader,
                                               absl::string_view name, Message& resource) const {
  OKAPI_ASSIGN_OR_RETURN(const std::string key, KeyOf(name));
  OKAPI_ASSIGN_OR_RETURN(const auto bytes, reader.Find(options_.family, key));
  if (!bytes.has_value()) return false;
  OKAPI_RETURN_IF_ERROR(storage::ParseTo(*bytes, options_.family, resource));
  return true;
}

absl::StatusOr<bool> ResourceTable::Find(const storage::Reader& reader, absl::string_view name,
                                         Message& resource) const {
  OKAPI_ASSIGN_OR_RETURN(const bool found, CopyStored(reader, name, resource));
  if (found) OKAPI_RETURN_IF_ERROR(Complete(reader, resource));
  return found;
}

absl::Status ResourceTable::Get(const storage::Reader& reader, absl::string_view name,
                                Message& resource) const {
  OKAPI_ASSIGN_OR_RETURN(const bool found, Find(reader, name, resource));
  return found ? absl::OkStatus() : status::NotFound(name);
}

absl::Status ResourceTable::Visit(const storage::Reader& reader, absl::string_view parent,
                                  absl::string_view last_key, Visitor visit) const {
  std::vector<std::string> parent_ids;
  if (!parent.empty()) {
    // A parent is a name of one id less; matching it with a placeholder id checks collection names
    // too.
    const size_t end = pattern_.text().rfind('/');
    const NamePattern parent_pattern(
        pattern_.text().substr(0, pattern_.text().rfind('/', end - 1)));
    OKAPI_ASSIGN_OR_RETURN(parent_ids, parent_pattern.Match(parent, "parent", /*wildcards=*/true));
  }
  size_t fixed = 0;
  while (fixed < parent_ids.size() && parent_ids[fixed] != "-") ++fixed;
  const auto range =
      ResourceKey::Under(absl::MakeSpan(parent_ids).subspan(0, fixed)).After(last_key);
  absl::Status failure;
  auto each = [&](absl::string_view key, absl::string_view bytes) {
    auto step = [&]() -> absl::StatusOr<bool> {
      if (fixed < parent_ids.size()) {
        OKAPI_ASSIGN_OR_RETURN(const ResourceKey decoded, ResourceKey::Decode(key));
        if (!MatchesWildcards(parent_ids, decoded.ids)) return true;
      }
      OKAPI_ASSIGN_OR_RETURN(auto resource, Parse(bytes));
      return visit(key, *resource);
    };
    absl::StatusOr<bool> more = step();
    failure = more.status();
    return more.ok() && *more;
  };
  OKAPI_RETURN_IF_ERROR(reader.Scan(options_.family, range, each));
  return failure;
}

absl::Status ResourceTable::Create(journal::Transaction& transaction, absl::string_view parent,
                                   absl::string_view id, absl::string_view id_field,
                                   Message& resource) const {
  const std::string chosen = id.empty() ? ids_.NextId() : std::string(id);
  OKAPI_RETURN_IF_ERROR(CheckId(chosen, id_field));
  const size_t slash = pattern_.text().rfind('/');
  const size_t collection = pattern_.text().rfind('/', slash - 1);
  const std::string name =
      absl::StrCat(parent, parent.empty() ? "" : "/",
                   pattern_.text().substr(parent.empty() ? 0 : collection + 1,
                                          parent.empty() ? slash : slash - collection - 1),
                   "/", chosen);
  OKAPI_ASSIGN_OR_RETURN(const std::string key, KeyOf(name));
  OKAPI_ASSIGN_OR_RETURN(auto existing, transaction.whole().Find(options_.family, key));
  if (existing.has_value()) return status::AlreadyExists(name);
  SetName(resource, name);
  SetCreateTime(resource, transaction.time());
  return Store(transaction, key, nullptr, resource);
}

absl::Status ResourceTable::Update(journal::Transaction& transaction, const Message& patch,
                                   const google::protobuf::FieldMask& mask,
                                   Message& resource) const {
  auto change = [&patch, &mask](Message& target) { return ApplyUpdate(patch, mask, target); };
  return Modify(transaction, NameOf(patch), EtagOf(patch), change, resource);
}

absl::Status ResourceTable::Modify(journal::Transaction& transaction, absl::string_view name,
                                   absl::string_view etag,
                                   absl::FunctionRef<absl::Status(Message&)> change,
                                   Message& resource) const {
  OKAPI_ASSIGN_OR_RETURN(const bool found, CopyStored(transaction, name, resource));
  if (!found) return status::NotFound(name);
  OKAPI_RETURN_IF_ERROR(CheckEtag(resource, etag));
  const auto before = Copy(resource);
  OKAPI_RETURN_IF_ERROR(change(resource));
  if (google::protobuf::util::MessageDifferencer::Equals(*before, resource)) {
    return Complete(transaction, resource);
  }
  OKAPI_ASSIGN_OR_RETURN(const std::string key, KeyOf(name));
  return Store(transaction, key, before.get(), resource);
}

absl::Status ResourceTable::Store(journal::Transaction& transaction, const std::string& key,
                                  const Message* before, Message& after) const {
  OKAPI_RETURN_IF_ERROR(CheckResource(after));
  if (options_.check) OKAPI_RETURN_IF_ERROR(options_.check(transaction, before, after));
  SetUpdateTime(after, transaction.time());
  SetEtag(after, transaction.revision());
  return Write(transaction, key, before, after);
}

absl::Status ResourceTable::Import(journal::Transaction& transaction, Message& resource) const {
  SetEtag(resource, transaction.revision());
  return Note(transaction, resource);
}

absl::Status ResourceTable::Note(journal::Transaction& transaction, Message& resource) const {
  OKAPI_RETURN_IF_ERROR(CheckResource(resource));
  OKAPI_ASSIGN_OR_RETURN(const std::string key, KeyOf(NameOf(resource)));
  std::unique_ptr<Message> before(prototype_.New());
  OKAPI_ASSIGN_OR_RETURN(const bool found, CopyStored(transaction, NameOf(resource), *before));
  return Write(transaction, key, found ? before.get() : nullptr, resource);
}

absl::Status ResourceTable::Write(journal::Transaction& transaction, const std::string& key,
                                  const Message* before, Message& after) const {
  std::unique_ptr<Message> shown_before;
  if (before != nullptr) {
    shown_before = Copy(*before);
    OKAPI_RETURN_IF_ERROR(Complete(transaction, *shown_before));
  }
  transaction.Put(options_.family, key, after.SerializeAsString());
  if (options_.on_store) OKAPI_RETURN_IF_ERROR(options_.on_store(transaction, before, after));
  OKAPI_RETURN_IF_ERROR(Complete(transaction, after));
  return Record(transaction, shown_before.get(), &after);
}

absl::Status ResourceTable::Record(journal::Transaction& transaction, Message* before,
                                   const Message* after) const {
  std::unique_ptr<Message> discreet;  // A copy: the caller is answered with `after` as it is.
  if (options_.make_discreet && before != nullptr) {
    OKAPI_RETURN_IF_ERROR(options_.make_discreet(transaction, *before));
  }
  if (options_.make_discreet && after != nullptr) {
    discreet = Copy(*after);
    OKAPI_RETURN_IF_ERROR(options_.make_discreet(transaction, *discreet));
    after = discreet.get();
  }
  auto& change =
      transaction.RecordChange(NameOf(before != nullptr ? *before : *after), before, after);
  if (!options_.audience) return absl::OkStatus();
  OKAPI_ASSIGN_OR_RETURN(auto audience, options_.audience(transaction, before, after));
  if (audience.has_value()) *change.mutable_audience() = *std::move(audience);
  return absl::OkStatus();
}

absl::Status ResourceTable::Delete(journal::Transaction& transaction, absl::string_view name,
                                   absl::string_view etag, bool force) const {
  std::unique_ptr<Message> stored(prototype_.New());
  OKAPI_ASSIGN_OR_RETURN(const bool found, CopyStored(transaction, name, *stored));
  if (!found) return status::NotFound(name);
  OKAPI_RETURN_IF_ERROR(CheckEtag(*stored, etag));
  if (options_.check_delete) OKAPI_RETURN_IF_ERROR(options_.check_delete(transaction, *stored));
  OKAPI_ASSIGN_OR_RETURN(const std::string key, KeyOf(name));
  if (!force) {
    // First what the caller sees: of the rest it is only told that there is something.
    OKAPI_RETURN_IF_ERROR(CheckNoChildren(transaction, name, key, /*tell=*/true));
    if (transaction.veil() != nullptr) {
      OKAPI_RETURN_IF_ERROR(CheckNoChildren(transaction.whole(), name, key, /*tell=*/false));
    }
  }
  // What belongs to it goes with it, whoever sees it.
  const journal::Transaction::Unveiled all(transaction);
  if (force) OKAPI_RETURN_IF_ERROR(DeleteChildren(transaction, key));
  return Erase(transaction, key, *stored);
}

absl::Status ResourceTable::CheckNoChildren(const storage::Reader& reader, absl::string_view name,
                                            absl::string_view key, bool tell) const {
  for (const ResourceTable* child : options_.children) {
    absl::StatusOr<std::unique_ptr<Message>> found = nullptr;
    auto take = [&](absl::string_view, absl::string_view bytes) {
      found = child->Parse(bytes);
      return false;
    };
    OKAPI_RETURN_IF_ERROR(
        reader.Scan(child->options_.family, storage::KeyRange::Prefix(key), take));
    OKAPI_RETURN_IF_ERROR(found.status());
    if (*found == nullptr) continue;
    if (!tell) {
      return status::Error(absl::StatusCode::kFailedPrecondition,
                           status::ErrorReason::RESOURCE_IN_USE,
                           absl::StrCat("'", name, "' still has something that you may not see"),
                           {{"resource", std::string(name)}});
    }
    const std::string other = NameOf(**found);
    return status::Error(absl::StatusCode::kFailedPrecondition,
                         status::ErrorReason::RESOURCE_IN_USE,
                         absl::StrCat("'", name, "' still has '", other, "'"),
                         {{"resource", std::string(name)}, {"child", other}});
  }
  return absl::OkStatus();
}

absl::Status ResourceTable::DeleteChildren(journal::Transaction& transaction,
                                           absl::string_view key) const {
  for (const ResourceTable* child : options_.children) {
    // Collected first: a scan must not be written under.
    std::vector<std::pair<std::string, std::unique_ptr<Message>>> doomed;
    absl::Status failure;
    auto collect = [&](absl::string_view child_key, absl::string_view bytes) {
      auto resource = child->Parse(bytes);
      failure = resource.status();
      if (!failure.ok()) return false;
      doomed.emplace_back(child_key, *std::move(resource));
      return true;
    };
    OKAPI_RETURN_IF_ERROR(
        transaction.Scan(child->options_.family, storage::KeyRange::Prefix(key), collect));
    OKAPI_RETURN_IF_ERROR(failure);
    for (const auto& [child_key, resource] : doomed) {
      OKAPI_RETURN_IF_ERROR(child->DeleteChildren(transaction, child_key));
      OKAPI_RETURN_IF_ERROR(child->Erase(transaction, child_key, *resource));
    }
  }
  return absl::OkStatus();
}

absl::Status ResourceTable::Erase(journal::Transaction& transaction, absl::string_view key,
                                  const Message& stored) const {
  const auto shown = Copy(stored);
  OKAPI_RETURN_IF_ERROR(Complete(transaction, *shown));
  // Before it goes: who saw it may be written beside it.
  OKAPI_RETURN_IF_ERROR(Record(transaction, shown.get(), nullptr));
  if (options_.on_delete) options_.on_delete(transaction, stored);
  transaction.Delete(options_.family, key);
  return absl::OkStatus();
}

}  // namespace okapi::api

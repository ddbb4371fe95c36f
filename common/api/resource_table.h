#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/api/resource_name.h"
#include "common/base/ids.h"
#include "common/journal/transaction.h"
#include "common/storage/reader.h"
#include "google/protobuf/field_mask.pb.h"
#include "google/protobuf/message.h"

namespace okapi::api {

// The standard methods over the resources of one kind, for messages of any type; Collection<R> is
// its typed face. Resources lie in a column family under the ids of their names. The table keeps
// `name`, `create_time`, `update_time` and `etag`, applies update masks, refuses stale etags,
// guards children, and writes change records. Thread-safe: it holds no state.
class ResourceTable {
 public:
  using Message = google::protobuf::Message;

  struct Options {
    storage::Family family{};
    // Checks and completes a resource that is about to be stored; `before` is null on creation.
    // Sees the write's own state. The annotated field rules were checked already.
    std::function<absl::Status(const storage::Reader&, const Message* before, Message& after)>
        check;
    // Fills in what is computed when read. Applied to what is returned and to change records, never
    // to what is stored.
    std::function<absl::Status(const storage::Reader&, Message& resource)> complete;
    // Says whether a resource may go, for reasons other than its children. Sees the state before
    // the deletion.
    std::function<absl::Status(const storage::Reader&, const Message& resource)> check_delete;
    // Keeps up what is kept beside the resource, such as an index. It has been put already;
    // `before` is null on creation. A write whose keeping up fails fails whole.
    std::function<absl::Status(journal::Transaction&, const Message* before, const Message& after)>
        on_store;
    // Removes what is kept beside the resource.
    std::function<void(journal::Transaction&, const Message& resource)> on_delete;
    // Takes out of what goes into change records what not everybody may see who sees the resource.
    std::function<absl::Status(const storage::Reader&, Message& shown)> make_discreet;
    // Who sees a change; nullopt: everybody. It has happened already, but for the end of a
    // resource, which is still there. One of the two is null on creation, the other on deletion.
    std::function<absl::StatusOr<std::optional<okapi::common::v1::Audience>>(
        const storage::Reader&, const Message* before, const Message* after)>
        audience;
    // Kinds of resources whose names go on from this one's.
    std::vector<const ResourceTable*> children;
  };

  // `prototype` is the default instance of the resource; `ids` must outlive the table.
  ResourceTable(const Message& prototype, Options options, base::IdGenerator& ids);

  // False when the resource does not exist. `complete` is applied.
  absl::StatusOr<bool> Find(const storage::Reader& reader, absl::string_view name,
                            Message& resource) const;
  // NOT_FOUND when it does not exist.
  absl::Status Get(const storage::Reader& reader, absl::string_view name, Message& resource) const;
  // As stored, without `complete`; nullptr when the resource does not exist.
  absl::StatusOr<storage::SharedMessage> FindStored(const storage::Reader& reader,
                                                    absl::string_view name) const;

  // Visits the resources under `parent` in key order after `last_key`, without `complete`, until
  // the visitor returns false or fails. `-` in `parent` stands for any id. An empty parent holds
  // all.
  using Visitor = absl::FunctionRef<absl::StatusOr<bool>(absl::string_view key, Message& resource)>;
  absl::Status Visit(const storage::Reader& reader, absl::string_view parent,
                     absl::string_view last_key, Visitor visit) const;

  // Creates `resource` under `parent`; an empty id is chosen here. ALREADY_EXISTS when the name is
  // taken, also by one that is hidden.
  absl::Status Create(journal::Transaction& transaction, absl::string_view parent,
                      absl::string_view id, absl::string_view id_field, Message& resource) const;
  // Applies the patch, whose `name` says to what; the result is left in `resource`. An update that
  // changes nothing writes nothing.
  absl::Status Update(journal::Transaction& transaction, const Message& patch,
                      const google::protobuf::FieldMask& mask, Message& resource) const;
  // For methods of a resource's own: reads it, lets `change` change it, checks and stores it.
  absl::Status Modify(journal::Transaction& transaction, absl::string_view name,
                      absl::string_view etag, absl::FunctionRef<absl::Status(Message&)> change,
                      Message& resource) const;
  // Stores a resource as it is given, with its times; `check` is not asked. INVALID_ARGUMENT when
  // it breaks the annotations of its proto.
  absl::Status Import(journal::Transaction& transaction, Message& resource) const;
  // The same of what a service finds out about a resource by itself: nobody changed it, so who
  // edits it by the etag that was read is not refused.
  absl::Status Note(journal::Transaction& transaction, Message& resource) const;
  // Deletes the resource, with `force` and everything under it; FAILED_PRECONDITION /
  // RESOURCE_IN_USE when there is something.
  absl::Status Delete(journal::Transaction& transaction, absl::string_view name,
                      absl::string_view etag, bool force) const;

  const NamePattern& pattern() const { return pattern_; }
  const storage::Family& family() const { return options_.family; }
  const Message& prototype() const { return prototype_; }

 private:
  absl::StatusOr<std::string> KeyOf(absl::string_view name) const;
  absl::Status Store(journal::Transaction& transaction, const std::string& key,
                     const Message* before, Message& after) const;
  absl::Status Write(journal::Transaction& transaction, const std::string& key,
                     const Message* before, Message& after) const;
  // Adds a change to the write's record. Both sides as shown; `before` is changed for it.
  absl::Status Record(journal::Transaction& transaction, Message* before,
                      const Message* after) const;
  absl::Status CheckNoChildren(const storage::Reader& reader, absl::string_view name,
                               absl::string_view key, bool tell) const;
  absl::Status DeleteChildren(journal::Transaction& transaction, absl::string_view key) const;
  absl::Status Erase(journal::Transaction& transaction, absl::string_view key,
                     const Message& stored) const;
  absl::StatusOr<std::unique_ptr<Message>> Parse(absl::string_view bytes) const;
  // A copy of what is stored; false when the resource does not exist.
  absl::StatusOr<bool> CopyStored(const storage::Reader& reader, absl::string_view name,
                                  Message& resource) const;
  absl::Status Complete(const storage::Reader& reader, Message& resource) const;

  const Message& prototype_;
  const Options options_;
  const NamePattern& pattern_;
  base::IdGenerator& ids_;
};

}  // namespace okapi::api

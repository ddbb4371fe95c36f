#pragma once

#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/api/page_token.h"
#include "common/api/resource_table.h"
#include "common/status/status_macros.h"
#include "common/storage/found.h"

namespace okapi::api {

// The standard methods (AIP-131 to 135) over the resources of type R. Thread-safe: it holds no
// state.
template <typename R>
class Collection {
 public:
  // As ResourceTable::Options, typed.
  struct Options {
    storage::Family family{};
    std::function<absl::Status(const storage::Reader&, const R* before, R& after)> check;
    std::function<absl::Status(const storage::Reader&, R& resource)> complete;
    std::function<absl::Status(const storage::Reader&, const R& resource)> check_delete;
    std::function<absl::Status(journal::Transaction&, const R* before, const R& after)> on_store;
    std::function<void(journal::Transaction&, const R& resource)> on_delete;
    std::function<absl::Status(const storage::Reader&, R& shown)> make_discreet;
    std::function<absl::StatusOr<std::optional<okapi::common::v1::Audience>>(
        const storage::Reader&, const R* before, const R* after)>
        audience;
    std::vector<const ResourceTable*> children;
  };

  Collection(Options options, base::IdGenerator& ids)
      : table_(R::default_instance(), Untyped(std::move(options)), ids) {}

  // For the `children` of another collection.
  const ResourceTable& table() const { return table_; }

  absl::StatusOr<R> Get(const storage::Reader& reader, absl::string_view name) const {
    R resource;
    OKAPI_RETURN_IF_ERROR(table_.Get(reader, name, resource));
    return resource;
  }

  absl::StatusOr<std::optional<R>> Find(const storage::Reader& reader,
                                        absl::string_view name) const {
    R resource;
    OKAPI_ASSIGN_OR_RETURN(const bool found, table_.Find(reader, name, resource));
    return found ? std::optional<R>(std::move(resource)) : std::nullopt;
  }

  // As stored, without what is computed when read.
  absl::StatusOr<storage::Found<R>> FindStored(const storage::Reader& reader,
                                               absl::string_view name) const {
    OKAPI_ASSIGN_OR_RETURN(storage::SharedMessage resource, table_.FindStored(reader, name));
    return storage::Found<R>(std::move(resource));
  }

  // Visits what lies under `parent` as stored, in the order of names, until the visitor returns
  // false.
  absl::Status ForEach(const storage::Reader& reader, absl::string_view parent,
                       absl::FunctionRef<bool(const R&)> visit) const {
    return table_.Visit(
        reader, parent, "",
        [&visit](absl::string_view, google::protobuf::Message& resource) -> absl::StatusOr<bool> {
          return visit(static_cast<const R&>(resource));
        });
  }

  // One page of what lies under the request's parent and is kept by `keep`, which sees resources as
  // stored. `add` appends one to the response. `complete` fills in what is computed when read: for
  // lists that can share what it takes.
  template <typename Request, typename Response>
  absl::StatusOr<Response> List(const storage::Reader& reader, const Request& request,
                                absl::string_view parent, R* (Response::*add)(),
                                absl::FunctionRef<bool(const R&)> keep,
                                absl::FunctionRef<absl::Status(R&)> complete) const {
    OKAPI_ASSIGN_OR_RETURN(const std::string last, DecodePageToken(request.page_token(), request));
    const int limit = PageSize(request.page_size());
    Response response;
    int count = 0;
    std::string last_key;
    auto visit = [&](absl::string_view key,
                     google::protobuf::Message& message) -> absl::StatusOr<bool> {
      R& resource = static_cast<R&>(message);
      if (!keep(resource)) return true;
      if (count == limit) {  // There is a next page, and it is not empty.
        response.set_next_page_token(EncodePageToken(request, last_key));
        return false;
      }
      OKAPI_RETURN_IF_ERROR(complete(resource));
      *(response.*add)() = std::move(resource);
      last_key = std::string(key);
      ++count;
      return true;
    };
    OKAPI_RETURN_IF_ERROR(table_.Visit(reader, parent, last, visit));
    return response;
  }
  template <typename Request, typename Response>
  absl::StatusOr<Response> List(const storage::Reader& reader, const Request& request,
                                absl::string_view parent, R* (Response::*add)(),
                                absl::FunctionRef<bool(const R&)> keep) const {
    return List(reader, request, parent, add, keep, [&](R& resource) {
      return complete_ ? complete_(reader, resource) : absl::OkStatus();
    });
  }
  template <typename Request, typename Response>
  absl::StatusOr<Response> List(const storage::Reader& reader, const Request& request,
                                absl::string_view parent, R* (Response::*add)()) const {
    return List(reader, request, parent, add, [](const R&) { return true; });
  }

  // An empty `id` is chosen by the server. `id_field` names it in errors: `team_id`.
  absl::StatusOr<R> Create(journal::Transaction& transaction, absl::string_view parent,
                           absl::string_view id, absl::string_view id_field, R resource) const {
    OKAPI_RETURN_IF_ERROR(table_.Create(transaction, parent, id, id_field, resource));
    return resource;
  }

  absl::StatusOr<R> Update(journal::Transaction& transaction, const R& patch,
                           const google::protobuf::FieldMask& mask) const {
    R resource;
    OKAPI_RETURN_IF_ERROR(table_.Update(transaction, patch, mask, resource));
    return resource;
  }

  // For methods of the resource's own.
  absl::StatusOr<R> Modify(journal::Transaction& transaction, absl::string_view name,
                           absl::string_view etag,
                           absl::FunctionRef<absl::Status(R&)> change) const {
    R resource;
    auto typed = [&change](google::protobuf::Message& message) {
      return change(static_cast<R&>(message));
    };
    OKAPI_RETURN_IF_ERROR(table_.Modify(transaction, name, etag, typed, resource));
    return resource;
  }

  // Stores a resource, new or not, as it is given, with its times: what was written elsewhere, and
  // is not to be judged or stamped anew. Only the etag is of now.
  absl::Status Import(journal::Transaction& transaction, R resource) const {
    return table_.Import(transaction, resource);
  }
  // The same of what the service finds out about a resource by itself. It has its etag on, for
  // nobody changed it.
  absl::Status Note(journal::Transaction& transaction, R resource) const {
    return table_.Note(transaction, resource);
  }

  absl::Status Delete(journal::Transaction& transaction, absl::string_view name,
                      absl::string_view etag, bool force) const {
    return table_.Delete(transaction, name, etag, force);
  }

 private:
  using Message = google::protobuf::Message;

  ResourceTable::Options Untyped(Options options) {
    complete_ = options.complete;
    ResourceTable::Options untyped;
    untyped.family = options.family;
    untyped.children = std::move(options.children);
    if (options.check) {
      untyped.check = [check = std::move(options.check)](const storage::Reader& reader,
                                                         const Message* before, Message& after) {
        return check(reader, static_cast<const R*>(before), static_cast<R&>(after));
      };
    }
    if (options.complete) {
      untyped.complete = [complete = std::move(options.complete)](const storage::Reader& reader,
                                                                  Message& resource) {
        return complete(reader, static_cast<R&>(resource));
      };
    }
    if (options.check_delete) {
      untyped.check_delete = [check = std::move(options.check_delete)](
                                 const storage::Reader& reader, const Message& resource) {
        return check(reader, static_cast<const R&>(resource));
      };
    }
    if (options.on_store) {
      untyped.on_store = [keep = std::move(options.on_store)](journal::Transaction& transaction,
                                                              const Message* before,
                                                              const Message& after) {
        return keep(transaction, static_cast<const R*>(before), static_cast<const R&>(after));
      };
    }
    if (options.on_delete) {
      untyped.on_delete = [forget = std::move(options.on_delete)](journal::Transaction& transaction,
                                                                  const Message& resource) {
        forget(transaction, static_cast<const R&>(resource));
      };
    }
    if (options.make_discreet) {
      untyped.make_discreet = [hide = std::move(options.make_discreet)](
                                  const storage::Reader& reader, Message& shown) {
        return hide(reader, static_cast<R&>(shown));
      };
    }
    if (options.audience) {
      untyped.audience = [audience = std::move(options.audience)](const storage::Reader& reader,
                                                                  const Message* before,
                                                                  const Message* after) {
        return audience(reader, static_cast<const R*>(before), static_cast<const R*>(after));
      };
    }
    return untyped;
  }

  // Before table_: filled while its options are made.
  std::function<absl::Status(const storage::Reader&, R& resource)> complete_;
  ResourceTable table_;
};

}  // namespace okapi::api

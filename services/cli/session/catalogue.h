#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/api/resource_name.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace okapi::cli {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

// The field of a create request by which what it is about may be gone.
inline constexpr char kAllowMissing[] = "allow_missing_subject";

// A kind of resource, as the protos describe it. A method that a kind lacks is null.
struct Kind {
  const Descriptor* resource = nullptr;
  const api::NamePattern* pattern = nullptr;
  std::string type;      // okapi.dev/KeyResult
  std::string singular;  // key-result
  std::string plural;    // key-results; of a singleton as `singular`.
  const MethodDescriptor* get = nullptr;
  const MethodDescriptor* list = nullptr;
  const MethodDescriptor* create = nullptr;
  // Creates one that begins from something, such as a template, which its request names.
  const MethodDescriptor* create_from = nullptr;
  const MethodDescriptor* update = nullptr;
  const MethodDescriptor* erase = nullptr;
  const MethodDescriptor* propose = nullptr;
  const MethodDescriptor* activate = nullptr;
  const MethodDescriptor* close = nullptr;
  // What happened to one, beside what it is: how it is read, and given to a new one.
  const MethodDescriptor* get_history = nullptr;
  const MethodDescriptor* import_history = nullptr;
  // Paths of the fields that may come with the history: rules and limits, such as
  // `policy.change_rules`. What they would have held up is there by then.
  std::vector<std::string> late;

  // The field of create and update requests that holds the resource: key_result.
  std::string Field() const;
  // The pattern of the resource that this one belongs to; empty for organizations.
  std::string ParentPattern() const;
  // Whether a company's file holds such resources: they can be made and changed by what is read of
  // them. What has a secret cannot.
  bool InFiles() const;
  // Its list in a company file: `key_results` of `key-results`.
  std::string ListKey() const;
  // Where in its life a file may say that one is: ACTIVE or CLOSED. One whose end needs somebody's
  // word is CLOSED by its history only.
  bool TakesState(absl::string_view state) const;
  // Whether its service refuses what refers to one of the other kind that is not there: it keeps
  // both, or it asks about what is decided on or watched. Others may be away, and nobody asks them.
  bool ChecksReferencesTo(const Kind& other) const;
  // Whether what it is about may be gone: it can be made all the same, if it comes from elsewhere.
  bool OutlivesSubject() const;
};

// Every kind that the linked services have methods for: organizations first, then by name.
const std::vector<Kind>& Kinds();

// What organizations have lists of that are no resources, each with an `id`: the templates of
// dashboards. Of a kind they have the words, the message and the list, and nothing else.
const std::vector<Kind>& Listings();

// By singular or plural. nullptr if there is none.
const Kind* FindKind(absl::string_view word);
// By the type of a google.api.resource_reference.
const Kind* FindKindOfType(absl::string_view type);
// By a full resource name.
const Kind* FindKindOfName(absl::string_view name);
// What may be typed: `cycle, key-result, ...`.
std::string KindWords();

// INVALID_ARGUMENT, naming both, if a full name is of another organization than `org`, which is an
// id or a full name; empty is any.
absl::Status CheckWithin(absl::string_view name, absl::string_view org);

// Whether it is a full name of the kind, or a short one.
bool CanName(const Kind& kind, absl::string_view text, absl::string_view org);
// The full name that a short one stands for: ids joined by `/`, without the organization's or with
// it. INVALID_ARGUMENT saying what is expected, or that it lies within another organization; who
// names an organization itself means that one.
absl::StatusOr<std::string> ExpandName(const Kind& kind, absl::string_view text,
                                       absl::string_view org);
// The ids of a full name without the organization's, joined by `/`.
std::string ShortName(absl::string_view name);

// New messages of generated types.
std::unique_ptr<Message> NewMessage(const Descriptor* descriptor);
// Sets a string field by name. Precondition: there is one.
void SetString(Message& message, const std::string& field, absl::string_view value);
std::string GetString(const Message& message, const std::string& field);

}  // namespace okapi::cli

#include "services/cli/company/late_fields.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace okapi::cli {
namespace {

const FieldDescriptor* FieldNamed(const Message& message, const std::string& name) {
  return message.GetDescriptor()->FindFieldByName(name);
}

bool HasValue(const Message& message, const FieldDescriptor* field) {
  return field->is_repeated() ? message.GetReflection()->FieldSize(message, field) > 0
                              : message.GetReflection()->HasField(message, field);
}

// The part that holds the last field of a path; nullptr if that is absent.
const Message* HolderOf(const Message& message, const std::vector<std::string>& path) {
  if (path.size() == 1) return &message;
  const FieldDescriptor* part = FieldNamed(message, path.front());
  if (!HasValue(message, part)) return nullptr;
  return &message.GetReflection()->GetMessage(message, part);
}

bool HasPath(const Message& message, const std::string& text) {
  const std::vector<std::string> path = absl::StrSplit(text, '.');
  const Message* holder = HolderOf(message, path);
  return holder != nullptr && HasValue(*holder, FieldNamed(*holder, path.back()));
}

void Clear(Message& message, const std::string& text) {
  const std::vector<std::string> path = absl::StrSplit(text, '.');
  const auto* reflection = message.GetReflection();
  const FieldDescriptor* field = FieldNamed(message, path.front());
  if (path.size() == 1) return reflection->ClearField(&message, field);
  Message* part = reflection->MutableMessage(&message, field);
  part->GetReflection()->ClearField(part, FieldNamed(*part, path.back()));
  if (part->ByteSizeLong() == 0) reflection->ClearField(&message, field);
}

bool CanBeCopied(const FieldDescriptor& from, const FieldDescriptor* to) {
  if (to == nullptr || to->is_repeated() != from.is_repeated()) return false;
  if (from.is_repeated()) {
    return from.message_type() != nullptr && to->message_type() == from.message_type();
  }
  return from.cpp_type() == FieldDescriptor::CPPTYPE_INT32 && to->cpp_type() == from.cpp_type();
}

}  // namespace

std::vector<std::string> LateFieldsOf(const DeclaredResource& declared, const Message* current) {
  std::vector<std::string> late;
  if (declared.kind->create == nullptr && declared.history == nullptr) return late;
  std::copy_if(declared.kind->late.begin(), declared.kind->late.end(), std::back_inserter(late),
               [&](const std::string& path) {
                 return HasPath(*declared.resource, path) &&
                        (current == nullptr || !HasPath(*current, path));
               });
  return late;
}

std::unique_ptr<Message> Without(const Message& message, const std::vector<std::string>& paths) {
  std::unique_ptr<Message> copy(message.New());
  copy->CopyFrom(message);
  for (const std::string& path : paths) {
    if (HasPath(*copy, path)) Clear(*copy, path);
  }
  return copy;
}

absl::Status CopyFields(const Message& message, const std::vector<std::string>& paths,
                        Message& request) {
  for (const std::string& text : paths) {
    const std::vector<std::string> path = absl::StrSplit(text, '.');
    const Message* holder = HolderOf(message, path);
    if (holder == nullptr) continue;
    const FieldDescriptor* from = FieldNamed(*holder, path.back());
    const FieldDescriptor* to = FieldNamed(request, path.back());
    if (!CanBeCopied(*from, to)) {
      return absl::InternalError(absl::StrCat("a ", request.GetDescriptor()->full_name(),
                                              " cannot take ", from->full_name()));
    }
    const auto* reflection = holder->GetReflection();
    if (!from->is_repeated()) {
      request.GetReflection()->SetInt32(&request, to, reflection->GetInt32(*holder, from));
      continue;
    }
    for (int i = 0; i < reflection->FieldSize(*holder, from); ++i) {
      request.GetReflection()
          ->AddMessage(&request, to)
          ->CopyFrom(reflection->GetRepeatedMessage(*holder, from, i));
    }
  }
  return absl::OkStatus();
}

}  // namespace okapi::cli

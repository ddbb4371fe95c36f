#include "common/api/update_mask.h"

#include <memory>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/types/span.h"
#include "common/api/field_behavior.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"

namespace okapi::api {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

bool IsSet(const Message& message, const FieldDescriptor* field) {
  return field->is_repeated() ? message.GetReflection()->FieldSize(message, field) > 0
                              : message.GetReflection()->HasField(message, field);
}

// `etag` is a precondition of the update, not a value to take.
bool IsSettable(const FieldDescriptor* field) {
  return !IsOutputOnly(field) && !IsImmutable(field) && field->name() != "etag";
}

// Moves one field, or its absence, from the patch to the target.
void Take(Message& patch, const FieldDescriptor* field, Message& target) {
  target.GetReflection()->ClearField(&target, field);
  if (!IsSet(patch, field)) return;
  // By way of a copy: a mask may name a field, or one within it, more than once.
  std::unique_ptr<Message> copy(patch.New());
  copy->CopyFrom(patch);
  target.GetReflection()->SwapFields(copy.get(), &target, {field});
}

absl::Status TakePath(absl::Span<const absl::string_view> path, Message& patch, Message& target) {
  const FieldDescriptor* field = patch.GetDescriptor()->FindFieldByName(std::string(path.front()));
  if (field == nullptr) {
    return absl::InvalidArgumentError(absl::StrCat("there is no field '", path.front(), "'"));
  }
  if (!IsSettable(field)) return absl::OkStatus();
  if (path.size() == 1) {
    Take(patch, field, target);
    return absl::OkStatus();
  }
  if (field->is_repeated() || field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
    return absl::InvalidArgumentError(
        absl::StrCat("'", path.front(), "' has no fields of its own"));
  }
  return TakePath(path.subspan(1), *patch.GetReflection()->MutableMessage(&patch, field),
                  *target.GetReflection()->MutableMessage(&target, field));
}

}  // namespace

absl::Status ApplyUpdate(const Message& patch, const google::protobuf::FieldMask& mask,
                         Message& target) {
  std::unique_ptr<Message> source(patch.New());
  source->CopyFrom(patch);
  const bool all = mask.paths_size() == 1 && mask.paths(0) == "*";
  if (mask.paths().empty() || all) {
    for (int i = 0; i < patch.GetDescriptor()->field_count(); ++i) {
      const FieldDescriptor* field = patch.GetDescriptor()->field(i);
      // Of a oneof only the member that is set counts, or clearing the others would clear it too.
      const bool other_of_oneof =
          field->real_containing_oneof() != nullptr && !IsSet(patch, field) &&
          patch.GetReflection()->HasOneof(patch, field->real_containing_oneof());
      if (IsSettable(field) && !other_of_oneof && (all || IsSet(patch, field))) {
        Take(*source, field, target);
      }
    }
    return absl::OkStatus();
  }
  for (const std::string& path : mask.paths()) {
    const std::vector<absl::string_view> parts = absl::StrSplit(path, '.');
    if (absl::Status status = TakePath(parts, *source, target); !status.ok()) {
      return status::Error(absl::StatusCode::kInvalidArgument,
                           status::ErrorReason::INVALID_UPDATE_MASK,
                           absl::StrCat("update_mask: '", path, "': ", status.message()));
    }
  }
  return absl::OkStatus();
}

}  // namespace okapi::api

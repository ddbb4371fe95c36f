#pragma once

#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"

namespace okapi::api {

// What the annotations of a field ask of whoever fills it in.
struct FieldRule {
  // What its name says of its value, wherever it occurs.
  enum class Role { kNone, kDisplayName, kPageSize, kParent, kRequestId };

  const google::protobuf::FieldDescriptor* field = nullptr;
  Role role = Role::kNone;
  bool required = false;
  // Whether one can tell that it was not filled in: a plain number is always there.
  bool can_be_absent = true;
  // Of a message: what is OUTPUT_ONLY in it is given too.
  bool as_written = false;
  // Of a text: at most so many characters.
  size_t length_max = 0;
  // The type that its google.api.resource_reference names; empty without one.
  std::string reference;
};

// The rules of a message's own fields.
struct MessageRules {
  // What callers fill in, in the order of the proto. Maps are not among them: services check them.
  std::vector<FieldRule> given;
  std::vector<const google::protobuf::FieldDescriptor*> output_only;
  // The message fields of `given` in which OUTPUT_ONLY means what it says.
  std::vector<const google::protobuf::FieldDescriptor*> nested;
  bool is_resource = false;
  // It has an `update_mask`: what it carries may be a part of a resource.
  bool is_update = false;
  // Says which template fills in what is not given; nullptr where there are none.
  const google::protobuf::FieldDescriptor* template_id = nullptr;
};

// Read from the annotations once per thread and type: reading them takes far longer than looking at
// a field, and every request comes by here more than once. `as_written`: of a message within a
// field of which okapi.common.v1.as_written says so; nothing in it is OUTPUT_ONLY.
const MessageRules& RulesOf(const google::protobuf::Descriptor* type, bool as_written = false);

}  // namespace okapi::api

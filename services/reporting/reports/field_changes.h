#pragma once

#include <string>
#include <vector>

#include "google/protobuf/message.h"
#include "okapi/reporting/v1/review_pack.pb.h"

namespace okapi::reporting {

// What somebody may set of a resource, and `state`, which calls of their own set, is another on
// both sides: the fields, in the order of the message. `etag` and what a service computes are none.
std::vector<const google::protobuf::FieldDescriptor*> ChangedFields(
    const google::protobuf::Message& before, const google::protobuf::Message& after);

// Adds the field to the event, and what it was and is, where that is one word, number or name.
void AddFieldChange(const google::protobuf::FieldDescriptor& field,
                    const google::protobuf::Message& before, const google::protobuf::Message& after,
                    okapi::reporting::v1::ReviewEvent& event);

}  // namespace okapi::reporting

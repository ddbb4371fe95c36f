#pragma once

#include <google/protobuf/timestamp.pb.h>

#include <string>

#include "okapi/common/v1/scoring.pb.h"
#include "okapi/common/v1/unit.pb.h"
#include "services/reporting/documents/records.h"

// Fields of messages as values of records. What is not set is none.
namespace okapi::reporting::documents {

Value If(bool known, double value);
Value TextOf(const std::string& text);
Value StatusOf(okapi::common::v1::Status status);
// `2025-12-31T16:59:00Z`.
Value TimeOf(bool known, const google::protobuf::Timestamp& time);
// What people call the resource, beside its name: none where that is not known.
Value NameOf(const std::string& resource, const Names& names);
// In what a number is counted: `USD`, `fraction`, `seconds`, or what it says itself.
std::string UnitText(const okapi::common::v1::Unit& unit);

}  // namespace okapi::reporting::documents

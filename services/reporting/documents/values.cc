#include "services/reporting/documents/values.h"

#include "absl/time/time.h"
#include "common/api/timestamp.h"

namespace okapi::reporting::documents {

using okapi::common::v1::Status;

Value If(bool known, double value) { return known ? Value(value) : Value(); }

Value TextOf(const std::string& text) { return text.empty() ? Value() : Value(text); }

Value StatusOf(Status status) {
  return status == Status::STATUS_UNSPECIFIED ? Value()
                                              : Value(okapi::common::v1::Status_Name(status));
}

Value TimeOf(bool known, const google::protobuf::Timestamp& time) {
  if (!known) return {};
  return absl::FormatTime("%Y-%m-%dT%H:%M:%E*SZ", api::FromTimestamp(time), absl::UTCTimeZone());
}

Value NameOf(const std::string& resource, const Names& names) {
  const auto found = names.find(resource);
  return found == names.end() ? Value() : Value(found->second);
}

std::string UnitText(const okapi::common::v1::Unit& unit) {
  switch (unit.kind_case()) {
    case okapi::common::v1::Unit::kCurrencyCode:
      return unit.currency_code();
    case okapi::common::v1::Unit::kPercent:
      return "fraction";
    case okapi::common::v1::Unit::kDuration:
      return "seconds";
    case okapi::common::v1::Unit::kCountOf:
      return unit.count_of();
    case okapi::common::v1::Unit::kPoints:
      return unit.points();
    case okapi::common::v1::Unit::KIND_NOT_SET:
      break;
  }
  return "";
}

}  // namespace okapi::reporting::documents

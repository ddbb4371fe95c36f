#pragma once

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "common/status/errors.h"
#include "tests/support/status_matchers.h"

namespace okapi::testing {

// The fields that the google.rpc.BadRequest of a status names, in its order; none without one.
inline std::vector<std::string> BadFieldsOf(const absl::Status& status) {
  std::vector<std::string> fields;
  const google::rpc::BadRequest bad_request = status::BadRequestOf(status);
  for (const auto& violation : bad_request.field_violations()) {
    fields.push_back(violation.field());
  }
  return fields;
}

// Matches a Status or StatusOr whose BadRequest names exactly these fields.
MATCHER_P(BadFieldsAre, fields, "has a BadRequest of exactly the fields expected") {
  *result_listener << StatusOf(arg).ToString();
  return BadFieldsOf(StatusOf(arg)) == std::vector<std::string>(fields);
}
inline auto BadFieldIs(const std::string& field) {
  return BadFieldsAre(std::vector<std::string>{field});
}

}  // namespace okapi::testing

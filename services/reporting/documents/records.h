#pragma once

#include <string>
#include <variant>
#include <vector>

#include "okapi/reporting/v1/report.pb.h"

namespace okapi::reporting::documents {

// A number or a text; monostate where there is none.
using Value = std::variant<std::monostate, std::string, double>;

// One kind of facts for programs: one line each, numbers as they are, resources by name.
struct Records {
  std::vector<std::string> fields;
  std::vector<std::vector<Value>> lines;
};

// The facts of a report, and behind them, only where there is such a thing, which service was not
// heard.
std::vector<Records> RecordsOf(const okapi::reporting::v1::Report& report);

}  // namespace okapi::reporting::documents

#pragma once

#include <string>
#include <variant>
#include <vector>

#include "okapi/reporting/v1/report.pb.h"
#include "services/reporting/documents/names.h"

namespace okapi::reporting::documents {

// A number or a text; monostate where there is none.
using Value = std::variant<std::monostate, std::string, double>;

// One kind of facts for programs: one line each, numbers as they are, resources by name, and what
// people call them in a field of its own.
struct Records {
  std::vector<std::string> fields;
  std::vector<std::vector<Value>> lines;
};

// The facts of a report, and behind them, only where there is such a thing, which service was not
// heard.
std::vector<Records> RecordsOf(const okapi::reporting::v1::Report& report, const Names& names = {});

}  // namespace okapi::reporting::documents

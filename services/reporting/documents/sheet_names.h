#pragma once

#include <set>
#include <string>

namespace okapi::reporting::documents {

// Names for the sheets of one workbook, as spreadsheet programs demand: at most 31 characters,
// without some of them, and no two that differ in case only.
class SheetNames {
 public:
  SheetNames();

  // The name that comes nearest to the wanted one and is still free: `Sales`, `sales 2`.
  std::string Next(const std::string& wanted);

 private:
  // Case folded.
  std::set<std::string> taken_;
};

}  // namespace okapi::reporting::documents

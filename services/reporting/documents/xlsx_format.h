#pragma once

#include <xlsxwriter.h>

#include <map>
#include <string>
#include <tuple>

#include "services/reporting/documents/document.h"

namespace okapi::reporting::documents {

// How a number of a unit is shown by a spreadsheet program: `"$"#,##0`. Such programs know the
// separators of their reader.
std::string NumberFormat(double value, const okapi::common::v1::Unit& unit);
// What is written into the cell: times are days there.
double CellNumber(double value, const okapi::common::v1::Unit& unit);

// The formats of a workbook, each made once. Not thread-safe.
class FormatBook {
 public:
  explicit FormatBook(lxw_workbook* workbook) : workbook_(workbook) {}

  // Empty `number_format`: as it is.
  lxw_format* Get(const std::string& number_format, Tone tone, int level, bool bold);
  lxw_format* Head();

 private:
  lxw_workbook* const workbook_;
  lxw_format* head_ = nullptr;
  std::map<std::tuple<std::string, Tone, int, bool>, lxw_format*> formats_;
};

}  // namespace okapi::reporting::documents

#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace okapi::cli {

// A table of text in aligned columns, two blanks apart. The first row is the head.
class TextTable {
 public:
  enum Align { kLeft, kRight };

  explicit TextTable(std::vector<Align> columns) : columns_(std::move(columns)) {}
  // Precondition: one cell per column. Cells may be painted; what comes from outside goes through
  // OneLine or Shorten first.
  void Add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
  // The table, each line ending with a line break and without blanks at its end.
  std::string ToString() const;

 private:
  const std::vector<Align> columns_;
  std::vector<std::vector<std::string>> rows_;
};

// Colours for a terminal; plain text if `colour` is false.
enum class Paint { kNone, kBold, kDim, kGreen, kYellow, kRed };
std::string Painted(absl::string_view text, Paint paint, bool colour);

}  // namespace okapi::cli

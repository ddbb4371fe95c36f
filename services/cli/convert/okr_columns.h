#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/cli/convert/okr_names.h"
#include "services/cli/files/csv_reader.h"

namespace okapi::cli {

// A column of a table of OKRs.
struct OkrColumn {
  // As the table calls it.
  std::string label;
  // Nothing if it is none that is known, or says what another one says already.
  std::optional<OkrName> name;
};

// What the columns of a table are, and so what its rows are.
struct OkrColumns {
  std::vector<OkrColumn> columns;
  // A row has an objective and what belongs to it, each in columns of its own; else it is one
  // thing.
  bool wide = false;
  // Key results are numbered, several in a row.
  bool numbered = false;
  // What a row is whose type is not said, where its columns say it.
  OkrPart part = OkrPart::kUnknown;

  // How many of them are known; 0 if none of them is a title, without which it is no such table.
  int Score() const;
};

OkrColumns ReadOkrColumns(const CsvRecord& header);

}  // namespace okapi::cli

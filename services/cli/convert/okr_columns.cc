#include "services/cli/convert/okr_columns.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "absl/strings/ascii.h"

namespace okapi::cli {
namespace {

bool IsTitle(const OkrColumn& column) {
  return column.name.has_value() && column.name->field == OkrField::kTitle;
}

bool IsOfObjective(const OkrColumn& column) {
  return column.name->part == OkrPart::kUnknown || column.name->part == OkrPart::kObjective;
}

bool HasField(const std::vector<OkrColumn>& columns, OkrField field) {
  return std::any_of(columns.begin(), columns.end(), [field](const OkrColumn& column) {
    return column.name.has_value() && column.name->field == field;
  });
}

void TakeOther(OkrColumn& column) {
  column.name->field = *column.name->or_else;
  column.name->part = OkrPart::kUnknown;
  column.name->or_else.reset();
}

// `Goal` beside `Objective`, and `Start` beside `Target` but not beside `End`.
void SettleDoubtful(std::vector<OkrColumn>& columns) {
  const bool titled = std::any_of(columns.begin(), columns.end(), [](const OkrColumn& column) {
    return IsTitle(column) && IsOfObjective(column) && !column.name->or_else.has_value();
  });
  for (OkrColumn& column : columns) {
    const bool doubtful = IsTitle(column) && column.name->or_else.has_value();
    if (doubtful && titled) TakeOther(column);
  }
  const bool values = HasField(columns, OkrField::kTarget) && !HasField(columns, OkrField::kStart);
  const bool days = std::any_of(columns.begin(), columns.end(), [](const OkrColumn& column) {
    const std::string words = OkrWords(column.label);
    return words == "end" || words == "ket thuc";
  });
  for (OkrColumn& column : columns) {
    const bool doubtful = column.name.has_value() && column.name->or_else == OkrField::kStart;
    if (doubtful && values && !days) TakeOther(column);
  }
}

// What one column says already no other one says.
void DropRepeated(OkrColumns& read) {
  std::set<std::tuple<OkrPart, int, OkrField>> seen;
  for (OkrColumn& column : read.columns) {
    if (!column.name.has_value()) continue;
    OkrPart part = column.name->part;
    const bool plain = !read.wide || (IsTitle(column) && part == OkrPart::kObjective);
    if (plain) part = OkrPart::kUnknown;
    if (!seen.insert({part, column.name->number, column.name->field}).second) column.name.reset();
  }
}

}  // namespace

int OkrColumns::Score() const {
  if (std::none_of(columns.begin(), columns.end(), IsTitle)) return 0;
  return static_cast<int>(std::count_if(
      columns.begin(), columns.end(), [](const auto& column) { return column.name.has_value(); }));
}

OkrColumns ReadOkrColumns(const CsvRecord& header) {
  OkrColumns read;
  for (size_t i = 0; i < header.size(); ++i) {
    const std::string label(absl::StripAsciiWhitespace(header[i]));
    read.columns.push_back({label, ReadOkrName(label)});
  }
  SettleDoubtful(read.columns);
  bool of_objective = false;
  bool of_others = false;
  bool typed = false;
  for (const OkrColumn& column : read.columns) {
    if (!column.name.has_value()) continue;
    typed |= column.name->field == OkrField::kType;
    if (!IsTitle(column)) continue;
    (IsOfObjective(column) ? of_objective : of_others) = true;
    read.numbered |= column.name->part == OkrPart::kKeyResult && column.name->number > 0;
    if (!typed && read.part == OkrPart::kUnknown) read.part = column.name->part;
  }
  const auto titles = std::count_if(read.columns.begin(), read.columns.end(), IsTitle);
  read.wide = (of_objective && of_others) || (of_others && titles > 1);
  if (typed || read.wide) read.part = OkrPart::kUnknown;
  DropRepeated(read);
  return read;
}

}  // namespace okapi::cli

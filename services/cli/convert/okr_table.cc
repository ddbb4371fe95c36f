#include "services/cli/convert/okr_table.h"

#include <algorithm>
#include <cstdio>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/status/status_macros.h"
#include "services/cli/convert/okr_columns.h"
#include "services/cli/convert/okr_text.h"
#include "services/cli/convert/okr_wide_rows.h"
#include "services/cli/files/csv_reader.h"

namespace okapi::cli {
namespace {

// Where the names of columns are looked for: titles and notes may stand above them.
constexpr int kHeaderRowsMax = 10;
// How many names of columns an error shows, and how much of each.
constexpr size_t kShownColumnsMax = 20;
constexpr size_t kShownCellMax = 40;
constexpr char kSeparators[] = {',', ';', '\t'};

// The records of a text, each with the number of its row.
class Rows {
 public:
  Rows(const std::string& text, const std::string& name, char separator)
      : file_(fmemopen(const_cast<char*>(text.data()), text.size(), "rb"), &std::fclose),
        reader_(file_.get(), name, separator, std::min(text.size(), CsvReader::kBufferBytes)) {}

  // False at the end.
  absl::StatusOr<bool> Next() {
    OKAPI_ASSIGN_OR_RETURN(const bool more, reader_.Next(record_));
    if (!more) return false;
    // Lines that are empty are rows too; a line break in a cell makes none.
    row_ += static_cast<int>(record_.line() - next_line_) + 1;
    next_line_ = record_.line() + 1;
    for (size_t i = 0; i < record_.size(); ++i) {
      next_line_ += std::count(record_[i].begin(), record_[i].end(), '\n');
    }
    return true;
  }

  const CsvRecord& record() const { return record_; }
  int row() const { return row_; }

 private:
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
  CsvReader reader_;
  CsvRecord record_;
  int64_t next_line_ = 1;
  int row_ = 0;
};

// The row with the names of the columns, as one separator shows it.
struct Header {
  char separator = ',';
  int row = 0;
  int score = 0;
  OkrColumns columns;
};

Header FindHeader(const std::string& text, const std::string& name) {
  Header best;
  for (const char separator : kSeparators) {
    Rows rows(text, name, separator);
    for (int i = 0; i < kHeaderRowsMax; ++i) {
      const auto more = rows.Next();
      if (!more.ok() || !*more) break;
      OkrColumns columns = ReadOkrColumns(rows.record());
      const int score = columns.Score();
      if (score > best.score) best = {separator, rows.row(), score, std::move(columns)};
    }
  }
  return best;
}

std::string Cell(const CsvRecord& record, size_t column) {
  return std::string(absl::StripAsciiWhitespace(record[column]));
}

bool IsEmpty(const CsvRecord& record) {
  for (size_t i = 0; i < record.size(); ++i) {
    if (!absl::StripAsciiWhitespace(record[i]).empty()) return false;
  }
  return true;
}

class TableReader {
 public:
  TableReader(const OkrColumns& columns, OkrEntries& okrs)
      : columns_(columns), okrs_(okrs), wide_(columns, okrs) {}

  void Take(const CsvRecord& record, int row) {
    if (IsEmpty(record)) return;
    OkrRow cells;
    cells.place = row;
    for (size_t i = 0; i < record.size(); ++i) {
      const std::string cell = Cell(record, i);
      if (cell.empty()) continue;
      const bool named = i < columns_.columns.size() && !columns_.columns[i].label.empty();
      const std::string label = named ? columns_.columns[i].label : absl::StrCat("Column ", i + 1);
      const auto name = named ? columns_.columns[i].name : std::nullopt;
      if (!name.has_value()) ++unknown_[{i, label}];
      cells.cells.push_back({name, {label, cell, false}});
    }
    if (columns_.wide) {
      wide_.Take(cells);
    } else {
      okrs_.entries.push_back(EntryOf(cells));
    }
  }

  // What is of the whole table.
  void Finish() {
    if (columns_.wide) wide_.Finish();
    for (const auto& [column, rows] : unknown_) {
      okrs_.findings.push_back({0, absl::StrCat("column '", column.second,
                                                "' is none that is known: kept as a description (",
                                                rows, rows == 1 ? " row)" : " rows)")});
    }
  }

 private:
  // A row that is one thing.
  OkrEntry EntryOf(const OkrRow& row) const {
    OkrEntry entry;
    entry.place = row.place;
    entry.part = columns_.part;
    for (const OkrCell& cell : row.cells) {
      if (cell.name.has_value()) {
        entry.fields[cell.name->field] = cell.text;
      } else {
        entry.others.push_back(cell.text);
      }
    }
    return entry;
  }

  const OkrColumns& columns_;
  OkrEntries& okrs_;
  OkrWideRows wide_;
  // Rows that have something in columns that nobody knows, by column.
  std::map<std::pair<size_t, std::string>, int> unknown_;
};

absl::Status NoTable(const std::string& text, const std::string& name) {
  std::vector<std::string> found;
  if (!text.empty()) {
    Rows rows(text, name, ',');
    OKAPI_ASSIGN_OR_RETURN(const bool more, rows.Next());
    for (size_t i = 0; more && i < std::min<size_t>(rows.record().size(), kShownColumnsMax); ++i) {
      found.push_back(CutName(rows.record()[i], kShownCellMax));
    }
  }
  return absl::InvalidArgumentError(
      absl::StrCat("'", name,
                   "' has no column of titles, such as `Objective`, `Title` or `Mục tiêu`; "
                   "its first row is: ",
                   absl::StrJoin(found, " | ")));
}

}  // namespace

absl::StatusOr<OkrEntries> ReadOkrTable(const std::string& text, const std::string& name) {
  const Header header = text.empty() ? Header() : FindHeader(text, name);
  if (header.score == 0) return NoTable(text, name);
  OkrEntries okrs;
  okrs.place_is = "row";
  TableReader table(header.columns, okrs);
  Rows rows(text, name, header.separator);
  while (true) {
    OKAPI_ASSIGN_OR_RETURN(const bool more, rows.Next());
    if (!more) break;
    if (rows.row() > header.row) {
      table.Take(rows.record(), rows.row());
    } else if (rows.row() < header.row) {
      std::vector<std::string> cells;
      for (size_t i = 0; i < rows.record().size(); ++i) cells.push_back(Cell(rows.record(), i));
      okrs.findings.push_back(
          {rows.row(), absl::StrCat("stands above the names of the columns, left out: ",
                                    absl::StrJoin(cells, " "))});
    }
  }
  table.Finish();
  return okrs;
}

}  // namespace okapi::cli

#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "okapi/common/v1/unit.pb.h"

// A report as a document: words, tables and charts, whatever file it becomes. It knows neither
// reports nor files.
namespace okapi::reporting::documents {

// How something should be taken.
enum class Tone { kPlain, kGood, kWarning, kBad, kQuiet };

struct Quantity {
  double value;
  okapi::common::v1::Unit unit;
};

// A fraction: 1 is all.
struct Share {
  double value;
};

// A fraction, drawn as a bar.
struct Bar {
  double value;
};

// Numbers of one kind, drawn as a line; what is missing is left out.
struct Spark {
  std::vector<std::optional<double>> values;
};

struct Cell {
  std::variant<std::monostate, std::string, Quantity, Share, Bar, Spark> content;
  Tone tone = Tone::kPlain;
};

struct Column {
  std::string title;
  // Numbers stand on the right.
  bool numbers = false;
  // A page leaves it out when nothing stands in it.
  bool only_if_any = false;
  // Words about the row, as many as there may be: a page has them below it, as wide as the table.
  bool remarks = false;
};

struct Row {
  std::vector<Cell> cells;
  // How far it belongs under the rows above: 0 stands by itself.
  int level = 0;
  // Heads the rows below.
  bool heading = false;
};

struct Table {
  std::vector<Column> columns;
  std::vector<Row> rows;
};

// Where on the axis something changed: what stands from there on is of another kind.
struct Mark {
  // The first category behind it.
  size_t category = 0;
  std::string text;
};

// What was reached, as columns, and what should have been, as a line, of ranges as two.
struct Chart {
  std::string title;
  okapi::common::v1::Unit unit;
  std::vector<std::string> categories;
  // As long as the categories.
  std::vector<std::optional<double>> actual;
  std::vector<std::optional<double>> target;
  // The upper ends, where `target` has the lower ends of ranges.
  std::vector<std::optional<double>> target_max;
  // The last column is of a period that is not over.
  bool open = false;
  // In the order of the categories.
  std::vector<Mark> marks;
};

struct Line {
  std::string text;
  Tone tone = Tone::kPlain;
  // Belongs to the line above.
  bool indented = false;
};

// In this order: heading, lines, table, charts.
struct Section {
  std::string heading;
  std::vector<Line> lines;
  Table table;
  std::vector<Chart> charts;
};

struct Document {
  // `en` or `vi`.
  std::string language;
  std::string title;
  std::string subtitle;
  std::vector<Section> sections;
};

}  // namespace okapi::reporting::documents

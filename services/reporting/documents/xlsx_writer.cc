#include "services/reporting/documents/xlsx_writer.h"

#include <stdlib.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/status_macros.h"
#include "services/reporting/documents/sheet_names.h"
#include "services/reporting/documents/words.h"
#include "services/reporting/documents/xlsx_format.h"

namespace okapi::reporting::documents {
namespace {

constexpr double kFirstColumnWidth = 46;
constexpr double kColumnWidth = 14;
// Charts stand in two columns.
constexpr int kChartRows = 16;
constexpr int kChartColumns = 9;
// Of the numbers behind charts: what was reached and what should have been, of ranges up to where.
// Behind them are the marks.
constexpr lxw_col_t kActualColumn = 2;
constexpr lxw_col_t kTargetColumn = 3;
constexpr lxw_col_t kTargetMaxColumn = 4;

bool HasRange(const Chart& chart) {
  return std::any_of(chart.target_max.begin(), chart.target_max.end(),
                     [](const auto& value) { return value.has_value(); });
}

bool HasRange(const Document& document) {
  return std::any_of(document.sections.begin(), document.sections.end(), [](const auto& section) {
    return std::any_of(section.charts.begin(), section.charts.end(),
                       [](const Chart& chart) { return HasRange(chart); });
  });
}

// A file that goes with the object.
class TemporaryFile {
 public:
  TemporaryFile() {
    std::error_code error;
    path_ = (std::filesystem::temp_directory_path(error) / "okapi-export-XXXXXX").string();
    const int file = mkstemp(path_.data());
    made_ = file >= 0;
    if (made_) close(file);
  }
  ~TemporaryFile() {
    if (made_) unlink(path_.c_str());
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  bool made() const { return made_; }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
  bool made_ = false;
};

class WorkbookWriter {
 public:
  WorkbookWriter(lxw_workbook* workbook, const Document& document)
      : workbook_(workbook),
        document_(document),
        formats_(workbook),
        mark_column_(Column(kTargetMaxColumn + (HasRange(document) ? 1 : 0))) {}

  absl::Status Write() {
    for (const Section& section : document_.sections) {
      OKAPI_RETURN_IF_ERROR(WriteSection(section));
    }
    OKAPI_RETURN_IF_ERROR(WriteCharts());
    if (workbook_->num_worksheets > 0) return absl::OkStatus();
    return AddSheet(document_.title).status();
  }

 private:
  absl::StatusOr<lxw_worksheet*> AddSheet(const std::string& wanted) {
    const std::string name = names_.Next(wanted);
    lxw_worksheet* sheet = workbook_add_worksheet(workbook_, name.c_str());
    if (sheet == nullptr) {
      return absl::InternalError(absl::StrCat("cannot add a sheet '", name, "' to the workbook"));
    }
    worksheet_set_landscape(sheet);
    worksheet_set_paper(sheet, 9);  // A4.
    worksheet_fit_to_pages(sheet, 1, 0);
    return sheet;
  }

  absl::Status WriteSection(const Section& section) {
    OKAPI_ASSIGN_OR_RETURN(lxw_worksheet* const sheet,
                           AddSheet(section.heading.empty() ? document_.title : section.heading));
    lxw_row_t row = 0;
    if (!section.table.columns.empty()) row = WriteTable(section.table, sheet) + 1;
    for (const Line& line : section.lines) {
      worksheet_write_string(sheet, row++, 0, line.text.c_str(),
                             formats_.Get("", line.tone, line.indented ? 1 : 0, false));
    }
    worksheet_set_column(sheet, 0, 0, kFirstColumnWidth, nullptr);
    return absl::OkStatus();
  }

  // Returns the first row that is free.
  lxw_row_t WriteTable(const Table& table, lxw_worksheet* sheet) {
    // Spreadsheet programs draw no lines in cells that every one of them would show.
    std::vector<size_t> shown;
    for (size_t i = 0; i < table.columns.size(); ++i) {
      if (!IsDrawing(table, i)) shown.push_back(i);
    }
    for (size_t i = 0; i < shown.size(); ++i) {
      worksheet_write_string(sheet, 0, Column(i), table.columns[shown[i]].title.c_str(),
                             formats_.Head());
    }
    worksheet_set_column(sheet, 1, Column(shown.size()), kColumnWidth, nullptr);
    worksheet_freeze_panes(sheet, 1, 1);
    worksheet_repeat_rows(sheet, 0, 0);
    lxw_row_t at = 1;
    for (const Row& row : table.rows) {
      for (size_t i = 0; i < shown.size(); ++i) {
        if (shown[i] < row.cells.size()) WriteCell(row, shown[i], sheet, at, Column(i));
      }
      ++at;
    }
    for (size_t i = 0; i < shown.size(); ++i) {
      if (HasBars(table, shown[i]) && at > 1) AddBars(sheet, at - 1, Column(i));
    }
    return at;
  }

  static lxw_col_t Column(size_t index) { return static_cast<lxw_col_t>(index); }

  static bool IsDrawing(const Table& table, size_t column) {
    return std::any_of(table.rows.begin(), table.rows.end(), [column](const Row& row) {
      return column < row.cells.size() && std::holds_alternative<Spark>(row.cells[column].content);
    });
  }
  static bool HasBars(const Table& table, size_t column) {
    return std::any_of(table.rows.begin(), table.rows.end(), [column](const Row& row) {
      return column < row.cells.size() && std::holds_alternative<Bar>(row.cells[column].content);
    });
  }

  static void AddBars(lxw_worksheet* sheet, lxw_row_t last, lxw_col_t column) {
    lxw_conditional_format bars = {};
    bars.type = LXW_CONDITIONAL_DATA_BAR;
    bars.min_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER;
    bars.max_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER;
    bars.min_value = 0;
    bars.max_value = 1;
    bars.bar_color = 0xA9C4E6;
    bars.bar_solid = LXW_TRUE;
    worksheet_conditional_format_range(sheet, 1, column, last, column, &bars);
  }

  void WriteCell(const Row& row, size_t index, lxw_worksheet* sheet, lxw_row_t at,
                 lxw_col_t column) {
    const Cell& cell = row.cells[index];
    const int level = index == 0 ? row.level : 0;
    auto format = [&](const std::string& number) {
      return formats_.Get(number, cell.tone, level, row.heading);
    };
    auto share = [&](double value) {
      worksheet_write_number(sheet, at, column, value, format("0%"));
    };
    if (const auto* words = std::get_if<std::string>(&cell.content)) {
      worksheet_write_string(sheet, at, column, words->c_str(), format(""));
    } else if (const auto* it = std::get_if<Quantity>(&cell.content)) {
      worksheet_write_number(sheet, at, column, CellNumber(it->value, it->unit),
                             format(NumberFormat(it->value, it->unit)));
    } else if (const auto* part = std::get_if<Share>(&cell.content)) {
      share(part->value);
    } else if (const auto* bar = std::get_if<Bar>(&cell.content)) {
      share(bar->value);
    } else if (row.heading) {
      worksheet_write_blank(sheet, at, column, format(""));
    }
  }

  absl::Status WriteCharts() {
    const bool any = std::any_of(document_.sections.begin(), document_.sections.end(),
                                 [](const Section& section) { return !section.charts.empty(); });
    if (!any) return absl::OkStatus();
    OKAPI_ASSIGN_OR_RETURN(lxw_worksheet* const sheet,
                           AddSheet(Say(Word::kCharts, document_.language)));
    OKAPI_ASSIGN_OR_RETURN(lxw_worksheet* const numbers,
                           AddSheet(Say(Word::kNumber, document_.language)));
    const Word heads[] = {Word::kKpi, Word::kPeriod, Word::kActual, Word::kTarget,
                          Word::kTargetMax};
    for (lxw_col_t i = 0; i < mark_column_; ++i) {
      worksheet_write_string(numbers, 0, i, Say(heads[i], document_.language).c_str(),
                             formats_.Head());
    }
    worksheet_freeze_panes(numbers, 1, 0);
    worksheet_set_column(numbers, 0, 0, kFirstColumnWidth, nullptr);
    worksheet_set_column(numbers, 1, Column(mark_column_ - 1), kColumnWidth, nullptr);
    WriteMarksHead(numbers);
    lxw_row_t row = 1;
    int place = 0;
    for (const Section& section : document_.sections) {
      for (const Chart& chart : section.charts) {
        const lxw_row_t first = row;
        row = WriteNumbers(chart, numbers, row);
        if (row > first) DrawChart(chart, sheet, numbers->name, first, row - 1, place++);
      }
    }
    return absl::OkStatus();
  }

  // Returns the first row that is free.
  lxw_row_t WriteNumbers(const Chart& chart, lxw_worksheet* sheet, lxw_row_t row) {
    for (size_t i = 0; i < chart.categories.size(); ++i, ++row) {
      worksheet_write_string(sheet, row, 0, chart.title.c_str(), nullptr);
      worksheet_write_string(sheet, row, 1, chart.categories[i].c_str(), nullptr);
      WriteNumber(chart, chart.actual, i, sheet, row, kActualColumn);
      WriteNumber(chart, chart.target, i, sheet, row, kTargetColumn);
      WriteNumber(chart, chart.target_max, i, sheet, row, kTargetMaxColumn);
      for (const Mark& mark : chart.marks) {
        if (mark.category == i) WriteMark(mark, sheet, row);
      }
    }
    return row;
  }
  // A mark is its words, and behind them the zero that lies on the axis.
  void WriteMark(const Mark& mark, lxw_worksheet* sheet, lxw_row_t row) {
    worksheet_write_string(sheet, row, mark_column_, mark.text.c_str(), nullptr);
    worksheet_write_number(sheet, row, Column(mark_column_ + 1), 0, nullptr);
  }
  void WriteMarksHead(lxw_worksheet* sheet) {
    for (const Section& section : document_.sections) {
      for (const Chart& chart : section.charts) {
        if (chart.marks.empty()) continue;
        worksheet_write_string(sheet, 0, mark_column_,
                               Say(Word::kRedefined, document_.language).c_str(), formats_.Head());
        worksheet_set_column(sheet, mark_column_, mark_column_, kColumnWidth * 2, nullptr);
        return;
      }
    }
  }
  void WriteNumber(const Chart& chart, const std::vector<std::optional<double>>& values, size_t i,
                   lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column) {
    if (i >= values.size() || !values[i].has_value()) return;
    const double value = *values[i];
    worksheet_write_number(sheet, row, column, CellNumber(value, chart.unit),
                           formats_.Get(NumberFormat(value, chart.unit), Tone::kPlain, 0, false));
  }

  void DrawChart(const Chart& chart, lxw_worksheet* sheet, const char* numbers, lxw_row_t first,
                 lxw_row_t last, int place) {
    lxw_chart* drawing = workbook_add_chart(workbook_, LXW_CHART_LINE);
    const lxw_col_t end = HasRange(chart) ? kTargetMaxColumn : kTargetColumn;
    for (lxw_col_t column = kActualColumn; column <= end; ++column) {
      lxw_chart_series* series = chart_add_series(drawing, nullptr, nullptr);
      chart_series_set_categories(series, numbers, first, 1, last, 1);
      chart_series_set_values(series, numbers, first, column, last, column);
      chart_series_set_name_range(series, numbers, 0, column);
      lxw_chart_line line = {};
      line.color = column == kActualColumn ? 0x4C7DBD : 0xC2571A;
      line.width = 2;
      if (column != kActualColumn) line.dash_type = LXW_CHART_LINE_DASH_DASH;
      chart_series_set_line(series, &line);
    }
    if (!chart.marks.empty()) DrawMarks(chart, drawing, numbers, first, last);
    chart_title_set_name(drawing, chart.title.c_str());
    chart_legend_set_position(drawing, LXW_CHART_LEGEND_BOTTOM);
    worksheet_insert_chart(sheet, static_cast<lxw_row_t>(place / 2 * kChartRows),
                           static_cast<lxw_col_t>(place % 2 * kChartColumns), drawing);
  }

  // Points on the axis without a line between them, each with its words.
  void DrawMarks(const Chart& chart, lxw_chart* drawing, const char* numbers, lxw_row_t first,
                 lxw_row_t last) {
    lxw_chart_series* series = chart_add_series(drawing, nullptr, nullptr);
    chart_series_set_categories(series, numbers, first, 1, last, 1);
    chart_series_set_values(series, numbers, first, Column(mark_column_ + 1), last,
                            Column(mark_column_ + 1));
    chart_series_set_name_range(series, numbers, 0, mark_column_);
    lxw_chart_line none = {};
    none.none = LXW_TRUE;
    chart_series_set_line(series, &none);
    chart_series_set_marker_type(series, LXW_CHART_MARKER_DIAMOND);
    chart_series_set_marker_size(series, 9);
    chart_series_set_labels(series);
    chart_series_set_labels_position(series, LXW_CHART_LABEL_POSITION_ABOVE);
    std::vector<std::string> words(chart.categories.size());
    for (const Mark& mark : chart.marks) words[mark.category] = mark.text;
    std::vector<lxw_chart_data_label> labels(words.size());
    std::vector<lxw_chart_data_label*> pointers;
    for (size_t i = 0; i < words.size(); ++i) {
      labels[i].value = words[i].data();
      labels[i].hide = words[i].empty();
      pointers.push_back(&labels[i]);
    }
    pointers.push_back(nullptr);
    chart_series_set_labels_custom(series, pointers.data());
  }

  lxw_workbook* const workbook_;
  const Document& document_;
  FormatBook formats_;
  SheetNames names_;
  const lxw_col_t mark_column_;
};

}  // namespace

absl::StatusOr<std::string> WriteXlsx(const Document& document) {
  const TemporaryFile file;
  if (!file.made())
    return absl::UnavailableError("cannot create a temporary file for the workbook");
  lxw_workbook* workbook = workbook_new(file.path().c_str());
  if (workbook == nullptr) return absl::UnavailableError("cannot create the workbook");
  lxw_doc_properties properties = {};
  std::string title = document.title;  // The library wants them writable.
  std::string comments = document.subtitle;
  properties.title = title.data();
  properties.comments = comments.data();
  workbook_set_properties(workbook, &properties);
  const absl::Status filled = WorkbookWriter(workbook, document).Write();
  const lxw_error error = workbook_close(workbook);  // Also frees it.
  OKAPI_RETURN_IF_ERROR(filled);
  if (error != LXW_NO_ERROR) {
    return absl::UnavailableError(absl::StrCat("cannot write the workbook: ", lxw_strerror(error)));
  }
  std::ifstream written(file.path(), std::ios::binary);
  std::ostringstream bytes;
  bytes << written.rdbuf();
  if (!written.good() && !written.eof()) {
    return absl::UnavailableError("cannot read the workbook again");
  }
  return std::move(bytes).str();
}

}  // namespace okapi::reporting::documents

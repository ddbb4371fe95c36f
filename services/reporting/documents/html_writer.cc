#include "services/reporting/documents/html_writer.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/text/quantity.h"
#include "services/reporting/documents/html_style.h"
#include "services/reporting/documents/svg.h"
#include "services/reporting/documents/words.h"

namespace okapi::reporting::documents {
namespace {

// Deeper rows look the same.
constexpr int kLevelMax = 6;

const char* ClassOf(Tone tone) {
  switch (tone) {
    case Tone::kGood:
      return "good";
    case Tone::kWarning:
      return "warning";
    case Tone::kBad:
      return "bad";
    case Tone::kQuiet:
      return "quiet";
    case Tone::kPlain:
      break;
  }
  return "";
}

// Whether the text goes on with 2025-11-30.
bool BeginsWithDate(absl::string_view text) {
  constexpr absl::string_view kDate = "dddd-dd-dd";
  if (text.size() < kDate.size()) return false;
  return std::equal(kDate.begin(), kDate.end(), text.begin(), [](char wanted, char is) {
    return wanted == 'd' ? absl::ascii_isdigit(is) : wanted == is;
  });
}

// Markup in which no line ends within a date, as browsers would have it.
std::string WithWholeDates(const std::string& text) {
  constexpr size_t kLength = 10;
  std::string html;
  for (size_t at = 0; at < text.size();) {
    const absl::string_view rest = absl::string_view(text).substr(at);
    const size_t length = BeginsWithDate(rest) ? kLength : 1;
    const absl::string_view part = rest.substr(0, length);
    absl::StrAppend(&html, length > 1 ? "<span class=\"date\">" : "", part,
                    length > 1 ? "</span>" : "");
    at += length;
  }
  return html;
}

// The content of a cell. `row_tone` colours bars.
struct ContentWriter {
  const std::string& language;
  Tone tone;
  Tone row_tone;

  std::string operator()(std::monostate) const { return ""; }
  std::string operator()(const std::string& words) const {
    if (tone == Tone::kPlain || words.empty()) return WithWholeDates(Escaped(words));
    return absl::StrCat("<span class=\"pill ", ClassOf(tone), "\">", Escaped(words), "</span>");
  }
  std::string operator()(const Quantity& quantity) const {
    return Escaped(text::Quantity(quantity.value, quantity.unit, text::NotationOf(language)));
  }
  std::string operator()(const Share& share) const {
    return text::Percent(share.value, text::NotationOf(language));
  }
  std::string operator()(const Bar& bar) const {
    return absl::StrCat(BarSvg(bar.value, row_tone),
                        text::Percent(bar.value, text::NotationOf(language)));
  }
  std::string operator()(const Spark& spark) const { return SparkSvg(spark.values); }
};

// The verdict of a row, if one of its cells is one.
Tone ToneOf(const Row& row) {
  for (const Cell& cell : row.cells) {
    if (cell.tone == Tone::kGood || cell.tone == Tone::kWarning || cell.tone == Tone::kBad) {
      return cell.tone;
    }
  }
  return Tone::kPlain;
}

bool IsEmpty(const Cell& cell) {
  const auto* words = std::get_if<std::string>(&cell.content);
  return words != nullptr ? words->empty() : std::holds_alternative<std::monostate>(cell.content);
}

// A table as a page has it.
class TableWriter {
 public:
  TableWriter(const Table& table, const std::string& language)
      : table_(table), language_(language) {
    for (size_t i = 0; i < table.columns.size(); ++i) {
      const Column& column = table.columns[i];
      if (column.only_if_any && IsEmptyColumn(i)) continue;
      (column.remarks ? remarks_ : shown_).push_back(i);
    }
  }

  void AddTo(std::string& html) const {
    // A year of months beside their names and verdicts is to be seen whole on a usual screen; what
    // is wider is seen from its end.
    constexpr size_t kMany = 9;
    constexpr size_t kTooMany = 12;
    absl::StrAppend(&html, "<div class=\"scroll", shown_.size() > kTooMany ? " newest" : "",
                    "\"><table", shown_.size() > kMany ? " class=\"many\"" : "", "><thead><tr>");
    for (const size_t i : shown_) {
      const Column& column = table_.columns[i];
      absl::StrAppend(&html, column.numbers ? "<th class=\"n\">" : "<th>", Escaped(column.title),
                      "</th>");
    }
    html += "</tr></thead><tbody>\n";
    for (const Row& row : table_.rows) AddRow(row, html);
    html += "</tbody></table></div>\n";
  }

 private:
  bool IsEmptyColumn(size_t column) const {
    return std::all_of(table_.rows.begin(), table_.rows.end(), [column](const Row& row) {
      return column >= row.cells.size() || IsEmpty(row.cells[column]);
    });
  }

  std::string ContentOf(const Row& row, size_t column) const {
    const Cell& cell = row.cells[column];
    return std::visit(ContentWriter{language_, cell.tone, ToneOf(row)}, cell.content);
  }

  std::string RemarksOn(const Row& row) const {
    std::string words;
    for (const size_t i : remarks_) {
      if (i >= row.cells.size() || IsEmpty(row.cells[i])) continue;
      absl::StrAppend(&words, words.empty() ? "" : " · ", ContentOf(row, i));
    }
    return words;
  }

  void AddRow(const Row& row, std::string& html) const {
    const std::string remarks = RemarksOn(row);
    const std::string look =
        absl::StrCat(row.heading ? " heading" : "",
                     row.level > 0 ? absl::StrCat(" l", std::min(row.level, kLevelMax)) : "");
    absl::StrAppend(&html, "<tr class=\"", remarks.empty() ? "row" : "row remarked", look, "\">");
    for (const size_t i : shown_) AddCell(row, i, html);
    html += "</tr>\n";
    if (remarks.empty()) return;
    absl::StrAppend(&html, "<tr class=\"remarks", look, "\"><td colspan=\"", shown_.size(),
                    "\"><div>", remarks, "</div></td></tr>\n");
  }

  void AddCell(const Row& row, size_t i, std::string& html) const {
    const bool numbers = table_.columns[i].numbers;
    html += numbers ? "<td class=\"n\">" : "<td>";
    // Missing is seen to be missing. A heading has no numbers to miss.
    const bool missing = i < row.cells.size() && numbers && !row.heading &&
                         std::holds_alternative<std::monostate>(row.cells[i].content);
    if (missing) {
      html += "<span class=\"quiet\">–</span>";
    } else if (i < row.cells.size()) {
      html += ContentOf(row, i);
    }
    html += "</td>";
  }

  const Table& table_;
  const std::string& language_;
  // Which columns stand side by side, and which below.
  std::vector<size_t> shown_;
  std::vector<size_t> remarks_;
};

bool AnyMarks(const std::vector<Chart>& charts) {
  return std::any_of(charts.begin(), charts.end(),
                     [](const Chart& chart) { return !chart.marks.empty(); });
}

void AddCharts(const std::vector<Chart>& charts, const std::string& language, std::string& html) {
  if (charts.empty()) return;
  absl::StrAppend(&html, "<p class=\"legend\"><span class=\"key\"></span>",
                  Say(Word::kActual, language), "<span class=\"key open\"></span>",
                  Say(Word::kSoFar, language), "<span class=\"key target\"></span>",
                  Say(Word::kTarget, language));
  if (AnyMarks(charts)) {
    absl::StrAppend(&html, "<span class=\"key mark\"></span>", Say(Word::kRedefined, language));
  }
  html += "</p><div class=\"charts\">\n";
  for (const Chart& chart : charts) {
    absl::StrAppend(&html, "<figure><figcaption>", Escaped(chart.title), "</figcaption>",
                    ChartSvg(chart, language), "</figure>\n");
  }
  html += "</div>\n";
}

void AddSection(const Section& section, const std::string& language, std::string& html) {
  html += "<section>\n";
  if (!section.heading.empty()) absl::StrAppend(&html, "<h2>", Escaped(section.heading), "</h2>\n");
  if (!section.lines.empty()) {
    html += "<ul>\n";
    for (const Line& line : section.lines) {
      absl::StrAppend(&html, "<li class=\"", ClassOf(line.tone), line.indented ? " indented" : "",
                      "\">", Escaped(line.text), "</li>\n");
    }
    html += "</ul>\n";
  }
  if (!section.table.columns.empty()) TableWriter(section.table, language).AddTo(html);
  AddCharts(section.charts, language, html);
  html += "</section>\n";
}

}  // namespace

std::string WriteHtml(const Document& document) {
  std::string html =
      absl::StrCat("<!doctype html>\n<html lang=\"", document.language,
                   "\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
                   "content=\"width=device-width,initial-scale=1\">\n<meta "
                   "http-equiv=\"Content-Security-Policy\" "
                   "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<title>",
                   Escaped(document.title), "</title>\n<style>", kHtmlStyle,
                   "</style>\n</head>\n<body>\n<h1>", Escaped(document.title),
                   "</h1>\n<p class=\"subtitle\">", Escaped(document.subtitle), "</p>\n");
  for (const Section& section : document.sections) AddSection(section, document.language, html);
  return html + "</body>\n</html>\n";
}

}  // namespace okapi::reporting::documents

#include "services/reporting/documents/html_writer.h"

#include <algorithm>
#include <utility>

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

// The content of a cell. `row_tone` colours bars.
struct ContentWriter {
  const std::string& language;
  Tone tone;
  Tone row_tone;

  std::string operator()(std::monostate) const { return ""; }
  std::string operator()(const std::string& words) const {
    if (tone == Tone::kPlain || words.empty()) return Escaped(words);
    return absl::StrCat("<span class=\"pill ", ClassOf(tone), "\">", Escaped(words), "</span>");
  }
  std::string operator()(const Quantity& quantity) const {
    return Escaped(text::Quantity(quantity.value, quantity.unit, NotationOf(language)));
  }
  std::string operator()(const Share& share) const {
    return text::Percent(share.value, NotationOf(language));
  }
  std::string operator()(const Bar& bar) const {
    return absl::StrCat(BarSvg(bar.value, row_tone),
                        text::Percent(bar.value, NotationOf(language)));
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

void AddRow(const Table& table, const Row& row, const std::string& language, std::string& html) {
  absl::StrAppend(&html, "<tr class=\"", row.heading ? "heading " : "");
  if (row.level > 0) absl::StrAppend(&html, "l", std::min(row.level, kLevelMax));
  html += "\">";
  for (size_t i = 0; i < table.columns.size(); ++i) {
    html += table.columns[i].numbers ? "<td class=\"n\">" : "<td>";
    // Missing is seen to be missing. A heading has no numbers to miss.
    const bool missing = i < row.cells.size() && table.columns[i].numbers && !row.heading &&
                         std::holds_alternative<std::monostate>(row.cells[i].content);
    if (missing) {
      html += "<span class=\"quiet\">–</span>";
    } else if (i < row.cells.size()) {
      html +=
          std::visit(ContentWriter{language, row.cells[i].tone, ToneOf(row)}, row.cells[i].content);
    }
    html += "</td>";
  }
  html += "</tr>\n";
}

void AddTable(const Table& table, const std::string& language, std::string& html) {
  if (table.columns.empty()) return;
  // A year of months beside their names and verdicts is to be seen whole on a usual screen.
  constexpr size_t kMany = 12;
  html += table.columns.size() > kMany
              ? "<div class=\"scroll newest\"><table class=\"many\"><thead><tr>"
              : "<div class=\"scroll\"><table><thead><tr>";
  for (const Column& column : table.columns) {
    absl::StrAppend(&html, column.numbers ? "<th class=\"n\">" : "<th>", Escaped(column.title),
                    "</th>");
  }
  html += "</tr></thead><tbody>\n";
  for (const Row& row : table.rows) AddRow(table, row, language, html);
  html += "</tbody></table></div>\n";
}

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
  AddTable(section.table, language, html);
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

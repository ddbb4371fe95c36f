#include "services/cli/convert/markdown_okrs.h"

#include <algorithm>
#include <regex>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace okapi::cli {
namespace {

// A line that is none of them is kUnknown: a text.
using Part = OkrPart;

// Where a line says what it is. std::regex goes one call deeper with every byte.
constexpr size_t kHeadBytes = 200;

std::string Head(absl::string_view text) { return std::string(text.substr(0, kHeadBytes)); }

// A line without its Markdown.
struct Line {
  int number = 0;
  int heading = 0;  // Its level; 0: none.
  bool item = false;
  bool box = false;
  bool ticked = false;
  int indent = 0;
  Part says = Part::kUnknown;  // What its words say it is.
  bool is_section = false;     // A heading over many of what it says.
  std::string text;
};

struct Prefix {
  Part part;
  std::regex pattern;
};

const std::vector<Prefix>& Prefixes() {
  static const auto& prefixes = *new std::vector<Prefix>([] {
    auto prefix = [](Part part, const char* words) {
      return Prefix{part, std::regex(std::string("^(?:") + words + R"()\s*\d*\s*(?:[:.-]|–|—)\s+)",
                                     std::regex::ECMAScript | std::regex::icase)};
    };
    return std::vector<Prefix>{
        prefix(Part::kKeyResult, "key results?|kr|kết quả then chốt|kqtc|kq"),
        prefix(Part::kInitiative, "initiatives?|sáng kiến"),
        prefix(Part::kObjective, "objectives?|o|mục tiêu"),
    };
  }());
  return prefixes;
}

// A heading of nothing but `Key results`.
Part SectionOf(const std::string& text) {
  if (text.size() > kHeadBytes) return Part::kUnknown;
  static const auto& key_results =
      *new std::regex(R"(^(?:key results?|krs?|kết quả then chốt)\s*:?$)", std::regex::icase);
  static const auto& initiatives = *new std::regex(
      R"(^(?:initiatives?|actions|projects|sáng kiến|hành động)\s*:?$)", std::regex::icase);
  if (std::regex_match(text, key_results)) return Part::kKeyResult;
  if (std::regex_match(text, initiatives)) return Part::kInitiative;
  return Part::kUnknown;
}

// Emphasis says nothing here.
std::string Plain(absl::string_view text) {
  return absl::StrReplaceAll(absl::StripAsciiWhitespace(text), {{"**", ""}, {"__", ""}, {"`", ""}});
}

Line ReadLine(int number, absl::string_view raw) {
  Line line;
  line.number = number;
  const absl::string_view stripped = absl::StripLeadingAsciiWhitespace(raw);
  line.indent = static_cast<int>(raw.size() - stripped.size());
  absl::string_view text = stripped;
  while (absl::ConsumePrefix(&text, "#")) ++line.heading;
  static const auto& bullet = *new std::regex(R"(^(?:[-*+]|\d+[.)])\s+(\[([ xX])\]\s+)?)");
  std::string head = Head(text);
  std::smatch match;
  if (line.heading == 0 && std::regex_search(head, match, bullet)) {
    line.item = true;
    line.box = match[1].matched;
    line.ticked = line.box && match[2].str() != " ";
    text.remove_prefix(static_cast<size_t>(match.length()));
  }
  line.text = Plain(text);
  line.says = SectionOf(line.text);
  line.is_section = line.says != Part::kUnknown;
  if (line.is_section) return line;
  head = Head(line.text);
  for (const Prefix& prefix : Prefixes()) {
    if (!std::regex_search(head, match, prefix.pattern)) continue;
    line.says = prefix.part;
    line.text.erase(0, static_cast<size_t>(match.length()));
    break;
  }
  return line;
}

class Outline {
 public:
  explicit Outline(std::vector<Line> lines) : lines_(std::move(lines)) {
    const bool said = std::any_of(lines_.begin(), lines_.end(), [](const Line& line) {
      return line.says == Part::kObjective && !line.is_section;
    });
    // Which headings are objectives, where none says so: those from this level on.
    int level = said ? 99 : 1;
    for (const Line& line : lines_) {
      if (!said && line.heading > 1 && !line.is_section) level = 2;
    }
    objective_level_ = level;
  }

  OkrEntries Read() {
    for (const Line& line : lines_) Take(line);
    return std::move(okrs_);
  }

 private:
  // An item that further ones may lie under, such as a key result with its initiatives.
  struct Place {
    int indent = 0;
    int entry = -1;
  };

  Part PartOf(const Line& line) const {
    if (line.says != Part::kUnknown) return line.says;
    if (line.heading >= objective_level_) return Part::kObjective;
    if (!line.item || objective_ < 0) return Part::kUnknown;
    if (line.box) return Part::kInitiative;
    // What is under an item says more about it.
    return places_.empty() ? section_ : Part::kUnknown;
  }

  void Take(const Line& line) {
    if (line.text.empty() || line.text == "---") return;
    if (line.is_section) {
      section_ = line.says;
      places_.clear();
      return;
    }
    if (line.item || line.says != Part::kUnknown) Leave(line.indent);
    const Part part = PartOf(line);
    if (part == Part::kObjective) {
      objective_ = Add(line, part, -1);
      section_ = Part::kKeyResult;
      places_.clear();
    } else if (objective_ < 0) {
      Note(line, absl::StrCat("stands before the first objective, left out: ", line.text));
    } else if (part == Part::kUnknown) {
      Describe(line);
    } else {
      const int under =
          part == Part::kInitiative && !places_.empty() ? places_.back().entry : objective_;
      const int added = Add(line, part, under);
      places_.push_back({line.indent, added});
    }
  }

  // What lies as deep as this, or deeper, is over.
  void Leave(int indent) {
    while (!places_.empty() && places_.back().indent >= indent) places_.pop_back();
  }

  int Add(const Line& line, Part part, int under) {
    OkrEntry& entry = okrs_.entries.emplace_back();
    entry.place = line.number;
    entry.part = part;
    entry.under = under;
    entry.fields[OkrField::kTitle].text = line.text;
    if (part == Part::kInitiative && line.ticked) entry.fields[OkrField::kStatus].text = "done";
    return static_cast<int>(okrs_.entries.size()) - 1;
  }

  // It says more about what it stands under.
  void Describe(const Line& line) {
    const int described = places_.empty() ? objective_ : places_.back().entry;
    std::string& text =
        okrs_.entries[static_cast<size_t>(described)].fields[OkrField::kDescription].text;
    absl::StrAppend(&text, text.empty() ? "" : "\n", line.text);
    Note(line, absl::StrCat("kept as a description: ", line.text));
  }

  void Note(const Line& line, std::string text) {
    okrs_.findings.push_back({line.number, std::move(text)});
  }

  const std::vector<Line> lines_;
  int objective_level_ = 1;
  OkrEntries okrs_;
  int objective_ = -1;
  Part section_ = Part::kKeyResult;
  // From the outermost one on.
  std::vector<Place> places_;
};

}  // namespace

OkrEntries ReadMarkdownOkrs(absl::string_view text) {
  std::vector<Line> lines;
  int number = 0;
  for (const absl::string_view raw : absl::StrSplit(text, '\n')) {
    lines.push_back(ReadLine(++number, absl::StripSuffix(raw, "\r")));
  }
  return Outline(std::move(lines)).Read();
}

}  // namespace okapi::cli

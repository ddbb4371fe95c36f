#include "services/cli/markdown_okrs.h"

#include <algorithm>
#include <regex>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/text/fold.h"
#include "services/cli/markdown_way.h"
#include "services/cli/message_text.h"

namespace okapi::cli {
namespace {

using okapi::goals::v1::Initiative;
using okapi::goals::v1::KeyResult;

constexpr size_t kIdMax = 40;
constexpr size_t kNameMax = 200;

enum class Part { kText, kObjective, kKeyResult, kInitiative };

// A line without its Markdown.
struct Line {
  int number = 0;
  int heading = 0;  // Its level; 0: none.
  bool item = false;
  bool box = false;
  bool ticked = false;
  int indent = 0;
  Part says = Part::kText;  // What its words say it is.
  bool is_section = false;  // A heading over many of what it says.
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
  static const auto& key_results =
      *new std::regex(R"(^(?:key results?|krs?|kết quả then chốt)\s*:?$)", std::regex::icase);
  static const auto& initiatives = *new std::regex(
      R"(^(?:initiatives?|actions|projects|sáng kiến|hành động)\s*:?$)", std::regex::icase);
  if (std::regex_match(text, key_results)) return Part::kKeyResult;
  if (std::regex_match(text, initiatives)) return Part::kInitiative;
  return Part::kText;
}

// Emphasis says nothing here.
std::string Plain(absl::string_view text) {
  std::string plain(absl::StripAsciiWhitespace(text));
  for (const char* mark : {"**", "__", "`"}) {
    size_t at = 0;
    while ((at = plain.find(mark)) != std::string::npos) plain.erase(at, std::string(mark).size());
  }
  return plain;
}

Line ReadLine(int number, absl::string_view raw) {
  Line line;
  line.number = number;
  const absl::string_view stripped = absl::StripLeadingAsciiWhitespace(raw);
  line.indent = static_cast<int>(raw.size() - stripped.size());
  absl::string_view text = stripped;
  while (absl::ConsumePrefix(&text, "#")) ++line.heading;
  static const auto& bullet = *new std::regex(R"(^(?:[-*+]|\d+[.)])\s+(\[([ xX])\]\s+)?)");
  std::string rest(text);
  std::smatch match;
  if (line.heading == 0 && std::regex_search(rest, match, bullet)) {
    line.item = true;
    line.box = match[1].matched;
    line.ticked = line.box && match[2].str() != " ";
    rest = match.suffix().str();
  }
  line.text = Plain(rest);
  line.says = SectionOf(line.text);
  line.is_section = line.says != Part::kText;
  if (line.is_section) return line;
  for (const Prefix& prefix : Prefixes()) {
    if (!std::regex_search(line.text, match, prefix.pattern)) continue;
    line.says = prefix.part;
    line.text = match.suffix().str();
    break;
  }
  return line;
}

// Lower-case ASCII letters, digits and hyphens, from a letter; what is none is left out.
std::string IdOf(const std::string& text, const std::string& fallback,
                 std::set<std::string>& taken) {
  std::string id;
  for (const char c : text::Fold(text)) {
    if (absl::ascii_isalnum(static_cast<unsigned char>(c))) {
      id += c;
    } else if (!id.empty() && id.back() != '-') {
      id += '-';
    }
    if (id.size() >= kIdMax) break;
  }
  while (!id.empty() && id.back() == '-') id.pop_back();
  if (id.empty() || !absl::ascii_isalpha(static_cast<unsigned char>(id[0]))) {
    id = absl::StrCat(fallback, id.empty() ? "" : "-", id);
  }
  std::string unique = id;
  for (int i = 2; !taken.insert(unique).second; ++i) unique = absl::StrCat(id, "-", i);
  return unique;
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

  MarkdownOkrs Read() {
    for (const Line& line : lines_) Take(line);
    return std::move(okrs_);
  }

 private:
  // An item that further ones may lie under, such as a key result with its initiatives.
  struct Place {
    int indent = 0;
    Part part = Part::kText;
    size_t index = 0;  // Among those of its objective.
  };

  Part PartOf(const Line& line) const {
    if (line.says != Part::kText) return line.says;
    if (line.heading >= objective_level_) return Part::kObjective;
    if (!line.item || okrs_.objectives.empty()) return Part::kText;
    if (line.box) return Part::kInitiative;
    // What is under an item says more about it.
    return places_.empty() ? section_ : Part::kText;
  }

  void Take(const Line& line) {
    if (line.text.empty() || line.text == "---") return;
    if (line.is_section) {
      section_ = line.says;
      places_.clear();
      return;
    }
    if (line.item || line.says != Part::kText) Leave(line.indent);
    const Part part = PartOf(line);
    if (part == Part::kObjective) {
      AddObjective(line);
    } else if (okrs_.objectives.empty()) {
      Note(line, absl::StrCat("stands before the first objective, left out: ", line.text));
    } else if (part == Part::kKeyResult) {
      AddKeyResult(line);
    } else if (part == Part::kInitiative) {
      AddInitiative(line);
    } else {
      Describe(line);
    }
  }

  // What lies as deep as this, or deeper, is over.
  void Leave(int indent) {
    while (!places_.empty() && places_.back().indent >= indent) places_.pop_back();
  }

  void AddObjective(const Line& line) {
    auto& objective = okrs_.objectives.emplace_back().objective;
    objective.set_name(IdOf(line.text, "objective", ids_));
    SetWords(line, objective);
    inner_ids_.clear();
    section_ = Part::kKeyResult;
    places_.clear();
  }

  void AddKeyResult(const Line& line) {
    auto& all = okrs_.objectives.back().key_results;
    KeyResult& added = all.emplace_back();
    added.set_name(IdOf(line.text, "kr", inner_ids_));
    SetWords(line, added);
    const std::string assumed = SetWay(line.text, added);
    if (!assumed.empty()) Note(line, assumed);
    places_.push_back({line.indent, Part::kKeyResult, all.size() - 1});
  }

  void AddInitiative(const Line& line) {
    MarkdownObjective& objective = okrs_.objectives.back();
    Initiative& added = objective.initiatives.emplace_back();
    added.set_name(IdOf(line.text, "initiative", inner_ids_));
    SetWords(line, added);
    if (line.ticked) added.set_state(Initiative::DONE);
    // One that stands under a key result should move it.
    const auto moved = std::find_if(places_.rbegin(), places_.rend(), [](const Place& place) {
      return place.part == Part::kKeyResult;
    });
    if (moved != places_.rend()) added.add_key_results(objective.key_results[moved->index].name());
    if (!places_.empty() && places_.back().part == Part::kInitiative) {
      Note(line, "stands under another initiative: taken as one of its own");
    }
    places_.push_back({line.indent, Part::kInitiative, objective.initiatives.size() - 1});
  }

  // The description of what a line stands under.
  std::string& Description() {
    MarkdownObjective& objective = okrs_.objectives.back();
    if (places_.empty()) return *objective.objective.mutable_description();
    const Place& place = places_.back();
    return place.part == Part::kKeyResult
               ? *objective.key_results[place.index].mutable_description()
               : *objective.initiatives[place.index].mutable_description();
  }

  void Describe(const Line& line) {
    std::string& text = Description();
    absl::StrAppend(&text, text.empty() ? "" : "\n", line.text);
    Note(line, absl::StrCat("kept as a description: ", line.text));
  }

  // The words as its name; as its description too when a name has no room for them.
  template <typename R>
  void SetWords(const Line& line, R& resource) {
    resource.set_display_name(Cut(line.text));
    if (line.text.size() <= kNameMax) return;
    resource.set_description(line.text);
    Note(line, "is longer than 200 bytes: cut, and whole as a description");
  }

  // To what a name has room for, not within a character.
  static std::string Cut(std::string text) {
    if (text.size() <= kNameMax) return text;
    size_t end = kNameMax;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return text.substr(0, end);
  }

  void Note(const Line& line, std::string text) {
    okrs_.notes.push_back({line.number, std::move(text)});
  }

  const std::vector<Line> lines_;
  int objective_level_ = 1;
  MarkdownOkrs okrs_;
  std::set<std::string> ids_;
  std::set<std::string> inner_ids_;
  Part section_ = Part::kKeyResult;
  // From the outermost one on.
  std::vector<Place> places_;
};

void AddEntry(const std::string& id, const std::string& yaml, const std::string& indent,
              std::string& out) {
  absl::StrAppend(&out, indent, "- id: ", id, "\n");
  for (const absl::string_view line : absl::StrSplit(yaml, '\n', absl::SkipEmpty())) {
    absl::StrAppend(&out, indent, "  ", line, "\n");
  }
}

// An entry of a list; its name is its id.
template <typename R>
void AddEntry(R resource, const std::string& indent, std::string& out) {
  const std::string id = resource.name();
  resource.clear_name();
  AddEntry(id, ToYaml(resource), indent, out);
}

}  // namespace

MarkdownOkrs ReadMarkdownOkrs(absl::string_view text) {
  std::vector<Line> lines;
  int number = 0;
  for (const absl::string_view raw : absl::StrSplit(text, '\n')) {
    lines.push_back(ReadLine(++number, absl::StripSuffix(raw, "\r")));
  }
  return Outline(std::move(lines)).Read();
}

std::string CompanyFileOf(const MarkdownOkrs& okrs, const std::string& organization,
                          const std::string& cycle) {
  std::string out = absl::StrCat("organization:\n  id: ", organization, "\nobjectives:\n");
  for (const MarkdownObjective& each : okrs.objectives) {
    okapi::goals::v1::Objective objective = each.objective;
    objective.set_cycle(cycle);
    AddEntry(objective, "  ", out);
    if (!each.key_results.empty()) absl::StrAppend(&out, "    key_results:\n");
    for (const KeyResult& key_result : each.key_results) AddEntry(key_result, "      ", out);
    if (!each.initiatives.empty()) absl::StrAppend(&out, "    initiatives:\n");
    for (const Initiative& initiative : each.initiatives) AddEntry(initiative, "      ", out);
  }
  return out;
}

}  // namespace okapi::cli

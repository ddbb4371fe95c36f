#include "services/goals/wording/wording.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/goals/wording/tokens.h"
#include "services/goals/wording/words.h"

namespace okapi::goals {
namespace {

using okapi::common::v1::Unit;
using okapi::goals::v1::Finding;
using okapi::goals::v1::KeyResult;
using okapi::goals::v1::Objective;

constexpr int kLengthMax = 100;
constexpr int kKeyResultsMin = 2;

struct Advice {
  Finding::Code code;
  const char* english;
  const char* vietnamese;
};

constexpr Advice kAdvice[] = {
    {Finding::NUMBER_IN_OBJECTIVE,
     "An objective says where to go; let a key result carry the number.",
     "Mục tiêu nói hướng đi; hãy để kết quả then chốt mang con số."},
    {Finding::ACTIVITY_NOT_OUTCOME,
     "This is something to do: make it an initiative, and say here what changes by it.",
     "Đây là việc cần làm: hãy đưa vào sáng kiến và nói ở đây điều gì sẽ thay đổi."},
    {Finding::NO_BASELINE,
     "It starts at 0: is that measured? Without a baseline nobody can tell progress.",
     "Bắt đầu từ 0: đã đo chưa? Không có điểm xuất phát thì không thấy được tiến độ."},
    {Finding::NO_UNIT, "What does the number count? Give it a unit.",
     "Con số này đếm gì? Hãy cho nó một đơn vị."},
    {Finding::TOO_MANY, "These are more key results than people keep in mind.",
     "Số kết quả then chốt này nhiều hơn mức người ta nhớ được."},
    {Finding::TOO_FEW,
     "One number seldom shows that an objective is reached: have at least two key results.",
     "Một con số hiếm khi cho thấy mục tiêu đã đạt: hãy có ít nhất hai kết quả then chốt."},
    {Finding::DUPLICATE, "Another one says the same.", "Đã có cái khác nói điều tương tự."},
    {Finding::VAGUE_VERB, "Nobody can tell when this is done: say what will be different.",
     "Không ai biết khi nào xong: hãy nói điều gì sẽ khác."},
    {Finding::NO_OWNER, "Nobody answers for it.", "Chưa có ai chịu trách nhiệm."},
    {Finding::TOO_LONG, "It is too long to be kept in mind.", "Quá dài để có thể nhớ."},
    {Finding::TWO_IN_ONE, "These are two goals: choose one, or make two objectives.",
     "Đây là hai mục tiêu: hãy chọn một, hoặc tách thành hai."},
};

bool HasDigit(absl::string_view word) {
  return std::any_of(word.begin(), word.end(),
                     [](char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); });
}

bool IsNumber(absl::string_view word) {
  return !word.empty() && std::all_of(word.begin(), word.end(), [](char c) {
    return absl::ascii_isdigit(static_cast<unsigned char>(c));
  });
}

// The tokens from `at` on that are one of the phrases; 0 if they are none.
size_t SaysOne(const std::vector<Token>& tokens, size_t at,
               absl::Span<const absl::string_view> phrases) {
  for (const absl::string_view phrase : phrases) {
    if (const size_t count = Says(tokens, at, phrase); count > 0) return count;
  }
  return 0;
}

bool IsVerb(const std::vector<Token>& tokens, size_t at) {
  return SaysOne(tokens, at, kActivities) > 0 || SaysOne(tokens, at, kVague) > 0 ||
         SaysOne(tokens, at, kOtherVerbs) > 0;
}

// Digits that are no quantity: a year, around the clock, all around.
bool IsNoQuantity(const std::vector<Token>& tokens, size_t at) {
  int number = 0;
  if (!IsNumber(tokens[at].folded) || !absl::SimpleAtoi(tokens[at].folded, &number)) return false;
  const auto is = [&tokens](size_t i, absl::string_view word) {
    return i < tokens.size() && tokens[i].folded == word;
  };
  return (tokens[at].folded.size() == 4 && number >= 1900 && number <= 2100) ||
         (number == 24 && is(at + 1, "7")) || (number == 7 && at > 0 && is(at - 1, "24")) ||
         (number == 360 && (at + 1 == tokens.size() || is(at + 1, "degree") ||
                            is(at + 1, "degrees") || is(at + 1, "do")));
}

// How many tokens from `at` on are a number; a word with letters and digits is a name.
size_t NumberAt(const std::vector<Token>& tokens, size_t at) {
  if (const size_t count = SaysOne(tokens, at, kNumbers); count > 0) return count;
  const bool name = !IsNumber(tokens[at].folded);
  return HasDigit(tokens[at].folded) && !name && !IsNoQuantity(tokens, at) ? 1 : 0;
}

// The words of a text in an order of their own, without those that say nothing.
std::string Signature(absl::string_view text) {
  std::set<std::string> words;
  for (Token& token : TokensOf(text)) {
    const bool stop = std::count(std::begin(kStopWords), std::end(kStopWords), token.folded) > 0;
    if (!stop) words.insert(std::move(token.folded));
  }
  return absl::StrJoin(words, " ");
}

class Report {
 public:
  explicit Report(bool vietnamese) : vietnamese_(vietnamese) {}

  Finding& Add(Finding::Code code, const std::string& resource, absl::string_view field = "") {
    Finding& finding = findings_.emplace_back();
    finding.set_code(code);
    finding.set_resource(resource);
    finding.set_field(std::string(field));
    for (const Advice& advice : kAdvice) {
      if (advice.code == code) {
        finding.set_message(vietnamese_ ? advice.vietnamese : advice.english);
      }
    }
    return finding;
  }

  void AddSpan(Finding::Code code, const std::string& resource, absl::string_view text, int start,
               int end) {
    Finding& finding = Add(code, resource, "display_name");
    finding.set_start(start);
    finding.set_end(end);
    finding.set_text(Slice(text, start, end));
  }

  std::vector<Finding> Take() { return std::move(findings_); }

 private:
  const bool vietnamese_;
  std::vector<Finding> findings_;
};

void CheckObjectiveText(const Objective& objective, Report& report) {
  const std::string& text = objective.display_name();
  const std::vector<Token> tokens = TokensOf(text);
  for (size_t i = 0; i < tokens.size(); ++i) {
    if (const size_t count = NumberAt(tokens, i); count > 0) {
      report.AddSpan(Finding::NUMBER_IN_OBJECTIVE, objective.name(), text, tokens[i].start,
                     tokens[i + count - 1].end);
      i += count - 1;
      continue;
    }
    const size_t joint = SaysOne(tokens, i, kJoints);
    if (joint > 0 && i > 0 && IsVerb(tokens, i + joint)) {
      report.AddSpan(Finding::TWO_IN_ONE, objective.name(), text, tokens[i].start,
                     tokens[i + joint].end);
    }
  }
  const size_t vague = SaysOne(tokens, 0, kVague);
  if (vague > 0 && tokens.size() <= vague + 1) {
    report.AddSpan(Finding::VAGUE_VERB, objective.name(), text, tokens[0].start,
                   tokens[vague - 1].end);
  }
  if (const int length = LengthOf(text); length > kLengthMax) {
    report.AddSpan(Finding::TOO_LONG, objective.name(), text, kLengthMax, length);
  }
}

void CheckKeyResultText(const KeyResult& key_result, Report& report) {
  const std::string& text = key_result.display_name();
  const std::vector<Token> tokens = TokensOf(text);
  if (const size_t count = SaysOne(tokens, 0, kActivities); count > 0) {
    report.AddSpan(Finding::ACTIVITY_NOT_OUTCOME, key_result.name(), text, tokens[0].start,
                   tokens[count - 1].end);
  }
  const bool number = std::any_of(tokens.begin(), tokens.end(),
                                  [](const Token& token) { return HasDigit(token.folded); });
  if (const size_t count = SaysOne(tokens, 0, kVague); count > 0 && !number) {
    report.AddSpan(Finding::VAGUE_VERB, key_result.name(), text, tokens[0].start,
                   tokens[count - 1].end);
  }
}

void CheckNumbers(const KeyResult& key_result, Report& report) {
  if (key_result.has_kpi_source()) return;  // The KPI has a unit, and a past.
  const Unit::KindCase unit = key_result.unit().kind_case();
  if ((key_result.has_from_to() || key_result.has_range()) && unit == Unit::KIND_NOT_SET) {
    report.Add(Finding::NO_UNIT, key_result.name(), "unit");
  }
  const bool measured = unit == Unit::kPercent || unit == Unit::kCurrencyCode ||
                        unit == Unit::kPoints || unit == Unit::kDuration;
  if (key_result.has_from_to() && key_result.from_to().baseline() == 0 && measured) {
    report.Add(Finding::NO_BASELINE, key_result.name(), "from_to.baseline");
  }
}

std::string Place(const Objective& objective) {
  return absl::StrCat(objective.cycle(), "\n", Signature(objective.display_name()));
}

}  // namespace

void Wording::Note(const Objective& objective) {
  said_.emplace(Place(objective), objective.name());
}

std::vector<Finding> Wording::Check(const Objective& objective,
                                    absl::Span<const KeyResult> key_results,
                                    int key_results_max) const {
  Report report(vietnamese_);
  CheckObjectiveText(objective, report);
  if (objective.owner().empty()) report.Add(Finding::NO_OWNER, objective.name(), "owner");
  const bool own =
      objective.rollup() != Objective::CHILDREN && objective.rollup() != Objective::BOTH;
  const int count = static_cast<int>(key_results.size());
  if (own && count < kKeyResultsMin) report.Add(Finding::TOO_FEW, objective.name());
  if (count > key_results_max) report.Add(Finding::TOO_MANY, objective.name());
  const auto said = said_.find(Place(objective));
  if (said != said_.end() && said->second != objective.name()) {
    report.Add(Finding::DUPLICATE, objective.name(), "display_name").set_other(said->second);
  }
  std::map<std::string, std::string> seen;
  for (const KeyResult& key_result : key_results) {
    CheckKeyResultText(key_result, report);
    CheckNumbers(key_result, report);
    const auto [first, is_new] =
        seen.emplace(Signature(key_result.display_name()), key_result.name());
    if (!is_new) {
      report.Add(Finding::DUPLICATE, key_result.name(), "display_name").set_other(first->second);
    }
  }
  return report.Take();
}

}  // namespace okapi::goals

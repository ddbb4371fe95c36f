#include "services/metrics/kpis/formula.h"

#include <muParser.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/status/status_macros.h"

namespace okapi::metrics {
namespace {

constexpr std::array<absl::string_view, 3> kFunctions = {"abs", "min", "max"};

absl::Status Wrong(size_t position, absl::string_view what) {
  return absl::InvalidArgumentError(AtCharacter(position, what));
}

bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool IsDigit(char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); }
bool IsNameStart(char c) { return absl::ascii_islower(static_cast<unsigned char>(c)); }
bool IsNamePart(char c) { return IsNameStart(c) || IsDigit(c) || c == '_'; }

// Reads a formula sign by sign. The parser behind us can do more than is wanted: assignments,
// several expressions, texts, comparisons. What is let through here has none of it.
class Scanner {
 public:
  explicit Scanner(absl::string_view text) : text_(text) {}

  absl::StatusOr<std::vector<FormulaName>> Run() {
    if (text_.size() > kFormulaLengthMax) {
      return Wrong(kFormulaLengthMax,
                   absl::StrCat("a formula has at most ", kFormulaLengthMax, " characters"));
    }
    while (at_ < text_.size()) {
      OKAPI_RETURN_IF_ERROR(Step());
    }
    if (names_.empty()) return Wrong(0, "a formula names at least one KPI");
    return std::move(names_);
  }

 private:
  absl::Status Step() {
    const char c = text_[at_];
    if (IsNameStart(c)) return Name();
    if (IsDigit(c)) return Number();
    if (c == '(') return Open(/*function=*/false);
    if (c == ')' && !open_.empty()) {
      open_.pop_back();
    } else if (c == ')') {
      return Wrong(at_, "this parenthesis closes nothing");
    } else if (c == ',' && (open_.empty() || !open_.back())) {
      return Wrong(at_, "a comma separates arguments of a function, and nothing else");
    } else if (!IsSpace(c) && absl::string_view("+-*/^,").find(c) == absl::string_view::npos) {
      return Wrong(at_, "this sign means nothing in a formula");
    }
    ++at_;
    return absl::OkStatus();
  }

  absl::Status Open(bool function) {
    if (open_.size() == kFormulaDepthMax) {
      return Wrong(at_, absl::StrCat("parentheses lie more than ", kFormulaDepthMax, " deep"));
    }
    open_.push_back(function);
    ++at_;
    return absl::OkStatus();
  }

  absl::Status Name() {
    const size_t begin = at_;
    while (at_ < text_.size() && IsNamePart(text_[at_])) ++at_;
    const absl::string_view name = text_.substr(begin, at_ - begin);
    if (at_ < text_.size() && text_[at_] == '(') {
      if (std::find(kFunctions.begin(), kFunctions.end(), name) == kFunctions.end()) {
        return Wrong(begin, absl::StrCat("there is no function '", name, "'"));
      }
      return Open(/*function=*/true);
    }
    const auto known = std::find_if(names_.begin(), names_.end(), [name](const FormulaName& entry) {
      return entry.text == name;
    });
    if (known != names_.end()) return absl::OkStatus();
    if (names_.size() == kFormulaNamesMax) {
      return Wrong(begin, absl::StrCat("a formula names at most ", kFormulaNamesMax, " KPIs"));
    }
    names_.push_back({std::string(name), begin});
    return absl::OkStatus();
  }

  // Digits, a fraction, an exponent.
  absl::Status Number() {
    const size_t begin = at_;
    SkipDigits();
    if (at_ < text_.size() && text_[at_] == '.') {
      ++at_;
      SkipDigits();
    }
    if (at_ < text_.size() && text_[at_] == 'e') {
      ++at_;
      if (at_ < text_.size() && (text_[at_] == '+' || text_[at_] == '-')) ++at_;
      SkipDigits();
    }
    const bool goes_on = at_ < text_.size() && (IsNamePart(text_[at_]) || text_[at_] == '.');
    if (goes_on || !IsDigit(text_[at_ - 1])) return Wrong(begin, "this is not a number");
    return absl::OkStatus();
  }
  void SkipDigits() {
    while (at_ < text_.size() && IsDigit(text_[at_])) ++at_;
  }

  const absl::string_view text_;
  size_t at_ = 0;
  std::vector<bool> open_;  // Parentheses: whether each belongs to a function.
  std::vector<FormulaName> names_;
};

double Abs(double value) { return std::abs(value); }

double Smallest(const double* values, int count) {
  return *std::min_element(values, values + count);
}

double Largest(const double* values, int count) {
  return *std::max_element(values, values + count);
}

}  // namespace

struct Formula::Compiled {
  mu::Parser parser;
  std::vector<double> values;
};

Formula::Formula(std::vector<FormulaName> names, std::unique_ptr<Compiled> compiled)
    : names_(std::move(names)), compiled_(std::move(compiled)) {}
Formula::Formula(Formula&&) noexcept = default;
Formula& Formula::operator=(Formula&&) noexcept = default;
Formula::~Formula() = default;

std::string AtCharacter(size_t position, absl::string_view what) {
  return absl::StrCat("at character ", position + 1, ": ", what);
}

absl::StatusOr<std::vector<FormulaName>> NamesIn(absl::string_view text) {
  return Scanner(text).Run();
}

absl::StatusOr<Formula> Formula::Parse(absl::string_view text) {
  OKAPI_ASSIGN_OR_RETURN(std::vector<FormulaName> names, NamesIn(text));
  auto compiled = std::make_unique<Compiled>();
  compiled->values.assign(names.size(), 1);
  try {
    mu::Parser& parser = compiled->parser;
    parser.ClearFun();
    parser.ClearConst();
    parser.DefineFun("abs", Abs);
    parser.DefineFun("min", Smallest);
    parser.DefineFun("max", Largest);
    for (size_t i = 0; i < names.size(); ++i) {
      parser.DefineVar(names[i].text, &compiled->values[i]);
    }
    parser.SetExpr(std::string(text));
    (void)parser.Eval();  // Compiles it.
    if (parser.GetNumResults() != 1) return Wrong(0, "a formula is one expression");
  } catch (const mu::Parser::exception_type& error) {
    const size_t position = error.GetPos() < 0 ? 0 : static_cast<size_t>(error.GetPos());
    return Wrong(std::min(position, text.size()), error.GetMsg());
  }
  return Formula(std::move(names), std::move(compiled));
}

std::optional<double> Formula::Evaluate(absl::Span<const double> values) {
  std::copy(values.begin(), values.end(), compiled_->values.begin());
  try {
    const double value = compiled_->parser.Eval();
    if (std::isfinite(value)) return value;
  } catch (const mu::Parser::exception_type&) {
    // Only where the library was built to throw for what is not finite.
  }
  return std::nullopt;
}

}  // namespace okapi::metrics

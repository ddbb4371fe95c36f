#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace okapi::metrics {

// Bounds of one formula.
inline constexpr size_t kFormulaLengthMax = 1000;
inline constexpr size_t kFormulaNamesMax = 20;
inline constexpr size_t kFormulaDepthMax = 10;

// A name in a formula, and where it first stands.
struct FormulaName {
  std::string text;
  size_t position = 0;  // Of its first character, from 0.
};

// `at character 12: what`, counted from 1 as people do: how errors in formulas are told.
std::string AtCharacter(size_t position, absl::string_view what);

// The names in a formula, each once, in the order in which they first occur. Accepts what consists
// of known signs and keeps the bounds; whether these make sense together is for Formula::Parse.
absl::StatusOr<std::vector<FormulaName>> NamesIn(absl::string_view text);

// Arithmetic over named numbers: + - * / ^, parentheses, and the functions abs, min and max.
// Not thread-safe.
class Formula {
 public:
  // INVALID_ARGUMENT without a field name: the message says what is wrong, and at which character,
  // to be put behind it.
  static absl::StatusOr<Formula> Parse(absl::string_view text);

  Formula(Formula&&) noexcept;
  Formula& operator=(Formula&&) noexcept;
  ~Formula();

  const std::vector<FormulaName>& names() const { return names_; }
  // The number for `values`, one per name in their order; nullopt when it is not finite, as after a
  // division by zero.
  std::optional<double> Evaluate(absl::Span<const double> values);

 private:
  // The parser with the variables it reads; its address must not change.
  struct Compiled;

  Formula(std::vector<FormulaName> names, std::unique_ptr<Compiled> compiled);

  std::vector<FormulaName> names_;
  std::unique_ptr<Compiled> compiled_;
};

}  // namespace okapi::metrics

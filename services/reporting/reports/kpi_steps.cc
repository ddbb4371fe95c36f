#include "services/reporting/reports/kpi_steps.h"

#include <cctype>
#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/api/resource_id.h"
#include "common/text/quantity.h"
#include "services/reporting/reports/kpi_definition.h"

namespace okapi::reporting {
namespace {

using okapi::metrics::v1::KpiDefinition;
using okapi::metrics::v1::KpiValue;
using okapi::reporting::v1::KpiExplanation;

bool IsNameChar(char c) { return c == '_' || std::isalnum(static_cast<unsigned char>(c)) != 0; }

// The names in a formula with where they begin; functions and numbers are none.
std::vector<std::pair<size_t, std::string>> NamesIn(const std::string& formula) {
  static const auto* const functions = new std::set<std::string>{"abs", "min", "max"};
  std::vector<std::pair<size_t, std::string>> names;
  for (size_t i = 0; i < formula.size();) {
    if (!IsNameChar(formula[i])) {
      ++i;
      continue;
    }
    const size_t begin = i;
    while (i < formula.size() && (IsNameChar(formula[i]) || formula[i] == '.')) ++i;
    const std::string word = formula.substr(begin, i - begin);
    const bool number = std::isdigit(static_cast<unsigned char>(word[0])) != 0;
    if (!number && functions->count(word) == 0) names.emplace_back(begin, word);
  }
  return names;
}

std::string IdOf(const std::string& name) { return absl::StrReplaceAll(name, {{"_", "-"}}); }

std::string ValueText(const KpiValue& value) {
  return value.has_value() ? text::ExactNumber(value.value()) : "missing";
}

std::string FormulaWithNumbers(const std::string& formula, const KpiExplanation& explanation) {
  std::map<std::string, std::string> numbers;
  for (const KpiExplanation& operand : explanation.operands()) {
    numbers[api::IdOf(operand.kpi().name())] = ValueText(operand.number());
  }
  std::string text;
  size_t end = 0;
  for (const auto& [begin, name] : NamesIn(formula)) {
    absl::StrAppend(&text, formula.substr(end, begin - end), numbers[IdOf(name)]);
    end = begin + name.size();
  }
  return absl::StrCat(text, formula.substr(end));
}

std::string RuleText(const KpiExplanation& explanation) {
  const KpiDefinition definition =
      DefinitionOf(explanation.kpi(), explanation.number().definition_date());
  const std::string samples = absl::StrCat(explanation.number().sample_count(), " samples");
  if (definition.aggregation() == okapi::metrics::v1::FORMULA) {
    return absl::StrCat(definition.formula(), " = ",
                        FormulaWithNumbers(definition.formula(), explanation));
  }
  if (definition.aggregation() == okapi::metrics::v1::RATIO_OF_SUMS) {
    return absl::StrCat("SUM of ", definition.metric(), " / SUM of ",
                        definition.denominator_metric(), ", ", samples);
  }
  return absl::StrCat(okapi::metrics::v1::Aggregation_Name(definition.aggregation()), " of ",
                      definition.metric(), ", ", samples);
}

}  // namespace

std::vector<std::string> OperandsOf(const std::string& formula) {
  std::vector<std::string> ids;
  std::set<std::string> seen;
  for (const auto& [begin, name] : NamesIn(formula)) {
    if (seen.insert(name).second) ids.push_back(IdOf(name));
  }
  return ids;
}

std::string EndsText(double target, std::optional<double> max, absl::string_view between) {
  if (!max.has_value()) return text::ExactNumber(target);
  return absl::StrCat(text::ExactNumber(target), between, text::ExactNumber(*max));
}

std::string EndsText(const okapi::metrics::v1::Target& target, absl::string_view between) {
  if (!target.has_range()) return EndsText(target.value(), std::nullopt);
  return EndsText(target.range().min(), target.range().max(), between);
}

std::string EndsText(const KpiValue& number) {
  const std::optional<double> max =
      number.has_target_max() ? std::optional<double>(number.target_max()) : std::nullopt;
  return EndsText(number.target(), max);
}

std::vector<std::string> StepsOf(const KpiExplanation& explanation) {
  std::vector<std::string> steps;
  const KpiValue& number = explanation.number();
  steps.push_back(absl::StrCat(RuleText(explanation), " = ", ValueText(number)));
  if (number.has_target()) {
    steps.push_back(absl::StrCat("target of the whole period = ", EndsText(number)));
  }
  return steps;
}

}  // namespace okapi::reporting

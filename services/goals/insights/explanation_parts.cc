#include "services/goals/insights/explanation_parts.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/status/status_macros.h"
#include "common/text/quantity.h"
#include "services/goals/insights/explanation_inputs.h"
#include "services/goals/numbers/progress.h"
#include "services/goals/store/combined_values.h"

namespace okapi::goals {
namespace {

using okapi::goals::v1::Explanation;
using okapi::goals::v1::KeyResult;
using okapi::goals::v1::KeyResultSource;

// `120 + (-80)`.
std::string Addends(const std::vector<double>& values) {
  std::string text = text::ExactNumber(values.front());
  for (size_t i = 1; i < values.size(); ++i) {
    absl::StrAppend(&text, " + ", text::Operand(values[i]));
  }
  return text;
}

std::string Choice(absl::string_view which, const std::vector<double>& values) {
  return absl::StrCat("the ", which, " of ",
                      absl::StrJoin(values, ", ", [](std::string* out, double value) {
                        absl::StrAppend(out, text::ExactNumber(value));
                      }));
}

std::string HowText(KeyResultSource::Combination combination, const std::vector<double>& values) {
  switch (combination) {
    case KeyResultSource::MEAN:
      return absl::StrCat("(", Addends(values), ") / ", values.size());
    case KeyResultSource::MIN:
      return Choice("smallest", values);
    case KeyResultSource::MAX:
      return Choice("largest", values);
    case KeyResultSource::LATEST:
      return Choice("one measured last", values);
    default:
      return Addends(values);
  }
}

}  // namespace

absl::Status AddParts(const GoalsStore& store, const storage::Reader& reader,
                      const KeyResult& key_result, Explanation& explanation) {
  const KeyResultSource& source = key_result.key_result_source();
  OKAPI_ASSIGN_OR_RETURN(const std::vector<KeyResult> parts, PartsOf(store, reader, source));
  std::vector<double> values;
  for (const KeyResult& part : parts) {
    Explanation::Input& input = AddInput("part", part.name(), part.etag(), explanation);
    if (!part.has_current_value()) {
      input.set_text("no value");
      continue;
    }
    if (IsStale(part)) input.set_text("stale");
    input.set_value(part.current_value());
    *input.mutable_time() = part.current_value_time();
    values.push_back(part.current_value());
  }
  std::string step = absl::StrCat("value = ", HowText(source.combination(), values));
  const bool formula = values.size() > 1 || source.combination() == KeyResultSource::MEAN;
  if (formula) absl::StrAppend(&step, " = ", text::ExactNumber(key_result.current_value()));
  if (source.missing() > 0) {
    absl::StrAppend(&step, ", without ", source.missing(), " that ",
                    source.missing() == 1 ? "has" : "have", " no value");
  }
  explanation.add_steps(step);
  return absl::OkStatus();
}

}  // namespace okapi::goals

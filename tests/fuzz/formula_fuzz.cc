#include <cmath>
#include <string>
#include <vector>

#include "services/metrics/kpis/formula.h"
#include "tests/fuzz/expect.h"
#include "tests/fuzz/text_input.h"

// Any text as a formula.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using okapi::fuzz::Expect;
  using okapi::metrics::Formula;
  using okapi::metrics::FormulaName;
  const std::string text = okapi::fuzz::TextOf(data, size);
  const auto names = okapi::metrics::NamesIn(text);
  auto formula = Formula::Parse(text);
  if (!formula.ok()) {
    Expect(formula.status().message().find("at character ") == 0, "an error says where");
    return 0;
  }
  Expect(names.ok() && names->size() == formula->names().size(), "the names are those read alone");
  for (const FormulaName& name : formula->names()) {
    Expect(text.compare(name.position, name.text.size(), name.text) == 0, "a name is where it is");
  }
  for (const double value : {0.0, 1.0, -2.5, 1e308}) {
    const std::vector<double> values(formula->names().size(), value);
    const auto first = formula->Evaluate(values);
    Expect(!first.has_value() || std::isfinite(*first), "a number is finite");
    Expect(first == formula->Evaluate(values), "the same numbers give the same");
  }
  return 0;
}

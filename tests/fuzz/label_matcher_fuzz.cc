#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "services/metrics/series/label_matcher.h"
#include "services/metrics/series/series_index.h"
#include "tests/fuzz/expect.h"
#include "tests/fuzz/text_input.h"

namespace {

using okapi::fuzz::Expect;
using okapi::metrics::LabelMatcher;
using okapi::metrics::SeriesIndex;

constexpr char kLabel[] = "region";

okapi::metrics::v1::LabelMatcher MatcherOf(const std::vector<std::string>& lines, int operation) {
  okapi::metrics::v1::LabelMatcher matcher;
  matcher.set_label(kLabel);
  matcher.set_operation(static_cast<okapi::metrics::v1::LabelMatcher::Operation>(operation));
  for (size_t i = 1; i < lines.size(); ++i) matcher.add_values(lines[i]);
  return matcher;
}

// The index finds what asking series by series would.
void CheckSelection(const SeriesIndex& index, const std::vector<std::string>& values,
                    const LabelMatcher& matcher) {
  std::vector<uint32_t> expected;
  for (uint32_t i = 0; i < values.size(); ++i) {
    if (matcher.Matches(values[i])) expected.push_back(i);
  }
  Expect(index.Select("m", {&matcher, 1}) == expected, "the index agrees with the matcher");
}

}  // namespace

// The first line is a label's value, the others are those of a matcher, tried with each operation.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::vector<std::string> lines = absl::StrSplit(okapi::fuzz::TextOf(data, size), '\n');
  const std::vector<std::string> values = {"", "south", lines[0] == "south" ? "x" : lines[0]};
  SeriesIndex index;
  for (const std::string& value : values) {
    okapi::metrics::SeriesIdentity identity;
    identity.metric = "m";
    if (!value.empty()) identity.labels.emplace_back(kLabel, value);
    if (index.Find(identity).has_value()) return 0;
    index.Add(identity, okapi::metrics::SampleKind::GAUGE);
  }
  for (const int plain : {1, 3}) {
    const auto matcher = LabelMatcher::Create(MatcherOf(lines, plain));
    const auto negated = LabelMatcher::Create(MatcherOf(lines, plain + 1));
    Expect(matcher.ok() == negated.ok(), "what can be asked can be asked the other way");
    if (!matcher.ok()) continue;
    for (const std::string& value : values) {
      Expect(matcher->Matches(value) != negated->Matches(value), "the other way is the other way");
    }
    if (matcher->Only() != nullptr) Expect(matcher->Matches(*matcher->Only()), "the only one");
    CheckSelection(index, values, *matcher);
    CheckSelection(index, values, *negated);
  }
  return 0;
}

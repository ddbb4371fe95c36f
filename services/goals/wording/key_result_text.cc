#include "services/goals/wording/key_result_text.h"

#include <algorithm>
#include <vector>

#include "services/goals/wording/numbers.h"
#include "services/goals/wording/phrases.h"
#include "services/goals/wording/verbs.h"
#include "services/goals/wording/words.h"

namespace okapi::goals {
namespace {

using okapi::common::v1::Unit;
using okapi::goals::v1::Finding;
using okapi::goals::v1::KeyResult;

bool IsMeasuredInNumbers(const KeyResult& key_result) {
  return key_result.has_from_to() || key_result.has_relative_change() || key_result.has_range() ||
         key_result.has_kpi_source();
}

// How far it is can be told, whatever its words say: a scale says what each step looks like.
bool IsMeasured(const KeyResult& key_result) {
  return IsMeasuredInNumbers(key_result) || key_result.has_scale();
}

// Where the text says what was done, if it has no number; `count` is 0 if it does not.
struct Done {
  size_t at = 0;
  size_t count = 0;
};
Done DoneIn(const Text& text) {
  static const auto& done = *new Phrases(kDone);
  for (size_t i = 0; i < text.tokens().size(); ++i) {
    if (const size_t count = done.At(text, i).count; count > 0) return {i, count};
  }
  return {};
}

// The verb of doing that the key result is about.
Done ActivityIn(const KeyResult& key_result, const Text& text, const std::vector<Span>& numbers) {
  const bool measured = IsMeasured(key_result);
  const size_t begin = BeginOf(text);
  const Verb verb = VerbAt(text, begin);
  if (verb.kind == VerbKind::kActivity) {
    const bool noun = verb.unsure && measured;
    return noun || SaysLevel(text, numbers) ? Done{} : Done{begin, verb.count};
  }
  return measured || !numbers.empty() ? Done{} : DoneIn(text);
}

void CheckVerb(const KeyResult& key_result, const Text& text, const std::vector<Span>& numbers,
               Report& report) {
  const size_t begin = BeginOf(text);
  const Verb verb = VerbAt(text, begin);
  const bool measured = IsMeasured(key_result);
  const bool vague = (verb.kind == VerbKind::kEndless && !(verb.unsure && measured)) ||
                     (verb.kind == VerbKind::kDirection && !measured);
  if (!vague || !numbers.empty()) return;
  report.AddSpan(Finding::VAGUE_VERB, kVagueVerb, key_result.name(), text,
                 text.Between(begin, begin + verb.count - 1));
}

// The start is known to be 0: something new, or the words say it.
bool StartsFromNothing(const Text& text, const std::vector<Span>& numbers) {
  static const auto& news = *new Phrases(kNew);
  return news.Anywhere(text, 0) ||
         std::any_of(numbers.begin(), numbers.end(), [&text](const Span& span) {
           return text.At(span.start) == U'0' && text.At(span.start + 1) != U'.' &&
                  text.At(span.start + 1) != U',';
         });
}

void CheckMeasure(const KeyResult& key_result, const Text& text, const std::vector<Span>& numbers,
                  Report& report) {
  if (key_result.has_kpi_source()) return;  // The KPI has a unit, and a past.
  const Unit::KindCase unit = key_result.unit().kind_case();
  if ((key_result.has_from_to() || key_result.has_range()) && unit == Unit::KIND_NOT_SET) {
    report.Add(Finding::NO_UNIT, kNoUnit, key_result.name(), "unit");
  }
  const bool measured = unit == Unit::kPercent || unit == Unit::kCurrencyCode ||
                        unit == Unit::kPoints || unit == Unit::kDuration;
  const bool from_zero = key_result.has_from_to() && key_result.from_to().baseline() == 0;
  if (from_zero && measured && !StartsFromNothing(text, numbers)) {
    report.Add(Finding::NO_BASELINE, kNoBaseline, key_result.name(), "from_to.baseline");
  }
}

}  // namespace

void CheckKeyResultText(const KeyResult& key_result, Report& report) {
  // To measure for the first time is something to do, and clear when it is done.
  if (key_result.has_find_baseline()) return;
  const Text text(key_result.display_name());
  const std::vector<Span> numbers = NumbersIn(text);
  if (const Done activity = ActivityIn(key_result, text, numbers); activity.count > 0) {
    const Advice& advice = IsMeasuredInNumbers(key_result) ? kOnlyActivity : kActivityByChoice;
    report.AddSpan(Finding::ACTIVITY_NOT_OUTCOME, advice, key_result.name(), text,
                   text.Between(activity.at, activity.at + activity.count - 1));
  }
  CheckVerb(key_result, text, numbers, report);
  CheckMeasure(key_result, text, numbers, report);
}

}  // namespace okapi::goals

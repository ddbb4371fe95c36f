#include "services/goals/wording/objective_text.h"

#include <algorithm>

#include "services/goals/wording/numbers.h"
#include "services/goals/wording/phrases.h"
#include "services/goals/wording/verbs.h"
#include "services/goals/wording/words.h"

namespace okapi::goals {
namespace {

using okapi::goals::v1::Finding;
using okapi::goals::v1::Objective;

constexpr int kCharactersMax = 100;
constexpr size_t kWordsMax = 15;
constexpr size_t kVietnameseShare = 3;  // One word in three has accents at least.

bool IsVietnamese(const Text& text) {
  size_t accented = 0;
  for (const Token& token : text.tokens()) accented += token.folded != token.lowered ? 1 : 0;
  return accented * kVietnameseShare >= text.tokens().size();
}

// Where the first word stands that is one too many; the size of the text if there is none. What a
// hyphen or an apostrophe joins is one word.
int WordsTooLongFrom(const Text& text) {
  size_t words = 0;
  int end = -1;  // Of the word before.
  for (const Token& token : text.tokens()) {
    const char32_t joint = text.At(end);
    const bool joined =
        token.span.start == end + 1 && (joint == U'-' || joint == U'\'' || joint == U'’');
    if (!joined && ++words > kWordsMax) return token.span.start;
    end = token.span.end;
  }
  return text.size();
}

// From where on it is too long; its size if it is not.
int TooLongFrom(const Text& text) {
  int characters = 0;
  int position = 0;
  while (position < text.size()) {
    if (!IsMark(text.At(position)) && ++characters > kCharactersMax) break;
    ++position;
  }
  return IsVietnamese(text) ? position : std::min(position, WordsTooLongFrom(text));
}

bool IsVague(const Verb& verb) {
  return verb.kind == VerbKind::kEndless || verb.kind == VerbKind::kDirection;
}

// Whether no object comes from here on but one that could be anybody's. "Continue to improve" has
// none either.
bool IsNothingOrGeneric(const Text& text, size_t at) {
  static const auto& generic = *new Phrases(kGenericNouns);
  static const auto& determiners = *new Phrases(kDeterminers);
  at = BeginOf(text, at);
  if (const Verb verb = VerbAt(text, at); IsVague(verb)) at += verb.count;
  while (const size_t count = determiners.At(text, at).count) at += count;
  return at + generic.At(text, at).count == text.tokens().size();
}

void CheckVerbs(const Objective& objective, const Text& text, Report& report) {
  static const auto& joints = *new Phrases(kJoints);
  const size_t begin = BeginOf(text);
  const Verb verb = VerbAt(text, begin);
  if (verb.count == 0) return;
  if (IsVague(verb) && IsNothingOrGeneric(text, begin + verb.count)) {
    report.AddSpan(Finding::VAGUE_VERB, kVagueVerb, objective.name(), text,
                   text.Between(begin, begin + verb.count - 1));
  }
  for (size_t i = begin + verb.count; i < text.tokens().size(); ++i) {
    const size_t joint = joints.At(text, i).count;
    if (joint == 0) continue;
    const Verb second = VerbAt(text, i + joint);
    const size_t behind = i + joint + second.count;
    if (second.count == 0 || second.unsure || behind == text.tokens().size()) continue;
    report.AddSpan(Finding::TWO_IN_ONE, kTwoInOne, objective.name(), text,
                   text.Between(i, behind - 1));
  }
}

}  // namespace

void CheckObjectiveText(const Objective& objective, Report& report) {
  const Text text(objective.display_name());
  for (const Span& span : NumbersIn(text)) {
    report.AddSpan(Finding::NUMBER_IN_OBJECTIVE, kNumberInObjective, objective.name(), text, span);
  }
  CheckVerbs(objective, text, report);
  if (const int from = TooLongFrom(text); from < text.size()) {
    report.AddSpan(Finding::TOO_LONG, kTooLong, objective.name(), text, {from, text.size()});
  }
}

}  // namespace okapi::goals

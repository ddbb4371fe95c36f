#include "services/goals/wording/verbs.h"

#include <iterator>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/goals/wording/phrases.h"
#include "services/goals/wording/words.h"

namespace okapi::goals {
namespace {

constexpr size_t kVerbCount = std::size(kVerbs);

// "-ing" of the first word, in each way of spelling it: of those two that are wrong are no words.
void AddGerunds(absl::string_view phrase, size_t index, Phrases& verbs) {
  const absl::string_view word = phrase.substr(0, phrase.find(' '));
  const absl::string_view rest = phrase.substr(word.size());
  const absl::string_view last = word.substr(word.size() - 1);
  verbs.Add(absl::StrCat(word, "ing", rest), index);
  verbs.Add(absl::StrCat(word, last, "ing", rest), index);
  verbs.Add(absl::StrCat(absl::StripSuffix(word, "e"), "ing", rest), index);
}

// The verbs, and behind them their gerunds.
Phrases MakeVerbs() {
  Phrases verbs({});
  for (size_t i = 0; i < kVerbCount; ++i) {
    verbs.Add(kVerbs[i].phrase, i);
    AddGerunds(kVerbs[i].phrase, kVerbCount + i, verbs);
  }
  return verbs;
}

bool BeginsObject(const Text& text, size_t at) {
  static const auto& determiners = *new Phrases(kDeterminers);
  static const auto& numerals = *new Phrases(kNumerals);
  if (at >= text.tokens().size()) return false;
  const char first = text.tokens()[at].folded[0];
  return absl::ascii_isdigit(static_cast<unsigned char>(first)) ||
         determiners.At(text, at).count > 0 || numerals.At(text, at).count > 0;
}

}  // namespace

Verb VerbAt(const Text& text, size_t at) {
  static const auto& verbs = *new Phrases(MakeVerbs());
  const Said said = verbs.At(text, at);
  if (said.count == 0) return {};
  const VerbWord& verb = kVerbs[said.index % kVerbCount];
  if (verb.kind == VerbKind::kNone) return {};
  // Write-offs, launch-ready.
  if (text.At(text.tokens()[at + said.count - 1].span.end) == U'-') return {};
  const bool gerund = said.index >= kVerbCount;
  const bool unsure = (verb.unsure || gerund) && !BeginsObject(text, at + said.count);
  return {verb.kind, said.count, unsure};
}

size_t BeginOf(const Text& text, size_t at) {
  static const auto& openings = *new Phrases(kOpenings);
  while (const size_t count = openings.At(text, at).count) at += count;
  return at;
}

}  // namespace okapi::goals

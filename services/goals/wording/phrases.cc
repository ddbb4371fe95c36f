#include "services/goals/wording/phrases.h"

#include <utility>

#include "absl/strings/str_split.h"
#include "common/text/fold.h"

namespace okapi::goals {
namespace {

bool Says(const Text& text, size_t at, const std::vector<std::string>& words) {
  if (words.size() > text.tokens().size() - at) return false;
  for (size_t i = 0; i < words.size(); ++i) {
    if (text.tokens()[at + i].lowered != words[i]) return false;
  }
  return true;
}

}  // namespace

Phrases::Phrases(absl::Span<const absl::string_view> phrases) {
  for (size_t i = 0; i < phrases.size(); ++i) Add(phrases[i], i);
}

void Phrases::Add(absl::string_view phrase, size_t index) {
  std::vector<std::string> words = absl::StrSplit(phrase, ' ');
  std::vector<std::string> plain = absl::StrSplit(text::Fold(phrase), ' ');
  if (words.size() > 1 && plain != words) {
    std::vector<Phrase>& same = by_first_word_[plain.front()];
    same.push_back({std::move(plain), index});
  }
  std::vector<Phrase>& same = by_first_word_[words.front()];
  same.push_back({std::move(words), index});
}

Said Phrases::At(const Text& text, size_t at) const {
  Said longest;
  if (at >= text.tokens().size()) return longest;
  const auto same = by_first_word_.find(text.tokens()[at].lowered);
  if (same == by_first_word_.end()) return longest;
  for (const Phrase& phrase : same->second) {
    if (phrase.words.size() > longest.count && Says(text, at, phrase.words)) {
      longest = {phrase.index, phrase.words.size()};
    }
  }
  return longest;
}

bool Phrases::Anywhere(const Text& text, size_t at) const {
  for (size_t i = at; i < text.tokens().size(); ++i) {
    if (At(text, i).count > 0) return true;
  }
  return false;
}

}  // namespace okapi::goals

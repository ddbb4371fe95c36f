#include "services/goals/wording/duplicates.h"

#include <algorithm>
#include <set>

#include "services/goals/wording/phrases.h"
#include "services/goals/wording/tokens.h"
#include "services/goals/wording/words.h"

namespace okapi::goals {
namespace {

using Words = std::set<std::string>;

// The part of all words that two texts have in common, from which on they say the same. One that
// has a word which the other lacks, and lacks one that the other has, is more likely about another
// thing: miền Bắc and miền Nam.
constexpr double kContainedShare = 0.75;
constexpr double kOverlapShare = 0.85;

Words WordsOf(absl::string_view text) {
  static const auto& stop_words = *new Phrases(kStopWords);
  const Text parts(text);
  Words words;
  for (size_t i = 0; i < parts.tokens().size(); ++i) {
    if (stop_words.At(parts, i).count == 0) words.insert(parts.tokens()[i].folded);
  }
  return words;
}

// Whether two texts of so many words say the same, having so many of them in common.
bool SaySame(size_t a, size_t b, size_t common) {
  if (common == 0) return false;
  const double share = static_cast<double>(common) / static_cast<double>(a + b - common);
  return share >= (common == std::min(a, b) ? kContainedShare : kOverlapShare);
}

}  // namespace

void Duplicates::Note(absl::string_view group, const std::string& name, absl::string_view text) {
  Group& same = groups_[std::string(group)];
  const Words words = WordsOf(text);
  for (const std::string& word : words) same.with_word[word].push_back(same.sayings.size());
  same.sayings.push_back({name, words.size()});
}

std::string Duplicates::Of(absl::string_view group, const std::string& name,
                           absl::string_view text) const {
  const auto found = groups_.find(group);
  if (found == groups_.end()) return "";
  const Group& same = found->second;
  const Words words = WordsOf(text);
  // Counted word by word and not text by text: a cycle may have thousands.
  std::vector<size_t> common(same.sayings.size());
  for (const std::string& word : words) {
    const auto with = same.with_word.find(word);
    if (with == same.with_word.end()) continue;
    for (const size_t index : with->second) ++common[index];
  }
  for (size_t i = 0; i < common.size(); ++i) {
    if (!SaySame(words.size(), same.sayings[i].words, common[i])) continue;
    return same.sayings[i].name == name ? "" : same.sayings[i].name;
  }
  return "";
}

}  // namespace okapi::goals

#include "services/goals/wording/duplicates.h"

#include <algorithm>
#include <utility>

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

bool SaySame(const Words& a, const Words& b) {
  const auto common = static_cast<double>(
      std::count_if(a.begin(), a.end(), [&b](const auto& word) { return b.count(word) > 0; }));
  const auto smaller = static_cast<double>(std::min(a.size(), b.size()));
  const double share = common / (static_cast<double>(a.size() + b.size()) - common);
  return share >= (common == smaller ? kContainedShare : kOverlapShare);
}

}  // namespace

void Duplicates::Note(absl::string_view group, const std::string& name, absl::string_view text) {
  Group& same = groups_[std::string(group)];
  Words words = WordsOf(text);
  for (const std::string& word : words) same.with_word[word].push_back(same.sayings.size());
  same.sayings.push_back({name, std::move(words)});
}

std::string Duplicates::Of(absl::string_view group, const std::string& name,
                           absl::string_view text) const {
  const auto found = groups_.find(group);
  if (found == groups_.end()) return "";
  const Group& same = found->second;
  const Words words = WordsOf(text);
  std::vector<const std::vector<size_t>*> rarest;
  for (const std::string& word : words) {
    const auto with = same.with_word.find(word);
    static const auto& none = *new std::vector<size_t>;
    rarest.push_back(with == same.with_word.end() ? &none : &with->second);
  }
  std::sort(rarest.begin(), rarest.end(),
            [](const auto* a, const auto* b) { return a->size() < b->size(); });
  // Who says the same has most of the words, and so one at least of any few. With the rarest of
  // them only few texts have to be looked at.
  const auto lacking =
      static_cast<size_t>((1 - kContainedShare) * static_cast<double>(words.size()));
  rarest.resize(std::min(rarest.size(), lacking + 1));
  size_t first = same.sayings.size();
  for (const auto* with : rarest) {
    for (const size_t index : *with) {
      if (index >= first) break;
      if (same.sayings[index].name == name || SaySame(words, same.sayings[index].words)) {
        first = index;
      }
    }
  }
  const bool is_it = first < same.sayings.size() && same.sayings[first].name != name;
  return is_it ? same.sayings[first].name : "";
}

}  // namespace okapi::goals

#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/goals/wording/tokens.h"

namespace okapi::goals {

// A phrase that a text says.
struct Said {
  size_t index = 0;  // Of the phrase.
  size_t count = 0;  // Tokens; 0 if the text says none.
};

// Phrases to be found in texts: lower case, their words separated by one blank. Accents count, as
// `giảm` (reduce) must not be `giám` (supervise); but many people type without any, and two words
// or more are clear without.
class Phrases {
 public:
  explicit Phrases(absl::Span<const absl::string_view> phrases);

  // Adds what is said for the phrase of that index too.
  void Add(absl::string_view phrase, size_t index);

  // The longest one that the text says from the token `at` on.
  Said At(const Text& text, size_t at) const;

  // Whether the text says one anywhere from `at` on.
  bool Anywhere(const Text& text, size_t at) const;

 private:
  struct Phrase {
    std::vector<std::string> words;
    size_t index = 0;
  };
  std::map<std::string, std::vector<Phrase>, std::less<>> by_first_word_;
};

}  // namespace okapi::goals

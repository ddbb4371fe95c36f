#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace okapi::goals {

// Finds texts that say the same: the same words but for case, accents, order, and those that say
// nothing; or nearly the same, where one of them says all that the other says.
class Duplicates {
 public:
  // Texts are compared with those of the same group that were noted before them.
  void Note(absl::string_view group, const std::string& name, absl::string_view text);

  // The name of the first one noted that says the same as this, which may have been noted too;
  // empty if there is none.
  std::string Of(absl::string_view group, const std::string& name, absl::string_view text) const;

 private:
  struct Saying {
    std::string name;
    size_t words = 0;
  };
  struct Group {
    std::vector<Saying> sayings;
    // Word -> which sayings have it, by index.
    std::map<std::string, std::vector<size_t>> with_word;
  };
  std::map<std::string, Group, std::less<>> groups_;
};

}  // namespace okapi::goals

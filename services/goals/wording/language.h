#pragma once

#include <string>

#include "absl/status/statusor.h"

namespace okapi::goals {

// The languages that goals are put into words in.
enum class Language { kEnglish, kVietnamese };

// By a request's `language_code`: `en`, `vi`, or empty for English. INVALID_ARGUMENT for another
// one.
absl::StatusOr<Language> LanguageOf(const std::string& code);

}  // namespace okapi::goals

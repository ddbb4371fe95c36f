#include "services/goals/wording/language.h"

#include "common/status/errors.h"

namespace okapi::goals {

absl::StatusOr<Language> LanguageOf(const std::string& code) {
  if (code.empty() || code == "en") return Language::kEnglish;
  if (code == "vi") return Language::kVietnamese;
  return status::InvalidField("language_code", "must be en or vi");
}

}  // namespace okapi::goals

#pragma once

#include <cstddef>

#include "services/goals/wording/tokens.h"

namespace okapi::goals {

// What a verb tells of the goal that begins with it.
enum class VerbKind {
  kNone,
  kActivity,   // Something is done.
  kEndless,    // Nobody can tell when it is done.
  kDirection,  // It goes somewhere, but who knows how far.
  kOther,
};

struct Verb {
  VerbKind kind = VerbKind::kNone;
  size_t count = 0;     // Tokens; 0 if there is no verb.
  bool unsure = false;  // It may be a noun; no object stands behind it that says otherwise.
};

// The verb that begins at the token, also as "-ing", which may be a noun.
Verb VerbAt(const Text& text, size_t at);

// Where the first verb from `at` on could be: behind "we will" and "to".
size_t BeginOf(const Text& text, size_t at = 0);

}  // namespace okapi::goals

#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace okapi::api {

// What tells a resource from its siblings: the last id of its name. Of an id alone, that.
inline std::string IdOf(absl::string_view name) {
  return std::string(name.substr(name.rfind('/') + 1));
}

}  // namespace okapi::api

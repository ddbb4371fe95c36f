#include "services/cli/session/existence.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/cli/session/catalogue.h"

namespace okapi::cli {

absl::Status CheckExistence(const std::vector<std::string>& names, const Caller& call) {
  for (const std::string& name : names) {
    const std::vector<std::string> parts = absl::StrSplit(name, '/', absl::SkipEmpty());
    std::string prefix;
    for (size_t i = 0; i + 1 < parts.size() && parts[i + 1] != "-"; i += 2) {
      absl::StrAppend(&prefix, i == 0 ? "" : "/", parts[i], "/", parts[i + 1]);
      const Kind* kind = FindKindOfName(prefix);
      if (kind == nullptr) break;
      const auto request = NewMessage(kind->get->input_type());
      const auto response = NewMessage(kind->get->output_type());
      SetString(*request, "name", prefix);
      const absl::Status found = call(*kind->get, *request, *response);
      if (absl::IsNotFound(found)) return found;
    }
  }
  return absl::OkStatus();
}

}  // namespace okapi::cli

#include "services/cli/session/option_names.h"

#include <utility>
#include <vector>

#include "absl/strings/str_replace.h"
#include "common/status/errors.h"

namespace okapi::cli {

absl::Status InOptions(const absl::Status& status, const OptionNames& options) {
  const google::rpc::BadRequest bad_request = status::BadRequestOf(status);
  if (!absl::IsInvalidArgument(status) || bad_request.field_violations().empty()) return status;
  std::vector<std::pair<std::string, std::string>> quoted;
  for (const auto& [field, option] : options) quoted.emplace_back("`" + field + "`", option);
  status::FieldViolations violations;
  for (const auto& violation : bad_request.field_violations()) {
    const auto option = options.find(violation.field());
    violations.Add(option == options.end() ? violation.field() : option->second,
                   absl::StrReplaceAll(violation.description(), quoted));
  }
  return violations.ToStatus();
}

}  // namespace okapi::cli

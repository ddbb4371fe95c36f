#include "services/cli/files/text_file.h"

#include <fstream>
#include <iostream>
#include <sstream>

#include "absl/strings/str_cat.h"

namespace okapi::cli {

absl::StatusOr<std::string> ReadTextFile(const std::string& path) {
  std::ostringstream content;
  if (path == "-") {
    content << std::cin.rdbuf();
    return std::move(content).str();
  }
  std::ifstream in(path, std::ios::binary);
  in.peek();  // A folder can be opened, but not read.
  if (in.is_open() && !in.bad()) content << in.rdbuf();
  if (!in.is_open() || in.bad()) {
    return absl::InvalidArgumentError(absl::StrCat("cannot read '", path, "'"));
  }
  return std::move(content).str();
}

}  // namespace okapi::cli

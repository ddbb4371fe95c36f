#include "services/cli/whole_file.h"

#include <filesystem>
#include <fstream>
#include <system_error>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "common/status/status_macros.h"

namespace okapi::cli {
namespace {

absl::Status CannotWrite(const std::string& path) {
  return absl::FailedPreconditionError(absl::StrCat("cannot write ", path));
}

}  // namespace

absl::Status WriteWholeFile(const std::string& path,
                            const std::function<absl::Status(std::ostream& out)>& write) {
  std::error_code unknown;
  const auto kind = std::filesystem::status(path, unknown).type();
  // A pipe or a device takes what comes, and nothing can take its place.
  const bool replace =
      kind == std::filesystem::file_type::not_found || kind == std::filesystem::file_type::regular;
  const std::string part = replace ? path + ".part" : path;
  std::ofstream file(part, std::ios::binary | std::ios::trunc);
  if (!file) return CannotWrite(path);
  const absl::Cleanup remove = [&part, replace] {
    std::error_code gone_already;
    if (replace) std::filesystem::remove(part, gone_already);
  };
  const absl::Status written = write(file);
  if (!file.good()) return CannotWrite(path);
  OKAPI_RETURN_IF_ERROR(written);
  file.close();
  if (!file.good()) return CannotWrite(path);
  if (!replace) return absl::OkStatus();
  std::error_code error;
  std::filesystem::rename(part, path, error);
  return error ? CannotWrite(path) : absl::OkStatus();
}

}  // namespace okapi::cli

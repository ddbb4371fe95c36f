#include "services/cli/files/whole_file.h"

#include <filesystem>
#include <fstream>
#include <system_error>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "common/status/status_macros.h"

namespace okapi::cli {
namespace {

absl::Status CannotWrite(const std::string& path) {
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  std::error_code unknown;
  const bool there = folder.empty() || std::filesystem::is_directory(folder, unknown);
  return absl::FailedPreconditionError(
      absl::StrCat("cannot write ", path,
                   there ? "" : absl::StrCat(": there is no folder '", folder.string(), "'")));
}

}  // namespace

absl::Status WriteWholeFile(const std::string& path,
                            const std::function<absl::Status(std::ostream& out)>& write) {
  std::error_code unknown;
  const auto kind = std::filesystem::status(path, unknown).type();
  // A pipe or a device takes what comes, and nothing can take its place.
  const bool replace =
      kind == std::filesystem::file_type::not_found || kind == std::filesystem::file_type::regular;
  // What a link leads to is replaced, not the link.
  const bool there = kind == std::filesystem::file_type::regular;
  const std::string target = there ? std::filesystem::canonical(path, unknown).string() : path;
  const std::string part = replace ? target + ".part" : path;
  std::ofstream file(part, std::ios::binary | std::ios::trunc);
  if (!file) return CannotWrite(path);
  // Nobody may read it who could not read the one before.
  if (there) {
    std::filesystem::permissions(part, std::filesystem::status(target, unknown).permissions(),
                                 unknown);
  }
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
  std::filesystem::rename(part, target, error);
  return error ? CannotWrite(path) : absl::OkStatus();
}

}  // namespace okapi::cli

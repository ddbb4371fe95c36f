#include "tests/bench/peers/okapi_program.h"

#include <filesystem>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/status/status_macros.h"

namespace okapi::bench {
namespace {

// Programs lie one folder above benches.
std::string OfThisBuild(const std::string& service) {
  std::error_code ignored;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", ignored);
  return self.parent_path().parent_path() / absl::StrCat("okapi-", service);
}

}  // namespace

absl::StatusOr<std::string> StartOkapi(const std::string& service, const std::string& program,
                                       const std::string& directory,
                                       const std::vector<std::string>& arguments,
                                       ServerProcess& process) {
  std::filesystem::create_directories(directory);
  const std::string log = absl::StrCat(directory, "/log");
  std::filesystem::remove(log);
  std::vector<std::string> command = {program.empty() ? OfThisBuild(service) : program, "--listen",
                                      "127.0.0.1:0", "--data", absl::StrCat(directory, "/data")};
  command.insert(command.end(), arguments.begin(), arguments.end());
  OKAPI_RETURN_IF_ERROR(process.Start(command, log));
  const std::string listening = absl::StrCat("okapi-", service, " listening on ");
  while (true) {
    OKAPI_RETURN_IF_ERROR(process.CheckAlive());
    const std::string text = process.Log();
    const size_t at = text.find(listening);
    if (at != std::string::npos && text.find('\n', at) != std::string::npos) {
      const size_t begin = at + listening.size();
      return text.substr(begin, text.find('\n', at) - begin);
    }
    absl::SleepFor(absl::Milliseconds(5));
  }
}

}  // namespace okapi::bench

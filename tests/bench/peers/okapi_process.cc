#include "tests/bench/peers/okapi_process.h"

#include <filesystem>

#include "absl/flags/flag.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/status/status_macros.h"

ABSL_FLAG(std::string, okapi_metrics, "",
          "program to measure; default: okapi-metrics of the same build");
ABSL_FLAG(std::string, okapi_goals, "",
          "program to measure; default: okapi-goals of the same build");

namespace okapi::bench {
namespace {

// Programs lie one folder above benches.
std::string Program(const std::string& service) {
  const std::string chosen =
      absl::GetFlag(service == "goals" ? FLAGS_okapi_goals : FLAGS_okapi_metrics);
  if (!chosen.empty()) return chosen;
  std::error_code ignored;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", ignored);
  return self.parent_path().parent_path() / absl::StrCat("okapi-", service);
}

}  // namespace

absl::StatusOr<std::string> StartOkapi(const std::string& service, const std::string& directory,
                                       const std::vector<std::string>& flags,
                                       ServerProcess& process) {
  std::filesystem::create_directories(directory);
  const std::string log = absl::StrCat(directory, "/log");
  std::filesystem::remove(log);
  std::vector<std::string> command = {Program(service), "--listen", "127.0.0.1:0", "--data",
                                      absl::StrCat(directory, "/data")};
  command.insert(command.end(), flags.begin(), flags.end());
  OKAPI_RETURN_IF_ERROR(process.Start(command, log));
  const std::string listening = absl::StrCat("okapi-", service, " listening on ");
  while (true) {
    OKAPI_RETURN_IF_ERROR(process.CheckAlive());
    const std::string text = process.Log();
    const size_t at = text.find(listening);
    const size_t end = at == std::string::npos ? at : text.find('\n', at);
    if (end != std::string::npos) {
      const size_t begin = at + listening.size();
      return text.substr(begin, end - begin);
    }
    absl::SleepFor(absl::Milliseconds(5));
  }
}

}  // namespace okapi::bench

#include "tests/bench/peers/server_process.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace okapi::bench {
namespace {

constexpr absl::Duration kPoll = absl::Milliseconds(20);
constexpr absl::Duration kStopLimit = absl::Minutes(2);

std::string ReadFile(const std::string& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

double Seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

// In the child. Never returns.
void Become(const std::vector<std::string>& command, const std::string& log) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  const int out = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
  ::dup2(out, STDOUT_FILENO);
  ::dup2(out, STDERR_FILENO);
  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  ::execvp(arguments[0], arguments.data());
  ::dprintf(STDERR_FILENO, "%s: %s\n", arguments[0], std::strerror(errno));
  ::_exit(127);
}

}  // namespace

ServerProcess::~ServerProcess() { Kill(); }

absl::Status ServerProcess::Start(const std::vector<std::string>& command, const std::string& log) {
  log_ = log;
  const pid_t child = ::fork();
  if (child < 0) return absl::ErrnoToStatus(errno, "fork");
  if (child == 0) Become(command, log);
  pid_ = child;
  return absl::OkStatus();
}

absl::Status ServerProcess::CheckAlive() {
  if (pid_ != 0 && ::waitpid(pid_, nullptr, WNOHANG) == pid_) pid_ = 0;
  if (pid_ != 0) return absl::OkStatus();
  std::string end = Log();
  if (end.size() > 2000) end.erase(0, end.size() - 2000);
  return absl::UnavailableError(absl::StrCat("the server ended; the end of ", log_, ":\n", end));
}

absl::Status ServerProcess::Stop(int signal) {
  if (pid_ == 0) return absl::OkStatus();
  ::kill(pid_, signal);
  const absl::Time deadline = absl::Now() + kStopLimit;
  while (absl::Now() < deadline) {
    rusage usage = {};
    if (::wait4(pid_, nullptr, WNOHANG, &usage) == pid_) {
      pid_ = 0;
      cpu_seconds_at_end_ = Seconds(usage.ru_utime) + Seconds(usage.ru_stime);
      return absl::OkStatus();
    }
    absl::SleepFor(kPoll);
  }
  Kill();
  return absl::DeadlineExceededError(
      absl::StrCat("the server did not stop within two minutes: ", log_));
}

void ServerProcess::Kill() {
  if (pid_ == 0) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
  pid_ = 0;
}

double ServerProcess::CpuSeconds() const {
  // The kernel's own sum, which /proc/PID/stat shows in steps of 10 ms only.
  if (pid_ == 0) return cpu_seconds_at_end_;
  clockid_t clock = 0;
  timespec time = {};
  if (::clock_getcpuclockid(pid_, &clock) != 0 || ::clock_gettime(clock, &time) != 0) return 0;
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

int64_t ServerProcess::PeakBytes() const {
  std::ifstream status(absl::StrCat("/proc/", pid_, "/status"));
  for (std::string line; std::getline(status, line);) {
    if (line.rfind("VmHWM:", 0) != 0) continue;
    return std::strtoll(line.c_str() + sizeof("VmHWM:") - 1, nullptr, 10) << 10;
  }
  return 0;
}

void ServerProcess::WaitIdle(absl::Duration limit) const {
  const absl::Time deadline = absl::Now() + limit;
  double before = CpuSeconds();
  while (absl::Now() < deadline) {
    absl::SleepFor(absl::Seconds(1));
    const double now = CpuSeconds();
    if (now - before < 0.03) return;
    before = now;
  }
}

std::string ServerProcess::Log() const { return ReadFile(log_); }

int FreePort() {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  const bool ok = ::bind(socket, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                  ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) == 0;
  ::close(socket);
  return ok ? ntohs(address.sin_port) : 0;
}

int64_t DiskBytes(const std::string& directory) {
  int64_t bytes = 0;
  std::error_code ignored;  // Files that vanish meanwhile do not count.
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory, ignored)) {
    struct stat info = {};
    if (::lstat(entry.path().c_str(), &info) == 0 && S_ISREG(info.st_mode)) {
      bytes += int64_t{info.st_blocks} * 512;
    }
  }
  return bytes;
}

}  // namespace okapi::bench

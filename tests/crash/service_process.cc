#include "tests/crash/service_process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <vector>

namespace okapi::crash {
namespace {

constexpr char kListening[] = " listening on ";

}  // namespace

ServiceProcess::ServiceProcess(const std::string& program, const std::string& data,
                               const std::string& more_flag) {
  int ends[2];
  if (pipe(ends) != 0) std::abort();
  std::vector<std::string> arguments = {program, "--listen=127.0.0.1:0", "--data=" + data,
                                        more_flag};
  pid_ = fork();
  if (pid_ == 0) {
    dup2(ends[1], STDERR_FILENO);
    close(ends[0]);
    close(ends[1]);
    std::vector<char*> argv;
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    execv(program.c_str(), argv.data());
    _exit(127);
  }
  close(ends[1]);
  output_ = ends[0];
  std::string said;
  char buffer[512];
  for (ssize_t size = 0; (size = read(output_, buffer, sizeof(buffer))) > 0;) {
    said.append(buffer, static_cast<size_t>(size));
    const size_t at = said.find(kListening);
    if (at == std::string::npos || said.find('\n', at) == std::string::npos) continue;
    const size_t begin = at + sizeof(kListening) - 1;
    address_ = said.substr(begin, said.find('\n', at) - begin);
    // What it says later is not read; its log of a few lines fits into the pipe.
    fcntl(output_, F_SETFL, O_NONBLOCK);
    return;
  }
  std::fprintf(stderr, "%s does not listen: %s\n", program.c_str(), said.c_str());
  std::exit(1);
}

void ServiceProcess::Signal(int signal) {
  if (pid_ == 0) return;
  kill(pid_, signal);
  waitpid(pid_, nullptr, 0);
  pid_ = 0;
  close(output_);
}

}  // namespace okapi::crash

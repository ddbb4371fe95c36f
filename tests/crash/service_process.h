#pragma once

#include <sys/types.h>

#include <string>

namespace okapi::crash {

// One run of a service's program on a free port of the loopback.
class ServiceProcess {
 public:
  // Starts it and waits until it listens. Ends the test program when it does not.
  ServiceProcess(const std::string& program, const std::string& data, const std::string& more_flag);
  ~ServiceProcess() { Signal(9); }
  ServiceProcess(const ServiceProcess&) = delete;
  ServiceProcess& operator=(const ServiceProcess&) = delete;

  const std::string& address() const { return address_; }
  // Sends a signal and waits for the end. Does nothing when it has ended.
  void Signal(int signal);

 private:
  pid_t pid_ = 0;
  int output_ = -1;
  std::string address_;
};

}  // namespace okapi::crash

#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/base/mutex.h"

namespace okapi::testing {

// An HTTP server that takes every request on a free port of the loopback and answers it with one
// code.
class HttpReceiver {
 public:
  HttpReceiver() {
    listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    EXPECT_EQ(bind(listener_, reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(listen(listener_, 16), 0);
    EXPECT_EQ(getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size), 0);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { Serve(); });
  }
  ~HttpReceiver() {
    shutdown(listener_, SHUT_RDWR);
    thread_.join();
    close(listener_);
  }
  HttpReceiver(const HttpReceiver&) = delete;
  HttpReceiver& operator=(const HttpReceiver&) = delete;

  std::string url() const { return absl::StrCat("http://127.0.0.1:", port_, "/hook"); }
  void Answer(int code) { code_ = code; }
  // Heads and bodies as they came.
  std::vector<std::string> requests() const {
    base::MutexLock lock(mutex_);
    return requests_;
  }

 private:
  void Serve() {
    while (true) {
      const int connection = accept(listener_, nullptr, nullptr);
      if (connection < 0) return;
      Take(connection);
      close(connection);
    }
  }

  void Take(int connection) {
    std::string request;
    char buffer[4096];
    while (!IsWhole(request)) {
      const ssize_t got = recv(connection, buffer, sizeof(buffer), 0);
      if (got <= 0) return;
      request.append(buffer, static_cast<size_t>(got));
    }
    {
      base::MutexLock lock(mutex_);
      requests_.push_back(request);
    }
    const std::string answer = absl::StrCat("HTTP/1.1 ", code_.load(),
                                            " X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    EXPECT_EQ(send(connection, answer.data(), answer.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(answer.size()));
  }

  static bool IsWhole(const std::string& request) {
    const size_t end = request.find("\r\n\r\n");
    const size_t at = request.find("Content-Length: ");
    size_t length = 0;
    if (end == std::string::npos || at == std::string::npos) return false;
    const size_t digits = at + 16;
    return absl::SimpleAtoi(request.substr(digits, request.find('\r', digits) - digits), &length) &&
           request.size() >= end + 4 + length;
  }

  int listener_ = -1;
  int port_ = 0;
  std::atomic<int> code_{200};
  mutable base::Mutex mutex_;
  std::vector<std::string> requests_ OKAPI_GUARDED_BY(mutex_);
  std::thread thread_;
};

}  // namespace okapi::testing

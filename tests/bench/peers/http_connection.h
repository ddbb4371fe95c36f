#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace okapi::bench {

// One kept-alive HTTP/1.1 connection to a server on the loopback: blocking, one request in flight,
// no more of the protocol than the peers here use. Connects at the first request and again after a
// failure. One thread.
class HttpConnection {
 public:
  explicit HttpConnection(int port) : port_(port) {}
  ~HttpConnection();
  HttpConnection(const HttpConnection&) = delete;
  HttpConnection& operator=(const HttpConnection&) = delete;

  // The answer's body. `headers` are lines that end with \r\n. An answer that is not 2xx is an
  // error.
  absl::StatusOr<std::string> Post(const std::string& path, const std::string& headers,
                                   const std::string& body);
  absl::StatusOr<std::string> Get(const std::string& path);

 private:
  absl::StatusOr<std::string> Call(const std::string& head, const std::string& body);
  absl::Status Connect();
  absl::Status Send(const std::string& head, const std::string& body);
  absl::StatusOr<std::string> Receive();
  // Reads more into buffer_.
  absl::Status Fill();
  // Takes from buffer_, filling it as needed: up to and with a line end, or a number of bytes.
  absl::StatusOr<std::string> TakeLine();
  absl::Status TakeBytes(size_t count, std::string& to);
  void Close();

  const int port_;
  int socket_ = -1;
  std::string buffer_;
};

// Text for a URL's query.
std::string UrlEscape(const std::string& text);

}  // namespace okapi::bench

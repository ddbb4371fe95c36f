#include "tests/bench/peers/http_connection.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/status/status_macros.h"

namespace okapi::bench {
namespace {

// What an answer's head says about what follows.
struct Head {
  int code = 0;
  bool chunked = false;
  size_t length = 0;
};

void TakeHeader(const std::string& line, Head& head) {
  const std::string lower = absl::AsciiStrToLower(line);
  if (absl::StartsWith(lower, "content-length:")) {
    head.length = std::strtoull(lower.c_str() + sizeof("content-length:") - 1, nullptr, 10);
  } else if (absl::StartsWith(lower, "transfer-encoding:") && absl::StrContains(lower, "chunked")) {
    head.chunked = true;
  }
}

}  // namespace

HttpConnection::~HttpConnection() { Close(); }

absl::StatusOr<std::string> HttpConnection::Post(const std::string& path,
                                                 const std::string& headers,
                                                 const std::string& body) {
  return Call(absl::StrCat("POST ", path, " HTTP/1.1\r\nHost: 127.0.0.1\r\n", headers,
                           "Content-Length: ", body.size(), "\r\n\r\n"),
              body);
}

absl::StatusOr<std::string> HttpConnection::Get(const std::string& path) {
  return Call(absl::StrCat("GET ", path, " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"), "");
}

absl::StatusOr<std::string> HttpConnection::Call(const std::string& head, const std::string& body) {
  OKAPI_RETURN_IF_ERROR(Connect());
  absl::Status sent = Send(head, body);
  if (!sent.ok()) {
    Close();
    return sent;
  }
  absl::StatusOr<std::string> answer = Receive();
  if (!answer.ok()) Close();
  return answer;
}

absl::Status HttpConnection::Connect() {
  if (socket_ >= 0) return absl::OkStatus();
  buffer_.clear();
  socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;
  ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<uint16_t>(port_));
  if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0) {
    return absl::OkStatus();
  }
  const int error = errno;
  Close();
  return absl::ErrnoToStatus(error, absl::StrCat("connect to port ", port_));
}

absl::Status HttpConnection::Send(const std::string& head, const std::string& body) {
  iovec parts[2] = {{const_cast<char*>(head.data()), head.size()},
                    {const_cast<char*>(body.data()), body.size()}};
  msghdr message = {};
  message.msg_iov = parts;
  message.msg_iovlen = 2;
  while (parts[0].iov_len + parts[1].iov_len > 0) {
    const ssize_t written = ::sendmsg(socket_, &message, MSG_NOSIGNAL);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return absl::ErrnoToStatus(errno, "send");
    auto left = static_cast<size_t>(written);
    for (iovec& part : parts) {
      const size_t taken = std::min(left, part.iov_len);
      part.iov_base = static_cast<char*>(part.iov_base) + taken;
      part.iov_len -= taken;
      left -= taken;
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> HttpConnection::Receive() {
  OKAPI_ASSIGN_OR_RETURN(std::string line, TakeLine());
  Head head;
  head.code = line.size() > 9 ? std::atoi(line.c_str() + 9) : 0;
  while (!line.empty()) {
    OKAPI_ASSIGN_OR_RETURN(line, TakeLine());
    TakeHeader(line, head);
  }
  std::string body;
  if (head.chunked) {
    while (true) {
      OKAPI_ASSIGN_OR_RETURN(line, TakeLine());
      const size_t size = std::strtoull(line.c_str(), nullptr, 16);
      OKAPI_RETURN_IF_ERROR(TakeBytes(size, body));
      OKAPI_RETURN_IF_ERROR(TakeLine().status());
      if (size == 0) break;
    }
  } else {
    OKAPI_RETURN_IF_ERROR(TakeBytes(head.length, body));
  }
  if (head.code >= 200 && head.code < 300) return body;
  return absl::UnknownError(absl::StrCat("HTTP ", head.code, ": ", body.substr(0, 500)));
}

absl::Status HttpConnection::Fill() {
  char bytes[1 << 16];
  ssize_t count = 0;
  do {
    count = ::recv(socket_, bytes, sizeof(bytes), 0);
  } while (count < 0 && errno == EINTR);
  if (count < 0) return absl::ErrnoToStatus(errno, "receive");
  if (count == 0) return absl::UnavailableError("the server closed the connection");
  buffer_.append(bytes, static_cast<size_t>(count));
  return absl::OkStatus();
}

absl::StatusOr<std::string> HttpConnection::TakeLine() {
  size_t end = 0;
  while ((end = buffer_.find("\r\n")) == std::string::npos) OKAPI_RETURN_IF_ERROR(Fill());
  std::string line = buffer_.substr(0, end);
  buffer_.erase(0, end + 2);
  return line;
}

absl::Status HttpConnection::TakeBytes(size_t count, std::string& to) {
  while (buffer_.size() < count) OKAPI_RETURN_IF_ERROR(Fill());
  to.append(buffer_, 0, count);
  buffer_.erase(0, count);
  return absl::OkStatus();
}

void HttpConnection::Close() {
  if (socket_ >= 0) ::close(socket_);
  socket_ = -1;
}

std::string UrlEscape(const std::string& text) {
  std::string escaped;
  for (const char c : text) {
    if (absl::ascii_isalnum(static_cast<unsigned char>(c))) {
      escaped += c;
    } else {
      absl::StrAppendFormat(&escaped, "%%%02X", static_cast<unsigned char>(c));
    }
  }
  return escaped;
}

}  // namespace okapi::bench
